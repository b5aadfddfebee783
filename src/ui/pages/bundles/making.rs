//! Making a bundle, whatever is in it: how far it is, the words it is sealed by, its files to save.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::app::notices::transfers::transfer_words;
use crate::app::store::Store;
use crate::app::transfer::{ExportOf, Exported, SealBy, TransferError};
use crate::ui::parts::{Icon, file_out, icon};
use casebook_present::numbers::{counted, whole};

/// Where making a bundle stands.
#[derive(Clone)]
pub enum MakingStep {
    /// Nothing is made yet.
    Asking,
    /// The worker makes it.
    Working,
    /// It was made and checked.
    Ready(StoredValue<Exported>),
    /// Nothing was made, for this reason.
    Failed(String),
}

/// Makes it; the bytes stay until the page is left.
pub fn make(store: Store, step: RwSignal<MakingStep>, of: ExportOf, seal: SealBy) {
    step.set(MakingStep::Working);
    store.device.focus("bundle-step");
    store.device.task(async move {
        let next = match store.transfers.export(of, seal).await {
            Ok(made) => MakingStep::Ready(StoredValue::new(made)),
            Err(TransferError::Cancelled) => MakingStep::Asking,
            Err(error) => MakingStep::Failed(transfer_words(&error)),
        };
        let _ = step.try_set(next);
        store.device.focus("bundle-step");
    });
}

/// It is being made.
pub fn working(store: Store) -> AnyView {
    view! {
        <div id="bundle-step" tabindex="-1" role="status" class="stack measure">
            <p>
                <strong>"Encrypting and checking …"</strong>
            </p>
            {bar(store, "Encrypting")}
            <p class="hint">"Casebook opens the file again and checks it before you get it. Keep this page open."</p>
        </div>
    }
    .into_any()
}

/// How far the worker is, and the way to stop it.
pub fn bar(store: Store, label: &'static str) -> AnyView {
    // Without a value the bar shows that something is going on: as long as nobody knows how much it is.
    let known = move || store.transfers.progress.get().filter(|progress| progress.total > 0);
    view! {
        <progress
            class="progress"
            aria-label=label
            max=move || known().map(|progress| progress.total.to_string())
            value=move || known().map(|progress| progress.done.to_string())
        ></progress>
        <div class="actions">
            <button class="button" type="button" on:click=move |_| store.transfers.cancel_transfer()>
                "Cancel"
            </button>
        </div>
    }
    .into_any()
}

/// Nothing was made.
pub fn failed(words: String, step: RwSignal<MakingStep>) -> AnyView {
    view! {
        <div class="advice bad measure" id="bundle-step" tabindex="-1" role="alert">
            <p>
                <strong>"Nothing was made. "</strong>
                {words}
            </p>
            <div class="actions">
                <button class="button" type="button" on:click=move |_| step.set(MakingStep::Asking)>
                    "Try again"
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// Seven words, shown large, hidden at a tap.
pub fn words_large(words: StoredValue<String>) -> AnyView {
    let hidden = RwSignal::new(false);
    view! {
        <section class="stack measure">
            <h2>"The seven words"</h2>
            <p>"Only these words open the file. Say them or write them on paper; never send them with the file."</p>
            {move || {
                if hidden.get() {
                    view! { <p class="sheet seven-hidden">"Hidden"</p> }.into_any()
                } else {
                    view! {
                        <ol class="sheet seven" aria-label="The seven words">
                            {words.get_value().split(' ').map(|word| view! { <li>{word.to_owned()}</li> }).collect_view()}
                        </ol>
                    }
                        .into_any()
                }
            }}
            <div class="actions">
                <button
                    class="button"
                    type="button"
                    aria-pressed=move || if hidden.get() { "true" } else { "false" }
                    on:click=move |_| hidden.update(|on| *on = !*on)
                >
                    {icon(Icon::Eye)}
                    {move || if hidden.get() { "Show the words" } else { "Hide the words" }}
                </button>
            </div>
        </section>
    }
    .into_any()
}

/// Which of a bundle's files were handed to the browser, by their places.
pub type SavedFiles = RwSignal<BTreeSet<usize>>;

/// Whether all of them were.
pub fn all_saved(made: StoredValue<Exported>, saved: SavedFiles) -> Memo<bool> {
    let count = made.with_value(|made| made.files.len());
    Memo::new(move |_| saved.with(|saved| saved.len() == count))
}

/// The files of a bundle, each with its button; what was saved is ticked.
pub fn files(store: Store, made: StoredValue<Exported>, saved: SavedFiles) -> AnyView {
    let (count, damaged) = made.with_value(|made| (made.files.len(), made.damaged));
    let damaged = (damaged > 0).then(|| {
        let count = counted(damaged as u64, "record", "records");
        view! {
            <p class="advice bad" role="alert">
                <strong>{count} " can't be read on this tablet, so they are not in the file. "</strong>
                "Keep your older backups: they may hold them."
            </p>
        }
    });
    let out = move |place: usize| {
        saved.update(|saved| {
            saved.insert(place);
        });
    };
    let lines: Vec<AnyView> = made.with_value(|exported| {
        exported
            .files
            .iter()
            .enumerate()
            .map(|(place, file)| {
                let is_saved = move || saved.with(|saved| saved.contains(&place));
                let words = match count {
                    1 => "Save the file".to_owned(),
                    _ => ["Save file ", &whole(place as u64 + 1), " of ", &whole(count as u64)].concat(),
                };
                let name = file.name.clone();
                let file_now = move || {
                    let bytes = made.with_value(|made| made.files.get(place).map(|file| file.bytes.clone()));
                    Ok((name.clone(), bytes.unwrap_or_default()))
                };
                let left = Callback::new(move |_| out(place));
                let main = Signal::derive(move || !is_saved());
                let buttons = file_out(store, words, main, file.bytes.len(), file_now, left);
                view! {
                    <li class="stack tight">
                        <p>
                            <code>{file.name.clone()}</code>
                            " "
                            <span class="hint">{whole(file.bytes.len().div_ceil(1000) as u64)} " kB"</span>
                        </p>
                        <div class="actions">{buttons}</div>
                    </li>
                }
                .into_any()
            })
            .collect()
    });
    view! {
        <section class="stack measure" id="bundle-step" tabindex="-1">
            <h2>{if count == 1 { "The file" } else { "The files" }}</h2>
            {(count > 1)
                .then(|| view! { <p>"This is too much for one file. Save every part. They are opened together, in any order."</p> })}
            {damaged}
            <ul class="plain-list stack">{lines}</ul>
        </section>
    }
    .into_any()
}
