//! Threagile's `risks.json`: risks by category. The ids of its own categories stand for a STRIDE name and a CWE.

use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, tree};
use super::categories::Categories;
use plumbline_domain::Intent;

/// Threagile's own risk categories: id, STRIDE name, CWE.
const CATEGORIES: &str = include_str!("threagile_categories.tsv");

/// Whether a document is a list of risks.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let has_category = shape.has("category") || shape.has("category_id");
    let has_rating =
        shape.has_any(|k| matches!(k, "exploitation_likelihood" | "exploitation_impact" | "risk_status" | "severity"));
    shape.is_array() && has_category && has_rating && shape.has("synthetic_id")
}

/// Reads the risks. There is no objective and no assumption in them.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let mut categories = Categories::default();
    for (r, risk) in document.elements().iter().enumerate() {
        let key = if risk.get("category").is_some() { "category" } else { "category_id" };
        if let Some((stride, cwe)) = risk.text_of(key).and_then(meaning) {
            let place = || places.at(format!("[{r}].{key}"), risk.get(key).unwrap_or(risk));
            categories.add(stride, place);
            categories.add(cwe, place);
        }
        categories.cite_keys(risk, &[key, "title"], &format!("[{r}]"), &places);
    }
    let n = document.elements().len();
    reading.items = n as u64;
    reading.tool = Some("threagile".to_owned());
    let intent = Intent { categories: categories.into_found(), threats: u32::try_from(n).ok(), ..Intent::default() };
    reading.facts.intent = Some(Box::new(intent));
    Ok(())
}

/// What an id of a category stands for: a STRIDE name and a CWE.
fn meaning(id: &str) -> Option<(&'static str, &'static str)> {
    CATEGORIES.lines().find_map(|line| {
        let mut cells = line.split('\t');
        (cells.next() == Some(id.trim())).then(|| Some((cells.next()?, cells.next()?))).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::super::categories::Categories;
    use super::*;

    #[test]
    fn every_category_of_threagile_stands_for_a_stride_name_and_a_cwe() {
        assert_eq!(CATEGORIES.lines().count(), 42);
        for line in CATEGORIES.lines() {
            let id = line.split('\t').next().unwrap();
            let (stride, cwe) = meaning(id).unwrap();
            let mut found = Categories::default();
            found.cite(&format!("{stride} {cwe}"), Default::default);
            assert_eq!(found.into_found().len(), 2, "{line}");
        }
        assert_eq!(meaning("missing-vault"), Some(("Information disclosure", "CWE-522")));
        assert_eq!(meaning("something-strange"), None);
    }
}
