//! The top bar: name, pages, theme, files.

use std::rc::Rc;

use leptos::prelude::*;

use crate::page::browser;
use crate::page::components::Choice;
use crate::page::element::{El, KeyboardEvent, Node, button, el, svg, text};
use crate::page::state::AppState;
use plumbline_report::frame::words;
use plumbline_report::route::Route;
use plumbline_report::search::words as search;

/// What of the bar stands open.
#[derive(Clone, Copy)]
struct Unfolded {
    /// The menu, on narrow screens.
    menu: RwSignal<bool>,
    /// The pages behind "More".
    more: RwSignal<bool>,
}

impl Unfolded {
    fn shut(self) {
        self.menu.set(false);
        self.more.set(false);
    }
}

/// The top bar. Below 720 px the pages and controls fold into a menu. `searching` says whether the search is open.
pub fn top_bar(app: AppState, searching: RwSignal<bool>) -> Node {
    let section = Memo::new(move |_| app.location.with(|l| words::section(&l.route)));
    let open = Unfolded { menu: RwSignal::new(false), more: RwSignal::new(false) };
    let drawing = svg("svg").set("width", "14").set("height", "22").set("viewBox", "0 0 14 22").set("aria-hidden", "true");
    let drawing = drawing
        .child(svg("path").class("string").set("d", "M7 0V12").view())
        .child(svg("path").class("bob").set("d", "M3 11H11L12 13.5 7 22 2 13.5Z").view());
    let brand = el("a").class("brand").live_set("href", Box::new(move || Some(app.href(Route::Overview))));
    let here = move || match words::pages().get(section.get()) {
        Some((_, name)) => (*name).to_owned(),
        None => app.location.with(|l| words::page_name(&l.route)),
    };
    let menu_button = el("button")
        .set("type", "button")
        .class("btn menu-button")
        .set("aria-controls", "menu")
        .live_flag("aria-expanded", move || open.menu.get())
        .on_click(Box::new(move || open.menu.update(|o| *o = !*o)))
        .child(text("span", "visually-hidden", "Menu, page "))
        .live_text(Box::new(here))
        .child(caret());
    let menu = shut_by_escape(el("div").set("id", "menu").class("menu"), open.menu)
        .live_class("open", Box::new(move || open.menu.get()))
        .child(el("nav").set("aria-label", "Pages").child(pages(app, section, open)).view())
        .child(controls(app, open, searching));
    let bar = el("div")
        .class("shell-bar")
        .child(brand.child(drawing.view()).text(words::PRODUCT).view())
        .child(menu_button.view())
        .child(menu.view());
    el("header").class("top-bar").child(bar.view()).view()
}

fn caret() -> Node {
    el("span").class("caret").set("aria-hidden", "true").view()
}

/// Shuts what is open when Escape is pressed in it.
fn shut_by_escape(element: El, open: RwSignal<bool>) -> El {
    element.on(
        "keydown",
        Box::new(move |event| {
            let is_escape = browser::as_event::<KeyboardEvent>(&event).is_some_and(|event| event.key() == "Escape");
            if is_escape && open.get_untracked() {
                open.set(false);
            }
        }),
    )
}

/// The links to the pages: some in the bar, the rest behind "More".
fn pages(app: AppState, section: Memo<usize>, open: Unfolded) -> Node {
    let mut links: Vec<Node> = Vec::new();
    for (i, (route, name)) in words::pages().into_iter().enumerate() {
        let link = el("a")
            .live_set("href", Box::new(move || Some(app.href(route.clone()))))
            .live_set("aria-current", Box::new(move || (section.get() == i).then(|| "page".to_owned())))
            .on_click(Box::new(move || open.shut()))
            .text(name);
        links.push(el("li").child(link.view()).view());
    }
    let rest = links.split_off(words::PAGES_IN_BAR.min(links.len()));
    // A page behind "More" that is open stands in the bar by its name.
    let here_in_rest = move || {
        let i = section.get();
        words::pages().get(i).filter(|_| i >= words::PAGES_IN_BAR).map_or(words::MORE, |(_, name)| *name).to_owned()
    };
    let more_button = el("button")
        .set("type", "button")
        .class("more-button")
        .live_class("here", Box::new(move || (words::PAGES_IN_BAR..words::pages().len()).contains(&section.get())))
        .live_flag("aria-expanded", move || open.more.get())
        .on_click(Box::new(move || open.more.update(|m| *m = !*m)))
        .live_text(Box::new(here_in_rest))
        .child(caret());
    let more = shut_by_escape(el("li").class("more-pages"), open.more)
        .live_class("open", Box::new(move || open.more.get()))
        .child(more_button.view())
        .child(el("ul").class("rest").children(rest).view());
    el("ul").class("pages").children(links).child(more.view()).view()
}

fn controls(app: AppState, open: Unfolded, searching: RwSignal<bool>) -> Node {
    let search = el("button")
        .set("type", "button")
        .class("search-button")
        .set("aria-haspopup", "dialog")
        .set("aria-keyshortcuts", search::KEY)
        .on_click(Box::new(move || {
            open.shut();
            searching.set(true);
        }))
        .child(text("span", "", search::OPEN))
        .child(el("kbd").set("aria-hidden", "true").text(search::KEY).view());
    let choose = |id: &str, how: &str| {
        el("input")
            .set("id", id)
            .set("type", "file")
            .set("hidden", "")
            .set(how, "")
            .on("change", Box::new(move |event| app.load(browser::chosen_files(&event))))
            .view()
    };
    el("div")
        .class("controls")
        .child(search.view())
        .child(theme_choice(app))
        .child(choose("choose-folder", "webkitdirectory"))
        .child(choose("choose-files", "multiple"))
        .child(button("btn quiet", words::LOAD_FOLDER, || browser::click("choose-folder")))
        .child(button("btn", words::LOAD_FILES, || browser::click("choose-files")))
        .view()
}

/// The theme: as the system, light or dark.
fn theme_choice(app: AppState) -> Node {
    let theme = RwSignal::new(browser::theme().unwrap_or_default());
    let choice = Choice {
        label: words::THEME,
        face: Box::new(String::new),
        options: Box::new(|| words::THEMES.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect()),
        value: Memo::new(move |_| theme.get()),
        on_choose: Rc::new(move |value| {
            browser::set_theme(Some(value.as_str()).filter(|v| !v.is_empty()));
            theme.set(value);
            app.palette_version.update(|v| *v += 1);
        }),
        quiet: true,
    };
    choice.view(app)
}
