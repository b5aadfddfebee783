//! The copy as it reads.

use leptos::prelude::*;

use crate::ui::parts::facts;
use casebook_present::access::{AccessCopy, AccessLine};
use casebook_present::dates;
use casebook_present::numbers::whole;

/// The copy as it reads.
pub(super) fn reading(copy: &AccessCopy) -> AnyView {
    let parts: Vec<AnyView> = copy
        .parts
        .iter()
        .map(|part| {
            let lines: Vec<AnyView> = part.lines.iter().map(entry).collect();
            view! {
                <section class="stack">
                    <h3>{part.title}</h3>
                    {lines}
                </section>
            }
            .into_any()
        })
        .collect();
    let attachments = (copy.attachments > 0).then(|| {
        view! { <p>{["Attachments: ", &whole(copy.attachments as u64), " held beside these entries; they are given separately."].concat()}</p> }
    });
    view! {
        <p class="sheet-title">{["What is held about ", &copy.pupil].concat()}</p>
        <p>
            {["School: ", &copy.school].concat()}<br />{["Requested on ", &dates::long(copy.arrived), ": ", &copy.route].concat()}<br />
            {["Copy made on ", &dates::long(copy.made)].concat()}
        </p>
        {parts}
        {attachments}
    }
    .into_any()
}

fn entry(line: &AccessLine) -> AnyView {
    let AccessLine { key: _, kind, title, day, written, by, since, facts: all, drawing } = line;
    let day = day.map(|day| [&dates::long(day), ". "].concat()).unwrap_or_default();
    let when = [&day, *kind, ". Written ", &dates::moment(*written), " by ", by].concat();
    let title = if title.is_empty() { (*kind).to_owned() } else { title.clone() };
    view! {
        <article class="stack tight keep" dir="auto">
            <h4>{title}</h4>
            <p class="hint">{when}</p>
            {(!since.is_empty()).then(|| view! { <p class="hint">{since.clone()}</p> })}
            {facts(all.iter().cloned())}
            {drawing
                .clone()
                .map(|path| {
                    view! {
                        <svg class="drawn" viewBox="0 0 600 200" role="img" aria-label="Signature">
                            <path d=path fill="none" stroke="currentColor" stroke-width="3"></path>
                        </svg>
                    }
                })}
        </article>
    }
    .into_any()
}
