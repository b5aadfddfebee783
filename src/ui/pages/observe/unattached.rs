//! An observation that belongs to no pupil yet: what it is, choosing its pupil, or erasing it.

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route};
use crate::ui::parts::{Empty, Offering, PageHead, Submit, facts, find_pupil};
use casebook_domain::content::Content;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::observation::Observation;
use casebook_present::dates;
use casebook_present::observation::sentence;
use casebook_present::unattached::waiting;

/// The page of one observation without a pupil.
#[component]
pub fn Unattached(
    /// Its record.
    record: RecordId,
) -> impl IntoView {
    let store = use_store();
    let found = Memo::new(move |_| {
        store.casebook.unattached.with(|register| match register.get(record).map(|item| &item.entry.content) {
            Some(Content::Observation(observation)) => Some(observation.clone()),
            _ => None,
        })
    });
    move || match found.get() {
        Some(observation) => page(store, record, &observation),
        None => view! {
            <PageHead title="This observation is no longer here" />
            <Empty text="It has been given to a pupil, or it was erased.">
                <a class="button" href=Route::Today.to_string()>
                    "Go to Today"
                </a>
            </Empty>
        }
        .into_any(),
    }
}

fn page(store: Store, record: RecordId, observation: &Observation) -> AnyView {
    let today = store.device.today();
    let lesson = &observation.lesson;
    let due = store.casebook.unattached.with(|register| {
        store
            .casebook
            .settings
            .with(|settings| waiting(register, settings, today))
            .into_iter()
            .find(|one| one.record == record)
    });
    let list = [
        ("Template", observation.sheet.name.clone()),
        ("When", dates::moment(observation.began)),
        ("Subject or place", lesson.subject.clone()),
        ("Activity", lesson.activity.clone()),
        ("Seating", lesson.seating.clone()),
        ("What was seen", sentence(&observation.sheet, &observation.figures())),
        ("Comment", observation.comment.clone()),
    ];
    let notes: Vec<AnyView> = observation
        .notes()
        .map(|(at, text)| {
            view! {
                <li>
                    <span class="figures">{dates::clock(at)}</span>
                    " "
                    {text.to_owned()}
                </li>
            }
            .into_any()
        })
        .collect();
    let submit = Submit::<()>::ready();
    let attach = Callback::new(move |file: FileId| {
        if !submit.pressed() {
            return;
        }
        submit.run("", async move {
            store
                .observing
                .attach_observation(record, file)
                .await
                .map_err(|error| store.device.say(Notice::error(&error)))?;
            store.device.say(Notice::good("The observation is in this pupil's file now."));
            store.navigation.go(Route::Of(file, FilePage::Record(record)));
            Ok(())
        });
    });
    let nobody = store.casebook.headers.with(|headers| headers.is_empty());
    let choose = if nobody {
        view! { <p>"There is no pupil yet. " <a href=Route::NewPupil.to_string()>"Add the pupil"</a>", then come back here from Today."</p> }
            .into_any()
    } else {
        find_pupil(
            store,
            ("attach-pupil".to_owned(), "Pupil"),
            Offering::AtOnce,
            String::new(),
            ().into_any(),
            Vec::new(),
            attach,
        )
    };
    let asked = RwSignal::new(false);
    let erase_now = move |_| {
        if !asked.get_untracked() {
            return asked.set(true);
        }
        erase(store, record);
        store.navigation.go(Route::Today);
    };
    let due = due.map(|due| {
        let class = if due.overdue { "advice bad" } else { "hint" };
        let words = if due.overdue {
            ["It was due ", &dates::relative(due.erase_by, today), ": choose the pupil now, or erase it."].concat()
        } else {
            [
                "An observation without a pupil is not kept for long. Choose the pupil by ",
                &dates::short(due.erase_by, today),
                ", or erase it.",
            ]
            .concat()
        };
        view! { <p class=class>{words}</p> }
    });
    view! {
        <PageHead title="Observation without a pupil" />
        {due}
        <section class="stack" aria-labelledby="whose-title">
            <h2 id="whose-title">"Whose is it?"</h2>
            {choose}
        </section>
        <section class="stack measure" aria-labelledby="seen-title">
            <h2 id="seen-title">"What was recorded"</h2>
            {facts(list.into_iter().map(|(label, text)| (label.to_owned(), text)))}
            {(!notes.is_empty())
                .then(|| {
                    view! {
                        <h3>"Notes"</h3>
                        <ul class="plain">{notes}</ul>
                    }
                })}
        </section>
        <div class="actions">
            <button class="button danger" type="button" on:click=erase_now>
                {move || if asked.get() { "Erase it for good" } else { "Erase" }}
            </button>
            {move || {
                asked
                    .get()
                    .then(|| {
                        view! {
                            <span class="hint" role="status">
                                "It will be gone from this tablet for good. Tap again to erase it."
                            </span>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// Erases an observation without a pupil, and says so.
pub fn erase(store: Store, record: RecordId) {
    store.device.task(async move {
        match store.observing.erase_unattached(record).await {
            Ok(()) => store.device.say(Notice::good("The observation has been erased from this tablet.")),
            Err(error) => store.device.say(Notice::error(&error)),
        }
    });
}
