//! What a form is judged by, beside it.

use leptos::prelude::*;

use crate::app::store::use_store;
use crate::ui::parts::facts;
use casebook_present::evidence::{Group, Line};

/// What a form is judged by: beside it, or folded above its field where the page is narrow.
pub(super) fn evidence_view(groups: Vec<Group>) -> AnyView {
    let groups = groups
        .into_iter()
        .map(|Group { title, lines }| {
            let (plain, named): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|(what, _)| what.is_empty());
            view! {
                <section class="stack tight">
                    <h2>{title}</h2>
                    {plain.into_iter().map(|(_, words)| view! { <p class="text">{words}</p> }).collect_view()}
                    {facts(named)}
                </section>
            }
        })
        .collect_view();
    view! {
        <details class="evidence" open=use_store().device.room_beside()>
            <summary>
                <h2>"What the records say"</h2>
            </summary>
            <div class="stack">{groups}</div>
        </details>
    }
    .into_any()
}
