//! The confidence that people state (docs/scoring.md, "Perceived confidence").

use plumbline_domain::Role;

/// The mean of statements: of those by authors if there are any, else of all.
pub(crate) fn stated<'a>(statements: impl Iterator<Item = (f64, Option<&'a Role>)>) -> Option<f64> {
    let (mut all, mut n_all, mut authors, mut n_authors) = (0.0, 0_u32, 0.0, 0_u32);
    for (confidence, role) in statements {
        all += confidence;
        n_all += 1;
        if role == Some(&Role::Author) {
            authors += confidence;
            n_authors += 1;
        }
    }
    match (n_authors, n_all) {
        (0, 0) => None,
        (0, n) => Some(all / f64::from(n)),
        (n, _) => Some(authors / f64::from(n)),
    }
}

/// The mean of some numbers; none without any.
pub(crate) fn mean(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = numbers.fold((0.0, 0_u32), |(sum, n), number| (sum + number, n + 1));
    (n > 0).then(|| sum / f64::from(n))
}
