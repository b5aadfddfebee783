//! Finding a pupil of the caseload: part of a name is typed, a button is tapped.

use leptos::prelude::*;

use crate::app::store::Store;
use casebook_domain::ids::FileId;
use casebook_present::initials;
use casebook_present::search::Index;

/// Pupils offered while a name is typed.
const OFFERS: usize = 6;

/// When pupils are offered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Offering {
    /// The first ones before anything is typed.
    AtOnce,
    /// Only those who are searched for: where a class may look on.
    WhenTyped,
}

/// A search field with the pupils it finds as buttons. `described`: the ids of what else is said about the field; `error`:
/// what is wrong with it, said right under it.
pub fn find_pupil(
    store: Store,
    (id, label): (String, &'static str),
    offer: Offering,
    described: String,
    error: AnyView,
    except: Vec<FileId>,
    pick: Callback<FileId>,
) -> AnyView {
    let headers = StoredValue::new({
        let mut headers = (*store.casebook.headers.get_untracked()).clone();
        headers.retain(|header| !except.contains(&header.file));
        headers
    });
    let short = store.casebook.settings.with_untracked(|settings| settings.initials_only);
    // Told apart from all others, also from those who are not offered.
    let names = StoredValue::new({
        let all = store.casebook.headers.get_untracked();
        let mut names = initials::list_names(&all, short);
        let mut all = all.iter();
        names.retain(|_| all.next().is_some_and(|header| !except.contains(&header.file)));
        names
    });
    let index = headers.with_value(|headers| Index::new(headers, store.device.today()));
    let query = RwSignal::new(String::new());
    let offers = move || {
        if offer == Offering::WhenTyped && query.with(|query| query.trim().is_empty()) {
            return ().into_any();
        }
        let found = query.with(|query| index.find(query));
        let buttons: Vec<AnyView> = found
            .iter()
            .take(OFFERS)
            .map(|&place| {
                let (file, form) = headers.with_value(|headers| (headers[place].file, headers[place].form.clone()));
                let form = if short { String::new() } else { form };
                let name = names.with_value(|names| names[place].clone());
                view! {
                    <button
                        class="button pick"
                        type="button"
                        on:click=move |_| {
                            query.set(String::new());
                            pick.run(file);
                        }
                    >
                        <span>{name}</span>
                        <span class="hint">{form}</span>
                    </button>
                }
                .into_any()
            })
            .collect();
        let none = found.is_empty().then(|| {
            view! {
                <p class="hint" role="status">
                    "No pupil has that name."
                </p>
            }
        });
        view! {
            <div class="actions">{buttons}</div>
            {none}
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                class="input"
                id=id
                type="search"
                placeholder="Name, form or year"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described
                prop:value=move || query.get()
                on:input:target=move |event| query.set(event.target().value())
            />
            {error}
            {offers}
        </div>
    }
    .into_any()
}
