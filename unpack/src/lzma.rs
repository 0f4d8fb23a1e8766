//! LZMA, as far as it is used here: without a header or an end mark, and without regard to positions.

/// The number of states that what was unpacked last leads to.
const STATES: usize = 12;

// Where the likelihoods of each decision stand.
const REPEATS: usize = STATES;
const FIRST: usize = 2 * STATES;
const SECOND: usize = 3 * STATES;
const THIRD: usize = 4 * STATES;
const LONG: usize = 5 * STATES;
const SLOTS: usize = 6 * STATES;
const NEAR: usize = SLOTS + 4 * 64;
const ALIGN: usize = NEAR + 115;
const LENGTH: usize = ALIGN + 16;
const AGAIN: usize = LENGTH + 274;
const LITERALS: usize = AGAIN + 274;

/// How many likelihoods there are when literals look at four bits of the byte before.
pub const LIKELIHOODS: usize = LITERALS + (0x300 << MOST_CONTEXT);

/// The most bits of the byte before that literals may look at.
pub const MOST_CONTEXT: u32 = 4;

/// A reader of decisions, each of which was more or less likely.
struct Coder<'a> {
    packed: &'a [u8],
    at: usize,
    range: u32,
    code: u32,
    /// Of 2048, how likely each decision is to be 0.
    likely: &'a mut [u16; LIKELIHOODS],
}

impl Coder<'_> {
    fn more(&mut self) {
        if self.range < 1 << 24 {
            self.range <<= 8;
            self.code = self.code << 8 | u32::from(self.packed.get(self.at).copied().unwrap_or(0));
            self.at += 1;
        }
    }

    fn bit(&mut self, of: usize) -> Option<usize> {
        let likely = self.likely.get_mut(of)?;
        let bound = (self.range >> 11) * u32::from(*likely);
        let is = self.code >= bound;
        if is {
            self.range -= bound;
            self.code -= bound;
            *likely -= *likely >> 5;
        } else {
            self.range = bound;
            *likely += (2048 - *likely) >> 5;
        }
        self.more();
        Some(usize::from(is))
    }

    /// A number of so many bits, the highest first.
    fn number(&mut self, base: usize, bits: u32) -> Option<usize> {
        let mut number = 1;
        for _ in 0..bits {
            number = number << 1 | self.bit(base + number)?;
        }
        Some(number - (1 << bits))
    }

    /// A number of so many bits, the lowest first.
    fn low_first(&mut self, base: usize, bits: u32) -> Option<usize> {
        let (mut number, mut value) = (1, 0);
        for shift in 0..bits {
            let is = self.bit(base + number)?;
            number = number << 1 | is;
            value |= is << shift;
        }
        Some(value)
    }

    /// A number of so many bits, each as likely as not.
    fn even(&mut self, bits: u32) -> usize {
        let mut value = 0;
        for _ in 0..bits {
            self.range >>= 1;
            let is = self.code >= self.range;
            if is {
                self.code -= self.range;
            }
            value = value << 1 | usize::from(is);
            self.more();
        }
        value
    }

    fn length(&mut self, base: usize) -> Option<usize> {
        Some(match self.bit(base)? {
            0 => self.number(base + 2, 3)?,
            _ => match self.bit(base + 1)? {
                0 => 8 + self.number(base + 10, 3)?,
                _ => 16 + self.number(base + 18, 8)?,
            },
        })
    }

    /// How far back a match of a length stands that stood nowhere lately.
    fn distance(&mut self, length: usize) -> Option<usize> {
        let slot = self.number(SLOTS + length.min(3) * 64, 6)?;
        if slot < 4 {
            return Some(slot);
        }
        let bits = (slot as u32 >> 1) - 1;
        let base = (2 | slot & 1) << bits;
        Some(
            base + if slot < 14 {
                self.low_first(NEAR + base - slot, bits)?
            } else {
                (self.even(bits - 4) << 4) + self.low_first(ALIGN, 4)?
            },
        )
    }

    /// A byte, after the one before; `other` is the one that would have come by the latest match, when that has just ended.
    fn literal(&mut self, base: usize, other: Option<u8>) -> Option<u8> {
        let mut letter = 1;
        if let Some(other) = other {
            for shift in (0..8).rev() {
                let expected = usize::from(other >> shift & 1);
                let is = self.bit(base + ((1 + expected) << 8) + letter)?;
                letter = letter << 1 | is;
                if is != expected {
                    break;
                }
            }
        }
        while letter < 0x100 {
            letter = letter << 1 | self.bit(base + letter)?;
        }
        Some(letter as u8)
    }
}

/// Fills `out` with what was packed; literals look at `context` bits of the byte before. Nothing when it was not packed so.
pub fn unpack(packed: &[u8], out: &mut [u8], context: u32, likely: &mut [u16; LIKELIHOODS]) -> Option<()> {
    if context > MOST_CONTEXT {
        return None;
    }
    likely.fill(1024);
    let code = packed.get(1..5)?.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
    let mut coder = Coder { packed, at: 5, range: u32::MAX, code, likely };
    let (mut state, mut at) = (0, 0);
    // How far back the latest matches stood, less one.
    let mut back = [0_usize; 4];
    while at < out.len() {
        let before = |back: usize, out: &[u8]| out.get(at.checked_sub(back + 1)?).copied();
        if coder.bit(state)? == 0 {
            let base = LITERALS + 0x300 * (usize::from(before(0, out).unwrap_or(0)) >> (8 - context));
            let other = if state >= 7 { Some(before(back[0], out)?) } else { None };
            *out.get_mut(at)? = coder.literal(base, other)?;
            at += 1;
            state = if state < 4 {
                0
            } else if state < 10 {
                state - 3
            } else {
                state - 6
            };
            continue;
        }
        let length = if coder.bit(REPEATS + state)? == 1 {
            if coder.bit(FIRST + state)? == 0 {
                if coder.bit(LONG + state)? == 0 {
                    *out.get_mut(at)? = before(back[0], out)?;
                    at += 1;
                    state = if state < 7 { 9 } else { 11 };
                    continue;
                }
            } else if coder.bit(SECOND + state)? == 0 {
                back = [back[1], back[0], back[2], back[3]];
            } else if coder.bit(THIRD + state)? == 0 {
                back = [back[2], back[0], back[1], back[3]];
            } else {
                back = [back[3], back[0], back[1], back[2]];
            }
            state = if state < 7 { 8 } else { 11 };
            coder.length(AGAIN)?
        } else {
            let length = coder.length(LENGTH)?;
            back = [coder.distance(length)?, back[0], back[1], back[2]];
            state = if state < 7 { 7 } else { 10 };
            length
        };
        let end = (at + length + 2).min(out.len());
        let mut from = at.checked_sub(back[0] + 1)?;
        while at < end {
            *out.get_mut(at)? = *out.get(from)?;
            (at, from) = (at + 1, from + 1);
        }
    }
    Some(())
}
