//! Three pages count changes of which everything is verified, each over other changes. Each names its own base and leads to the others.

use crate::context::Context;
use crate::document::{Cell, Content};
use crate::route::Route;

/// Over which changes full proof is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// All steps of the funnel, of the changes but those whose validation gate cannot block.
    Funnel,
    /// Everything due, of the shipped changes.
    Debt,
    /// Everything due so far, of all changes.
    Changes,
}

impl Base {
    const ALL: [Base; 3] = [Base::Funnel, Base::Debt, Base::Changes];

    fn route(self) -> Route {
        match self {
            Base::Funnel => Route::Funnel,
            Base::Debt => Route::Debt,
            Base::Changes => Route::Changes { find: String::new(), sort: String::new() },
        }
    }

    /// What is counted, and of which changes.
    const fn words(self) -> &'static str {
        match self {
            Base::Funnel => {
                "proof at every step, approval and observation included; without the changes whose validation gate cannot block"
            }
            Base::Debt => "everything due is verified; of the changes that shipped",
            Base::Changes => "everything due so far is verified; of all selected changes",
        }
    }

    const fn page(self) -> &'static str {
        match self {
            Base::Funnel => "Policy funnel",
            Base::Debt => "Debt",
            Base::Changes => "Changes",
        }
    }
}

/// What a page counts, and where the same is counted over other changes.
pub(crate) fn bases(cx: &Context<'_>, here: Base) -> [Content; 2] {
    let others = Base::ALL.into_iter().filter(|base| *base != here);
    let link = |base: Base| {
        let to = cx.location.with_route(base.route()).to_fragment();
        Cell::text([base.page(), ": ", base.words()].concat()).to(to)
    };
    let note = ["Counted here: ", here.words(), ". Other pages count over other changes:"].concat();
    [Content::Note(note), Content::Items(others.map(link).collect())]
}
