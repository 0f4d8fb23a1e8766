//! A site's `index.html` with a first page in it.

use super::FirstPage;
use std::error::Error;
use std::fmt;

/// What stands before and after the part of the head that a first page brings.
const HEAD: (&str, &str) = ("<!-- first-page-head -->", "<!-- /first-page-head -->");
/// What stands before and after the part of the body that a first page brings.
const BODY: (&str, &str) = ("<!-- first-page -->", "<!-- /first-page -->");

/// A page that has no place for a first page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPlace(&'static str);

impl fmt::Display for NoPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` does not stand in it once: it is not the index.html of a built site of this version", self.0)
    }
}

impl Error for NoPlace {}

/// Puts a first page into a site's `index.html`, in the place of what stood between the marks. Doing it again changes nothing.
///
/// # Errors
/// When the page does not have each of the marks exactly once, in their order.
pub fn into_page(index: &str, first: &FirstPage) -> Result<String, NoPlace> {
    let with_head = replaced(index, HEAD, &first.head)?;
    replaced(&with_head, BODY, &first.body)
}

/// A text with another part between two marks.
fn replaced(text: &str, (from, to): (&'static str, &'static str), part: &str) -> Result<String, NoPlace> {
    let (before, rest) = once(text, from)?;
    let (_, after) = once(rest, to)?;
    Ok([before, from, "\n", part, "\n", to, after].concat())
}

/// A text before and after a mark that it has once.
fn once<'t>(text: &'t str, mark: &'static str) -> Result<(&'t str, &'t str), NoPlace> {
    text.split_once(mark).filter(|(_, after)| !after.contains(mark)).ok_or(NoPlace(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<head><!-- first-page-head --><title>P</title><!-- /first-page-head --></head>\
                         <body><div id=\"boot\"><!-- first-page --><p>…</p><!-- /first-page --></div></body>";

    fn first(body: &str) -> FirstPage {
        FirstPage { head: "<title>T</title>".to_owned(), body: body.to_owned() }
    }

    #[test]
    fn a_first_page_takes_the_place_of_what_stood_between_the_marks() {
        assert_eq!(
            into_page(INDEX, &first("<main></main>")).unwrap(),
            "<head><!-- first-page-head -->\n<title>T</title>\n<!-- /first-page-head --></head>\
             <body><div id=\"boot\"><!-- first-page -->\n<main></main>\n<!-- /first-page --></div></body>"
        );
    }

    #[test]
    fn doing_it_again_changes_nothing_and_another_one_replaces_it() {
        let once = into_page(INDEX, &first("<main>1</main>")).unwrap();
        assert_eq!(into_page(&once, &first("<main>1</main>")).unwrap(), once);
        let other = into_page(&once, &first("<main>2</main>")).unwrap();
        assert_eq!(other, into_page(INDEX, &first("<main>2</main>")).unwrap());
    }

    #[test]
    fn a_page_without_its_marks_or_with_two_of_one_is_refused_by_name() {
        for (without, of) in [
            ("<!-- first-page -->", "<!-- first-page -->"),
            ("<!-- /first-page -->", "<!-- /first-page -->"),
            ("<!-- first-page-head -->", "<!-- first-page-head -->"),
        ] {
            let failure = into_page(&INDEX.replace(without, ""), &first("")).unwrap_err();
            assert!(failure.to_string().starts_with(&format!("`{of}` does not stand in it once")), "{failure}");
        }
        assert!(into_page(&[INDEX, INDEX].concat(), &first("")).is_err());
    }
}
