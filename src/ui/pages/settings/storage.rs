//! Whether the tablet keeps what is stored, how much that is, and backups.

use leptos::prelude::*;

use super::form::SettingsForm;
use crate::app::device::Health;
use crate::app::store::{Store, use_store};
use crate::route::{HandOverStep, Route};
use crate::ui::pages::backups::kept_list;
use crate::ui::pages::bundles::{PutBack, UndoImport};
use crate::ui::parts::Submit;
use casebook_present::backup::last;
use casebook_present::forms::SettingsPage;

/// The part "storage and backups".
#[component]
pub fn Storage() -> impl IntoView {
    let store = use_store();
    let health = RwSignal::new(None::<Health>);
    let look = move || {
        store.device.task(async move {
            let found = store.device.storage_health().await;
            let _ = health.try_set(Some(found));
        });
    };
    look();
    let ask = move |_| {
        store.device.task(async move {
            store.device.ask_to_persist().await;
            look();
        });
    };
    view! {
        {backups(store)}
        <section class="stack measure">
            <h2>"This tablet's storage"</h2>
            {move || match health.get() {
                None => view! { <p class="hint">"Loading …"</p> }.into_any(),
                Some(found) => told(found, ask),
            }}
            {store
                .device
                .ipad_outside_home_screen()
                .then(|| {
                    view! {
                        <p class="advice">
                            <strong>"This is a Safari tab on an iPad. "</strong>
                            "It may delete everything after seven days without use. Make a backup now, tap Share and \"Add to Home Screen\", open Casebook from there and restore the backup: the Home Screen app has a storage of its own."
                        </p>
                    }
                })}
            <details>
                <summary>"What to do on an iPad"</summary>
                <ul class="inner">
                    <li>"Open Casebook from the Home Screen, not from Safari."</li>
                    <li>"Don't use \"Clear History and Website Data\" in the iPad's settings: it removes the casebook."</li>
                    <li>"Make a backup every week and keep it off the iPad."</li>
                </ul>
            </details>
        </section>
    }
}

fn backups(store: Store) -> AnyView {
    let stand = move || {
        let log = store.casebook.backups.get()?;
        Some(match last(&log) {
            Some(words) => view! {
                <p>
                    <strong>{words}</strong>
                </p>
            }
            .into_any(),
            None => view! {
                <p class="advice bad">
                    <strong>"No backup has been copied off this tablet yet. "</strong>
                    "If it is lost or breaks, everything in it is lost."
                </p>
            }
            .into_any(),
        })
    };
    view! {
        <section class="stack">
            <h2>"Backups"</h2>
            {stand}
            <div class="actions">
                <a class="button main" href=Route::Backup.to_string()>
                    "Make a backup"
                </a>
                <a class="button" href=Route::OpenBundle.to_string()>
                    "Open a backup or hand-over"
                </a>
                <a class="button" href=Route::CheckBackup.to_string()>
                    "Check a backup"
                </a>
                <a class="button" href=Route::LostTablet.to_string()>
                    "If this tablet is lost"
                </a>
                <a class="button" href=Route::HandingOver(HandOverStep::Who).to_string()>
                    "Hand pupils over"
                </a>
            </div>
            {move || kept_list(store)}
        </section>
        <details>
            <summary>"When a backup is due"</summary>
            <div class="inner">
                <SettingsForm page=SettingsPage::Backups />
            </div>
        </details>
        <UndoImport />
        <PutBack />
        <section class="stack measure">
            <h2>"Keeping and erasing"</h2>
            <p>"Which files are due to be erased, what prevents it, and the certificates of files that were erased."</p>
            <div class="actions">
                <a class="button" href=Route::Erasing.to_string()>
                    "Files due for erasing"
                </a>
                <a class="button quiet" href=Route::Erased.to_string()>
                    "Erased files"
                </a>
            </div>
        </section>
        <section class="stack measure">
            <h2>"If a list doesn't match the pupils' files"</h2>
            <p>
                "Casebook keeps a short line about each pupil for its lists. If one is wrong, rebuild the lists from the files themselves. Nothing is lost."
            </p>
            <Rebuild />
        </section>
    }
    .into_any()
}

#[component]
fn Rebuild() -> impl IntoView {
    let store = use_store();
    let submit = Submit::<()>::ready();
    let done = RwSignal::new(None::<String>);
    let start = move |_| {
        if !submit.pressed() {
            return;
        }
        submit.run("", async move {
            let files: Vec<_> =
                store.casebook.headers.with_untracked(|all| all.iter().map(|header| header.file).collect());
            let (all, mut failed) = (files.len(), 0_usize);
            for (at, file) in files.into_iter().enumerate() {
                let _ = done.try_set(Some([&(at + 1).to_string(), " of ", &all.to_string()].concat()));
                if store.casebook.rebuild(file).await.is_err() {
                    failed += 1;
                }
            }
            let words = if failed == 0 {
                "The lists are rebuilt.".to_owned()
            } else {
                [&failed.to_string(), " of the files could not be read. Restore your newest backup to bring them back."]
                    .concat()
            };
            let _ = done.try_set(Some(words));
            submit.end();
            Ok(())
        });
    };
    view! {
        <div class="actions">
            <button class="button" type="button" disabled=move || submit.busy() on:click=start>
                "Rebuild the lists"
            </button>
            <span role="status">{done}</span>
        </div>
    }
}

fn told(found: Health, ask: impl Fn(leptos::ev::MouseEvent) + 'static) -> AnyView {
    let promise = if found.persisted {
        view! {
            <p class="advice good">
                <strong>"The browser has promised to keep your casebook. "</strong>
                "It won't delete it by itself, even when the tablet runs short of space."
            </p>
        }
        .into_any()
    } else {
        view! {
            <div class="advice">
                <p>
                    <strong>"The browser has not promised to keep your casebook. "</strong>
                    "It may delete the casebook when the tablet runs short of space. Install Casebook (browser menu, \"Install\" or \"Add to Home Screen\"), then ask again. Make backups in any case."
                </p>
                <div class="actions">
                    <button class="button" type="button" on:click=ask>
                        "Ask the browser again"
                    </button>
                </div>
            </div>
        }
        .into_any()
    };
    let used = found.used.map(|used| {
        let of = found.quota.map(|quota| [" of the ", &size(quota), " it may use"].concat()).unwrap_or_default();
        view! { <p>"Casebook and your records take about " {size(used)} {of} "."</p> }
    });
    view! {
        {promise}
        {used}
    }
    .into_any()
}

/// "850 kB", "12 MB", "3 GB".
fn size(bytes: u64) -> String {
    let (value, unit) = match bytes {
        0..1_000_000 => (bytes.div_ceil(1000), " kB"),
        1_000_000..1_000_000_000 => (bytes / 1_000_000, " MB"),
        _ => (bytes / 1_000_000_000, " GB"),
    };
    [&value.to_string(), unit].concat()
}
