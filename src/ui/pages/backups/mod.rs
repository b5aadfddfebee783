//! Backups: the page that makes one, the word that it is off the tablet, what Today and the settings say of them.

mod confirm;
mod lost;
mod remind;

pub use confirm::kept_list;
pub use lost::LostTablet;
pub use remind::{overdue, reminder};

use leptos::prelude::*;

use crate::app::backups::FreshBackup;
use crate::app::notices::{Notice, transfer_words};
use crate::app::store::{Store, use_store};
use crate::app::transfer::{SealBy, TransferError};
use crate::present::numbers::counted;
use crate::route::{Route, Section};
use crate::ui::pages::bundles::making::{bar, words_large};
use crate::ui::parts::{Icon, PageHead, icon, share_button};

/// Where making a backup stands.
#[derive(Clone)]
enum Step {
    Asking,
    Working,
    Ready(StoredValue<FreshBackup>),
    Failed(String),
}

/// Everything, sealed.
#[component]
pub fn Backup() -> impl IntoView {
    let store = use_store();
    let step = RwSignal::new(Step::Asking);
    let by_words = RwSignal::new(false);
    let words = StoredValue::new(store.offer_seven_words());
    on_cleanup(move || store.cancel_transfer());
    let begin = move || {
        let seal = if by_words.get_untracked() { SealBy::Words(words.get_value()) } else { SealBy::RecoveryKey };
        step.set(Step::Working);
        store.task(async move {
            let next = match store.make_backup(seal).await {
                Ok(made) => Step::Ready(StoredValue::new(made)),
                Err(TransferError::Cancelled) => Step::Asking,
                Err(error) => Step::Failed(transfer_words(&error)),
            };
            let _ = step.try_set(next);
            store.focus("bundle-step");
        });
    };
    // From Today it is one tap: for the recovery sheet, at once.
    if store.take_back_up_now() {
        begin();
    }
    view! {
        <PageHead title="Backup">
            <a class="button quiet" href=Route::Settings(Section::Storage).to_string()>{icon(Icon::Back)} "Storage and backups"</a>
        </PageHead>
        {move || match step.get() {
            Step::Asking => view! {
                {move || confirm::waiting(store)}
                {asking(store, by_words, begin)}
            }
            .into_any(),
            Step::Working => working(store),
            Step::Failed(words) => failed(words, step),
            Step::Ready(fresh) => {
                let words = by_words.get_untracked().then_some(words);
                view! { {words.map(words_large)} <Ready fresh/> }.into_any()
            }
        }}
    }
}

fn asking(store: Store, by_words: RwSignal<bool>, begin: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let pupils = move || match store.headers.with(|all| all.len()) {
        0 => "no pupils yet".to_owned(),
        count => counted(count as u64, "pupil", "pupils"),
    };
    view! {
        <section class="stack measure">
            <p>"A backup holds everything of this casebook: " {pupils} ", safeguarding entries included, with all earlier versions, resources and settings. It does not hold your passphrase."</p>
        </section>
        <fieldset class="field">
            <legend>"How it is sealed"</legend>
            <label class="choice">
                <input type="radio" name="seal" prop:checked=!by_words.get_untracked() on:change=move |_| by_words.set(false)/>
                <span>"For the recovery sheet "<br/><span class="hint">"The sheet in the school's safe opens it. The best way for backups made every week."</span></span>
            </label>
            <label class="choice">
                <input type="radio" name="seal" prop:checked=by_words.get_untracked() on:change=move |_| by_words.set(true)/>
                <span>"By seven words "<br/><span class="hint">"Made for this one file. For moving to another tablet today."</span></span>
            </label>
        </fieldset>
        <div class="actions"><button class="button main" type="button" on:click=move |_| begin()>"Make the backup"</button></div>
    }
    .into_any()
}

fn working(store: Store) -> AnyView {
    view! {
        <div id="bundle-step" tabindex="-1" role="status" class="stack measure">
            <p><strong>"Sealing and checking …"</strong></p>
            {bar(store, "Sealing")}
            <p class="hint">"It is opened again and compared before you get it. Keep this page open."</p>
        </div>
    }
    .into_any()
}

fn failed(words: String, step: RwSignal<Step>) -> AnyView {
    view! {
        <div class="advice bad measure" id="bundle-step" tabindex="-1" role="alert">
            <p><strong>"No backup was made. "</strong>{words}</p>
            <div class="actions"><button class="button" type="button" on:click=move |_| step.set(Step::Asking)>"Try again"</button></div>
        </div>
    }
    .into_any()
}

/// The files, then the question whether they are off the tablet.
#[component]
fn Ready(fresh: StoredValue<FreshBackup>) -> impl IntoView {
    let store = use_store();
    let (names, sizes, damaged) = fresh.with_value(|fresh| {
        let names: Vec<String> = fresh.files.iter().map(|file| file.name.clone()).collect();
        let sizes: Vec<usize> = fresh.files.iter().map(|file| file.bytes.len()).collect();
        (names, sizes, fresh.damaged)
    });
    let count = names.len();
    let saved = RwSignal::new(vec![false; count]);
    let problem = RwSignal::new(None::<&'static str>);
    let out = move |at: usize| {
        saved.update(|saved| {
            if let Some(saved) = saved.get_mut(at) {
                *saved = true;
            }
        });
        if saved.with_untracked(|saved| saved.iter().all(|saved| *saved)) {
            let made = fresh.with_value(|fresh| fresh.made.clone());
            store.task(async move {
                if let Err(error) = store.backup_made(made).await {
                    store.say(Notice::error(&error));
                }
            });
        }
    };
    let save = move |at: usize| {
        let done = fresh.with_value(|fresh| match fresh.files.get(at) {
            Some(file) => store.save_file(&file.name, &file.bytes),
            None => Ok(()),
        });
        problem.set(done.err());
        if done.is_ok() {
            out(at);
        }
    };
    let damaged = (damaged > 0).then(|| {
        let count = counted(u64::from(damaged), "record", "records");
        view! { <p class="advice bad" role="alert"><strong>{count} " can’t be read on this tablet, so the backup does not bring them. "</strong>"Keep your older backups: they may hold them."</p> }
    });
    let line = move |(at, (name, bytes)): (usize, (String, usize))| {
        let label =
            if count == 1 { "Save the file".to_owned() } else { ["Save part ", &(at + 1).to_string()].concat() };
        let bytes_of =
            move || fresh.with_value(|fresh| fresh.files.get(at).map(|file| file.bytes.clone()).unwrap_or_default());
        let share = share_button(store, name.clone(), bytes, bytes_of, Callback::new(move |()| out(at)));
        let is_saved = move || saved.with(|saved| saved.get(at).copied().unwrap_or_default());
        view! {
            <li class="stack tight">
                <p><code>{name}</code> " " <span class="hint">{bytes.div_ceil(1000).to_string()} " kB"</span></p>
                <div class="actions">
                    <button class="button" class:main=move || !is_saved() type="button" on:click=move |_| save(at)>{label}</button>
                    {share}
                    {move || is_saved().then(|| view! { <span class="hint" role="status">"Handed on: it is in the downloads, or where you chose."</span> })}
                </div>
            </li>
        }
        .into_any()
    };
    let lines: Vec<AnyView> = names.into_iter().zip(sizes).enumerate().map(line).collect();
    view! {
        <section class="stack measure" id="bundle-step" tabindex="-1">
            <h2>{if count == 1 { "The backup" } else { "The backup, in numbered parts" }}</h2>
            {(count > 1).then(|| view! { <p>"It is more than one file holds. All parts belong together: save each of them, and keep them in one place."</p> })}
            {damaged}
            <ul class="plain stack">{lines}</ul>
            {move || problem.get().map(|words| view! { <p class="error" role="alert">{words}</p> })}
        </section>
        {move || saved.with(|saved| saved.iter().all(|saved| *saved)).then(|| confirm::asked(store))}
    }
}
