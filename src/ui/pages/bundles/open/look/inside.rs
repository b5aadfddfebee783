//! What is in one file of a bundle, record by record.

use leptos::prelude::*;

use super::deciding::{Deciding, is_left, leave_kind, leave_record};
use crate::app::notices::transfers::transfer_words;
use crate::app::receiving::{Fate, PreviewFile, PreviewRecord, PreviewRecords};
use crate::app::store::use_store;
use casebook_domain::content::Kind;
use casebook_domain::ids::FileId;
use casebook_present::dates;
use casebook_present::numbers::{counted, whole};

/// Files and records drawn at once.
pub(super) const LINES: usize = 50;

/// A pupil's records, asked for when somebody wants to see them.
#[component]
pub(super) fn Inside(held: StoredValue<PreviewFile>, deciding: Deciding) -> impl IntoView {
    let store = use_store();
    let (file, here, kinds) = held.with_value(|held| (held.file, held.here, held.kinds.clone()));
    let records = RwSignal::new(None::<Result<PreviewRecords, String>>);
    store.device.task(async move {
        let found = store.transfers.bundle_records(file).await.map_err(|error| transfer_words(&error));
        let _ = records.try_set(Some(found));
    });
    let choices: Vec<AnyView> = kinds
        .into_iter()
        .filter(|(kind, _)| here || *kind != Some(Kind::Pupil))
        .map(|(kind, count)| {
            let words = [
                kind.map_or("Kinds that this Casebook does not know", Kind::label),
                " ",
                &["(", &whole(u64::from(count)), ")"].concat(),
            ]
            .concat();
            view! {
                <label class="choice">
                    <input
                        type="checkbox"
                        prop:checked=move || !is_left(deciding, file, kind)
                        on:change:target=move |event| leave_kind(deciding, file, kind, !event.target().checked())
                    />
                    <span>{words}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let most = RwSignal::new(LINES);
    let list = move || match records.get() {
        None => view! {
            <p class="hint" role="status">
                "Reading the records …"
            </p>
        }
        .into_any(),
        Some(Err(words)) => view! {
            <p class="error" role="alert">
                {words}
            </p>
        }
        .into_any(),
        Some(Ok(PreviewRecords { first: all, count: of })) => {
            let lines: Vec<AnyView> =
                all.iter().take(most.get()).map(|one| record_line(deciding, file, here, one)).collect();
            let left = all.len().saturating_sub(lines.len());
            let more = (left > 0).then(|| {
                view! {
                    <div class="actions">
                        <button class="button" type="button" on:click=move |_| most.update(|most| *most += 200)>
                            {["Show more (", &whole(left as u64), " left)"].concat()}
                        </button>
                    </div>
                }
            });
            let unlisted = of.saturating_sub(u32::try_from(all.len()).unwrap_or(u32::MAX));
            let unlisted = (unlisted > 0).then(|| {
                let words =
                    ["And ", &counted(u64::from(unlisted), "more record", "more records"), ", not listed one by one."]
                        .concat();
                view! { <p class="hint">{words}</p> }
            });
            view! {
                <ul class="ruled bundle-records">{lines}</ul>
                {more}
                {unlisted}
            }
            .into_any()
        }
    };
    view! {
        <div class="stack inner">
            {(!choices.is_empty())
                .then(|| {
                    view! {
                        <fieldset class="field">
                            <legend>"What comes in"</legend>
                            {choices}
                        </fieldset>
                    }
                })} {list}
        </div>
    }
}

fn record_line(deciding: Deciding, file: FileId, here: bool, found: &PreviewRecord) -> AnyView {
    let (id, kind) = (found.record, found.kind);
    let goes = found.fate == Fate::Goes;
    let comes = goes || matches!(found.fate, Fate::New | Fate::NewerThere | Fate::TwoVersions | Fate::NewerHere);
    let needed = !here && kind == Some(Kind::Pupil);
    let what = match kind {
        Some(kind) => kind.label(),
        None if found.newer => "Made by a newer Casebook",
        None => "Record",
    };
    let mut about = Vec::new();
    about.extend(found.day.map(dates::long));
    if !found.author.trim().is_empty() {
        about.push(["by ", found.author.trim()].concat());
    }
    let about = about.join(", ");
    let newer = (found.newer && kind.is_some()).then_some(" Made by a newer Casebook: kept and passed on, not shown.");
    let text = view! {
        <span>
            <span class="name">{what}</span>
            " "
            <span class="hint">{about}</span>
            <br />
            <span class="hint">{fate_words(found.fate)} {newer}</span>
        </span>
    };
    let line = if comes && !needed {
        let wanted = move || {
            (goes || !is_left(deciding, file, kind))
                && deciding
                    .left
                    .with(|left| !left.iter().any(|(other, left)| *other == file && left.records.contains(&id)))
        };
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    disabled=move || !goes && is_left(deciding, file, kind)
                    prop:checked=wanted
                    on:change:target=move |event| leave_record(deciding, file, id, !event.target().checked())
                />
                {text}
            </label>
        }
        .into_any()
    } else {
        view! { <span class="choice">{text}</span> }.into_any()
    };
    view! { <li>{line}</li> }.into_any()
}

/// A record's fate, in words.
const fn fate_words(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "New here.",
        Fate::NewerThere => "Newer in the file: it replaces the version here, which stays in the history.",
        Fate::TwoVersions => "Changed on both tablets: both are kept, and you choose.",
        Fate::NewerHere => "Newer here: the version in the file goes into the history.",
        Fate::Same => "The same as here.",
        Fate::Goes => "It was in the wrong pupil's file. If you tick it, it is removed here too. You can put it back.",
        Fate::Kept => "Stays: the sender says it is in the wrong pupil's file, and they are not known here.",
        Fate::EndsAnEntry => {
            "Not imported: it changes a safeguarding entry, and its sender is not known here. Ask your safeguarding lead; the entry stays on Today until you record that they hold it."
        }
        Fate::TooMany => "Not imported: it has more versions than a casebook ever has.",
        Fate::Unreadable => "Not imported: it can't be read.",
        Fate::Safeguarding => "Not imported: a safeguarding entry goes from lead to lead, never in a hand-over.",
        Fate::Untold => "Not imported: what it would delete is not finished here yet.",
        Fate::Settings => "Not imported: it belongs to the sender's own tablet.",
        Fate::Impossible => "Not imported: its date or its author is impossible.",
        Fate::Misplaced => "Not imported: it is in a place where it can't belong.",
        Fate::Moved => "Not imported: it was in the wrong pupil's file and was removed.",
        Fate::Other => {
            "Not imported: it claims to be a version that is here, but it differs. One of the two is damaged or forged."
        }
    }
}
