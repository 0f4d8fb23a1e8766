//! A scene as SVG: for files, and for pages that are built before a browser sees them.

use std::fmt::Write;

use super::geometry::{Point, Rect, bob, hatch, point};
use super::paint::crisp;
use super::palette::{Palette, Token};
use super::scene::{Anchor, Label, Scene, Shape, Stroke};
use plumbline_text::xml;

/// Where a picture goes. That decides how its colours and its typeface are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target<'a> {
    /// A file of its own, which needs nothing else: colours are values, on paper.
    File {
        /// The colours.
        palette: &'a Palette,
        /// A list of typefaces, as CSS writes it.
        family: &'a str,
    },
    /// A part of a page: colours are the page's custom properties ([`Token::property`]), so that they follow its theme; the type is the
    /// page's, and so is the ground.
    Page,
}

/// A scene as one `svg` element of its size in CSS pixels.
///
/// It holds attributes of presentation only, no style and no script, so that it may be part of a page with a strict content security
/// policy. Text stays text. `label` is what the picture is called for those who do not see it.
pub fn svg(scene: &Scene, label: &str, target: Target<'_>) -> String {
    let (width, height) = (Number(scene.size.width.max(0.0)), Number(scene.size.height.max(0.0)));
    let mut pen = Pen { out: String::with_capacity(256 + 96 * scene.shapes.len()), target };
    let label = xml(label);
    pen.put(format_args!("<svg"));
    if let Target::File { .. } = target {
        pen.put(format_args!(" xmlns=\"http://www.w3.org/2000/svg\""));
    }
    pen.put(format_args!(
        " width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{label}\" fill=\"none\" \
         stroke-linejoin=\"round\""
    ));
    if let Target::File { family, .. } = target {
        pen.put(format_args!(
            " font-family=\"{}\">\n<title>{label}</title>\n<rect width=\"{width}\" height=\"{height}\"",
            xml(family)
        ));
        pen.color("fill", Token::Paper);
        pen.put(format_args!("/>\n"));
    } else {
        pen.put(format_args!(">"));
    }
    for shape in &scene.shapes {
        pen.shape(shape);
    }
    pen.put(format_args!("</svg>"));
    if let Target::File { .. } = target {
        pen.put(format_args!("\n"));
    }
    pen.out
}

/// A length or a coordinate with at most two decimals; what is no number is 0.
#[derive(Clone, Copy)]
struct Number(f64);

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hundredths = (self.0 * 100.0).round();
        if !hundredths.is_finite() || hundredths == 0.0 {
            return f.write_str("0");
        }
        // The shortest decimal that reads as this number has two decimals at most.
        write!(f, "{}", hundredths / 100.0)
    }
}

struct Pen<'a> {
    out: String,
    target: Target<'a>,
}

impl Pen<'_> {
    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing into a string never fails.
        let _ = self.out.write_fmt(text);
    }

    /// Ends an element without content.
    fn end(&mut self) {
        self.out.push_str("/>");
        self.end_line();
    }

    /// Files have a line for each element.
    fn end_line(&mut self) {
        if let Target::File { .. } = self.target {
            self.out.push('\n');
        }
    }

    /// Adds a colour as an attribute: `fill` or `stroke`.
    fn color(&mut self, attribute: &str, token: Token) {
        match self.target {
            Target::Page => self.put(format_args!(" {attribute}=\"var({})\"", token.property())),
            Target::File { palette, .. } => {
                let color = palette.color(token);
                let (r, g, b) = color.rgb;
                self.put(format_args!(" {attribute}=\"#{r:02x}{g:02x}{b:02x}\""));
                if color.alpha < 1.0 {
                    self.put(format_args!(" {attribute}-opacity=\"{}\"", Number(color.alpha)));
                }
            }
        }
    }

    fn stroke(&mut self, stroke: Stroke) {
        self.color("stroke", stroke.token);
        if stroke.width != 1.0 {
            self.put(format_args!(" stroke-width=\"{}\"", Number(stroke.width)));
        }
        if let Some((on, off)) = stroke.dash {
            self.put(format_args!(" stroke-dasharray=\"{} {}\"", Number(on), Number(off)));
        }
    }

    fn points(&mut self, element: &str, points: &[Point]) {
        self.put(format_args!("<{element} points=\""));
        for (i, p) in points.iter().enumerate() {
            let gap = if i == 0 { "" } else { " " };
            self.put(format_args!("{gap}{},{}", Number(p.x), Number(p.y)));
        }
        self.out.push('"');
    }

    fn rect(&mut self, rect: Rect) {
        let Rect { x, y, width, height } = rect;
        self.put(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            Number(x),
            Number(y),
            Number(width.max(0.0)),
            Number(height.max(0.0))
        ));
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Line { from, to, stroke } => {
                let (from, to) = crisp(*from, *to, stroke.width);
                self.put(format_args!(
                    "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"",
                    Number(from.x),
                    Number(from.y),
                    Number(to.x),
                    Number(to.y)
                ));
                self.stroke(*stroke);
                self.end();
            }
            Shape::Path { points, stroke } => {
                self.points("polyline", points);
                self.stroke(*stroke);
                self.end();
            }
            Shape::Area { points, fill } => {
                self.points("polygon", points);
                self.color("fill", *fill);
                self.end();
            }
            Shape::Bar { rect, fill } => {
                self.rect(*rect);
                self.color("fill", *fill);
                self.end();
            }
            Shape::Frame { rect, stroke } => {
                self.rect(rect.grown(-stroke.width / 2.0));
                self.stroke(*stroke);
                self.end();
            }
            Shape::Circle { center, radius, fill, stroke } => {
                let (x, y, r) = (Number(center.x), Number(center.y), Number(radius.max(0.0)));
                self.put(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\""));
                if let Some(token) = fill {
                    self.color("fill", *token);
                }
                if let Some(stroke) = stroke {
                    self.stroke(*stroke);
                }
                self.end();
            }
            Shape::Bob { at, radius } => {
                self.points("polygon", &bob(*at, *radius));
                self.color("fill", Token::Verified);
                self.stroke(Stroke::solid(Token::Paper, 1.5));
                self.end();
            }
            Shape::Hatch { rect } => self.hatch(*rect),
            Shape::Text(label) => self.text(label),
        }
    }

    /// The wash of missing data with all its lines in one path.
    fn hatch(&mut self, rect: Rect) {
        self.rect(rect);
        self.color("fill", Token::NoDataWash);
        self.end();
        self.put(format_args!("<path d=\""));
        for (from, to) in hatch(rect, 8.5) {
            self.put(format_args!("M{} {}L{} {}", Number(from.x), Number(from.y), Number(to.x), Number(to.y)));
        }
        self.out.push('"');
        self.stroke(Stroke::solid(Token::NoData, 1.4));
        self.end();
    }

    /// A text. Its halo is a text of its own below it, because some programs paint outlines over letters whatever they are told.
    fn text(&mut self, label: &Label) {
        let text = xml(&label.text);
        if label.halo {
            self.letters(label, &text, " aria-hidden=\"true\" stroke-width=\"4\"", &["fill", "stroke"], Token::Paper);
        }
        self.letters(label, &text, "", &["fill"], label.token);
    }

    fn letters(&mut self, label: &Label, text: &str, more: &str, painted: &[&str], token: Token) {
        let Point { x, y } = point(label.at.x, label.at.y);
        self.put(format_args!("<text x=\"{}\" y=\"{}\" font-size=\"{}\"{more}", Number(x), Number(y), Number(label.size)));
        if label.bold {
            self.put(format_args!(" font-weight=\"600\""));
        }
        match label.anchor {
            Anchor::Start => {}
            Anchor::Middle => self.put(format_args!(" text-anchor=\"middle\"")),
            Anchor::End => self.put(format_args!(" text-anchor=\"end\"")),
        }
        for attribute in painted {
            self.color(attribute, token);
        }
        self.put(format_args!(">{text}</text>"));
        self.end_line();
    }
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Size;
    use super::*;
    use proptest::prelude::*;
    use quick_xml::Reader;
    use quick_xml::events::Event;

    const SIZE: Size = Size { width: 100.0, height: 50.0 };

    fn written(shape: Shape, target: Target<'_>) -> String {
        let mut scene = Scene::new(SIZE);
        scene.shapes.push(shape);
        svg(&scene, "A chart", target)
    }

    /// What stands in a picture between its root and the end.
    fn inside(shape: Shape) -> String {
        let whole = written(shape, Target::Page);
        let (_, rest) = whole.split_once('>').unwrap();
        rest.strip_suffix("</svg>").unwrap().to_owned()
    }

    #[test]
    fn a_file_needs_nothing_else_and_has_a_ground_and_a_title() {
        let palette = Palette::light();
        let bar = Shape::Bar { rect: Rect { x: 1.0, y: 2.0, width: 3.5, height: 4.0 }, fill: Token::Gap };
        assert_eq!(
            written(bar, Target::File { palette: &palette, family: "\"A B\", sans-serif" }),
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"50\" viewBox=\"0 0 100 50\" role=\"img\" \
             aria-label=\"A chart\" fill=\"none\" stroke-linejoin=\"round\" font-family=\"&quot;A B&quot;, sans-serif\">\n\
             <title>A chart</title>\n\
             <rect width=\"100\" height=\"50\" fill=\"#fbfbf8\"/>\n\
             <rect x=\"1\" y=\"2\" width=\"3.5\" height=\"4\" fill=\"#be7c14\" fill-opacity=\"0.09\"/>\n\
             </svg>\n"
        );
    }

    #[test]
    fn a_part_of_a_page_takes_its_colours_from_the_page() {
        let line = Shape::Line { from: point(5.0, 10.2), to: point(20.0, 10.2), stroke: Stroke::PERCEIVED };
        // A level line of 2 px goes to a whole pixel.
        assert_eq!(
            inside(line),
            "<line x1=\"5\" y1=\"10\" x2=\"20\" y2=\"10\" stroke=\"var(--perceived)\" stroke-width=\"2\" stroke-dasharray=\"5 4\"/>"
        );
        let whole = written(Shape::Hatch { rect: Rect { x: 0.0, y: 0.0, width: 10.0, height: 4.0 } }, Target::Page);
        assert!(
            whole.starts_with("<svg width=\"100\" height=\"50\"") && !whole.contains('\n') && !whole.contains('#'),
            "{whole}"
        );
        assert!(!whole.contains("style") && !whole.contains("class"), "{whole}");
    }

    #[test]
    fn each_shape_is_one_element() {
        let stroke = Stroke::solid(Token::Ink, 1.0);
        let circle = Shape::Circle { center: point(3.0, 4.0), radius: 5.25, fill: Some(Token::Paper), stroke: Some(stroke) };
        assert_eq!(inside(circle), "<circle cx=\"3\" cy=\"4\" r=\"5.25\" fill=\"var(--paper)\" stroke=\"var(--ink)\"/>");
        let frame = Shape::Frame { rect: Rect { x: 0.0, y: 0.0, width: 10.0, height: 8.0 }, stroke };
        assert_eq!(inside(frame), "<rect x=\"0.5\" y=\"0.5\" width=\"9\" height=\"7\" stroke=\"var(--ink)\"/>");
        let area = Shape::Area { points: vec![point(0.0, 1.0), point(2.0, 3.0), point(1.0 / 3.0, -0.001)], fill: Token::Ink };
        assert_eq!(inside(area), "<polygon points=\"0,1 2,3 0.33,0\" fill=\"var(--ink)\"/>");
        // x + y = 0 and 8.5 cross a field of 10 by 4: one is a corner.
        let hatch = Shape::Hatch { rect: Rect { x: 0.0, y: 0.0, width: 10.0, height: 4.0 } };
        assert!(inside(hatch).contains("<path d=\"M"));
    }

    #[test]
    fn a_text_is_text_with_a_halo_below_it() {
        let label = Label::plain("58\u{a0}% <of> \"A & B\"", point(10.0, 20.0), Anchor::End).bold().halo();
        assert_eq!(
            inside(Shape::Text(label)),
            "<text x=\"10\" y=\"20\" font-size=\"12\" aria-hidden=\"true\" stroke-width=\"4\" font-weight=\"600\" \
             text-anchor=\"end\" fill=\"var(--paper)\" stroke=\"var(--paper)\">58\u{a0}% &lt;of&gt; &quot;A &amp; B&quot;</text>\
             <text x=\"10\" y=\"20\" font-size=\"12\" font-weight=\"600\" text-anchor=\"end\" fill=\"var(--ink)\">\
             58\u{a0}% &lt;of&gt; &quot;A &amp; B&quot;</text>"
        );
    }

    #[test]
    fn what_is_no_number_is_nought() {
        let bar = Shape::Bar { rect: Rect { x: f64::NAN, y: f64::INFINITY, width: -1.0, height: f64::NAN }, fill: Token::Ink };
        assert_eq!(inside(bar), "<rect x=\"0\" y=\"0\" width=\"0\" height=\"0\" fill=\"var(--ink)\"/>");
    }

    proptest! {
        #[test]
        fn a_picture_is_well_formed_whatever_its_texts(
            text in "[<>&\"'a-c/=\\]!\\[-]{0,12}|\\PC{0,12}|[\u{0}-\u{1f}\u{202e}\u{ffff}]{0,6}", label in "[<>&\"'\u{0}\u{202e}a]{0,8}",
        ) {
            let palette = Palette::dark();
            for target in [Target::Page, Target::File { palette: &palette, family: "sans-serif" }] {
                let mut scene = Scene::new(SIZE);
                scene.text(Label::plain(text.clone(), point(1.0, 2.0), Anchor::Start).halo());
                let whole = svg(&scene, &label, target);
                let mut reader = Reader::from_str(&whole);
                let mut elements = Vec::new();
                let mut depth = 0;
                loop {
                    match reader.read_event() {
                        Ok(Event::Start(start)) => {
                            depth += 1;
                            elements.push(start.name().as_ref().to_owned());
                            for attribute in start.attributes() {
                                prop_assert!(attribute.is_ok(), "{whole}");
                            }
                        }
                        Ok(Event::Empty(_) | Event::Text(_) | Event::GeneralRef(_)) => {}
                        Ok(Event::End(_)) => depth -= 1,
                        Ok(Event::Eof) => break,
                        other => prop_assert!(false, "{other:?} in {whole}"),
                    }
                }
                prop_assert_eq!(depth, 0);
                let known = ["svg", "title", "text"];
                prop_assert!(elements.iter().all(|e| known.contains(&e.as_str())), "{whole}");
                prop_assert!(!whole.contains(['\0', '\u{ffff}']), "a character that XML cannot hold");
            }
        }
    }
}
