//! The page that is loaded first is the overview as all pages are built.

use crate::organisation::{DEMO, page, sweep, worked};
use plumbline_assess::{Assessment, Cache};
use plumbline_report::DataOrigin;
use plumbline_report::route::{Location, Route};

fn compare(assessment: &Assessment) -> usize {
    let mut n = 0;
    for fragment in sweep(assessment) {
        let location = Location::from_fragment(&fragment);
        let origin = DataOrigin::Own { files: 1, name: String::new() };
        let first = plumbline_report::overview_page(assessment, &Cache::default(), &origin, &location, |_| {
            panic!("a preview of few changes")
        });
        if location.route == Route::Overview {
            assert!(first.is_some_and(|first| first == page(assessment, &fragment)), "{fragment}");
            n += 1;
        } else {
            assert!(first.is_none(), "{fragment}");
        }
    }
    n
}

#[test]
fn the_first_page_says_what_it_says_among_all_others() {
    assert!(compare(&DEMO) > 20);
    for assessment in worked() {
        assert!(compare(&assessment) > 10);
    }
}

#[test]
fn an_explanation_is_no_first_page() {
    let location = Location::from_fragment("#/overview?why=envelope");
    assert!(plumbline_report::overview_page(&DEMO, &Cache::default(), &DataOrigin::None, &location, |_| ()).is_none());
}
