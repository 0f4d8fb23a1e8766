//! Elements of our own within Leptos' views.

use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node as Target};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Position, PositionState};
use wasm_bindgen::JsCast;

use crate::page::element::{Node, append, remove};

/// A node as part of a view: it is put where the view stands, and taken off with it.
pub fn in_view(node: Node) -> AnyView {
    Placed(node).into_any()
}

/// Nodes as part of a view.
pub fn all_in_view(nodes: Vec<Node>) -> Vec<AnyView> {
    nodes.into_iter().map(in_view).collect()
}

struct Placed(Node);

impl Mountable for Placed {
    fn unmount(&mut self) {
        if let Some(parent) = self.0.parent_node() {
            remove(&parent, &self.0);
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Target>) {
        match marker {
            // A mark stands in the parent that it is given with.
            Some(_) => drop(parent.insert_before(&self.0, marker)),
            None => append(parent, &self.0),
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(Ok(parent)) = self.0.parent_node().map(JsCast::dyn_into::<Element>) else { return false };
        child.mount(&parent, Some(&self.0));
        true
    }

    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}

impl Render for Placed {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, state: &mut Self) {
        if let Some(parent) = state.0.parent_node() {
            let _ = parent.replace_child(&self.0, &state.0);
        }
        *state = self;
    }
}

impl AddAnyAttr for Placed {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _attr: A) -> Self {
        self
    }
}

// The page is never made on a server: what is below is asked by nobody.
impl RenderHtml for Placed {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark: bool,
        _attrs: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _cursor: &Cursor, _position: &PositionState) -> Self {
        self
    }

    fn into_owned(self) -> Self {
        self
    }
}
