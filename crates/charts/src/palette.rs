//! The product's colours by name. Charts name tokens; only the painter knows their values.

/// A colour token. Hue has four jobs: blue is evidence, brass is statements, red is contradiction, grey is the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    /// The page.
    Paper,
    /// Quiet panels.
    Sunken,
    /// Text and findings.
    Ink,
    /// Second text.
    Ink2,
    /// Axis text and quiet bars.
    Ink3,
    /// Row rules.
    Rule,
    /// Axis lines.
    Rule2,
    /// Gridlines.
    Grid,
    /// Evidence.
    Verified,
    /// Evidence, one step lighter.
    Verified2,
    /// Evidence, lightest solid.
    Verified3,
    /// An interval of evidence.
    VerifiedBand,
    /// A statement's mark.
    Perceived,
    /// A statement's text.
    PerceivedInk,
    /// An interval of statements.
    PerceivedBand,
    /// What lies between statement and evidence.
    Gap,
    /// Contradiction, and nothing else.
    Contra,
    /// The lines of the hatch that says no data.
    NoData,
    /// Under that hatch.
    NoDataWash,
    /// Written by AI.
    ByGenerated,
    /// Written with AI.
    ByAssisted,
    /// Written by people.
    ByHuman,
    /// The second of four shades from the ink to a line's: told apart by patterns where colours are forced.
    Shade2,
    /// The third.
    Shade3,
    /// The fourth and lightest.
    Shade4,
}

impl Token {
    /// Every token, in the order of [`Palette`]'s storage.
    pub const ALL: [Token; 25] = [
        Token::Paper,
        Token::Sunken,
        Token::Ink,
        Token::Ink2,
        Token::Ink3,
        Token::Rule,
        Token::Rule2,
        Token::Grid,
        Token::Verified,
        Token::Verified2,
        Token::Verified3,
        Token::VerifiedBand,
        Token::Perceived,
        Token::PerceivedInk,
        Token::PerceivedBand,
        Token::Gap,
        Token::Contra,
        Token::NoData,
        Token::NoDataWash,
        Token::ByGenerated,
        Token::ByAssisted,
        Token::ByHuman,
        Token::Shade2,
        Token::Shade3,
        Token::Shade4,
    ];

    /// Whether it lies behind marks and is none itself.
    pub(crate) const fn is_ground(self) -> bool {
        matches!(
            self,
            Token::Paper
                | Token::Sunken
                | Token::Gap
                | Token::VerifiedBand
                | Token::PerceivedBand
                | Token::NoDataWash
                | Token::Grid
        )
    }

    /// The name of its CSS custom property.
    pub const fn property(self) -> &'static str {
        match self {
            Token::Paper => "--paper",
            Token::Sunken => "--sunken",
            Token::Ink => "--ink",
            Token::Ink2 | Token::Shade2 => "--ink-2",
            Token::Ink3 | Token::Shade3 => "--ink-3",
            Token::Rule => "--rule",
            Token::Rule2 | Token::Shade4 => "--rule-2",
            Token::Grid => "--grid",
            Token::Verified => "--verified",
            Token::Verified2 => "--verified-2",
            Token::Verified3 => "--verified-3",
            Token::VerifiedBand => "--verified-band",
            Token::Perceived => "--perceived",
            Token::PerceivedInk => "--perceived-ink",
            Token::PerceivedBand => "--perceived-band",
            Token::Gap => "--gap",
            Token::Contra => "--contra",
            Token::NoData => "--nodata",
            Token::NoDataWash => "--nodata-wash",
            Token::ByGenerated => "--by-gen",
            Token::ByAssisted => "--by-assist",
            Token::ByHuman => "--by-human",
        }
    }
}

/// Red, green, blue, and how opaque it is from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Color {
    /// Red, green, blue, 0 to 255.
    pub rgb: (u8, u8, u8),
    /// 0 clear, 1 solid.
    pub alpha: f64,
}

impl Color {
    /// Reads what a token may hold: `#rgb`, `#rrggbb`, `rgb(r g b / a)`, `rgb(r, g, b)`, `rgba(r, g, b, a)`.
    pub fn from_css(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(hex) = text.strip_prefix('#') {
            let digits: Vec<u8> =
                hex.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
            let rgb = match digits.as_slice() {
                [r, g, b] => (r * 17, g * 17, b * 17),
                [r, s, g, h, b, c] => (r * 16 + s, g * 16 + h, b * 16 + c),
                _ => return None,
            };
            return Some(Self { rgb, alpha: 1.0 });
        }
        let inner = text.strip_prefix("rgba(").or_else(|| text.strip_prefix("rgb("))?.strip_suffix(')')?;
        let mut parts = inner.split([',', '/', ' ']).filter(|part| !part.is_empty()).map(|part| match part.strip_suffix('%') {
            Some(percent) => decimal(percent).map(|p| p / 100.0),
            None => decimal(part),
        });
        let mut next = || parts.next()?;
        let channel = |value: f64| value.round().clamp(0.0, 255.0) as u8;
        let rgb = (channel(next()?), channel(next()?), channel(next()?));
        Some(Self { rgb, alpha: next().unwrap_or(1.0).clamp(0.0, 1.0) })
    }
}

/// A number as style sheets write it, such as `0.06`, `.5` or `210`. The standard library's own reading is right to the last bit of any
/// number, and its tables would weigh more than all colours.
pub fn decimal(text: &str) -> Option<f64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = || whole.chars().chain(part.chars());
    digits().next()?;
    let value = digits().try_fold(0.0, |value, c| Some(value * 10.0 + f64::from(c.to_digit(10)?)))?;
    Some(value / part.chars().fold(1.0, |unit, _| unit * 10.0))
}

/// A value for every token: one theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    colors: [Color; Token::ALL.len()],
    /// Whether intervals have an outline in place of a band.
    outlines_bands: bool,
}

impl Palette {
    /// Asks for the CSS value of each token; one that is absent or unreadable is taken from the light theme.
    pub fn from_css(mut value_of: impl FnMut(&'static str) -> Option<String>) -> Self {
        let mut palette = Self::light();
        for (token, color) in Token::ALL.into_iter().zip(palette.colors.iter_mut()) {
            if let Some(found) = value_of(token.property()).and_then(|css| Color::from_css(&css)) {
                *color = found;
            }
        }
        palette
    }

    /// The light theme.
    pub fn light() -> Self {
        Self::from_values([
            0xfbfbf8, 0xf3f3ee, 0x15191f, 0x454c57, 0x646b76, 0xe3e3dc, 0xc3c4bd, 0xebebe5, 0x0f4c81, 0x4f82af, 0x9dbbd5,
            0x0f4c81, 0xb0700d, 0x83520a, 0xbe7c14, 0xbe7c14, 0xb3261e, 0xb4b6b1, 0xf3f3ee, 0x363e49, 0x8c939d, 0xcbced3,
            0x454c57, 0x646b76, 0xc3c4bd,
        ])
        .with_alphas(0.17, 0.22, 0.09)
    }

    /// The dark theme.
    pub fn dark() -> Self {
        Self::from_values([
            0x101418, 0x1a2027, 0xe9ebee, 0xb3bac4, 0x8f98a4, 0x262d35, 0x3d4650, 0x212830, 0x84b9ea, 0x5a8fc2, 0x365d84,
            0x84b9ea, 0xdfa544, 0xe5b25c, 0xdfa544, 0xdfa544, 0xf5857b, 0x626c77, 0x161b21, 0xcdd3da, 0x7a8490, 0x434b55,
            0xb3bac4, 0x8f98a4, 0x3d4650,
        ])
        .with_alphas(0.20, 0.22, 0.12)
    }

    /// For readers who force their own two colours: everything drawn in `text` on `paper`, bands as outlines, dashes kept.
    pub fn forced(text: Color, paper: Color) -> Self {
        let mut palette = Self { outlines_bands: true, ..Self::light() };
        for (token, color) in Token::ALL.into_iter().zip(palette.colors.iter_mut()) {
            *color = match token {
                Token::Paper | Token::Sunken | Token::NoDataWash => Color { alpha: 1.0, ..paper },
                Token::VerifiedBand | Token::PerceivedBand | Token::Gap => Color { alpha: 0.0, ..text },
                Token::Grid | Token::Rule => Color { alpha: 0.3, ..text },
                Token::ByHuman => Color { alpha: 0.25, ..text },
                Token::ByAssisted => Color { alpha: 0.55, ..text },
                _ => Color { alpha: 1.0, ..text },
            };
        }
        palette
    }

    fn from_values(values: [u32; Token::ALL.len()]) -> Self {
        Self {
            colors: values.map(|v| {
                let [_, r, g, b] = v.to_be_bytes();
                Color { rgb: (r, g, b), alpha: 1.0 }
            }),
            outlines_bands: false,
        }
    }

    fn with_alphas(mut self, verified: f64, perceived: f64, gap: f64) -> Self {
        for (token, color) in Token::ALL.into_iter().zip(self.colors.iter_mut()) {
            color.alpha = match token {
                Token::VerifiedBand => verified,
                Token::PerceivedBand => perceived,
                Token::Gap => gap,
                _ => 1.0,
            };
        }
        self
    }

    /// The colour of the outline that stands for a band, where bands are not filled.
    pub(crate) fn outline(&self, token: Token) -> Option<Token> {
        let is_band = matches!(token, Token::VerifiedBand | Token::PerceivedBand);
        (self.outlines_bands && is_band).then_some(Token::Ink2)
    }

    /// The pattern by which a bar of a token is told from the others, where all are of one colour: how far its lines are apart in CSS
    /// pixels, none for an outline. `None` where it is filled. Each lighter shade has fewer
    /// lines.
    pub(crate) fn pattern(&self, token: Token) -> Option<Option<f64>> {
        let pattern = match token {
            Token::Contra => Some(4.0),
            Token::Shade2 => Some(3.0),
            Token::Shade3 => Some(6.0),
            Token::Shade4 => None,
            _ => return None,
        };
        self.outlines_bands.then_some(pattern)
    }

    /// The value of a token.
    pub fn color(&self, token: Token) -> Color {
        self.colors.get(token as usize).copied().unwrap_or(Color { rgb: (0, 0, 0), alpha: 1.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_style_sheets_are_read_and_nothing_else() {
        for (text, value) in [("0.06", 0.06), (".5", 0.5), ("210", 210.0), ("1.", 1.0), ("0", 0.0)] {
            let read = decimal(text).unwrap();
            assert!((read - value).abs() < 1e-12, "{text} is {read}");
        }
        for text in ["", ".", "-1", "1e3", "1.2.3", "auto", "NaN"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn css_colours_are_read_in_every_spelling_a_browser_gives() {
        let blue = Color { rgb: (15, 76, 129), alpha: 1.0 };
        assert_eq!(Color::from_css("#0f4c81"), Some(blue));
        assert_eq!(Color::from_css(" rgb(15, 76, 129)"), Some(blue));
        let band = Color { alpha: 0.17, ..blue };
        assert_eq!(Color::from_css("rgb(15 76 129 / 0.17)"), Some(band));
        assert_eq!(Color::from_css("rgb(15 76 129 / 17%)"), Some(band));
        assert_eq!(Color::from_css("rgba(15,76,129,.17)"), Some(band));
        assert_eq!(Color::from_css("#fff").map(|c| c.rgb), Some((255, 255, 255)));
        assert_eq!(Color::from_css("CanvasText"), None);
        assert_eq!(Color::from_css("#12"), None);
    }

    #[test]
    fn tokens_are_stored_in_their_own_order() {
        for (idx, token) in Token::ALL.into_iter().enumerate() {
            assert_eq!(token as usize, idx);
        }
        assert_eq!(Palette::light().color(Token::Contra).rgb, (0xb3, 0x26, 0x1e));
        assert_eq!(Palette::dark().color(Token::Gap).alpha, 0.12);
    }

    #[test]
    fn an_unreadable_token_keeps_the_light_value() {
        let palette = Palette::from_css(|name| (name == "--ink").then(|| "#000".to_owned()));
        assert_eq!(palette.color(Token::Ink).rgb, (0, 0, 0));
        assert_eq!(palette.color(Token::Verified), Palette::light().color(Token::Verified));
    }
}
