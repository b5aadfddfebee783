//! Before an observation: who, with which sheet, in what lesson.

use leptos::prelude::*;

use crate::app::store::use_store;
use crate::domain::ids::FileId;
use crate::domain::observation::{Colour, Observed, Running};
use crate::ui::parts::PageHead;

/// What is observed, and how.
#[component]
pub fn SetUp(
    /// The pupil to begin with.
    file: Option<FileId>,
    /// It has begun.
    begun: Callback<()>,
) -> impl IntoView {
    let store = use_store();
    let start = move |_| {
        let Some(offer) = store.kit.with_untracked(|kit| kit.offered()).into_iter().next() else { return };
        let running = Running {
            began: store.now(),
            sheet: offer.template.sheet,
            lesson: crate::domain::observation::Lesson::default(),
            observed: vec![Observed { file, colour: Colour::Blue, label: String::new() }],
        };
        store.task(async move {
            if store.begin_observation(&running).await.is_ok() {
                begun.run(());
            }
        });
    };
    view! {
        <PageHead title="Observe in class"/>
        <button class="button main" type="button" on:click=start>"Start observing"</button>
    }
}
