//! Shorter names for what a program and its script know each other by: wasm-bindgen's end with a hash, which nothing packs.

use std::collections::BTreeMap;

use wasm_encoder::{Encode, RawSection, Section, SectionId};
use wasmparser::{BinaryReader, ExternalKind, ImportSectionReader, TypeRef};

use crate::Failure;
use crate::program::Program;

/// The same program and script, with short names where both have a long one.
pub fn shortened(bytes: &[u8], script: &str) -> Result<(Vec<u8>, String), Failure> {
    let program = Program::read(bytes)?;
    let exported = program.exports.iter().filter(|export| export.kind == ExternalKind::Func).map(|export| export.name);
    let long =
        program.imports.iter().map(String::as_str).chain(exported).filter(|name| name.contains("__") && is_word_of(script, name));
    let mut short: BTreeMap<&str, String> = BTreeMap::new();
    for name in long {
        let number = short.len();
        short.entry(name).or_insert_with(|| format!("$${}", letters(number)));
    }

    let mut out = wasm_encoder::Module::HEADER.to_vec();
    for &(id, data) in &program.sections {
        let data = match id {
            id if id == SectionId::Import as u8 => {
                imports(data, &short).map_err(|error| format!("the imports cannot be read: {error}"))?
            }
            id if id == SectionId::Export as u8 => exports(&program, &short),
            _ => data.to_vec(),
        };
        RawSection { id, data: &data }.append_to(&mut out);
    }
    Ok((out, renamed(script, &short)))
}

fn imports(section: &[u8], short: &BTreeMap<&str, String>) -> Result<Vec<u8>, wasmparser::BinaryReaderError> {
    let mut out = Vec::new();
    let mut reader = BinaryReader::new(section, 0);
    reader.read_var_u32()?.encode(&mut out);
    for import in ImportSectionReader::new(BinaryReader::new(section, 0))?.into_imports_with_offsets() {
        let (at, import) = import?;
        let name = short.get(import.name).filter(|_| matches!(import.ty, TypeRef::Func(_)));
        import.module.encode(&mut out);
        name.map_or(import.name, String::as_str).encode(&mut out);
        // What kind of thing it is follows both names.
        let mut reader = BinaryReader::new(&section[at as usize..], 0);
        reader.read_string()?;
        reader.read_string()?;
        let from = at as usize + reader.original_position() as usize;
        out.extend_from_slice(&section[from..from + length_of(import.ty, &section[from..])?]);
    }
    Ok(out)
}

/// How many bytes tell the type of an import.
fn length_of(ty: TypeRef, bytes: &[u8]) -> Result<usize, wasmparser::BinaryReaderError> {
    let mut reader = BinaryReader::new(bytes, 0);
    reader.read_u8()?;
    match ty {
        TypeRef::Func(_) => drop(reader.read_var_u32()?),
        TypeRef::Table(_) => drop(reader.read::<wasmparser::TableType>()?),
        TypeRef::Memory(_) => drop(reader.read::<wasmparser::MemoryType>()?),
        TypeRef::Global(_) => drop(reader.read::<wasmparser::GlobalType>()?),
        _ => drop(reader.read::<wasmparser::TagType>()?),
    }
    Ok(reader.original_position() as usize)
}

fn exports(program: &Program, short: &BTreeMap<&str, String>) -> Vec<u8> {
    let mut out = Vec::new();
    program.exports.len().encode(&mut out);
    for export in &program.exports {
        let name = short.get(export.name).filter(|_| export.kind == ExternalKind::Func);
        name.map_or(export.name, String::as_str).encode(&mut out);
        wasm_encoder::ExportKind::from(export.kind).encode(&mut out);
        export.index.encode(&mut out);
    }
    out
}

/// A number in letters.
fn letters(mut number: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
        if number == 0 {
            return letters;
        }
    }
}

fn is_of_a_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '$'
}

fn is_word_of(script: &str, name: &str) -> bool {
    script.split(|letter| !is_of_a_word(letter)).any(|word| word == name)
}

/// A script with other names.
fn renamed(script: &str, short: &BTreeMap<&str, String>) -> String {
    let mut out = String::with_capacity(script.len());
    for piece in script.split_inclusive(|letter| !is_of_a_word(letter)) {
        let word = piece.trim_end_matches(|letter| !is_of_a_word(letter));
        out.push_str(short.get(word).map_or(word, String::as_str));
        out.push_str(&piece[word.len()..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_know_each_other_by_the_new_names() {
        let program = r#"(module
            (import "./app_bg.js" "__wbg_log_0123456789abcdef" (func (param i32)))
            (import "./app_bg.js" "__wbg_table_0123456789abcdef" (table 1 funcref))
            (func (export "start__hidden")) (func (export "main"))
            (memory (export "a__memory") 1))"#;
        let bytes = wat::parse_str(program).unwrap();
        let script = "const imports = { __wbg_log_0123456789abcdef: (n) => log(n), x__wbg_log_0123456789abcdef: 1 };\nwasm.start__hidden(), a__memory;";
        let (bytes, script) = shortened(&bytes, script).unwrap();
        assert_eq!(script, "const imports = { $$a: (n) => log(n), x__wbg_log_0123456789abcdef: 1 };\nwasm.$$b(), a__memory;");
        let program = Program::read(&bytes).unwrap();
        assert_eq!(program.imports, ["$$a"]);
        assert_eq!(program.tables.len(), 1);
        assert_eq!(program.exports.iter().map(|export| export.name).collect::<Vec<_>>(), ["$$b", "main", "a__memory"]);
    }

    #[test]
    fn each_number_has_letters_of_its_own() {
        assert_eq!([0, 25, 26, 27].map(letters), ["a", "z", "ab", "bb"]);
        let all: std::collections::BTreeSet<String> = (0..2000).map(letters).collect();
        assert_eq!(all.len(), 2000);
    }
}
