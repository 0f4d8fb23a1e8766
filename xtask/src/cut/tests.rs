//! A program does the same however it is cut.

use wasmi::{Caller, Engine, Extern, Linker, Module, Store, Val};

use super::{parts, watch};
use crate::program::Program;

/// Functions that branch in all the ways that a compiler makes them.
const PROGRAM: &str = include_str!("branches.wat");

/// What a run of the program was asked: a function and its argument.
const ASKED: [&str; 9] = ["kept", "table", "early", "nothing", "sum", "deep", "wide", "pointed", "text"];

struct Host {
    rest: Vec<u8>,
    loads: u32,
}

/// The answers of a program to all that is asked, with what stands in its memory at the end, and how often the rest was loaded.
fn answers(first: &[u8], rest: &[u8]) -> (Vec<String>, u32) {
    let engine = Engine::default();
    let mut linker = Linker::<Host>::new(&engine);
    linker
        .func_wrap("script", "__wbg_restNow_1", |mut caller: Caller<Host>| {
            caller.data_mut().loads += 1;
            let module = Module::new(caller.engine(), &caller.data().rest).unwrap();
            let mut linker = Linker::<Host>::new(caller.engine());
            for import in module.imports() {
                let shared = caller.get_export(import.name()).unwrap();
                linker.define(import.module(), import.name(), shared).unwrap();
            }
            linker.instantiate_and_start(&mut caller, &module).unwrap();
        })
        .unwrap();
    linker.func_wrap("script", "twice", |number: i32| number.wrapping_mul(2)).unwrap();
    let mut store = Store::new(&engine, Host { rest: rest.to_vec(), loads: 0 });
    let module = Module::new(&engine, first).unwrap();
    let instance = linker.instantiate_and_start(&mut store, &module).unwrap();
    let mut answers = Vec::new();
    for name in ASKED {
        for argument in -2..12 {
            let Some(Extern::Func(function)) = instance.get_export(&store, name) else { panic!("no {name}") };
            let mut out = vec![Val::I32(0); function.ty(&store).results().len()];
            let ended = function.call(&mut store, &[Val::I32(argument)], &mut out);
            let ended = ended.map_err(|error| error.as_trap_code());
            let out: Vec<i32> = out.iter().filter_map(Val::i32).collect();
            answers.push(format!("{name} {argument}: {ended:?} {out:?}"));
        }
    }
    let memory = instance.get_memory(&store, "memory").unwrap();
    answers.push(format!("{:?}", &memory.data(&store)[..256]));
    (answers, store.data().loads)
}

/// A number that looks like chance, and is the same in every run.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

#[test]
fn a_program_does_the_same_however_it_is_cut() {
    let bytes = wat::parse_str(PROGRAM).unwrap();
    let program = Program::read(&bytes).unwrap();
    let stretches = program.bodies.iter().map(|body| body.leaders().count()).sum();
    let (expected, _) = answers(&bytes, &[]);
    assert!(expected.contains(&"table 2: Ok(()) [72]".to_owned()), "{expected:#?}");
    let mut seed = 7;
    for share in [0, 1, 2, 5, 8, 9, 10] {
        for _ in 0..60 {
            let ran: Vec<bool> = (0..stretches).map(|_| next(&mut seed) % 10 < share).collect();
            let cut = parts::cut(&program, &ran, "rest_1").unwrap();
            Program::read(&cut.first).unwrap();
            Program::read(&cut.rest).unwrap();
            let (found, loads) = answers(&cut.first, &cut.rest);
            assert_eq!(found, expected, "{ran:?}");
            assert!(
                loads <= 1 && (share != 0 || loads == 1) && (share != 10 || loads == 0),
                "{loads} loads of the rest for {share}"
            );
        }
    }
}

#[test]
fn what_ran_is_remembered_and_changes_nothing() {
    let bytes = wat::parse_str(PROGRAM).unwrap();
    let program = Program::read(&bytes).unwrap();
    let watched = watch::watched(&program);
    assert_eq!(answers(&watched, &[]).0, answers(&bytes, &[]).0);

    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let mut linker = Linker::new(&engine);
    linker.func_wrap("script", "__wbg_restNow_1", || {}).unwrap();
    linker.func_wrap("script", "twice", |number: i32| number * 2).unwrap();
    let instance = linker.instantiate_and_start(&mut store, &Module::new(&engine, &watched).unwrap()).unwrap();
    let marks = |store: &Store<()>| -> Vec<String> {
        let set = instance.exports(store).filter(|export| export.name().starts_with(watch::MARK));
        set.filter(|export| export.clone().into_global().unwrap().get(store).i32() == Some(1))
            .map(|export| export.name().to_owned())
            .collect()
    };
    assert_eq!(marks(&store), Vec::<String>::new());
    instance.get_typed_func::<i32, i32>(&store, "early").unwrap().call(&mut store, 3).unwrap();
    // `early` is the first function that is written out: its beginning, and the branch for what is not negative.
    let ran = marks(&store);
    assert!(ran.contains(&"ran0".to_owned()) && ran.len() < 6, "{ran:?}");
}

#[test]
fn a_program_that_cannot_load_its_rest_is_not_cut() {
    let bytes = wat::parse_str("(module (func (export \"main\")))").unwrap();
    let program = Program::read(&bytes).unwrap();
    assert!(parts::cut(&program, &[false], "rest_1").is_err_and(|error| error.contains("rest_needed")));
    assert!(Program::read(b"\0asm").is_err());
    let passed_on = r#"(module (import "script" "__wbg_restNow_1" (func $load)) (elem declare func $main)
        (func (export "rest_needed") (call $load)) (func $main (export "main") (drop (ref.func $main))))"#;
    let bytes = wat::parse_str(passed_on).unwrap();
    let program = Program::read(&bytes).unwrap();
    assert!(parts::cut(&program, &[true, true], "rest_1").is_err_and(|error| error.contains("cannot be moved")));
}
