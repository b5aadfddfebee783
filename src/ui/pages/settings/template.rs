//! The forms of the observing kit: a template, the lists of words. Both lie in the settings' register.

use leptos::prelude::*;

use crate::app::notices::storage::repository_words;
use crate::app::store::{Store, use_store};
use crate::route::{Route, Section};
use crate::ui::autosave::{DraftPlace, keep};
use crate::ui::form::{Handle, error_summary, form_view};
use crate::ui::parts::{Empty, Icon, PageHead, Submit, icon, submitted};
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Kind};
use casebook_domain::ids::{DraftId, RecordId};
use casebook_domain::observation::{Starter, Template, starters};
use casebook_present::forms::{self, Draft};
use casebook_records::{LISTS_RECORD, SETTINGS_FILE};
use casebook_repository::RepositoryError;

/// Where the kit is listed.
const BACK: Route = Route::Settings(Section::Observing);

/// The form of a new template: an empty one, or the starter that is to be changed.
pub fn new(starter: Option<Starter>) -> AnyView {
    let store = use_store();
    let id = match starter {
        None => casebook_repository::drafts::form_draft(Kind::Template, None),
        // Each starter has a draft of its own.
        Some(starter) => {
            let mut bytes = *casebook_repository::drafts::form_draft(Kind::Template, None).as_bytes();
            bytes[0] = starter as u8 + 1;
            DraftId::from_bytes(bytes)
        }
    };
    let content = starter.map(|starter| {
        Content::Template(Template {
            sheet: starters::school_sheet(starter, store.casebook.school_phase()),
            starter: Some(starter),
            hidden: false,
        })
    });
    let title = if starter.is_some() { "Change: observation template" } else { "New observation template" };
    page(store, DraftPlace { home: SETTINGS_FILE, id, kind: Kind::Template, record: None }, title, content)
}

/// The form of a template that is there, or of the lists.
pub fn edit(record: RecordId) -> AnyView {
    let store = use_store();
    let kind = if record == LISTS_RECORD { Kind::Lists } else { Kind::Template };
    let content = store.casebook.kit.with_untracked(|kit| {
        if kind == Kind::Lists {
            return Some(Content::Lists(kit.lists(store.casebook.school_phase())));
        }
        let found = kit.templates.iter().find(|(id, _)| *id == record);
        found.map(|(_, template)| Content::Template(template.clone()))
    });
    if content.is_none() {
        return view! {
            <PageHead title="This template is not here any more" />
            <Empty text="It was deleted, or the address is from another casebook.">
                <a class="button" href=BACK.to_string()>
                    "Go to the templates"
                </a>
            </Empty>
        }
        .into_any();
    }
    let title = if kind == Kind::Lists { "Lists for observing" } else { "Change: observation template" };
    let place = DraftPlace::of(SETTINGS_FILE, kind, Some(record));
    page(store, place, title, content)
}

fn page(store: Store, place: DraftPlace, title: &'static str, content: Option<Content>) -> AnyView {
    let ready = RwSignal::new(None::<(Handle, bool)>);
    let content = StoredValue::new(content);
    let begin = move |afresh: bool| {
        store.device.task(async move {
            if afresh {
                let _ = store.casebook.drop_draft(place.home, place.id).await;
            }
            let ctx = store.casebook.form_ctx(&CaseFile::new(SETTINGS_FILE));
            let preset = store.navigation.take_preset(place.kind);
            // A copy that was asked for goes before what was left unfinished.
            let kept =
                if afresh || !preset.is_empty() { None } else { store.casebook.kept_draft(place.home, place.id).await };
            let restored = kept.is_some();
            let draft = match (kept, content.try_get_value().flatten()) {
                (Some(row), _) => Draft { values: row.values },
                (None, Some(content)) => forms::fill(&content, &ctx),
                (None, None) => forms::blank(place.kind, &ctx, &preset),
            };
            let _ = ready.try_set(Some((Handle::new(draft, ctx), restored)));
        });
    };
    begin(false);
    view! {
        <PageHead title>
            <a class="button quiet" href=BACK.to_string()>
                {icon(Icon::Back)}
                "Templates and lists"
            </a>
        </PageHead>
        <p class="hint measure">{forms::form(place.kind).intro}</p>
        {move || {
            ready
                .get()
                .map(|(handle, restored)| {
                    view! {
                        {restored
                            .then(|| {
                                view! {
                                    <div class="advice good">
                                        <p>"What you typed before is back."</p>
                                        <button class="button quiet" type="button" on:click=move |_| begin(true)>
                                            "Start again"
                                        </button>
                                    </div>
                                }
                            })}
                        {filling(store, handle, place)}
                    }
                })
        }}
    }
    .into_any()
}

fn filling(store: Store, handle: Handle, place: DraftPlace) -> AnyView {
    let keeping = keep(store, place, handle.draft, Signal::derive(|| None));
    let submit = Submit::<RepositoryError>::ready();
    let refused = submit.problem;
    let send = move || {
        if !submit.pressed() {
            return;
        }
        match handle.draft.with_untracked(|draft| forms::parse(place.kind, draft, &handle.ctx())) {
            Err(errors) => {
                handle.errors.set(errors);
                store.device.focus("error-summary");
            }
            Ok(content) => {
                let record = place.record.unwrap_or_else(casebook_repository::ids::record_id);
                submit.run("", async move {
                    let warnings = store.casebook.save(SETTINGS_FILE, record, content, Some(place.at())).await?;
                    let what = if place.kind == Kind::Lists { "Lists saved." } else { "Template saved." };
                    store.casebook.say_saved(what, &warnings);
                    store.navigation.go(BACK);
                    Ok(())
                });
            }
        }
    };
    view! {
        <form class="form" novalidate autocomplete="off" on:submit=submitted(send)>
            {move || handle.errors.with(|errors| (!errors.is_empty()).then(|| error_summary(store, handle, place.kind, errors)))}
            {form_view(forms::form(place.kind), handle)}
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
            <div class="form-foot no-print">
                <button class="button main" type="submit" aria-disabled=move || submit.slow()>
                    "Save"
                </button>
                <a class="button quiet" href=BACK.to_string()>
                    "Back"
                </a>
                {keeping.words()}
            </div>
        </form>
    }
    .into_any()
}
