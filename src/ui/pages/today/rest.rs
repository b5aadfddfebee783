//! What of Today is not due by a rule: an observation that runs, one without a pupil, what was begun and not saved.

use leptos::prelude::*;

use crate::app::access::REVIEW;
use crate::app::notice::Notice;
use crate::app::observing::BEGAN;
use crate::app::store::Store;
use crate::route::{FilePage, HandOverStep, Route, Section, new_form};
use crate::ui::pages::observe::unattached::erase;
use casebook_domain::calendar::Moment;
use casebook_domain::content::Kind;
use casebook_domain::ids::{DraftId, FileId};
use casebook_domain::observation::Starter;
use casebook_present::numbers::whole;
use casebook_present::unattached::{UnattachedLine, waiting};
use casebook_present::{dates, initials};
use casebook_records::{DraftRow, NO_FILE};

/// A draft that is a running observation, not one that is still being set up.
pub fn runs(row: &DraftRow) -> bool {
    row.kind == Kind::Observation && row.record.is_none() && row.values.contains_key(BEGAN)
}

/// The name and number that are needed at once when a child says something. It waits until there is a pupil.
pub fn lead_unknown(store: Store) -> Option<AnyView> {
    let unknown = store.casebook.settings.with(|settings| settings.safeguarding_lead.name.trim().is_empty());
    (unknown && !store.casebook.headers.with(|headers| headers.is_empty())).then(|| {
        let school = Route::Settings(Section::School).to_string();
        view! { <p class="advice">"Casebook does not know your safeguarding lead yet. " <a href=school>"Enter the name and number"</a></p> }
        .into_any()
    })
}

/// An observation that was begun and is not saved; `ended`: when it began, if only its summary is left.
pub fn watching(ended: Option<Moment>) -> AnyView {
    if let Some(began) = ended {
        let words = ["An observation of ", &dates::time_of_day(began), " is not saved. "].concat();
        return view! { <p class="advice">{words} <a href=Route::Observe.to_string()>"Go to its summary"</a></p> }
            .into_any();
    }
    view! { <p class="advice good">"An observation is running. " <a href=Route::Observe.to_string()>"Go back to it"</a></p> }
    .into_any()
}

/// Observations that belong to no pupil yet. What is overdue goes with one tap: it was to be gone already.
pub fn without_pupil(store: Store) -> Option<AnyView> {
    let today = store.device.today();
    let waiting = store
        .casebook
        .unattached
        .with(|register| store.casebook.settings.with(|settings| waiting(register, settings, today)));
    let line = |one: &UnattachedLine| {
        let record = one.record;
        let class = if one.overdue { "when overdue" } else { "when" };
        let who = [&dates::short(one.began.date(), today), ", ", &dates::time_of_day(one.began)].concat();
        let label = ["Erase for good: ", &one.what, ", ", &who].concat();
        let erase = one.overdue.then(|| {
            view! {
                <button class="button danger" type="button" aria-label=label on:click=move |_| erase(store, record)>
                    "Erase"
                </button>
            }
        });
        view! {
            <li class="with-button">
                <a class="line plain" href=Route::Unattached(record).to_string()>
                    <span class="name">{who}</span>
                    <span class="what">{one.what.clone()}</span>
                    <span class=class>{one.when(today)}</span>
                </a>
                {erase}
            </li>
        }
        .into_any()
    };
    (!waiting.is_empty()).then(|| {
        let lines: Vec<AnyView> = waiting.iter().map(line).collect();
        view! {
            <section class="stack tight">
                <h2>"Observations without a pupil " <span class="tally">{whole(lines.len() as u64)}</span></h2>
                <ul class="ruled">{lines}</ul>
            </section>
        }
        .into_any()
    })
}

/// The sweep at the end of the day: what was begun and not saved.
pub fn unfinished(store: Store, drafts: &[(FileId, DraftId, DraftRow)]) -> AnyView {
    let headers = store.casebook.headers.get();
    let names = initials::list_names(&headers, store.casebook.settings.with(|settings| settings.initials_only));
    let lines: Vec<AnyView> = drafts
        .iter()
        .filter(|(_, _, row)| !runs(row))
        .map(|(home, draft, row)| {
            let kind = row.kind;
            let file = row.file.unwrap_or(*home);
            let place = headers.iter().position(|header| header.file == file);
            let nobody = match kind {
                Kind::Pupil => "New pupil",
                Kind::Settings | Kind::Template | Kind::Lists => "Settings",
                Kind::Resource => "Resources",
                Kind::HandedOver => "Pupils",
                _ => "No pupil yet",
            };
            let who = match kind {
                // Whom it is about is in the entry alone.
                Kind::Worry => "Unfinished entry".to_owned(),
                _ => place.map_or_else(|| nobody.to_owned(), |place| names[place].clone()),
            };
            let route = match (kind, row.record) {
                (Kind::Pupil, None) => Route::NewPupil,
                (Kind::AccessRequest, Some(record)) if row.values.contains_key(REVIEW) => {
                    Route::Of(file, FilePage::Access(record))
                }
                (Kind::Note, None) if *home == NO_FILE => Route::QuickNote,
                (Kind::Worry, None) if *home == NO_FILE => Route::Worry,
                (Kind::HandedOver, None) if *home == NO_FILE => Route::HandingOver(HandOverStep::Who),
                (Kind::Observation, None) => Route::observe(row.file),
                (Kind::Settings, _) => Route::Settings(settings_section(row)),
                (Kind::Template | Kind::Lists, Some(record)) => Route::EditTemplate(record),
                (Kind::Template | Kind::Lists, None) => {
                    Route::NewTemplate(row.values.get("starter").and_then(|code| Starter::from_code(code)))
                }
                (Kind::Resource, Some(record)) => Route::EditResource(record),
                (Kind::Resource, None) => Route::NewResource,
                (_, Some(record)) => Route::Of(file, FilePage::Edit(record)),
                (kind, None) => new_form(file, kind),
            };
            let what = match kind {
                Kind::Worry => "",
                Kind::LeadDecision => Kind::Letter.label(),
                kind => kind.label(),
            };
            let when =
                [&dates::short(row.saved.date(), store.device.today()), ", ", &dates::time_of_day(row.saved)].concat();
            draft_line(store, (*home, *draft), (who, what, when), route)
        })
        .collect();
    view! {
        <section class="stack tight">
            <h2>"Left unfinished " <span class="tally">{whole(lines.len() as u64)}</span></h2>
            <ul class="ruled">{lines}</ul>
        </section>
    }
    .into_any()
}

fn draft_line(
    store: Store,
    (home, draft): (FileId, DraftId),
    (who, what, when): (String, &'static str, String),
    route: Route,
) -> AnyView {
    // Two taps: the first one only asks.
    let asked = RwSignal::new(false);
    let gone = RwSignal::new(false);
    let label = ["Discard: ", what, ", ", &who].concat();
    let discard = move |_| {
        if !asked.get_untracked() {
            return asked.set(true);
        }
        store.device.task(async move {
            match store.casebook.drop_draft(home, draft).await {
                Ok(()) => {
                    let _ = gone.try_set(true);
                }
                Err(error) => store.device.say(Notice::error(&error)),
            }
        });
    };
    view! {
        <li class="with-button" hidden=move || gone.get()>
            <a class="line plain" href=route.to_string()>
                <span class="name">{who}</span>
                <span class="what">{what}</span>
                <span class="when">{when}</span>
            </a>
            <button class="button quiet" type="button" aria-label=label on:click=discard>
                {move || if asked.get() { "Discard for good" } else { "Discard" }}
            </button>
        </li>
    }
    .into_any()
}

/// The part of the settings that a draft of them belongs to.
fn settings_section(row: &DraftRow) -> Section {
    row.values
        .get(crate::ui::pages::settings::PAGE)
        .and_then(|word| Section::from_word(word))
        .unwrap_or(Section::School)
}
