//! What was written; the receipt for the sender; taking it back.

use leptos::prelude::*;

use super::step::{Finished, Step};
use crate::app::notice::Notice;
use crate::app::notices::transfers::{applied_words, transfer_words};
use crate::app::putting_back::TakenOut;
use crate::app::receiving::{LastImport, PreviewKind};
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::pages::backups::after_restore;
use crate::ui::parts::whose;
use crate::ui::parts::{Submit, file_out};
use casebook_domain::content::Kind;
use casebook_domain::ids::{FileId, RecordId};
use casebook_present::dates;
use casebook_present::numbers::counted;

/// The last step.
#[component]
pub(super) fn Done(finished: StoredValue<Finished>, step: RwSignal<Step>) -> impl IntoView {
    let store = use_store();
    let backup = finished.with_value(|finished| finished.kind == PreviewKind::Backup);
    let receipt = finished.with_value(|finished| finished.kind == PreviewKind::Receipt);
    let words = finished.with_value(|finished| match finished.kind {
        PreviewKind::Receipt => {
            let pupils = counted(finished.applied.files as u64, "pupil", "pupils");
            ["Receipt added to ", &pupils, "."].concat()
        }
        _ => applied_words(&finished.applied),
    });
    let came: Vec<AnyView> =
        finished.with_value(|finished| finished.files.iter().filter_map(|&file| came(store, file)).collect());
    view! {
        <div class="advice good measure" id="opened" tabindex="-1" role="status">
            <p>
                <strong>"Done. "</strong>
                {words}
            </p>
        </div>
        {finished.with_value(|finished| finished.applied.receipt.is_some()).then(|| view! { <ForSender finished /> })}
        <ul class="ruled measure">{came}</ul>
        <div class="actions">
            <a class="button main" href=Route::Pupils.to_string()>
                "Go to pupils"
            </a>
            <button class="button" type="button" on:click=move |_| step.set(Step::Choose)>
                "Open another file"
            </button>
        </div>
        {backup.then(|| after_restore(store))}
        {(!receipt)
            .then(|| {
                view! {
                    <UndoImport />
                    <PutBack />
                }
            })}
    }
}

/// A pupil who came in, with the way there.
fn came(store: Store, file: FileId) -> Option<AnyView> {
    let name = whose(store, file)?;
    Some(
        view! {
            <li>
                <a class="line" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>
                    <span class="name">{name}</span>
                </a>
            </li>
        }
        .into_any(),
    )
}

/// The receipt: by it the sender knows that the case arrived.
#[component]
fn ForSender(finished: StoredValue<Finished>) -> impl IntoView {
    let store = use_store();
    let (to, by_words, words) = finished.with_value(|finished| {
        let to = match finished.author.trim() {
            "" => "the sender".to_owned(),
            name => name.to_owned(),
        };
        let by_words = finished.applied.receipt.as_ref().is_some_and(|receipt| receipt.by_words);
        (to, by_words, finished.words.clone())
    });
    let made = move || finished.with_value(|finished| finished.applied.receipt.clone());
    let file = move || {
        let made = made().map(|receipt| (receipt.file.name, receipt.file.bytes));
        made.ok_or_else(|| "This receipt is no longer available.".to_owned())
    };
    let how = if by_words {
        "It opens with the seven words below. Say them or write them on paper; never send them with the file."
    } else {
        "It is encrypted for the tablet that the hand-over came from, and opens there without words."
    };
    let large = by_words.then(|| crate::ui::pages::bundles::making::words_large(StoredValue::new(words)));
    let label = ["Save the receipt for ", &to].concat();
    let size = made().map_or(0, |receipt| receipt.file.bytes.len());
    let buttons = file_out(store, label, Signal::stored(true), size, file, Callback::new(|_| ()));
    view! {
        <section class="stack measure">
            <h2>"The receipt"</h2>
            <p>
                "Give it to " {to}
                ": it tells them the case arrived, and their copy of a case that moves on becomes read-only. It does not name the pupil. "
                {how}
            </p>
            <div class="actions">{buttons}</div>
        </section>
        {large}
    }
}

/// What imports removed from pupils' files: put it back or remove it for good.
#[component]
pub fn PutBack() -> impl IntoView {
    let store = use_store();
    let all = RwSignal::new(Vec::<TakenOut>::new());
    let read = move || {
        store.device.task(async move {
            let _ = all.try_set(store.casebook.taken_out().await.unwrap_or_default());
        });
    };
    read();
    let settle = move |file: FileId, record: RecordId, back: bool| {
        store.device.task(async move {
            match store.casebook.settle_taken_out(file, record, back).await {
                Ok(()) => store.device.say(Notice::good(if back {
                    "It is back in the pupil's file."
                } else {
                    "Removed for good."
                })),
                Err(error) => store.device.say(Notice::error(&error)),
            }
            let _ = all.try_set(store.casebook.taken_out().await.unwrap_or_default());
        });
    };
    move || {
        let lines: Vec<AnyView> = all.with(|all| {
            all.iter()
                .map(|one| {
                    let (file, record) = (one.file, one.record);
                    let what = one.kind.map_or("Record", Kind::label);
                    let day = one.day.map(|day| [", ", &dates::long(day)].concat()).unwrap_or_default();
                    let whose = whose(store, file).unwrap_or_else(|| "A pupil without a name".to_owned());
                    let about = ["Removed on ", &dates::moment(one.at), " by a file from ", one.from.trim()].concat();
                    let name = [what, &day, ", ", &whose].concat();
                    let (back, gone) = (["Put it back: ", &name].concat(), ["Remove for good: ", &name].concat());
                    view! {
                        <li class="with-button">
                            <span class="stack tight">
                                <strong>{name}</strong>
                                <span class="hint">{about}</span>
                            </span>
                            <span class="actions">
                                <button class="button" type="button" aria-label=back on:click=move |_| settle(file, record, true)>
                                    "Put it back"
                                </button>
                                <button class="button quiet" type="button" aria-label=gone on:click=move |_| settle(file, record, false)>
                                    "Remove for good"
                                </button>
                            </span>
                        </li>
                    }
                    .into_any()
                })
                .collect()
        });
        (!lines.is_empty()).then(|| {
            view! {
                <section class="stack measure">
                    <h2>"Removed from a pupil's file"</h2>
                    <p>"A colleague's file said that these were in the wrong pupil's file. If that is a mistake, put them back."</p>
                    <ul class="ruled">{lines}</ul>
                </section>
            }
        })
    }
}

/// Takes the last import back, as long as that is possible: until the next change or export.
#[component]
pub fn UndoImport() -> impl IntoView {
    let store = use_store();
    let last = RwSignal::new(None::<LastImport>);
    let asked = RwSignal::new(false);
    let submit = Submit::<()>::ready();
    let said = RwSignal::new(None::<Result<(), String>>);
    store.device.task(async move {
        let found = store.transfers.last_import().await;
        let _ = last.try_set(found);
    });
    let undo = move |_| {
        if !submit.pressed() {
            return;
        }
        if !asked.get_untracked() {
            return asked.set(true);
        }
        submit.begin();
        store.device.task(async move {
            let done = store.transfers.undo_import().await.map_err(|error| transfer_words(&error));
            if done.is_ok() {
                store.device.say(Notice::good("The import was undone."));
            }
            let _ = last.try_set(None);
            let _ = said.try_set(Some(done));
            submit.end();
            store.device.focus("undo-said");
        });
    };
    view! {
        {move || {
            last.get()
                .map(|last| {
                    let what = if last.backup { "a backup" } else { "a hand-over" };
                    let from = if last.from.trim().is_empty() { String::new() } else { [" by ", last.from.trim()].concat() };
                    let words = [
                        "On ",
                        &dates::moment(last.at),
                        " ",
                        what,
                        &from,
                        " came in: ",
                        &counted(u64::from(last.records), "record", "records"),
                        ". Undoing removes what it brought, and nothing else. You can undo until you next save or export something.",
                    ]
                        .concat();
                    view! {
                        <section class="stack measure">
                            <h2>"Undo the import"</h2>
                            <p>{words}</p>
                            <div class="actions">
                                <button
                                    class="button"
                                    class:danger=move || asked.get()
                                    type="button"
                                    disabled=move || submit.busy()
                                    on:click=undo
                                >
                                    {move || if asked.get() { "Yes, undo it" } else { "Undo the import" }}
                                </button>
                                {move || {
                                    asked
                                        .get()
                                        .then(|| {
                                            view! {
                                                <button class="button" type="button" on:click=move |_| asked.set(false)>
                                                    "Keep it"
                                                </button>
                                            }
                                        })
                                }}
                            </div>
                        </section>
                    }
                })
        }}
        <div id="undo-said" tabindex="-1">
            {move || {
                said.get()
                    .map(|said| match said {
                        Ok(()) => {
                            view! {
                                <p class="advice good measure" role="status">
                                    <strong>"Undone. "</strong>
                                    "Everything is as it was before the import."
                                </p>
                            }
                                .into_any()
                        }
                        Err(words) => {
                            view! {
                                <p class="advice bad measure" role="alert">
                                    <strong>"Not undone. "</strong>
                                    {words}
                                </p>
                            }
                                .into_any()
                        }
                    })
            }}
        </div>
    }
}
