//! Before an observation: with which template, who, in what lesson. Everything has a default, so that it can begin at once.

mod cards;
mod filling;
mod lesson;
mod who;

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::store::use_store;
use crate::route::{Route, Section};
use crate::ui::autosave::{DraftPlace, keep};
use crate::ui::form::field_id;
use crate::ui::parts::{PageHead, Submit};
use cards::cards;
use casebook_domain::case::CaseFile;
use casebook_domain::content::Kind;
use casebook_domain::ids::FileId;
use casebook_present::forms::Draft;
use casebook_present::set_up;
use casebook_records::NO_FILE;
use filling::Filling;
use lesson::lesson;
use who::observed;

/// What is observed, and how.
#[component]
pub fn SetUp(
    /// The pupil to begin with.
    file: Option<FileId>,
    /// It has begun.
    begun: Callback<()>,
) -> impl IntoView {
    let store = use_store();
    let place = DraftPlace::of(NO_FILE, Kind::Observation, None);
    let ready = RwSignal::new(None::<(Filling, bool)>);
    let open = move |afresh: bool| {
        store.device.task(async move {
            if afresh {
                let _ = store.casebook.drop_draft(place.home, place.id).await;
            }
            let kept = if afresh { None } else { store.casebook.kept_draft(place.home, place.id).await };
            let restored = kept.is_some();
            let draft = match kept {
                Some(row) => {
                    let headers = store.casebook.headers.get_untracked();
                    set_up::again(Draft { values: row.values }, file, &headers)
                }
                None => set_up::blank(file, store.device.live_preferences().labels),
            };
            let offers = store.casebook.kit.with_untracked(|kit| kit.offered(store.casebook.school_phase()));
            let offers = set_up::last_first(offers, &store.casebook.last_template());
            let filling = Filling {
                store,
                draft: RwSignal::new(draft),
                errors: RwSignal::new(Vec::new()),
                offers: StoredValue::new(offers),
            };
            let _ = ready.try_set(Some((filling, restored)));
        });
    };
    open(false);
    view! {
        <PageHead title="Observe in class">
            <a class="button quiet" href=Route::Settings(Section::Observing).to_string()>
                "Templates and lists"
            </a>
        </PageHead>
        {move || {
            ready
                .get()
                .map(|(filling, restored)| {
                    view! {
                        {restored
                            .then(|| {
                                view! {
                                    <div class="advice good">
                                        <p>"Your set-up from before is back."</p>
                                        <button class="button quiet" type="button" on:click=move |_| open(true)>
                                            "Start again"
                                        </button>
                                    </div>
                                }
                            })}
                        {form(filling, place, begun)}
                    }
                })
        }}
    }
}

fn form(filling: Filling, place: DraftPlace, begun: Callback<()>) -> AnyView {
    let Filling { store, draft, errors, offers } = filling;
    let first = Signal::derive(move || draft.with(|draft| set_up::who(draft).into_iter().flatten().next()));
    let keeping = keep(store, place, draft, first);
    let submit = Submit::<()>::ready();
    let start = move || {
        if !submit.pressed() {
            return;
        }
        let ctx = store.casebook.form_ctx(&CaseFile::new(NO_FILE));
        let headers = store.casebook.headers.get_untracked();
        let (running, key) = draft.with_untracked(|draft| {
            offers.with_value(|offers| {
                let key = set_up::chosen(draft, offers).map(set_up::offer_key).unwrap_or_default();
                (set_up::running(draft, offers, &headers, &ctx), key)
            })
        });
        match running {
            Err(found) => {
                if let Some(first) = found.first() {
                    store.device.focus(&field_id(&first.field));
                }
                errors.set(found);
            }
            Ok(running) => {
                submit.begin();
                // Row 0 of the running observation is where this form was kept.
                keeping.end();
                store.device.task(async move {
                    match store.observing.begin_observation(&running).await {
                        Ok(()) => {
                            store.casebook.remember_template(&key);
                            begun.run(());
                        }
                        Err(error) => {
                            keeping.resume();
                            submit.end();
                            store.device.say(Notice::error(&error));
                        }
                    }
                });
            }
        }
    };
    let back = move |_| store.navigation.back(Route::Today);
    let dark = RwSignal::new(false);
    store.device.task(async move {
        let lit = store.device.can_stay_lit().await;
        let _ = dark.try_set(!lit);
    });
    view! {
        <form
            class="form set-up"
            novalidate
            autocomplete="off"
            on:submit=move |event| {
                event.prevent_default();
                start();
            }
        >
            {cards(filling)}
            {observed(filling)}
            <section class="form-section">
                <h2>"The lesson"</h2>
                {lesson(filling)}
            </section>
            {move || {
                dark.get()
                    .then(|| {
                        view! {
                            <p class="advice">
                                "The screen may turn off by itself during the lesson. First set the tablet's screen time-out to 30 minutes or more."
                            </p>
                        }
                    })
            }}
            <div class="form-foot no-print">
                <button class="button main" type="submit" aria-disabled=move || submit.slow()>
                    "Start observing"
                </button>
                <button class="button quiet" type="button" on:click=back>
                    "Back"
                </button>
                {keeping.words()}
            </div>
        </form>
    }
    .into_any()
}
