//! What a bundle holds and would do, before anything is written; what the mentor leaves out.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;

use super::alike::{Choice, Decision, alike};
use super::sender::Sender;
use super::{Finished, Step};
use crate::app::notices::{Notice, transfer_words};
use crate::app::receiving::{Decided, Fate, Left, Preview, PreviewFile, PreviewKind, PreviewRecord, Vouched};
use crate::app::store::use_store;
use crate::app::transfer::TransferError;
use crate::ui::parts::fold;
use casebook_domain::content::Kind;
use casebook_domain::hand_over::{LeadHas, LeadSays};
use casebook_domain::ids::{FileId, RecordId};
use casebook_present::dates;
use casebook_present::numbers::{counted, whole};

/// Files and records drawn at once.
const LINES: usize = 50;

/// What the mentor decides while looking.
#[derive(Clone, Copy)]
pub(super) struct Deciding {
    /// Files that are not to come in.
    out: RwSignal<Vec<FileId>>,
    /// What is left out of files that are.
    left: RwSignal<Vec<(FileId, Left)>>,
    /// Who is whom.
    pub(super) pairs: RwSignal<Vec<Decision>>,
    /// Pairs of the file's that are kept.
    aliases: RwSignal<Vec<(FileId, FileId)>>,
    /// The safeguarding lead's question.
    lead: RwSignal<Option<LeadHas>>,
}

/// Whether a file can be chosen: something of it would change, or the hand-over itself is to be acknowledged.
fn useful(kind: PreviewKind, file: &PreviewFile) -> bool {
    file.changes() || (matches!(kind, PreviewKind::HandOver(_)) && file.of_pupil && !file.before)
}

/// What it holds, before anything is written.
#[component]
pub(super) fn Look(found: StoredValue<Preview>, step: RwSignal<Step>) -> impl IntoView {
    let store = use_store();
    let deciding = found.with_value(|found| Deciding {
        out: RwSignal::new(
            found.files.iter().filter(|file| file.erased || !useful(found.kind, file)).map(|file| file.file).collect(),
        ),
        // What was written here, or is newer here, goes only where the mentor says so.
        left: RwSignal::new(
            found
                .files
                .iter()
                .filter(|file| !file.doubtful.is_empty())
                .map(|file| (file.file, Left { records: file.doubtful.clone(), ..Left::default() }))
                .collect(),
        ),
        pairs: RwSignal::new(Vec::new()),
        aliases: RwSignal::new(found.aliases.iter().filter(|pair| pair.chosen).map(|pair| pair.files).collect()),
        lead: RwSignal::new(None),
    });
    // The worker holds the bundle in clear for as long as it is looked at; looked at once more, it stays held.
    let again = Arc::new(AtomicBool::new(false));
    let held = again.clone();
    on_cleanup(move || {
        if !held.load(Ordering::Relaxed) {
            store.close_bundle();
        }
    });
    let busy = RwSignal::new(false);
    // This page is about to be replaced by one that knows the sender: what was answered here would be lost.
    let looking_again = RwSignal::new(false);
    let problem = RwSignal::new(None::<(&'static str, String)>);
    let words = StoredValue::new(store.offer_seven_words());
    let (kind, author, forged, any) = found.with_value(|found| {
        let any = found.files.iter().any(|file| useful(found.kind, file)) || !found.aliases.is_empty();
        (found.kind, found.author.clone(), found.sender == Vouched::Forged, any)
    });
    let hand_over = matches!(kind, PreviewKind::HandOver(_));
    let taken = move || {
        deciding.out.with(|out| {
            found.with_value(|found| {
                found.files.iter().map(|file| file.file).filter(|file| !out.contains(file)).collect::<Vec<_>>()
            })
        })
    };
    let author = StoredValue::new(author);
    let apply = move |_| {
        if busy.get_untracked() || looking_again.get_untracked() {
            return;
        }
        if hand_over && deciding.lead.get_untracked().is_none() {
            problem.set(Some(("lead", "Answer this first: it is asked at every hand-over.".to_owned())));
            return store.focus("lead-question");
        }
        busy.set(true);
        problem.set(None);
        let files = untrack(taken);
        // Taken now: the page may be gone when it is written.
        let (author, words) = (author.get_value(), words.get_value());
        let decided = decided(deciding, &files, &words);
        store.task(async move {
            match store.apply(decided).await {
                Ok(applied) => {
                    store.say(Notice::good(if hand_over {
                        "The hand-over is in your casebook."
                    } else {
                        "The backup is in your casebook."
                    }));
                    let finished = Finished { applied, files, kind, author, words };
                    let _ = step.try_set(Step::Done(StoredValue::new(finished)));
                    store.focus("opened");
                }
                Err(error) => {
                    let words = match error {
                        TransferError::Cancelled => {
                            "You cancelled it. Open the file again when you want it.".to_owned()
                        }
                        error => transfer_words(&error),
                    };
                    let _ = problem.try_set(Some(("form", words)));
                    let _ = busy.try_set(false);
                    store.focus("apply-error");
                }
            }
        });
    };
    // The person who signed it is known now: what they say counts for more.
    let look_again = Callback::new(move |()| {
        if busy.get_untracked() || looking_again.get_untracked() {
            return;
        }
        looking_again.set(true);
        let again = again.clone();
        store.task(async move {
            match store.inspect_again().await {
                Ok(preview) => {
                    again.store(true, Ordering::Relaxed);
                    let _ = step.try_set(Step::Look(StoredValue::new(preview)));
                }
                Err(error) => {
                    let _ = problem.try_set(Some(("form", transfer_words(&error))));
                    let _ = looking_again.try_set(false);
                }
            }
        });
    });
    let most = RwSignal::new(LINES);
    let lines = move || {
        found.with_value(|found| {
            let shown = found.files.iter().take(most.get());
            let lines: Vec<AnyView> = shown.map(|file| line(kind, file, deciding)).collect();
            let left = found.files.len().saturating_sub(lines.len());
            let more = (left > 0).then(|| {
                view! {
                    <div class="actions"><button class="button" type="button" on:click=move |_| most.update(|most| *most += 200)>{["Show more (", &whole(left as u64), " left)"].concat()}</button></div>
                }
            });
            view! { <ul class="ruled bundle-files">{lines}</ul> {more} }.into_any()
        })
    };
    view! {
        {found.with_value(head)}
        {found.with_value(|found| view! { <Sender vouched=found.sender.clone() author=found.author.clone() reply=found.reply.clone() backup=!hand_over made=Some(found.made) on_pin=look_again/> })}
        {(!forged).then(|| view! {
            {found.with_value(know_first)}
            <section class="stack">
                <h2>{if hand_over { "Who is in it" } else { "What is in it" }}</h2>
                <p><strong>"Nothing has been written so far. "</strong>{if any { "Untick what you do not want." } else { "You have everything in it already." }}</p>
                {lines}
            </section>
            {found.with_value(|found| joined_pairs(found, deciding))}
            {found.with_value(|found| (found.beyond > 0).then(|| view! {
                <p class="advice bad measure"><strong>"This file does not look like one that Casebook made. "</strong>"It lists far more joined or wrongly filed records than there can be. The excess was left out. Ask the sender before you import anything."</p>
            }))}
            {found.with_value(|found| in_all(found, deciding))}
            {(hand_over && any).then(|| lead(deciding, found.with_value(|found| found.lead_says), problem))}
        })}
        <div id="apply-error" tabindex="-1">
            {move || problem.get().filter(|(at, _)| *at == "form").map(|(_, words)| view! { <div class="advice bad measure" role="alert"><p><strong>"Nothing was written. "</strong>{words}</p></div> })}
        </div>
        {move || busy.get().then(|| crate::ui::pages::bundles::making::bar(store, "Writing"))}
        <div class="actions">
            {(any && !forged).then(|| view! {
                <button class="button main" type="button" disabled=move || busy.get() || looking_again.get() || (taken().is_empty() && deciding.aliases.with(Vec::is_empty)) on:click=apply>
                    {move || if busy.get() { "Writing …" } else { "Add to my casebook" }}
                </button>
            })}
            <button class="button" type="button" disabled=move || busy.get() on:click=move |_| step.set(Step::Choose)>"Cancel"</button>
        </div>
    }
}

fn decided(deciding: Deciding, files: &[FileId], words: &str) -> Decided {
    let left = deciding.left.get_untracked();
    let left_of = |file: FileId| left.iter().find(|(other, _)| *other == file).map(|(_, left)| left.clone());
    let pairs = deciding.pairs.get_untracked();
    // Who did not come in is not joined with anybody.
    let made = |choice: Choice| {
        let of = pairs.iter().filter(|pair| pair.choice == choice && files.contains(&pair.there));
        of.map(|pair| (pair.there, pair.here)).collect()
    };
    Decided {
        files: files.iter().map(|file| (*file, left_of(*file).unwrap_or_default())).collect(),
        aliases: deciding.aliases.get_untracked(),
        join: made(Choice::Join),
        apart: made(Choice::Apart),
        lead: deciding.lead.get_untracked(),
        words: words.to_owned(),
    }
}

/// What it is, who it is from and when it was made.
fn head(found: &Preview) -> AnyView {
    let what = match found.kind {
        PreviewKind::HandOver(_) => "A hand-over",
        PreviewKind::Backup => "A backup",
        PreviewKind::Receipt => "A receipt",
    };
    let by = if found.author.trim().is_empty() { "somebody who gave no name".to_owned() } else { found.author.clone() };
    let purpose = match found.kind {
        PreviewKind::HandOver(purpose) => {
            let until = found.until.map(|until| [", until ", &dates::long(until)].concat()).unwrap_or_default();
            Some([purpose.label(), &until, "."].concat())
        }
        _ => None,
    };
    let missing = (!found.missing.is_empty()).then(|| {
        let numbers: Vec<String> = found.missing.iter().map(|part| whole(u64::from(*part))).collect();
        let words = [
            "It was made in ",
            &counted(u64::from(found.parts), "part", "parts"),
            "; not chosen: ",
            &numbers.join(", "),
            ". You can import what is here now and the rest later, in any order.",
        ]
        .concat();
        view! { <p class="advice measure"><strong>"Parts are missing. "</strong>{words}</p> }
    });
    view! {
        <section class="stack measure" id="preview" tabindex="-1">
            <h2>{what} " by " <bdi>{by}</bdi></h2>
            <p>{purpose} " Made on " {dates::moment(found.made)} "."</p>
            {missing}
        </section>
    }
    .into_any()
}

/// "Read this first", of everybody it is written for.
fn know_first(found: &Preview) -> Option<AnyView> {
    let told: Vec<AnyView> = found
        .files
        .iter()
        .filter(|file| !file.first.trim().is_empty())
        .map(|file| view! { <dt>{file.name.clone()}</dt><dd class="text">{file.first.clone()}</dd> }.into_any())
        .collect();
    (!told.is_empty()).then(|| {
        view! {
            <section class="advice measure stack tight">
                <h2>"Read this first"</h2>
                <dl class="facts">{told}</dl>
            </section>
        }
        .into_any()
    })
}

/// Pairs of files that the file says are one pupil's, by name.
fn joined_pairs(found: &Preview, deciding: Deciding) -> Option<AnyView> {
    if found.aliases.is_empty() {
        return None;
    }
    let lines: Vec<AnyView> = found
        .aliases
        .iter()
        .map(|pair| {
            let (files, here) = (pair.files, pair.here);
            let called = |name: &str, here: bool| {
                let name = if name.is_empty() { "a pupil who is not here" } else { name };
                [name, if here { " (here already)" } else { "" }].concat()
            };
            let words = [&called(&pair.names.0, here.0), " and ", &called(&pair.names.1, here.1)].concat();
            let warn = (!pair.chosen).then(|| {
                view! { <br/><span class="hint">"The sender is not known here. Tick it only if you know that they are the same child."</span> }
            });
            let set = move |on: bool| {
                deciding.aliases.update(|all| {
                    all.retain(|other| *other != files);
                    if on {
                        all.push(files);
                    }
                });
            };
            view! {
                <li><label class="choice">
                    <input type="checkbox" prop:checked=move || deciding.aliases.with(|all| all.contains(&files)) on:change:target=move |event| set(event.target().checked())/>
                    <span><span class="name">{words}</span>{warn}</span>
                </label></li>
            }
            .into_any()
        })
        .collect();
    Some(
        view! {
            <section class="stack">
                <h2>"Files of the same pupil"</h2>
                <p class="hint">"The sender says that these belong together. If you tick a pair, it is shown as one pupil. You can separate them again until something new is written about that pupil."</p>
                <ul class="ruled bundle-files">{lines}</ul>
            </section>
        }
        .into_any(),
    )
}

/// What would happen on the whole.
fn in_all(found: &Preview, deciding: Deciding) -> AnyView {
    let files: Vec<(FileId, bool, [u32; 4])> = found
        .files
        .iter()
        // Of two settings one is taken without asking.
        .map(|file| {
            let two = if file.of_pupil { file.two } else { 0 };
            let moved = file.moved.saturating_sub(u32::try_from(file.doubtful.len()).unwrap_or(u32::MAX));
            (file.file, !file.here && file.of_pupil, [file.new, file.changed, two, moved])
        })
        .collect();
    let words = move || {
        let out = deciding.out.get();
        let (mut pupils, mut sums) = (0_u64, [0_u64; 4]);
        for (_, new, counts) in files.iter().filter(|(file, ..)| !out.contains(file)) {
            pupils += u64::from(*new);
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += u64::from(*count);
            }
        }
        let [new, changed, two, moved] = sums;
        let mut parts = Vec::new();
        for (count, one, many) in [
            (pupils, "pupil who is new here", "pupils who are new here"),
            (new, "new record", "new records"),
            (changed, "record that is newer in the file", "records that are newer in the file"),
            (
                two,
                "record changed on both tablets, for you to choose from",
                "records changed on both tablets, for you to choose from",
            ),
            (
                moved,
                "record removed, because it was in the wrong pupil's file",
                "records removed, because they were in the wrong pupil's file",
            ),
        ] {
            if count > 0 {
                parts.push(counted(count, one, many));
            }
        }
        if parts.is_empty() { "Nothing changes.".to_owned() } else { [&parts.join(", "), "."].concat() }
    };
    view! { <p class="measure" role="status"><strong>"In all: "</strong>{words} " You can import later, from the same file, what you leave out now."</p> }.into_any()
}

/// The question that is asked at every hand-over (p40).
fn lead(deciding: Deciding, says: Option<LeadSays>, problem: RwSignal<Option<(&'static str, String)>>) -> AnyView {
    let choices: Vec<AnyView> = LeadHas::ALL
        .iter()
        .map(|&answer| {
            view! {
                <label class="choice"><input type="radio" name="lead-sent" prop:checked=move || deciding.lead.get() == Some(answer)
                    on:change=move |_| { deciding.lead.set(Some(answer)); problem.set(None); }/> <span>{answer.label()}</span></label>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="field" id="lead-question" tabindex="-1" aria-describedby="lead-hint lead-error">
            <legend>"Has the sender's safeguarding lead sent anything separately?"</legend>
            <p class="hint" id="lead-hint">"Safeguarding entries are never in a hand-over. They go from lead to lead. Your answer is kept with each pupil; if you still have to ask, it is on Today until you have."</p>
            {says.map(|says| view! { <p class="advice">"The sender's safeguarding lead says: " <strong>{says.label()}</strong> "."</p> })}
            {choices}
            {move || problem.get().filter(|(at, _)| *at == "lead").map(|(_, words)| view! { <p class="error" role="alert" id="lead-error">{words}</p> })}
        </fieldset>
    }
    .into_any()
}

fn line(kind: PreviewKind, file: &PreviewFile, deciding: Deciding) -> AnyView {
    let id = file.file;
    let can = useful(kind, file);
    let (fate, class) = match file {
        file if file.erased => ("Erased here", "state stopped"),
        file if !file.here => ("New here", "state running"),
        file if file.changes() => ("Changes what is here", "state"),
        _ => ("The same as here", "state closed"),
    };
    let mut parts = Vec::new();
    for (count, words) in [
        (file.new, " new"),
        (file.changed, " newer in the file"),
        (if file.of_pupil { file.two } else { 0 }, " changed on both tablets"),
        (file.moved, " to remove"),
        (file.same, " the same"),
        (file.newer, " made by a newer Casebook"),
        (file.refused, " not imported"),
    ] {
        if count > 0 {
            parts.push([&whole(u64::from(count)), words].concat());
        }
    }
    let records = parts.join(", ");
    let stays = (file.kept > 0).then(|| {
        let words = [
            "The sender says that ",
            &counted(u64::from(file.kept), "record here belongs", "records here belong"),
            " to another pupil. The sender is not known here, so nothing is removed.",
        ]
        .concat();
        view! { <p class="advice">{words}</p> }
    });
    let doubtful = (!file.doubtful.is_empty()).then(|| {
        let words = [
            "The sender removed ",
            &counted(file.doubtful.len() as u64, "record", "records"),
            " from this file that you wrote or changed here. They stay unless you tick them below.",
        ]
        .concat();
        view! { <p class="advice">{words}</p> }
    });
    let erased = file.erased.then(|| {
        view! { <p class="hint">"This file was erased on this tablet. It comes back only if you tick it."</p> }
    });
    let set = move |on: bool| {
        deciding.out.update(|out| {
            out.retain(|other| *other != id);
            if !on {
                out.push(id);
            }
        });
    };
    let held = StoredValue::new(file.clone());
    let asked = deciding;
    view! {
        <li class="stack tight">
            <label class="line bundle-line">
                <span class="choice">
                    <input type="checkbox" disabled=!can prop:checked=move || deciding.out.with(|out| !out.contains(&id)) on:change:target=move |event| set(event.target().checked())/>
                    <span><span class="name">{file.name.clone()}</span><br/><span class="hint">"Records: " {records}</span></span>
                </span>
                <span class=class>{fate}</span>
            </label>
            {erased}
            {stays}
            {doubtful}
            {file.alike.iter().map(|other| alike(id, file.name.clone(), other.clone(), asked)).collect_view()}
            {fold("Every record, and what to leave out", move || view! { <Inside held deciding/> }.into_any())}
        </li>
    }
    .into_any()
}

/// A pupil's records, asked for when somebody wants to see them.
#[component]
fn Inside(held: StoredValue<PreviewFile>, deciding: Deciding) -> impl IntoView {
    let store = use_store();
    let (file, here, kinds) = held.with_value(|held| (held.file, held.here, held.kinds.clone()));
    let records = RwSignal::new(None::<Result<(Vec<PreviewRecord>, u32), String>>);
    store.task(async move {
        let found = store.bundle_records(file).await.map_err(|error| transfer_words(&error));
        let _ = records.try_set(Some(found));
    });
    let choices: Vec<AnyView> = kinds
        .into_iter()
        .filter(|(kind, _)| here || *kind != Some(Kind::Pupil))
        .map(|(kind, count)| {
            let words = [kind.map_or("Kinds that this Casebook does not know", Kind::label), " ", &["(", &whole(u64::from(count)), ")"].concat()].concat();
            view! {
                <label class="choice"><input type="checkbox" prop:checked=move || !is_left(deciding, file, kind)
                    on:change:target=move |event| leave_kind(deciding, file, kind, !event.target().checked())/> <span>{words}</span></label>
            }
            .into_any()
        })
        .collect();
    let most = RwSignal::new(LINES);
    let list = move || match records.get() {
        None => view! { <p class="hint" role="status">"Reading the records …"</p> }.into_any(),
        Some(Err(words)) => view! { <p class="error" role="alert">{words}</p> }.into_any(),
        Some(Ok((all, of))) => {
            let lines: Vec<AnyView> =
                all.iter().take(most.get()).map(|one| record_line(deciding, file, here, one)).collect();
            let left = all.len().saturating_sub(lines.len());
            let more = (left > 0).then(|| view! { <div class="actions"><button class="button" type="button" on:click=move |_| most.update(|most| *most += 200)>{["Show more (", &whole(left as u64), " left)"].concat()}</button></div> });
            let unlisted = of.saturating_sub(u32::try_from(all.len()).unwrap_or(u32::MAX));
            let unlisted = (unlisted > 0).then(|| {
                let words =
                    ["And ", &counted(u64::from(unlisted), "more record", "more records"), ", not listed one by one."]
                        .concat();
                view! { <p class="hint">{words}</p> }
            });
            view! { <ul class="ruled bundle-records">{lines}</ul> {more} {unlisted} }.into_any()
        }
    };
    view! {
        <div class="stack inner">
            {(!choices.is_empty()).then(|| view! { <fieldset class="field"><legend>"What comes in"</legend>{choices}</fieldset> })}
            {list}
        </div>
    }
}

fn is_left(deciding: Deciding, file: FileId, kind: Option<Kind>) -> bool {
    deciding.left.with(|left| left.iter().any(|(other, left)| *other == file && left.kinds.contains(&kind)))
}

fn leave_kind(deciding: Deciding, file: FileId, kind: Option<Kind>, out: bool) {
    of_file(deciding, file, |left| {
        left.kinds.retain(|other| *other != kind);
        if out {
            left.kinds.push(kind);
        }
    });
}

fn leave_record(deciding: Deciding, file: FileId, record: RecordId, out: bool) {
    of_file(deciding, file, |left| {
        left.records.retain(|other| *other != record);
        if out {
            left.records.push(record);
        }
    });
}

fn of_file(deciding: Deciding, file: FileId, change: impl FnOnce(&mut Left)) {
    deciding.left.update(|left| {
        let place = left.iter().position(|(other, _)| *other == file).unwrap_or_else(|| {
            left.push((file, Left::default()));
            left.len() - 1
        });
        change(&mut left[place].1);
    });
}

fn record_line(deciding: Deciding, file: FileId, here: bool, found: &PreviewRecord) -> AnyView {
    let (id, kind) = (found.record, found.kind);
    let goes = found.fate == Fate::Goes;
    let comes = goes || matches!(found.fate, Fate::New | Fate::NewerThere | Fate::TwoVersions | Fate::NewerHere);
    let needed = !here && kind == Some(Kind::Pupil);
    let what = match kind {
        Some(kind) => kind.label(),
        None if found.newer => "Made by a newer Casebook",
        None => "Record",
    };
    let mut about = Vec::new();
    about.extend(found.day.map(dates::long));
    if !found.author.trim().is_empty() {
        about.push(["by ", found.author.trim()].concat());
    }
    let about = about.join(", ");
    let newer = (found.newer && kind.is_some()).then_some(" Made by a newer Casebook: kept and passed on, not shown.");
    let text = view! { <span><span class="name">{what}</span> " " <span class="hint">{about}</span><br/><span class="hint">{fate_words(found.fate)} {newer}</span></span> };
    let line = if comes && !needed {
        let wanted = move || {
            (goes || !is_left(deciding, file, kind))
                && deciding
                    .left
                    .with(|left| !left.iter().any(|(other, left)| *other == file && left.records.contains(&id)))
        };
        view! {
            <label class="choice"><input type="checkbox" disabled=move || !goes && is_left(deciding, file, kind) prop:checked=wanted
                on:change:target=move |event| leave_record(deciding, file, id, !event.target().checked())/> {text}</label>
        }
        .into_any()
    } else {
        view! { <span class="choice">{text}</span> }.into_any()
    };
    view! { <li>{line}</li> }.into_any()
}

/// A record's fate, in words.
const fn fate_words(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "New here.",
        Fate::NewerThere => "Newer in the file: it replaces the version here, which stays in the history.",
        Fate::TwoVersions => "Changed on both tablets: both are kept, and you choose.",
        Fate::NewerHere => "Newer here: the version in the file goes into the history.",
        Fate::Same => "The same as here.",
        Fate::Goes => "It was in the wrong pupil's file. If you tick it, it is removed here too. You can put it back.",
        Fate::Kept => "Stays: the sender says it is in the wrong pupil's file, and they are not known here.",
        Fate::EndsAnEntry => {
            "Not imported: it changes a safeguarding entry, and its sender is not known here. Ask your safeguarding lead; the entry stays on Today until you record that they hold it."
        }
        Fate::TooMany => "Not imported: it has more versions than a casebook ever has.",
        Fate::Unreadable => "Not imported: it can't be read.",
        Fate::Safeguarding => "Not imported: a safeguarding entry goes from lead to lead, never in a hand-over.",
        Fate::Untold => "Not imported: what it would delete is not finished here yet.",
        Fate::Settings => "Not imported: it belongs to the sender's own tablet.",
        Fate::Impossible => "Not imported: its date or its author is impossible.",
        Fate::Misplaced => "Not imported: it is in a place where it can't belong.",
        Fate::Moved => "Not imported: it was in the wrong pupil's file and was removed.",
        Fate::Other => {
            "Not imported: it claims to be a version that is here, but it differs. One of the two is damaged or forged."
        }
    }
}
