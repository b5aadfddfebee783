//! "Is the backup off this tablet?": only the mentor can know, and only then a backup counts.

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::notices::storage::repository_words;
use crate::app::store::Store;
use crate::route::Route;
use crate::ui::parts::Submit;
use casebook_domain::backup::MadeBackup;
use casebook_present::backup::{file, place, waiting as waiting_words};
use casebook_present::dates;

/// Where schools keep backups, each with one tap.
const PLACES: [&str; 3] = ["The school's drive", "A USB stick in a locked drawer", "A second tablet"];

/// A backup that was made earlier and is not confirmed, where there is one.
pub(super) fn waiting(store: Store) -> AnyView {
    // A change that is saved in the meantime counts, and must not redraw the form under somebody who types.
    let made = Memo::new(move |_| store.casebook.backups.with(|log| log.as_ref().and_then(|log| log.waiting.clone())));
    (move || made.get().map(|made| waits(store, &made))).into_any()
}

fn waits(store: Store, made: &MadeBackup) -> AnyView {
    let today = store.device.today();
    let drop = move |_| {
        store.device.task(async move {
            match store.casebook.backup_not_kept().await {
                Ok(()) => store.device.say(Notice::good("This backup does not count. Make another one.")),
                Err(error) => store.device.say(Notice::error(&error)),
            }
        });
    };
    view! {
        <section class="stack measure sheet" aria-labelledby="waiting-title">
            <h2 id="waiting-title">"Is your last backup off this tablet?"</h2>
            <p>{waiting_words(made, today)} " " <code>{file(made)}</code></p>
            {question(store)}
            <div class="actions">
                <button class="button quiet" type="button" on:click=drop>
                    "It never left this tablet"
                </button>
            </div>
        </section>
    }
    .into_any()
}

/// The question after a backup was saved; its answer.
pub(super) fn asked(store: Store) -> AnyView {
    // Whether the one that was just made still waits: when it does no more, it counts.
    let waits =
        Memo::new(move |_| store.casebook.backups.with(|log| log.as_ref().is_some_and(|log| log.waiting.is_some())));
    let was = StoredValue::new(false);
    view! {
        <section class="stack measure" aria-labelledby="off-title">
            <h2 id="off-title">"Is the backup off this tablet?"</h2>
            {move || {
                if waits.get() {
                    was.set_value(true);
                    question(store)
                } else if was.get_value() {
                    counted(store)
                } else {
                    view! { <p class="hint">"Saving …"</p> }.into_any()
                }
            }}
        </section>
    }
    .into_any()
}

fn question(store: Store) -> AnyView {
    let typed = RwSignal::new(String::new());
    let submit = Submit::<String>::ready();
    let problem = submit.problem;
    let yes = move || {
        if !submit.pressed() {
            return;
        }
        let place = typed.get_untracked().trim().to_owned();
        if place.is_empty() {
            problem.set(Some("Enter where it is, so that somebody can find it.".to_owned()));
            return store.device.focus("backup-place");
        }
        submit.run("", async move {
            store.casebook.backup_kept(place).await.map_err(|error| repository_words(&error))?;
            store.device.say(Notice::good("The backup is confirmed."));
            store.device.focus("backup-counted");
            submit.end();
            Ok(())
        });
    };
    let offer = move |words: &'static str| {
        view! {
            <button
                class="button"
                type="button"
                on:click=move |_| {
                    typed.set(words.to_owned());
                    problem.set(None);
                }
            >
                {words}
            </button>
        }
        .into_any()
    };
    view! {
        <form
            class="stack"
            novalidate
            autocomplete="off"
            on:submit=move |event| {
                event.prevent_default();
                yes();
            }
        >
            <p>"A backup on the same tablet is lost with it. Copy the file somewhere else first, then confirm it here."</p>
            <div class="field">
                <label for="backup-place">"Where it is now"</label>
                <div class="actions" role="group" aria-label="Usual places">
                    {PLACES.map(offer).into_iter().collect_view()}
                </div>
                <input
                    autocomplete="off"
                    class="input"
                    id="backup-place"
                    maxlength="200"
                    prop:value=typed
                    aria-describedby="backup-place-error"
                    aria-invalid=move || problem.with(|problem| problem.is_some().then_some("true"))
                    on:input:target=move |event| {
                        typed.set(event.target().value());
                        problem.set(None);
                    }
                />
                {move || {
                    problem
                        .get()
                        .map(|words| {
                            view! {
                                <p class="error" id="backup-place-error" role="alert">
                                    {words}
                                </p>
                            }
                        })
                }}
            </div>
            <div class="actions">
                <button class="button main" type="submit" aria-disabled=move || submit.slow()>
                    "Yes, it is off this tablet"
                </button>
                <a class="button" href=Route::Today.to_string()>
                    "Not yet"
                </a>
            </div>
            <p class="hint">"If you choose \"Not yet\", Today asks again, even after Casebook was locked."</p>
        </form>
    }
    .into_any()
}

fn counted(store: Store) -> AnyView {
    let place = store.casebook.backups.with_untracked(|log| {
        log.as_ref().and_then(|log| log.last()).map(|kept| kept.place.clone()).unwrap_or_default()
    });
    view! {
        <div class="advice good" id="backup-counted" tabindex="-1" role="status">
            <p>
                <strong>"Confirmed. "</strong>
                "Your last backup is from today: "
                {place}
                "."
            </p>
        </div>
        <div class="actions">
            <a class="button main" href=Route::Today.to_string()>
                "Go to Today"
            </a>
            <a class="button" href=Route::LostTablet.to_string()>
                "Print the sheet for a lost tablet"
            </a>
        </div>
    }
    .into_any()
}

/// The last few confirmed backups and where they are, the newest first.
pub fn kept_list(store: Store) -> Option<AnyView> {
    let kept = store.casebook.backups.with(|log| log.as_ref().map(|log| log.kept.clone()))?;
    if kept.is_empty() {
        return None;
    }
    let lines: Vec<AnyView> = kept
        .iter()
        .rev()
        .map(|one| {
            let of = ["Made ", &dates::moment(one.backup.made), ". ", one.backup.sealed.opens()].concat();
            view! {
                <li class="stack tight">
                    <strong>{place(one).to_owned()}</strong>
                    <span>{of}</span>
                    <code class="hint">{file(&one.backup)}</code>
                </li>
            }
            .into_any()
        })
        .collect();
    Some(
        view! {
            <h3>"Where your backups are"</h3>
            <ul class="ruled kept-backups">{lines}</ul>
        }
        .into_any(),
    )
}
