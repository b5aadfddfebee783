//! The form of the settings, a page at a time: the school and its posts, terms and limits, letters, this tablet, backups.

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::notices::storage::repository_words;
use crate::app::store::use_store;
use crate::route::Section;
use crate::ui::autosave::{DraftPlace, keep};
use crate::ui::form::{Handle, error_summary, section_view};
use crate::ui::parts::{Submit, submitted};
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Kind};
use casebook_domain::ids::DraftId;
use casebook_domain::preparation::LetterKind;
use casebook_present::forms::{self, SettingsPage};
use casebook_present::letters::{self, Placeholder};
use casebook_records::{SETTINGS_FILE, SETTINGS_RECORD};
use casebook_repository::RepositoryError;

/// Fields that hold a letter's template begin so.
const TEMPLATE: &str = "template_";
/// Where a draft says which page of the settings it is of, as [`Section`] has it.
pub const PAGE: &str = "page";

/// Where this page of the form is.
fn section(page: SettingsPage) -> Section {
    match page {
        SettingsPage::School => Section::School,
        SettingsPage::Limits => Section::Limits,
        SettingsPage::Letters => Section::Letters,
        SettingsPage::Tablet => Section::Tablet,
        SettingsPage::Backups => Section::Storage,
    }
}

/// Each page has a draft of its own.
fn draft_id(page: SettingsPage) -> DraftId {
    let mut id = *casebook_repository::drafts::form_draft(Kind::Settings, Some(SETTINGS_RECORD)).as_bytes();
    id[0] ^= page as u8;
    DraftId::from_bytes(id)
}

/// One page of the form.
#[component]
pub fn SettingsForm(
    /// Which.
    page: SettingsPage,
) -> impl IntoView {
    let store = use_store();
    let place =
        DraftPlace { home: SETTINGS_FILE, id: draft_id(page), kind: Kind::Settings, record: Some(SETTINGS_RECORD) };
    let ready = RwSignal::new(None::<(Handle, bool)>);
    let begin = move |afresh: bool| {
        store.device.task(async move {
            if afresh {
                let _ = store.casebook.drop_draft(place.home, place.id).await;
            }
            let ctx = store.casebook.form_ctx(&CaseFile::new(SETTINGS_FILE));
            let kept = if afresh { None } else { store.casebook.kept_draft(place.home, place.id).await };
            let restored = kept.is_some();
            let mut draft = forms::fill(&Content::Settings((*store.casebook.settings.get_untracked()).clone()), &ctx);
            // Of what was left unfinished only this page's fields: another page may have been saved in the meantime.
            if let Some(row) = kept {
                draft.values.retain(|key, _| !page.has(key));
                draft.values.extend(row.values.into_iter().filter(|(key, _)| page.has(key)));
            }
            draft.set(PAGE, section(page).word());
            let _ = ready.try_set(Some((Handle::new(draft, ctx), restored)));
        });
    };
    begin(false);
    move || {
        ready.get().map(|(handle, restored)| {
            view! {
                {restored
                    .then(|| {
                        view! {
                            <div class="advice good">
                                <p>"Changes that you had not saved are back."</p>
                                <button class="button quiet" type="button" on:click=move |_| begin(true)>
                                    "Discard them"
                                </button>
                            </div>
                        }
                    })}
                <Filling page handle place />
            }
        })
    }
}

#[component]
fn Filling(page: SettingsPage, handle: Handle, place: DraftPlace) -> impl IntoView {
    let store = use_store();
    let keeping = keep(store, place, handle.draft, Signal::derive(|| None));
    let submit = Submit::<RepositoryError>::ready();
    let refused = submit.problem;
    let send = move || {
        if !submit.pressed() {
            return;
        }
        match handle.draft.with_untracked(|draft| forms::parse(Kind::Settings, draft, &handle.ctx())) {
            Err(errors) => {
                handle.errors.set(errors);
                store.device.focus("error-summary");
            }
            Ok(content) => {
                submit.run("", async move {
                    store.casebook.save(SETTINGS_FILE, SETTINGS_RECORD, content, Some(place.at())).await?;
                    keeping.begin_again();
                    store.device.say(Notice::good("Settings saved."));
                    submit.end();
                    Ok(())
                });
            }
        }
    };
    let sections = match page {
        SettingsPage::Letters => letters_view(handle),
        _ => page.sections().map(|section| section_view(section, handle)).collect_view().into_any(),
    };
    view! {
        <form class="form" novalidate autocomplete="off" on:submit=submitted(send)>
            {move || handle.errors.with(|errors| (!errors.is_empty()).then(|| error_summary(store, handle, Kind::Settings, errors)))}
            {sections}
            {move || {
                refused
                    .get()
                    .map(|error| {
                        view! {
                            <p class="error" role="alert">
                                {repository_words(&error)}
                            </p>
                        }
                    })
            }}
            <div class="form-foot">
                <button class="button main" type="submit" aria-disabled=move || submit.slow()>
                    "Save settings"
                </button>
                {keeping.words()}
            </div>
        </form>
    }
}

fn letters_view(handle: Handle) -> AnyView {
    view! {
        <section class="form-section">
            <h2>"Letters home"</h2>
            <p class="hint measure">
                "Words in braces are filled in from the case. A line with a question mark in its braces is left out when there is nothing to fill in."
            </p>
            {LetterKind::ALL.iter().map(|&kind| template(kind, handle)).collect_view()}
            <details>
                <summary>"Placeholders you can use"</summary>
                <dl class="facts inner">
                    {Placeholder::OPTIONS
                        .iter()
                        .map(|(code, words)| {
                            view! {
                                <dt>
                                    <code>{["{", code, "}"].concat()}</code>
                                </dt>
                                <dd>{*words}</dd>
                            }
                        })
                        .collect_view()}
                </dl>
            </details>
        </section>
    }
    .into_any()
}

/// One letter's template; what equals the built-in words is kept as "the built-in words".
fn template(kind: LetterKind, handle: Handle) -> AnyView {
    let key = StoredValue::new([TEMPLATE, kind.code()].concat());
    let own = move || key.with_value(|key| handle.draft.with(|draft| draft.get(key).to_owned()));
    let text = move || match own() {
        text if text.is_empty() => letters::built_in(kind),
        text => text,
    };
    let set = move |text: String| {
        let text = if text.trim() == letters::built_in(kind).trim() { String::new() } else { text };
        key.with_value(|key| handle.draft.update(|draft| draft.set(key, text)));
    };
    let faults = Memo::new(move |_| letters::check_template(&text()));
    let id = ["f-template_", kind.code()].concat();
    let described = [&id, "-faults"].concat();
    view! {
        <details>
            <summary>{kind.label()} {move || (!own().is_empty()).then(|| view! { <span class="tag">"changed"</span> })}</summary>
            <div class="field inner">
                <label for=id.clone()>"Text of the letter"</label>
                <textarea
                    autocomplete="off"
                    class="input"
                    id=id
                    rows="16"
                    aria-describedby=described.clone()
                    aria-invalid=move || (!faults.with(Vec::is_empty)).then_some("true")
                    prop:value=text
                    on:change:target=move |event| set(event.target().value())
                ></textarea>
                <ul class="faults" id=described>
                    {move || faults.get().iter().map(|fault| view! { <li class="error">{fault.words()}</li> }).collect_view()}
                </ul>
                <div class="actions">
                    <button class="button" type="button" disabled=move || own().is_empty() on:click=move |_| set(String::new())>
                        "Back to Casebook's own words"
                    </button>
                </div>
            </div>
        </details>
    }
    .into_any()
}
