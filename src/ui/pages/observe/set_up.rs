//! Before an observation: with which template, who, in what lesson. Everything has a default, so that it can begin at once.

use leptos::prelude::*;

use crate::app::notices::Notice;
use crate::app::store::{Store, use_store};
use crate::route::{Route, Section};
use crate::ui::autosave::{DraftPlace, keep};
use crate::ui::form::field_id;
use crate::ui::parts::{Busy, Icon, Offering, PageHead, find_pupil, icon};
use casebook_domain::case::CaseFile;
use casebook_domain::content::Kind;
use casebook_domain::ids::FileId;
use casebook_domain::observation::kit::Offer;
use casebook_domain::observation::{Colour, MOST_TARGETS, PartOfDay};
use casebook_present::forms::{Draft, FieldError};
use casebook_present::numbers::whole;
use casebook_present::set_up::{self, MINUTES, PART_OF_DAY, Shown, TEMPLATE, WHO, who_key};
use casebook_present::{initials, templates};
use casebook_records::NO_FILE;

/// Lengths that are offered, in minutes.
const LENGTHS: [&str; 6] = ["10", "15", "20", "30", "45", "60"];

/// What is chosen, and what is wrong with it. Copy: handles to its signals.
#[derive(Clone, Copy)]
struct Filling {
    store: Store,
    draft: RwSignal<Draft>,
    errors: RwSignal<Vec<FieldError>>,
    offers: StoredValue<Vec<Offer>>,
}

impl Filling {
    fn get(self, key: &str) -> String {
        self.draft.with(|draft| draft.get(key).to_owned())
    }

    fn set(self, key: &str, value: &str) {
        self.draft.update(|draft| draft.set(key, value));
        if self.errors.with_untracked(|errors| errors.iter().any(|error| error.field == key)) {
            self.errors.update(|errors| errors.retain(|error| error.field != key));
        }
    }

    fn message(self, key: &str) -> Option<String> {
        self.errors.with(|errors| errors.iter().find(|error| error.field == key).map(|error| error.message.clone()))
    }

    fn error(self, key: &str) -> AnyView {
        let id = [&field_id(key), "-error"].concat();
        let key = key.to_owned();
        (move || self.message(&key).map(|words| view! { <p class="error" role="alert" id=id.clone()>{words}</p> }))
            .into_any()
    }
}

/// What is observed, and how.
#[component]
pub fn SetUp(
    /// The pupil to begin with.
    file: Option<FileId>,
    /// It has begun.
    begun: Callback<()>,
) -> impl IntoView {
    let store = use_store();
    let place = DraftPlace::of(NO_FILE, Kind::Observation, None);
    let ready = RwSignal::new(None::<(Filling, bool)>);
    let open = move |afresh: bool| {
        store.task(async move {
            if afresh {
                let _ = store.drop_draft(place.home, place.id).await;
            }
            let kept = if afresh { None } else { store.kept_draft(place.home, place.id).await };
            let restored = kept.is_some();
            let draft = match kept {
                Some(row) => {
                    let headers = store.headers.get_untracked();
                    set_up::again(Draft { values: row.values }, file, &headers)
                }
                None => set_up::blank(file, store.live_preferences().labels),
            };
            let offers = store.kit.with_untracked(|kit| kit.offered(store.school_phase()));
            let offers = set_up::last_first(offers, &store.last_template());
            let filling = Filling {
                store,
                draft: RwSignal::new(draft),
                errors: RwSignal::new(Vec::new()),
                offers: StoredValue::new(offers),
            };
            let _ = ready.try_set(Some((filling, restored)));
        });
    };
    open(false);
    view! {
        <PageHead title="Observe in class">
            <a class="button quiet" href=Route::Settings(Section::Observing).to_string()>"Templates and lists"</a>
        </PageHead>
        {move || ready.get().map(|(filling, restored)| view! {
            {restored.then(|| view! {
                <div class="advice good">
                    <p>"Your set-up from before is back."</p>
                    <button class="button quiet" type="button" on:click=move |_| open(true)>"Start again"</button>
                </div>
            })}
            {form(filling, place, begun)}
        })}
    }
}

fn form(filling: Filling, place: DraftPlace, begun: Callback<()>) -> AnyView {
    let Filling { store, draft, errors, offers } = filling;
    let first = Signal::derive(move || draft.with(|draft| set_up::who(draft).into_iter().flatten().next()));
    let keeping = keep(store, place, draft, first);
    let busy = Busy::free();
    let start = move || {
        if busy.get_untracked() {
            return;
        }
        let ctx = store.form_ctx(&CaseFile::new(NO_FILE));
        let headers = store.headers.get_untracked();
        let (running, key) = draft.with_untracked(|draft| {
            offers.with_value(|offers| {
                let key = set_up::chosen(draft, offers).map(set_up::offer_key).unwrap_or_default();
                (set_up::running(draft, offers, &headers, &ctx), key)
            })
        });
        match running {
            Err(found) => {
                if let Some(first) = found.first() {
                    store.focus(&field_id(&first.field));
                }
                errors.set(found);
            }
            Ok(running) => {
                busy.set(true);
                // Row 0 of the running observation is where this form was kept.
                keeping.end();
                store.task(async move {
                    match store.begin_observation(&running).await {
                        Ok(()) => {
                            store.remember_template(&key);
                            begun.run(());
                        }
                        Err(error) => {
                            keeping.resume();
                            let _ = busy.try_set(false);
                            store.say(Notice::error(&error));
                        }
                    }
                });
            }
        }
    };
    let back = move |_| store.back(Route::Today);
    let dark = RwSignal::new(false);
    store.task(async move {
        let lit = store.can_stay_lit().await;
        let _ = dark.try_set(!lit);
    });
    view! {
        <form class="form set-up" novalidate autocomplete="off" on:submit=move |event| { event.prevent_default(); start(); }>
            {cards(filling)}
            {observed(filling)}
            <section class="form-section">
                <h2>"The lesson"</h2>
                {lesson(filling)}
            </section>
            {move || dark.get().then(|| view! {
                <p class="advice">"The screen may turn off by itself during the lesson. First set the tablet's screen time-out to 30 minutes or more."</p>
            })}
            <div class="form-foot no-print">
                <button class="button main" type="submit" aria-disabled=move || busy.shown()>"Start observing"</button>
                <button class="button quiet" type="button" on:click=back>"Back"</button>
                {keeping.words()}
            </div>
        </form>
    }
    .into_any()
}

/// The templates as cards, the one used last first.
fn cards(filling: Filling) -> AnyView {
    let Filling { draft, offers, .. } = filling;
    let chosen = Memo::new(move |_| {
        draft.with(|draft| offers.with_value(|offers| set_up::chosen(draft, offers).map(set_up::offer_key)))
    });
    let cards: Vec<AnyView> = offers.with_value(|offers| {
        let card = |(at, offer): (usize, &Offer)| {
            let key = set_up::offer_key(offer);
            let (id, own) = (if at == 0 { field_id(TEMPLATE) } else { ["template-", &key].concat() }, key.clone());
            let sheet = &offer.template.sheet;
            view! {
                <label class="card">
                    <input type="radio" name="template" id=id prop:checked=move || chosen.get().as_ref() == Some(&own)
                        on:change=move |_| { filling.set(TEMPLATE, &key); filling.set(MINUTES, ""); }/>
                    <span class="stack tight">
                        <strong>{sheet.name.clone()}</strong>
                        <span>{templates::what(sheet)}</span>
                        <span class="hint">{templates::timing(sheet)}</span>
                    </span>
                </label>
            }
            .into_any()
        };
        offers.iter().enumerate().map(card).collect()
    });
    let none = cards.is_empty();
    view! {
        <fieldset class="field wide-field">
            <legend><h2>"Template"</h2></legend>
            <div class="cards">{cards}</div>
            {none.then(|| view! {
                <p id=field_id(TEMPLATE) tabindex="-1">"Every template is hidden. "
                    <a href=Route::Settings(Section::Observing).to_string()>"Show one again in the settings"</a></p>
            })}
            {filling.error(TEMPLATE)}
        </fieldset>
    }
    .into_any()
}

/// Those observed.
fn observed(filling: Filling) -> AnyView {
    let Filling { store, draft, .. } = filling;
    // Drawn again when somebody comes, goes or changes, not with each letter of a seat.
    let who = Memo::new(move |_| draft.with(set_up::who));
    let rows = move || {
        let who = who.get();
        who.iter().enumerate().map(|(row, file)| one(filling, row, *file, &who)).collect::<Vec<_>>()
    };
    let full = move || who.with(|who| who.len() >= MOST_TARGETS);
    let more = move |_| {
        let row = draft.with_untracked(|draft| draft.rows(WHO));
        draft.update(set_up::add_who);
        store.focus(&field_id(&who_key(row, "file")));
    };
    view! {
        <section class="form-section" aria-labelledby="who-title">
            <h2 id="who-title">"Who"</h2>
            {rows}
            <div class="actions">
                <button class="button" type="button" disabled=full on:click=more>{icon(Icon::Plus)} "Another pupil in this lesson"</button>
            </div>
        </section>
    }
    .into_any()
}

fn one(filling: Filling, row: usize, file: Option<FileId>, all: &[Option<FileId>]) -> AnyView {
    let Filling { store, draft, .. } = filling;
    let id = field_id(&who_key(row, "file"));
    let number = whole(row as u64 + 1);
    let take_out = (all.len() > 1).then(|| {
        let label = ["Remove pupil ", &number].concat();
        view! {
            <button class="button quiet" type="button" aria-label=label on:click=move |_| draft.update(|draft| draft.remove_row(WHO, row))>"Remove"</button>
        }
    });
    let pupil = match file {
        Some(file) => {
            let name = name_of(store, file);
            let change = move |_| {
                draft.update(|draft| set_up::choose(draft, row, None));
                store.focus(&field_id(&who_key(row, "file")));
            };
            view! {
                <div class="chosen">
                    <p id=id tabindex="-1"><strong>{name}</strong></p>
                    <button class="button quiet" type="button" on:click=change>"Change"</button>
                    {take_out}
                </div>
                {filling.error(&who_key(row, "file"))}
            }
            .into_any()
        }
        None => {
            let nobody = store.headers.with_untracked(|headers| headers.is_empty());
            let except = all.iter().flatten().copied().collect();
            let pick = Callback::new(move |file: FileId| draft.update(|draft| set_up::choose(draft, row, Some(file))));
            let hint = [&id, "-hint"].concat();
            let described = [&hint, " ", &id, "-error"].concat();
            let label = if row == 0 { "Pupil" } else { "Another pupil" };
            view! {
                {(!nobody).then(|| find_pupil(store, (id, label), Offering::WhenTyped, described, filling.error(&who_key(row, "file")), except, pick))}
                <p class="hint" id=hint>"You can leave this open and choose the pupil after the lesson."</p>
                {take_out.map(|button| view! { <div class="actions">{button}</div> })}
            }
            .into_any()
        }
    };
    view! {
        <div class="row-card" role="group" aria-label=["Pupil ", &number].concat() data-colour=move || draft.with(|draft| set_up::colour(draft, row)).code()>
            {pupil}
            <div class="who-look">
                {on_screen(filling, row, file)}
                {colours(filling, row)}
            </div>
        </div>
    }
    .into_any()
}

/// A pupil of the caseload as lists name them.
fn name_of(store: Store, file: FileId) -> String {
    let headers = store.headers.get_untracked();
    let short = store.settings.with_untracked(|settings| settings.initials_only);
    let place = headers.iter().position(|header| header.file == file);
    let names = initials::list_names(&headers, short);
    place.and_then(|place| names.into_iter().nth(place)).unwrap_or_default()
}

/// What stands for the pupil on the screen: never a name.
fn on_screen(filling: Filling, row: usize, file: Option<FileId>) -> AnyView {
    let Filling { store, draft, .. } = filling;
    let shown = Memo::new(move |_| draft.with(|draft| set_up::shown(draft, row)));
    let group = ["shown-", &whole(row as u64)].concat();
    let seat = who_key(row, "seat");
    let seat_id = field_id(&seat);
    let choices: Vec<AnyView> = Shown::ALL
        .iter()
        .filter(|&&one| one != Shown::Initials || file.is_some())
        .map(|&one| {
            let seat_id = seat_id.clone();
            let choose = move |_| {
                filling.set(&who_key(row, "shown"), one.code());
                if one == Shown::Seat {
                    store.focus(&seat_id);
                }
            };
            view! {
                <label class="pill">
                    <input type="radio" name=group.clone() prop:checked=move || shown.get() == one on:change=choose/>
                    <span>{one.label()}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let more = move || match shown.get() {
        Shown::Colour => ().into_any(),
        Shown::Initials => {
            let headers = store.headers.get_untracked();
            let words = move || {
                let found = draft.with(|draft| set_up::initials(draft, &headers));
                found.into_iter().find(|(other, _)| Some(*other) == file).map(|(_, initials)| initials)
            };
            view! { <p class="hint">"On the screen: " <strong>{words}</strong></p> }.into_any()
        }
        Shown::Seat => {
            let (key, at, list) = (seat.clone(), seat_id.clone(), [&seat_id, "-list"].concat());
            let own = key.clone();
            let invalid = {
                let key = key.clone();
                move || filling.message(&key).map(|_| "true")
            };
            let offers = store.kit.with_untracked(|kit| kit.lists(store.school_phase())).seatings;
            let named = move || {
                let headers = store.headers.get_untracked();
                let name = draft.with(|draft| set_up::name_in_seat(draft, row, &headers));
                name.map(|name| {
                    let words = ["\"", &name, "\" is a name: others can read it on the screen."].concat();
                    view! { <p class="advice" role="status">{words}</p> }
                })
            };
            view! {
                <div class="field">
                    <label for=at.clone()>"Seat"</label>
                    <input class="input short" id=at.clone() list=list.clone() autocomplete="off" placeholder="For example: window, row 2"
                        aria-invalid=invalid aria-describedby=[&at, "-error"].concat() prop:value=move || filling.get(&key)
                        on:input:target=move |event| filling.set(&own, &event.target().value())/>
                    <datalist id=list>{offers.into_iter().map(|offer| view! { <option value=offer></option> }).collect_view()}</datalist>
                    {filling.error(&seat)}
                    {named}
                </div>
            }
            .into_any()
        }
    };
    view! {
        <div class="stack tight">
            <fieldset class="field">
                <legend>"On the screen"</legend>
                <div class="pills">{choices}</div>
            </fieldset>
            {more}
        </div>
    }
    .into_any()
}

fn colours(filling: Filling, row: usize) -> AnyView {
    let draft = filling.draft;
    let name = ["colour-", &whole(row as u64)].concat();
    let choices: Vec<AnyView> = Colour::ALL
        .iter()
        .map(|&one| {
            view! {
                <label class="colour" data-colour=one.code()>
                    <input type="radio" name=name.clone() aria-label=one.label()
                        prop:checked=move || draft.with(|draft| set_up::colour(draft, row)) == one
                        on:change=move |_| draft.update(|draft| set_up::set_colour(draft, row, one))/>
                    <span class="swatch"></span>
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="field">
            <legend>"Colour"</legend>
            <div class="colours">{choices}</div>
        </fieldset>
    }
    .into_any()
}

/// The lesson in a few taps; what no list has can be typed.
fn lesson(filling: Filling) -> AnyView {
    let Filling { store, draft, offers, .. } = filling;
    let lists = store.kit.with_untracked(|kit| kit.lists(store.school_phase()));
    let parts = PartOfDay::ALL.iter().map(|&part| {
        let on = move || {
            let ctx = store.form_ctx(&CaseFile::new(NO_FILE));
            draft.with(|draft| set_up::part_of_day(draft, &ctx)) == part
        };
        chip(part.label().to_owned(), on, move || filling.set(PART_OF_DAY, part.code()))
    });
    let minutes = Memo::new(move |_| match filling.get(MINUTES) {
        own if own.is_empty() => draft
            .with(|draft| {
                offers.with_value(|offers| set_up::chosen(draft, offers).map(|offer| offer.template.sheet.planned_min))
            })
            .map(|minutes| whole(minutes.into()))
            .unwrap_or_default(),
        own => own,
    });
    let lengths = LENGTHS.iter().map(|&length| {
        chip(length.to_owned(), move || minutes.with(|minutes| minutes == length), move || filling.set(MINUTES, length))
    });
    let id = field_id(MINUTES);
    view! {
        {listed(filling, "subject", "Subject or place", lists.subjects)}
        {listed(filling, "activity", "Activity", lists.activities)}
        {listed(filling, "seating", "Seating", lists.seatings)}
        <div class="field wide-field" role="group" aria-label="Time of day">
            <p class="label">"Time of day"</p>
            <div class="pills">{parts.collect::<Vec<_>>()}</div>
        </div>
        <div class="field wide-field" role="group" aria-label="Planned length">
            <label for=id.clone()>"Planned length in minutes"</label>
            <div class="pills">
                {lengths.collect::<Vec<_>>()}
                <input class="input tiny" id=id.clone() inputmode="numeric" autocomplete="off"
                    aria-invalid=move || filling.message(MINUTES).map(|_| "true") aria-describedby=[&id, "-error"].concat()
                    prop:value=move || minutes.get() on:input:target=move |event| filling.set(MINUTES, &event.target().value())/>
            </div>
            {filling.error(MINUTES)}
        </div>
    }
    .into_any()
}

fn chip(label: String, on: impl Fn() -> bool + Send + Sync + 'static, tap: impl Fn() + 'static) -> AnyView {
    view! {
        <button class="pill" type="button" aria-pressed=move || if on() { "true" } else { "false" } on:click=move |_| tap()>
            <span>{label}</span>
        </button>
    }
    .into_any()
}

/// One of a list, or what is typed beside it. A second tap takes the choice back.
fn listed(filling: Filling, key: &'static str, label: &'static str, offers: Vec<String>) -> AnyView {
    let now = filling.draft.with_untracked(|draft| draft.get(key).to_owned());
    // What is typed stays in its box, also where it happens to be on the list.
    let typed = RwSignal::new(if offers.contains(&now) { String::new() } else { now });
    let chips = offers.into_iter().map(|offer| {
        let (shown, own) = (offer.clone(), offer.clone());
        let tap = move || {
            typed.set(String::new());
            let again = filling.draft.with_untracked(|draft| draft.get(key) == own);
            filling.set(key, if again { "" } else { &own });
        };
        chip(shown, move || filling.draft.with(|draft| draft.get(key) == offer), tap)
    });
    let id = field_id(key);
    let words = [label, ", in other words"].concat();
    view! {
        <div class="field wide-field" role="group" aria-label=label>
            <p class="label">{label}</p>
            <div class="pills">
                {chips.collect::<Vec<_>>()}
                <input class="input short" id=id.clone() autocomplete="off" placeholder="Other" aria-label=words
                    aria-invalid=move || filling.message(key).map(|_| "true") aria-describedby=[&id, "-error"].concat()
                    prop:value=move || typed.get()
                    on:input:target=move |event| {
                        typed.set(event.target().value());
                        filling.set(key, &event.target().value());
                    }/>
            </div>
            {filling.error(key)}
        </div>
    }
    .into_any()
}
