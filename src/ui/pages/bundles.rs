//! Bundles: the hand-over of one pupil, opening one or a backup.

pub(in crate::ui::pages) mod making;
mod open;

pub use open::{OpenBundle, UndoImport};

use leptos::prelude::*;

use self::making::{SavedFiles, Step, all_saved, failed, files, make, words_large, working};
use crate::app::store::use_store;
use crate::app::transfer::{ExportAsk, HandOverAsk, SealBy};
use crate::domain::hand_over::{Parts, Purpose};
use crate::domain::ids::FileId;
use crate::present::initials;
use crate::route::{Route, Tab};
use crate::ui::parts::{Icon, PageHead, ScanKey, icon};
use crate::vault::Recipient;

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
        let purpose = purpose.get_untracked();
        let hand_over = HandOverAsk { files: vec![file], purpose, until: None, to: String::new(), parts: Parts::Whole };
        make(store, step, ExportAsk { hand_over: Some(hand_over), seal });
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
                        <span>{what.label()} <br/><span class="hint">{hint}</span></span>
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
                let saved = SavedFiles::default();
                let all = all_saved(made, saved);
                let by_words = !by_key.get_untracked();
                view! {
                    {by_words.then(|| words_large(words))}
                    {files(store, made, saved)}
                    <Show when=move || all.get()>
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
const PURPOSES: [(Purpose, &str); 3] = [
    (Purpose::Transfer, "The pupil changes school or mentor and the case goes on there."),
    (Purpose::Cover, "A colleague stands in; their work comes back here in a hand-over of theirs."),
    (Purpose::Shared, "Two mentors work with the pupil for a time."),
];
