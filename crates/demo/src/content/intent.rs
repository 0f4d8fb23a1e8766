//! Threat intents.

use super::{Draft, Says, draft, titled};
use crate::team::Habit;
use crate::work::Kind;
use plumbline_domain::Family;

/// Deployment objective, threat assumptions and threats, as a team keeps them for a kind of work. Some forget one of them.
pub fn threat_intent(habit: &Habit, kind: &Kind, k: usize, says: Says) -> Draft {
    let title = titled(kind.title, &habit.name);
    let way = says.among(&[], &["no-assumptions", "no-category", "no-objective"]);
    let objective = match way {
        "no-objective" => "TBD".to_owned(),
        _ => format!("{title}, so that it can be undone within the hour."),
    };
    let assumptions = match way {
        "no-assumptions" => "",
        _ => "Resources that the preview does not name stay as they are. The pipeline's identity is the only one that deploys.",
    };
    let category = match way {
        "no-category" => String::new(),
        _ => format!(" ({})", category(kind)),
    };
    let text = format!(
        "# {title}\n\n## Deployment objective\n\n{objective}\n\n## Threat assumptions\n\n{assumptions}\n\n## Threats\n\n{}{category}\n",
        kind.threat
    );
    let name = if says == Says::Yes { format!("intent-{k}.md") } else { format!("intent-{k}-{way}.md") };
    draft(&habit.slug, &name, text)
}

/// The threat category that a kind of work is about first.
fn category(kind: &Kind) -> &'static str {
    match kind.touches.first() {
        Some(Family::Identity) => "Elevation of privilege, T1078.004",
        Some(Family::Network) => "Information disclosure, CAPEC-1",
        Some(Family::DataProtection) => "Information disclosure, T1552",
        Some(Family::Monitoring) => "Repudiation, T1562",
        Some(Family::DeploymentSafety) | None => "Denial of service",
    }
}
