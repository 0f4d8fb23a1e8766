//! How each number is made: the project's own scoring rules, the same text as in its documents.

use gloo_net::http::Request;
use leptos::prelude::*;

use crate::page::browser;
use plumbline_report::pages::about as words;
use plumbline_report::text::markdown::{Block, Span, blocks, plain};

/// How each number is made.
#[component]
pub fn AboutPage() -> impl IntoView {
    let found = RwSignal::new(None::<Result<String, ()>>);
    // `#/about/verified-confidence` asks for a chapter; it is there once the document is.
    let asked = browser::fragment().split('/').nth(2).map(str::to_owned).filter(|name| !name.is_empty());
    let is_open = asked.is_some();
    leptos::task::spawn_local(async move {
        let address = format!("{}scoring.md", browser::base_address());
        let text = match Request::get(&address).send().await {
            Ok(answer) if answer.ok() => answer.text().await.map_err(|_| ()),
            _ => Err(()),
        };
        // Read too late, it is read by nobody.
        let _ = found.try_set(Some(text));
        if let Some(asked) = asked {
            browser::after(0, move || browser::focus(&asked));
        }
    });
    view! {
        <div class="page about-page" aria-busy=move || if found.with(Option::is_none) { "true" } else { "false" }>
            <header class="page-head">
                <p class="eyebrow">{words::EYEBROW}</p>
                <h1 class="headline">{words::HEADLINE}</h1>
                <p class="actions"><a href=format!("{}{}", browser::base_address(), words::DOCUMENTATION_PLACE)>{words::DOCUMENTATION}</a></p>
            </header>
            <div class="about-ideas">
                {words::IDEAS.iter().map(|(title, text)| view! { <section><h2>{*title}</h2><p>{*text}</p></section> }).collect_view()}
            </div>
            <details class="more rules-in-full" open=is_open>
                <summary>{words::RULES}</summary>
                {move || found.get().map(|text| match text {
                    Ok(text) => document(&text).into_any(),
                    Err(()) => view! { <p class="state-text">{words::NOT_FOUND}</p> }.into_any(),
                })}
            </details>
        </div>
    }
}

/// The document with its list of contents beside it. Its own title stands in the page's head.
fn document(text: &str) -> impl IntoView {
    let blocks = blocks(text);
    let chapters = blocks.iter().filter_map(|block| match block {
        Block::Heading(2, title) => {
            let id = words::chapter_id(&plain(title));
            let go = move |_| browser::focus(&id);
            Some(view! { <li><button type="button" class="link" on:click=go>{plain(title)}</button></li> })
        }
        _ => None,
    });
    let chapters = chapters.collect_view();
    let mut chapter = String::new();
    let mut in_chapter = 0;
    let body = blocks.iter().filter(|b| !matches!(b, Block::Heading(1, _))).map(|b| {
        match b {
            Block::Heading(_, title) => (chapter, in_chapter) = (plain(title), 0),
            Block::Table { .. } => in_chapter += 1,
            _ => {}
        }
        block_view(b, &words::table_name(&chapter, in_chapter))
    });
    view! {
        <div class="document">
            <nav class="contents screen-only" aria-label=words::CONTENTS><ul>{chapters}</ul></nav>
            <article class="prose">{body.collect_view()}</article>
        </div>
    }
}

fn block_view(block: &Block, table_name: &str) -> AnyView {
    match block {
        Block::Heading(1 | 2, title) => {
            view! { <h2 id=words::chapter_id(&plain(title)) tabindex="-1">{line(title)}</h2> }.into_any()
        }
        Block::Heading(_, title) => view! { <h3>{line(title)}</h3> }.into_any(),
        Block::Paragraph(text) => view! { <p>{line(text)}</p> }.into_any(),
        Block::List { ordered, items } => {
            let items = items.iter().map(|item| view! { <li>{line(item)}</li> }).collect_view();
            if *ordered { view! { <ol>{items}</ol> }.into_any() } else { view! { <ul>{items}</ul> }.into_any() }
        }
        Block::Table { head, rows } => {
            let head = head.iter().map(|cell| view! { <th scope="col">{line(cell)}</th> }).collect_view();
            let row = |row: &Vec<Vec<Span>>| {
                let cells = row.iter().map(|cell| view! { <td>{line(cell)}</td> }).collect_view();
                view! { <tr>{cells}</tr> }
            };
            let rows = rows.iter().map(row).collect_view();
            view! {
                <div class="scroll-x" tabindex="0" role="region" aria-label=table_name.to_owned()>
                    <table class="tbl"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>
                </div>
            }
            .into_any()
        }
        Block::Code(text) => view! { <pre class="error-text" tabindex="0">{text.clone()}</pre> }.into_any(),
    }
}

fn line(spans: &[Span]) -> impl IntoView + use<> {
    let span = |span: &Span| match span {
        Span::Text(t) => t.clone().into_any(),
        Span::Code(t) => view! { <code>{t.clone()}</code> }.into_any(),
        Span::Strong(t) => view! { <strong>{t.clone()}</strong> }.into_any(),
        Span::Emphasis(t) => view! { <em>{t.clone()}</em> }.into_any(),
    };
    spans.iter().map(span).collect_view()
}
