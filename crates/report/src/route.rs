//! Which page, and which filter: the URL fragment, read and written. Every link reproduces its view.

use plumbline_domain::{Authorship, Family, Gate, Instant};
use serde::{Deserialize, Serialize};

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Route {
    /// `#/overview`
    #[default]
    Overview,
    /// `#/matrix`, `#/matrix/policy-diagnostics/network`
    Matrix {
        /// The opened cell: artifact type id and family.
        cell: Option<(String, Family)>,
    },
    /// `#/teams`
    Teams,
    /// `#/teams/NAME`
    Team {
        /// The team's name.
        team: String,
    },
    /// `#/gap`
    Gap,
    /// `#/patterns`, `#/patterns/alert-illusion`
    Patterns {
        /// The opened pattern's id.
        pattern: Option<String>,
    },
    /// `#/funnel`
    Funnel,
    /// `#/debt`
    Debt,
    /// `#/threats`
    Threats,
    /// `#/detection`
    Detection,
    /// `#/reviews`
    Reviews,
    /// `#/changes`, `#/changes?find=nsg&sort=verified`
    Changes {
        /// Only changes in which this text is found.
        find: String,
        /// The column that orders them, `-` before it for the largest first; empty for the newest first.
        sort: String,
    },
    /// `#/change/ID`
    Change {
        /// The change's id.
        id: String,
    },
    /// `#/compare`, `#/compare/team/payments/identity`
    Compare {
        /// What stands side by side: what it is, and the two sides.
        sides: Option<(Comparable, String, String)>,
    },
    /// `#/sources`
    Sources,
    /// `#/policy`
    Policy,
    /// `#/about`
    About,
    /// Any other path.
    Unknown {
        /// As it stands in the address, without encoding.
        path: String,
    },
}

/// What can stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparable {
    /// Two periods, each `2026-08-24..2026-11-22`.
    Period,
    /// Two teams.
    Team,
    /// Two releases.
    Release,
}

impl Comparable {
    /// All of them.
    pub const ALL: [Comparable; 3] = [Comparable::Period, Comparable::Team, Comparable::Release];

    /// As it stands in the URL.
    pub const fn id(self) -> &'static str {
        match self {
            Comparable::Period => "period",
            Comparable::Team => "team",
            Comparable::Release => "release",
        }
    }
}

/// Which changes count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Which dates.
    pub period: Period,
    /// Only this team.
    pub team: Option<String>,
    /// Only this environment, compared without case.
    pub environment: Option<String>,
    /// Only this authorship.
    pub authorship: Option<Authorship>,
    /// Only this service.
    pub service: Option<String>,
    /// Only this release.
    pub release: Option<String>,
    /// Only changes due at this gate.
    pub gate: Option<Gate>,
    /// Only changes that touch this control family.
    pub family: Option<Family>,
    /// Only changes in which this failure pattern was found.
    pub pattern: Option<String>,
    /// Only changes that owe evidence of this artifact type.
    pub artifact: Option<String>,
    /// Only changes that owe evidence of this artifact type and do not have it verified.
    pub lacks: Option<String>,
}

/// Which dates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Period {
    /// Every date.
    #[default]
    All,
    /// The last days up to the assessment time.
    Days(u32),
    /// From and to, both days included, each `2026-11-20`.
    Between(String, String),
}

/// A page with its filter: what the URL fragment says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// The page.
    pub route: Route,
    /// The filter.
    pub filter: Filter,
    /// The figure that is explained beside the page, by its key; none when none is.
    pub why: Option<String>,
    /// What of the address says nothing that is known, such as `period=tomorrow`: the first few, cut short, without encoding. No
    /// address is written with it.
    pub unread: Vec<String>,
}

/// As much of what is not understood is told.
const MOST_UNREAD: usize = 5;
const LONGEST_UNREAD: usize = 60;

impl Filter {
    /// Whether anything is filtered.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }
}

impl Location {
    /// Reads a fragment, with or without `#`. What is not understood is left out, and told in [`Self::unread`].
    pub fn from_fragment(fragment: &str) -> Self {
        let fragment = fragment.trim_start_matches('#').trim_start_matches('/');
        let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
        let mut parts = path.split('/').filter(|p| !p.is_empty()).map(decoded);
        let pairs = || query.split('&').filter_map(|pair| pair.split_once('='));
        let said = |name: &str| pairs().find(|(key, _)| *key == name).map(|(_, value)| decoded(value)).unwrap_or_default();
        let route = match (parts.next().as_deref(), parts.next(), parts.next()) {
            (Some("matrix"), Some(artifact_type), Some(family)) => {
                Route::Matrix { cell: Family::from_id(&family).map(|f| (artifact_type, f)) }
            }
            (Some("matrix"), ..) => Route::Matrix { cell: None },
            (Some("teams"), Some(team), _) => Route::Team { team },
            (Some("teams"), ..) => Route::Teams,
            (Some("gap"), ..) => Route::Gap,
            (Some("patterns"), pattern, _) => Route::Patterns { pattern },
            (Some("funnel"), ..) => Route::Funnel,
            (Some("debt"), ..) => Route::Debt,
            (Some("threats"), ..) => Route::Threats,
            (Some("detection"), ..) => Route::Detection,
            (Some("reviews"), ..) => Route::Reviews,
            (Some("changes"), ..) => Route::Changes { find: said("find"), sort: said("sort") },
            (Some("change"), Some(id), _) => Route::Change { id },
            (Some("change"), None, _) => Route::Changes { find: String::new(), sort: String::new() },
            (Some("compare"), Some(by), Some(left)) => {
                let by = Comparable::ALL.into_iter().find(|c| c.id() == by);
                Route::Compare { sides: by.zip(parts.next()).map(|(by, right)| (by, left, right)) }
            }
            (Some("compare"), ..) => Route::Compare { sides: None },
            (Some("sources"), ..) => Route::Sources,
            (Some("policy"), ..) => Route::Policy,
            (Some("about"), ..) => Route::About,
            (Some("overview") | None, ..) => Route::Overview,
            (Some(_), ..) => Route::Unknown { path: decoded(path) },
        };
        let mut unread = Vec::new();
        let mut leave_out = |text: &str| {
            if unread.len() < MOST_UNREAD {
                unread.push(decoded(text).chars().take(LONGEST_UNREAD).collect());
            }
        };
        let n_parts = |path: &str| path.split('/').filter(|p| !p.is_empty()).count();
        if n_parts(path) > n_parts(&path_of(&route)) && !matches!(route, Route::Unknown { .. }) {
            leave_out(path);
        }
        let mut filter = Filter::default();
        let mut why = None;
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value);
            let text = match key {
                "team" => Some(&mut filter.team),
                "environment" => Some(&mut filter.environment),
                "service" => Some(&mut filter.service),
                "release" => Some(&mut filter.release),
                "pattern" => Some(&mut filter.pattern),
                "artifact" => Some(&mut filter.artifact),
                "lacks" => Some(&mut filter.lacks),
                "why" => Some(&mut why),
                _ => None,
            };
            if let Some(text) = text {
                *text = Some(value).filter(|v| !v.is_empty());
                continue;
            }
            let is_read = match key {
                "find" | "sort" => true,
                "period" => put(&value, Period::from_text, |period| filter.period = period),
                "authorship" => put(&value, Authorship::from_id, |authorship| filter.authorship = Some(authorship)),
                "gate" => put(&value, Gate::from_id, |gate| filter.gate = Some(gate)),
                "family" => put(&value, Family::from_id, |family| filter.family = Some(family)),
                _ => false,
            };
            if !is_read {
                leave_out(pair);
            }
        }
        Location { route, filter, why, unread }
    }

    /// Writes the fragment, with `#`.
    pub fn to_fragment(&self) -> String {
        let path = path_of(&self.route);
        let mut query: Vec<String> = Vec::new();
        let mut say = |name: &str, value: Option<&str>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                query.push([name, "=", &encoded(value)].concat());
            }
        };
        if let Route::Changes { find, sort } = &self.route {
            say("find", Some(find));
            say("sort", Some(sort));
        }
        let filter = &self.filter;
        say("team", filter.team.as_deref());
        say("environment", filter.environment.as_deref());
        say("authorship", filter.authorship.map(Authorship::id));
        say("service", filter.service.as_deref());
        say("release", filter.release.as_deref());
        say("gate", filter.gate.map(Gate::id));
        say("family", filter.family.map(Family::id));
        say("pattern", filter.pattern.as_deref());
        say("artifact", filter.artifact.as_deref());
        say("lacks", filter.lacks.as_deref());
        say("why", self.why.as_deref());
        match &filter.period {
            Period::All => {}
            period => query.insert(0, format!("period={}", period.to_text())),
        }
        if query.is_empty() { format!("#/{path}") } else { format!("#/{path}?{}", query.join("&")) }
    }

    /// The same filter on another page.
    #[must_use]
    pub fn with_route(&self, route: Route) -> Self {
        Location { route, filter: self.filter.clone(), ..Location::default() }
    }

    /// The same page with another filter.
    #[must_use]
    pub fn with_filter(&self, change: impl FnOnce(&mut Filter)) -> Self {
        let mut filter = self.filter.clone();
        change(&mut filter);
        Location { route: self.route.clone(), filter, ..Location::default() }
    }

    /// The same page with a figure explained beside it.
    #[must_use]
    pub fn with_why(&self, key: impl Into<String>) -> Self {
        Location { why: Some(key.into()), ..self.clone() }
    }
}

impl Period {
    fn from_text(text: &str) -> Option<Self> {
        if let Some(days) = text.strip_suffix('d') {
            return days.parse().ok().filter(|d| *d > 0).map(Period::Days);
        }
        let (from, to) = text.split_once("..")?;
        let is_date = |s: &str| {
            let has_form = s.len() == 10
                && s.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
            has_form && Instant::from_rfc3339(&[s, "T00:00:00Z"].concat()).is_ok()
        };
        (is_date(from) && is_date(to)).then(|| Period::Between(from.to_owned(), to.to_owned()))
    }

    fn to_text(&self) -> String {
        match self {
            Period::All => "all".to_owned(),
            Period::Days(days) => format!("{days}d"),
            Period::Between(from, to) => format!("{from}..{to}"),
        }
    }
}

/// Takes a value of a closed list; whether it is one, or blank.
fn put<T>(value: &str, read: impl Fn(&str) -> Option<T>, take: impl FnOnce(T)) -> bool {
    value.is_empty() || read(value).map(take).is_some()
}

/// The path of a page.
fn path_of(route: &Route) -> String {
    match route {
        Route::Overview => "overview".to_owned(),
        Route::Matrix { cell: None } => "matrix".to_owned(),
        Route::Matrix { cell: Some((t, f)) } => format!("matrix/{}/{f}", encoded(t)),
        Route::Teams => "teams".to_owned(),
        Route::Team { team } => format!("teams/{}", encoded(team)),
        Route::Gap => "gap".to_owned(),
        Route::Patterns { pattern: None } => "patterns".to_owned(),
        Route::Patterns { pattern: Some(id) } => format!("patterns/{}", encoded(id)),
        Route::Funnel => "funnel".to_owned(),
        Route::Debt => "debt".to_owned(),
        Route::Threats => "threats".to_owned(),
        Route::Detection => "detection".to_owned(),
        Route::Reviews => "reviews".to_owned(),
        Route::Changes { .. } => "changes".to_owned(),
        Route::Change { id } => format!("change/{}", encoded(id)),
        Route::Compare { sides: None } => "compare".to_owned(),
        Route::Compare { sides: Some((by, left, right)) } => {
            format!("compare/{}/{}/{}", by.id(), encoded(left), encoded(right))
        }
        Route::Sources => "sources".to_owned(),
        Route::Policy => "policy".to_owned(),
        Route::About => "about".to_owned(),
        Route::Unknown { path } => encoded(path),
    }
}

/// Percent-encodes everything but unreserved characters.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

/// Takes percent-encoding off; what is no encoding stays as it is.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(&b) = bytes.get(i) {
        let pair = bytes.get(i + 1..i + 3).and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
        match (b, pair) {
            (b'%', Some(value)) => {
                out.push(value);
                i += 3;
            }
            _ => {
                out.push(b);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests;
