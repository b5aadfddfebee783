//! Small things to print from a pupil's page: appointment slips, a postcard that praises, the page for staff, the reply to
//! who made the referral.

use leptos::prelude::*;

use crate::app::navigation::Visit;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Paper as Which, Route, Tab};
use crate::ui::parts::others_named;
use crate::ui::parts::sheet;
use crate::ui::parts::whose_line;
use crate::ui::parts::{DateBox, Empty, Icon, PageHead, icon};
use casebook_domain::calendar::{add_days, iso, next_school_day};
use casebook_domain::case::CaseFile;
use casebook_domain::content::Kind;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::plan::{Circulation, CirculationForm, CirculationTo};
use casebook_present::cards::{self, Card};
use casebook_present::forms::{NO_DATE, NO_TIME, UNREADABLE};
use casebook_present::reply::replies;
use casebook_present::{dates, summary};

/// The page of something to print.
#[component]
pub fn Paper(
    /// The file, open.
    file: FileId,
    /// What.
    which: Which,
) -> impl IntoView {
    let store = use_store();
    let body = match which {
        Which::Slip => slips(store, file),
        Which::Postcard => postcard(store, file),
        Which::Staff => staff(store, file),
        Which::Reply => reply(store, file),
    };
    view! {
        <PageHead title=which.label()>
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>
                {icon(Icon::Back)}
                "Back to the pupil"
            </a>
        </PageHead>
        {whose_line(store, file)}
        {body}
    }
}

fn print_button(store: Store, words: &'static str, unready: Signal<bool>) -> AnyView {
    view! {
        <div class="actions no-print">
            <button class="button main" type="button" disabled=unready on:click=move |_| store.device.print()>
                {icon(Icon::Print)}
                {words}
            </button>
            <span class="hint">"Printed copies are not protected."</span>
        </div>
    }
    .into_any()
}

fn card(card: Card) -> AnyView {
    let lines = card.lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    view! {
        <article class="paper-card keep">
            <h2>{card.title}</h2>
            <div class="stack tight">{lines}</div>
            <p class="sheet-foot">{card.foot}</p>
        </article>
    }
    .into_any()
}

/// A postcard: a sun over its words.
fn praise_card(card: Card) -> AnyView {
    let rays = (0..12)
        .map(|at| view! { <path d="M24 3v7" transform=["rotate(", &(at * 30).to_string(), " 24 24)"].concat() /> })
        .collect_view();
    let lines = card.lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    view! {
        <article class="paper-card keep">
            <svg
                class="sun"
                viewBox="0 0 48 48"
                aria-hidden="true"
                fill="none"
                stroke="currentColor"
                stroke-width="3"
                stroke-linecap="round"
            >
                <circle cx="24" cy="24" r="9" fill="currentColor"></circle>
                {rays}
            </svg>
            <h2>{card.title}</h2>
            <div class="stack tight">{lines}</div>
            <p class="sheet-foot">{card.foot}</p>
        </article>
    }
    .into_any()
}

/// The open file, looked at now.
fn with<T>(store: Store, file: FileId, look: impl FnOnce(&CaseFile) -> Option<T>) -> Option<T> {
    store.casebook.file.with_untracked(|case| case.as_ref().filter(|case| case.id == file).and_then(|case| look(case)))
}

fn slips(store: Store, file: FileId) -> AnyView {
    let settings = store.casebook.settings.get_untracked();
    let tomorrow = add_days(store.device.today(), 1);
    let day = RwSignal::new(iso(next_school_day(tomorrow, &settings.terms)));
    let (time, place) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let count = RwSignal::new(1usize);
    let made = Memo::new(move |_| {
        let settings = store.casebook.settings.get();
        let slips = |case: &CaseFile| {
            let pupil = case.pupil()?;
            Some(cards::slips(pupil, &settings, &day.get(), &time.get(), &place.get(), count.get()))
        };
        with(store, file, slips).unwrap_or_default()
    });
    let counts: Vec<AnyView> = [(1, "One"), (2, "Two, a week apart"), (cards::SLIPS, "Four weeks running")]
        .into_iter()
        .map(|(many, words)| {
            view! {
                <label class="choice">
                    <input type="radio" name="slips" prop:checked=move || count.get() == many on:change=move |_| count.set(many) />
                    <span>{words}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let unready = Signal::derive(move || made.with(Vec::is_empty));
    view! {
        <form class="form no-print" novalidate autocomplete="off" on:submit=move |event| event.prevent_default()>
            <p class="hint">"A slip says who, when and where, but not what for. You can fill in by hand what you leave empty."</p>
            <div class="field">
                <label for="slip-day">"Day"</label>
                <DateBox id="slip-day" kind="date" value=day set=move |to| day.set(to) described_by="slip-day-error" />
                {move || {
                    (day.get() == UNREADABLE)
                        .then(|| {
                            view! {
                                <p class="error" id="slip-day-error" role="alert">
                                    {NO_DATE}
                                </p>
                            }
                        })
                }}
            </div>
            <div class="field">
                <label for="slip-time">"Time " <span class="optional">"(optional)"</span></label>
                <DateBox id="slip-time" kind="time" value=time set=move |to| time.set(to) described_by="slip-time-error" />
                {move || {
                    (time.get() == UNREADABLE)
                        .then(|| {
                            view! {
                                <p class="error" id="slip-time-error" role="alert">
                                    {NO_TIME}
                                </p>
                            }
                        })
                }}
            </div>
            <div class="field">
                <label for="slip-place">"Place " <span class="optional">"(optional)"</span></label>
                <input
                    autocomplete="off"
                    class="input"
                    id="slip-place"
                    maxlength="60"
                    prop:value=place
                    on:input:target=move |event| place.set(event.target().value())
                />
            </div>
            <fieldset class="field">
                <legend>"How many"</legend>
                <div class="choices">{counts}</div>
            </fieldset>
        </form>
        {print_button(store, "Print", unready)}
        <div class="paper-cards">{move || made.get().into_iter().map(card).collect_view()}</div>
    }
    .into_any()
}

fn postcard(store: Store, file: FileId) -> AnyView {
    // Newest first: what is fresh is what is praised.
    let done: Vec<(RecordId, String, String)> = with(store, file, |case| {
        let pupil = case.pupil()?;
        let all = case.achievements();
        let one = |at: usize| {
            let achieved = &all[at];
            let words =
                [&dates::short(achieved.date, store.device.today()), ": ", summary::clip(&achieved.what, 60).as_str()]
                    .concat();
            (achieved.id, words, cards::praise(pupil, &achieved.what))
        };
        Some((0..all.len()).rev().map(one).collect())
    })
    .unwrap_or_default();
    let refused = with(store, file, |case| cards::home_refused(case, store.device.today()));
    if let Some(refused) = refused {
        return view! {
            <div class="advice bad">
                <p>
                    <strong>"No postcard now. "</strong>
                    {refused.words()}
                </p>
            </div>
        }
        .into_any();
    }
    let first = done.first().map(|(_, _, words)| words.clone());
    let first = first.or_else(|| with(store, file, |case| Some(cards::praise(case.pupil()?, ""))));
    let words = RwSignal::new(first.unwrap_or_default());
    let about = RwSignal::new(done.first().map(|(id, ..)| *id));
    let choices = (done.len() > 1).then(|| {
        let options = done.iter().map(|(id, label, _)| view! { <option value=id.to_string()>{label.clone()}</option> }).collect_view();
        let done = done.clone();
        let pick = move |value: String| {
            if let Some((id, _, praise)) = done.iter().find(|(id, ..)| id.to_string() == value) {
                about.set(Some(*id));
                words.set(praise.clone());
            }
        };
        view! {
            <div class="field">
                <label for="card-about">"Which achievement"</label>
                <select autocomplete="off" class="input" id="card-about" on:change:target=move |event| pick(event.target().value())>
                    {options}
                </select>
            </div>
        }
    });
    let none = done.is_empty().then(|| {
        view! {
            <p class="hint">
                "No achievement is recorded yet. "
                <a href=Route::Of(file, FilePage::New(Kind::Achievement)).to_string()>"Record one first"</a>
                ", or write the card in your own words."
            </p>
        }
    });
    let thoughts = move || {
        let words = words.get();
        let others = others_named(store, Some(file), &words);
        let all = with(store, file, |case| Some(cards::think_first(&words, case, &others))).unwrap_or_default();
        (!all.is_empty()).then(|| {
            view! {
                <div class="advice" role="status">
                    <p>
                        <strong>"To think about. "</strong>
                    </p>
                    <ul>{all.into_iter().map(|one| view! { <li>{one}</li> }).collect_view()}</ul>
                </div>
            }
        })
    };
    let two = RwSignal::new(false);
    let made = move || {
        let one = || praise_card(cards::postcard(&words.get(), &store.casebook.settings.get(), store.device.today()));
        view! { <div class="paper-cards praise">{one()}{two.get().then(one)}</div> }
    };
    let counts: Vec<AnyView> = [(false, "One card"), (true, "Two: one for the pupil, one for home")]
        .into_iter()
        .map(|(both, words)| {
            view! {
                <label class="choice">
                    <input type="radio" name="cards" prop:checked=move || two.get() == both on:change=move |_| two.set(both) />
                    <span>{words}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let told = move || {
        about.get().map(|id| view! {
            <a
                class="button"
                href=Route::Of(file, FilePage::Edit(id)).to_string()
                on:click=move |_| store.navigation.expect(Visit::to(Route::Of(file, FilePage::Edit(id))).at("told_pupil"))
            >
                "Record who has seen it"
            </a>
        })
    };
    let unready = Signal::derive(move || words.with(|words| words.trim().is_empty()));
    view! {
        <form class="form no-print" novalidate autocomplete="off" on:submit=move |event| event.prevent_default()>
            {none}
            {choices}
            <div class="field">
                <label for="card-words">"What the card says"</label>
                <p class="hint" id="card-hint">
                    "The first line is printed large. The card goes home and may be read on its way."
                </p>
                <textarea
                    autocomplete="off"
                    class="input"
                    id="card-words"
                    rows="5"
                    aria-describedby="card-hint"
                    prop:value=words
                    on:input:target=move |event| words.set(event.target().value())
                ></textarea>
            </div>
            {thoughts}
            <fieldset class="field">
                <legend>"How many"</legend>
                <div class="choices">{counts}</div>
            </fieldset>
        </form>
        {print_button(store, "Print", unready)}
        {made}
        <div class="actions no-print">{told}</div>
    }
    .into_any()
}

fn staff(store: Store, file: FileId) -> AnyView {
    let page = with(store, file, |case| {
        summary::staff_page(case, case.current()?.id, &store.casebook.settings.get_untracked(), store.device.today())
    });
    match page {
        None => view! {
            <Empty text="There is no referral yet, so there is nothing to tell staff.">
                <a class="button" href=Route::Of(file, FilePage::New(Kind::Referral)).to_string()>
                    "Write the referral"
                </a>
            </Empty>
        }
        .into_any(),
        Some(page) => view! {
            <p class="hint no-print">"What staff who teach the pupil need, on one page. Nothing marked \"mentor only\" is on it."</p>
            {print_button(store, "Print", Signal::stored(false))}
            {sheet(page)}
            {who_has_it(store, file)}
        }
        .into_any(),
    }
}

/// To whom the page for staff went, and when (p04).
fn who_has_it(store: Store, file: FileId) -> AnyView {
    let went = with(store, file, |case| {
        let all = case.all::<Circulation>();
        let pages = all.iter().rev().filter(|one| one.form == CirculationForm::StaffPage);
        Some(pages.map(|one| (one.id, one.names.clone(), dates::long(one.date))).collect::<Vec<_>>())
    });
    let lines: Vec<AnyView> = went
        .unwrap_or_default()
        .into_iter()
        .map(|(id, names, day)| {
            view! {
                <li>
                    <a class="line" href=Route::Of(file, FilePage::Record(id)).to_string()>
                        <span class="name">{names}</span>
                        <span class="when">{day}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    let none = lines.is_empty().then(|| view! { <p class="hint">"Nobody yet."</p> });
    let record = move |_| {
        let preset = [("to", CirculationTo::Staff.code()), ("form", CirculationForm::StaffPage.code())];
        store.navigation.go_new(
            file,
            Kind::Circulation,
            preset.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        );
    };
    view! {
        <section class="stack no-print">
            <h2>"Who has had this page"</h2>
            {none}
            <ul class="ruled">{lines}</ul>
            <div class="actions">
                <button class="button" type="button" on:click=record>
                    "Record who got it"
                </button>
            </div>
        </section>
    }
    .into_any()
}

fn reply(store: Store, file: FileId) -> AnyView {
    let replies =
        with(store, file, |case| Some(replies(case, &store.casebook.settings.get_untracked()))).unwrap_or_default();
    // Those that nobody was given come first.
    let Some(first) = replies.into_iter().next() else {
        return view! {
            <Empty text="There is no decision yet to tell the referrer about.">
                <a class="button" href=Route::Of(file, FilePage::Tab(Tab::Referral)).to_string()>
                    "Go to the referral"
                </a>
            </Empty>
        }
        .into_any();
    };
    let refused = with(store, file, |case| cards::home_refused(case, store.device.today())).filter(|_| first.home);
    if let Some(refused) = refused {
        return view! {
            <div class="advice bad">
                <p>
                    <strong>"No reply home now. "</strong>
                    {refused.words()}
                </p>
            </div>
        }
        .into_any();
    }
    let words = RwSignal::new(first.text);
    let decision = first.decision;
    let unready = Signal::derive(move || words.with(|words| words.trim().is_empty()));
    let settings = store.casebook.settings.get_untracked();
    let head: Vec<AnyView> = std::iter::once(settings.school.as_str())
        .chain(settings.school_address.lines())
        .map(|line| view! { <p>{line.trim().to_owned()}</p> }.into_any())
        .collect();
    view! {
        <form class="form no-print" novalidate autocomplete="off" on:submit=move |event| event.prevent_default()>
            <div class="field">
                <label for="reply-words">{["Reply to ", &first.to].concat()}</label>
                <p class="hint" id="reply-hint">
                    "Read it through: say no more about the pupil than they need to know."
                </p>
                <textarea
                    autocomplete="off"
                    class="input"
                    id="reply-words"
                    rows="14"
                    aria-describedby="reply-hint"
                    prop:value=words
                    on:input:target=move |event| words.set(event.target().value())
                ></textarea>
            </div>
        </form>
        {print_button(store, "Print", unready)}
        <article class="sheet print-sheet">
            <div class="stack tight">{head}</div>
            <p class="text">{move || words.get()}</p>
        </article>
        <div class="actions no-print">
            <a
                class="button"
                href=Route::Of(file, FilePage::Edit(decision)).to_string()
                on:click=move |_| store.navigation.expect(Visit::to(Route::Of(file, FilePage::Edit(decision))).at("referrer_told"))
            >
                "Record as sent"
            </a>
        </div>
    }
    .into_any()
}
