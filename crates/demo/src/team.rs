//! The teams of the made-up organisation, and their habits.

/// What writes a team's previews.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tooling {
    /// Terraform.
    Terraform,
    /// Bicep.
    Bicep,
}

/// What writes a team's policy diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scanner {
    /// Checkov, as SARIF.
    CheckovSarif,
    /// Checkov, as its own JSON.
    CheckovJson,
    /// Trivy, as SARIF.
    TrivySarif,
}

/// A share that moves over the period: at its start, its middle and its end.
#[derive(Clone, Copy, Debug)]
pub struct Course(pub f64, pub f64, pub f64);

impl Course {
    /// The share at `f`, from 0 (start) to 1 (end).
    pub fn at(self, f: f64) -> f64 {
        if f < 0.5 { self.0 + (self.1 - self.0) * f * 2.0 } else { self.1 + (self.2 - self.1) * (f * 2.0 - 1.0) }
    }
}

/// How a team works. Gates in their order: intent, validation, execution, observation.
#[derive(Clone, Debug)]
pub struct Habit {
    /// The name that reports state.
    pub name: String,
    /// The name in paths and ids.
    pub slug: String,
    /// The rung that the team claims, if it claims any.
    pub claims: Option<&'static str>,
    /// Changes in 26 weeks at the usual volume.
    pub volume: f64,
    /// Whether the volume stays so however large the organisation.
    pub is_tiny: bool,
    /// What it runs.
    pub services: Vec<String>,
    /// Kinds of work that it does: places in [`super::work::KINDS`].
    pub kinds: &'static [usize],
    /// What writes its previews.
    pub tooling: Tooling,
    /// What writes its policy diagnostics.
    pub scanner: Scanner,
    /// How much it writes by hand, with an assistant, by a model, and without saying.
    pub authorship: [f64; 4],
    /// Environments by weight: prod, staging, dev.
    pub environments: [f64; 3],
    /// The share of changes that get real care at each gate.
    pub care: [Course; 4],
    /// With care, the share of evidence that holds.
    pub thorough: f64,
    /// Without, the share of evidence that holds.
    pub slack: f64,
    /// Without care, the share of gates that leave no report.
    pub silent: [f64; 4],
    /// What people state at each gate, on average.
    pub confidence: [f64; 4],
    /// How much more they state at the end than at the start.
    pub confidence_trend: f64,
    /// The share of gates at which somebody states anything.
    pub states: f64,
    /// The share of sound evidence that somebody else repeats.
    pub repeats: f64,
    /// The share of changes that somebody else reviews, and of these, blind.
    pub review: (f64, f64),
    /// The share of careless gates that are gone around.
    pub bypasses: f64,
    /// The share of changes whose validation gate only watches.
    pub evaluates: f64,
    /// The share of careless changes that leave a critical or high finding open.
    pub leaves_open: f64,
    /// The share of the period before which nothing is deployed.
    pub deploys_from: f64,
    /// The share of the period from which every gate is kept without exception.
    pub flawless_from: f64,
    /// The share of reports that come weeks after their gate.
    pub late: [f64; 4],
    /// The share of the period at which the team proves what it had left open until then, if it ever does.
    pub catches_up_at: Option<f64>,
}

fn usual(name: &str, slug: &str, services: &[&str]) -> Habit {
    Habit {
        name: name.to_owned(),
        slug: slug.to_owned(),
        claims: Some("gated"),
        volume: 80.0,
        is_tiny: false,
        services: services.iter().map(|s| (*s).to_owned()).collect(),
        kinds: &[0, 2, 3, 4, 5, 9, 13],
        tooling: Tooling::Terraform,
        scanner: Scanner::CheckovSarif,
        authorship: [0.35, 0.37, 0.25, 0.03],
        environments: [0.55, 0.25, 0.20],
        care: [Course(0.8, 0.8, 0.8), Course(0.75, 0.75, 0.75), Course(0.5, 0.5, 0.5), Course(0.3, 0.3, 0.3)],
        thorough: 0.97,
        slack: 0.12,
        silent: [0.35, 0.2, 0.3, 0.45],
        confidence: [0.87, 0.85, 0.81, 0.75],
        confidence_trend: 0.05,
        states: 0.9,
        repeats: 0.4,
        review: (0.8, 0.15),
        bypasses: 0.02,
        evaluates: 0.0,
        leaves_open: 0.25,
        deploys_from: 0.0,
        flawless_from: 1.1,
        late: [0.0, 0.05, 0.12, 0.2],
        catches_up_at: None,
    }
}

/// The first eight teams, each with habits of its own.
fn founding() -> Vec<Habit> {
    vec![
        Habit {
            claims: Some("observed"),
            volume: 88.0,
            scanner: Scanner::CheckovJson,
            kinds: &[1, 2, 3, 4, 6, 13, 14],
            care: [Course(0.78, 0.85, 0.92), Course(0.7, 0.85, 0.95), Course(0.45, 0.38, 0.32), Course(0.4, 0.48, 0.0)],
            repeats: 0.25,
            leaves_open: 0.08,
            confidence: [0.88, 0.87, 0.85, 0.81],
            ..usual("Billing", "billing", &["invoice-run", "tolling"])
        },
        Habit {
            claims: Some("audit-verified"),
            volume: 92.0,
            kinds: &[0, 1, 2, 4, 7, 8, 13],
            authorship: [0.5, 0.38, 0.12, 0.0],
            environments: [0.72, 0.28, 0.0],
            care: [Course(0.85, 0.95, 1.0), Course(0.7, 0.92, 1.0), Course(0.5, 0.92, 1.0), Course(0.35, 0.9, 1.0)],
            thorough: 0.995,
            slack: 0.4,
            silent: [0.0, 0.0, 0.05, 0.05],
            repeats: 0.72,
            review: (0.97, 0.82),
            bypasses: 0.0,
            leaves_open: 0.1,
            confidence: [0.91, 0.90, 0.88, 0.87],
            confidence_trend: 0.02,
            flawless_from: 0.72,
            ..usual("Customs clearance", "customs", &["tariff-engine", "declarations"])
        },
        Habit {
            claims: Some("proven"),
            volume: 106.0,
            scanner: Scanner::TrivySarif,
            kinds: &[0, 3, 6, 8, 10, 11, 14],
            authorship: [0.15, 0.3, 0.53, 0.02],
            care: [Course(0.78, 0.85, 0.93), Course(0.62, 0.45, 0.3), Course(0.45, 0.28, 0.14), Course(0.42, 0.45, 0.0)],
            repeats: 0.2,
            leaves_open: 0.4,
            evaluates: 0.12,
            confidence: [0.87, 0.86, 0.83, 0.79],
            confidence_trend: 0.07,
            ..usual("Data lake", "lake", &["ingest-hub", "lakehouse"])
        },
        Habit {
            claims: Some("gated"),
            volume: 86.0,
            tooling: Tooling::Bicep,
            kinds: &[5, 7, 12, 14, 2, 15],
            authorship: [0.22, 0.3, 0.4, 0.08],
            care: [Course(0.6, 0.5, 0.4), Course(0.5, 0.42, 0.35), Course(0.25, 0.2, 0.12), Course(0.15, 0.15, 0.0)],
            thorough: 0.9,
            slack: 0.2,
            silent: [0.4, 0.25, 0.4, 0.55],
            late: [0.0, 0.15, 0.25, 0.35],
            repeats: 0.1,
            review: (0.5, 0.05),
            bypasses: 0.3,
            leaves_open: 0.45,
            confidence: [0.84, 0.83, 0.80, 0.74],
            ..usual("Edge network", "edge", &["dns-zones", "waf-policy"])
        },
        Habit {
            claims: Some("observed"),
            volume: 72.0,
            tooling: Tooling::Bicep,
            kinds: &[0, 2, 4, 8, 9, 13, 15],
            authorship: [0.38, 0.42, 0.2, 0.0],
            environments: [0.75, 0.25, 0.0],
            care: [Course(0.8, 0.9, 0.97), Course(0.68, 0.85, 0.96), Course(0.42, 0.78, 0.98), Course(0.22, 0.8, 1.0)],
            thorough: 0.995,
            slack: 0.5,
            silent: [0.35, 0.2, 0.1, 0.1],
            late: [0.0, 0.02, 0.05, 0.1],
            repeats: 0.6,
            review: (0.9, 0.35),
            leaves_open: 0.05,
            bypasses: 0.0,
            confidence: [0.88, 0.87, 0.85, 0.82],
            ..usual("Fleet tracking", "fleet", &["positions", "geofence"])
        },
        Habit {
            claims: Some("observed"),
            volume: 70.0,
            scanner: Scanner::TrivySarif,
            kinds: &[1, 3, 4, 7, 9, 10, 12],
            environments: [0.65, 0.2, 0.15],
            care: [Course(0.82, 0.9, 0.95), Course(0.72, 0.87, 0.96), Course(0.55, 0.82, 0.98), Course(0.5, 0.58, 0.0)],
            thorough: 0.98,
            slack: 0.35,
            late: [0.0, 0.05, 0.15, 0.3],
            catches_up_at: Some(0.42),
            repeats: 0.62,
            review: (0.85, 0.2),
            leaves_open: 0.05,
            ..usual("Port terminals", "ports", &["berth-planner", "gate-control"])
        },
        Habit {
            claims: Some("proven"),
            volume: 84.0,
            tooling: Tooling::Bicep,
            kinds: &[0, 1, 5, 8, 11, 14, 15],
            care: [Course(0.68, 0.8, 0.9), Course(0.55, 0.82, 1.0), Course(0.3, 0.35, 0.36), Course(0.4, 0.5, 0.0)],
            authorship: [0.25, 0.4, 0.33, 0.02],
            repeats: 0.25,
            deploys_from: 0.27,
            leaves_open: 0.08,
            ..usual("Storefront", "storefront", &["booking-web", "quotes"])
        },
        Habit {
            claims: None,
            volume: 4.0,
            is_tiny: true,
            kinds: &[3, 10, 14],
            authorship: [0.4, 0.0, 0.0, 0.6],
            environments: [0.2, 0.0, 0.8],
            care: [Course(0.3, 0.3, 0.3), Course(0.3, 0.3, 0.3), Course(0.1, 0.1, 0.1), Course(0.0, 0.0, 0.0)],
            silent: [0.6, 0.4, 0.6, 1.0],
            states: 0.4,
            repeats: 0.0,
            review: (0.4, 0.0),
            ..usual("Internal tools", "tools", &["runner-pool"])
        },
    ]
}

/// Teams beyond the first eight take their habits in turn, under these names.
const LATER: &[(&str, &str)] = &[
    ("Cold chain", "cold-chain"),
    ("Crew rostering", "crew"),
    ("Depot yards", "depots"),
    ("Freight pricing", "pricing"),
    ("Hazardous goods", "hazmat"),
    ("Partner portal", "partners"),
    ("Route planning", "routes"),
    ("Warehouse robots", "robots"),
];

/// The habits of so many teams.
pub fn habits(n_teams: usize) -> Vec<Habit> {
    let founding = founding();
    // The tiny team is no model for others.
    let models: Vec<&Habit> = founding.iter().filter(|h| !h.is_tiny).collect();
    (0..n_teams)
        .filter_map(|i| {
            if let Some(habit) = founding.get(i) {
                return Some(habit.clone());
            }
            let later = i - founding.len();
            let model = models.get(later % models.len().max(1))?;
            let (name, slug) = match LATER.get(later) {
                Some((name, slug)) => ((*name).to_owned(), (*slug).to_owned()),
                None => (format!("Team {}", i + 1), format!("team-{}", i + 1)),
            };
            let services = ["core", "api"].map(|part| format!("{slug}-{part}")).to_vec();
            Some(Habit { name, slug, services, ..(*model).clone() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_course_passes_through_its_three_points() {
        let course = Course(0.2, 0.6, 1.0);
        assert_eq!([course.at(0.0), course.at(0.25), course.at(0.5), course.at(1.0)], [0.2, 0.4, 0.6, 1.0]);
    }

    #[test]
    fn every_team_and_service_has_a_name_of_its_own() {
        let habits = habits(40);
        assert_eq!(habits.len(), 40);
        assert_eq!(habits.iter().map(|h| &h.name).collect::<BTreeSet<_>>().len(), 40);
        assert_eq!(habits.iter().map(|h| &h.slug).collect::<BTreeSet<_>>().len(), 40);
        let services: Vec<_> = habits.iter().flat_map(|h| &h.services).collect();
        assert_eq!(services.iter().collect::<BTreeSet<_>>().len(), services.len());
    }
}
