//! Pairs of files that a bundle says are one pupil's.

use leptos::prelude::*;

use super::deciding::Deciding;
use crate::app::receiving::Preview;

/// Pairs of files that the file says are one pupil's, by name.
pub(super) fn joined_pairs(found: &Preview, deciding: Deciding) -> Option<AnyView> {
    if found.aliases.is_empty() {
        return None;
    }
    let lines: Vec<AnyView> = found
        .aliases
        .iter()
        .map(|pair| {
            let (alias, here) = (pair.alias, pair.here);
            let called = |name: &str, here: bool| {
                let name = if name.is_empty() { "a pupil who is not here" } else { name };
                [name, if here { " (here already)" } else { "" }].concat()
            };
            let words = [&called(&pair.names.0, here.0), " and ", &called(&pair.names.1, here.1)].concat();
            let warn = (!pair.chosen).then(|| {
                view! {
                    <br />
                    <span class="hint">"The sender is not known here. Tick it only if you know that they are the same child."</span>
                }
            });
            let set = move |on: bool| {
                deciding.aliases.update(|all| {
                    all.retain(|other| *other != alias);
                    if on {
                        all.push(alias);
                    }
                });
            };
            view! {
                <li>
                    <label class="choice">
                        <input
                            type="checkbox"
                            prop:checked=move || deciding.aliases.with(|all| all.contains(&alias))
                            on:change:target=move |event| set(event.target().checked())
                        />
                        <span>
                            <span class="name">{words}</span>
                            {warn}
                        </span>
                    </label>
                </li>
            }
            .into_any()
        })
        .collect();
    Some(
        view! {
            <section class="stack">
                <h2>"Files of the same pupil"</h2>
                <p class="hint">
                    "The sender says that these belong together. If you tick a pair, it is shown as one pupil. You can separate them again until something new is written about that pupil."
                </p>
                <ul class="ruled bundle-files">{lines}</ul>
            </section>
        }
        .into_any(),
    )
}
