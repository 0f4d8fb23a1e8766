//! From the path that a report states to the file that it means.

/// Why a stated path can mean no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathError {
    /// It starts at the root of a disk, or at a drive.
    Absolute,
    /// It holds a NUL character.
    Nul,
    /// It leaves the data set.
    Outside,
}

impl PathError {
    pub fn message(self) -> &'static str {
        match self {
            PathError::Absolute => "absolute paths are not followed",
            PathError::Nul => "paths with a NUL character are not followed",
            PathError::Outside => "the path leaves the data set and is not followed",
        }
    }
}

/// The paths under the root that a stated path may mean, the likelier first: relative to the folder of the file that states it, then
/// to the root. `file` is relative to the root.
pub(super) fn candidates(file: &str, stated: &str) -> Result<Vec<String>, PathError> {
    if stated.contains('\0') {
        return Err(PathError::Nul);
    }
    let mut chars = stated.chars();
    let drive = chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':');
    if stated.starts_with(['/', '\\']) || drive {
        return Err(PathError::Absolute);
    }
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut found: Vec<String> = Vec::with_capacity(2);
    for base in [folder, ""] {
        if let Some(path) = normalized(base, stated).filter(|p| !found.contains(p)) {
            found.push(path);
        }
    }
    if found.is_empty() { Err(PathError::Outside) } else { Ok(found) }
}

/// `base/path` without `.` and `..`; none when it leaves the root.
fn normalized(base: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_the_report_comes_before_the_root() {
        assert_eq!(candidates("reports/a/r.json", "x/y.md").unwrap(), ["reports/a/x/y.md", "x/y.md"]);
        assert_eq!(candidates("r.json", "x/y.md").unwrap(), ["x/y.md"]);
    }

    #[test]
    fn dots_are_taken_out() {
        assert_eq!(candidates("r/a.json", "./e/x/../y.md").unwrap(), ["r/e/y.md", "e/y.md"]);
        assert_eq!(candidates("r/a.json", "../e/y.md").unwrap(), ["e/y.md"]);
    }

    #[test]
    fn nothing_outside_is_ever_meant() {
        assert_eq!(candidates("r/a.json", "../../etc/hostname"), Err(PathError::Outside));
        assert_eq!(candidates("r/a.json", "/etc/hostname"), Err(PathError::Absolute));
        assert_eq!(candidates("r/a.json", "C:\\x"), Err(PathError::Absolute));
        assert_eq!(candidates("r/a.json", "e/\0x"), Err(PathError::Nul));
    }
}
