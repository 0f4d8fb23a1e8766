//! A WebAssembly program, read far enough to see where its functions branch.

use std::collections::BTreeSet;

use wasm_encoder::{Encode, SectionId};
use wasmparser::{
    BlockType, ConstExpr, ElementItems, Export, ExternalKind, FuncType, FuncValidatorAllocations, GlobalType, MemoryType,
    Operator, Parser, Payload, TableInit, TableType, TypeRef, ValType, ValidPayload, Validator,
};

use crate::Failure;

/// A program and what its parts say of each other.
pub struct Program<'a> {
    /// The bytes of its sections by their numbers, in order, without those that carry a name and no code.
    pub sections: Vec<(u8, &'a [u8])>,
    pub types: Vec<FuncType>,
    /// The names of the functions that come from outside; they have the first indices.
    pub imports: Vec<String>,
    /// The type of each function, those from outside first.
    pub functions: Vec<u32>,
    pub tables: Vec<TableType>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<GlobalType>,
    pub exports: Vec<Export<'a>>,
    /// The functions that are reached by other means than a call by name.
    pub pointed_at: BTreeSet<u32>,
    /// The functions that are written out, in order.
    pub bodies: Vec<Body<'a>>,
}

/// A function that is written out.
pub struct Body<'a> {
    /// All of it: its locals and its code.
    pub bytes: &'a [u8],
    /// The types of its parameters and locals.
    pub locals: Vec<ValType>,
    pub code: Vec<Code<'a>>,
}

/// One instruction, and how things stand before it.
pub struct Code<'a> {
    pub operator: Operator<'a>,
    /// Where it begins in the function's bytes.
    pub start: usize,
    pub end: usize,
    /// Whether the block around it has nothing on the stack.
    pub is_bare: bool,
    /// Whether anything leads here.
    pub is_reachable: bool,
}

impl<'a> Program<'a> {
    /// Reads and validates it.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Failure> {
        Self::parse(bytes).map_err(|error| format!("the WebAssembly cannot be read: {error}"))
    }

    fn parse(bytes: &'a [u8]) -> Result<Self, wasmparser::BinaryReaderError> {
        let mut program = Self {
            sections: Vec::new(),
            types: Vec::new(),
            imports: Vec::new(),
            functions: Vec::new(),
            tables: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
            exports: Vec::new(),
            pointed_at: BTreeSet::new(),
            bodies: Vec::new(),
        };
        let mut validator = Validator::new();
        let mut allocations = FuncValidatorAllocations::default();
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            if let Some((id, range)) = payload.as_section()
                && id != 0
            {
                program.sections.push((id, &bytes[range.start as usize..range.end as usize]));
            }
            if let ValidPayload::Func(function, body) = validator.payload(&payload)? {
                let mut validator = function.into_validator(allocations);
                program.bodies.push(Body::read(&body, &mut validator)?);
                allocations = validator.into_allocations();
            }
            program.note(payload)?;
        }
        Ok(program)
    }

    fn note(&mut self, payload: Payload<'a>) -> Result<(), wasmparser::BinaryReaderError> {
        match payload {
            Payload::TypeSection(types) => self.types = types.into_iter_err_on_gc_types().collect::<Result<_, _>>()?,
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    match import.ty {
                        TypeRef::Func(ty) | TypeRef::FuncExact(ty) => {
                            self.imports.push(import.name.to_owned());
                            self.functions.push(ty);
                        }
                        TypeRef::Table(table) => self.tables.push(table),
                        TypeRef::Memory(memory) => self.memories.push(memory),
                        TypeRef::Global(global) => self.globals.push(global),
                        TypeRef::Tag(_) => {}
                    }
                }
            }
            Payload::FunctionSection(functions) => {
                for ty in functions {
                    self.functions.push(ty?);
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    let table = table?;
                    self.tables.push(table.ty);
                    if let TableInit::Expr(expression) = table.init {
                        self.note_pointers(&expression)?;
                    }
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    self.memories.push(memory?);
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals {
                    let global = global?;
                    self.globals.push(global.ty);
                    self.note_pointers(&global.init_expr)?;
                }
            }
            Payload::ExportSection(exports) => {
                self.exports = exports.into_iter().collect::<Result<_, _>>()?;
                let functions = self.exports.iter().filter(|export| export.kind == ExternalKind::Func);
                self.pointed_at.extend(functions.map(|export| export.index));
            }
            Payload::StartSection { func, .. } => {
                self.pointed_at.insert(func);
            }
            Payload::ElementSection(elements) => {
                for element in elements {
                    match element?.items {
                        ElementItems::Functions(functions) => {
                            for function in functions {
                                self.pointed_at.insert(function?);
                            }
                        }
                        ElementItems::Expressions(_, expressions) => {
                            for expression in expressions {
                                self.note_pointers(&expression?)?;
                            }
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Notes the functions that a constant points at.
    fn note_pointers(&mut self, expression: &ConstExpr) -> Result<(), wasmparser::BinaryReaderError> {
        for operator in expression.get_operators_reader() {
            if let Operator::RefFunc { function_index } = operator? {
                self.pointed_at.insert(function_index);
            }
        }
        Ok(())
    }

    /// The bytes of a section, when the program has it.
    pub fn section(&self, id: SectionId) -> Option<&'a [u8]> {
        self.sections.iter().find(|(section, _)| *section == id as u8).map(|(_, data)| *data)
    }

    /// The type of a function.
    pub fn type_of(&self, function: u32) -> &FuncType {
        &self.types[self.functions[function as usize] as usize]
    }

    /// The index of the function that a body is.
    pub fn index_of(&self, body: usize) -> u32 {
        (self.imports.len() + body) as u32
    }

    /// How many values a block takes, and how many it leaves.
    pub fn arities(&self, block: BlockType) -> (usize, usize) {
        match block {
            BlockType::Empty => (0, 0),
            BlockType::Type(_) => (0, 1),
            BlockType::FuncType(ty) => {
                let ty = &self.types[ty as usize];
                (ty.params().len(), ty.results().len())
            }
        }
    }
}

impl<'a> Body<'a> {
    fn read<T: wasmparser::WasmModuleResources>(
        body: &wasmparser::FunctionBody<'a>,
        validator: &mut wasmparser::FuncValidator<T>,
    ) -> Result<Self, wasmparser::BinaryReaderError> {
        let bytes = body.as_bytes();
        let origin = body.range().start;
        validator.read_locals(&mut body.get_binary_reader())?;
        let mut reader = body.get_operators_reader()?;
        let mut code = Vec::new();
        while !reader.eof() {
            let start = reader.original_position();
            let frame = validator.get_control_frame(0);
            let is_bare = frame.is_some_and(|frame| validator.operand_stack_height() as usize == frame.height);
            let is_reachable = frame.is_some_and(|frame| !frame.unreachable);
            let operator = reader.read()?;
            validator.op(start, &operator)?;
            let (start, end) = ((start - origin) as usize, (reader.original_position() - origin) as usize);
            code.push(Code { operator, start, end, is_bare, is_reachable });
        }
        let locals = (0..validator.len_locals()).filter_map(|local| validator.get_local_type(local)).collect();
        Ok(Self { bytes, locals, code })
    }

    /// The instructions at which a stretch begins that runs as a whole or not at all, as far as blocks tell.
    pub fn leaders(&self) -> impl Iterator<Item = usize> {
        let before = std::iter::once(true).chain(self.code.iter().map(|code| {
            matches!(
                code.operator,
                Operator::If { .. } | Operator::Else | Operator::Loop { .. } | Operator::BrIf { .. } | Operator::End
            )
        }));
        before.take(self.code.len()).enumerate().filter_map(|(at, leads)| leads.then_some(at))
    }
}

/// A section with more entries at its end.
pub fn longer(section: &[u8], count: u32, entries: &[u8]) -> Vec<u8> {
    let mut reader = wasmparser::BinaryReader::new(section, 0);
    let before = reader.read_var_u32().unwrap_or(0);
    let mut out = Vec::new();
    (before + count).encode(&mut out);
    out.extend_from_slice(&section[reader.original_position() as usize..]);
    out.extend_from_slice(entries);
    out
}
