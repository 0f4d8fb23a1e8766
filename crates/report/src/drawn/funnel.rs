//! The policy enforcement funnel.

use crate::document::{Block, Content, Document};
use crate::figures::chart;
use crate::model::{Funnel, FunnelPage};
use crate::pages::funnel::words;
use plumbline_charts::Chart;

pub(crate) fn draw(v: &FunnelPage) -> Document {
    let figure = |class: &str, funnel: &Funnel, note: Option<&str>| {
        let mut content = vec![Content::Chart(Chart::Funnel(chart::funnel(funnel)))];
        content.extend(note.map(|note| Content::Note(note.to_owned())));
        Block::figure(class, funnel.head.clone(), content)
    };
    let mut blocks = vec![figure("span-12 lead", &v.enforce, Some(words::KEY))];
    blocks.extend(v.evaluate.as_ref().map(|f| figure("span-12 evaluate", f, None)));
    Document {
        class: "funnel-page".to_owned(),
        eyebrow: v.eyebrow.clone(),
        headline: v.headline.clone(),
        actions: Vec::new(),
        blocks,
    }
}
