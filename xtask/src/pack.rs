//! Packing the programs that the first page waits for.
//!
//! What servers do to a file, deflate, takes the code of WebAssembly for text. Here its bytes are laid out by what they mean (what
//! is done, with which local, at which address), and each kind is packed with LZMA, which takes off a quarter more.
//! `unpack/` puts them together again.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use lzma_rust2::{LzmaOptions, LzmaWriter};
use wasm_encoder::{Encode, RawSection, Section};
use wasmparser::Operator;
use plumbline_unpack::{KINDS, Kind, MOST_CONTEXT, PROGRAMS};

use crate::Failure;
use crate::command::{cargo, run};
use crate::cut::Part;
use crate::names::shortened;
use crate::program::{Body, Program};
use crate::split::{renamed, target};
use crate::wasm::slim;

const CODE: u8 = 10;

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

/// The file of the packed programs.
pub const PACKED: &str = "programs.packed";

/// Packs the programs of a site, the page's and the worker's, and has its page unpack them.
pub fn pack_all(site: &Path, parts: &[Part; PROGRAMS], build_id: &str) -> Result<(), Failure> {
    let read = |file: &Path| std::fs::read(file).map_err(|error| format!("cannot read {}: {error}", file.display()));
    let write = |file: &Path, bytes: &[u8]| std::fs::write(file, bytes).map_err(|error| format!("cannot write {}: {error}", file.display()));
    let wasm = "wasm32-unknown-unknown";
    run(cargo().args(["build", "--locked", "--quiet", "--release", "--package", "plumbline-unpack", "--target", wasm]), "cargo build")?;
    let unpack = read(&target().join(wasm).join("release/plumbline_unpack.wasm"))?;
    write(&site.join("unpack.wasm"), &slim(&unpack).ok_or("what unpacks is no WebAssembly")?)?;

    let mut programs = [const { Vec::new() }; PROGRAMS];
    for (part, program) in parts.iter().zip(&mut programs) {
        let [whole, script] = ["_bg.wasm", ".js"].map(|ending| site.join(format!("{}{ending}", part.name)));
        let (bytes, short) = shortened(&read(&whole)?, &String::from_utf8_lossy(&read(&script)?))?;
        write(&script, short.as_bytes())?;
        std::fs::remove_file(&whole).map_err(|error| format!("cannot delete {}: {error}", whole.display()))?;
        *program = bytes;
    }
    let packed = pack(programs.each_ref().map(Vec::as_slice))?;
    for (number, program) in programs.iter().enumerate() {
        if plumbline_unpack::unpacked(&packed, number).as_ref() != Some(program) {
            return Err("the programs are too large for what unpacks them, or were packed wrongly".to_owned());
        }
    }
    write(&site.join(PACKED), &packed)?;

    // What is needed is asked for before any script tells.
    let build = format!("?build={build_id}");
    let early = format!(
        "<link rel=\"modulepreload\" href=\"unpack.js{build}\">\
        <link rel=\"preload\" href=\"unpack.wasm{build}\" as=\"fetch\" crossorigin=\"anonymous\"></head>"
    );
    let [page, worker] = parts;
    let (page, worker) = (format!("{}_bg.wasm", page.name), format!("data-worker=\"{}_bg.wasm{}\"", worker.name, worker.query));
    let by_itself = "(await import(beside('unpack.js'))).program(beside('programs.packed'), 1)";
    for (file, replaced) in [
        (
            "index.html",
            [
                (worker.as_str(), format!("data-unpack=\"unpack.js{build}\"").as_str()),
                (&page, &format!("{PACKED}{build}")),
                (" type=\"application/wasm\"", ""),
                ("</head>", &early),
            ]
            .as_slice(),
        ),
        ("worker_boot.js", &[("beside('worker_bg.wasm')", by_itself)]),
    ] {
        let file = site.join(file);
        let mut text = String::from_utf8_lossy(&read(&file)?).into_owned();
        for (from, to) in replaced {
            text = renamed(&text, from, to)?;
        }
        write(&file, text.as_bytes())?;
    }
    Ok(())
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
                CODE => kind = Kind::After,
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
        let number = u8::try_from(self.known.len()).map_err(|_| "the program has more kinds of instructions than can be packed")?;
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
            for (context, nice) in (0..=MOST_CONTEXT).flat_map(|context| [64, LzmaOptions::NICE_LEN_MAX].map(|nice| (context, nice))) {
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
