//! The top bar: name, pages, theme, files.

use leptos::prelude::*;

use crate::route::Route;
use crate::text::{frame as words, search};
use crate::ui::browser;
use crate::ui::components::Choice;
use crate::ui::state::use_app;

/// The top bar. Below 720 px the pages and controls fold into a menu.
#[component]
pub fn TopBar(
    /// Whether the search is open.
    searching: RwSignal<bool>,
) -> impl IntoView {
    let app = use_app();
    let open = RwSignal::new(false);
    let section = Memo::new(move |_| app.location.with(|l| words::section(&l.route)));
    let more = RwSignal::new(false);
    let shut = move || {
        open.set(false);
        more.set(false);
    };
    let mut links: Vec<AnyView> = words::pages()
        .into_iter()
        .enumerate()
        .map(|(i, (route, name))| {
            let href = move || app.href(route.clone());
            let current = move || (section.get() == i).then_some("page");
            view! { <li><a href=href aria-current=current on:click=move |_| shut()>{name}</a></li> }.into_any()
        })
        .collect();
    let rest = links.split_off(words::PAGES_IN_BAR.min(links.len()));
    // A page behind "More" that is open stands in the bar by its name.
    let here_in_rest = move || {
        let i = section.get();
        words::pages().get(i).filter(|_| i >= words::PAGES_IN_BAR).map_or(words::MORE, |(_, name)| *name)
    };
    let here = move || words::pages().get(section.get()).map_or("", |(_, name)| *name);
    view! {
        <header class="top-bar">
            <div class="shell-bar">
                <a class="brand" href=move || app.href(Route::Overview)>
                    <svg width="14" height="22" viewBox="0 0 14 22" aria-hidden="true">
                        <path class="string" d="M7 0V12" /><path class="bob" d="M3 11H11L12 13.5 7 22 2 13.5Z" />
                    </svg>
                    {words::PRODUCT}
                </a>
                <button
                    type="button" class="btn menu-button" aria-controls="menu"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    on:click=move |_| open.update(|o| *o = !*o)
                >
                    <span class="visually-hidden">"Menu, page "</span>{here}<span class="caret" aria-hidden="true"></span>
                </button>
                <div
                    id="menu" class="menu" class:open=move || open.get()
                    on:keydown=move |event| if event.key() == "Escape" && open.get_untracked() { open.set(false); }
                >
                    <nav aria-label="Pages">
                        <ul class="pages">
                            {links}
                            <li
                                class="more-pages" class:open=move || more.get()
                                on:keydown=move |event| if event.key() == "Escape" && more.get_untracked() { more.set(false); }
                            >
                                <button
                                    type="button" class="more-button" class:here=move || { section.get() >= words::PAGES_IN_BAR }
                                    aria-expanded=move || if more.get() { "true" } else { "false" }
                                    on:click=move |_| more.update(|m| *m = !*m)
                                >
                                    {here_in_rest}<span class="caret" aria-hidden="true"></span>
                                </button>
                                <ul class="rest">{rest}</ul>
                            </li>
                        </ul>
                    </nav>
                    <div class="controls">
                        <button type="button" class="search-button" aria-haspopup="dialog" aria-keyshortcuts=search::KEY on:click=move |_| {
                            shut();
                            searching.set(true);
                        }>
                            <span>{search::OPEN}</span><kbd aria-hidden="true">{search::KEY}</kbd>
                        </button>
                        <ThemeChoice />
                        <input id="choose-folder" type="file" hidden prop:webkitdirectory=true on:change=move |event| app.load(browser::chosen_files(&event)) />
                        <input id="choose-files" type="file" hidden multiple on:change=move |event| app.load(browser::chosen_files(&event)) />
                        <button type="button" class="btn quiet" on:click=|_| browser::click("choose-folder")>{words::LOAD_FOLDER}</button>
                        <button type="button" class="btn" on:click=|_| browser::click("choose-files")>{words::LOAD_FILES}</button>
                    </div>
                </div>
            </div>
        </header>
    }
}

/// The theme: as the system, light or dark.
#[component]
fn ThemeChoice() -> impl IntoView {
    let app = use_app();
    let theme = RwSignal::new(browser::theme().unwrap_or_default());
    let options = words::THEMES.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect::<Vec<_>>();
    view! {
        <Choice
            label=words::THEME
            quiet=true
            face=Signal::derive(String::new)
            options=Signal::derive(move || options.clone())
            value=Signal::from(theme)
            on_choose=Callback::new(move |value: String| {
                browser::set_theme(Some(value.as_str()).filter(|v| !v.is_empty()));
                theme.set(value);
                app.palette_version.update(|v| *v += 1);
            })
        />
    }
}
