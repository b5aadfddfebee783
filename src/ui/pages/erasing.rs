//! Erasing: the list of files that are due, one file from its sealed copy to its certificate, the certificates.

use leptos::prelude::*;

use crate::app::erasing::Falling;
use crate::app::notices::{Notice, core_words, transfer_words};
use crate::app::store::{Store, use_store};
use crate::app::transfer::{ExportAsk, Exported, HandOverAsk, SealBy, TransferError};
use crate::route::{FilePage, Route, Section, Tab};
use crate::ui::parts::whose;
use crate::ui::parts::{Empty, Icon, PageHead, facts, file_out, icon};
use casebook_domain::content::Kind;
use casebook_domain::hand_over::{Parts, Place, Purpose};
use casebook_domain::ids::FileId;
use casebook_domain::retention::{Certificate, ErasingState, held_elsewhere, retention, school_keeps_until};
use casebook_present::keeping::{Pile, certificate, elsewhere, pile, standing, what_to_do, why};
use casebook_present::numbers::whole;
use casebook_present::unattached::waiting;
use casebook_present::{dates, initials};

/// The page "Files due for erasing".
#[component]
pub fn Erasing() -> impl IntoView {
    let store = use_store();
    let looked = RwSignal::new((0, 0));
    let found = RwSignal::new(None::<Result<Vec<Falling>, String>>);
    store.task(async move {
        let all = store
            .falling_due(move |at, of| {
                let _ = looked.try_set((at, of));
            })
            .await;
        let _ = found.try_set(Some(all.map_err(|error| core_words(&error))));
    });
    view! {
        <PageHead title="Files due for erasing">
            <a class="button" href=Route::Erased.to_string()>"Erased files"</a>
            <a class="button quiet" href=Route::Settings(Section::Storage).to_string()>{icon(Icon::Back)} "Storage and backups"</a>
        </PageHead>
        <p class="measure">"This tablet holds working copies; the school keeps its record elsewhere. A copy is due for erasing some time after the exit, or when a transfer has been received, once the school's record is complete. Nothing is erased automatically: you erase it, and a certificate is kept."</p>
        {move || match found.get() {
            None => {
                let (at, of) = looked.get();
                let words = ["Checking the files: ", &at.to_string(), " of ", &of.to_string()].concat();
                view! { <p class="late hint" role="status">{words}</p> }.into_any()
            }
            Some(Err(words)) => view! { <div class="advice bad" role="alert"><p>{words}</p></div> }.into_any(),
            Some(Ok(found)) => list(store, &found),
        }}
    }
}

fn list(store: Store, found: &[Falling]) -> AnyView {
    let today = store.today();
    let unread = found.iter().filter(|one| one.state.is_none()).map(|one| line(store, one)).collect::<Vec<_>>();
    let unread = (!unread.is_empty()).then(|| {
        view! { <section class="stack tight"><h2>"Files that did not open"</h2><ul class="ruled">{unread}</ul></section> }
    });
    let piles: Vec<AnyView> = Pile::ALL
        .iter()
        .filter_map(|&wanted| {
            let here = |one: &&Falling| one.state.as_ref().and_then(|state| pile(state, today)) == Some(wanted);
            let lines: Vec<AnyView> = found.iter().filter(here).map(|one| line(store, one)).collect();
            (!lines.is_empty()).then(|| {
                view! {
                    <section class="stack tight">
                        <h2 class:overdue=wanted == Pile::Due>{wanted.label()} " " <span class="tally">{whole(lines.len() as u64)}</span></h2>
                        <ul class="ruled">{lines}</ul>
                    </section>
                }
                .into_any()
            })
        })
        .collect();
    let loose = move || without_pupil(store);
    let nothing = (found.is_empty()).then(|| {
        view! { <Empty text="No pupil's file is due for erasing now or in the next three months. Files appear here when they are due."/> }
    });
    view! { {nothing} {piles} {unread} {loose} }.into_any()
}

fn line(store: Store, one: &Falling) -> AnyView {
    let file = one.file;
    let name = store.headers.with(|headers| {
        let names = initials::list_names(headers, store.settings.with(|settings| settings.initials_only));
        headers.iter().position(|header| header.file == file).map(|at| names[at].clone()).unwrap_or_default()
    });
    let Some(state) = &one.state else {
        return view! { <li><a class="line" href=Route::Of(file, FilePage::Tab(Tab::About)).to_string()><span class="name">{name}</span></a></li> }
            .into_any();
    };
    let route = match state {
        ErasingState::Due(_) => Route::Of(file, FilePage::Erase),
        _ => Route::Of(file, FilePage::Tab(Tab::About)),
    };
    let over = state.over();
    let what = over.map(|over| why(&over)).unwrap_or_default();
    let stops = match state {
        ErasingState::Held(_, holds) => {
            let words: Vec<&str> = holds.iter().map(|hold| hold.label()).collect();
            words.join(". ")
        }
        _ => one
            .school_keeps_until
            .map_or(String::new(), |day| ["The school keeps its record until ", &dates::long(day)].concat()),
    };
    let when = over.map(|over| dates::long(over.erase_on)).unwrap_or_default();
    let late = matches!(state, ErasingState::Due(_) | ErasingState::NotFiled(_));
    view! {
        <li>
            <a class="line" href=route.to_string()>
                <span class="stack tight">
                    <span class="name">{name}</span>
                    <span class="gist">{what}</span>
                    {(!stops.is_empty()).then(|| view! { <span class="gist">{stops}</span> })}
                </span>
                <span class=if late { "when overdue" } else { "when" }>{when}</span>
            </a>
        </li>
    }
    .into_any()
}

/// Observations without a pupil, which go after a term too.
fn without_pupil(store: Store) -> Option<AnyView> {
    let today = store.today();
    let waiting = store.unattached.with(|register| store.settings.with(|settings| waiting(register, settings, today)));
    let lines: Vec<AnyView> = waiting
        .iter()
        .map(|one| {
            view! {
                <li>
                    <a class="line" href=Route::Unattached(one.record).to_string()>
                        <span class="stack tight">
                            <span class="name">{one.what.clone()}</span>
                            <span class="gist">{dates::moment(one.began)}</span>
                        </span>
                        <span class=if one.overdue { "when overdue" } else { "when" }>{one.when(today)}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! { <section class="stack tight"><h2>"Observations without a pupil"</h2><ul class="ruled">{lines}</ul></section> }
            .into_any()
    })
}

/// The sealed copy for the school's archive.
#[derive(Clone)]
enum Archive {
    /// Not decided.
    Asking,
    /// Being made.
    Working,
    /// Made; the bytes stay until the page is left.
    Ready(StoredValue<Exported>),
    /// It was not made.
    Failed(String),
}

/// The page that erases one file.
#[component]
pub fn Erase(
    /// The file, open.
    file: FileId,
) -> impl IntoView {
    let store = use_store();
    on_cleanup(move || store.cancel_transfer());
    let archive = RwSignal::new(Archive::Asking);
    let saved = RwSignal::new(false);
    let there = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let asked = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    move || {
        let case = store.file.get().filter(|case| case.id == file)?;
        let settings = store.settings.get();
        let state = store.erasing(file);
        let name = whose(store, file).unwrap_or_default();
        let head = view! {
            <PageHead title="Erase this tablet's copy">
                <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::About)).to_string()>{icon(Icon::Back)} "Back to the pupil"</a>
            </PageHead>
            <p class="about-child">{name}</p>
            <p class="measure">{standing(&state, store.today())}</p>
        };
        if !matches!(state, ErasingState::Due(_)) {
            return Some(view! { {head} {not_due(file, &state)} }.into_any());
        }
        let short =
            StoredValue::new(store.headers.with(|headers| initials::short_name(headers, file)).unwrap_or_default());
        let held: Vec<AnyView> = held_elsewhere(&case, &store.kept_backups())
            .iter()
            .map(|held| view! { <li>{elsewhere(held)}</li> }.into_any())
            .collect();
        let held = (!held.is_empty()).then(|| {
            view! { <p>"Copies elsewhere are not erased. The certificate lists them."</p><ul class="inner">{held}</ul> }
        });
        let known = retention(&case);
        let until = case.pupil().and_then(|pupil| school_keeps_until(pupil, &settings));
        let list = facts([
            ("Filed in the school's record".to_owned(), known.filed_on.map(dates::long).unwrap_or_default()),
            ("By whom, and where".to_owned(), known.filed_by),
            ("The school keeps its record until".to_owned(), until.map(dates::long).unwrap_or_default()),
        ]);
        let may = move || there.get() || saved.get();
        let same = move || {
            let plain = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
            let own = short.with_value(|own| plain(own));
            own.is_empty() || plain(&typed.get()) == own
        };
        let erase = move |_| {
            asked.set(true);
            if busy.get_untracked() {
                return;
            }
            if !untrack(may) {
                return store.focus("archive");
            }
            if !untrack(same) {
                return store.focus("initials");
            }
            busy.set(true);
            let made = match archive.get_untracked() {
                Archive::Ready(made) if saved.get_untracked() => made.with_value(names_of),
                _ => String::new(),
            };
            store.task(async move {
                match store.erase_file(file, made).await {
                    Ok(_) => {
                        store.say(Notice::good("The file is erased. Print its certificate for the school's record."));
                        store.go(Route::Erased);
                    }
                    Err(error) => {
                        let _ = refused.try_set(Some(core_words(&error)));
                        let _ = busy.try_set(false);
                        store.focus("erase-refused");
                    }
                }
            });
        };
        Some(
            view! {
                {head}
                <section class="stack measure">{list}</section>
                <section class="stack measure" id="archive" tabindex="-1">
                    <h2>"1. An encrypted copy for the school's archive"</h2>
                    {move || copy(store, file, archive, saved)}
                    <label class="choice">
                        <input type="checkbox" prop:checked=there on:change:target=move |event| there.set(event.target().checked())/>
                        <span>"The school already has all it needs; make no copy"</span>
                    </label>
                    {move || (asked.get() && !may()).then(|| view! { <p class="error" role="alert">"Save the encrypted copy first, or tick that none is needed."</p> })}
                </section>
                <section class="stack measure">
                    <h2>"2. What is erased, and what is kept"</h2>
                    <p>"Everything about this pupil on this tablet is erased: every entry with its earlier versions, drafts, signatures. A certificate is kept with the initials and the year of birth. "<strong>"You cannot undo this."</strong></p>
                    {held}
                </section>
                <section class="stack measure">
                    <h2>"3. Erase"</h2>
                    <div class="field">
                        <label for="initials">{move || ["Type the pupil's initials to confirm: ", &short.get_value()].concat()}</label>
                        <input class="input short" id="initials" type="text" autocomplete="off" aria-describedby="initials-error" prop:value=typed
                            on:input:target=move |event| typed.set(event.target().value())/>
                        {move || (asked.get() && may() && !same()).then(|| view! { <p class="error" id="initials-error" role="alert">"These are not this pupil's initials. Check that this is the right file."</p> })}
                    </div>
                    {move || refused.get().map(|words| view! { <div class="advice bad" id="erase-refused" tabindex="-1" role="alert"><p><strong>"Nothing was erased. "</strong>{words}</p></div> })}
                    <div class="actions"><button class="button danger" type="button" disabled=move || busy.get() on:click=erase>"Erase for good"</button></div>
                </section>
            }
            .into_any(),
        )
    }
}

fn not_due(file: FileId, state: &ErasingState) -> AnyView {
    let stops: Vec<AnyView> = match state {
        ErasingState::Held(_, holds) => holds
            .iter()
            .map(|&hold| view! { <li><strong>{hold.label()} ". "</strong>{what_to_do(hold)}</li> }.into_any())
            .collect(),
        _ => Vec::new(),
    };
    let file_it = matches!(state, ErasingState::NotFiled(_)).then(|| {
        view! { <a class="button main" href=Route::Of(file, FilePage::New(Kind::Retention)).to_string()>"Enter when it was filed"</a> }
    });
    view! {
        <ul class="inner">{stops}</ul>
        <div class="actions">{file_it}<a class="button" href=Route::Of(file, FilePage::Tab(Tab::About)).to_string()>"Go to the pupil"</a></div>
    }
    .into_any()
}

/// Making and saving the sealed copy.
fn copy(store: Store, file: FileId, archive: RwSignal<Archive>, saved: RwSignal<bool>) -> AnyView {
    let make = move |_| {
        archive.set(Archive::Working);
        store.task(async move {
            let hand_over = HandOverAsk {
                files: vec![file],
                purpose: Purpose::Shared,
                until: None,
                to: "The school's archive".to_owned(),
                place: Place::Here,
                parts: Parts::Whole,
                lead: None,
            };
            let ask = ExportAsk { hand_over: Some(hand_over), seal: SealBy::RecoveryKey };
            let next = match store.export(ask).await {
                Ok(made) => Archive::Ready(StoredValue::new(made)),
                Err(TransferError::Cancelled) => Archive::Asking,
                Err(error) => Archive::Failed(transfer_words(&error)),
            };
            let _ = archive.try_set(next);
            store.focus("archive");
        });
    };
    match archive.get() {
        Archive::Asking => view! {
            <p>{use_store().titled("It holds the whole file with its earlier versions. Safeguarding entries are not in it: the safeguarding lead holds them. The recovery sheet in the school's safe opens it.")}</p>
            <div class="actions"><button class="button main" type="button" on:click=make>"Make the encrypted copy"</button></div>
        }
        .into_any(),
        Archive::Working => view! {
            <p role="status"><strong>"Encrypting and checking …"</strong></p>
            <div class="actions"><button class="button" type="button" on:click=move |_| store.cancel_transfer()>"Cancel"</button></div>
        }
        .into_any(),
        Archive::Failed(words) => view! {
            <div class="advice bad" role="alert">
                <p><strong>"No copy was made. "</strong>{words}</p>
                <div class="actions"><button class="button" type="button" on:click=make>"Try again"</button></div>
            </div>
        }
        .into_any(),
        Archive::Ready(made) => {
            let (name, bytes, damaged) = made.with_value(|made| {
                (names_of(made), made.files.iter().map(|file| file.bytes.len()).sum::<usize>(), made.damaged)
            });
            let left = Callback::new(move |_| saved.set(true));
            let count = made.with_value(|made| made.files.len());
            let buttons: Vec<AnyView> = (0..count)
                .map(|place| {
                    let file = move || {
                        let file = made.with_value(|made| made.files.get(place).map(|file| (file.name.clone(), file.bytes.clone())));
                        file.ok_or_else(|| "This part is no longer available.".to_owned())
                    };
                    let words = match count {
                        1 => "Save the encrypted copy".to_owned(),
                        _ => ["Save the encrypted copy, part ", &(place + 1).to_string()].concat(),
                    };
                    file_out(store, words, Signal::stored(true), bytes / count.max(1), file, left)
                })
                .collect();
            view! {
                <p><code>{name}</code> " " <span class="hint">{bytes.div_ceil(1000).to_string()} " kB"</span></p>
                {(damaged > 0).then(|| view! { <p class="advice bad" role="alert">"Some records can't be read on this tablet, so they are not in the copy. Look for them in your older backups first."</p> })}
                <div class="actions">{buttons}</div>
                {move || saved.get().then(|| view! { <p class="hint" role="status">"Take it to the school's archive before you erase."</p> })}
            }
            .into_any()
        }
    }
}

/// The names of the files that were made, mostly one.
fn names_of(made: &Exported) -> String {
    made.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// The certificates of erased files.
#[component]
pub fn Erased() -> impl IntoView {
    let store = use_store();
    let found = RwSignal::new(None::<Result<Vec<(FileId, Certificate)>, String>>);
    store.task(async move {
        let all = store.certificates().await;
        let _ = found.try_set(Some(all.map_err(|error| core_words(&error))));
    });
    view! {
        <PageHead title="Erased files">
            <button class="button" type="button" on:click=move |_| store.print()>"Print"</button>
            <a class="button quiet" href=Route::Erasing.to_string()>{icon(Icon::Back)} "Files due for erasing"</a>
        </PageHead>
        <p class="measure no-print">"This is all that is left of each file. It is only on this tablet and in no backup, so print it for the school's record. Later imports leave out what was erased here, unless you choose it."</p>
        {move || match found.get() {
            None => view! { <p class="late hint" role="status">"Loading …"</p> }.into_any(),
            Some(Err(words)) => view! { <div class="advice bad" role="alert"><p>{words}</p></div> }.into_any(),
            Some(Ok(all)) if all.is_empty() => view! {
                <Empty text="No file has been erased on this tablet yet."><a class="button" href=Route::Erasing.to_string()>"Files due for erasing"</a></Empty>
            }
            .into_any(),
            Some(Ok(all)) => {
                let school = store.settings.with(|settings| settings.school.clone());
                let cards: Vec<AnyView> = all.iter().map(|(file, one)| card(store, *file, one)).collect();
                view! { <div class="stack wide certificates"><p class="print-only">{school}</p>{cards}</div> }.into_any()
            }
        }}
    }
}

fn card(store: Store, file: FileId, one: &Certificate) -> AnyView {
    let back = store.headers.with(|headers| headers.iter().any(|header| header.file == file));
    let title = ["Certificate of erasing: ", &one.initials, ", ", &dates::long(one.at.date())].concat();
    view! {
        <section class="stack tight keep certificate">
            <h2>{title}</h2>
            {back.then(|| view! { <p class="advice">"The file is on this tablet again: it was imported again."</p> })}
            {facts(certificate(one, &file.to_string()))}
        </section>
    }
    .into_any()
}
