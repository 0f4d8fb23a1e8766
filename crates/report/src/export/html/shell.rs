//! What stands around the Overview, with the boxes and classes that the page gives it (`src/page/shell`).
//!
//! Controls stand in their places and work once the page has been taken over.

use super::document::button;
use super::markup::Markup;
use super::picture::svg;
use crate::frame::{DataOrigin, FilterOption, Footer, Frame, words};
use crate::route::{Location, Period, Route};
use crate::search::words as search;
use crate::text::number::short_digest;
use crate::text::{filter, keys};

/// The address of a page, without any filter.
fn href(route: Route) -> String {
    Location::default().with_route(route).to_fragment()
}

/// What stands above the page itself.
pub(super) fn above(m: &mut Markup, frame: &Frame) {
    m.element("a", &[("class", "skip"), ("href", "#main")], |m| m.text(words::SKIP));
    m.element("header", &[("class", "top-bar")], |m| m.element("div", &[("class", "shell-bar")], top_bar));
    m.end_line();
    m.element("section", &[("class", "filter-bar screen-only"), ("aria-label", "Filters")], |m| {
        m.element("div", &[("class", "shell-bar")], |m| filters(m, frame));
    });
    m.end_line();
    if let DataOrigin::Demo { title } = &frame.origin {
        m.element("aside", &[("class", "demo-strip"), ("aria-label", words::DEMO)], |m| {
            m.element("p", &[("class", "shell-bar")], |m| {
                m.line("strong", "demo-tag", words::DEMO);
                m.line("span", "demo-title", title);
                m.line("span", "", words::DEMO_TEXT);
                button(m, "link screen-only", words::DEMO_LEAVE);
            });
        });
        m.end_line();
    }
}

fn top_bar(m: &mut Markup) {
    m.element("a", &[("class", "brand"), ("href", &href(Route::Overview))], |m| {
        svg(m, "", ("14", "22"), |m| {
            m.element("path", &[("class", "string"), ("d", "M7 0V12")], |_| ());
            m.element("path", &[("class", "bob"), ("d", "M3 11H11L12 13.5 7 22 2 13.5Z")], |_| ());
        });
        m.line("span", "brand-name", words::PRODUCT);
    });
    m.element("button", &[("type", "button"), ("class", "btn menu-button"), ("aria-expanded", "false")], |m| {
        m.line("span", "visually-hidden", "Menu, page ");
        m.line("span", "here", &words::page_name(&Route::Overview));
        caret(m);
    });
    let search = [("type", "button"), ("class", "btn search-short"), ("aria-haspopup", "dialog"), ("aria-label", search::OPEN)];
    m.element("button", &search, |m| {
        svg(m, "", ("16", "16"), |m| {
            m.element("path", &[("d", "M11 6.5A4.5 4.5 0 1 1 2 6.5A4.5 4.5 0 0 1 11 6.5ZM9.8 9.8L14 14")], |_| ());
        });
    });
    m.element("div", &[("class", "menu")], |m| {
        m.element("nav", &[("aria-label", "Pages")], pages);
        controls(m);
    });
}

fn caret(m: &mut Markup) {
    m.element("span", &[("class", "caret"), ("aria-hidden", "true")], |_| ());
}

fn pages(m: &mut Markup) {
    let link = |m: &mut Markup, route: &Route, name: &str| {
        let current = if *route == Route::Overview { "page" } else { "" };
        m.element("li", &[], |m| {
            m.element("a", &[("href", &href(route.clone())), ("aria-current", current)], |m| m.text(name));
        });
    };
    let pages = words::pages();
    let (in_bar, rest) = pages.split_at(words::PAGES_IN_BAR.min(pages.len()));
    m.element("ul", &[("class", "pages")], |m| {
        in_bar.iter().for_each(|(route, name)| link(m, route, name));
        m.element("li", &[("class", "more-pages")], |m| {
            m.element("button", &[("type", "button"), ("class", "more-button"), ("aria-expanded", "false")], |m| {
                m.text(words::MORE);
                caret(m);
            });
            m.element("ul", &[("class", "rest")], |m| rest.iter().for_each(|(route, name)| link(m, route, name)));
        });
    });
}

fn controls(m: &mut Markup) {
    m.element("div", &[("class", "controls")], |m| {
        let attributes = [("type", "button"), ("class", "search-button"), ("aria-haspopup", "dialog")];
        m.element("button", &attributes, |m| {
            m.line("span", "", search::OPEN);
            m.element("kbd", &[("aria-hidden", "true")], |m| m.text(search::KEY));
        });
        choice(m, "chip quiet", words::THEME, "", words::THEMES.first().map_or("", |(_, words)| words));
        button(m, "btn quiet", words::LOAD_FOLDER);
        button(m, "btn", words::LOAD_FILES);
    });
}

/// A choice that holds what is chosen alone.
fn choice(m: &mut Markup, class: &str, label: &str, face: &str, chosen: &str) {
    m.element("div", &[("class", class)], |m| {
        m.element("span", &[("class", "chip-face"), ("aria-hidden", "true")], |m| {
            m.line("span", "chip-label", label);
            m.line("span", "", face);
            m.line("span", "caret", "");
        });
        m.element("select", &[("aria-label", label)], |m| m.element("option", &[], |m| m.text(chosen)));
    });
}

fn filters(m: &mut Markup, frame: &Frame) {
    m.element("button", &[("type", "button"), ("class", "btn filters-button"), ("aria-expanded", "false")], |m| {
        m.text(filter::FILTERS);
        caret(m);
    });
    m.element("div", &[("class", "filter-chips")], |m| filter_choices(m, frame));
    m.line("p", "counts", &frame.counts);
}

fn filter_choices(m: &mut Markup, frame: &Frame) {
    let options = &frame.options;
    let period = if options.period.is_empty() { words::period_face(&Period::All) } else { options.period.clone() };
    choice(m, "chip", filter::PERIOD, &period, words::PERIODS.first().map_or("", |(_, words)| words));
    let lists: [(&str, &Vec<FilterOption>); 3] = [
        (filter::TEAM, &options.teams),
        (filter::ENVIRONMENT, &options.environments),
        (filter::AUTHORSHIP, &options.authorships),
    ];
    for (label, options) in lists {
        choice(m, "chip", label, &words::all_of(options.len()), words::ALL);
    }
}

/// The footer.
pub(super) fn footer(m: &mut Markup, footer: &Footer) {
    let digest = |m: &mut Markup, digest: &str| m.line("span", "mono", &["sha256 ", &short_digest(digest)].concat());
    m.element("footer", &[("class", "footer")], |m| {
        m.element("div", &[("class", "shell-wide")], |m| {
            if !footer.sources.is_empty() {
                m.element("p", &[], |m| {
                    m.line("b", "", "Sources");
                    m.text(&[" ", &footer.sources, " "].concat());
                    let sources = href(Route::Sources);
                    m.element("a", &[("class", "screen-only"), ("href", &sources)], |m| m.text(words::OPEN_RECEIPTS));
                });
                m.element("p", &[], |m| {
                    m.line("b", "", "Policy");
                    m.text(&[" ", &footer.policy, " "].concat());
                    digest(m, &footer.policy_sha256);
                    m.void("br", &[]);
                    m.line("b", "", "Data set");
                    m.text(" ");
                    digest(m, &footer.data_sha256);
                    m.text(&[", same inputs give the same page. ", &words::assessed(&footer.assessed)].concat());
                });
            }
            m.element("p", &[], |m| {
                m.line("b", "", words::NOTHING_LEFT);
                m.text(&[" ", words::NETWORK].concat());
                m.void("br", &[]);
                m.text(&[words::PRODUCT, " ", &footer.version, " "].concat());
                m.element(
                    "button",
                    &[("type", "button"), ("class", "link screen-only for-keys"), ("aria-haspopup", "dialog")],
                    |m| {
                        m.text(&[keys::OPEN, " "].concat());
                        m.line("kbd", "", keys::HELP);
                    },
                );
            });
        });
    });
}
