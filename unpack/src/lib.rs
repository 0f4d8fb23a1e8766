//! Puts together the programs of a release, which come packed: their bytes laid out by what they mean, each kind by itself under
//! LZMA. `xtask/src/pack.rs` packs them, and `public/unpack.js` calls this.
//!
//! It is what a visitor waits for first, so it is small: no standard library, no allocator, nothing that can panic, and buffers that
//! stand there from the start.
#![cfg_attr(target_arch = "wasm32", no_std)]

mod lzma;

use spin::Mutex;

pub use lzma::MOST_CONTEXT;

/// The kinds of bytes, in the order in which they stand in a packed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// The instructions that there are, and how many functions.
    Frame,
    /// The program up to its code.
    Before,
    /// The program behind its code.
    After,
    /// The declarations of locals.
    Locals,
    /// Which instruction it is, by its number in the frame.
    Instructions,
    /// The local that is meant, by how many others were meant since.
    Ranks,
    /// An offset to an address in memory.
    Offsets,
    /// The function that is called.
    Calls,
    /// The type of a function that is called by a pointer.
    Types,
    /// How many blocks a branch leaves.
    Branches,
    /// A table of branches.
    Tables,
    /// A number of 64 bits.
    Long,
    /// A fraction of 32 bits.
    Single,
    /// A fraction of 64 bits.
    Double,
    /// A number of 32 bits that takes one byte; the four kinds that follow are those that take up to five.
    Short,
}

/// How many programs are packed together: the page's and the worker's.
pub const PROGRAMS: usize = 2;

/// The number of kinds, with those of short numbers.
pub const KINDS: usize = Kind::Short as usize + 5;

/// How large a packed program may be.
pub const PACKED: usize = 1 << 20;

/// How large the program may be, and its kinds of bytes together.
pub const WHOLE: usize = 1 << 22;

/// Locals are meant by their ranks among so many.
const LOCALS: usize = 1 << 12;

/// How many instructions there may be.
const SHAPES: usize = 256;

/// The section that holds the functions.
const CODE: u8 = 10;

/// Everything that is read and written.
struct Buffers {
    packed: [u8; PACKED],
    kinds: [u8; WHOLE],
    functions: [u8; WHOLE],
    whole: [u8; WHOLE],
    likely: [u16; lzma::LIKELIHOODS],
}

static BUFFERS: Mutex<Buffers> = Mutex::new(Buffers {
    packed: [0; PACKED],
    kinds: [0; WHOLE],
    functions: [0; WHOLE],
    whole: [0; WHOLE],
    likely: [0; lzma::LIKELIHOODS],
});

/// Where the packed program is put.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn packed() -> usize {
    BUFFERS.lock().packed.as_ptr().addr()
}

/// Where the program stands then.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn whole() -> usize {
    BUFFERS.lock().whole.as_ptr().addr()
}

/// Unpacks a program from so many bytes, and says how many it has: none when they are no packed programs.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn unpack(length: usize, program: usize) -> usize {
    BUFFERS.lock().unpack(length, program).unwrap_or(0)
}

/// Nothing here panics, and nobody would hear of it.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panicked(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}

/// A program of those that were packed. Nothing when none was, or when it is too large.
#[cfg(not(target_arch = "wasm32"))]
pub fn unpacked(bytes: &[u8], program: usize) -> Option<Vec<u8>> {
    let mut buffers = BUFFERS.lock();
    buffers.packed.get_mut(..bytes.len())?.copy_from_slice(bytes);
    let length = buffers.unpack(bytes.len(), program)?;
    Some(buffers.whole.get(..length)?.to_vec())
}

/// Bytes that are read one after the other.
#[derive(Clone, Copy, Default)]
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn some(&mut self, length: usize) -> Option<&'a [u8]> {
        let bytes = self.bytes.get(self.at..)?.get(..length)?;
        self.at += length;
        Some(bytes)
    }

    /// An unsigned number of a varying number of bytes.
    fn number(&mut self) -> Option<usize> {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
            shift = (shift + 7) & 31;
        }
    }
}

/// Bytes that are written one after the other.
struct Writer<'a> {
    bytes: &'a mut [u8],
    at: usize,
}

impl Writer<'_> {
    fn byte(&mut self, byte: u8) -> Option<()> {
        *self.bytes.get_mut(self.at)? = byte;
        self.at += 1;
        Some(())
    }

    fn some(&mut self, bytes: &[u8]) -> Option<()> {
        // Most are one or two.
        bytes.iter().try_for_each(|byte| self.byte(*byte))
    }

    fn number(&mut self, mut value: usize) -> Option<()> {
        while value >= 0x80 {
            self.byte(value as u8 | 0x80)?;
            value >>= 7;
        }
        self.byte(value as u8)
    }

    /// What ends with the first byte whose highest bit is clear.
    fn varying(&mut self, reader: &mut Reader) -> Option<()> {
        loop {
            let byte = reader.byte()?;
            self.byte(byte)?;
            if byte < 0x80 {
                return Some(());
            }
        }
    }
}

/// An instruction but for what differs from one use to the next.
#[derive(Clone, Copy, Default)]
struct Shape<'a> {
    kind: u8,
    before: &'a [u8],
    after: &'a [u8],
}

/// The locals of a function, the one first that was meant last.
struct Recent {
    locals: [u16; LOCALS],
    known: usize,
}

impl Recent {
    /// The local of a rank. One that was not meant yet stands behind all that were, in the order of their numbers.
    fn meant(&mut self, rank: usize) -> Option<usize> {
        while self.known <= rank {
            *self.locals.get_mut(self.known)? = self.known as u16;
            self.known += 1;
        }
        let locals = self.locals.get_mut(..=rank)?;
        let meant = *locals.last()?;
        let mut latest = meant;
        for local in locals {
            core::mem::swap(local, &mut latest);
        }
        Some(usize::from(meant))
    }
}

impl Buffers {
    fn unpack(&mut self, length: usize, program: usize) -> Option<usize> {
        let Self { packed, kinds, functions, whole, likely } = self;
        // For each kind its packed size, how many bits its literals look at, and its size in each program.
        let mut head = Reader { bytes: packed.get(..length)?, at: 0 };
        let mut sizes = [(0, 0, [0; PROGRAMS]); KINDS];
        for (length, context, sizes) in &mut sizes {
            (*length, *context) = (head.number()?, head.number()? as u32);
            for size in sizes {
                *size = head.number()?;
            }
        }
        let mut rest: &mut [u8] = kinds;
        let mut readers = [Reader::default(); KINDS];
        for ((length, context, sizes), reader) in sizes.iter().zip(&mut readers) {
            // What stands behind the program is not unpacked.
            let before: usize = sizes.get(..program)?.iter().sum();
            let (bytes, others) = rest.split_at_mut_checked(before + sizes.get(program)?)?;
            lzma::unpack(head.some(*length)?, bytes, *context, likely)?;
            *reader = Reader { bytes, at: before };
            rest = others;
        }

        let [frame, before, after, locals, instructions, ..] = &mut readers;
        // It is of all programs, and counts as the first one's.
        frame.at = 0;
        let (mut size, mut count) = (0, 0);
        for other in 0..PROGRAMS {
            let found = (frame.number()?, frame.number()?);
            if other == program {
                (size, count) = found;
            }
        }
        let mut shapes = [Shape::default(); SHAPES];
        for shape in shapes.get_mut(..frame.number()?)? {
            shape.kind = frame.byte()?;
            for bytes in [&mut shape.before, &mut shape.after] {
                let length = frame.number()?;
                *bytes = frame.some(length)?;
            }
        }
        let (before, after) = (before.bytes.get(before.at..)?, after.bytes.get(after.at..)?);
        let (mut locals, mut instructions) = (*locals, *instructions);

        // Each function behind its size, which takes as many bytes as it needs: it is written behind a gap, and moved back.
        const GAP: usize = 5;
        let mut code = Writer { bytes: functions, at: 0 };
        code.number(count)?;
        for _ in 0..count {
            let (start, body) = (code.at, code.at + GAP);
            code.at = body;
            function(&mut code, &mut locals, &mut instructions, &shapes, &mut readers)?;
            let end = code.at;
            code.at = start;
            code.number(end - body)?;
            for from in body..end {
                let byte = *code.bytes.get(from)?;
                code.byte(byte)?;
            }
        }

        let end = code.at;
        let mut out = Writer { bytes: whole, at: 0 };
        out.some(before)?;
        out.byte(CODE)?;
        out.number(end)?;
        out.some(code.bytes.get(..end)?)?;
        out.some(after)?;
        (out.at == size).then_some(size)
    }
}

/// Writes a function, to the end of its outermost block.
fn function(
    code: &mut Writer,
    locals: &mut Reader,
    instructions: &mut Reader,
    shapes: &[Shape; SHAPES],
    readers: &mut [Reader; KINDS],
) -> Option<()> {
    // Groups of locals: how many, and of which type.
    let groups = locals.number()?;
    code.number(groups)?;
    for _ in 0..groups {
        code.varying(locals)?;
        code.byte(locals.byte()?)?;
    }
    let mut recent = Recent { locals: [0; LOCALS], known: 0 };
    let mut depth = 1_u32;
    while depth > 0 {
        let shape = shapes.get(usize::from(instructions.byte()?))?;
        match shape.before.first()? {
            // The end of a block, and those that begin one.
            0x0b => depth -= 1,
            0x02..=0x04 => depth += 1,
            _ => {}
        }
        code.some(shape.before)?;
        if shape.kind > 0 {
            let reader = readers.get_mut(usize::from(shape.kind))?;
            match shape.kind {
                kind if kind == Kind::Ranks as u8 => code.number(recent.meant(reader.number()?)?)?,
                kind if kind == Kind::Tables as u8 => {
                    let ways = reader.number()?;
                    code.number(ways)?;
                    for _ in 0..=ways {
                        code.varying(reader)?;
                    }
                }
                kind if kind == Kind::Single as u8 => code.some(reader.some(4)?)?,
                kind if kind == Kind::Double as u8 => code.some(reader.some(8)?)?,
                _ => code.varying(reader)?,
            }
            code.some(shape.after)?;
        }
    }
    Some(())
}
