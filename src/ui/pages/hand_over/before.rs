//! Before a hand-over is sent: the safeguarding lead is asked, and a transfer needs a transition record.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::cases::{Cases, name_of, read_cases, with_cases};
use super::wizard::{Wizard, choices};
use crate::app::navigation::Visit;
use crate::app::notice::Notice;
use crate::app::store::Store;
use crate::route::{FilePage, HandOverStep, Route, Tab};
use crate::ui::form::{Handle, error_summary, field_view};
use crate::ui::parts::Submit;
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Kind};
use casebook_domain::due::DueKind;
use casebook_domain::hand_over::LeadSays;
use casebook_domain::hand_over::Purpose;
use casebook_domain::ids::FileId;
use casebook_present::forms::{self, Draft};
use casebook_present::hand_over::{SHARED_FIELDS, transition, with_shared};
use casebook_present::{dates, initials};

pub(super) fn view(wizard: Wizard) -> AnyView {
    let lead = wizard.of(|choice| choice.lead);
    let says = LeadSays::ALL.iter().map(|&says| (says, says.label(), "")).collect();
    let first = wizard.now();
    let transfer = first.purpose == Some(Purpose::Transfer) && !first.back;
    if first.lead_name.is_empty() {
        let name = wizard.store.casebook.settings.with_untracked(|settings| settings.safeguarding_lead.name.clone());
        if !name.trim().is_empty() {
            wizard.change(|choice| choice.lead_name = name);
        }
    }
    view! {
        <div class="form">
            <section class="form-section">
                <h2>{wizard.store.casebook.titled("The safeguarding lead")}</h2>
                <p class="hint">
                    "Ask every time, for every pupil, whether you know of anything or not. Your answer goes with the hand-over. Don't write here what it is about."
                </p>
                <div class="field">
                    <label for="lead-name">"Who you asked"</label>
                    <input
                        class="input"
                        id="lead-name"
                        autocomplete="off"
                        prop:value=wizard.now().lead_name
                        aria-describedby="lead-name-error"
                        on:input:target=move |event| wizard.change(|choice| choice.lead_name = event.target().value())
                    />
                    {wizard.error("lead-name")}
                </div>
                {move || unconfirmed(wizard, lead.get())}
                {choices(
                    ("lead", "Has anything been sent separately?"),
                    says,
                    lead,
                    wizard.error("lead"),
                    move |to| wizard.change(|choice| choice.lead = Some(to)),
                )}
            </section>
            {transfer.then(|| transitions(wizard))}
            {wizard
                .foot(
                    HandOverStep::Before,
                    move || wizard.store.casebook.headers.with_untracked(|headers| wizard.now().missing_before(headers)),
                )}
        </div>
    }
    .into_any()
}

/// "Nothing to send" while there is an entry here that the lead has not confirmed: where to go, by name.
fn unconfirmed(wizard: Wizard, lead: Option<LeadSays>) -> AnyView {
    if lead != Some(LeadSays::Nothing) {
        return ().into_any();
    }
    let store = wizard.store;
    let headers = store.casebook.headers.get();
    let names =
        initials::list_names(&headers, store.casebook.settings.with_untracked(|settings| settings.initials_only));
    let choice = wizard.now();
    let open: BTreeSet<FileId> = choice.unconfirmed(&headers).map(|header| header.file).collect();
    let lines: Vec<AnyView> = headers
        .iter()
        .zip(names)
        .filter(|(header, _)| open.contains(&header.file))
        .map(|(header, name)| {
            let file = header.file;
            let entry = header.due.iter().find(|due| matches!(due.kind, DueKind::NobodyTold | DueKind::HandOverWords));
            let route = entry.and_then(|due| due.record).map_or(Route::Of(file, FilePage::Tab(Tab::Timeline)), |id| Route::Of(file, FilePage::Edit(id)));
            let words = ["There is an entry about ", &name, " that the lead has not confirmed."].concat();
            let label = ["Open the entry about ", &name].concat();
            view! {
                <li class="with-button">
                    <span>{words}</span>
                    <button
                        class="button"
                        type="button"
                        on:click=move |_| store.navigation.visit(Visit::to(route).then(Route::HandingOver(HandOverStep::Before)))
                    >
                        {label}
                    </button>
                </li>
            }
            .into_any()
        })
        .collect();
    if lines.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="advice bad" role="alert">
            <p>
                <strong>"\"Nothing to send\" can't be right yet. "</strong>
                "Ask the lead about it. When they confirm that they hold it, record that; or choose another answer."
            </p>
            <ul class="plain-list stack tight">{lines}</ul>
        </div>
    }
    .into_any()
}

fn transitions(wizard: Wizard) -> AnyView {
    let store = wizard.store;
    let all = read_cases(wizard);
    view! {
        <section class="form-section">
            <h2>"Transition records"</h2>
            <p class="hint">
                "Each one goes with its pupil. The receiving mentor reads it first: what helps on the first day, who the pupil trusts, what has been agreed."
            </p>
            {with_cases(
                all,
                move |cases| {
                    let without = cases.iter().filter(|case| transition(case).is_none()).count();
                    let lines = cases.iter().map(|case| line(store, case)).collect_view();
                    let many = cases.len() > 1;
                    let cases = cases.to_vec();
                    view! {
                        <ul class="ruled">{lines}</ul>
                        {(without > 0)
                            .then(|| view! { <p class="advice">"You can continue without it, but the receiving mentor will miss it."</p> })}
                        {many.then(|| shared(wizard, all, cases))}
                    }
                        .into_any()
                },
            )}
        </section>
    }
    .into_any()
}

fn line(store: Store, case: &CaseFile) -> AnyView {
    let (file, name) = (case.id, name_of(store, case));
    let (about, button, route) = match transition(case) {
        None => ("No transition record yet".to_owned(), "Write it", Route::Of(file, FilePage::New(Kind::Transition))),
        Some((id, record)) => {
            let due = record.due.map(|due| [", on ", &dates::long(due)].concat()).unwrap_or_default();
            (["To ", &record.to, &due].concat(), "Change", Route::Of(file, FilePage::Edit(id)))
        }
    };
    let label = [button, ": ", &name].concat();
    let open = move |_| store.navigation.visit(Visit::to(route).then(Route::HandingOver(HandOverStep::Before)));
    view! {
        <li class="with-button">
            <span class="stack tight">
                <strong>{name}</strong>
                <span class="hint">{about}</span>
            </span>
            <button class="button" type="button" aria-label=label on:click=open>
                {button}
            </button>
        </li>
    }
    .into_any()
}

/// What most of them share, written once.
fn shared(wizard: Wizard, all: Cases, cases: Vec<Arc<CaseFile>>) -> AnyView {
    let store = wizard.store;
    let count = cases.len();
    let cases = StoredValue::new(cases);
    let Some(ctx) = cases.with_value(|cases| cases.first().map(|case| store.casebook.form_ctx(case))) else {
        return ().into_any();
    };
    let mut draft: Draft = wizard.now().shared;
    if draft.get("receiving").is_empty() {
        draft.set("receiving", wizard.now().to);
    }
    let handle = Handle::new(draft, ctx);
    Effect::new(move |before: Option<()>| {
        let draft = handle.draft.get();
        if before.is_some() {
            wizard.change(|choice| choice.shared = draft);
        }
    });
    let fields = forms::form(Kind::Transition)
        .sections
        .iter()
        .flat_map(|section| section.fields)
        .filter(|field| SHARED_FIELDS.contains(&field.name))
        .map(|field| field_view(field, String::new(), handle))
        .collect_view();
    let submit = Submit::<()>::ready();
    let copy = move |_| {
        if !submit.pressed() {
            return;
        }
        let draft = handle.draft.get_untracked();
        let made: Result<Vec<_>, _> = cases.with_value(|cases| {
            let one = |case: &Arc<CaseFile>| {
                let id = transition(case).map_or_else(casebook_repository::ids::record_id, |(id, _)| id);
                with_shared(case, &store.casebook.form_ctx(case), &draft)
                    .map(|record| (case.id, id, Content::Transition(record)))
            };
            cases.iter().map(one).collect()
        });
        match made {
            Err(errors) => {
                handle.errors.set(errors);
                store.device.focus("error-summary");
            }
            Ok(contents) => {
                handle.errors.set(Vec::new());
                submit.run("", async move {
                    let warnings = store
                        .casebook
                        .save_in_files(contents, None)
                        .await
                        .map_err(|error| store.device.say(Notice::error(&error)))?;
                    store.casebook.say_saved("Transition records: saved.", &warnings);
                    // Redrawn with what was saved.
                    let files = wizard.now().files.into_iter().collect();
                    let _ = all.try_set(Some(store.casebook.cases(files).await));
                    Ok(())
                });
            }
        }
    };
    let button = ["Write this into all ", &count.to_string()].concat();
    view! {
        <details>
            <summary>"The same for all of them"</summary>
            <div class="form-section">
                <p class="hint">
                    "What you fill in is written into each pupil's transition record. Fields that you leave empty change nothing there. Write for each pupil separately what the receiving mentor should read first."
                </p>
                {move || handle.errors.with(|errors| (!errors.is_empty()).then(|| error_summary(store, handle, Kind::Transition, errors)))}
                {fields}
                <div class="actions">
                    <button class="button" type="button" aria-disabled=move || submit.slow() on:click=copy>
                        {button}
                    </button>
                </div>
            </div>
        </details>
    }
    .into_any()
}
