//! What Today says of backups: one that is due, one that waits for the mentor's word.

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::store::Store;
use crate::route::Route;
use casebook_domain::backup::Reminder;
use casebook_present::backup::{reminder as words, waiting};

/// Above the lists, where a backup is overdue.
pub fn overdue(store: Store) -> Option<AnyView> {
    due(store).filter(|due| due.overdue).map(|due| asked(store, due))
}

/// Below the lists: a backup that is due, and one that waits for a word.
pub fn reminder(store: Store) -> AnyView {
    let due = due(store).filter(|due| !due.overdue).map(|due| asked(store, due));
    view! {
        {word(store)}
        {due}
    }
    .into_any()
}

/// Whether Today asks for a backup, or where one is that was made.
pub fn is_asked(store: Store) -> bool {
    due(store).is_some() || store.casebook.backups.with(|log| log.as_ref().is_some_and(|log| log.waiting.is_some()))
}

/// A casebook without a pupil has nothing that anybody would miss.
fn due(store: Store) -> Option<Reminder> {
    if store.casebook.headers.with(|headers| headers.is_empty()) { None } else { store.casebook.backup_reminder() }
}

fn asked(store: Store, due: Reminder) -> AnyView {
    let (title, why) = words(due);
    let tomorrow = move |_| {
        store.device.task(async move {
            match store.casebook.remind_of_backup_tomorrow().await {
                Ok(()) => {
                    store.device.say(Notice::good("Today asks again tomorrow."));
                    store.device.focus_title();
                }
                Err(error) => store.device.say(Notice::error(&error)),
            }
        });
    };
    view! {
        <section class="advice backup stack tight" class:bad=due.overdue aria-label="Backup">
            <p>
                <strong>{title}</strong>
                {why}
            </p>
            <div class="actions">
                <button class="button main" type="button" on:click=move |_| store.casebook.back_up_now()>
                    "Back up now"
                </button>
                <button class="button quiet" type="button" on:click=tomorrow>
                    "Tomorrow"
                </button>
            </div>
        </section>
    }
    .into_any()
}

/// A backup that was made and of which nobody has said that it is off the tablet.
fn word(store: Store) -> Option<AnyView> {
    let made = store.casebook.backups.with(|log| log.as_ref().and_then(|log| log.waiting.clone()))?;
    let words = waiting(&made, store.device.today());
    Some(
        view! {
            <p class="advice backup">
                {words} " It counts once you have copied it off this tablet. " <a href=Route::Backup.to_string()>"Say where it is"</a>
            </p>
        }
        .into_any(),
    )
}
