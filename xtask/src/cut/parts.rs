//! The two parts of a program: what ran, and the rest.
//!
//! Each function keeps its number in the first part. One that did not run becomes a call of what stands in a slot of a table of
//! the first part's own, and so does each stretch taken out of a function that ran. The rest is a program that fills those slots; it
//! calls what is in the first part by other slots of the same table, and shares its memory, tables and globals.

use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::{ConstExpr, Encode, EntityType, ExportKind, ImportSection, Instruction, RawSection, Section, SectionId};
use wasmparser::{ExternalKind, FuncType, Operator};

use super::region::{Region, Spare, encoded, far_call, locals, regions};
use crate::Failure;
use crate::program::{Body, Program, longer};

/// The exported function that makes sure that the rest is there (`src/rest.rs`).
const NEEDED: &str = "rest_needed";

/// What the name of the function from outside contains that loads the rest at once.
const LOAD: &str = "restNow";

/// What the rest calls the first part.
pub const FIRST: &str = "first";

/// The name of the table of slots.
const SLOTS: &str = "rest_slots";

/// Functions that are shorter stay: what would stand in their place is no shorter.
const SHORT: usize = 20;

/// The sections of a program, in the order in which they stand.
const ORDER: [SectionId; 13] = [
    SectionId::Type,
    SectionId::Import,
    SectionId::Function,
    SectionId::Table,
    SectionId::Memory,
    SectionId::Tag,
    SectionId::Global,
    SectionId::Export,
    SectionId::Start,
    SectionId::Element,
    SectionId::DataCount,
    SectionId::Code,
    SectionId::Data,
];

/// A program in two parts.
pub struct Parts {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
}

/// Cuts a program where it did not run. `ran` tells of each stretch, in order, whether it did; `name` is one that no other cut has.
pub fn cut(program: &Program, ran: &[bool], name: &str) -> Result<Parts, Failure> {
    let needed = program
        .exports
        .iter()
        .find(|export| export.kind == ExternalKind::Func && export.name == NEEDED)
        .ok_or_else(|| format!("the program has no function `{NEEDED}`"))?;
    let load = program.imports.iter().position(|name| name.contains(LOAD));
    let load = load.ok_or_else(|| format!("the program does not import `{LOAD}`"))? as u32;
    if program.bodies.iter().flat_map(|body| &body.code).any(|code| is_bound(&code.operator)) {
        return Err("the program holds instructions that cannot be moved to another".to_owned());
    }
    Cut::new(program, ran, needed.index).parts(load, name)
}

/// Whether an instruction names what only its own program has by that number, and is no plain call; or leaves a function in a way of
/// its own. Compilers are not asked for any of them.
fn is_bound(operator: &Operator) -> bool {
    matches!(
        operator,
        Operator::RefFunc { .. }
            | Operator::ReturnCall { .. }
            | Operator::ReturnCallIndirect { .. }
            | Operator::MemoryInit { .. }
            | Operator::DataDrop { .. }
            | Operator::TableInit { .. }
            | Operator::ElemDrop { .. }
            | Operator::TryTable { .. }
            | Operator::Throw { .. }
            | Operator::ThrowRef
            | Operator::ReturnCallRef { .. }
            | Operator::CallRef { .. }
            | Operator::BrOnNull { .. }
            | Operator::BrOnNonNull { .. }
            | Operator::BrOnCast { .. }
            | Operator::BrOnCastFail { .. }
    )
}

struct Cut<'p, 'a> {
    program: &'p Program<'a>,
    needed: u32,
    /// The functions that are in the rest, with their numbers there.
    moved: BTreeMap<u32, u32>,
    /// The stretches taken out of each function that stays.
    regions: BTreeMap<usize, Vec<Region>>,
    /// The slots of the rest's functions that the first part calls.
    slots: BTreeMap<u32, u32>,
    /// The functions of the first part that the rest calls, in the order of their slots, which follow.
    called: Vec<u32>,
    types: Types,
}

/// The types of functions, with those that were added.
struct Types {
    known: Vec<FuncType>,
    before: usize,
}

impl Types {
    fn number(&mut self, ty: FuncType) -> u32 {
        let found = self.known.iter().position(|known| *known == ty);
        found.unwrap_or_else(|| {
            self.known.push(ty);
            self.known.len() - 1
        }) as u32
    }

    /// The section with the types that were added.
    fn section(&self, before: &[u8]) -> Result<Vec<u8>, Failure> {
        let added = &self.known[self.before..];
        let mut entries = Vec::new();
        for ty in added {
            entries.push(0x60);
            for types in [ty.params(), ty.results()] {
                types.len().encode(&mut entries);
                for ty in types {
                    encoded(*ty)?.encode(&mut entries);
                }
            }
        }
        Ok(longer(before, added.len() as u32, &entries))
    }
}

impl<'p, 'a> Cut<'p, 'a> {
    fn new(program: &'p Program<'a>, ran: &[bool], needed: u32) -> Self {
        let types = Types { known: program.types.clone(), before: program.types.len() };
        let mut cut = Self {
            program,
            needed,
            moved: BTreeMap::new(),
            regions: BTreeMap::new(),
            slots: BTreeMap::new(),
            called: vec![],
            types,
        };
        let mut before = 0;
        for (at, body) in program.bodies.iter().enumerate() {
            let ran = &ran[before..before + body.leaders().count()];
            before += ran.len();
            let function = program.index_of(at);
            if function == needed {
                continue;
            }
            if ran[0] {
                cut.regions.insert(at, regions(program, function, body, ran));
            } else if body.bytes.len() >= SHORT {
                cut.moved.insert(function, cut.moved.len() as u32);
            }
        }
        cut
    }

    fn parts(mut self, load: u32, name: &str) -> Result<Parts, Failure> {
        let program = self.program;
        let stretches = self.regions.values().map(Vec::len).sum::<usize>() as u32;
        // What the first part still calls by name, or others point at.
        let mut wanted: BTreeSet<u32> = program.pointed_at.clone();
        for (at, body) in program.bodies.iter().enumerate().filter(|(at, _)| !self.moved.contains_key(&program.index_of(*at))) {
            wanted.extend(self.staying(at, body).filter_map(|code| called(&code.operator)));
        }
        wanted.retain(|function| self.moved.contains_key(function));
        self.slots = wanted.iter().copied().zip(stretches..).collect();
        let filled = stretches + self.slots.len() as u32;
        let table = program.tables.len() as u32;

        // The rest: functions that are moved, stretches, and the one that says that they are there.
        let mut code = Vec::new();
        let mut functions: Vec<u32> = Vec::new();
        for function in self.moved.keys().copied().collect::<Vec<_>>() {
            let body = &program.bodies[function as usize - program.imports.len()];
            functions.push(program.functions[function as usize]);
            self.moved_body(body, filled, table).encode(&mut code);
        }
        let mut stretch_types = Vec::new();
        let all = std::mem::take(&mut self.regions);
        for (&at, regions) in &all {
            let body = &program.bodies[at];
            for region in regions {
                let ty = self.types.number(region.ty(body));
                stretch_types.push(ty);
                functions.push(ty);
                region.function(body, |function, out| self.call_from_rest(function, filled, table, out))?.encode(&mut code);
            }
        }
        functions.push(self.types.number(FuncType::new([], [])));
        let there = program.globals.len() as u32;
        let mut start = locals(&[])?;
        Instruction::I32Const(1).encode(&mut start);
        Instruction::GlobalSet(there).encode(&mut start);
        Instruction::End.encode(&mut start);
        start.encode(&mut code);

        self.regions = all;
        let first = self.first(load, there, table, filled, &stretch_types, name)?;
        let rest = self.rest(&functions, &code, stretches, table, filled, name)?;
        Ok(Parts { first, rest })
    }

    /// The instructions of a function that stay in the first part.
    fn staying<'s>(&'s self, at: usize, body: &'s Body<'a>) -> impl Iterator<Item = &'s crate::program::Code<'a>> {
        let regions = self.regions.get(&at).map_or(&[] as &[Region], Vec::as_slice);
        let is_out = move |at: usize| regions.iter().any(|region| (region.from..region.to).contains(&at));
        body.code.iter().enumerate().filter(move |(at, _)| !is_out(*at)).map(|(_, code)| code)
    }

    /// A call of a function of the program, from the rest.
    fn call_from_rest(&mut self, function: u32, filled: u32, table: u32, out: &mut Vec<u8>) {
        if let Some(moved) = self.moved.get(&function) {
            return Instruction::Call(*moved).encode(out);
        }
        let known = self.called.iter().position(|called| *called == function);
        let slot = known.unwrap_or_else(|| {
            self.called.push(function);
            self.called.len() - 1
        });
        let ty = self.program.functions[function as usize];
        Instruction::I32Const((filled + slot as u32) as i32).encode(out);
        Instruction::CallIndirect { type_index: ty, table_index: table }.encode(out);
    }

    fn moved_body(&mut self, body: &Body, filled: u32, table: u32) -> Vec<u8> {
        let mut out = body.bytes[..body.code[0].start].to_vec();
        for code in &body.code {
            match called(&code.operator) {
                Some(function) => self.call_from_rest(function, filled, table, &mut out),
                None => out.extend_from_slice(&body.bytes[code.start..code.end]),
            }
        }
        out
    }

    /// What stands in the first part where a function was.
    fn stand_in(&self, function: u32, table: u32) -> Result<Vec<u8>, Failure> {
        let mut out = locals(&[])?;
        match self.slots.get(&function) {
            Some(slot) => {
                for param in 0..self.program.type_of(function).params().len() {
                    Instruction::LocalGet(param as u32).encode(&mut out);
                }
                far_call(&mut out, self.needed, *slot, self.program.functions[function as usize], table);
            }
            // Only the rest calls it, and by itself.
            None => Instruction::Unreachable.encode(&mut out),
        }
        Instruction::End.encode(&mut out);
        Ok(out)
    }

    /// A function that stays, with calls in the place of its stretches; `numbers` are those of the stretches' types, and go on.
    fn staying_body(&self, at: usize, body: &Body, stretch: &mut u32, types: &[u32], table: u32) -> Result<Vec<u8>, Failure> {
        let regions = self.regions.get(&at).map_or(&[] as &[Region], Vec::as_slice);
        let way = regions.iter().any(Region::says_the_way);
        let returned = regions.iter().find_map(Region::returned);
        let spare = body.locals.len() as u32;
        let spare = Spare { way: spare, returned: spare + u32::from(way) };
        let mut added = Vec::new();
        for ty in way.then_some(wasmparser::ValType::I32).into_iter().chain(returned) {
            1_u32.encode(&mut added);
            encoded(ty)?.encode(&mut added);
        }
        let mut out = longer(&body.bytes[..body.code[0].start], u32::from(way) + u32::from(returned.is_some()), &added);
        let mut at = 0;
        for region in regions {
            out.extend_from_slice(&body.bytes[body.code[at].start..body.code[region.from].start]);
            region.call(&mut out, spare, self.needed, *stretch, types[*stretch as usize], table);
            *stretch += 1;
            at = region.to;
        }
        out.extend_from_slice(&body.bytes[body.code[at].start..]);
        Ok(out)
    }

    fn first(&self, load: u32, there: u32, table: u32, filled: u32, types: &[u32], name: &str) -> Result<Vec<u8>, Failure> {
        let program = self.program;
        let mut code = Vec::new();
        program.bodies.len().encode(&mut code);
        let mut stretch = 0;
        for (at, body) in program.bodies.iter().enumerate() {
            let function = program.index_of(at);
            let body = if function == self.needed {
                make_sure(load, there)?
            } else if self.moved.contains_key(&function) {
                self.stand_in(function, table)?
            } else {
                self.staying_body(at, body, &mut stretch, types, table)?
            };
            body.encode(&mut code);
        }

        let slots = filled + self.called.len() as u32;
        // Functions only, and as many as there are slots.
        let mut tables = vec![0x70, 1];
        slots.encode(&mut tables);
        slots.encode(&mut tables);
        // An active segment of a named table, of functions.
        let mut elements = vec![2];
        table.encode(&mut elements);
        ConstExpr::i32_const(filled as i32).encode(&mut elements);
        elements.push(0);
        self.called.encode(&mut elements);
        let mut exports = Vec::new();
        let shared = self.shared(there, table, name);
        let added: Vec<_> = shared.iter().filter(|shared| shared.is_added).collect();
        for shared in &added {
            shared.name.as_str().encode(&mut exports);
            shared.kind.encode(&mut exports);
            shared.index.encode(&mut exports);
        }

        let mut out = wasm_encoder::Module::HEADER.to_vec();
        for id in ORDER {
            let found = program.section(id);
            let before = found.unwrap_or(&[0]);
            let data = match id {
                SectionId::Type => self.types.section(before)?,
                SectionId::Table => longer(before, 1, &tables),
                SectionId::Global => longer(before, 1, &[0x7f, 1, 0x41, 0, 0x0b]),
                SectionId::Export => longer(before, added.len() as u32, &exports),
                SectionId::Element => longer(before, 1, &elements),
                SectionId::Code => code.clone(),
                _ if found.is_none() => continue,
                _ => before.to_vec(),
            };
            RawSection { id: id as u8, data: &data }.append_to(&mut out);
        }
        Ok(out)
    }

    fn rest(
        &self,
        functions: &[u32],
        code: &[u8],
        stretches: u32,
        table: u32,
        filled: u32,
        name: &str,
    ) -> Result<Vec<u8>, Failure> {
        let program = self.program;
        let mut out = wasm_encoder::Module::HEADER.to_vec();
        let types = program.section(SectionId::Type).unwrap_or(&[0]);
        RawSection { id: SectionId::Type as u8, data: &self.types.section(types)? }.append_to(&mut out);

        let slots = u64::from(filled) + self.called.len() as u64;
        let mut imports = ImportSection::new();
        let cannot = |_: wasm_encoder::reencode::Error| "the type of what both parts share cannot be written".to_owned();
        for shared in self.shared(program.globals.len() as u32, table, name) {
            let index = shared.index as usize;
            let ty = match shared.kind {
                ExportKind::Memory => EntityType::Memory(program.memories[index].into()),
                ExportKind::Table => match program.tables.get(index) {
                    Some(table) => EntityType::Table((*table).try_into().map_err(cannot)?),
                    None => EntityType::Table(wasm_encoder::TableType {
                        element_type: wasm_encoder::RefType::FUNCREF,
                        table64: false,
                        minimum: slots,
                        maximum: Some(slots),
                        shared: false,
                    }),
                },
                _ => match program.globals.get(index) {
                    Some(global) => EntityType::Global((*global).try_into().map_err(cannot)?),
                    None => EntityType::Global(wasm_encoder::GlobalType {
                        val_type: wasm_encoder::ValType::I32,
                        mutable: true,
                        shared: false,
                    }),
                },
            };
            imports.import(FIRST, &shared.name, ty);
        }
        imports.append_to(&mut out);

        let mut section = Vec::new();
        functions.encode(&mut section);
        RawSection { id: SectionId::Function as u8, data: &section }.append_to(&mut out);
        section.clear();
        (functions.len() - 1).encode(&mut section);
        RawSection { id: SectionId::Start as u8, data: &section }.append_to(&mut out);
        let moved = self.moved.len() as u32;
        let mut elements = vec![1, 2];
        table.encode(&mut elements);
        ConstExpr::i32_const(0).encode(&mut elements);
        elements.push(0);
        let wanted = self.slots.keys().map(|function| self.moved[function]);
        (moved..moved + stretches).chain(wanted).collect::<Vec<u32>>().encode(&mut elements);
        RawSection { id: SectionId::Element as u8, data: &elements }.append_to(&mut out);
        section.clear();
        functions.len().encode(&mut section);
        section.extend_from_slice(code);
        RawSection { id: SectionId::Code as u8, data: &section }.append_to(&mut out);
        Ok(out)
    }

    /// What both parts share, in the order of its numbers within each kind, under the names that the first part gives it.
    fn shared(&self, there: u32, table: u32, name: &str) -> Vec<Shared> {
        let program = self.program;
        let named = |kind: ExternalKind, export: ExportKind, count: u32, letter: &'static str| {
            (0..count).map(move |index| {
                let known = program.exports.iter().find(|export| export.kind == kind && export.index == index);
                let name = known.map_or_else(|| format!("rest_{letter}{index}"), |export| export.name.to_owned());
                Shared { name, kind: export, index, is_added: known.is_none() }
            })
        };
        let added = |name: &str, kind: ExportKind, index: u32| Shared { name: name.to_owned(), kind, index, is_added: true };
        named(ExternalKind::Memory, ExportKind::Memory, program.memories.len() as u32, "m")
            .chain(named(ExternalKind::Table, ExportKind::Table, table, "t"))
            .chain([added(SLOTS, ExportKind::Table, table)])
            .chain(named(ExternalKind::Global, ExportKind::Global, there, "g"))
            .chain([added(name, ExportKind::Global, there)])
            .collect()
    }
}

/// Something that both parts share.
struct Shared {
    name: String,
    kind: ExportKind,
    index: u32,
    /// Whether the program did not export it by itself.
    is_added: bool,
}

/// The function that an instruction calls by its number.
fn called(operator: &Operator) -> Option<u32> {
    match operator {
        Operator::Call { function_index } => Some(*function_index),
        _ => None,
    }
}

/// The code that loads the rest unless it is there.
fn make_sure(load: u32, there: u32) -> Result<Vec<u8>, Failure> {
    let mut out = locals(&[])?;
    for instruction in [
        Instruction::GlobalGet(there),
        Instruction::I32Eqz,
        Instruction::If(wasm_encoder::BlockType::Empty),
        Instruction::Call(load),
        Instruction::End,
        Instruction::End,
    ] {
        instruction.encode(&mut out);
    }
    Ok(out)
}
