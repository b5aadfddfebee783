//! Which pupil an entry is about.

use leptos::prelude::*;

use crate::app::store::use_store;
use casebook_domain::ids::FileId;
use casebook_present::{initials, search};

/// Pupils offered while a name is typed.
const OFFERS: usize = 8;

/// Which pupil: typed, any part of any name.
#[component]
pub(super) fn Child(about: RwSignal<Option<FileId>>, nobody: RwSignal<bool>) -> impl IntoView {
    let casebook = use_store().casebook;
    let names = Memo::new(move |_| {
        let short = casebook.settings.with(|settings| settings.initials_only);
        initials::list_names(&casebook.headers.get(), short)
    });
    let name_of = move |file: FileId| {
        let at = casebook.headers.with(|all| all.iter().position(|header| header.file == file));
        at.and_then(|at| names.with(|names| names.get(at).cloned())).unwrap_or_default()
    };
    let name_of = Callback::new(name_of);
    move || match about.get() {
        Some(file) => chosen(about, name_of.run(file)),
        None => search_field(about, nobody, name_of),
    }
}

/// The pupil who was picked, with the way to another.
fn chosen(about: RwSignal<Option<FileId>>, name: String) -> AnyView {
    let store = use_store();
    let other = move |_| {
        about.set(None);
        store.device.focus("worry-pupil");
    };
    view! {
        <div class="field">
            <p>
                <strong>"About"</strong>
            </p>
            <p class="about-child">
                {name} <button class="button quiet" type="button" on:click=other>
                    "Somebody else"
                </button>
            </p>
        </div>
    }
    .into_any()
}

/// Part of a name is typed; who is found can be picked.
fn search_field(about: RwSignal<Option<FileId>>, nobody: RwSignal<bool>, name_of: Callback<FileId, String>) -> AnyView {
    let store = use_store();
    let typed = RwSignal::new(String::new());
    let headers = store.casebook.headers;
    let index = Memo::new(move |_| headers.with(|all| search::Index::new(all, store.device.today())));
    let found = Memo::new(move |_| {
        let query = typed.get();
        if query.trim().is_empty() {
            return Vec::<FileId>::new();
        }
        let places: Vec<usize> = index.with(|index| index.find(&query));
        headers.with(|all| places.into_iter().take(OFFERS).filter_map(|at| all.get(at).map(|one| one.file)).collect())
    });
    let none = move || typed.with(|typed| !typed.trim().is_empty()) && found.with(Vec::is_empty);
    let offer = move |file: FileId| {
        let pick = move |_| {
            about.set(Some(file));
            store.device.focus("f-words");
        };
        view! {
            <li>
                <button class="line plain" type="button" on:click=pick>
                    {name_of.run(file)}
                </button>
            </li>
        }
    };
    let offers = move || {
        let found = found.get();
        (!found.is_empty()).then(|| view! { <ul class="ruled">{found.into_iter().map(offer).collect_view()}</ul> })
    };
    let error = move || {
        nobody.get().then(|| {
            view! {
                <p class="error" id="worry-pupil-error">
                    "Type part of the name and choose the pupil."
                </p>
            }
        })
    };
    let unknown = move || {
        none().then(|| view! {
            <p class="hint" id="worry-pupil-none">
                "No pupil in this casebook has that name. Write the words on paper, with the time and your name, and hand them to the lead."
            </p>
        })
    };
    let search = move |text: String| {
        typed.set(text);
        nobody.set(false);
    };
    view! {
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
                on:input:target=move |event| search(event.target().value())
            />
            {error}
            {offers}
            {unknown}
        </div>
    }
    .into_any()
}
