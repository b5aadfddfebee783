//! The pages, one for each [`Route`].

pub mod access;
pub mod backups;
pub mod bundles;
pub mod deciding;
pub mod erasing;
pub mod files_and_words;
pub mod hand_over;
pub mod history;
pub mod join;
pub mod letter;
pub mod moving;
pub mod observation;
pub mod observe;
pub mod paper;
pub mod plan_print;
pub mod pupil;
pub mod pupils;
pub mod quick_note;
pub mod record;
mod record_form;
pub mod resources;
pub mod settings;
pub mod sign;
pub mod tablet_key;
pub mod today;
pub mod versions;
pub mod worry;

use leptos::prelude::*;

use self::record_form::FormPage;
use super::parts::{Empty, PageHead};
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route};
use casebook_domain::content::Kind;
use casebook_domain::custody;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::preparation::LetterKind;

/// The page of a route.
pub fn page(route: Route) -> AnyView {
    let store = use_store();
    match route {
        Route::Today => view! { <today::Today /> }.into_any(),
        Route::Pupils => view! { <pupils::Pupils /> }.into_any(),
        Route::NewPupil => view! { <FormPage file=casebook_repository::ids::file_id() kind=Kind::Pupil record=None /> }.into_any(),
        Route::QuickNote => view! { <quick_note::QuickNote /> }.into_any(),
        Route::PlanSession => view! { <today::PlanSession /> }.into_any(),
        Route::Worry => view! { <worry::Worry /> }.into_any(),
        Route::Settings(section) => view! { <settings::Settings section /> }.into_any(),
        Route::Observe => view! { <observe::Observe file=None /> }.into_any(),
        Route::Unattached(record) => view! { <observe::unattached::Unattached record /> }.into_any(),
        Route::NewTemplate(starter) => settings::template::new(starter),
        Route::EditTemplate(record) => settings::template::edit(record),
        Route::Backup => view! { <backups::Backup /> }.into_any(),
        Route::LostTablet => view! { <backups::LostTablet /> }.into_any(),
        Route::Resources => view! { <resources::Resources /> }.into_any(),
        Route::Resource(record) => resources::one(record),
        Route::NewResource => resources::form(None),
        Route::EditResource(record) => resources::form(Some(record)),
        Route::SharePack => view! { <resources::SharePack /> }.into_any(),
        Route::CheckBackup => view! { <backups::CheckBackup /> }.into_any(),
        Route::OpenPack => view! { <resources::OpenPack /> }.into_any(),
        Route::Erasing => view! { <erasing::Erasing /> }.into_any(),
        Route::Erased => view! { <erasing::Erased /> }.into_any(),
        Route::HandingOver(step) => view! { <hand_over::HandingOver step /> }.into_any(),
        Route::OpenBundle => view! { <bundles::OpenBundle /> }.into_any(),
        Route::TabletKey => view! { <tablet_key::TabletKey /> }.into_any(),
        Route::NewPassphrase => settings::security::new_passphrase(),
        Route::Demo => view! {
            <PageHead title="The demo" />
            <p class="measure">
                "The demo has twelve made-up pupils in a casebook of its own. Your casebook is locked first; \"Leave the demo\" brings you back to it."
            </p>
            <div class="actions">
                <button class="button main" type="button" on:click=move |_| store.enter_demo()>
                    "Lock and open the demo"
                </button>
                <a class="button" href=Route::Today.to_string()>
                    "Back to Today"
                </a>
            </div>
        }
        .into_any(),
        Route::Unknown => view! {
            <PageHead title="There is no such page" />
            <Empty text="Check the address. It may be from another casebook.">
                <a class="button" href=Route::Today.to_string()>
                    "Go to Today"
                </a>
            </Empty>
        }
        .into_any(),
        Route::Of(file, page) => (move || of_file(store, file, page)).into_any(),
    }
}

/// What kind of record a page of a file writes; `None` for pages that only show something.
fn written(store: Store, page: FilePage) -> Option<Kind> {
    match page {
        FilePage::New(kind) => Some(kind),
        FilePage::Edit(record) => store.casebook.file.with_untracked(|case| {
            case.as_ref().and_then(|case| case.get(record)).map(|item| item.entry.content.kind())
        }),
        FilePage::Letter(..) => Some(Kind::Letter),
        FilePage::Sign(..) => Some(Kind::Signature),
        FilePage::Observe => Some(Kind::Observation),
        FilePage::Tab(_)
        | FilePage::Record(_)
        | FilePage::PrintPlan(..)
        | FilePage::Paper(_)
        | FilePage::PrintObservation(_)
        | FilePage::Observations
        | FilePage::TwoObservers(_)
        | FilePage::Versions(_)
        | FilePage::History(_)
        | FilePage::Move(_)
        | FilePage::Decide
        | FilePage::Join
        | FilePage::Deleted
        | FilePage::HandOver
        | FilePage::Access(_)
        | FilePage::InternalSheet(_)
        | FilePage::Erase => None,
    }
}

/// Pages of one file wait until it is open; a file that can't be opened says why.
fn of_file(store: Store, file: FileId, page: FilePage) -> AnyView {
    // Only whether the file is the open one matters here: its content is the pages' own matter.
    let open = Memo::new(move |_| store.casebook.file.with(|open| open.as_ref().is_some_and(|open| open.id == file)));
    (move || {
        if !open.get() {
            return view! { <pupil::NotOpen file /> }.into_any();
        }
        if let Some(kind) = written(store, page)
            && store
                .casebook
                .file
                .with_untracked(|case| case.as_ref().is_some_and(|case| custody::read_only(case).is_some()))
            && !custody::always_recorded(kind)
        {
            return view! { <pupil::ReadOnly file /> }.into_any();
        }
        match page {
            FilePage::Tab(tab) => view! { <pupil::Pupil file tab /> }.into_any(),
            FilePage::New(Kind::Letter) => view! { <letter::Letter file kind=LetterKind::Referral /> }.into_any(),
            FilePage::New(Kind::Worry) => view! { <worry::Worry /> }.into_any(),
            FilePage::New(kind) => view! { <FormPage file kind record=None /> }.into_any(),
            FilePage::Edit(record) => edit(store, file, record),
            FilePage::Record(record) => view! { <record::Record file record /> }.into_any(),
            FilePage::Letter(kind) => view! { <letter::Letter file kind /> }.into_any(),
            FilePage::PrintPlan(record, print) => view! { <plan_print::PlanPrint file record print /> }.into_any(),
            FilePage::Paper(which) => view! { <paper::Paper file which /> }.into_any(),
            FilePage::Sign(record) => view! { <sign::Sign file record /> }.into_any(),
            FilePage::Observe => view! { <observe::Observe file=Some(file) /> }.into_any(),
            FilePage::PrintObservation(record) => view! { <observation::PrintObservation file record /> }.into_any(),
            FilePage::Observations => view! { <observation::Observations file /> }.into_any(),
            FilePage::TwoObservers(record) => view! { <observation::TwoObservers file record /> }.into_any(),
            FilePage::Versions(record) => view! { <versions::Versions file record /> }.into_any(),
            FilePage::History(record) => view! { <history::History file record /> }.into_any(),
            FilePage::Move(record) => view! { <moving::Move file record /> }.into_any(),
            FilePage::Decide => view! { <deciding::Decide file /> }.into_any(),
            FilePage::Join => view! { <join::Join file /> }.into_any(),
            FilePage::Deleted => view! { <history::Deleted file /> }.into_any(),
            FilePage::Access(request) => view! { <access::Access file request /> }.into_any(),
            FilePage::InternalSheet(request) => view! { <access::InternalSheet file request /> }.into_any(),
            FilePage::Erase => view! { <erasing::Erase file /> }.into_any(),
            FilePage::HandOver => view! { <hand_over::Begin file /> }.into_any(),
        }
    })
    .into_any()
}

fn edit(store: Store, file: FileId, record: RecordId) -> AnyView {
    if store.casebook.file.with_untracked(|open| open.as_ref().is_some_and(|case| case.two_versions.contains(&record)))
    {
        return versions::choose_first(store, file, record);
    }
    let kind =
        store.casebook.file.with_untracked(|open| open.as_ref()?.get(record).map(|item| item.entry.content.kind()));
    match kind {
        Some(Kind::Worry) => view! { <worry::Told file record /> }.into_any(),
        Some(kind) => view! { <FormPage file kind record=Some(record) /> }.into_any(),
        None => view! { <record::Record file record /> }.into_any(),
    }
}
