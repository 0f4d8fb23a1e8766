//! The stretches of a function that did not run, and how each becomes a function of its own.
//!
//! A stretch goes from where it begins to the end of the block that it stands in. It gets the locals that it reads, and gives back
//! those that it sets and the way by which it is left: past its end, by a branch out of the block, or by a return.

use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::{BlockType, Encode, Instruction};
use wasmparser::{FuncType, Operator, ValType};

use super::live::{Live, local};
use crate::Failure;
use crate::program::{Body, Program};

/// How much shorter, in bytes, a function must become for a stretch to be taken out of it.
const WORTH: usize = 6;

/// The way by which a stretch is left.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    /// Past its end.
    End,
    /// By a branch, as many blocks out of the one that the stretch stands in.
    Branch(u32),
    Return,
}

/// A stretch that did not run.
pub struct Region {
    /// Its first instruction.
    pub from: usize,
    /// The one after its last: the end of the block.
    pub to: usize,
    /// The locals that it gets: those that it may read.
    given: Vec<u32>,
    /// The locals that it gives back: those that it may set and that are read behind it.
    set: Vec<u32>,
    /// The other locals that it uses.
    own: Vec<u32>,
    /// The ways by which it may be left. The first one is taken when no other was.
    ways: Vec<Way>,
    /// What the function returns, when the stretch does.
    returned: Option<ValType>,
}

/// The locals of a function that take what its stretches give back: the way, and what is returned.
#[derive(Clone, Copy)]
pub struct Spare {
    pub way: u32,
    pub returned: u32,
}

/// The stretches of a function that are worth being taken out, one after the other. `ran` tells of each leader whether it ran.
pub fn regions(program: &Program, function: u32, body: &Body, ran: &[bool]) -> Vec<Region> {
    let idle: BTreeSet<usize> = body.leaders().zip(ran).filter_map(|(leader, ran)| (!ran).then_some(leader)).collect();
    if idle.is_empty() {
        return Vec::new();
    }
    let live = Live::of(body);
    let results = program.type_of(function).results();
    let mut found = Vec::new();
    // The blocks around: how many values a branch to each takes, and where it leads.
    let mut blocks = vec![Label { takes: results.len(), at: body.code.len() }];
    let mut at = 0;
    while at < body.code.len() {
        if idle.contains(&at)
            && let Some(region) = Region::at(body, at, &blocks, &live, results)
        {
            at = region.to;
            found.push(region);
            continue;
        }
        match body.code[at].operator {
            Operator::Block { blockty } | Operator::If { blockty } => {
                blocks.push(Label { takes: program.arities(blockty).1, at: live.end_of(at) });
            }
            Operator::Loop { blockty } => blocks.push(Label { takes: program.arities(blockty).0, at: at + 1 }),
            Operator::End => drop(blocks.pop()),
            _ => {}
        }
        at += 1;
    }
    found
}

/// A block as a branch sees it.
struct Label {
    /// How many values the branch takes along.
    takes: usize,
    /// The instruction that it leads to.
    at: usize,
}

impl Region {
    /// The stretch that begins at an instruction, when it can be taken out and that makes the function shorter.
    fn at(body: &Body, from: usize, blocks: &[Label], live: &Live, results: &[ValType]) -> Option<Self> {
        let first = &body.code[from];
        if !first.is_bare || !first.is_reachable || matches!(first.operator, Operator::End | Operator::Else) {
            return None;
        }
        let mut ways = Vec::new();
        // Where those lead that stay in the function.
        let mut exits = Vec::new();
        let mut used = BTreeSet::new();
        let mut set = BTreeSet::new();
        let mut nested = 0_u32;
        let mut to = from;
        loop {
            let operator = &body.code[to].operator;
            let mut targets = Vec::new();
            match operator {
                Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => nested += 1,
                Operator::End | Operator::Else if nested == 0 => break,
                Operator::End => nested -= 1,
                Operator::Br { relative_depth } | Operator::BrIf { relative_depth } => targets.push(*relative_depth),
                Operator::BrTable { targets: table } => {
                    targets.extend(table.targets().collect::<Result<Vec<_>, _>>().ok()?);
                    targets.push(table.default());
                }
                Operator::Return if results.len() > 1 => return None,
                Operator::Return if !ways.contains(&Way::Return) => ways.push(Way::Return),
                _ => {}
            }
            for out in targets.into_iter().filter_map(|target| target.checked_sub(nested)) {
                let label = &blocks[blocks.len() - 1 - out as usize];
                // What a branch would take along stays where it is.
                if label.takes > 0 {
                    return None;
                }
                if !ways.contains(&Way::Branch(out)) {
                    ways.push(Way::Branch(out));
                    exits.push(label.at);
                }
            }
            if let Some((local, sets)) = local(operator) {
                used.insert(local);
                if sets {
                    set.insert(local);
                }
            }
            to += 1;
        }
        let end = &body.code[to];
        if end.is_reachable {
            if !end.is_bare {
                return None;
            }
            ways.insert(0, Way::End);
            exits.push(to);
        }
        let (given, own) = used.into_iter().partition(|local| live.at(from, *local));
        set.retain(|local| exits.iter().any(|exit| live.at(*exit, *local)));
        let returned = results.first().copied().filter(|_| ways.contains(&Way::Return));
        let region = Self { from, to, given, set: set.into_iter().collect(), own, ways, returned };
        let mut call = Vec::new();
        // Numbers as long as most are.
        region.call(&mut call, Spare { way: 99, returned: 99 }, 1000, 1000, 99, 1);
        (body.code[to].start - first.start > call.len() + WORTH).then_some(region)
    }

    /// The type of the function that it becomes.
    pub fn ty(&self, body: &Body) -> FuncType {
        let types = |locals: &[u32]| locals.iter().map(|local| body.locals[*local as usize]).collect::<Vec<_>>();
        let mut results = types(&self.set);
        results.extend(self.returned);
        if self.ways.len() > 1 {
            results.push(ValType::I32);
        }
        FuncType::new(types(&self.given), results)
    }

    /// What stands in its place: a call, and the way that it says.
    pub fn call(&self, sink: &mut Vec<u8>, spare: Spare, needed: u32, slot: u32, ty: u32, table: u32) {
        for local in &self.given {
            Instruction::LocalGet(*local).encode(sink);
        }
        far_call(sink, needed, slot, ty, table);
        if self.ways.len() > 1 {
            Instruction::LocalSet(spare.way).encode(sink);
        }
        if self.returned.is_some() {
            Instruction::LocalSet(spare.returned).encode(sink);
        }
        for local in self.set.iter().rev() {
            Instruction::LocalSet(*local).encode(sink);
        }
        let others = self.ways.iter().enumerate().skip(1);
        let is_one = others.len() == 1;
        for (number, way) in others {
            Instruction::LocalGet(spare.way).encode(sink);
            if !is_one {
                Instruction::I32Const(number as i32).encode(sink);
                Instruction::I32Eq.encode(sink);
            }
            match way {
                Way::Branch(out) => Instruction::BrIf(*out).encode(sink),
                _ => {
                    Instruction::If(BlockType::Empty).encode(sink);
                    self.give_back(sink, spare);
                    Instruction::End.encode(sink);
                }
            }
        }
        match self.ways.first() {
            None => Instruction::Unreachable.encode(sink),
            Some(Way::End) => {}
            Some(Way::Branch(out)) => Instruction::Br(*out).encode(sink),
            Some(Way::Return) => self.give_back(sink, spare),
        }
    }

    fn give_back(&self, sink: &mut Vec<u8>, spare: Spare) {
        if self.returned.is_some() {
            Instruction::LocalGet(spare.returned).encode(sink);
        }
        Instruction::Return.encode(sink);
    }

    /// The function that it becomes. `call` writes a call of a function of the program.
    pub fn function(&self, body: &Body, mut call: impl FnMut(u32, &mut Vec<u8>)) -> Result<Vec<u8>, Failure> {
        let numbers: BTreeMap<u32, u32> = self.given.iter().chain(&self.own).copied().zip(0..).collect();
        let ty = |local: &u32| body.locals[*local as usize];
        let returned = numbers.len() as u32;
        let way = returned + u32::from(self.returned.is_some());
        let mut types: Vec<ValType> = self.own.iter().map(ty).chain(self.returned).collect();
        if self.ways.len() > 1 {
            types.push(ValType::I32);
        }
        let mut out = locals(&types)?;

        let outward: Vec<(usize, Way)> = self.ways.iter().copied().enumerate().filter(|(_, way)| *way != Way::End).collect();
        let depth_of = |way: Way| outward.iter().position(|(_, other)| *other == way).unwrap_or_default() as u32;
        let parts = self.ways.len() > 1;
        // One block for each way out, and one around them that all of them leave.
        for _ in 0..outward.len() + usize::from(parts) {
            Instruction::Block(BlockType::Empty).encode(&mut out);
        }
        let mut nested = 0_u32;
        let depth = |target: u32, nested: u32| match target.checked_sub(nested) {
            Some(blocks) => nested + depth_of(Way::Branch(blocks)),
            None => target,
        };
        for code in &body.code[self.from..self.to] {
            match &code.operator {
                Operator::LocalGet { local_index } => Instruction::LocalGet(numbers[local_index]).encode(&mut out),
                Operator::LocalSet { local_index } => Instruction::LocalSet(numbers[local_index]).encode(&mut out),
                Operator::LocalTee { local_index } => Instruction::LocalTee(numbers[local_index]).encode(&mut out),
                Operator::Br { relative_depth } => Instruction::Br(depth(*relative_depth, nested)).encode(&mut out),
                Operator::BrIf { relative_depth } => Instruction::BrIf(depth(*relative_depth, nested)).encode(&mut out),
                Operator::BrTable { targets } => {
                    let all: Result<Vec<u32>, _> = targets.targets().map(|target| Ok(depth(target?, nested))).collect();
                    let all = all.map_err(|error: wasmparser::BinaryReaderError| format!("a branch cannot be read: {error}"))?;
                    Instruction::BrTable(all.into(), depth(targets.default(), nested)).encode(&mut out);
                }
                Operator::Return => {
                    if self.returned.is_some() {
                        Instruction::LocalSet(returned).encode(&mut out);
                    }
                    Instruction::Br(nested + depth_of(Way::Return)).encode(&mut out);
                }
                Operator::Call { function_index } => call(*function_index, &mut out),
                operator => {
                    match operator {
                        Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => nested += 1,
                        Operator::End => nested -= 1,
                        _ => {}
                    }
                    out.extend_from_slice(&body.bytes[code.start..code.end]);
                }
            }
        }
        if parts && self.ways[0] == Way::End {
            Instruction::Br(outward.len() as u32).encode(&mut out);
        }
        for (at, (number, _)) in outward.iter().enumerate() {
            Instruction::End.encode(&mut out);
            let left = outward.len() - 1 - at;
            if *number > 0 {
                Instruction::I32Const(*number as i32).encode(&mut out);
                Instruction::LocalSet(way).encode(&mut out);
            }
            if left > 0 {
                Instruction::Br(left as u32).encode(&mut out);
            }
        }
        if parts {
            Instruction::End.encode(&mut out);
        }
        if self.ways.is_empty() {
            Instruction::Unreachable.encode(&mut out);
        }
        for local in &self.set {
            Instruction::LocalGet(numbers[local]).encode(&mut out);
        }
        if self.returned.is_some() {
            Instruction::LocalGet(returned).encode(&mut out);
        }
        if parts {
            Instruction::LocalGet(way).encode(&mut out);
        }
        Instruction::End.encode(&mut out);
        Ok(out)
    }

    /// Whether the function needs a local for the way.
    pub fn says_the_way(&self) -> bool {
        self.ways.len() > 1
    }

    /// What it returns in the function's place.
    pub fn returned(&self) -> Option<ValType> {
        self.returned
    }
}

/// A call of what stands in a slot, once it is made sure that the rest is there. The arguments are on the stack.
pub fn far_call(sink: &mut Vec<u8>, needed: u32, slot: u32, ty: u32, table: u32) {
    Instruction::Call(needed).encode(sink);
    Instruction::I32Const(slot as i32).encode(sink);
    Instruction::CallIndirect { type_index: ty, table_index: table }.encode(sink);
}

/// The declaration of locals, each in a group of its own kind.
pub fn locals(types: &[ValType]) -> Result<Vec<u8>, Failure> {
    let mut groups: Vec<(u32, ValType)> = Vec::new();
    for ty in types {
        match groups.last_mut() {
            Some((count, last)) if last == ty => *count += 1,
            _ => groups.push((1, *ty)),
        }
    }
    let mut out = Vec::new();
    groups.len().encode(&mut out);
    for (count, ty) in groups {
        count.encode(&mut out);
        encoded(ty)?.encode(&mut out);
    }
    Ok(out)
}

/// A type as it is written.
pub fn encoded(ty: ValType) -> Result<wasm_encoder::ValType, Failure> {
    ty.try_into().map_err(|_: wasm_encoder::reencode::Error| format!("the type {ty} cannot be written"))
}
