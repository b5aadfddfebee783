//! Which pupil an entry is about.

use leptos::prelude::*;

use crate::app::store::use_store;
use casebook_domain::ids::FileId;
use casebook_present::{initials, search};

/// Which pupil: typed, any part of any name.
#[component]
pub(super) fn Child(about: RwSignal<Option<FileId>>, nobody: RwSignal<bool>) -> impl IntoView {
    let store = use_store();
    let typed = RwSignal::new(String::new());
    let names = Memo::new(move |_| {
        initials::list_names(
            &store.casebook.headers.get(),
            store.casebook.settings.with(|settings| settings.initials_only),
        )
    });
    let name_of = move |file: FileId| {
        let at = store.casebook.headers.with(|all| all.iter().position(|header| header.file == file));
        at.and_then(|at| names.with(|names| names.get(at).cloned())).unwrap_or_default()
    };
    let index = Memo::new(move |_| store.casebook.headers.with(|all| search::Index::new(all, store.device.today())));
    let found = move || {
        let query = typed.get();
        if query.trim().is_empty() {
            return Vec::<FileId>::new();
        }
        let places: Vec<usize> = index.with(|index| index.find(&query));
        store
            .casebook
            .headers
            .with(|all| places.into_iter().take(8).filter_map(|at| all.get(at).map(|header| header.file)).collect())
    };
    let none = move || typed.with(|typed| !typed.trim().is_empty()) && found().is_empty();
    move || {
        match about.get() {
        Some(file) => view! {
            <div class="field">
                <p>
                    <strong>"About"</strong>
                </p>
                <p class="about-child">
                    {name_of(file)}
                    <button
                        class="button quiet"
                        type="button"
                        on:click=move |_| {
                            about.set(None);
                            store.device.focus("worry-pupil");
                        }
                    >
                        "Somebody else"
                    </button>
                </p>
            </div>
        }
        .into_any(),
        None => view! {
            <div class="field">
                <label for="worry-pupil">"About which pupil"</label>
                <input
                    class="input"
                    id="worry-pupil"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby="worry-pupil-error worry-pupil-none"
                    aria-invalid=move || nobody.get().then_some("true")
                    prop:value=typed
                    on:input:target=move |event| {
                        typed.set(event.target().value());
                        nobody.set(false);
                    }
                />
                {move || {
                    nobody
                        .get()
                        .then(|| {
                            view! {
                                <p class="error" id="worry-pupil-error">
                                    "Type part of the name and choose the pupil."
                                </p>
                            }
                        })
                }}
                {move || {
                    (!found().is_empty())
                        .then(|| {
                            view! {
                                <ul class="ruled">
                                    {found()
                                        .into_iter()
                                        .map(|file| {
                                            view! {
                                                <li>
                                                    <button
                                                        class="line plain"
                                                        type="button"
                                                        on:click=move |_| {
                                                            about.set(Some(file));
                                                            store.device.focus("f-words");
                                                        }
                                                    >
                                                        {name_of(file)}
                                                    </button>
                                                </li>
                                            }
                                        })
                                        .collect_view()}
                                </ul>
                            }
                        })
                }}
                {move || {
                    none()
                        .then(|| {
                            view! {
                                <p class="hint" id="worry-pupil-none">
                                    "No pupil in this casebook has that name. Write the words on paper, with the time and your name, and hand them to the lead."
                                </p>
                            }
                        })
                }}
            </div>
        }
        .into_any(),
    }
    }
}
