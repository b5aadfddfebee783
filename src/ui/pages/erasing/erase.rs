//! The page that erases one file.

use leptos::prelude::*;

use super::archive::{Archive, copy, names_of};
use crate::app::notices::{Notice, repository_words};
use crate::app::store::use_store;
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::{Icon, PageHead, Submit, facts, icon, whose};
use casebook_domain::content::Kind;
use casebook_domain::ids::FileId;
use casebook_domain::retention::{ErasingState, held_elsewhere, retention, school_keeps_until};
use casebook_present::keeping::{elsewhere, standing, what_to_do};
use casebook_present::{dates, initials};

/// The page that erases one file.
#[component]
pub fn Erase(
    /// The file, open.
    file: FileId,
) -> impl IntoView {
    let store = use_store();
    on_cleanup(move || store.transfers.cancel_transfer());
    let archive = RwSignal::new(Archive::Asking);
    let saved = RwSignal::new(false);
    let there = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let asked = RwSignal::new(false);
    let submit = Submit::<String>::ready();
    let refused = submit.problem;
    move || {
        let case = store.casebook.file.get().filter(|case| case.id == file)?;
        let settings = store.casebook.settings.get();
        let state = store.casebook.erasing(file);
        let name = whose(store, file).unwrap_or_default();
        let head = view! {
            <PageHead title="Erase this tablet's copy">
                <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::About)).to_string()>
                    {icon(Icon::Back)}
                    "Back to the pupil"
                </a>
            </PageHead>
            <p class="about-child">{name}</p>
            <p class="measure">{standing(&state, store.device.today())}</p>
        };
        if !matches!(state, ErasingState::Due(_)) {
            return Some(
                view! {
                    {head}
                    {not_due(file, &state)}
                }
                .into_any(),
            );
        }
        let short = StoredValue::new(
            store.casebook.headers.with(|headers| initials::short_name(headers, file)).unwrap_or_default(),
        );
        let held: Vec<AnyView> = held_elsewhere(&case, &store.casebook.kept_backups())
            .iter()
            .map(|held| view! { <li>{elsewhere(held)}</li> }.into_any())
            .collect();
        let held = (!held.is_empty()).then(|| {
            view! {
                <p>"Copies elsewhere are not erased. The certificate lists them."</p>
                <ul class="inner">{held}</ul>
            }
        });
        let known = retention(&case);
        let until = case.pupil().and_then(|pupil| school_keeps_until(pupil, &settings));
        let list = facts([
            ("Filed in the school's record".to_owned(), known.filed_on.map(dates::long).unwrap_or_default()),
            ("By whom, and where".to_owned(), known.filed_by),
            ("The school keeps its record until".to_owned(), until.map(dates::long).unwrap_or_default()),
        ]);
        let may = move || there.get() || saved.get();
        let same = move || {
            let plain = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
            let own = short.with_value(|own| plain(own));
            own.is_empty() || plain(&typed.get()) == own
        };
        let erase = move |_| {
            asked.set(true);
            if !submit.pressed() {
                return;
            }
            if !untrack(may) {
                return store.device.focus("archive");
            }
            if !untrack(same) {
                return store.device.focus("initials");
            }
            let made = match archive.get_untracked() {
                Archive::Ready(made) if saved.get_untracked() => made.with_value(names_of),
                _ => String::new(),
            };
            submit.run("erase-refused", async move {
                store.erase_file(file, made).await.map_err(|error| repository_words(&error))?;
                store.device.say(Notice::good("The file is erased. Print its certificate for the school's record."));
                store.navigation.go(Route::Erased);
                Ok(())
            });
        };
        Some(
            view! {
                {head}
                <section class="stack measure">{list}</section>
                <section class="stack measure" id="archive" tabindex="-1">
                    <h2>"1. An encrypted copy for the school's archive"</h2>
                    {move || copy(store, file, archive, saved)}
                    <label class="choice">
                        <input type="checkbox" prop:checked=there on:change:target=move |event| there.set(event.target().checked()) />
                        <span>"The school already has all it needs; make no copy"</span>
                    </label>
                    {move || {
                        (asked.get() && !may())
                            .then(|| {
                                view! {
                                    <p class="error" role="alert">
                                        "Save the encrypted copy first, or tick that none is needed."
                                    </p>
                                }
                            })
                    }}
                </section>
                <section class="stack measure">
                    <h2>"2. What is erased, and what is kept"</h2>
                    <p>
                        "Everything about this pupil on this tablet is erased: every entry with its earlier versions, drafts, signatures. A certificate is kept with the initials and the year of birth. "
                        <strong>"You cannot undo this."</strong>
                    </p>
                    {held}
                </section>
                <section class="stack measure">
                    <h2>"3. Erase"</h2>
                    <div class="field">
                        <label for="initials">{move || ["Type the pupil's initials to confirm: ", &short.get_value()].concat()}</label>
                        <input
                            class="input short"
                            id="initials"
                            type="text"
                            autocomplete="off"
                            aria-describedby="initials-error"
                            prop:value=typed
                            on:input:target=move |event| typed.set(event.target().value())
                        />
                        {move || {
                            (asked.get() && may() && !same())
                                .then(|| {
                                    view! {
                                        <p class="error" id="initials-error" role="alert">
                                            "These are not this pupil's initials. Check that this is the right file."
                                        </p>
                                    }
                                })
                        }}
                    </div>
                    {move || {
                        refused
                            .get()
                            .map(|words| {
                                view! {
                                    <div class="advice bad" id="erase-refused" tabindex="-1" role="alert">
                                        <p>
                                            <strong>"Nothing was erased. "</strong>
                                            {words}
                                        </p>
                                    </div>
                                }
                            })
                    }}
                    <div class="actions">
                        <button class="button danger" type="button" disabled=move || submit.busy() on:click=erase>
                            "Erase for good"
                        </button>
                    </div>
                </section>
            }
            .into_any(),
        )
    }
}

fn not_due(file: FileId, state: &ErasingState) -> AnyView {
    let stops: Vec<AnyView> = match state {
        ErasingState::Held(_, holds) => holds
            .iter()
            .map(|&hold| {
                view! {
                    <li>
                        <strong>{hold.label()} ". "</strong>
                        {what_to_do(hold)}
                    </li>
                }
                .into_any()
            })
            .collect(),
        _ => Vec::new(),
    };
    let file_it = matches!(state, ErasingState::NotFiled(_)).then(|| {
        view! {
            <a class="button main" href=Route::Of(file, FilePage::New(Kind::Retention)).to_string()>
                "Enter when it was filed"
            </a>
        }
    });
    view! {
        <ul class="inner">{stops}</ul>
        <div class="actions">
            {file_it}<a class="button" href=Route::Of(file, FilePage::Tab(Tab::About)).to_string()>
                "Go to the pupil"
            </a>
        </div>
    }
    .into_any()
}
