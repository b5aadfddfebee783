//! Printing the letters, and recording that they were sent.

use leptos::prelude::*;

use super::one::key;
use crate::app::drafts::Carried;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::autosave::{DraftPlace, after_typing};
use crate::ui::parts::about_safety::Asking;
use crate::ui::parts::{DateBox, Icon, Submit, icon, refusal, submitted};
use casebook_domain::calendar::Date;
use casebook_domain::content::Content;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::preparation::{Letter as Sent, LetterKind, SendMethod};
use casebook_present::forms::{Draft, NO_DATE, UNREADABLE};
use casebook_present::{dates, disclosure, letters};
use casebook_records::DraftRow;
use casebook_repository::{RepositoryError, ids};

const GAP: &str = "Correct the letter first: see below its text.";

/// Everybody who may get it, with the text filled in.
pub(super) fn fresh(store: Store, file: FileId, kind: LetterKind) -> Draft {
    let case = store.casebook.case_or_blank(file);
    let settings = store.casebook.settings.get_untracked();
    let episode = case.current().map(|episode| episode.id);
    let mut draft = Draft::new();
    draft.set("kind", kind.code());
    for to in letters::recipients(&case, store.device.today()).iter().filter(|to| to.refused.is_none()) {
        if let Ok(filled) = letters::draft(kind, &case, episode, to.contact, &settings, store.device.today()) {
            draft.set(&key(to.contact), filled.text);
            draft.choose("to", &to.contact.to_string(), true);
        }
    }
    draft
}

/// The letters whose words may be about a child's safety.
fn about_safety(draft: &Draft) -> Vec<&str> {
    disclosure::fields(&draft.values)
}

#[component]
pub(super) fn Sending(
    file: FileId,
    kind: LetterKind,
    place: DraftPlace,
    draft: RwSignal<Draft>,
    chosen: Memo<Vec<(RecordId, String)>>,
) -> impl IntoView {
    let store = use_store();
    let method = RwSignal::new(None::<SendMethod>);
    let date = RwSignal::new(casebook_domain::calendar::iso(store.device.today()));
    let submit = Submit::<RepositoryError>::ready();
    let sending = Letters {
        store,
        file,
        kind,
        place,
        draft,
        chosen,
        method,
        date,
        submit,
        asking: Asking::begin(),
        wrong: RwSignal::new(None),
    };
    let asking = sending.asking;
    after_typing(store, move || draft.track(), move || asking.listen(sending.sounds()));
    // A letter with a gap in it is not printed either.
    let print = move |_| {
        let gap = sending.faulty().then_some(("send-error", GAP));
        sending.wrong.set(gap);
        match gap {
            Some((at, _)) => store.device.focus(at),
            None => store.device.print(),
        }
    };
    view! {
        {asking.view(move || sending.take())}
        <form class="form no-print" novalidate autocomplete="off" on:submit=submitted(move || sending.send())>
            <div class="actions">
                <button class="button main" type="button" disabled=move || chosen.with(Vec::is_empty) on:click=print>
                    {icon(Icon::Print)}
                    {move || if chosen.with(Vec::len) > 1 { "Print the letters" } else { "Print the letter" }}
                </button>
                <span class="hint">"Printed copies are not protected."</span>
            </div>
            <section class="form-section">
                <h2>"When it has been sent"</h2>
                {how(method)}
                <div class="field">
                    <label for="send-date">"Day"</label>
                    <DateBox
                        id="send-date"
                        kind="date"
                        value=date
                        set=move |day| date.set(day)
                        described_by="send-error"
                        max=casebook_domain::calendar::iso(store.device.today())
                    />
                </div>
                <p class="error" id="send-error" tabindex="-1" role="alert">
                    {move || sending.wrong.get().map(|(_, words)| words)}
                </p>
                {move || submit.problem.get().map(|error| refusal(store, file, &error))}
                <div class="actions">
                    <button class="button" type="submit" aria-disabled=move || submit.slow()>
                        "Record as sent"
                    </button>
                </div>
            </section>
            {sent(store, kind)}
        </form>
    }
}

/// How the letters were sent.
fn how(method: RwSignal<Option<SendMethod>>) -> AnyView {
    let one = |(at, &how): (usize, &SendMethod)| {
        let id = ["send-method-", &at.to_string()].concat();
        view! {
            <label class="choice">
                <input type="radio" name="send-method" id=id on:change=move |_| method.set(Some(how)) />
                <span>{how.label()}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>"How it was sent"</legend>
            <div class="choices">{SendMethod::ALL.iter().enumerate().map(one).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// The letters that are written, and how they were sent. Copy: handles to its signals.
#[derive(Clone, Copy)]
struct Letters {
    store: Store,
    file: FileId,
    kind: LetterKind,
    place: DraftPlace,
    draft: RwSignal<Draft>,
    chosen: Memo<Vec<(RecordId, String)>>,
    method: RwSignal<Option<SendMethod>>,
    date: RwSignal<String>,
    submit: Submit<RepositoryError>,
    asking: Asking,
    /// What is wrong, and at which field.
    wrong: RwSignal<Option<(&'static str, &'static str)>>,
}

impl Letters {
    fn sounds(self) -> bool {
        self.draft.with_untracked(|draft| !about_safety(draft).is_empty())
    }

    /// Takes the words about safety out of the letters.
    fn take(self) -> Option<Carried> {
        let Self { store, file, kind, place, draft, .. } = self;
        let (words, left) = draft.with_untracked(|draft| {
            let keys = about_safety(draft);
            let words: Vec<&str> = keys.iter().map(|key| draft.get(key).trim()).collect();
            let left = disclosure::left_of(&draft.values, &keys, &fresh(store, file, kind));
            (words.join("\n\n"), left)
        });
        let row =
            |values| DraftRow { kind: place.kind, file: Some(file), record: None, saved: store.device.now(), values };
        draft.update(|draft| {
            let keys: Vec<String> = about_safety(draft).into_iter().map(str::to_owned).collect();
            keys.iter().for_each(|key| draft.set(key, ""));
        });
        Some(Carried { about: Some(file), words, from: Some((place.at(), left.map(row))) })
    }

    /// Whether a letter is empty or has a gap.
    fn faulty(self) -> bool {
        let pupil =
            self.store.casebook.file.with_untracked(|case| case.as_ref().and_then(|case| case.pupil().cloned()));
        let Some(pupil) = pupil else { return true };
        let wrong = |text: &str| text.trim().is_empty() || !letters::faults(text, &pupil).is_empty();
        let of =
            |(contact, _): &(RecordId, String)| self.draft.with_untracked(|draft| wrong(draft.get(&key(*contact))));
        self.chosen.get_untracked().iter().any(of)
    }

    /// The day and how they were sent; else what is missing, and at which field.
    fn asked(self) -> Result<(Date, SendMethod), (&'static str, &'static str)> {
        let today = self.store.device.today();
        if self.chosen.with_untracked(Vec::is_empty) {
            return Err(("letter-kind", "Tick at least one person to write to."));
        }
        if self.faulty() {
            return Err(("send-error", GAP));
        }
        let how = self.method.get_untracked().ok_or(("send-method-0", "Say how it was sent."))?;
        let date = self.date.get_untracked();
        if date == UNREADABLE {
            return Err(("send-date", NO_DATE));
        }
        let day = casebook_domain::calendar::parse_iso(&date).filter(|day| *day <= today);
        Ok((day.ok_or(("send-date", "Enter the day it was sent: today or earlier."))?, how))
    }

    /// Records them as sent.
    fn send(self) {
        let Self { store, submit, .. } = self;
        if !submit.pressed() || self.asking.stops(self.sounds()) {
            return;
        }
        let asked = self.asked();
        self.wrong.set(asked.err());
        match asked {
            Err((at, _)) => store.device.focus(at),
            Ok((day, how)) => submit.run("refused", self.record(day, how)),
        }
    }

    async fn record(self, date: Date, method: SendMethod) -> Result<(), RepositoryError> {
        let Self { store, file, kind, place, draft, .. } = self;
        let to = self.chosen.get_untracked();
        let last = to.len().saturating_sub(1);
        let mut warnings = Vec::new();
        for (at, &(contact, _)) in to.iter().enumerate() {
            let text = draft.with_untracked(|draft| draft.get(&key(contact)).to_owned());
            let content = Content::Letter(Sent { date, kind, contact, method, text });
            // The draft ends with the last letter, in its transaction.
            let ends = (at == last).then_some(place.at());
            let id = ids::record_id();
            warnings.extend(if at == 0 {
                store.casebook.save(file, id, content, ends).await?
            } else {
                store.casebook.save_with_last(file, id, content, ends).await?
            });
            if at < last {
                // What is recorded is not recorded again if a later one fails.
                draft.update(|draft| draft.choose("to", &contact.to_string(), false));
            }
        }
        let said = if last == 0 { "The letter is recorded as sent." } else { "The letters are recorded as sent." };
        store.casebook.say_saved(said, &warnings);
        store.navigation.go(Route::Of(file, FilePage::Tab(Tab::Preparation)));
        Ok(())
    }
}

/// Letters of this kind that went already.
fn sent(store: Store, kind: LetterKind) -> AnyView {
    (move || {
        store.casebook.file.with(|case| {
            let case = case.as_ref()?;
            let lines: Vec<String> = case
                .letters(case.current()?.id)
                .iter()
                .filter(|letter| letter.kind == kind)
                .map(|letter| {
                    let to = case
                        .contacts()
                        .iter()
                        .find(|contact| contact.id == letter.contact)
                        .map(|contact| contact.name.whole())
                        .unwrap_or_default();
                    [&to, ", ", &dates::long(letter.date), ", ", &letter.method.label().to_lowercase()].concat()
                })
                .collect();
            (!lines.is_empty()).then(|| {
                view! {
                    <section class="stack">
                        <h2>"Already sent"</h2>
                        <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                    </section>
                }
            })
        })
    })
    .into_any()
}
