//! Decimal text to the nearest `f64`, as the standard library has it, without its tables: 10 KB of powers of five, which no
//! compression makes smaller, and which everybody who opens the site would load.

use std::cmp::Ordering;

/// Digits that are looked at; no number needs more to be told from its neighbours, if one more says that some were left out.
const MOST_DIGITS: usize = 800;

/// The finite number that a text writes in decimal: a sign, digits with a point, an exponent. None when it is something else,
/// or too large for an `f64`.
pub fn number(text: &str) -> Option<f64> {
    let (is_negative, unsigned) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let mut digits = Digits::default();
    let mut rest = digits.read(unsigned);
    if let [b'.', behind @ ..] = rest {
        let before = rest.len();
        rest = digits.read(behind);
        digits.exponent -= i64::try_from(before - 1 - rest.len()).ok()?;
    }
    if rest.len() >= unsigned.len() || !unsigned.iter().take(2).any(u8::is_ascii_digit) {
        return None;
    }
    if let [b'e' | b'E', power @ ..] = rest {
        digits.exponent = digits.exponent.saturating_add(exponent(power)?);
    } else if !rest.is_empty() {
        return None;
    }
    let magnitude = digits.quickly().or_else(|| digits.exactly(unsigned))?;
    Some(if is_negative { -magnitude } else { magnitude })
}

/// The whole number behind an `e`; one that no `f64` reaches is as good as any other such.
fn exponent(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        rest => (1, rest),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let size = digits.iter().fold(0_i64, |n, digit| (n * 10 + i64::from(digit - b'0')).min(1_000_000_000));
    Some(sign * size)
}

/// The digits of a number: `mantissa` times ten to the `exponent`, when they fit.
#[derive(Default)]
struct Digits {
    mantissa: u64,
    overflows: bool,
    exponent: i64,
}

impl Digits {
    /// Takes digits from the front; what stands behind them is left.
    fn read<'t>(&mut self, text: &'t [u8]) -> &'t [u8] {
        let mut rest = text;
        while let [digit @ b'0'..=b'9', behind @ ..] = rest {
            match self.mantissa.checked_mul(10).and_then(|m| m.checked_add(u64::from(digit - b'0'))) {
                Some(mantissa) => self.mantissa = mantissa,
                None => self.overflows = true,
            }
            rest = behind;
        }
        rest
    }

    /// The number, where one rounding is enough: mantissa and power of ten are both exact.
    fn quickly(&self) -> Option<f64> {
        let is_exact = !self.overflows && self.mantissa <= 1 << 53 && (-22..=22).contains(&self.exponent);
        is_exact.then(|| {
            let power = (0..self.exponent.unsigned_abs()).fold(1.0, |power, _| power * 10.0);
            let mantissa = self.mantissa as f64;
            if self.exponent < 0 { mantissa / power } else { mantissa * power }
        })
    }

    /// The number, from all of its digits, by long division.
    #[cold]
    #[inline(never)]
    fn exactly(&self, text: &[u8]) -> Option<f64> {
        let mut above = Large::default();
        let mut exponent = self.exponent;
        let (mut taken, mut is_cut) = (0, false);
        for digit in text.iter().take_while(|byte| !matches!(byte, b'e' | b'E')).filter(|byte| **byte != b'.') {
            if taken < MOST_DIGITS {
                above.times_plus(10, u32::from(digit - b'0'));
                taken += usize::from(!above.0.is_empty());
            } else {
                is_cut |= *digit != b'0';
                exponent += 1;
            }
        }
        if is_cut {
            above.times_plus(10, 1);
            exponent -= 1;
        }
        let scale = i64::try_from(taken).ok()?.saturating_add(exponent);
        if above.0.is_empty() || scale < -330 {
            return Some(0.0);
        }
        if scale > 310 {
            return None;
        }
        let mut below = Large(vec![1]);
        if exponent < 0 { &mut below } else { &mut above }.times_power_of_ten(exponent.unsigned_abs());
        // The quotient gets 63 or 64 bits: more than an f64 keeps, and the remainder says whether there would be others.
        let shift = 63 - (i64::from(above.bits()) - i64::from(below.bits()));
        if shift < 0 { &mut below } else { &mut above }.shift_up(u32::try_from(shift.unsigned_abs()).ok()?);
        below.shift_up(63);
        let mut quotient = 0_u64;
        for _ in 0..64 {
            quotient <<= 1;
            if above.compare(&below).is_ge() {
                above.subtract(&below);
                quotient |= 1;
            }
            below.halve();
        }
        nearest(quotient, -shift, !above.0.is_empty())
    }
}

/// The `f64` nearest to `mantissa` times two to the `exponent`, and a little more if `is_more`; on a tie the even one.
fn nearest(mantissa: u64, exponent: i64, is_more: bool) -> Option<f64> {
    let zeros = i64::from(mantissa.leading_zeros());
    let mantissa = mantissa << zeros;
    // The exponent of the highest bit; below -1022 an f64 has fewer bits than 53.
    let highest = exponent - zeros + 63;
    if highest > 1023 {
        return None;
    }
    let dropped = u32::try_from(11 + (-1022 - highest).max(0)).ok()?;
    let wide = u128::from(mantissa);
    let kept = wide.checked_shr(dropped).unwrap_or(0) as u64;
    let rest = wide - (u128::from(kept) << dropped.min(127));
    let half = 1_u128.checked_shl(dropped - 1).unwrap_or(u128::MAX);
    let is_up = rest > half || rest == half && (is_more || kept & 1 == 1);
    let biased = u64::try_from((highest + 1022).max(0)).ok()?;
    // The highest kept bit of a normal number adds the one that is missing to its exponent, and so does a carry.
    let bits = (biased << 52) + kept + u64::from(is_up);
    Some(f64::from_bits(bits)).filter(|number| number.is_finite())
}

/// A whole number of any size: its lowest 32 bits first, without zeros at the end.
#[derive(Default)]
struct Large(Vec<u32>);

impl Large {
    fn times_plus(&mut self, factor: u32, addend: u32) {
        let mut carry = u64::from(addend);
        for part in &mut self.0 {
            carry += u64::from(*part) * u64::from(factor);
            *part = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn times_power_of_ten(&mut self, power: u64) {
        for _ in 0..power / 9 {
            self.times_plus(1_000_000_000, 0);
        }
        for _ in 0..power % 9 {
            self.times_plus(10, 0);
        }
    }

    fn bits(&self) -> u32 {
        self.0.last().map_or(0, |highest| self.0.len() as u32 * 32 - highest.leading_zeros())
    }

    fn shift_up(&mut self, bits: u32) {
        self.times_plus(1 << (bits % 32), 0);
        self.0.splice(0..0, std::iter::repeat_n(0, bits as usize / 32));
    }

    fn halve(&mut self) {
        let mut carry = 0;
        for part in self.0.iter_mut().rev() {
            let lowest = *part << 31;
            *part = *part >> 1 | carry;
            carry = lowest;
        }
        self.trim();
    }

    fn compare(&self, other: &Large) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// Takes away a number that is not larger.
    fn subtract(&mut self, other: &Large) {
        let mut borrow = false;
        for (n, part) in self.0.iter_mut().enumerate() {
            let (difference, under) = part.overflowing_sub(other.0.get(n).copied().unwrap_or(0));
            let (difference, under_again) = difference.overflowing_sub(u32::from(borrow));
            *part = difference;
            borrow = under || under_again;
        }
        self.trim();
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    fn same_as_the_standard_library(text: &str) {
        let standard = text.parse::<f64>().ok().filter(|n| n.is_finite());
        assert_eq!(number(text).map(f64::to_bits), standard.map(f64::to_bits), "{text}");
    }

    #[test]
    fn numbers_that_are_easy_to_get_wrong() {
        for text in [
            "0",
            "-0",
            "0.0",
            "1",
            "-1.5",
            "+7",
            ".5",
            "5.",
            "007",
            "7.5",
            "9.8",
            "1e0",
            "1E+2",
            "12e-3",
            "0e999",
            "0.000e-999",
            // one above 2^53, a tie and its neighbours
            "9007199254740993",
            "9007199254740992.9",
            "9007199254740993.00000000000000000000000000000000001",
            // around the smallest and the smallest normal number
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "2.225073858507201136057409796709131975934819546351645648023426109724822222021076945516529523908135087914149158913039621106870086438694594645527657207407820621743379988141063267329253552286881372149012981122451451889849057222307285255133155755015914397476397983411801999323962548289017107081850690630666655994938275772572015763062690663332647565300009245888316433037779791869612049497390377829704905051080609940730262937128958950003583799967207254304360284078895771796150945516748243471030702609144621572289880258182545180325707018860872113128079512233426288368622321503775666622503982534335974568884423900265498198385487948292206894721689831099698365846814022854243330660339850886445804001034933970427567186443383770486037861622771738545623065874679014086723327636718749",
            // around the largest
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e308",
            "1e309",
            "1e-400",
            "1e99999999999999999999",
            "123456789012345678901234567890",
            "0.1234567890123456789012345678901234567890",
            "18446744073709551616",
            "18446744073709551615e-5",
        ] {
            same_as_the_standard_library(text);
        }
        same_as_the_standard_library(&format!("1{}", "0".repeat(308)));
        same_as_the_standard_library(&format!("0.{}1", "0".repeat(1_500)));
        same_as_the_standard_library(&format!("{}e-1200", "98765".repeat(300)));
        same_as_the_standard_library(&format!("9007199254740993.{}1", "0".repeat(2_000)));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in
            ["", "-", ".", "+.", "e5", ".e5", "1e", "1e+", "1.2.3", "0x10", "1_000", " 1", "1 ", "inf", "NaN", "--1", "1e1.5"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn every_number_is_read_as_it_was_written_and_so_is_what_lies_between_two() {
        let mut state = 7_u64;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state ^ state >> 33
        };
        for _ in 0..4_000 {
            let value = f64::from_bits(random() & 0x7FFF_FFFF_FFFF_FFFF);
            if value.is_finite() {
                assert_eq!(number(&format!("{value:e}")), Some(value));
                same_as_the_standard_library(&format!("{value:.20e}"));
            }
            // A whole number of 54 bits ends in a tie half of the time.
            let whole = random() >> 10 | 1 << 53;
            same_as_the_standard_library(&format!("{whole}"));
            same_as_the_standard_library(&format!("{}.{}e{}", random() % 1000, random(), random() % 80));
            same_as_the_standard_library(&format!("{}e-{}", random(), random() % 340));
        }
    }
}
