//! What of a view is said aloud when it takes the place of an earlier one.

use super::{Chip, Frame, words};
use crate::text::filter::NOT_UNDERSTOOD;

/// What is news to a reader who hears the page, as sentences; empty when nothing is.
///
/// `page` names a page that is another one than before; `headlines` are the sentences above the page before and now. Where neither the
/// counts nor the filters tell of a change the sentence above the page does, such as what a search found or what two sides compare to.
pub fn news(page: Option<&str>, before: &Frame, now: &Frame, headlines: [&str; 2]) -> Vec<String> {
    let is_new = |chip: &&Chip, among: &Frame| !among.chips.iter().any(|c| c.name == chip.name && c.value == chip.value);
    let mut said: Vec<String> = Vec::new();
    let set = now.chips.iter().filter(|chip| is_new(chip, before));
    said.extend(set.map(|chip| match chip.name.as_str() {
        NOT_UNDERSTOOD => words::not_applied(&chip.value),
        name => words::filter_set(name, &chip.value),
    }));
    let lifted = before.chips.iter().filter(|chip| chip.name != NOT_UNDERSTOOD && is_new(chip, now));
    let lifted = lifted.filter(|chip| !now.chips.iter().any(|c| c.name == chip.name));
    said.extend(lifted.map(|chip| words::filter_lifted(&chip.name)));
    if before.counts != now.counts {
        said.push(now.counts.clone());
    }
    let [earlier, headline] = headlines;
    match page {
        Some(page) if !said.is_empty() => said.insert(0, page.to_owned()),
        None if said.is_empty() && earlier != headline => said.push(headline.to_owned()),
        _ => {}
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{DataOrigin, Footer};

    fn frame(counts: &str, chips: &[(&str, &str)]) -> Frame {
        let chip =
            |(name, value): &(&str, &str)| Chip { name: (*name).to_owned(), value: (*value).to_owned(), ..Chip::default() };
        Frame {
            origin: DataOrigin::None,
            counts: counts.to_owned(),
            hidden: None,
            options: Default::default(),
            chips: chips.iter().map(chip).collect(),
            footer: Footer::default(),
            computed: None,
        }
    }

    #[test]
    fn a_filter_is_told_with_what_is_left() {
        let (all, some) = (frame("602 changes", &[]), frame("12 changes", &[("Owes", "Plan")]));
        assert_eq!(news(None, &all, &some, ["a", "b"]), ["Owes: Plan", "12 changes"]);
        assert_eq!(news(None, &some, &all, ["b", "a"]), ["Owes: no filter", "602 changes"]);
        let other = frame("9 changes", &[("Owes", "Scan")]);
        assert_eq!(news(None, &some, &other, ["b", "c"]), ["Owes: Scan", "9 changes"]);
    }

    #[test]
    fn what_no_count_tells_the_sentence_above_the_page_tells() {
        let all = frame("602 changes", &[]);
        assert_eq!(news(None, &all, &all, ["602 changes", "No change holds “zzzz”."]), ["No change holds “zzzz”."]);
        assert!(news(None, &all, &all, ["a", "a"]).is_empty());
    }

    #[test]
    fn another_page_is_told_by_its_name_and_what_changed_round_it() {
        let (none, all) = (frame("", &[]), frame("602 changes", &[(NOT_UNDERSTOOD, "period=x")]));
        let said = ["Gap", "Not understood, so not applied: period=x", "602 changes"];
        assert_eq!(news(Some("Gap"), &none, &all, ["", "a"]), said);
        assert!(news(Some("Teams"), &all, &all, ["a", "b"]).is_empty(), "its name is said when it is asked for");
    }
}
