//! Where the numbers of an export come from, in words, and what its file is called.

use crate::document::FigureId;
use crate::frame::{DataOrigin, Frame, words};
use plumbline_text::file_name;

/// Two lines that stand in every picture and below every brief.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Whose data, which page, and the filters in words.
    pub what: String,
    /// When it was assessed, the digest of the data, and the program.
    pub made: String,
}

/// The source of what a page shows.
pub fn source(frame: &Frame, page: &str) -> Source {
    let whose = match &frame.origin {
        DataOrigin::Demo { title } if !title.is_empty() => [words::DEMO, ": ", title].concat(),
        DataOrigin::Site { title } if !title.is_empty() => title.clone(),
        DataOrigin::Own { files, name } if name.is_empty() => format!("{} ({})", words::OWN_FILES, words::files(*files)),
        DataOrigin::Own { files, name } => format!("{}: {name} ({})", words::OWN_FILES, words::files(*files)),
        DataOrigin::Demo { .. } => words::DEMO.to_owned(),
        DataOrigin::Site { .. } | DataOrigin::None => words::PRODUCT.to_owned(),
    };
    // What nobody understands is no filter.
    let filters: Vec<String> =
        frame.chips.iter().filter(|chip| !chip.is_unread).map(|chip| [&chip.name, ": ", &chip.value].concat()).collect();
    let filters = if filters.is_empty() { words::NO_FILTER.to_owned() } else { filters.join("; ") };
    let footer = &frame.footer;
    let (computed, space) = frame.computed.as_deref().map_or(("", ""), |computed| (computed, " "));
    Source {
        what: [&whose, ". ", page, ". ", &filters, "."].concat(),
        made: [
            computed,
            space,
            "Assessed ",
            &footer.assessed,
            ". ",
            words::DATA_SET,
            &footer.data_sha256,
            ". ",
            words::PRODUCT,
            " ",
            &footer.version,
            ".",
        ]
        .concat(),
    }
}

/// The head of a printed page: what its numbers are of, and when they were assessed. The digest follows it.
pub fn print_head(frame: &Frame, page: &str) -> String {
    [&source(frame, page).what, " Assessed ", &frame.footer.assessed, ". ", words::DATA_SET].concat()
}

/// The name of a file: organisation, page, figure and the day of the assessment: `contoso-gap-2026-11-20.csv`. Without a figure, or where
/// the page is named like it, the page stands alone.
pub fn export_name(frame: &Frame, page: &str, figure: &str, extension: &str) -> String {
    let whose = match &frame.origin {
        DataOrigin::Demo { title } | DataOrigin::Site { title } => title.split([',', '(']).next().unwrap_or_default(),
        DataOrigin::Own { name, .. } if name.is_empty() => words::OWN_FILES,
        DataOrigin::Own { name, .. } => name,
        DataOrigin::None => "",
    };
    let mut parts = vec![slug(whose), slug(page), slug(figure), frame.options.now.clone()];
    parts.dedup();
    parts.retain(|part| !part.is_empty());
    let name = file_name(&parts.join("-"), "plumbline");
    [name.as_str(), ".", extension].concat()
}

/// The name of a figure in the name of a file: `gap-change`.
pub fn figure_slug(figure: FigureId) -> String {
    let mut out = String::new();
    for c in format!("{figure:?}").chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// The longest part of a name.
const LONGEST: usize = 32;

/// Words in small letters with `-` between them; what is not ASCII is left out.
fn slug(text: &str) -> String {
    let mut out = String::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !out.is_empty() && out.len() + word.len() >= LONGEST {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.extend(word.chars().take(LONGEST).map(|c| c.to_ascii_lowercase()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Chip, FilterOptions, Footer};

    fn frame(origin: DataOrigin) -> Frame {
        let options = FilterOptions { now: "2026-11-20".to_owned(), ..FilterOptions::default() };
        let footer = Footer {
            assessed: "20 Nov 2026 17:00 UTC".to_owned(),
            data_sha256: "ab".to_owned(),
            version: "1.2.3".to_owned(),
            ..Footer::default()
        };
        Frame { origin, counts: String::new(), hidden: None, options, chips: Vec::new(), footer, computed: None }
    }

    fn site(title: &str) -> Frame {
        frame(DataOrigin::Site { title: title.to_owned() })
    }

    #[test]
    fn a_file_is_named_after_organisation_page_and_day() {
        assert_eq!(export_name(&site("Contoso"), "Gap", "", "csv"), "contoso-gap-2026-11-20.csv");
        assert_eq!(export_name(&site("Contoso Ltd"), "Gap", "gap-change", "svg"), "contoso-ltd-gap-gap-change-2026-11-20.svg");
        assert_eq!(export_name(&site("Contoso"), "Debt", "debt", "png"), "contoso-debt-2026-11-20.png");
        assert_eq!(
            export_name(&frame(DataOrigin::Own { files: 3, name: String::new() }), "Overview", "", "md"),
            "own-files-overview-2026-11-20.md"
        );
        let folder = frame(DataOrigin::Own { files: 3, name: "evidence".to_owned() });
        assert_eq!(export_name(&folder, "Overview", "", "md"), "evidence-overview-2026-11-20.md");
        assert_eq!(source(&folder, "Gap").what, "Own files: evidence (3 files). Gap. No filter.");
        let demo = frame(DataOrigin::Demo { title: "Tidewrack Freight, a made-up organisation".to_owned() });
        assert_eq!(export_name(&demo, "Policy funnel", "", "csv"), "tidewrack-freight-policy-funnel-2026-11-20.csv");
    }

    #[test]
    fn a_hostile_title_makes_a_harmless_name() {
        assert_eq!(export_name(&site("=HYPERLINK(\"http://x\")"), "../..", "", "csv"), "hyperlink-2026-11-20.csv");
        assert_eq!(export_name(&site("<script>\u{202e}日本"), "con", "", "csv"), "script-con-2026-11-20.csv");
        let long = export_name(&site(&"organisation ".repeat(40)), &"page".repeat(100), "", "csv");
        assert!(long.ends_with("-2026-11-20.csv") && long.len() < 100, "{long}");
    }

    #[test]
    fn the_source_names_data_page_filters_time_and_digest() {
        let mut frame = site("Contoso");
        assert_eq!(source(&frame, "Gap").what, "Contoso. Gap. No filter.");
        assert_eq!(source(&frame, "Gap").made, "Assessed 20 Nov 2026 17:00 UTC. Data set sha256 ab. Plumbline 1.2.3.");
        assert_eq!(print_head(&frame, "Gap"), "Contoso. Gap. No filter. Assessed 20 Nov 2026 17:00 UTC. Data set sha256 ");
        let chip =
            |name: &str, value: &str, is_unread| Chip { name: name.into(), value: value.into(), is_unread, ..Chip::default() };
        frame.chips = vec![chip("Team", "payments", false), chip("Due at", "Intent", false), chip("Not understood", "x=y", true)];
        assert_eq!(source(&frame, "Gap").what, "Contoso. Gap. Team: payments; Due at: Intent.");
    }

    #[test]
    fn figures_have_names_of_small_letters() {
        assert_eq!(figure_slug(FigureId::GapChange), "gap-change");
        assert_eq!(figure_slug(FigureId::Debt), "debt");
    }
}
