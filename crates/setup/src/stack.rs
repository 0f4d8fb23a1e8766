//! The infrastructure as code of a repository, by kind.

use crate::tree::{Tree, folder, is_plain, name};
use std::collections::{BTreeMap, BTreeSet};

/// A kind of infrastructure as code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Terraform or OpenTofu.
    Terraform,
    /// Bicep.
    Bicep,
    /// Templates of Azure Resource Manager.
    Arm,
    /// Templates of AWS CloudFormation.
    CloudFormation,
    /// A Helm chart.
    Helm,
    /// Manifests of Kubernetes.
    Kubernetes,
    /// Pulumi.
    Pulumi,
    /// Ansible.
    Ansible,
}

impl Kind {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Terraform => "Terraform",
            Kind::Bicep => "Bicep",
            Kind::Arm => "Azure Resource Manager",
            Kind::CloudFormation => "CloudFormation",
            Kind::Helm => "Helm",
            Kind::Kubernetes => "Kubernetes",
            Kind::Pulumi => "Pulumi",
            Kind::Ansible => "Ansible",
        }
    }
}

/// What is set up for one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stack {
    /// The kind.
    pub kind: Kind,
    /// Its folder; `.` at the top.
    pub folder: String,
    /// The file that its commands name.
    pub file: String,
    /// Further folders that are deployed on their own.
    pub others: Vec<String>,
}

impl Stack {
    /// Whether steps are written for its folder, and not only for the whole repository.
    pub(crate) fn is_deployed(&self) -> bool {
        !matches!(self.kind, Kind::Helm | Kind::Kubernetes | Kind::Ansible)
    }
}

/// The stacks of a tree, one of each kind, and the paths that cannot be named in a script.
pub(crate) fn stacks(tree: &Tree) -> (Vec<Stack>, Vec<String>) {
    let mut by_kind: BTreeMap<Kind, BTreeMap<(usize, &str), &str>> = BTreeMap::new();
    let mut odd = Vec::new();
    let charts: Vec<&str> = tree.paths().filter(|path| name(path) == "Chart.yaml").map(folder).collect();
    let roots: BTreeSet<&str> =
        tree.files.iter().filter(|(path, text)| is_root(path, text.as_deref())).map(|(path, _)| folder(path)).collect();
    for (path, text) in &tree.files {
        let Some(kind) = kind_of(path, text.as_deref().unwrap_or_default(), &charts) else { continue };
        if !is_plain(path) {
            odd.push(path.clone());
            continue;
        }
        let folder = folder(path);
        let is_part = kind == Kind::Terraform && !roots.is_empty() && !roots.contains(folder);
        let files = by_kind.entry(kind).or_default();
        let file = files.entry((rank(folder) + if is_part { PART } else { 0 }, folder)).or_insert(path);
        if name(path).starts_with("main.") {
            *file = path;
        }
    }
    let stack = |(kind, files): (Kind, BTreeMap<(usize, &str), &str>)| {
        let mut folders = files.into_iter();
        let ((_, folder), file) = folders.next()?;
        let others = folders.take_while(|((rank, _), _)| *rank < PART).map(|((_, other), _)| other.to_owned()).collect();
        Some(Stack { kind, folder: folder.to_owned(), file: file.to_owned(), others })
    };
    (by_kind.into_iter().filter_map(stack).collect(), odd)
}

/// What is added to the rank of a folder that is only part of a deployment.
const PART: usize = 100_000;

/// Whether a file of Terraform belongs to what is deployed on its own: it names a provider's settings or where the state is.
fn is_root(path: &str, text: Option<&str>) -> bool {
    let begins = |line: &str| ["provider \"", "backend \"", "cloud {"].iter().any(|start| line.trim_start().starts_with(start));
    path.ends_with(".tf") && text.is_some_and(|text| text.lines().any(begins))
}

/// Folders that are deployed come before those of examples, modules and tests, shallow ones before deep ones.
fn rank(folder: &str) -> usize {
    let aside = ["examples", "example", "modules", "module", "test", "tests", "fixtures", "docs", "vendor", "node_modules"];
    let parts: Vec<&str> = folder.split('/').filter(|part| *part != ".").collect();
    let is_aside = parts.iter().any(|part| aside.contains(part));
    parts.len() + if is_aside { 1000 } else { 0 }
}

fn kind_of(path: &str, text: &str, charts: &[&str]) -> Option<Kind> {
    let name = name(path);
    let begins = |start: &str| text.lines().any(|line| line.starts_with(start));
    let is_yaml = name.ends_with(".yml") || name.ends_with(".yaml");
    let is_template = is_yaml || name.ends_with(".json") || name.ends_with(".template");
    if name.ends_with(".tf") || name.ends_with(".tf.json") {
        return Some(Kind::Terraform);
    }
    if name.ends_with(".bicep") {
        return Some(Kind::Bicep);
    }
    match name {
        "Chart.yaml" => return Some(Kind::Helm),
        "Pulumi.yaml" | "Pulumi.yml" => return Some(Kind::Pulumi),
        "ansible.cfg" => return Some(Kind::Ansible),
        _ => {}
    }
    // pipelines and the files of a chart look like manifests
    let in_chart = |chart: &str| chart == "." || path.strip_prefix(chart).is_some_and(|rest| rest.starts_with('/'));
    if path.starts_with('.') || (is_yaml && charts.iter().any(|chart| in_chart(chart))) {
        return None;
    }
    if name.ends_with(".json") && text.contains("/deploymentTemplate.json#") {
        return Some(Kind::Arm);
    }
    if is_template && (text.contains("AWSTemplateFormatVersion") || (begins("Resources:") && text.contains("Type: AWS::"))) {
        return Some(Kind::CloudFormation);
    }
    if is_yaml && begins("apiVersion:") && begins("kind:") {
        return Some(Kind::Kubernetes);
    }
    let is_play = begins("- hosts:") || begins("  hosts:") || (path.contains("roles/") && path.contains("/tasks/"));
    (is_yaml && is_play).then_some(Kind::Ansible)
}
