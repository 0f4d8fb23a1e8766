//! One grouped count over the columns of the site: the open findings of the selected changes by team and severity, as the attack
//! surface and the threat map are counted. The bench runs it beside a plain loop in JavaScript over the same numbers.

use std::cell::RefCell;

use plumbline_columns::{Lists, Mask, Parts};

/// Codes of a finding: its severity, 0 to 4, and five more when it is open.
const STATES: usize = 10;

#[derive(Default)]
struct Columns {
    /// What is being handed over, one number after the other.
    dates: Vec<i64>,
    codes: [Vec<u32>; 3],
    findings: Lists,
}

thread_local! {
    static COLUMNS: RefCell<Columns> = RefCell::new(Columns::default());
}

/// Adds a finding of the change that comes next.
#[unsafe(no_mangle)]
pub extern "C" fn add_finding(severity: u32, is_open: u32) {
    COLUMNS.with_borrow_mut(|c| c.findings.push(severity + if is_open == 1 { 5 } else { 0 }));
}

/// Adds a change, after its findings: its date in milliseconds, and the codes of its team, environment and authorship.
#[unsafe(no_mangle)]
pub extern "C" fn add_change(date: f64, team: u32, environment: u32, authorship: u32) {
    COLUMNS.with_borrow_mut(|c| {
        c.findings.end_row();
        // Milliseconds since 1970, some 13 digits.
        c.dates.push(date as i64);
        for (column, code) in c.codes.iter_mut().zip([team, environment, authorship]) {
            column.push(code);
        }
    });
}

/// Counts the open findings of the changes between two dates by team and severity, of one team, environment and authorship
/// where their code is not negative, and says how many there are in all.
#[unsafe(no_mangle)]
pub extern "C" fn count(since: f64, until: f64, team: i32, environment: i32, authorship: i32, n_teams: u32) -> u32 {
    COLUMNS.with_borrow(|c| {
        let mut mask = Mask::all(c.dates.len());
        mask.keep_between(&c.dates, since as i64, until as i64);
        for (column, code) in c.codes.iter().zip([team, environment, authorship]) {
            if let Ok(code) = usize::try_from(code) {
                let wanted: Vec<bool> = (0..256).map(|other| other == code).collect();
                mask.keep_codes(column, &wanted, false);
            }
        }
        let [teams, ..] = &c.codes;
        let parts = Parts::by(teams, &mask.rows(), n_teams as usize);
        let mut total = 0;
        for (_, changes) in parts.iter() {
            let by_state = c.findings.count(changes, STATES);
            total += by_state.iter().skip(5).sum::<u32>();
        }
        total
    })
}
