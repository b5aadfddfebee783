//! The copy for a request for access: who is named, what stays, a preview, saving and printing; and the sheet for the
//! officer only.

use leptos::prelude::*;

use crate::app::access::{Form, Gathered, Leaves};
use crate::app::notices::{Notice, core_words};
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::{Icon, Left, PageHead, facts, file_out, icon};
use casebook_domain::ids::{FileId, RecordId};
use casebook_present::access::internal::WARNING;
use casebook_present::access::{AccessCopy, Line, Name, Review, TakenOut, Who, decide, like_names, redact, what};
use casebook_present::dates;
use casebook_present::keeping::clock_words;
use casebook_present::numbers::{counted, whole};

/// What is being made: the copy as gathered, and what was decided about it.
#[derive(Clone, Copy)]
struct Making {
    store: Store,
    file: FileId,
    request: RecordId,
    gathered: StoredValue<Gathered>,
    review: RwSignal<Review>,
    decided: Memo<(AccessCopy, TakenOut)>,
}

impl Making {
    fn change(self, change: impl FnOnce(&mut Review)) {
        self.review.update(change);
        self.review.with_untracked(|review| self.store.keep_review(self.file, self.request, review));
    }
}

/// Gathers what is held, then shows it.
fn gathered(file: FileId, request: RecordId, title: &'static str, then: fn(Making) -> AnyView) -> AnyView {
    let store = use_store();
    let found = RwSignal::new(None::<Result<(Gathered, Review), String>>);
    store.task(async move {
        let all = match store.gather(file, request).await {
            Ok(gathered) => Ok((gathered, store.kept_review(file, request).await)),
            Err(error) => Err(core_words(&error)),
        };
        let _ = found.try_set(Some(all));
    });
    view! {
        <PageHead title=title>
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::About)).to_string()>{icon(Icon::Back)} "Back to the pupil"</a>
        </PageHead>
        {move || match found.get() {
            None => view! { <p class="late hint" role="status">"Collecting the records …"</p> }.into_any(),
            Some(Err(words)) => view! { <div class="advice bad" role="alert"><p>{words}</p></div> }.into_any(),
            Some(Ok((gathered, review))) => {
                let gathered = StoredValue::new(gathered);
                let review = RwSignal::new(review);
                let decided = Memo::new(move |_| {
                    gathered.with_value(|all| review.with(|review| decide(&all.copy, &all.names, review)))
                });
                then(Making { store, file, request, gathered, review, decided })
            }
        }}
    }
    .into_any()
}

/// The page of the copy.
#[component]
pub fn Access(
    /// The file, open.
    file: FileId,
    /// The request.
    request: RecordId,
) -> impl IntoView {
    gathered(file, request, "Copy for a request for access", copy)
}

fn copy(making: Making) -> AnyView {
    let Making { store, file, request, gathered, decided, .. } = making;
    let (by, due, newer, damaged) = gathered.with_value(|all| {
        let request = &all.request;
        let stand = store.settings.with_untracked(|settings| clock_words(request, &settings.terms));
        (request.by.clone(), stand, all.case.newer, all.damaged)
    });
    let unread = (newer + damaged > 0).then(|| {
        view! { <p class="advice bad" role="alert">"Some of what is held can't be read on this tablet, so it is not in the copy. The internal sheet says how much."</p> }
    });
    let problem = RwSignal::new(None::<String>);
    let leave = move |how: Leaves| {
        store.task(async move {
            match store.note_that_copy_left(file, request, &how).await {
                Ok(()) => {
                    let _ = problem.try_set(None);
                    store.say(Notice::good("Recorded on the request: a copy has left the tablet."));
                }
                Err(words) => {
                    let _ = problem.try_set(Some(words));
                }
            }
        });
    };
    let out = move |words: &'static str, form: Form| {
        let make = move || Ok(decided.with_untracked(|(copy, _)| store.copy_file(copy, form)));
        let left = Callback::new(move |(how, name)| {
            leave(match how {
                Left::Saved => Leaves::Saved(name),
                Left::Shared => Leaves::Shared(name),
            });
        });
        file_out(store, words, Signal::stored(form == Form::Html), 0, make, left)
    };
    let print = move |_| {
        store.print();
        leave(Leaves::Paper);
    };
    view! {
        <p class="about no-print"><span>{by}</span> <span>{due}</span></p>
        <p class="measure no-print">"Everything that is held here about the pupil, with earlier versions. It goes to the data-protection officer, who answers the request. Safeguarding entries are not in it, nor anything that would reveal them. The internal sheet lists those, for the officer only."</p>
        {unread}
        {who_is_named(making)}
        {passages(making)}
        {entries(making)}
        <section class="stack no-print">
            <h2>"4. Save or print the copy"</h2>
            <p class="advice"><strong>"These copies are not encrypted. "</strong>"Anybody who gets the file or the paper can read it. Take it to the officer by hand, or send it in the school's own secure way. The request then records that a copy was made. The file names do not name anybody."</p>
            <div class="actions">
                {out("Save as a page", Form::Html)}
                {out("Save as data (JSON)", Form::Json)}
                <button class="button" type="button" on:click=print>"Print the copy"</button>
                <a class="button quiet" href=Route::Of(file, FilePage::InternalSheet(request)).to_string()>"Internal sheet"</a>
            </div>
            {move || problem.get().map(|words| view! { <p class="error" role="alert">{words}</p> })}
        </section>
        <section class="stack">
            <h2 class="no-print">"Preview"</h2>
            <div class="sheet access-copy print-alone" id="copy">{move || decided.with(|(copy, _)| reading(copy))}</div>
        </section>
    }
    .into_any()
}

/// Names, each to be kept or removed.
fn who_is_named(making: Making) -> AnyView {
    let groups: Vec<AnyView> = [Who::Pupil, Who::Home, Who::Staff]
        .into_iter()
        .filter_map(|who| {
            let names = making
                .gathered
                .with_value(|all| all.names.iter().filter(|name| name.who == who).cloned().collect::<Vec<Name>>());
            let legend = match who {
                Who::Pupil => "Other pupils",
                Who::Home => "People at home, their numbers and addresses",
                Who::Staff => "Staff and agencies",
            };
            (!names.is_empty()).then(|| {
                let boxes: Vec<AnyView> = names.into_iter().map(|name| named(making, name)).collect();
                view! { <fieldset class="field"><legend>{legend}</legend><div class="choices">{boxes}</div></fieldset> }
                    .into_any()
            })
        })
        .collect();
    let none = groups.is_empty().then(|| view! { <p>"Nobody but the pupil is named."</p> });
    view! {
        <section class="stack no-print">
            <h2>"1. Who is named"</h2>
            <p class="hint">"Tick the people to remove. Other pupils and people at home are already ticked. Untick those who the officer says can stay, such as a parent who is asking about themselves."</p>
            {groups}
            {none}
            {move || like(making)}
        </section>
    }
    .into_any()
}

/// Words that are like a name that goes, each to be removed too.
fn like(making: Making) -> Option<AnyView> {
    let words = making.gathered.with_value(|all| {
        making.decided.with(|(copy, _)| making.review.with(|review| like_names(copy, &all.names, review)))
    });
    let buttons: Vec<AnyView> = words
        .into_iter()
        .map(|word| {
            let label = ["Remove \"", &word, "\""].concat();
            let take = move |_| making.change(|review| review.passages.push(word.clone()));
            view! { <button class="button" type="button" on:click=take>{label}</button> }.into_any()
        })
        .collect();
    (!buttons.is_empty()).then(|| {
        view! { <div class="stack tight" role="status"><p>"Still in the copy, and similar to a name that you remove:"</p><div class="actions">{buttons}</div></div> }
            .into_any()
    })
}

fn named(making: Making, name: Name) -> AnyView {
    let times = counted(name.count as u64, "time", "times");
    let words = ["Remove \"", &name.text, "\", ", &times].concat();
    let key = name.key.clone();
    let out = move || making.review.with(|review| !review.keeps(&name));
    view! {
        <label class="choice">
            <input type="checkbox" prop:checked=out
                on:change:target=move |event| {
                    let out = event.target().checked();
                    making.change(|review| {
                        review.stays.insert(key.clone(), !out);
                    });
                }/>
            <span>{words}</span>
        </label>
    }
    .into_any()
}

/// Passages to remove, typed.
fn passages(making: Making) -> AnyView {
    let typed = RwSignal::new(String::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = typed.get_untracked().trim().to_owned();
        if redact::Pattern::passage(&words).is_none() {
            return;
        }
        typed.set(String::new());
        making.change(|review| {
            if !review.passages.contains(&words) {
                review.passages.push(words);
            }
        });
    };
    let list = move || {
        let passages = making.review.with(|review| review.passages.clone());
        let lines: Vec<AnyView> = passages
            .into_iter()
            .map(|passage| {
                let count = making.decided.with(|(_, taken)| {
                    taken.words.iter().rfind(|(words, _)| *words == passage).map_or(0, |(_, count)| *count)
                });
                let found = if count == 0 {
                    "not found: type it exactly as in the copy".to_owned()
                } else {
                    [&counted(count as u64, "time", "times"), " removed"].concat()
                };
                let label = ["Put back: ", &passage].concat();
                let own = passage.clone();
                let put_back = move |_| making.change(|review| review.passages.retain(|other| *other != own));
                view! {
                    <li class="with-button">
                        <span class="line"><span class="name">{["\"", &passage, "\""].concat()}</span> <span class=if count == 0 { "when overdue" } else { "when" }>{found}</span></span>
                        <button class="button quiet" type="button" aria-label=label on:click=put_back>"Put back"</button>
                    </li>
                }
                .into_any()
            })
            .collect();
        (!lines.is_empty()).then(|| view! { <ul class="ruled">{lines}</ul> })
    };
    view! {
        <section class="stack no-print">
            <h2>"2. Words to remove"</h2>
            <form class="field" on:submit=add>
                <label for="passage">"Words exactly as in the copy"</label>
                <p class="hint" id="passage-hint">"A sentence or a nickname. It is removed wherever it appears."</p>
                <div class="actions">
                    <input class="input" id="passage" type="text" autocomplete="off" aria-describedby="passage-hint" prop:value=typed
                        on:input:target=move |event| typed.set(event.target().value())/>
                    <button class="button" type="submit">"Remove"</button>
                </div>
            </form>
            {list}
        </section>
    }
    .into_any()
}

/// Whole entries to leave out.
fn entries(making: Making) -> AnyView {
    let lines = making.gathered.with_value(|all| {
        let lines = all.copy.parts.iter().flat_map(|part| part.lines.iter().map(move |line| (part.title, line)));
        lines
            .map(|(part, line)| {
                let day = line.day.map(|day| [", ", &dates::long(day)].concat()).unwrap_or_default();
                let earlier =
                    if line.since.is_empty() { String::new() } else { [" (", &part.to_lowercase(), ")"].concat() };
                (line.key.clone(), ["Leave out: ", &what(line), &day, &earlier].concat())
            })
            .collect::<Vec<_>>()
    });
    let count = move || making.review.with(|review| review.out.len());
    let summary = move || match count() {
        0 => "Leave out whole entries".to_owned(),
        some => ["Leave out whole entries: ", &whole(some as u64), " left out"].concat(),
    };
    let boxes: Vec<AnyView> = lines
        .into_iter()
        .map(|(key, words)| {
            let own = key.clone();
            let out = move || making.review.with(|review| review.out.contains(&own));
            view! {
                <label class="choice">
                    <input type="checkbox" prop:checked=out
                        on:change:target=move |event| {
                            let out = event.target().checked();
                            making.change(|review| {
                                if out {
                                    review.out.insert(key.clone());
                                } else {
                                    review.out.remove(&key);
                                }
                            });
                        }/>
                    <span>{words}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="stack no-print">
            <h2>"3. Entries to leave out"</h2>
            <details><summary>{summary}</summary><div class="choices">{boxes}</div></details>
        </section>
    }
    .into_any()
}

/// The copy as it reads.
fn reading(copy: &AccessCopy) -> AnyView {
    let parts: Vec<AnyView> = copy
        .parts
        .iter()
        .map(|part| {
            let lines: Vec<AnyView> = part.lines.iter().map(entry).collect();
            view! { <section class="stack"><h3>{part.title}</h3>{lines}</section> }.into_any()
        })
        .collect();
    let attachments = (copy.attachments > 0).then(|| {
        view! { <p>{["Attachments: ", &whole(copy.attachments as u64), " held beside these entries; they are given separately."].concat()}</p> }
    });
    view! {
        <p class="sheet-title">{["What is held about ", &copy.pupil].concat()}</p>
        <p>{["School: ", &copy.school].concat()}<br/>{["Requested on ", &dates::long(copy.arrived), ": ", &copy.route].concat()}<br/>{["Copy made on ", &dates::long(copy.made)].concat()}</p>
        {parts}
        {attachments}
    }
    .into_any()
}

fn entry(line: &Line) -> AnyView {
    let Line { key: _, kind, title, day, written, by, since, facts: all, drawing } = line;
    let day = day.map(|day| [&dates::long(day), ". "].concat()).unwrap_or_default();
    let when = [&day, *kind, ". Written ", &dates::moment(*written), " by ", by].concat();
    let title = if title.is_empty() { (*kind).to_owned() } else { title.clone() };
    view! {
        <article class="stack tight keep" dir="auto">
            <h4>{title}</h4>
            <p class="hint">{when}</p>
            {(!since.is_empty()).then(|| view! { <p class="hint">{since.clone()}</p> })}
            {facts(all.iter().cloned())}
            {drawing.clone().map(|path| view! {
                <svg class="drawn" viewBox="0 0 600 200" role="img" aria-label="Signature"><path d=path fill="none" stroke="currentColor" stroke-width="3"></path></svg>
            })}
        </article>
    }
    .into_any()
}

/// The page of the internal sheet.
#[component]
pub fn InternalSheet(
    /// The file, open.
    file: FileId,
    /// The request.
    request: RecordId,
) -> impl IntoView {
    gathered(file, request, "Internal sheet", sheet)
}

fn sheet(making: Making) -> AnyView {
    let Making { store, file, request, gathered, decided, .. } = making;
    let sheet = gathered.with_value(|all| decided.with_untracked(|(_, taken)| store.internal_sheet(all, taken)));
    let groups: Vec<AnyView> = sheet
        .groups
        .iter()
        .map(|(title, lines)| {
            let lines: Vec<AnyView> = lines.iter().map(|line| view! { <li>{line.clone()}</li> }.into_any()).collect();
            view! { <section class="stack tight keep"><h2>{*title}</h2><ul class="inner">{lines}</ul></section> }
                .into_any()
        })
        .collect();
    let title = sheet.title.clone();
    let sheet = StoredValue::new(sheet);
    let make = move || Ok(sheet.with_value(|sheet| store.internal_sheet_file(sheet)));
    let save = file_out(store, "Save as a page", Signal::stored(false), 0, make, Callback::new(|_| ()));
    view! {
        <div class="actions no-print">
            <button class="button main" type="button" on:click=move |_| store.print()>"Print the sheet"</button>
            {save}
            <a class="button quiet" href=Route::Of(file, FilePage::Access(request)).to_string()>"Back to the copy"</a>
        </div>
        <div class="stack wide print-alone">
            <p class="sheet-title">{title}</p>
            <p class="advice bad"><strong>{WARNING}</strong></p>
            {groups}
        </div>
    }
    .into_any()
}
