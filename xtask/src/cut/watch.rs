//! A program that remembers which of its stretches ran.

use wasm_encoder::{Encode, Instruction, RawSection, Section, SectionId};

use crate::program::{Program, longer};

/// What the names of the marks begin with; the number of the stretch follows.
pub const MARK: &str = "ran";

/// The same program with a mark for each stretch: an exported global that is set when the stretch begins.
pub fn watched(program: &Program) -> Vec<u8> {
    let first = program.globals.len() as u32;
    let mut marks = 0;
    let mut code = Vec::new();
    program.bodies.len().encode(&mut code);
    for body in &program.bodies {
        let mut leaders = body.leaders().peekable();
        let mut bytes = body.bytes[..body.code[0].start].to_vec();
        for (at, instruction) in body.code.iter().enumerate() {
            if leaders.next_if_eq(&at).is_some() {
                Instruction::I32Const(1).encode(&mut bytes);
                Instruction::GlobalSet(first + marks).encode(&mut bytes);
                marks += 1;
            }
            bytes.extend_from_slice(&body.bytes[instruction.start..instruction.end]);
        }
        bytes.encode(&mut code);
    }

    let mut globals = Vec::new();
    let mut exports = Vec::new();
    for mark in 0..marks {
        // An i32 that can be set, and is 0.
        globals.extend_from_slice(&[0x7f, 1, 0x41, 0, 0x0b]);
        format!("{MARK}{mark}").as_str().encode(&mut exports);
        wasm_encoder::ExportKind::Global.encode(&mut exports);
        (first + mark).encode(&mut exports);
    }
    let mut out = wasm_encoder::Module::HEADER.to_vec();
    for &(id, data) in &program.sections {
        let data = match id {
            id if id == SectionId::Global as u8 => longer(data, marks, &globals),
            id if id == SectionId::Export as u8 => longer(data, marks, &exports),
            id if id == SectionId::Code as u8 => code.clone(),
            _ => data.to_vec(),
        };
        RawSection { id, data: &data }.append_to(&mut out);
    }
    out
}
