//! A recorded observation: what can be done with it.

use leptos::prelude::*;

use crate::app::store::Store;
use crate::domain::ids::{FileId, RecordId};
use crate::domain::observation::Observation;
use crate::present::observation::lesson;
use crate::present::{dates, numbers};
use crate::ui::parts::facts;

/// With which sheet, when, in what lesson, and what the mentor makes of it.
pub fn about(observation: &Observation) -> AnyView {
    let Observation { began, sheet, lesson: context, comment, .. } = observation;
    let fact = |label: &str, text: String| (label.to_owned(), text);
    let length = [&dates::clock(observation.length_ms()), " of ", &minutes(sheet.planned_min), " planned"].concat();
    let defined: Vec<AnyView> = sheet
        .codes
        .iter()
        .map(|code| {
            let text = [code.method.label(), ". ", &code.definition].concat();
            view! { <dt>{code.name.clone()}</dt><dd>{text}</dd> }.into_any()
        })
        .collect();
    let defined = (!defined.is_empty()).then(|| {
        view! { <details><summary>"What counted as what"</summary><dl class="facts">{defined}</dl></details> }
    });
    view! {
        <section class="stack">
            {facts([
                fact("Recorded with", sheet.name.clone()),
                fact("Began", dates::moment(*began)),
                fact("Length", length),
                fact("Lesson", lesson(context)),
                fact("What you make of it", comment.trim().to_owned()),
            ])}
            {defined}
        </section>
    }
    .into_any()
}

fn minutes(count: u16) -> String {
    numbers::counted(u64::from(count), "minute", "minutes")
}

/// What can be done with it.
pub fn actions(store: Store, file: FileId, id: RecordId) -> AnyView {
    let _ = (store, file, id);
    ().into_any()
}
