//! The top bar: name, pages, theme, files.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use crate::page::browser;
use crate::page::components::Choice;
use crate::page::state::{Loading, Navigation};
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
    menu_button: NodeRef<html::Button>,
    more_button: NodeRef<html::Button>,
}

impl Unfolded {
    fn shut(self) {
        for open in [self.menu, self.more] {
            if open.get_untracked() {
                open.set(false);
            }
        }
    }

    /// Shuts what is open, and gives the focus back to the button that opened it.
    fn shut_and_return(self) {
        let button = if self.menu.get_untracked() { self.menu_button } else { self.more_button };
        self.shut();
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    }
}

/// The id of the bar and of what keeps a press beside its open menu from the page.
const BAR: &str = "top-bar";

/// The top bar. Where it is too narrow for them, the pages and controls fold into a menu, which shuts on Escape, on a press anywhere else,
/// and after a choice.
#[component]
pub fn TopBar(
    /// Whether the search is open.
    searching: RwSignal<bool>,
) -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    let section = Memo::new(move |_| navigation.location.with(|l| words::section(&l.route)));
    let open = Unfolded {
        menu: RwSignal::new(false),
        more: RwSignal::new(false),
        menu_button: NodeRef::new(),
        more_button: NodeRef::new(),
    };
    browser::on_press_outside(BAR, move || open.shut());
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && (open.menu.get_untracked() || open.more.get_untracked()) {
            open.shut_and_return();
        }
    };
    let here = move || match words::pages().get(section.get()) {
        Some((_, name)) => (*name).to_owned(),
        None => navigation.location.with(|l| words::page_name(&l.route)),
    };
    view! {
        <div class="top-bar-and-veil" id=BAR>
            <header class="top-bar" on:keydown=escape>
                <div class="shell-bar">
                    <a class="brand" href=move || navigation.href(Route::Overview)>
                        <svg width="14" height="22" viewBox="0 0 14 22" aria-hidden="true">
                            <path class="string" d="M7 0V12"></path>
                            <path class="bob" d="M3 11H11L12 13.5 7 22 2 13.5Z"></path>
                        </svg>
                        <span class="brand-name">{words::PRODUCT}</span>
                    </a>
                    <button
                        type="button" class="btn menu-button" node_ref=open.menu_button aria-controls="menu" aria-expanded=move || open.menu.get().to_string()
                        on:click=move |_| open.menu.update(|is_open| *is_open = !*is_open)
                    >
                        <span class="visually-hidden">"Menu, page "</span>
                        <span class="here">{here}</span>
                        <span class="caret" aria-hidden="true"></span>
                    </button>
                    <button
                        type="button" class="btn search-short" aria-haspopup="dialog" aria-label=search::OPEN
                        on:click=move |_| {
                            open.shut();
                            searching.set(true);
                        }
                    >
                        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="M11 6.5A4.5 4.5 0 1 1 2 6.5A4.5 4.5 0 0 1 11 6.5ZM9.8 9.8L14 14"></path></svg>
                    </button>
                    <div id="menu" class="menu" class:open=open.menu>
                        <nav aria-label="Pages"><Pages section open /></nav>
                        <Controls open searching />
                    </div>
                </div>
            </header>
            <div class="menu-veil" class:on=open.menu on:click=move |_| open.shut()></div>
        </div>
    }
}

/// The links to the pages: some in the bar, the rest behind "More".
#[component]
fn Pages(section: Memo<usize>, open: Unfolded) -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    let link = move |(i, (route, name)): (usize, (Route, &'static str))| {
        view! {
            <li>
                <a
                    href=move || navigation.href(route.clone()) aria-current=move || (section.get() == i).then_some("page")
                    on:click=move |_| open.shut()
                >
                    {name}
                </a>
            </li>
        }
    };
    let mut links: Vec<_> = words::pages().into_iter().enumerate().map(link).collect();
    let rest = links.split_off(words::PAGES_IN_BAR.min(links.len()));
    let is_in_rest = move || (words::PAGES_IN_BAR..words::pages().len()).contains(&section.get());
    // A page behind "More" that is open stands in the bar by its name.
    let more = move || match words::pages().get(section.get()) {
        Some((_, name)) if is_in_rest() => *name,
        _ => words::MORE,
    };
    view! {
        <ul class="pages">
            {links}
            <li class="more-pages" class:open=open.more>
                <button
                    type="button" class="more-button" node_ref=open.more_button class:here=is_in_rest aria-expanded=move || open.more.get().to_string()
                    on:click=move |_| open.more.update(|is_open| *is_open = !*is_open)
                >
                    {more}
                    <span class="caret" aria-hidden="true"></span>
                </button>
                <ul class="rest">{rest}</ul>
            </li>
        </ul>
    }
}

#[component]
fn Controls(open: Unfolded, searching: RwSignal<bool>) -> impl IntoView {
    let loading = expect_context::<Loading>();
    let search = move |_| {
        open.shut();
        searching.set(true);
    };
    let choose = move |event: leptos::ev::Event| {
        open.shut();
        loading.load(browser::chosen_files(&event));
    };
    view! {
        <div class="controls">
            <button type="button" class="search-button" aria-haspopup="dialog" aria-keyshortcuts=search::KEY on:click=search>
                <span>{search::OPEN}</span>
                <kbd aria-hidden="true">{search::KEY}</kbd>
            </button>
            <ThemeChoice />
            <input id="choose-folder" type="file" hidden prop:webkitdirectory=true on:change=choose />
            <input id="choose-files" type="file" hidden multiple on:change=choose />
            <button type="button" class="btn quiet" on:click=|_| browser::click("choose-folder")>{words::LOAD_FOLDER}</button>
            <button type="button" class="btn" on:click=|_| browser::click("choose-files")>{words::LOAD_FILES}</button>
        </div>
    }
}

/// The theme: as the system, light or dark.
#[component]
fn ThemeChoice() -> impl IntoView {
    let theme = RwSignal::new(browser::theme().unwrap_or_default());
    let options = words::THEMES.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect::<Vec<_>>();
    let choose = move |value: String| {
        browser::set_theme(Some(value.as_str()).filter(|v| !v.is_empty()));
        theme.set(value);
    };
    view! {
        <Choice
            label=words::THEME face=Signal::stored(String::new()) options=Signal::stored(options) value=theme
            on_choose=Callback::new(choose) quiet=true
        />
    }
}
