//! Who was told, entered into an entry; or why it is withdrawn.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::fields::{SEEN, TOLD, WITHDRAWN, fields};
use super::guidance::guidance_short;
use crate::app::notice::Notice;
use crate::app::store::{Store, use_store};
use crate::ui::autosave::{DraftPlace, Keeping, keep};
use crate::ui::form::{Handle, error_summary};
use crate::ui::parts::{Dialog, Submit, refusal, submitted};
use casebook_domain::content::{Content, Kind};
use casebook_domain::safety::Worry as Entry;
use casebook_present::forms::Draft;
use casebook_present::{dates, forms};
use casebook_repository::{RepositoryError, ids};

#[component]
pub(super) fn Telling(place: DraftPlace, handle: Handle, entry: Entry, told: Option<String>) -> impl IntoView {
    let store = use_store();
    let (file, record) = (place.home, place.record.unwrap_or_else(ids::record_id));
    let keeping: Keeping = keep(store, place, handle.draft, Signal::derive(move || Some(file)));
    let submit = Submit::<RepositoryError>::ready();
    let erase = RwSignal::new(false);
    let before = StoredValue::new(entry.clone());
    let save = move |content: Content, words: &'static str| {
        if !submit.pressed() {
            return;
        }
        submit.run("refused", async move {
            store.casebook.save(file, record, content, Some(place.at())).await?;
            keeping.begin_again();
            store.device.say(Notice::good(words));
            submit.end();
            Ok(())
        });
    };
    let parse = move |draft: &Draft| forms::parse(Kind::Worry, draft, &handle.ctx());
    let save_draft = move |draft: &Draft, words: &'static str| match parse(draft) {
        Err(errors) => {
            handle.errors.set(errors);
            store.device.hush();
            store.device.focus("error-summary");
        }
        Ok(content) => save(content, words),
    };
    // Each button saves its own part: what is half typed in another stays a draft.
    let send = move || {
        let mut draft = handle.draft.get_untracked();
        draft.tick("withdrawn", false);
        save_draft(&draft, "Saved.");
    };
    let without_telling = move || {
        let mut draft = handle.draft.get_untracked();
        if before.with_value(|entry| entry.told.is_none()) {
            draft.tick("told", false);
        }
        draft
    };
    let correct = move |_| {
        let mut draft = without_telling();
        draft.tick("withdrawn", false);
        save_draft(&draft, "The words are changed.");
    };
    let withdraw = move |_| save_draft(&without_telling(), "Withdrawn.");
    let confirmed = move |_| {
        erase.set(false);
        save(
            Content::Worry(Entry { held_by_lead: true, words: String::new(), ..before.get_value() }),
            "Erased here. The lead holds it.",
        );
    };
    let open = told.is_none();
    let details = move || {
        handle.errors.with(|errors| (!errors.is_empty()).then(|| error_summary(store, handle, Kind::Worry, errors)))
    };
    view! {
        {open.then(|| nobody_told(store))}
        {said(&entry, handle, submit, correct)}
        <form class="form" novalidate autocomplete="off" on:submit=submitted(send)>
            <section class="form-section">
                <h2>{if open { "Who did you tell?" } else { "Who was told" }}</h2>
                {details}
                {told.map(|told| view! { <p class="quoted">{told}</p> })}
                {who_was_told(open, handle, submit, keeping)}
            </section>
        </form>
        {move || submit.problem.get().map(|error| refusal(store, file, &error))}
        {(!open).then(|| lead_holds_it(store, submit, erase))}
        {withdrawing(store, handle, submit, withdraw)}
        <Dialog open=erase id="erase-words" title="Erase the words here?">
            <p>
                "They are erased from this tablet, older versions included, and can't be brought back. Only do this once the lead has said that they hold them. Backups made before still hold them."
            </p>
            <div class="actions">
                <button class="button danger" type="button" on:click=confirmed>
                    "The lead holds them: erase"
                </button>
                <button class="button" type="button" autofocus on:click=move |_| erase.set(false)>
                    "Keep them"
                </button>
            </div>
        </Dialog>
    }
}

/// Saving is not reporting: said as loudly as it can be.
fn nobody_told(store: Store) -> AnyView {
    view! {
        <div class="advice bad loud" role="alert">
            <p class="loud-words">"NOBODY HAS BEEN TOLD"</p>
            <p>{store.casebook.titled("Saving is not reporting. Go to the safeguarding lead now, then write here who you told.")}</p>
        </div>
        {guidance_short(store)}
    }
    .into_any()
}

/// The words, to read and to correct.
fn said(
    entry: &Entry,
    handle: Handle,
    submit: Submit<RepositoryError>,
    correct: impl Fn(MouseEvent) + 'static,
) -> AnyView {
    view! {
        <section class="stack">
            <h2>"What was said or seen"</h2>
            <p class="hint">{dates::moment(entry.at)}</p>
            <p class="quoted">{entry.words.clone()}</p>
            <details>
                <summary>"Correct the words or the time"</summary>
                <div class="form-section inner">
                    {fields(SEEN, handle)} <div class="actions">
                        <button class="button" type="button" aria-disabled=move || submit.slow() on:click=correct>
                            "Save the correction"
                        </button>
                    </div>
                </div>
            </details>
        </section>
    }
    .into_any()
}

/// Who was told: asked for, or behind a fold once it is known.
fn who_was_told(open: bool, handle: Handle, submit: Submit<RepositoryError>, keeping: Keeping) -> AnyView {
    if open {
        return view! {
            {fields(TOLD, handle)}
            <div class="actions">
                <button class="button main" type="submit" aria-disabled=move || submit.slow()>
                    "They have been told"
                </button>
                {keeping.words()}
            </div>
        }
        .into_any();
    }
    view! {
        <details>
            <summary>"Change who was told"</summary>
            <div class="form-section inner">
                {fields(TOLD, handle)} <div class="actions">
                    <button class="button" type="submit" aria-disabled=move || submit.slow()>
                        "Save the change"
                    </button>
                </div>
            </div>
        </details>
    }
    .into_any()
}

/// Once the lead holds the words, they are erased here.
fn lead_holds_it(store: Store, submit: Submit<RepositoryError>, erase: RwSignal<bool>) -> AnyView {
    let words = "Once the safeguarding lead confirms that they hold what you wrote, erase it here. The child-protection file is theirs; Casebook keeps only that it was handed over, when and to whom.";
    view! {
        <section class="stack">
            <h2>"Does the lead hold your words?"</h2>
            <p class="measure">{store.casebook.titled(words)}</p>
            <div class="actions">
                <button class="button danger" type="button" aria-disabled=move || submit.slow() on:click=move |_| erase.set(true)>
                    "The lead confirmed: erase the words here"
                </button>
            </div>
        </section>
    }
    .into_any()
}

/// An entry can't be deleted; with a lead it can be withdrawn.
fn withdrawing(
    store: Store,
    handle: Handle,
    submit: Submit<RepositoryError>,
    withdraw: impl Fn(MouseEvent) + Copy + Send + Sync + 'static,
) -> AnyView {
    let words = "An entry can't be deleted. Speak with a safeguarding lead. If they agree, withdraw it here: it is kept with the reason, and nothing more is due.";
    let button = move || {
        view! {
            <div class="actions">
                <button class="button" type="button" aria-disabled=move || submit.slow() on:click=withdraw>
                    "Withdraw the entry"
                </button>
            </div>
        }
    };
    view! {
        <details class="measure">
            <summary>"Entered by mistake, or not about safety after all"</summary>
            <div class="form-section inner">
                <p>{store.casebook.titled(words)}</p>
                {fields(WITHDRAWN, handle)}
                {move || handle.draft.with(|draft| draft.ticked("withdrawn")).then(button)}
            </div>
        </details>
    }
    .into_any()
}
