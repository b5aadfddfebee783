//! Choosing the files to be opened: by the picker, by dropping them, or because they came in by themselves.

use leptos::prelude::*;

use crate::app::incoming_files::{FileContent, WaitingFile};
use crate::app::store::{Store, use_store};
use casebook_present::file_name;

/// A file to be opened.
#[derive(Clone)]
pub struct ChosenFile {
    /// Its name, as it came.
    pub name: String,
    /// What it holds.
    pub content: FileContent,
    /// Where it waited, if it came in by itself.
    waiting: Option<WaitingFile>,
}

impl ChosenFile {
    /// Whether it came in by itself: nobody here has chosen it, so nothing is done with it before somebody taps.
    pub fn came_in(&self) -> bool {
        self.waiting.is_some()
    }

    /// They are open, or not wanted: those that waited do so no longer.
    pub fn done(store: Store, files: &[Self]) {
        store.transfers.forget_waiting(files.iter().filter_map(|file| file.waiting.clone()).collect());
    }
}

/// The field "File" with the id `bundle-file`, what is chosen below it. Files that wait are chosen by themselves; more may be
/// chosen than one, as a large backup has parts.
#[component]
pub fn ChooseFiles(
    /// What is chosen.
    chosen: RwSignal<Vec<ChosenFile>>,
    /// What is wrong with it.
    #[prop(into)]
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let store = use_store();
    let unread = RwSignal::new(None::<&'static str>);
    let asked = StoredValue::new(Vec::<String>::new());
    Effect::new(move |_| {
        for waiting in store.transfers.waiting.get() {
            let known = asked.with_value(|asked| asked.contains(&waiting.key));
            if known {
                continue;
            }
            asked.update_value(|asked| asked.push(waiting.key.clone()));
            store.device.task(async move {
                match store.transfers.waiting_file(&waiting).await {
                    Ok(Some((name, content))) => {
                        let file = ChosenFile { name, content, waiting: Some(waiting) };
                        let _ = chosen.try_update(|chosen| chosen.push(file));
                    }
                    Ok(None) => {}
                    Err(words) => drop(unread.try_set(Some(words))),
                }
            });
        }
    });
    let picked = move || {
        store.device.expect_own_window(false);
        store.device.task(async move {
            match store.device.picked_files(INPUT) {
                Ok(files) if files.is_empty() => {}
                Ok(files) => {
                    let _ = unread.try_set(None);
                    let _ = chosen.try_update(|chosen| {
                        // What was picked before is replaced; what came in by itself stays until it is taken away.
                        chosen.retain(|file| file.waiting.is_some());
                        let new = |(name, content)| ChosenFile { name, content, waiting: None };
                        chosen.extend(files.into_iter().map(new));
                    });
                }
                Err(words) => drop(unread.try_set(Some(words))),
            }
        });
    };
    let take_away = move |place: usize| {
        let gone = chosen.try_update(|chosen| (place < chosen.len()).then(|| chosen.remove(place))).flatten();
        ChosenFile::done(store, gone.as_slice());
        store.device.focus(INPUT);
    };
    let line = move |(place, file): (usize, ChosenFile)| {
        let origin = if file.waiting.is_some() { ". It has come in and is waiting here." } else { "" };
        let name = file_name::shown(&file.name);
        let label = ["Remove ", &name].concat();
        view! {
            <li class="chosen">
                <span>
                    "Chosen: " <code>{name}</code> " "
                    <span class="hint">{file.content.size().div_ceil(1000).to_string()} " kB" {origin}</span>
                </span>
                <button class="button quiet" type="button" aria-label=label on:click=move |_| take_away(place)>
                    "Remove"
                </button>
            </li>
        }
    };
    view! {
        <div class="field drop">
            <label for=INPUT>"File"</label>
            <p class="hint" id="bundle-file-hint">
                "Its name ends in .casebook or .casebook.txt. You can also drop it on this page. Nothing is saved until you have seen what is in it."
            </p>
            <input
                class="input pick"
                class:picked=move || chosen.with(|files| !files.is_empty())
                type="file"
                id=INPUT
                multiple
                accept=".casebook,.age,.txt,application/octet-stream,text/plain"
                aria-describedby="bundle-file-hint bundle-file-error"
                on:click=move |_| store.device.expect_own_window(true)
                on:cancel=move |_: leptos::ev::Event| store.device.expect_own_window(false)
                on:change=move |_| picked()
            />
            <div role="status">
                {move || {
                    let files = chosen.get();
                    (!files.is_empty())
                        .then(|| view! { <ul class="chosen-files">{files.into_iter().enumerate().map(line).collect_view()}</ul> })
                }}
            </div>
            {move || {
                problem
                    .get()
                    .or_else(|| unread.get().map(str::to_owned))
                    .map(|words| {
                        view! {
                            <p class="error" role="alert" id="bundle-file-error">
                                {words}
                            </p>
                        }
                    })
            }}
        </div>
    }
}

const INPUT: &str = "bundle-file";
