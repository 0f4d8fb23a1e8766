//! Confinement by landlock, a part of Linux: no writes but in given folders, no TCP.

use std::path::PathBuf;
use std::process::{Child, Command};

/// What of it this system has, besides writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Support {
    /// TCP can be forbidden.
    pub tcp: bool,
}

/// What landlock can do here; none where it can do nothing.
#[cfg(target_os = "linux")]
pub fn support() -> Option<Support> {
    use landlock::{ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr};
    let required = || Ruleset::default().set_compatibility(CompatLevel::HardRequirement);
    required().handle_access(AccessFs::from_write(ABI::V3)).ok()?.create().ok()?;
    let tcp = required().handle_access(AccessNet::from_all(ABI::V4)).is_ok_and(|r| r.create().is_ok());
    Some(Support { tcp })
}

/// What landlock can do here: nothing.
#[cfg(not(target_os = "linux"))]
pub fn support() -> Option<Support> {
    None
}

/// Starts a command from a thread that has given up its rights first, so that the command never has them.
///
/// # Errors
/// When the thread cannot be confined, or the command cannot be started.
#[cfg(target_os = "linux")]
pub fn spawn_confined(mut command: Command, writable: Vec<PathBuf>, network: bool) -> std::io::Result<Child> {
    let confined = std::thread::spawn(move || {
        confine(&writable, network).map_err(std::io::Error::other)?;
        // root could read past it; what was given up does not come back by starting a program
        let none = rustix::thread::CapabilitySet::empty();
        let sets = rustix::thread::CapabilitySets { effective: none, permitted: none, inheritable: none };
        rustix::thread::set_capabilities(None, sets)?;
        command.spawn()
    });
    confined.join().map_err(|_| std::io::Error::other("the command could not be confined"))?
}

/// Never called where landlock is not supported.
///
/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
pub fn spawn_confined(_: Command, _: Vec<PathBuf>, _: bool) -> std::io::Result<Child> {
    Err(std::io::Error::other("this system has no landlock"))
}

/// Gives up, for this thread and what it starts, all writes but those in the given folders, TCP, and signals to other processes.
#[cfg(target_os = "linux")]
fn confine(writable: &[PathBuf], network: bool) -> Result<(), landlock::RulesetError> {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetCreatedAttr, Scope,
        path_beneath_rules,
    };
    let mut rules = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_write(ABI::V3))?
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_write(ABI::V5))?
        .scope(Scope::from_all(ABI::V6))?;
    if !network {
        rules = rules.handle_access(AccessNet::from_all(ABI::V4))?;
    }
    rules
        .create()?
        .add_rules(path_beneath_rules(writable, AccessFs::from_write(ABI::V5)))?
        .add_rules(path_beneath_rules(["/dev/null", "/dev/zero"], AccessFs::from_write(ABI::V5)))?
        .restrict_self()?;
    Ok(())
}
