//! The encrypted copy for the school's archive.

use leptos::prelude::*;

use crate::app::notices::transfers::transfer_words;
use crate::app::store::{Store, use_store};
use crate::app::transfer::{ExportOf, Exported, HandOver, TransferError};
use crate::ui::parts::file_out;
use casebook_domain::hand_over::{Parts, Place, Purpose};
use casebook_domain::ids::FileId;

/// The sealed copy for the school's archive.
#[derive(Clone)]
pub(super) enum Archive {
    /// Not decided.
    Asking,
    /// Being made.
    Working,
    /// Made; the bytes stay until the page is left.
    Ready(StoredValue<Exported>),
    /// It was not made.
    Failed(String),
}

/// Making and saving the sealed copy.
pub(super) fn copy(store: Store, file: FileId, archive: RwSignal<Archive>, saved: RwSignal<bool>) -> AnyView {
    let make = move |_| {
        archive.set(Archive::Working);
        store.device.task(async move {
            let archived = HandOver {
                files: vec![file],
                purpose: Purpose::Shared,
                until: None,
                to: "The school's archive".to_owned(),
                place: Place::Here,
                parts: Parts::Whole,
                lead: None,
            };
            let made = match store.transfers.by_recovery_key() {
                Ok(seal) => store.transfers.export(ExportOf::HandOver(archived), seal).await,
                Err(error) => Err(error),
            };
            let next = match made {
                Ok(made) => Archive::Ready(StoredValue::new(made)),
                Err(TransferError::Cancelled) => Archive::Asking,
                Err(error) => Archive::Failed(transfer_words(&error)),
            };
            let _ = archive.try_set(next);
            store.device.focus("archive");
        });
    };
    match archive.get() {
        Archive::Asking => view! {
            <p>
                {use_store()
                    .casebook
                    .titled(
                        "It holds the whole file with its earlier versions. Safeguarding entries are not in it: the safeguarding lead holds them. The recovery sheet in the school's safe opens it.",
                    )}
            </p>
            <div class="actions">
                <button class="button main" type="button" on:click=make>
                    "Make the encrypted copy"
                </button>
            </div>
        }
        .into_any(),
        Archive::Working => view! {
            <p role="status">
                <strong>"Encrypting and checking …"</strong>
            </p>
            <div class="actions">
                <button class="button" type="button" on:click=move |_| store.transfers.cancel_transfer()>
                    "Cancel"
                </button>
            </div>
        }
        .into_any(),
        Archive::Failed(words) => view! {
            <div class="advice bad" role="alert">
                <p>
                    <strong>"No copy was made. "</strong>
                    {words}
                </p>
                <div class="actions">
                    <button class="button" type="button" on:click=make>
                        "Try again"
                    </button>
                </div>
            </div>
        }
        .into_any(),
        Archive::Ready(made) => {
            let (name, bytes, damaged) = made.with_value(|made| {
                (names_of(made), made.files.iter().map(|file| file.bytes.len()).sum::<usize>(), made.damaged)
            });
            let left = Callback::new(move |_| saved.set(true));
            let count = made.with_value(|made| made.files.len());
            let buttons: Vec<AnyView> = (0..count)
                .map(|place| {
                    let file = move || {
                        let file = made.with_value(|made| made.files.get(place).map(|file| (file.name.clone(), file.bytes.clone())));
                        file.ok_or_else(|| "This part is no longer available.".to_owned())
                    };
                    let words = match count {
                        1 => "Save the encrypted copy".to_owned(),
                        _ => ["Save the encrypted copy, part ", &(place + 1).to_string()].concat(),
                    };
                    file_out(store, words, Signal::stored(true), bytes / count.max(1), file, left)
                })
                .collect();
            view! {
                <p>
                    <code>{name}</code>
                    " "
                    <span class="hint">{bytes.div_ceil(1000).to_string()} " kB"</span>
                </p>
                {(damaged > 0)
                    .then(|| {
                        view! {
                            <p class="advice bad" role="alert">
                                "Some records can't be read on this tablet, so they are not in the copy. Look for them in your older backups first."
                            </p>
                        }
                    })}
                <div class="actions">{buttons}</div>
                {move || {
                    saved
                        .get()
                        .then(|| {
                            view! {
                                <p class="hint" role="status">
                                    "Take it to the school's archive before you erase."
                                </p>
                            }
                        })
                }}
            }
            .into_any()
        }
    }
}

/// The names of the files that were made, mostly one.
pub(super) fn names_of(made: &Exported) -> String {
    made.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ")
}
