//! Where and when figures were taken.

use crate::command::{output, program};

/// Processor, cores, system, compiler and day, in one line.
pub fn description() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let compiler = output(program("rustc").arg("--version")).unwrap_or_default();
    format!("{}, {cores} cores, {}, {compiler}, {}", processor(), std::env::consts::OS, time::OffsetDateTime::now_utc().date())
}

fn processor() -> String {
    let from_linux = std::fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    from_linux
        .or_else(|| output(program("sysctl").args(["-n", "machdep.cpu.brand_string"])))
        .unwrap_or_else(|| std::env::consts::ARCH.to_owned())
}
