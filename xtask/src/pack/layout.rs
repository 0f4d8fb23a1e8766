//! How programs are laid out by the kinds of their bytes, and packed.

use std::collections::BTreeMap;
use std::io::Write;

use lzma_rust2::{LzmaOptions, LzmaWriter};
use plumbline_unpack::{KINDS, Kind, MOST_CONTEXT, PROGRAMS};
use wasm_encoder::{Encode, RawSection, Section, SectionId};
use wasmparser::Operator;

use crate::Failure;
use crate::program::{Body, Program};

/// An instruction but for what differs from one use to the next: its bytes, the kind of what follows them, and the bytes behind that.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    before: Vec<u8>,
    /// The kind's number, or that of the frame for nothing.
    kind: u8,
    after: Vec<u8>,
}

/// What a function's instructions are laid out into.
struct Layout {
    kinds: [Vec<u8>; KINDS],
    shapes: BTreeMap<Shape, u8>,
    /// The shapes in the order of their numbers.
    known: Vec<Shape>,
}

/// Packs programs that have no sections but those of WebAssembly itself. What two have in common is packed once.
pub fn pack(programs: [&[u8]; PROGRAMS]) -> Result<Vec<u8>, Failure> {
    let mut layout = Layout { kinds: [const { Vec::new() }; KINDS], shapes: BTreeMap::new(), known: Vec::new() };
    let mut sizes = [[0; KINDS]; PROGRAMS];
    let mut frame = Vec::new();
    for (bytes, sizes) in programs.iter().zip(&mut sizes) {
        let program = Program::read(bytes)?;
        let before = layout.kinds.each_ref().map(Vec::len);
        let mut kind = Kind::Before;
        layout.put(kind, &wasm_encoder::Module::HEADER);
        for &(id, data) in &program.sections {
            match id {
                id if id == SectionId::Code as u8 => kind = Kind::After,
                _ => RawSection { id, data }.append_to(&mut layout.kinds[kind as usize]),
            }
        }
        for body in &program.bodies {
            layout.add(body)?;
        }
        for number in [bytes.len(), program.bodies.len()] {
            number.encode(&mut frame);
        }
        for ((size, kind), before) in sizes.iter_mut().zip(&layout.kinds).zip(before) {
            *size = kind.len() - before;
        }
    }
    layout.frame(frame);
    sizes[0][Kind::Frame as usize] = layout.kinds[Kind::Frame as usize].len();
    layout.packed(&sizes)
}

impl Layout {
    fn put(&mut self, kind: Kind, bytes: &[u8]) {
        self.kinds[kind as usize].extend_from_slice(bytes);
    }

    fn add(&mut self, body: &Body) -> Result<(), Failure> {
        self.put(Kind::Locals, &body.bytes[..body.code[0].start]);
        let mut recent = Vec::new();
        for code in &body.code {
            let bytes = &body.bytes[code.start..code.end];
            let shape = |kind: Kind| Shape { before: vec![bytes[0]], kind: kind as u8, after: Vec::new() };
            let shape = match &code.operator {
                Operator::LocalGet { local_index } | Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
                    rank(&mut recent, *local_index).encode(&mut self.kinds[Kind::Ranks as usize]);
                    shape(Kind::Ranks)
                }
                Operator::Call { .. } => self.last(bytes, 1, Kind::Calls),
                Operator::CallIndirect { table_index, .. } => {
                    let table = u32_bytes(*table_index);
                    self.put(Kind::Types, &bytes[1..bytes.len() - table.len()]);
                    Shape { after: table, ..shape(Kind::Types) }
                }
                Operator::Br { .. } | Operator::BrIf { .. } => self.last(bytes, 1, Kind::Branches),
                Operator::BrTable { .. } => self.last(bytes, 1, Kind::Tables),
                Operator::I64Const { .. } => self.last(bytes, 1, Kind::Long),
                Operator::F32Const { .. } => self.last(bytes, 1, Kind::Single),
                Operator::F64Const { .. } => self.last(bytes, 1, Kind::Double),
                Operator::I32Const { .. } => {
                    let kind = Kind::Short as usize + bytes.len() - 2;
                    self.kinds[kind].extend_from_slice(&bytes[1..]);
                    Shape { kind: kind as u8, ..shape(Kind::Short) }
                }
                // Those that read and write memory: how they are aligned goes with what they do.
                _ if (0x28..=0x3e).contains(&bytes[0]) => self.last(bytes, 2, Kind::Offsets),
                _ => Shape { before: bytes.to_vec(), ..shape(Kind::Frame) },
            };
            let number = self.number(shape)?;
            self.kinds[Kind::Instructions as usize].push(number);
        }
        Ok(())
    }

    /// Puts what stands behind the first bytes of an instruction to its kind.
    fn last(&mut self, bytes: &[u8], first: usize, kind: Kind) -> Shape {
        self.put(kind, &bytes[first..]);
        Shape { before: bytes[..first].to_vec(), kind: kind as u8, after: Vec::new() }
    }

    fn number(&mut self, shape: Shape) -> Result<u8, Failure> {
        if let Some(number) = self.shapes.get(&shape) {
            return Ok(*number);
        }
        let number =
            u8::try_from(self.known.len()).map_err(|_| "the program has more kinds of instructions than can be packed")?;
        self.known.push(shape.clone());
        self.shapes.insert(shape, number);
        Ok(number)
    }

    /// What is told of each program, and the shapes.
    fn frame(&mut self, mut frame: Vec<u8>) {
        self.known.len().encode(&mut frame);
        for shape in &self.known {
            frame.push(shape.kind);
            shape.before.encode(&mut frame);
            shape.after.encode(&mut frame);
        }
        self.kinds[Kind::Frame as usize] = frame;
    }

    /// For each kind its packed size, the setting that packs it best, and its size in each program; then what is packed.
    fn packed(&self, sizes: &[[usize; KINDS]; PROGRAMS]) -> Result<Vec<u8>, Failure> {
        let mut head = Vec::new();
        let mut packed = Vec::new();
        for (kind, bytes) in self.kinds.iter().enumerate() {
            let mut best: Option<(u32, Vec<u8>)> = None;
            // Short matches serve text better, long ones code.
            for (context, nice) in
                (0..=MOST_CONTEXT).flat_map(|context| [64, LzmaOptions::NICE_LEN_MAX].map(|nice| (context, nice)))
            {
                let packed = lzma(bytes, context, nice).map_err(|error| format!("cannot pack: {error}"))?;
                if best.as_ref().is_none_or(|(_, best)| packed.len() < best.len()) {
                    best = Some((context, packed));
                }
            }
            let (context, bytes_packed) = best.unwrap_or_default();
            for number in [bytes_packed.len(), context as usize].into_iter().chain(sizes.iter().map(|sizes| sizes[kind])) {
                number.encode(&mut head);
            }
            packed.extend(bytes_packed);
        }
        head.extend(packed);
        Ok(head)
    }
}

/// How many other locals were used since this one was, as far as it was; it is the latest now.
fn rank(recent: &mut Vec<u32>, local: u32) -> u32 {
    // One that was not used yet stands behind all that were, in the order of their numbers.
    while recent.len() <= local as usize {
        recent.push(recent.len() as u32);
    }
    let rank = recent.iter().position(|other| *other == local).unwrap_or_default();
    recent.remove(rank);
    recent.insert(0, local);
    rank as u32
}

fn u32_bytes(number: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    number.encode(&mut bytes);
    bytes
}

/// LZMA without a header, whose literals look at so many bits of the byte before, and whose matches are long enough from so many bytes on.
fn lzma(bytes: &[u8], context: u32, nice: u32) -> std::io::Result<Vec<u8>> {
    let mut options = LzmaOptions::with_preset(9);
    options.nice_len = nice;
    (options.lc, options.lp, options.pb) = (context, 0, 0);
    options.dict_size = 1 << 20;
    let mut writer = LzmaWriter::new_no_header(Vec::new(), &options, false)?;
    writer.write_all(bytes)?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use plumbline_unpack::unpacked;

    use super::*;
    use crate::wasm::slim;

    /// Every kind of instruction that a layout tells apart, in functions with more locals than one byte can number.
    const PROGRAM: &str = include_str!("../cut/branches.wat");

    fn branches() -> Vec<u8> {
        // Names of functions are no part of a release.
        slim(&wat::parse_str(PROGRAM).unwrap()).unwrap()
    }

    fn many_locals() -> Vec<u8> {
        let locals = "(local i32)".repeat(300);
        let gets: String =
            (0..300).rev().map(|local| format!("(local.set {local} (i32.const {}))", 1_i64 << (local % 31))).collect();
        wat::parse_str(format!(
            "(module (memory 1) (func {locals} {gets} (i64.store offset=70000 (i32.const -1) (i64.const -5000000000))))"
        ))
        .unwrap()
    }

    #[test]
    fn what_was_packed_comes_out_to_the_byte() {
        let programs = [branches(), many_locals()];
        let empty = wat::parse_str("(module)").unwrap();
        for [one, other] in [[0, 1], [1, 0], [0, 0], [1, 1]] {
            let pair = [&programs[one], &programs[other]];
            let packed = pack(pair.map(Vec::as_slice)).unwrap();
            assert_eq!(unpacked(&packed, 0).as_ref(), Some(pair[0]));
            assert_eq!(unpacked(&packed, 1).as_ref(), Some(pair[1]));
            assert_eq!(unpacked(&packed, 2), None, "there are two programs");
        }
        assert!(pack([&empty, b"no program"]).is_err());
    }

    #[test]
    fn what_two_programs_have_in_common_is_packed_once() {
        let program = branches();
        let empty = wat::parse_str("(module (func))").unwrap();
        let alone = pack([&program, &empty]).unwrap().len();
        let twice = pack([&program, &program]).unwrap().len();
        assert!(twice < alone + alone / 3, "{alone} bytes alone, {twice} with another of its kind");
    }

    #[test]
    fn what_is_damaged_comes_to_an_end_and_to_nothing_else_than_a_program() {
        let programs = [branches(), many_locals()];
        let packed = pack(programs.each_ref().map(Vec::as_slice)).unwrap();
        for at in 0..packed.len() {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x55;
            // Nothing comes out, or something of the size that was told; a browser refuses what is no program.
            let _ = unpacked(&damaged, 1);
            let _ = unpacked(&packed[..at], 0);
        }
        assert_eq!(unpacked(&[], 0), None);
        assert_eq!(unpacked(&vec![0xff; 5000], 0), None);
        assert_eq!(unpacked(&vec![0; plumbline_unpack::PACKED + 1], 0), None);
    }

    #[test]
    fn a_local_is_told_by_how_many_others_were_meant_since() {
        let mut recent = Vec::new();
        // 3 is behind 0, 1 and 2, which were not meant yet; it is the first then, and 1 the third; and so on.
        assert_eq!([3, 3, 1, 3, 0, 9].map(|local| rank(&mut recent, local)), [3, 0, 2, 1, 2, 9]);
    }
}
