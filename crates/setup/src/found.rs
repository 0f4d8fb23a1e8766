//! What a repository holds that decides how its gate is set up.

use crate::stack::{Stack, stacks};
use crate::tree::Tree;
use std::collections::BTreeSet;

/// Where pipelines run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// GitHub Actions.
    GitHub,
    /// Azure Pipelines.
    Azure,
    /// GitLab CI.
    GitLab,
    /// Bitbucket Pipelines.
    Bitbucket,
    /// Jenkins.
    Jenkins,
}

impl Service {
    /// Every service.
    pub const ALL: [Service; 5] = [Service::GitHub, Service::Azure, Service::GitLab, Service::Bitbucket, Service::Jenkins];

    /// Their words.
    pub const IDS: &'static [&'static str] = &["github", "azure", "gitlab", "bitbucket", "jenkins"];

    /// By its word.
    pub fn from_id(id: &str) -> Option<Self> {
        Service::IDS.iter().position(|one| *one == id).and_then(|n| Service::ALL.get(n).copied())
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Service::GitHub => "GitHub Actions",
            Service::Azure => "Azure Pipelines",
            Service::GitLab => "GitLab CI",
            Service::Bitbucket => "Bitbucket Pipelines",
            Service::Jenkins => "Jenkins",
        }
    }

    /// Whether a file is a pipeline of it.
    pub(crate) fn is_pipeline(self, path: &str) -> bool {
        let is_yaml = path.ends_with(".yml") || path.ends_with(".yaml");
        match self {
            Service::GitHub => is_yaml && path.strip_prefix(".github/workflows/").is_some_and(|name| !name.contains('/')),
            Service::Azure => {
                is_yaml
                    && (path.starts_with("azure-pipelines")
                        || path.starts_with(".azuredevops/")
                        || path.starts_with(".azure-pipelines/"))
            }
            Service::GitLab => path == ".gitlab-ci.yml" || (is_yaml && path.starts_with(".gitlab/")),
            Service::Bitbucket => path == "bitbucket-pipelines.yml",
            Service::Jenkins => path == "Jenkinsfile" || path.ends_with("/Jenkinsfile"),
        }
    }

    fn of_remote(remote: &str) -> Option<Self> {
        let rest = remote.split_once("://").map_or(remote, |(_, rest)| rest);
        // a name and a token may stand before the host, a port or a path behind it
        let authority = rest.split('/').next().unwrap_or_default().rsplit('@').next().unwrap_or_default();
        let host = authority.split(':').next().unwrap_or_default().to_ascii_lowercase();
        match host.as_str() {
            "github.com" | "ssh.github.com" => Some(Service::GitHub),
            "dev.azure.com" | "ssh.dev.azure.com" => Some(Service::Azure),
            "bitbucket.org" => Some(Service::Bitbucket),
            host if host.ends_with(".visualstudio.com") => Some(Service::Azure),
            host if host.starts_with("gitlab.") => Some(Service::GitLab),
            host if host.starts_with("github.") || host.ends_with(".ghe.com") => Some(Service::GitHub),
            _ => None,
        }
    }
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Infrastructure as code, one stack of each kind.
    pub stacks: Vec<Stack>,
    /// Paths that cannot be named in a script as they are.
    pub odd: Vec<String>,
    /// Where the pipeline runs.
    pub service: Service,
    /// What says so.
    pub because: String,
    /// The teams of CODEOWNERS, sorted.
    pub teams: Vec<String>,
}

impl Found {
    /// Looks through a tree.
    pub fn of(tree: &Tree) -> Self {
        let (stacks, odd) = stacks(tree);
        let (service, because) = service(tree);
        Found { stacks, odd, service, because, teams: teams(tree) }
    }
}

/// Pipelines that are there decide, then the remote, then a folder of a service.
fn service(tree: &Tree) -> (Service, String) {
    let of_remote = tree.remote.as_deref().and_then(Service::of_remote);
    let pipeline = |service: Service| tree.paths().find(|path| service.is_pipeline(path)).map(|path| (service, path));
    let pipelines: Vec<(Service, &str)> = Service::ALL.into_iter().filter_map(pipeline).collect();
    let preferred = pipelines.iter().find(|(service, _)| Some(*service) == of_remote).or(pipelines.first());
    if let Some((service, path)) = preferred {
        return (*service, format!("{path} is there"));
    }
    if let Some(service) = of_remote {
        return (service, "the remote of the repository is there".to_owned());
    }
    for (start, service) in [(".github/", Service::GitHub), (".gitlab/", Service::GitLab), (".azuredevops/", Service::Azure)] {
        if tree.paths().any(|path| path.starts_with(start)) {
            return (service, format!("the folder {start} is there"));
        }
    }
    (Service::GitHub, "nothing names a service; --service names another".to_owned())
}

/// The last part of each `@organisation/team` in CODEOWNERS.
fn teams(tree: &Tree) -> Vec<String> {
    let text = tree.code_owners().and_then(|path| tree.text(path)).unwrap_or_default();
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    let owners = lines.flat_map(|line| line.split_whitespace().skip(1));
    let team = |owner: &str| owner.strip_prefix('@').and_then(|name| name.rsplit_once('/')).map(|(_, team)| team.to_owned());
    let is_name = |team: &String| !team.is_empty() && team.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    owners.filter_map(team).filter(is_name).collect::<BTreeSet<_>>().into_iter().collect()
}
