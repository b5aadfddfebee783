//! A letter home: to whom, the text, paper, and that it was sent.

use leptos::prelude::*;

use crate::app::drafts::Carried;
use crate::app::notices::Notice;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, PlanPrint, Route, Section, Tab, new_form};
use crate::ui::autosave::{DraftPlace, keep};
use crate::ui::parts::about_safety::Asking;
use crate::ui::parts::others_named;
use crate::ui::parts::{Busy, DateBox, Empty, Icon, PageHead, icon};
use crate::ui::parts::{refusal, whose_line};
use casebook_domain::advice::reaches_restricted;
use casebook_domain::case::Item;
use casebook_domain::contact::Contact;
use casebook_domain::content::{Content, Kind};
use casebook_domain::decide::Warning;
use casebook_domain::gates;
use casebook_domain::home::{self, Closed};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::preparation::{Letter as Sent, LetterKind, SendMethod};
use casebook_present::disclosure;
use casebook_present::forms::{Draft, NO_DATE, UNREADABLE};
use casebook_present::letters::FilledBy;
use casebook_present::{dates, letters, words};
use casebook_records::DraftRow;
use casebook_repository::CoreError;

const GAP: &str = "Correct the letter first: see below its text.";

fn key(contact: RecordId) -> String {
    ["text.", &contact.to_string()].concat()
}

/// The page of a letter.
#[component]
pub fn Letter(
    /// The file, open.
    file: FileId,
    /// Which letter.
    kind: LetterKind,
) -> impl IntoView {
    let store = use_store();
    let place = DraftPlace::of(file, Kind::Letter, None);
    let ready = RwSignal::new(None::<(RwSignal<Draft>, bool)>);
    let begin = move |afresh: bool| {
        store.task(async move {
            if afresh {
                let _ = store.drop_draft(place.home, place.id).await;
            }
            let kept = if afresh { None } else { store.kept_draft(place.home, place.id).await };
            // A draft of another letter stays where it is until this one is typed into.
            let kept = kept.filter(|row| row.values.get("kind").map(String::as_str) == Some(kind.code()));
            let restored = kept.is_some();
            let draft = kept.map_or_else(|| fresh(store, file, kind), |row| Draft { values: row.values });
            let _ = ready.try_set(Some((RwSignal::new(draft), restored)));
        });
    };
    begin(false);
    let closed = Memo::new(move |_| {
        store.file.with(|case| home::contact(case.as_ref().filter(|case| case.id == file)?, store.today()).err())
    });
    let writing = move || {
        view! {
            <div class="field no-print">
                <label for="letter-kind">"Which letter"</label>
                <select autocomplete="off" class="input short-wide" id="letter-kind" on:change:target=move |event| {
                    if let Some(other) = LetterKind::from_code(&event.target().value()) {
                        store.go(Route::Of(file, FilePage::Letter(other)));
                    }
                }>
                    {LetterKind::ALL.iter().map(|&other| view! { <option value=other.code() prop:selected=other == kind>{other.label()}</option> }).collect_view()}
                </select>
            </div>
            {move || ready.get().map(|(draft, restored)| view! {
                {restored.then(|| view! {
                    <div class="advice good no-print">
                        <p>"What you typed before is back."</p>
                        <button class="button quiet" type="button" on:click=move |_| begin(true)>"Start again"</button>
                    </div>
                })}
                <Writing file kind place draft again=ready/>
            })}
        }
        .into_any()
    };
    view! {
        <PageHead title=kind.label()>
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Preparation)).to_string()>{icon(Icon::Back)} "Back to the pupil"</a>
        </PageHead>
        {whose_line(store, file)}
        {move || if let Some(closed) = closed.get() { not_now(file, &closed) } else { writing() }}
    }
}

/// Why no letter goes home, and the way to the lead's decision.
fn not_now(file: FileId, closed: &Closed) -> AnyView {
    view! {
        <div class="advice bad">
            <p><strong>"No letter now. "</strong>{use_store().titled(&words::home_closed(closed))}</p>
            {closed.by_lead().then(|| view! {
                <a class="button" href=Route::Of(file, FilePage::New(Kind::LeadDecision)).to_string()>"Record the lead's decision"</a>
            })}
        </div>
    }
    .into_any()
}
/// Everybody who may get it, with the text filled in.
fn fresh(store: Store, file: FileId, kind: LetterKind) -> Draft {
    let case = store.case_or_blank(file);
    let settings = store.settings.get_untracked();
    let episode = case.current().map(|episode| episode.id);
    let mut draft = Draft::new();
    draft.set("kind", kind.code());
    for to in letters::recipients(&case, store.today()).iter().filter(|to| to.refused.is_none()) {
        if let Ok(filled) = letters::draft(kind, &case, episode, to.contact, &settings, store.today()) {
            draft.set(&key(to.contact), filled.text);
            draft.choose("to", &to.contact.to_string(), true);
        }
    }
    draft
}

#[component]
fn Writing(
    file: FileId,
    kind: LetterKind,
    place: DraftPlace,
    draft: RwSignal<Draft>,
    /// Draws the page again, when somebody else may get it.
    again: RwSignal<Option<(RwSignal<Draft>, bool)>>,
) -> impl IntoView {
    let store = use_store();
    let keeping = keep(store, place, draft, Signal::derive(move || Some(file)));
    let case = store.case_or_blank(file);
    let recipients = letters::recipients(&case, store.today());
    let allowed: Vec<(RecordId, String)> =
        recipients.iter().filter(|to| to.refused.is_none()).map(|to| (to.contact, to.name.clone())).collect();
    let nobody = allowed.is_empty();
    let no_contacts = recipients.is_empty();
    let chosen = {
        let allowed = allowed.clone();
        move || -> Vec<(RecordId, String)> {
            draft.with(|draft| {
                allowed.iter().filter(|(contact, _)| draft.has("to", &contact.to_string())).cloned().collect()
            })
        }
    };
    let chosen = StoredValue::new_local(chosen);
    let chosen_now = Memo::new(move |_| chosen.with_value(|chosen| chosen()));
    let list = recipients
        .into_iter()
        .map(|to| {
            let id = to.contact.to_string();
            let allow = (to.refused == Some(letters::Refusal::NoLetters))
                .then(|| allow_letters(store, file, kind, (to.contact, to.name.clone()), draft, again));
            let refused = to.refused.as_ref().map(letters::Refusal::words);
            let reaches: Vec<String> = reaches_restricted(&case, to.contact).iter().map(words::warning).collect();
            let checked = draft.with_untracked(|draft| draft.has("to", &id)) && refused.is_none();
            view! {
                <label class="choice">
                    <input type="checkbox" prop:checked=checked disabled=refused.is_some()
                        on:change:target=move |event| { let on = event.target().checked(); draft.update(|draft| draft.choose("to", &id, on)); }/>
                    <span>{to.name} <span class="hint">" " {to.relationship}</span>
                        {refused.map(|why| view! { <br/><span class="refused">{why}</span> })}
                        {reaches.into_iter().map(|why| view! { <br/><span class="refused">{why}</span> }).collect_view()}</span>
                </label>
                {allow}
            }
        })
        .collect_view();
    if no_contacts {
        return view! {
            <Empty text="There is nobody to write to yet. Add the parents or carers, and say who may get letters.">
                <a class="button main" href=Route::Of(file, FilePage::New(Kind::Contact)).to_string()>"Add a contact"</a>
            </Empty>
        }
        .into_any();
    }
    let enclosed = (kind == LetterKind::PlanEnclosed)
        .then(|| {
            case.current()
                .and_then(|episode| case.latest_plan(episode.id))
                .map(|plan| Route::Of(file, FilePage::PrintPlan(plan.id, PlanPrint::Parents)))
        })
        .flatten();
    view! {
        <fieldset class="field no-print">
            <legend>"To"</legend>
            <p class="hint">"One letter each, for everybody who is ticked."</p>
            {list}
        </fieldset>
        {move || left_out(store, file, kind, &chosen_now.get())}
        <p class="no-print"><a href=Route::Of(file, FilePage::New(Kind::LeadDecision)).to_string()>{store.titled("The safeguarding lead decided that no letter goes home")}</a></p>
        {nobody.then(|| view! {
            <div class="advice bad no-print"><p><strong>"You cannot write to anybody. "</strong>"See the reason beside each name."</p></div>
        })}
        {enclosed.map(|route| view! { <p class="no-print"><a href=route.to_string()>"Print the plan that goes with it"</a></p> })}
        <div class="letters">
            <For each=move || chosen_now.get() key=|(contact, _)| *contact let((contact, name))>
                {one(store, file, contact, name, draft)}
            </For>
        </div>
        <Sending file kind place draft chosen=chosen_now/>
        <p class="no-print">{keeping.words()}</p>
    }
    .into_any()
}

/// The households of parents that get none of these letters and had none before.
fn left_out(store: Store, file: FileId, kind: LetterKind, chosen: &[(RecordId, String)]) -> Option<AnyView> {
    let case = store.case_or_blank(file);
    let episode = case.current()?.id;
    if gates::first_letter(&case, episode) != kind {
        return None;
    }
    let reached: Vec<_> = chosen.iter().filter_map(|(id, _)| case.find::<Contact>(*id)).collect();
    let names: Vec<String> = gates::left_out(&case, episode)
        .into_iter()
        .filter(|parent| !reached.iter().any(|to| to.id == parent.id || to.lives_with(parent)))
        .map(|parent| words::warning(&Warning::LeftOut(parent.name.whole())))
        .collect();
    (!names.is_empty()).then(|| {
        view! { <div class="advice no-print" role="status">{names.into_iter().map(|name| view! { <p>{name}</p> }).collect_view()}</div> }.into_any()
    })
}

/// Letters are switched off for somebody: they are allowed here, and the letter continues.
fn allow_letters(
    store: Store,
    file: FileId,
    kind: LetterKind,
    (contact, name): (RecordId, String),
    draft: RwSignal<Draft>,
    again: RwSignal<Option<(RwSignal<Draft>, bool)>>,
) -> AnyView {
    let label = ["Allow letters to ", &name].concat();
    let allow = move |_| {
        let case = store.case_or_blank(file);
        let Some(known) = case.find::<Contact>(contact) else { return };
        let content = Content::Contact(Contact { letters: true, ..known.body.clone() });
        store.task(async move {
            if let Err(error) = store.save(file, contact, content, None).await {
                return store.say(Notice::error(&error));
            }
            let case = store.case_or_blank(file);
            let episode = case.current().map(|episode| episode.id);
            let settings = store.settings.get_untracked();
            if let Ok(filled) = letters::draft(kind, &case, episode, contact, &settings, store.today()) {
                draft.update(|draft| {
                    draft.set(&key(contact), filled.text);
                    draft.choose("to", &contact.to_string(), true);
                });
            }
            let _ = again.try_update(|_| ());
        });
    };
    view! { <button class="button" type="button" on:click=allow>{label}</button> }.into_any()
}

/// One letter: to write on the screen, to print on paper.
fn one(store: Store, file: FileId, contact: RecordId, name: String, draft: RwSignal<Draft>) -> AnyView {
    let key = StoredValue::new(key(contact));
    let text = move || draft.with(|draft| key.with_value(|key| draft.get(key).to_owned()));
    let typed = key.with_value(|key| draft.with_untracked(|draft| draft.get(key).to_owned()));
    let faults = Memo::new(move |_| {
        let text = text();
        store
            .file
            .with(|case| {
                case.as_ref()
                    .filter(|case| case.id == file)
                    .and_then(|case| Some(letters::faults(&text, case.pupil()?)))
            })
            .unwrap_or_default()
    });
    let others = Memo::new(move |_| others_named(store, Some(file), &text()));
    let id = ["letter-", &contact.to_string()].concat();
    let described = [&id, "-faults"].concat();
    view! {
        <section class="letter-one">
            <div class="field no-print">
                <label for=id.clone()>"Letter to " {name}</label>
                <textarea autocomplete="off" class="input letter-text" id=id rows="24" aria-describedby=described.clone() prop:value=typed
                    aria-invalid=move || (!faults.with(Vec::is_empty)).then_some("true")
                    on:input:target=move |event| { let text = event.target().value(); key.with_value(|key| draft.update(|draft| draft.set(key, text))); }></textarea>
                <ul class="faults" id=described>
                    {move || faults.get().into_iter().map(|fault| view! { <li class="error">{fault.words()} " " {mend(store, file, contact, &fault)}</li> }).collect_view()}
                    {move || others.get().into_iter().map(|name| view! { <li>{words::warning(&Warning::OtherPupilNamed(name))}</li> }).collect_view()}
                </ul>
            </div>
            <div class="letter-paper">{text}</div>
        </section>
    }
    .into_any()
}

/// The way to what fills a placeholder.
fn mend(store: Store, file: FileId, contact: RecordId, fault: &letters::Fault) -> Option<AnyView> {
    let letters::Fault::Empty(placeholder) = fault else { return None };
    let route = match placeholder.filled_by()? {
        FilledBy::Contact => Route::Of(file, FilePage::Edit(contact)),
        FilledBy::Settings => Route::Settings(Section::School),
        FilledBy::Record(kind) => {
            let case = store.case_or_blank(file);
            let episode = case.current().map(|episode| episode.id);
            let here = |item: &&Item| {
                item.entry.content.kind() == kind && (kind == Kind::Pupil || item.entry.episode == episode)
            };
            let plan = episode.and_then(|episode| case.latest_plan(episode)).map(|plan| plan.id);
            let record = if kind == Kind::Plan { plan } else { case.items().find(here).map(|item| item.id) };
            record.map_or_else(|| new_form(file, kind), |record| Route::Of(file, FilePage::Edit(record)))
        }
    };
    Some(view! { <a href=route.to_string()>"Enter it"</a> }.into_any())
}

/// The letters whose words may be about a child's safety.
fn about_safety(draft: &Draft) -> Vec<&str> {
    disclosure::fields(&draft.values)
}

#[component]
fn Sending(
    file: FileId,
    kind: LetterKind,
    place: DraftPlace,
    draft: RwSignal<Draft>,
    chosen: Memo<Vec<(RecordId, String)>>,
) -> impl IntoView {
    let store = use_store();
    let method = RwSignal::new(None::<SendMethod>);
    let date = RwSignal::new(casebook_domain::calendar::iso(store.today()));
    let problem = RwSignal::new(None::<(&'static str, &'static str)>);
    let refused = RwSignal::new(None::<CoreError>);
    let busy = Busy::free();
    let asking = Asking::begin();
    let sounds = move || draft.with_untracked(|draft| !about_safety(draft).is_empty());
    let listen = store.after_pause(move || asking.listen(sounds()));
    Effect::new(move |before: Option<()>| {
        draft.track();
        if before.is_some() {
            listen();
        }
    });
    let take = move || {
        let (words, left) = draft.with_untracked(|draft| {
            let keys = about_safety(draft);
            let words: Vec<&str> = keys.iter().map(|key| draft.get(key).trim()).collect();
            let left = disclosure::left_of(&draft.values, &keys, &fresh(store, file, kind));
            (words.join("\n\n"), left)
        });
        let row = |values| DraftRow { kind: place.kind, file: Some(file), record: None, saved: store.now(), values };
        draft.update(|draft| {
            let keys: Vec<String> = about_safety(draft).into_iter().map(str::to_owned).collect();
            keys.iter().for_each(|key| draft.set(key, ""));
        });
        Some(Carried { about: Some(file), words, from: Some((place.at(), left.map(row))) })
    };
    let faulty = move || {
        let Some(pupil) = store.file.with_untracked(|case| case.as_ref().and_then(|case| case.pupil().cloned())) else {
            return true;
        };
        chosen.get_untracked().iter().any(|(contact, _)| {
            draft.with_untracked(|draft| {
                draft.get(&key(*contact)).trim().is_empty()
                    || !letters::faults(draft.get(&key(*contact)), &pupil).is_empty()
            })
        })
    };
    // A letter with a gap in it is not printed either.
    let print = move |_| {
        let gap = faulty().then_some(("send-error", GAP));
        problem.set(gap);
        match gap {
            Some((at, _)) => store.focus(at),
            None => store.print(),
        }
    };
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        refused.set(None);
        if asking.stops(sounds()) {
            return;
        }
        let day = casebook_domain::calendar::parse_iso(&date.get_untracked()).filter(|day| *day <= store.today());
        let wrong = if chosen.with_untracked(Vec::is_empty) {
            Some(("letter-kind", "Tick at least one person to write to."))
        } else if faulty() {
            Some(("send-error", GAP))
        } else if method.get_untracked().is_none() {
            Some(("send-method-0", "Say how it was sent."))
        } else if date.with_untracked(|date| date == UNREADABLE) {
            Some(("send-date", NO_DATE))
        } else if day.is_none() {
            Some(("send-date", "Enter the day it was sent: today or earlier."))
        } else {
            None
        };
        problem.set(wrong);
        let (Some(day), Some(how), None) = (day, method.get_untracked(), wrong) else {
            return store.focus(wrong.map_or("send-error", |(at, _)| at));
        };
        busy.set(true);
        store.task(async move {
            let to = chosen.get_untracked();
            let last = to.len().saturating_sub(1);
            let mut warnings = Vec::new();
            for (at, (contact, _)) in to.iter().enumerate() {
                let text = draft.with_untracked(|draft| draft.get(&key(*contact)).to_owned());
                let content = Content::Letter(Sent { date: day, kind, contact: *contact, method: how, text });
                // The draft ends with the last letter, in its transaction.
                let ends = (at == last).then_some(place.at());
                let id = Store::new_record();
                let saved = if at == 0 {
                    store.save(file, id, content, ends).await
                } else {
                    store.save_with_last(file, id, content, ends).await
                };
                match saved {
                    Ok(more) => warnings.extend(more),
                    Err(error) => {
                        let _ = refused.try_set(Some(error));
                        let _ = busy.try_set(false);
                        return store.focus("refused");
                    }
                }
                if at < last {
                    // What is recorded is not recorded again if a later one fails.
                    draft.update(|draft| draft.choose("to", &contact.to_string(), false));
                }
            }
            let said = if last == 0 { "The letter is recorded as sent." } else { "The letters are recorded as sent." };
            store.say_saved(said, &warnings);
            store.go(Route::Of(file, FilePage::Tab(Tab::Preparation)));
        });
    };
    view! {
        {asking.view(take)}
        <form class="form no-print" novalidate autocomplete="off" on:submit=move |event| { event.prevent_default(); submit(); }>
            <div class="actions">
                <button class="button main" type="button" disabled=move || chosen.with(Vec::is_empty) on:click=print>
                    {icon(Icon::Print)} {move || if chosen.with(Vec::len) > 1 { "Print the letters" } else { "Print the letter" }}
                </button>
                <span class="hint">"Printed copies are not protected."</span>
            </div>
            <section class="form-section">
                <h2>"When it has been sent"</h2>
                <fieldset class="field">
                    <legend>"How it was sent"</legend>
                    <div class="choices">
                        {SendMethod::ALL.iter().enumerate().map(|(at, &how)| view! {
                            <label class="choice">
                                <input type="radio" name="send-method" id=["send-method-", &at.to_string()].concat() on:change=move |_| method.set(Some(how))/>
                                <span>{how.label()}</span>
                            </label>
                        }).collect_view()}
                    </div>
                </fieldset>
                <div class="field">
                    <label for="send-date">"Day"</label>
                    <DateBox id="send-date" kind="date" value=date set=move |day| date.set(day) described_by="send-error"
                        max=casebook_domain::calendar::iso(store.today())/>
                </div>
                <p class="error" id="send-error" tabindex="-1" role="alert">{move || problem.get().map(|(_, words)| words)}</p>
                {move || refused.get().map(|error| refusal(store, file, &error))}
                <div class="actions"><button class="button" type="submit" aria-disabled=move || busy.shown()>"Record as sent"</button></div>
            </section>
            {sent(store, kind)}
        </form>
    }
}

/// Letters of this kind that went already.
fn sent(store: Store, kind: LetterKind) -> AnyView {
    (move || {
        store.file.with(|case| {
            let case = case.as_ref()?;
            let lines: Vec<String> = case
                .letters(case.current()?.id)
                .iter()
                .filter(|letter| letter.kind == kind)
                .map(|letter| {
                    let to = case.contacts().iter().find(|contact| contact.id == letter.contact).map(|contact| contact.name.whole()).unwrap_or_default();
                    [&to, ", ", &dates::long(letter.date), ", ", &letter.method.label().to_lowercase()].concat()
                })
                .collect();
            (!lines.is_empty()).then(|| view! { <section class="stack"><h2>"Already sent"</h2><ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul></section> })
        })
    })
    .into_any()
}
