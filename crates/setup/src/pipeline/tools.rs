//! The programs that steps run, and how a job comes to have them.

use std::collections::BTreeSet;

/// A program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tool {
    name: &'static str,
    /// The package of PyPI that holds it, at a version.
    package: Option<&'static str>,
    /// Whether the hosted Ubuntu runners of GitHub and Azure have it.
    is_hosted: bool,
}

const TOOLS: &[Tool] = &[
    Tool { name: "ansible-lint", package: Some("ansible-lint==26.10.1"), is_hosted: false },
    Tool { name: "aws", package: None, is_hosted: true },
    Tool { name: "az", package: None, is_hosted: true },
    Tool { name: "bicep", package: None, is_hosted: true },
    Tool { name: "cfn-lint", package: Some("cfn-lint[sarif]==1.58.0"), is_hosted: false },
    Tool { name: "checkov", package: Some("checkov==3.3.30"), is_hosted: false },
    Tool { name: "pulumi", package: None, is_hosted: true },
    Tool { name: "terraform", package: None, is_hosted: false },
];

/// The programs that some steps need, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tools(BTreeSet<&'static str>);

impl Tools {
    /// Adds one that [`TOOLS`] knows.
    pub(crate) fn add(&mut self, name: &'static str) {
        self.0.insert(name);
    }

    /// The packages of PyPI that a job installs, in the quotes of a shell where they need them.
    pub(crate) fn packages(&self) -> Vec<String> {
        let quoted = |package: &str| if package.contains('[') { format!("'{package}'") } else { package.to_owned() };
        self.known().filter_map(|tool| tool.package).map(quoted).collect()
    }

    /// What no package brings: it has to be there.
    pub(crate) fn to_be_there(&self) -> Vec<&'static str> {
        self.known().filter(|tool| tool.package.is_none()).map(|tool| tool.name).collect()
    }

    /// What neither a package brings nor the hosted runners of GitHub and Azure have.
    pub(crate) fn missing_on_hosted(&self) -> Vec<&'static str> {
        self.known().filter(|tool| tool.package.is_none() && !tool.is_hosted).map(|tool| tool.name).collect()
    }

    fn known(&self) -> impl Iterator<Item = &'static Tool> {
        TOOLS.iter().filter(|tool| self.0.contains(tool.name))
    }
}
