//! Backups: the page that makes one, the word that it is off the tablet, what Today and the settings say of them.

mod check;
mod confirm;
mod lost;
mod remind;
mod restored;

pub use check::CheckBackup;
pub use confirm::kept_list;
pub use lost::LostTablet;
pub use remind::{is_asked, overdue, reminder};
pub use restored::after_restore;

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::notices::transfers::transfer_words;
use crate::app::store::{Store, use_store};
use crate::app::transfer::{Exported, SealBy, TransferError};
use crate::route::{Route, Section};
use crate::ui::pages::bundles::making::{MakingStep, SavedFiles, all_saved, failed, files, words_large, working};
use crate::ui::parts::{Icon, PageHead, icon};
use casebook_domain::backup::MadeBackup;
use casebook_present::numbers::counted;

/// Everything, sealed.
#[component]
pub fn Backup() -> impl IntoView {
    let store = use_store();
    let step = RwSignal::new(MakingStep::Asking);
    let by_words = RwSignal::new(false);
    let words = StoredValue::new(store.device.offer_seven_words());
    on_cleanup(move || store.transfers.cancel_transfer());
    // What to remember of the one that was made.
    let made = RwSignal::new(None::<MadeBackup>);
    let begin = move || {
        let by_words = by_words.get_untracked();
        step.set(MakingStep::Working);
        store.device.task(async move {
            let seal = if by_words { Ok(SealBy::Words(words.get_value())) } else { store.transfers.by_recovery_key() };
            let made_now = match seal {
                Ok(seal) => store.transfers.make_backup(seal).await,
                Err(error) => Err(error),
            };
            let next = match made_now {
                Ok(fresh) => {
                    let _ = made.try_set(Some(fresh.made));
                    MakingStep::Ready(StoredValue::new(fresh.exported))
                }
                Err(TransferError::Cancelled) => MakingStep::Asking,
                Err(error) => MakingStep::Failed(transfer_words(&error)),
            };
            let _ = step.try_set(next);
            store.device.focus("bundle-step");
        });
    };
    // From Today it is one tap: for the recovery sheet, at once.
    if store.casebook.take_back_up_now() {
        begin();
    }
    view! {
        <PageHead title="Backup">
            <a class="button quiet" href=Route::Settings(Section::Storage).to_string()>
                {icon(Icon::Back)}
                "Storage and backups"
            </a>
        </PageHead>
        {move || match step.get() {
            MakingStep::Asking => {
                view! {
                    {confirm::waiting(store)}
                    {asking(store, by_words, begin)}
                }
                    .into_any()
            }
            MakingStep::Working => working(store),
            MakingStep::Failed(words) => failed(words, step),
            MakingStep::Ready(exported) => {
                let words = by_words.get_untracked().then_some(words);
                let made = made.get_untracked();
                view! {
                    {words.map(words_large)}
                    {made.map(|made| view! { <Ready exported made /> })}
                }
                    .into_any()
            }
        }}
    }
}

fn asking(store: Store, by_words: RwSignal<bool>, begin: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let pupils = move || match store.casebook.headers.with(|all| all.len()) {
        0 => "no pupils yet".to_owned(),
        count => counted(count as u64, "pupil", "pupils"),
    };
    view! {
        <section class="stack measure">
            <p>
                "A backup holds everything of this casebook: " {pupils}
                ", safeguarding entries included, with all earlier versions, resources and settings. It does not hold your passphrase."
            </p>
        </section>
        <fieldset class="field">
            <legend>"How it is locked"</legend>
            <label class="choice">
                <input type="radio" name="seal" prop:checked=!by_words.get_untracked() on:change=move |_| by_words.set(false) />
                <span>
                    "With the recovery sheet "<br />
                    <span class="hint">"The sheet in the school's safe opens it. This is best for weekly backups."</span>
                </span>
            </label>
            <label class="choice">
                <input type="radio" name="seal" prop:checked=by_words.get_untracked() on:change=move |_| by_words.set(true) />
                <span>
                    "With seven words "<br /><span class="hint">"Made for this one file. For moving to another tablet today."</span>
                </span>
            </label>
        </fieldset>
        <div class="actions">
            <button class="button main" type="button" on:click=move |_| begin()>
                "Make the backup"
            </button>
        </div>
    }
    .into_any()
}

/// The files, then the question whether they are off the tablet.
#[component]
fn Ready(exported: StoredValue<Exported>, made: MadeBackup) -> impl IntoView {
    let store = use_store();
    let saved = SavedFiles::default();
    let all = all_saved(exported, saved);
    Effect::new(move |_| {
        if all.get() {
            let made = made.clone();
            store.device.task(async move {
                if let Err(error) = store.casebook.backup_made(made).await {
                    store.device.say(Notice::error(&error));
                }
            });
        }
    });
    view! {
        {files(store, exported, saved)}
        {move || all.get().then(|| confirm::asked(store))}
    }
}
