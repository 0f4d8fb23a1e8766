//! Ends what a command has started: its process group, and what left the group.

use std::process::{Child, ChildStderr, ChildStdout, Command};

/// Makes the command the first of a process group of its own, and this program the one to whom orphans of it fall.
pub fn begin_group(command: &mut Command) {
    #[cfg(unix)]
    {
        std::os::unix::process::CommandExt::process_group(command, 0);
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, getpid, set_child_subreaper, set_dumpable_behavior};
        let _ = set_child_subreaper(Some(getpid()));
        // the environment of this process is not for the command to read
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
    let _ = command;
}

/// A command that runs, with all that it starts. It is ended at the latest when this is dropped.
pub struct Running {
    child: Child,
    ended: Option<Option<i32>>,
}

impl Running {
    /// Of a command that was started by [`begin_group`].
    pub fn new(child: Child) -> Self {
        Running { child, ended: None }
    }

    /// What it writes to stdout and stderr; once.
    pub fn streams(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        (self.child.stdout.take(), self.child.stderr.take())
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        // it is not reaped here: its id stays that of its group until the group is ended
        #[cfg(unix)]
        {
            use rustix::process::{WaitId, WaitIdOptions, waitid};
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
            pid(&self.child).is_none_or(|pid| !matches!(waitid(WaitId::Pid(pid), options), Ok(None)))
        }
        #[cfg(not(unix))]
        {
            !matches!(self.child.try_wait(), Ok(None))
        }
    }

    /// Ends it with all that it has started, as far as the system lets us know of it. Gives its exit code; none when a signal
    /// stopped it.
    pub fn end(&mut self) -> Option<i32> {
        if let Some(code) = self.ended {
            return code;
        }
        #[cfg(unix)]
        if let Some(group) = pid(&self.child) {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.child.kill();
        let code = self.child.wait().ok().and_then(|status| status.code());
        #[cfg(target_os = "linux")]
        end_orphans();
        self.ended = Some(code);
        code
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

#[cfg(unix)]
fn pid(child: &Child) -> Option<rustix::process::Pid> {
    i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw)
}

/// Ends the processes that left the group (with a session of their own): they became ours when their parent ended. Whoever forks
/// faster than this is not caught.
#[cfg(target_os = "linux")]
fn end_orphans() {
    use rustix::process::{Signal, WaitOptions, kill_process, waitpid};
    /// How often it is looked for further ones: ending one may hand us its children.
    const ROUNDS: u32 = 1_000;
    for _ in 0..ROUNDS {
        let orphans = children();
        if orphans.is_empty() {
            return;
        }
        for orphan in orphans {
            let _ = kill_process(orphan, Signal::KILL);
            let _ = waitpid(Some(orphan), WaitOptions::empty());
        }
    }
}

/// The processes whose parent is this one.
#[cfg(target_os = "linux")]
fn children() -> Vec<rustix::process::Pid> {
    let own = std::process::id();
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    pids.filter(|pid| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        // "pid (name) state parent ...": the name may hold anything
        let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        after_name.split_whitespace().nth(1).and_then(|parent| parent.parse().ok()) == Some(own)
    })
    .filter_map(rustix::process::Pid::from_raw)
    .collect()
}
