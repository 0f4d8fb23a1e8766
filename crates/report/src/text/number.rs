//! How numbers are written.

/// A no-break space: it stands between a number and its unit.
pub(crate) const NBSP: char = '\u{a0}';

/// The minus sign.
pub(crate) const MINUS: char = '\u{2212}';

/// A share (0 to 1) as `51 %`. What is not quite nothing or all is never rounded to it: `under 1 %`, `over 99 %`.
pub fn percent(share: f64) -> String {
    match bounded_percent(share) {
        Percent::Under => format!("under 1{NBSP}%"),
        Percent::Over => format!("over 99{NBSP}%"),
        Percent::Whole(p) => format!("{p}{NBSP}%"),
    }
}

/// A share (0 to 1) as `51`, for a column whose head carries the unit; `<1` and `>99` as in [`percent`].
pub fn percent_figure(share: f64) -> String {
    match bounded_percent(share) {
        Percent::Under => "<1".to_owned(),
        Percent::Over => ">99".to_owned(),
        Percent::Whole(p) => p.to_string(),
    }
}

/// A share or a dash when there is no data.
pub fn percent_or_dash(share: Option<f64>) -> String {
    share.map_or_else(dash, percent)
}

/// What stands in a table where there is no data.
pub(crate) fn dash() -> String {
    "no data".to_owned()
}

/// An interval of shares as `70 to 78 %`, or no data.
pub(crate) fn percent_interval(interval: Option<(f64, f64)>) -> String {
    interval.map_or_else(dash, |(low, high)| format!("{} to {}{NBSP}%", whole_percent(low), whole_percent(high)))
}

/// A share to the nearest whole percent.
pub(crate) fn whole_percent(share: f64) -> i64 {
    if share.is_finite() { (share * 100.0).round() as i64 } else { 0 }
}

/// The difference of two shares as a page shows it: that of their whole percents. So a difference never disagrees with the two
/// figures that stand beside it.
pub(crate) fn shown_difference(of: f64, less: f64) -> f64 {
    (whole_percent(of) - whole_percent(less)) as f64 / 100.0
}

/// The size of a difference in words: as the figures beside it show it, or, where these are equal or point the other way, about
/// as it is.
pub(crate) fn moved_points(shown: f64, exact: f64) -> String {
    match (whole_points(shown), whole_points(exact)) {
        (s, _) if s != 0 && (s > 0) == (exact > 0.0) => points_size(shown),
        (_, 0) => points_size(0.0),
        _ => format!("about {}", points_size(exact)),
    }
}

/// A difference of shares to the nearest whole point.
pub(crate) fn whole_points(difference: f64) -> i64 {
    whole_percent(difference)
}

/// A difference of shares as `+14`, `−1` or `0`.
pub(crate) fn signed_points(difference: f64) -> String {
    signed(whole_points(difference))
}

/// A difference as `+14`, `−1` or `0`.
pub(crate) fn signed(difference: i64) -> String {
    match difference {
        0 => "0".to_owned(),
        p if p > 0 => format!("+{p}"),
        p => format!("{MINUS}{}", p.unsigned_abs()),
    }
}

/// A level of the gap as `58` or `−3`: without a plus.
pub(crate) fn gap_figure(gap: f64) -> String {
    match whole_points(gap) {
        p if p < 0 => format!("{MINUS}{}", p.unsigned_abs()),
        p => p.to_string(),
    }
}

/// The size of a difference of shares as `4 points`, `1 point`, or `less than one point`; the sign is the sentence's matter.
pub(crate) fn points_size(difference: f64) -> String {
    match whole_points(difference).unsigned_abs() {
        0 => "less than one point".to_owned(),
        n => counted(n, "point", "points"),
    }
}

/// A rise in points with one decimal, as `+6.5`; what is above nothing but rounds to it is `under +0.1`.
pub(crate) fn gain_points(gain: f64) -> String {
    let tenths = if gain.is_finite() { (gain * 1000.0).round() as i64 } else { 0 };
    if tenths == 0 && gain > 0.0 {
        return "under +0.1".to_owned();
    }
    let sign = if tenths < 0 { MINUS.to_string() } else { "+".to_owned() };
    let tenths = tenths.unsigned_abs();
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

/// A count with thousands separators: `4,532`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A count out of another: `2 of 1,204`.
pub fn of(n: u64, all: u64) -> String {
    [&thousands(n), " of ", &thousands(all)].concat()
}

/// A number from 0 up with so many decimals, as `12.50`; halves are rounded up.
pub fn fixed(value: f64, places: u32) -> String {
    let unit = 10_u64.pow(places.min(9));
    // What is no number from 0 up counts as 0.
    let scaled = (value * unit as f64).round() as u64;
    let part = (scaled % unit).to_string();
    let zeros = "0".repeat((places.min(9) as usize).saturating_sub(part.len()));
    let whole = (scaled / unit).to_string();
    if places == 0 { whole } else { [&whole, ".", &zeros, &part].concat() }
}

/// A count with its noun: `1 item`, `4,532 items`.
pub fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// A count with its noun, in words up to twelve: `two items`, `no item`, `13 items`.
pub(crate) fn worded(n: u64, one: &str, many: &str) -> String {
    match n {
        0 => format!("no {one}"),
        _ => format!("{} {}", number_word(n), if n == 1 { one } else { many }),
    }
}

/// A number in words up to twelve, in figures above.
pub(crate) fn number_word(n: u64) -> String {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    usize::try_from(n).ok().and_then(|i| WORDS.get(i)).map_or_else(|| thousands(n), |w| (*w).to_owned())
}

/// A number in words up to twelve with a capital letter, to begin a sentence.
pub(crate) fn capitalised_word(n: u64) -> String {
    crate::text::phrase::capital(&number_word(n))
}

/// A size in bytes as `81 KB` or `7.7 MB`, in powers of 1000.
pub fn bytes(n: u64) -> String {
    const UNITS: [&str; 5] = ["KB", "MB", "GB", "TB", "PB"];
    if n < 1000 {
        return format!("{n}{NBSP}{}", if n == 1 { "byte" } else { "bytes" });
    }
    let mut size = 1000;
    let mut unit = "KB";
    for &next in UNITS.iter().skip(1) {
        // 999.5 and more would be written as 1000.
        if n < size * 1000 - size / 2 {
            break;
        }
        size *= 1000;
        unit = next;
    }
    // one decimal below ten, none above
    let tenths = n / (size / 10) + u64::from(n % (size / 10) >= size / 20);
    match tenths {
        0..100 => format!("{}.{}{NBSP}{unit}", tenths / 10, tenths % 10),
        _ => format!("{}{NBSP}{unit}", n / size + u64::from(n % size >= size / 2)),
    }
}

/// A digest as people compare it: its first and last characters. What is too short to shorten stays whole.
pub fn short_digest(sha256: &str) -> String {
    if sha256.is_ascii() && sha256.len() > 20 {
        let (head, rest) = sha256.split_at(8);
        let tail = rest.get(rest.len() - 4..).unwrap_or_default();
        format!("{head}\u{2026}{tail}")
    } else {
        sha256.to_owned()
    }
}

enum Percent {
    Under,
    Whole(i64),
    Over,
}

fn bounded_percent(share: f64) -> Percent {
    match whole_percent(share) {
        0 if share > 0.0 => Percent::Under,
        100 if share < 1.0 => Percent::Over,
        p => Percent::Whole(p),
    }
}

/// An input as exactly as it helps: at most three decimals, `432.5`, `0.067`, `1,204`.
pub fn amount(value: f64) -> String {
    let thousandths = (value.abs() * 1000.0).round();
    // what is past the range of whole numbers has no decimals to show
    let whole = if thousandths.is_finite() { thousandths as u64 } else { 0 };
    let mut out = String::new();
    if value < 0.0 && whole > 0 {
        out.push(MINUS);
    }
    out.push_str(&thousands(whole / 1000));
    let rest = whole % 1000;
    if rest > 0 {
        let digits = (1000 + rest).to_string();
        out.push('.');
        out.push_str(digits.get(1..).unwrap_or_default().trim_end_matches('0'));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_as_many_as_asked_for() {
        assert_eq!(fixed(12.5, 2), "12.50");
        assert_eq!(fixed(100.0 / 3.0, 2), "33.33");
        // 2.96 has one decimal as 3.0, and 0.04 as 0.0.
        assert_eq!([fixed(2.96, 1), fixed(0.04, 1), fixed(7.5, 0)], ["3.0", "0.0", "8"]);
        assert_eq!([fixed(f64::NAN, 1), fixed(-3.0, 1)], ["0.0", "0.0"]);
    }

    #[test]
    fn a_share_keeps_its_unit_beside_it_and_never_rounds_to_nothing_or_all() {
        assert_eq!(percent(0.514), "51\u{a0}%");
        assert_eq!(percent(0.0), "0\u{a0}%");
        assert_eq!(percent(1.0), "100\u{a0}%");
        assert_eq!(percent(0.004), "under 1\u{a0}%");
        assert_eq!(percent(0.996), "over 99\u{a0}%");
        assert_eq!(percent_figure(0.996), ">99");
        assert_eq!(percent_or_dash(None), "no data");
        assert_eq!(percent_interval(Some((0.7, 0.784))), "70 to 78\u{a0}%");
        assert_eq!(percent(f64::NAN), "0\u{a0}%", "a number that is none never reaches a sentence as such");
    }

    #[test]
    fn points_carry_their_sign_and_sizes_do_not() {
        assert_eq!([0.14, -0.01, 0.004, -0.004].map(signed_points), ["+14", "\u{2212}1", "0", "0"]);
        assert_eq!([0.04, -0.01, 0.004].map(points_size), ["4 points", "1 point", "less than one point"]);
        assert_eq!([0.065, 0.0, 0.00001, 0.1, -0.02].map(gain_points), ["+6.5", "+0.0", "under +0.1", "+10.0", "\u{2212}2.0"]);
        assert_eq!([0.58, -0.03].map(gap_figure), ["58", "\u{2212}3"]);
    }

    #[test]
    fn a_difference_is_that_of_the_figures_beside_it() {
        // 87.6 and 79.4 % are shown as 88 and 79 %: 9 points, though they are 8.2 apart
        assert_eq!(signed_points(shown_difference(0.876, 0.794)), "+9");
        assert_eq!(signed_points(shown_difference(0.794, 0.876)), "\u{2212}9");
        assert_eq!(signed_points(shown_difference(0.004, 0.0)), "0");
        assert_eq!(moved_points(0.09, 0.082), "9 points");
        assert_eq!(moved_points(0.0, 0.019), "about 2 points");
        assert_eq!(moved_points(-0.01, 0.011), "about 1 point");
        assert_eq!(moved_points(0.0, 0.002), "less than one point");
    }

    #[test]
    fn counts_have_separators_and_their_noun_agrees() {
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([0, 1, 2].map(|n| counted(n, "item", "items")), ["0 items", "1 item", "2 items"]);
        assert_eq!([0, 1, 12, 13].map(|n| worded(n, "item", "items")), ["no item", "one item", "twelve items", "13 items"]);
    }

    #[test]
    fn sizes_move_to_the_next_unit_before_they_grow_a_fourth_digit() {
        assert_eq!(
            [0, 1, 999, 1000, 9_949, 81_234, 999_499, 999_500, 25_000_000, 2_000_000_000].map(bytes),
            ["0 bytes", "1 byte", "999 bytes", "1.0 KB", "9.9 KB", "81 KB", "999 KB", "1.0 MB", "25 MB", "2.0 GB"]
                .map(|s| s.replace(' ', "\u{a0}"))
        );
        assert!(bytes(u64::MAX).ends_with("PB"));
    }

    #[test]
    fn a_digest_is_shortened_and_what_is_no_digest_is_not() {
        assert_eq!(short_digest(&"ab".repeat(32)), "abababab\u{2026}abab");
        assert_eq!(short_digest("ab"), "ab");
        assert_eq!(short_digest("ééééééééééééééééééééééééé"), "ééééééééééééééééééééééééé");
    }

    #[test]
    fn amounts_have_at_most_three_decimals_and_no_needless_ones() {
        let cases = [
            (432.5, "432.5"),
            (0.0667, "0.067"),
            (1204.0, "1,204"),
            (0.0, "0"),
            (-0.25, "−0.25"),
            (2.0 / 3.0, "0.667"),
            (1.05, "1.05"),
        ];
        for (value, said) in cases {
            assert_eq!(amount(value), said);
        }
    }
}
