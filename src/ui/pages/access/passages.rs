//! Words and whole entries that are left out of the copy.

use leptos::prelude::*;

use super::making::Making;
use casebook_present::access::{redact, what};
use casebook_present::dates;
use casebook_present::numbers::{counted, whole};

/// Passages to remove, typed.
pub(super) fn passages(making: Making) -> AnyView {
    let typed = RwSignal::new(String::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = typed.get_untracked().trim().to_owned();
        if redact::Pattern::passage(&words).is_none() {
            return;
        }
        typed.set(String::new());
        making.change(|review| {
            if !review.passages.contains(&words) {
                review.passages.push(words);
            }
        });
    };
    let list = move || {
        let passages = making.review.with(|review| review.passages.clone());
        let lines: Vec<AnyView> = passages
            .into_iter()
            .map(|passage| {
                let count = making.decided.with(|(_, taken)| {
                    taken.words.iter().rfind(|(words, _)| *words == passage).map_or(0, |(_, count)| *count)
                });
                let found = if count == 0 {
                    "not found: type it exactly as in the copy".to_owned()
                } else {
                    [&counted(count as u64, "time", "times"), " removed"].concat()
                };
                let label = ["Put back: ", &passage].concat();
                let own = passage.clone();
                let put_back = move |_| making.change(|review| review.passages.retain(|other| *other != own));
                view! {
                    <li class="with-button">
                        <span class="line">
                            <span class="name">{["\"", &passage, "\""].concat()}</span>
                            <span class=if count == 0 { "when overdue" } else { "when" }>{found}</span>
                        </span>
                        <button class="button quiet" type="button" aria-label=label on:click=put_back>
                            "Put back"
                        </button>
                    </li>
                }
                .into_any()
            })
            .collect();
        (!lines.is_empty()).then(|| view! { <ul class="ruled">{lines}</ul> })
    };
    view! {
        <section class="stack no-print">
            <h2>"2. Words to remove"</h2>
            <form class="field" on:submit=add>
                <label for="passage">"Words exactly as in the copy"</label>
                <p class="hint" id="passage-hint">
                    "A sentence or a nickname. It is removed wherever it appears."
                </p>
                <div class="actions">
                    <input
                        class="input"
                        id="passage"
                        type="text"
                        autocomplete="off"
                        aria-describedby="passage-hint"
                        prop:value=typed
                        on:input:target=move |event| typed.set(event.target().value())
                    />
                    <button class="button" type="submit">
                        "Remove"
                    </button>
                </div>
            </form>
            {list}
        </section>
    }
    .into_any()
}

/// Whole entries to leave out.
pub(super) fn entries(making: Making) -> AnyView {
    let lines = making.gathered.with_value(|all| {
        let lines = all.copy.parts.iter().flat_map(|part| part.lines.iter().map(move |line| (part.title, line)));
        lines
            .map(|(part, line)| {
                let day = line.day.map(|day| [", ", &dates::long(day)].concat()).unwrap_or_default();
                let earlier =
                    if line.since.is_empty() { String::new() } else { [" (", &part.to_lowercase(), ")"].concat() };
                (line.key.clone(), ["Leave out: ", &what(line), &day, &earlier].concat())
            })
            .collect::<Vec<_>>()
    });
    let count = move || making.review.with(|review| review.out.len());
    let summary = move || match count() {
        0 => "Leave out whole entries".to_owned(),
        some => ["Leave out whole entries: ", &whole(some as u64), " left out"].concat(),
    };
    let boxes: Vec<AnyView> = lines
        .into_iter()
        .map(|(key, words)| {
            let own = key.clone();
            let out = move || making.review.with(|review| review.out.contains(&own));
            view! {
                <label class="choice">
                    <input
                        type="checkbox"
                        prop:checked=out
                        on:change:target=move |event| {
                            let out = event.target().checked();
                            making
                                .change(|review| {
                                    if out {
                                        review.out.insert(key.clone());
                                    } else {
                                        review.out.remove(&key);
                                    }
                                });
                        }
                    />
                    <span>{words}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="stack no-print">
            <h2>"3. Entries to leave out"</h2>
            <details>
                <summary>{summary}</summary>
                <div class="choices">{boxes}</div>
            </details>
        </section>
    }
    .into_any()
}
