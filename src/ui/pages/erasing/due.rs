//! Files that are due for erasing, or soon.

use leptos::prelude::*;

use crate::app::erasing::Falling;
use crate::app::notices::storage::repository_words;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Section, Tab};
use crate::ui::parts::{Empty, Icon, PageHead, icon};
use casebook_domain::retention::ErasingState;
use casebook_present::keeping::{ErasingPile, pile, why};
use casebook_present::numbers::whole;
use casebook_present::unattached::waiting;
use casebook_present::{dates, initials};

/// The page "Files due for erasing".
#[component]
pub fn Erasing() -> impl IntoView {
    let store = use_store();
    let looked = RwSignal::new((0, 0));
    let found = RwSignal::new(None::<Result<Vec<Falling>, String>>);
    store.device.task(async move {
        let all = store
            .casebook
            .falling_due(move |at, of| {
                let _ = looked.try_set((at, of));
            })
            .await;
        let _ = found.try_set(Some(all.map_err(|error| repository_words(&error))));
    });
    view! {
        <PageHead title="Files due for erasing">
            <a class="button" href=Route::Erased.to_string()>
                "Erased files"
            </a>
            <a class="button quiet" href=Route::Settings(Section::Storage).to_string()>
                {icon(Icon::Back)}
                "Storage and backups"
            </a>
        </PageHead>
        <p class="measure">
            "This tablet holds working copies; the school keeps its record elsewhere. A copy is due for erasing some time after the exit, or when a transfer has been received, once the school's record is complete. Nothing is erased automatically: you erase it, and a certificate is kept."
        </p>
        {move || match found.get() {
            None => {
                let (at, of) = looked.get();
                let words = ["Checking the files: ", &at.to_string(), " of ", &of.to_string()].concat();
                view! {
                    <p class="late hint" role="status">
                        {words}
                    </p>
                }
                    .into_any()
            }
            Some(Err(words)) => {
                view! {
                    <div class="advice bad" role="alert">
                        <p>{words}</p>
                    </div>
                }
                    .into_any()
            }
            Some(Ok(found)) => list(store, &found),
        }}
    }
}

pub(super) fn list(store: Store, found: &[Falling]) -> AnyView {
    let today = store.device.today();
    let unread = found.iter().filter(|one| one.state.is_none()).map(|one| line(store, one)).collect::<Vec<_>>();
    let unread = (!unread.is_empty()).then(|| {
        view! {
            <section class="stack tight">
                <h2>"Files that did not open"</h2>
                <ul class="ruled">{unread}</ul>
            </section>
        }
    });
    let piles: Vec<AnyView> = ErasingPile::ALL
        .iter()
        .filter_map(|&wanted| {
            let here = |one: &&Falling| one.state.as_ref().and_then(|state| pile(state, today)) == Some(wanted);
            let lines: Vec<AnyView> = found.iter().filter(here).map(|one| line(store, one)).collect();
            (!lines.is_empty()).then(|| {
                view! {
                    <section class="stack tight">
                        <h2 class:overdue=wanted
                            == ErasingPile::Due>{wanted.label()} " " <span class="tally">{whole(lines.len() as u64)}</span></h2>
                        <ul class="ruled">{lines}</ul>
                    </section>
                }
                .into_any()
            })
        })
        .collect();
    let loose = move || without_pupil(store);
    let nothing = (found.is_empty()).then(|| {
        view! { <Empty text="No pupil's file is due for erasing now or in the next three months. Files appear here when they are due." /> }
    });
    view! {
        {nothing}
        {piles}
        {unread}
        {loose}
    }
    .into_any()
}

fn line(store: Store, one: &Falling) -> AnyView {
    let file = one.file;
    let name = store.casebook.headers.with(|headers| {
        let names = initials::list_names(headers, store.casebook.settings.with(|settings| settings.initials_only));
        headers.iter().position(|header| header.file == file).map(|at| names[at].clone()).unwrap_or_default()
    });
    let Some(state) = &one.state else {
        return view! {
            <li>
                <a class="line" href=Route::Of(file, FilePage::Tab(Tab::About)).to_string()>
                    <span class="name">{name}</span>
                </a>
            </li>
        }
        .into_any();
    };
    let route = match state {
        ErasingState::Due(_) => Route::Of(file, FilePage::Erase),
        _ => Route::Of(file, FilePage::Tab(Tab::About)),
    };
    let over = state.over();
    let what = over.map(|over| why(&over)).unwrap_or_default();
    let stops = match state {
        ErasingState::Held(_, holds) => {
            let words: Vec<&str> = holds.iter().map(|hold| hold.label()).collect();
            words.join(". ")
        }
        _ => one
            .school_keeps_until
            .map_or(String::new(), |day| ["The school keeps its record until ", &dates::long(day)].concat()),
    };
    let when = over.map(|over| dates::long(over.erase_on)).unwrap_or_default();
    let late = matches!(state, ErasingState::Due(_) | ErasingState::NotFiled(_));
    view! {
        <li>
            <a class="line" href=route.to_string()>
                <span class="stack tight">
                    <span class="name">{name}</span>
                    <span class="gist">{what}</span>
                    {(!stops.is_empty()).then(|| view! { <span class="gist">{stops}</span> })}
                </span>
                <span class=if late { "when overdue" } else { "when" }>{when}</span>
            </a>
        </li>
    }
    .into_any()
}

/// Observations without a pupil, which go after a term too.
fn without_pupil(store: Store) -> Option<AnyView> {
    let today = store.device.today();
    let waiting = store
        .casebook
        .unattached
        .with(|register| store.casebook.settings.with(|settings| waiting(register, settings, today)));
    let lines: Vec<AnyView> = waiting
        .iter()
        .map(|one| {
            view! {
                <li>
                    <a class="line" href=Route::Unattached(one.record).to_string()>
                        <span class="stack tight">
                            <span class="name">{one.what.clone()}</span>
                            <span class="gist">{dates::moment(one.began)}</span>
                        </span>
                        <span class=if one.overdue { "when overdue" } else { "when" }>{one.when(today)}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="stack tight">
                <h2>"Observations without a pupil"</h2>
                <ul class="ruled">{lines}</ul>
            </section>
        }
        .into_any()
    })
}
