//! Whom the letters go to, and the letters.

use leptos::prelude::*;

use super::one::{key, one};
use super::sending::Sending;
use crate::app::notice::Notice;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, PlanPrint, Route};
use crate::ui::autosave::{DraftPlace, keep};
use crate::ui::parts::Empty;
use casebook_domain::advice::reaches_restricted;
use casebook_domain::contact::Contact;
use casebook_domain::content::{Content, Kind};
use casebook_domain::decide::Warning;
use casebook_domain::gates;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::preparation::LetterKind;
use casebook_present::forms::Draft;
use casebook_present::{letters, words};

#[component]
pub(super) fn Writing(
    file: FileId,
    kind: LetterKind,
    place: DraftPlace,
    draft: RwSignal<Draft>,
    /// Draws the page again, when somebody else may get it.
    again: RwSignal<Option<(RwSignal<Draft>, bool)>>,
) -> impl IntoView {
    let store = use_store();
    let keeping = keep(store, place, draft, Signal::derive(move || Some(file)));
    let case = store.casebook.case_or_blank(file);
    let recipients = letters::recipients(&case, store.device.today());
    let allowed: Vec<(RecordId, String)> =
        recipients.iter().filter(|to| to.refused.is_none()).map(|to| (to.contact, to.name.clone())).collect();
    let nobody = allowed.is_empty();
    let no_contacts = recipients.is_empty();
    let chosen = {
        let allowed = allowed.clone();
        move || -> Vec<(RecordId, String)> {
            draft.with(|draft| {
                allowed.iter().filter(|(contact, _)| draft.has("to", &contact.to_string())).cloned().collect()
            })
        }
    };
    let chosen = StoredValue::new_local(chosen);
    let chosen_now = Memo::new(move |_| chosen.with_value(|chosen| chosen()));
    let list = recipients
        .into_iter()
        .map(|to| {
            let id = to.contact.to_string();
            let allow = (to.refused == Some(letters::LetterRefusal::NoLetters))
                .then(|| allow_letters(store, file, kind, (to.contact, to.name.clone()), draft, again));
            let refused = to.refused.as_ref().map(letters::LetterRefusal::words);
            let reaches: Vec<String> = reaches_restricted(&case, to.contact).iter().map(words::warning).collect();
            let checked = draft.with_untracked(|draft| draft.has("to", &id)) && refused.is_none();
            view! {
                <label class="choice">
                    <input
                        type="checkbox"
                        prop:checked=checked
                        disabled=refused.is_some()
                        on:change:target=move |event| {
                            let on = event.target().checked();
                            draft.update(|draft| draft.choose("to", &id, on));
                        }
                    />
                    <span>
                        {to.name} <span class="hint">" " {to.relationship}</span>
                        {refused
                            .map(|why| {
                                view! {
                                    <br />
                                    <span class="refused">{why}</span>
                                }
                            })}
                        {reaches
                            .into_iter()
                            .map(|why| {
                                view! {
                                    <br />
                                    <span class="refused">{why}</span>
                                }
                            })
                            .collect_view()}
                    </span>
                </label>
                {allow}
            }
        })
        .collect_view();
    if no_contacts {
        return view! {
            <Empty text="There is nobody to write to yet. Add the parents or carers, and say who may get letters.">
                <a class="button main" href=Route::Of(file, FilePage::New(Kind::Contact)).to_string()>
                    "Add a contact"
                </a>
            </Empty>
        }
        .into_any();
    }
    let enclosed = (kind == LetterKind::PlanEnclosed)
        .then(|| {
            case.current()
                .and_then(|episode| case.latest_plan(episode.id))
                .map(|plan| Route::Of(file, FilePage::PrintPlan(plan.id, PlanPrint::Parents)))
        })
        .flatten();
    view! {
        <fieldset class="field no-print">
            <legend>"To"</legend>
            <p class="hint">"One letter each, for everybody who is ticked."</p>
            {list}
        </fieldset>
        {move || left_out(store, file, kind, &chosen_now.get())}
        <p class="no-print">
            <a href=Route::Of(file, FilePage::New(Kind::LeadDecision))
                .to_string()>{store.casebook.titled("The safeguarding lead decided that no letter goes home")}</a>
        </p>
        {nobody
            .then(|| {
                view! {
                    <div class="advice bad no-print">
                        <p>
                            <strong>"You cannot write to anybody. "</strong>
                            "See the reason beside each name."
                        </p>
                    </div>
                }
            })}
        {enclosed
            .map(|route| {
                view! {
                    <p class="no-print">
                        <a href=route.to_string()>"Print the plan that goes with it"</a>
                    </p>
                }
            })}
        <div class="letters">
            <For each=move || chosen_now.get() key=|(contact, _)| *contact let((contact, name))>
                {one(store, file, contact, name, draft)}
            </For>
        </div>
        <Sending file kind place draft chosen=chosen_now />
        <p class="no-print">{keeping.words()}</p>
    }
    .into_any()
}

/// The households of parents that get none of these letters and had none before.
fn left_out(store: Store, file: FileId, kind: LetterKind, chosen: &[(RecordId, String)]) -> Option<AnyView> {
    let case = store.casebook.case_or_blank(file);
    let episode = case.current()?.id;
    if gates::first_letter(&case, episode) != kind {
        return None;
    }
    let reached: Vec<_> = chosen.iter().filter_map(|(id, _)| case.find::<Contact>(*id)).collect();
    let names: Vec<String> = gates::left_out(&case, episode)
        .into_iter()
        .filter(|parent| !reached.iter().any(|to| to.id == parent.id || to.lives_with(parent)))
        .map(|parent| words::warning(&Warning::LeftOut(parent.name.whole())))
        .collect();
    (!names.is_empty()).then(|| {
        view! {
            <div class="advice no-print" role="status">
                {names.into_iter().map(|name| view! { <p>{name}</p> }).collect_view()}
            </div>
        }
        .into_any()
    })
}

/// Letters are switched off for somebody: they are allowed here, and the letter continues.
fn allow_letters(
    store: Store,
    file: FileId,
    kind: LetterKind,
    (contact, name): (RecordId, String),
    draft: RwSignal<Draft>,
    again: RwSignal<Option<(RwSignal<Draft>, bool)>>,
) -> AnyView {
    let label = ["Allow letters to ", &name].concat();
    let allow = move |_| {
        let case = store.casebook.case_or_blank(file);
        let Some(known) = case.find::<Contact>(contact) else { return };
        let content = Content::Contact(Contact { letters: true, ..known.body.clone() });
        store.device.task(async move {
            if let Err(error) = store.casebook.save(file, contact, content, None).await {
                return store.device.say(Notice::error(&error));
            }
            let case = store.casebook.case_or_blank(file);
            let episode = case.current().map(|episode| episode.id);
            let settings = store.casebook.settings.get_untracked();
            if let Ok(filled) = letters::draft(kind, &case, episode, contact, &settings, store.device.today()) {
                draft.update(|draft| {
                    draft.set(&key(contact), filled.text);
                    draft.choose("to", &contact.to_string(), true);
                });
            }
            let _ = again.try_update(|_| ());
        });
    };
    view! {
        <button class="button" type="button" on:click=allow>
            {label}
        </button>
    }
    .into_any()
}
