//! docs/commands.md: every command with its options, from what the program itself prints as help.
//!
//! `UPDATE_EXPECT=1 cargo test -p plumbline --lib reference` writes it.

use super::command::{GROUPS, Program};
use clap::{Arg, Command, CommandFactory};
use expect_test::expect_file;
use std::fmt::Write;

const HEAD: &str = "\
# Commands

Every command of `plumbline`, by purpose. This page is written from the program's own help: `plumbline COMMAND --help` prints the same,
`plumbline man` the manual, and `plumbline completions SHELL` what a shell completes. After a change,
`UPDATE_EXPECT=1 cargo test -p plumbline --lib reference` writes it again.

";

/// What holds for every command, above their own sections.
const COMMON: &str = "
## What holds for all of them

**Input.** A PATH is a file, a folder or a zip. For `check` it may also be a folder of a commit, such as `origin/main:data`.

**Policy** is `--policy FILE`, `--policy REV:PATH` (in a commit, such as `origin/main:policy.json`), `--policy-digest SHA256`
or `--trust-input-policy`. Without it, the built-in policy judges: the policy in an `index.json` is part of the data, and is
used only when the command line says so ([which policy judges](how-to/policy.md#which-policy-judges)).

**A time T** is a moment such as `2026-11-20T10:15:00Z`, a day such as `2026-11-20` (in UTC), or `now`.

**Output.** Results go to stdout, messages to stderr. An existing file is replaced only with `--force`; `init` never replaces
one.

**Exit codes.** 0 means success, 1 a failed check, and 2 wrong usage or input of which nothing can be read. What 1 means for
each command stands with it.

**Trust.** The [threat model](threat-model.md#what-each-command-trusts) says what each command trusts.

The commands of the project itself (`cargo xtask …`) are in [CONTRIBUTING](../CONTRIBUTING.md#commands).
";

/// The pages that say more of a command.
const MORE: [(&str, &str); 16] = [
    ("open", "how-to/open.md"),
    ("inspect", "how-to/not-counted.md"),
    ("score", "scoring.md"),
    ("rules", "rules.md"),
    ("probes", "probes.md"),
    ("demo", "own-data.md"),
    ("collect", "how-to/collect.md"),
    ("check", "how-to/check.md"),
    ("verify", "how-to/verify.md"),
    ("site", "how-to/publish.md"),
    ("bundle", "how-to/data-set.md"),
    ("verify-data", "how-to/data-set.md"),
    ("page", "how-to/data-set.md"),
    ("init", "how-to/set-up.md"),
    ("doctor", "how-to/set-up.md"),
    ("policy", "how-to/policy.md"),
];

#[test]
fn the_page_of_the_commands_is_their_own_help() {
    let mut program = Program::command();
    program.build();
    let mut page = HEAD.to_owned();
    for (group, names) in GROUPS {
        let _ = write!(page, "**{group}**\n\n| command | what it does |\n|---|---|\n");
        for command in names.iter().map(|name| program.find_subcommand(name).unwrap()) {
            let name = command.get_name();
            let _ = writeln!(page, "| [`plumbline {name}`](#plumbline-{name}) | {} |", cell(&about(command)));
        }
        page.push('\n');
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
    page.push_str(COMMON);
    for command in GROUPS.iter().flat_map(|(_, names)| names.iter()).map(|name| program.find_subcommand(name).unwrap()) {
        section(&mut page, "##", command);
    }
    expect_file!["../../docs/commands.md"].assert_eq(&page);
}

fn section(page: &mut String, level: &str, command: &Command) {
    let name = command.get_bin_name().unwrap_or_default();
    let _ = write!(page, "\n{level} {name}\n\n{}.", escaped(&about(command)));
    if let Some((_, more)) = MORE.iter().find(|(name, _)| command.get_name() == *name && level == "##") {
        let _ = write!(page, " [More]({more})");
    }
    let whole = command.get_long_about().map(ToString::to_string).unwrap_or_default();
    for paragraph in whole.split("\n\n").skip(1) {
        let _ = write!(page, "\n\n{}", escaped(paragraph));
    }
    let usage = command.clone().render_usage().to_string();
    let _ = write!(page, "\n\n```text\n{}\n```\n", usage.trim_start_matches("Usage: ").trim());
    let arguments: Vec<&Arg> =
        command.get_arguments().filter(|a| !a.is_hide_set() && !matches!(a.get_id().as_str(), "help" | "version")).collect();
    if !arguments.is_empty() {
        page.push_str("\n| argument | meaning |\n|---|---|\n");
        for argument in arguments {
            let _ = writeln!(page, "| {} | {} |", called(argument), meaning(argument));
        }
    }
    if let Some(after) = command.get_after_help().map(ToString::to_string)
        && let Some(examples) = after.trim().strip_prefix("Examples:\n")
    {
        let lines: Vec<&str> = examples.lines().map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
        let _ = write!(page, "\n```sh\n{}\n```\n", lines.join("\n"));
    }
    for own in command.get_subcommands().filter(|own| own.get_name() != "help") {
        section(page, "###", own);
    }
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

/// How an argument is written: `--policy FILE`, `PATH…`.
fn called(argument: &Arg) -> String {
    let values = argument.get_value_names().unwrap_or_default().join(" ");
    let repeats =
        if argument.is_positional() && argument.get_num_args().is_some_and(|n| n.max_values() > 1) { "…" } else { "" };
    let takes = argument.get_action().takes_values();
    match argument.get_long() {
        Some(long) if takes => format!("`--{long} {}`", values.replace('|', "\\|")),
        Some(long) => format!("`--{long}`"),
        None => format!("`{values}{repeats}`"),
    }
}

fn meaning(argument: &Arg) -> String {
    let text = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let possible: Vec<String> = argument.get_possible_values().iter().map(|value| format!("`{}`", value.get_name())).collect();
    let mut cell = cell(&text);
    if argument.get_action().takes_values() && !possible.is_empty() {
        cell.push_str(&format!(". One of {}", possible.join(", ")));
    }
    for default in argument.get_default_values().iter().filter(|_| argument.get_action().takes_values()) {
        cell.push_str(&format!(" [default: `{}`]", default.to_string_lossy()));
    }
    cell
}

fn cell(text: &str) -> String {
    escaped(text).replace('|', "\\|").replace('\n', " ")
}

/// Without what Markdown would take for mark-up.
fn escaped(text: &str) -> String {
    text.replace('<', "&lt;").replace('*', "\\*").replace('_', "\\_")
}
