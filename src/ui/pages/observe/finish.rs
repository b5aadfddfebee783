//! After an observation: what came of it, the comment, whose it is; then saved.

use leptos::prelude::*;

use super::put_right::{PutRight, put_right};
use crate::app::drafts::Carried;
use crate::app::notices::Notice;
use crate::app::observing::{COMMENT, Resumed};
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::autosave::Autosave;
use crate::ui::parts::about_safety::Asking;
use crate::ui::parts::{Dialog, Offering, PageHead, find_pupil, observed};
use crate::ui::parts::{Submit, refusal};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::observation::{Event, Observation, Observed};
use casebook_present::{dates, initials};
use casebook_records::DraftRow;
use casebook_repository::{RepositoryError, ids};

/// In row 0: whose observation it is, where that was chosen on this page.
const PUPIL: &str = "pupil.";
/// Ids of the fields, for each of those observed: there are at most four.
const COMMENTS: [&str; 4] = ["comment-1", "comment-2", "comment-3", "comment-4"];
const PUPILS: [&str; 4] = ["pupil-1", "pupil-2", "pupil-3", "pupil-4"];

/// One of those observed, with what is typed about them. Copy: handles to its signals.
#[derive(Clone, Copy)]
struct Part {
    target: u8,
    pupil: RwSignal<Option<FileId>>,
    comment: RwSignal<String>,
    asking: Asking,
}

fn key(name: &str, target: u8) -> String {
    [name, &target.to_string()].concat()
}

/// What is typed on this page. Copy: handles to its signals.
#[derive(Clone, Copy)]
struct Summary {
    store: Store,
    resumed: StoredValue<Resumed>,
    parts: StoredValue<Vec<Part>>,
    events: RwSignal<Vec<Event>>,
    submit: Submit<RepositoryError>,
    /// The same pupil is chosen for two.
    twice: RwSignal<bool>,
}

impl Summary {
    fn begin(store: Store, resumed: StoredValue<Resumed>) -> Self {
        let known = |file: &FileId| {
            store.casebook.headers.with_untracked(|headers| headers.iter().any(|header| header.file == *file))
        };
        let parts = resumed.with_value(|resumed| {
            let value = |name: String| resumed.row.values.get(&name).cloned().unwrap_or_default();
            let part = |(target, observed): (usize, &Observed)| {
                let target = target as u8;
                let chosen = FileId::parse(&value(key(PUPIL, target))).or(observed.file).filter(known);
                let comment = RwSignal::new(value(key(COMMENT, target)));
                Part { target, pupil: RwSignal::new(chosen), comment, asking: Asking::begin() }
            };
            resumed.running.observed.iter().take(COMMENTS.len()).enumerate().map(part).collect()
        });
        Self {
            store,
            resumed,
            parts: StoredValue::new(parts),
            events: RwSignal::new(resumed.with_value(|resumed| resumed.events.clone())),
            submit: Submit::ready(),
            twice: RwSignal::new(false),
        }
    }

    /// Follows what is typed.
    fn track(self) {
        self.parts.with_value(|parts| {
            for part in parts {
                part.comment.track();
                part.pupil.track();
            }
        });
    }

    /// Puts what is typed into row 0: with it the observation comes back after a reload.
    fn keep(self) {
        let store = self.store;
        let Some(mut row) = self.resumed.try_with_value(|resumed| resumed.row.clone()) else { return };
        self.parts.with_value(|parts| {
            for part in parts {
                let (Some(comment), Some(pupil)) = (part.comment.try_get_untracked(), part.pupil.try_get_untracked())
                else {
                    continue;
                };
                row.values.insert(key(COMMENT, part.target), comment);
                row.values.insert(key(PUPIL, part.target), pupil.map(|file| file.to_string()).unwrap_or_default());
            }
        });
        store.device.task(async move {
            if let Err(error) =
                store.observing.keep_observation_row(DraftRow { saved: store.device.now(), ..row }).await
            {
                store.device.say(Notice::error(&error));
            }
        });
    }

    /// The observation of each of those observed, with whose it is; and whether a pupil is chosen for two.
    fn observations(self) -> (Vec<ToSave>, bool) {
        let mut all: Vec<ToSave> = Vec::new();
        let mut same = false;
        self.parts.with_value(|parts| {
            for part in parts {
                let pupil = part.pupil.get_untracked();
                same |= pupil.is_some() && all.iter().any(|(other, ..)| *other == pupil);
                let comment = part.comment.get_untracked().trim().to_owned();
                let observation = self.events.with_untracked(|events| {
                    self.resumed.with_value(|resumed| resumed.running.of(part.target, events, comment))
                });
                all.push((pupil, ids::record_id(), observation));
            }
        });
        (all, same)
    }

    fn save(self, autosave: Autosave, saved: Callback<Vec<Route>>) {
        let Self { store, submit, .. } = self;
        if !submit.pressed() {
            return;
        }
        let stops = |part: &Part| part.asking.stops_text(&part.comment.get_untracked());
        if self.parts.with_value(|parts| parts.iter().any(stops)) {
            return;
        }
        let (all, same) = self.observations();
        self.twice.set(same);
        if same {
            return store.device.focus("twice");
        }
        autosave.mark(false);
        let page = |(file, record, _): &ToSave| match file {
            Some(file) => Route::Of(*file, FilePage::Record(*record)),
            None => Route::Unattached(*record),
        };
        let pages: Vec<Route> = all.iter().map(page).collect();
        let words = if all.len() > 1 { "Observations saved." } else { "Observation saved." };
        submit.run("refused", async move {
            let warnings = store.observing.save_observations(all).await.inspect_err(|_| autosave.mark(true))?;
            store.casebook.say_saved(words, &warnings);
            match pages.as_slice() {
                [only] => store.navigation.go(*only),
                _ => drop(saved.try_run(pages)),
            }
            Ok(())
        });
    }

    /// Drops it without saving.
    fn discard(self, autosave: Autosave) {
        autosave.mark(false);
        let store = self.store;
        let first = self.parts.with_value(|parts| parts.first().and_then(|part| part.pupil.get_untracked()));
        store.device.task(async move {
            match store.observing.drop_observation().await {
                Ok(()) => store.navigation.go(match first {
                    Some(file) => Route::Of(file, FilePage::Tab(Tab::Timeline)),
                    None => Route::Today,
                }),
                Err(error) => store.device.say(Notice::error(&error)),
            }
        });
    }

    /// Why it was not saved.
    fn refused(self) -> Option<AnyView> {
        let error = self.submit.problem.get()?;
        let file = self.parts.with_value(|parts| parts.iter().find_map(|part| part.pupil.get_untracked()));
        Some(refusal(self.store, file.unwrap_or_else(ids::file_id), &error))
    }
}

/// Whose an observation is, its record, and what it says.
type ToSave = (Option<FileId>, RecordId, Observation);

/// The summary of an observation that has ended and is not saved yet.
#[component]
pub fn Finish(
    /// As it lies on the disk.
    resumed: StoredValue<Resumed>,
    /// The pupil on whose page observing was asked for.
    asked: Option<FileId>,
    /// Several were saved: the page of each, in their order.
    saved: Callback<Vec<Route>>,
) -> impl IntoView {
    let store = use_store();
    let summary = Summary::begin(store, resumed);
    let Summary { parts, events, submit, twice, .. } = summary;
    let autosave = Autosave::new(store, move || summary.keep());
    autosave.follow(move || summary.track(), move || twice.set(false));
    let running = StoredValue::new(resumed.with_value(|resumed| resumed.running.clone()));
    let throwing = RwSignal::new(false);
    let several = parts.with_value(|parts| parts.len() > 1);
    let about = resumed.with_value(|resumed| {
        let running = &resumed.running;
        [running.sheet.name.as_str(), ", ", &dates::moment(running.began)].concat()
    });
    let body = |part: &Part| one(PutRight { store, running, events, target: part.target }, *part, several);
    let bodies: Vec<AnyView> = parts.with_value(|parts| parts.iter().map(body).collect());
    let of_another = asked.is_some_and(|file| {
        parts.with_value(|parts| parts.iter().all(|part| part.pupil.get_untracked() != Some(file)))
    });
    let other = of_another.then(|| {
        view! { <p class="advice">"This earlier observation is not saved yet. Save or discard it before you start the next one."</p> }
    });
    let save_words = if several { "Save the observations" } else { "Save the observation" };
    view! {
        <PageHead title="Observation: summary" />
        {other}
        <p class="about">
            <span>{about}</span>
        </p>
        {lesson(resumed)}
        {bodies}
        {move || {
            twice
                .get()
                .then(|| {
                    view! {
                        <p class="error" id="twice" role="alert" tabindex="-1">
                            "The same pupil is chosen twice. Choose another for one of them, or none."
                        </p>
                    }
                })
        }}
        {move || summary.refused()}
        <div class="actions">
            <button class="button main" type="button" aria-disabled=move || submit.slow() on:click=move |_| summary.save(autosave, saved)>
                {save_words}
            </button>
            <button class="button quiet" type="button" on:click=move |_| throwing.set(true)>
                "Discard"
            </button>
        </div>
        <Dialog open=throwing id="throw-away" title="Discard this observation?">
            <p>"Everything recorded in this lesson will be deleted. This cannot be undone."</p>
            <div class="actions">
                <button class="button danger" type="button" on:click=move |_| summary.discard(autosave)>
                    "Discard it"
                </button>
                <button class="button" type="button" autofocus on:click=move |_| throwing.set(false)>
                    "Keep it"
                </button>
            </div>
        </Dialog>
    }
}

fn lesson(resumed: StoredValue<Resumed>) -> Option<AnyView> {
    let words = resumed.with_value(|resumed| casebook_present::observation::lesson(&resumed.running.lesson));
    (!words.is_empty()).then(|| view! { <p>{words}</p> }.into_any())
}

/// One of those observed: whose it is, what came of it, the comment.
fn one(it: PutRight, part: Part, several: bool) -> AnyView {
    let Part { target, pupil, comment, asking } = part;
    let store = it.store;
    let place = usize::from(target);
    let (colour, label) = it.running.with_value(|running| {
        let of = running.observed.get(place);
        let colour = of.map(|observed| observed.colour);
        let label = of.map(|observed| observed.label.trim().to_owned()).unwrap_or_default();
        (colour, label)
    });
    let came = move || {
        it.events.with(|events| it.running.with_value(|running| observed(&running.of(target, events, String::new()))))
    };
    // The summary comes up while the class is still there: no name before it is asked for.
    let hidden = [label.as_str(), colour.map_or("", casebook_domain::observation::Colour::label)];
    let hidden = hidden.into_iter().find(|words| !words.is_empty()).unwrap_or("The pupil").to_owned();
    let heading = several.then(|| {
        let label = if label.is_empty() { ["Pupil ", &(place + 1).to_string()].concat() } else { label };
        let hue = colour.map_or("", casebook_domain::observation::Colour::code);
        view! {
            <h2>
                <span class="code-letter" data-colour=hue aria-hidden="true">
                    {place + 1}
                </span>
                " "
                {label}
            </h2>
        }
    });
    let (comments, pupils) = (COMMENTS[place.min(3)], PUPILS[place.min(3)]);
    let none = move || {
        pupil.get().is_none().then(|| {
            view! {
                <p class="hint measure">
                    "Without a pupil it is kept separately, and can be given to a pupil later. It is due for erasing after a term."
                </p>
            }
        })
    };
    view! {
        <section class="stack wide observed-one">
            <div class="stack">{heading} {whose(store, pupil, hidden, pupils, comments)} {none}</div>
            {came}
            {put_right(it)}
            <div class="field">
                <label for=comments>"Your comments "<span class="optional">"(optional)"</span></label>
                <textarea
                    autocomplete="off"
                    class="input"
                    id=comments
                    rows="5"
                    prop:value=move || comment.get()
                    on:input:target=move |event| comment.set(event.target().value())
                ></textarea>
                {asking
                    .beside(
                        comment.into(),
                        move || {
                            let words = comment.get_untracked();
                            comment.set(String::new());
                            Some(Carried {
                                about: pupil.get_untracked(),
                                words,
                                from: None,
                            })
                        },
                    )}
            </div>
        </section>
    }
    .into_any()
}

/// Whose it is, named only when asked, until then by what stood on the live screen (`hidden`); `then` gets the focus when
/// somebody is picked.
fn whose(
    store: Store,
    pupil: RwSignal<Option<FileId>>,
    hidden: String,
    id: &'static str,
    then: &'static str,
) -> AnyView {
    let shown = RwSignal::new(false);
    let headers = store.casebook.headers.get_untracked();
    let short = store.casebook.settings.with_untracked(|settings| settings.initials_only);
    let names = initials::list_names(&headers, short);
    let pick = Callback::new(move |file: FileId| {
        shown.set(true);
        pupil.set(Some(file));
        store.device.focus(then);
    });
    let view = move || {
        let Some(file) = pupil.get() else {
            return find_pupil(
                store,
                (id.to_owned(), "Pupil"),
                Offering::WhenTyped,
                String::new(),
                ().into_any(),
                Vec::new(),
                pick,
            );
        };
        if !shown.get() {
            return view! {
                <div class="chosen">
                    <p>
                        <span class="hint">"About "</span>
                        <strong>{hidden.clone()}</strong>
                    </p>
                    <button class="button quiet" type="button" on:click=move |_| shown.set(true)>
                        "Show the name"
                    </button>
                </div>
            }
            .into_any();
        }
        let place = headers.iter().position(|header| header.file == file);
        let name = place.map(|place| names[place].clone()).unwrap_or_default();
        let change = move |_| {
            pupil.set(None);
            store.device.focus(id);
        };
        view! {
            <div class="chosen">
                <p>
                    <span class="hint">"About "</span>
                    <strong>{name}</strong>
                </p>
                <button class="button quiet" type="button" on:click=change>
                    "Change"
                </button>
            </div>
        }
        .into_any()
    };
    view.into_any()
}
