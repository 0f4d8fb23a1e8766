//! The distinct names of teams, services, environments and releases, so that changes can refer to them by place.

/// The distinct names of something, in byte order.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pub names: Vec<String>,
}

impl Names {
    pub fn of(names: impl Iterator<Item = Option<String>>) -> Self {
        let distinct: std::collections::HashSet<String> = names.flatten().collect();
        let mut names: Vec<String> = distinct.into_iter().collect();
        names.sort();
        Names { names }
    }

    /// The same of names that are kept elsewhere.
    pub fn of_refs<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let distinct: std::collections::HashSet<&str> = names.collect();
        let mut names: Vec<String> = distinct.into_iter().map(str::to_owned).collect();
        names.sort();
        Names { names }
    }

    pub fn place(&self, name: Option<&str>) -> Option<u32> {
        let name = name?;
        self.names.binary_search_by(|n| n.as_str().cmp(name)).ok().and_then(|i| u32::try_from(i).ok())
    }
}
