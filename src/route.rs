//! Which page, and which filter: the URL fragment, read and written. Every link reproduces its view.

use crate::domain::{Authorship, Family};
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
    /// `#/funnel`
    Funnel,
    /// `#/sources`
    Sources,
    /// `#/about`
    About,
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
}

impl Filter {
    /// Whether anything is filtered.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }
}

impl Location {
    /// Reads a fragment, with or without `#`. What is not understood is left out; an unknown page is the overview.
    pub fn from_fragment(fragment: &str) -> Self {
        let fragment = fragment.trim_start_matches('#').trim_start_matches('/');
        let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
        let mut parts = path.split('/').filter(|p| !p.is_empty()).map(decoded);
        let route = match (parts.next().as_deref(), parts.next(), parts.next()) {
            (Some("matrix"), Some(artifact_type), Some(family)) => {
                Route::Matrix { cell: Family::from_id(&family).map(|f| (artifact_type, f)) }
            }
            (Some("matrix"), ..) => Route::Matrix { cell: None },
            (Some("teams"), Some(team), _) => Route::Team { team },
            (Some("teams"), ..) => Route::Teams,
            (Some("funnel"), ..) => Route::Funnel,
            (Some("sources"), ..) => Route::Sources,
            (Some("about"), ..) => Route::About,
            _ => Route::Overview,
        };
        let mut filter = Filter::default();
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = decoded(value);
            match key {
                "period" => filter.period = Period::from_text(&value).unwrap_or_default(),
                "team" => filter.team = Some(value).filter(|v| !v.is_empty()),
                "environment" => filter.environment = Some(value).filter(|v| !v.is_empty()),
                "authorship" => filter.authorship = Authorship::from_id(&value),
                _ => {}
            }
        }
        Location { route, filter }
    }

    /// Writes the fragment, with `#`.
    pub fn to_fragment(&self) -> String {
        let path = match &self.route {
            Route::Overview => "overview".to_owned(),
            Route::Matrix { cell: None } => "matrix".to_owned(),
            Route::Matrix { cell: Some((t, f)) } => format!("matrix/{}/{f}", encoded(t)),
            Route::Teams => "teams".to_owned(),
            Route::Team { team } => format!("teams/{}", encoded(team)),
            Route::Funnel => "funnel".to_owned(),
            Route::Sources => "sources".to_owned(),
            Route::About => "about".to_owned(),
        };
        let mut query = Vec::new();
        match &self.filter.period {
            Period::All => {}
            period => query.push(format!("period={}", period.to_text())),
        }
        if let Some(team) = &self.filter.team {
            query.push(format!("team={}", encoded(team)));
        }
        if let Some(environment) = &self.filter.environment {
            query.push(format!("environment={}", encoded(environment)));
        }
        if let Some(authorship) = self.filter.authorship {
            query.push(format!("authorship={authorship}"));
        }
        if query.is_empty() { format!("#/{path}") } else { format!("#/{path}?{}", query.join("&")) }
    }

    /// The same filter on another page.
    #[must_use]
    pub fn with_route(&self, route: Route) -> Self {
        Location { route, filter: self.filter.clone() }
    }
}

impl Period {
    fn from_text(text: &str) -> Option<Self> {
        if let Some(days) = text.strip_suffix('d') {
            return days.parse().ok().filter(|d| *d > 0).map(Period::Days);
        }
        let (from, to) = text.split_once("..")?;
        let is_date = |s: &str| {
            s.len() == 10 && s.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn routes() -> impl Strategy<Value = Route> {
        prop_oneof![
            Just(Route::Overview),
            Just(Route::Matrix { cell: None }),
            ("[a-z/%?&#é ]{1,12}", 0..5usize).prop_map(|(t, f)| Route::Matrix { cell: Some((t, Family::ALL[f])) }),
            Just(Route::Teams),
            "\\PC{1,12}".prop_map(|team| Route::Team { team }),
            Just(Route::Funnel),
            Just(Route::Sources),
            Just(Route::About),
        ]
    }

    fn periods() -> impl Strategy<Value = Period> {
        prop_oneof![
            Just(Period::All),
            (1..5000u32).prop_map(Period::Days),
            Just(Period::Between("2026-08-24".into(), "2026-11-22".into())),
        ]
    }

    proptest! {
        #[test]
        fn a_fragment_reads_back_as_it_was_written(
            route in routes(), period in periods(), team in proptest::option::of("\\PC{1,12}"),
            environment in proptest::option::of("\\PC{1,12}"), authorship in proptest::option::of(0..4usize),
        ) {
            let location = Location { route, filter: Filter { period, team, environment, authorship: authorship.map(|i| Authorship::ALL[i]) } };
            prop_assert_eq!(Location::from_fragment(&location.to_fragment()), location);
        }

        #[test]
        fn no_fragment_panics(text in "\\PC*") {
            let _ = Location::from_fragment(&text);
        }
    }

    #[test]
    fn an_unknown_page_is_the_overview_and_unknown_filters_are_left_out() {
        assert_eq!(Location::from_fragment("#/nowhere?colour=blue&authorship=robot"), Location::default());
    }
}
