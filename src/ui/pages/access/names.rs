//! Who is named in the copy, each to be kept or removed.

use leptos::prelude::*;

use super::making::Making;
use casebook_present::access::{Name, Who, like_names};
use casebook_present::numbers::counted;

/// Names, each to be kept or removed.
pub(super) fn who_is_named(making: Making) -> AnyView {
    let groups: Vec<AnyView> = [Who::Pupil, Who::Home, Who::Staff]
        .into_iter()
        .filter_map(|who| {
            let names = making
                .gathered
                .with_value(|all| all.names.iter().filter(|name| name.who == who).cloned().collect::<Vec<Name>>());
            let legend = match who {
                Who::Pupil => "Other pupils",
                Who::Home => "People at home, their numbers and addresses",
                Who::Staff => "Staff and agencies",
            };
            (!names.is_empty()).then(|| {
                let boxes: Vec<AnyView> = names.into_iter().map(|name| named(making, name)).collect();
                view! {
                    <fieldset class="field">
                        <legend>{legend}</legend>
                        <div class="choices">{boxes}</div>
                    </fieldset>
                }
                .into_any()
            })
        })
        .collect();
    let none = groups.is_empty().then(|| view! { <p>"Nobody but the pupil is named."</p> });
    view! {
        <section class="stack no-print">
            <h2>"1. Who is named"</h2>
            <p class="hint">
                "Tick the people to remove. Other pupils and people at home are already ticked. Untick those who the officer says can stay, such as a parent who is asking about themselves."
            </p>
            {groups}
            {none}
            {move || like(making)}
        </section>
    }
    .into_any()
}

/// Words that are like a name that goes, each to be removed too.
fn like(making: Making) -> Option<AnyView> {
    let words = making.gathered.with_value(|all| {
        making.decided.with(|(copy, _)| making.review.with(|review| like_names(copy, &all.names, review)))
    });
    let buttons: Vec<AnyView> = words
        .into_iter()
        .map(|word| {
            let label = ["Remove \"", &word, "\""].concat();
            let take = move |_| making.change(|review| review.passages.push(word.clone()));
            view! {
                <button class="button" type="button" on:click=take>
                    {label}
                </button>
            }
            .into_any()
        })
        .collect();
    (!buttons.is_empty()).then(|| {
        view! {
            <div class="stack tight" role="status">
                <p>"Still in the copy, and similar to a name that you remove:"</p>
                <div class="actions">{buttons}</div>
            </div>
        }
        .into_any()
    })
}

fn named(making: Making, name: Name) -> AnyView {
    let times = counted(name.count as u64, "time", "times");
    let words = ["Remove \"", &name.text, "\", ", &times].concat();
    let key = name.key.clone();
    let out = move || making.review.with(|review| !review.keeps(&name));
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=out
                on:change:target=move |event| {
                    let out = event.target().checked();
                    making
                        .change(|review| {
                            review.stays.insert(key.clone(), !out);
                        });
                }
            />
            <span>{words}</span>
        </label>
    }
    .into_any()
}
