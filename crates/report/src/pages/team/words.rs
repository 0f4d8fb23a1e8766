//! The words of a team's page.

/// The columns of its changes: title, what it is for those who hear it, and style classes.
pub(crate) const COLUMNS: [(&str, &str, &str); 9] = [
    ("Change", "", "change-id mono"),
    ("What it does", "", "change-title"),
    ("Date", "", "num when unnamed"),
    ("Author", "", "small by"),
    ("Resources", "", "num resources"),
    ("", "Blast radius", "bar-cell"),
    ("Stated, %", "", "num strong perceived-word stated"),
    ("", "Gates", "gates-cell"),
    ("Weakest evidence", "", "small weakest"),
];
