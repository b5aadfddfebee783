//! Bundles: the hand-over of one pupil, opening one or a backup, restoring.

mod open;

pub use open::OpenBundle;

use leptos::prelude::*;

use crate::app::notices::transfer_words;
use crate::app::store::{Store, use_store};
use crate::app::transfer::{ExportAsk, Exported, SealBy, TransferError};
use crate::domain::ids::FileId;
use crate::present::initials;
use crate::present::numbers::counted;
use crate::route::{Route, Tab};
use crate::ui::parts::{Icon, PageHead, ScanKey, icon};
use crate::vault::Recipient;

/// Where making a bundle stands.
#[derive(Clone)]
enum Step {
    Asking,
    Working,
    Ready(StoredValue<Exported>),
    Failed(String),
}

/// Makes it; the bytes stay until they were saved or the page is left.
fn make(store: Store, step: RwSignal<Step>, ask: ExportAsk) {
    step.set(Step::Working);
    store.task(async move {
        let next = match store.export(ask).await {
            Ok(made) => Step::Ready(StoredValue::new(made)),
            Err(TransferError::Cancelled) => Step::Asking,
            Err(error) => Step::Failed(transfer_words(&error)),
        };
        let _ = step.try_set(next);
        store.focus("bundle-step");
    });
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

/// How far the worker is, and the way to stop it.
pub(super) fn bar(store: Store, label: &'static str) -> AnyView {
    // Without a value the bar shows that something is going on: as long as nobody knows how much it is.
    let known = move || store.progress.get().filter(|progress| progress.total > 0);
    view! {
        <progress class="progress" aria-label=label max=move || known().map(|progress| progress.total.to_string())
            value=move || known().map(|progress| progress.done.to_string())></progress>
        <div class="actions"><button class="button" type="button" on:click=move |_| store.cancel_transfer()>"Cancel"</button></div>
    }
    .into_any()
}

fn failed(words: String, step: RwSignal<Step>) -> AnyView {
    view! {
        <div class="advice bad measure" id="bundle-step" tabindex="-1" role="alert">
            <p><strong>"Nothing was made. "</strong>{words}</p>
            <div class="actions"><button class="button" type="button" on:click=move |_| step.set(Step::Asking)>"Try again"</button></div>
        </div>
    }
    .into_any()
}

/// Seven words, shown large, hidden at a tap.
pub(super) fn words_large(words: StoredValue<String>) -> AnyView {
    let hidden = RwSignal::new(false);
    view! {
        <section class="stack measure">
            <h2>"The seven words"</h2>
            <p>"They open the file and nothing else does. Say them or write them on paper; never send them with the file."</p>
            {move || if hidden.get() {
                view! { <p class="sheet seven-hidden">"Hidden"</p> }.into_any()
            } else {
                view! {
                    <ol class="sheet seven" aria-label="The seven words">
                        {words.get_value().split(' ').map(|word| view! { <li>{word.to_owned()}</li> }).collect_view()}
                    </ol>
                }
                .into_any()
            }}
            <div class="actions">
                <button class="button" type="button" aria-pressed=move || if hidden.get() { "true" } else { "false" } on:click=move |_| hidden.update(|on| *on = !*on)>
                    {icon(Icon::Eye)} {move || if hidden.get() { "Show the words" } else { "Hide the words" }}
                </button>
            </div>
        </section>
    }
    .into_any()
}

fn save_file(
    store: Store,
    made: StoredValue<Exported>,
    saved: RwSignal<bool>,
    problem: RwSignal<Option<&'static str>>,
) {
    let done = made.with_value(|made| store.save_file(&made.file_name, &made.bytes));
    problem.set(done.err());
    if done.is_ok() {
        saved.set(true);
    }
}

fn file_line(store: Store, made: StoredValue<Exported>, saved: RwSignal<bool>) -> AnyView {
    let problem = RwSignal::new(None::<&'static str>);
    let (name, bytes, damaged) = made.with_value(|made| (made.file_name.clone(), made.bytes.len(), made.damaged));
    let damaged = (damaged > 0).then(|| {
        let count = counted(u64::from(damaged), "record", "records");
        view! { <p class="advice bad" role="alert"><strong>{count} " can’t be read on this tablet, so the file does not bring them. "</strong>"Keep your older backups: they may hold them."</p> }
    });
    view! {
        <section class="stack measure" id="bundle-step" tabindex="-1">
            <h2>"The file"</h2>
            <p><code>{name}</code> " " <span class="hint">{bytes.div_ceil(1000).to_string()} " kB"</span></p>
            {damaged}
            <div class="actions"><button class="button main" type="button" on:click=move |_| save_file(store, made, saved, problem)>"Save the file"</button></div>
            {move || problem.get().map(|words| view! { <p class="error" role="alert">{words}</p> })}
            {move || saved.get().then(|| view! { <p class="hint" role="status">"Handed to the browser: it is in the downloads, or where you chose."</p> })}
        </section>
    }
    .into_any()
}

/// One pupil goes to a colleague.
#[component]
pub fn HandOver(
    /// The file, open.
    file: FileId,
) -> impl IntoView {
    let store = use_store();
    let step = RwSignal::new(Step::Asking);
    let purpose = RwSignal::new(PURPOSES[0].0);
    let lead = RwSignal::new(false);
    let asked = RwSignal::new(false);
    let words = StoredValue::new(store.offer_seven_words());
    let by_key = RwSignal::new(false);
    let key = RwSignal::new(None::<Recipient>);
    on_cleanup(move || store.cancel_transfer());
    let (name, worries, untold, newer) = store.file.with_untracked(|case| {
        let Some(case) = case.as_ref() else { return (String::new(), 0, None, 0) };
        let untold = case.worries().iter().find(|worry| worry.told.is_none()).map(|worry| worry.id);
        (case.pupil().map(initials::full_name).unwrap_or_default(), case.worries().len(), untold, case.newer)
    });
    let begin = move |_| {
        asked.set(true);
        if !lead.get_untracked() {
            return store.focus("lead-sent");
        }
        let seal = match (by_key.get_untracked(), key.get_untracked()) {
            (true, None) => return store.focus("scan-start"),
            (true, Some(key)) => SealBy::Recipient(key),
            (false, _) => SealBy::Words(words.get_value()),
        };
        make(store, step, ExportAsk { files: Some(vec![file]), seal, purpose: purpose.get_untracked().to_owned() });
    };
    let asking = move || {
        view! {
            {untold.map(|worry| view! {
                <div class="advice bad" role="alert">
                    <p><strong>"NOBODY HAS BEEN TOLD "</strong>"of a worry about this child. Go to the safeguarding lead before you hand anything over. "
                    <a href=Route::Edit(file, worry).to_string()>"Say who was told"</a></p>
                </div>
            })}
            <fieldset class="field">
                <legend>"What it is for"</legend>
                {PURPOSES.iter().map(|&(what, hint)| view! {
                    <label class="choice">
                        <input type="radio" name="purpose" prop:checked=what == purpose.get_untracked() on:change=move |_| purpose.set(what)/>
                        <span>{what} <br/><span class="hint">{hint}</span></span>
                    </label>
                }).collect_view()}
            </fieldset>
            <section class="stack measure">
                <h2>"What goes with it"</h2>
                <p>"The whole case: the pupil's details and contacts, referrals, what was prepared, measures, observations, plans, sessions with your notes, reviews, letters and signatures."</p>
                <p class="hint">"Notes marked “mentor only” go too: they are for a mentor who takes the case on."</p>
                <h2>"What stays behind"</h2>
                <p>"Safeguarding entries, always"
                    {match worries { 0 => ".".to_owned(), _ => ": what is held here stays on this tablet. The safeguarding lead passes the child-protection file on, separately.".to_owned() }}
                    " Your settings stay too."</p>
                {(newer > 0).then(|| view! { <p class="hint">"Some records were made by a newer Casebook. They go with it unread."</p> })}
            </section>
            {seal_for(by_key, key)}
            <div class="field">
                <label class="choice">
                    <input type="checkbox" id="lead-sent" prop:checked=lead on:change:target=move |event| lead.set(event.target().checked()) aria-describedby="lead-error"/>
                    <span>"I have asked the safeguarding lead whether anything is to be sent separately"</span>
                </label>
                {move || (asked.get() && !lead.get()).then(|| view! { <p class="error" id="lead-error" role="alert">"Ask the safeguarding lead first, then tick this."</p> })}
            </div>
            <div class="actions"><button class="button main" type="button" on:click=begin>"Make the hand-over"</button></div>
        }
        .into_any()
    };
    view! {
        <PageHead title="Hand over">
            <a class="button quiet" href=Route::Pupil(file, Tab::About).to_string()>{icon(Icon::Back)} "Back to the pupil"</a>
        </PageHead>
        <p class="about-child">{name}</p>
        {move || match step.get() {
            Step::Asking => asking(),
            Step::Working => working(store),
            Step::Failed(words) => failed(words, step),
            Step::Ready(made) => {
                let saved = RwSignal::new(false);
                let by_words = !by_key.get_untracked();
                view! {
                    {by_words.then(|| words_large(words))}
                    {file_line(store, made, saved)}
                    <Show when=move || saved.get()>
                        <section class="stack measure">
                            <h2>"What happens next"</h2>
                            <p>{if by_words { "Give your colleague the file and, apart from it, the words." } else { "Give your colleague the file. Their tablet alone opens it, without words." }}" They open it in their Casebook under Settings, “Open a backup or hand-over”, and see what it holds before anything is written. The case stays here as well."</p>
                        </section>
                    </Show>
                }
                .into_any()
            }
        }}
    }
}

/// What opens a hand-over: words that are said, or the other tablet's own key.
fn seal_for(by_key: RwSignal<bool>, key: RwSignal<Option<Recipient>>) -> AnyView {
    let got = Callback::new(move |text: String| key.set(Recipient::parse(&text).ok()));
    view! {
        <fieldset class="field">
            <legend>"How it is sealed"</legend>
            <label class="choice">
                <input type="radio" name="hand-over-seal" prop:checked=!by_key.get_untracked() on:change=move |_| by_key.set(false)/>
                <span>"By seven words "<br/><span class="hint">"Said or written down, never sent with the file."</span></span>
            </label>
            <label class="choice">
                <input type="radio" name="hand-over-seal" prop:checked=by_key.get_untracked() on:change=move |_| by_key.set(true)/>
                <span>"For your colleague's tablet "<br/><span class="hint">"It alone opens the file. Scan the code that it shows."</span></span>
            </label>
        </fieldset>
        {move || by_key.get().then(|| match key.get() {
            None => view! { <ScanKey on_key=got/> }.into_any(),
            Some(found) => view! {
                <div class="advice measure" role="status">
                    <p>"Sealed for the tablet with these six words. They should stand on it too: "</p>
                    <p><strong>{found.fingerprint().join(" ")}</strong></p>
                    <div class="actions"><button class="button" type="button" on:click=move |_| key.set(None)>"Another tablet"</button></div>
                </div>
            }
            .into_any(),
        })}
    }
    .into_any()
}

/// What a hand-over can be for, in words that go with it.
const PURPOSES: [(&str, &str); 3] = [
    ("Transfer", "The pupil changes school or mentor and the case goes on there."),
    ("Cover", "A colleague stands in; their work comes back here in a hand-over of theirs."),
    ("Shared work", "Two mentors work with the pupil for a time."),
];

/// On the first screen: a backup needs a casebook to be opened in.
#[component]
pub fn Restore(
    /// Back to the first screen.
    back: RwSignal<bool>,
) -> impl IntoView {
    let store = use_store();
    store.focus("page-title");
    view! {
        <div class="stack">
            <h1 tabindex="-1" id="page-title">"Restore a backup"</h1>
            <p>"A backup is opened in a new casebook. It takes three steps:"</p>
            <ol class="steps">
                <li><strong>"Make a new casebook on this tablet. "</strong>"It gets a passphrase and a recovery sheet of its own; the old ones stay good for the old backups."</li>
                <li><strong>"Go to Settings, Storage and backups, "</strong>"and choose “Open a backup or hand-over”."</li>
                <li><strong>"Choose the file "</strong>"and type the recovery words of the sheet that the backup was made for, or its seven words. You see what it holds before anything is written."</li>
            </ol>
            <div class="actions">
                <button class="button main" type="button" on:click=move |_| back.set(false)>"Make the new casebook"</button>
            </div>
            <p class="hint">"Have the backup's recovery sheet or seven words at hand: without them nobody can open it."</p>
        </div>
    }
}
