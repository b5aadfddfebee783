//! The sheet for the day the tablet is lost.

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::store::use_store;
use crate::route::{Route, Section};
use crate::ui::parts::sheet;
use crate::ui::parts::{Icon, PageHead, icon};
use casebook_domain::backup::BackupLog;
use casebook_present::lost_tablet;

/// The page "if this tablet is lost".
#[component]
pub fn LostTablet() -> impl IntoView {
    let store = use_store();
    let name =
        move || store.casebook.backups.with(|log| log.as_ref().map(|log| log.device.clone()).unwrap_or_default());
    let known = move || untrack(name);
    let typed = RwSignal::new(None::<String>);
    let keep = move || {
        let Some(new) = typed.get_untracked().filter(|new| *new != known()) else { return };
        store.device.task(async move {
            match store.casebook.name_device(new).await {
                Ok(()) => store.device.say(Notice::good("The tablet's name is kept. It stays on this tablet.")),
                Err(error) => store.device.say(Notice::error(&error)),
            }
        });
    };
    let page = move || {
        let log = store.casebook.backups.get().unwrap_or_default();
        let log = BackupLog { device: typed.get().unwrap_or_else(|| log.device.clone()), ..log };
        store.casebook.headers.with(|headers| {
            store.casebook.settings.with(|settings| lost_tablet::sheet(headers, settings, &log, store.device.today()))
        })
    };
    view! {
        <PageHead title="If this tablet is lost">
            <a class="button quiet" href=Route::Settings(Section::Storage).to_string()>
                {icon(Icon::Back)}
                "Storage and backups"
            </a>
        </PageHead>
        <section class="stack measure no-print">
            <p>
                "Print this with every backup and keep it with the recovery sheet, not with the tablet. It shows pupils by their initials."
            </p>
            <p class="hint">
                "Names and numbers come from " <a href=Route::Settings(Section::School).to_string()>"School and posts"</a>
                ". If something is missing there, the sheet has a line to write on."
            </p>
            <div class="field">
                <label for="device-name">"What this tablet is called " <span class="optional">"(optional)"</span></label>
                <p class="hint" id="device-name-hint">
                    "The name or number that IT uses, such as the sticker on its back."
                </p>
                <input
                    class="input"
                    id="device-name"
                    maxlength="80"
                    aria-describedby="device-name-hint"
                    autocomplete="off"
                    prop:value=move || typed.get().unwrap_or_else(name)
                    on:input:target=move |event| typed.set(Some(event.target().value()))
                    on:change=move |_| keep()
                />
            </div>
            <div class="actions">
                <button
                    class="button main"
                    type="button"
                    on:click=move |_| {
                        keep();
                        store.device.print();
                    }
                >
                    {icon(Icon::Print)}
                    "Print"
                </button>
                <span class="hint">"Printed copies are not protected."</span>
            </div>
        </section>
        {move || sheet(page())}
    }
}
