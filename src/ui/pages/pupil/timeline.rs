//! The timeline, newest first, with what to have in mind before the next session on top.

use leptos::prelude::*;

use super::page::Page;
use crate::app::store::use_store;
use crate::route::{FilePage, Route, new_form};
use crate::ui::parts::{Empty, since_last_time};
use casebook_domain::calendar::Date;
use casebook_domain::content::Kind;
use casebook_domain::ids::FileId;
use casebook_domain::people::by_another;
use casebook_domain::preparation::Audience;
use casebook_present::dates;
use casebook_present::numbers::whole;
use casebook_present::since_last::since_last;
use casebook_present::timeline::{TimelineItem, beginning, timeline};

/// Lines drawn at once.
const LINES: usize = 40;

/// What the timeline can be narrowed to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    All,
    Pupil,
    Family,
    Staff,
    Evidence,
    Case,
}

impl Only {
    const ALL: &'static [Self] = &[Self::All, Self::Pupil, Self::Family, Self::Staff, Self::Evidence, Self::Case];

    const fn label(self) -> &'static str {
        match self {
            Self::All => "Everything",
            Self::Pupil => "Sessions and notes",
            Self::Family => "Family",
            Self::Staff => "Staff",
            Self::Evidence => "Evidence",
            Self::Case => "Case steps",
        }
    }

    const fn to(kind: Kind) -> Self {
        match kind {
            Kind::Session | Kind::PlannedSession | Kind::Note | Kind::Achievement => Self::Pupil,
            Kind::Letter | Kind::LeadDecision | Kind::FamilyContact => Self::Family,
            Kind::Liaison | Kind::Onward | Kind::Circulation => Self::Staff,
            Kind::Measure | Kind::Observation | Kind::Assessment => Self::Evidence,
            _ => Self::Case,
        }
    }
}

pub fn view(page: &Page) -> AnyView {
    let file = page.file;
    let today = page.today;
    let items = StoredValue::new(timeline(&page.case));
    if items.with_value(Vec::is_empty) {
        return view! {
            <Empty text="Nothing has been recorded yet. What you record about this pupil appears here, newest first.">
                <div class="actions">
                    <a class="button" href=new_form(file, Kind::Note).to_string()>
                        "Write a note"
                    </a>
                    <a class="button" href=new_form(file, Kind::Referral).to_string()>
                        "Write the referral"
                    </a>
                </div>
            </Empty>
        }
        .into_any();
    }
    let only = RwSignal::new(Only::All);
    let safeguarding = RwSignal::new(false);
    let most = RwSignal::new(LINES);
    let chips: Vec<AnyView> = Only::ALL
        .iter()
        .filter(|&&of| {
            of == Only::All
                || items.with_value(|items| items.iter().any(|item| !item.hidden && Only::to(item.kind) == of))
        })
        .map(|&of| {
            view! {
                <label class="chip">
                    <input
                        type="radio"
                        name="only"
                        prop:checked=move || only.get() == of
                        on:change=move |_| {
                            most.set(LINES);
                            only.set(of);
                        }
                    />
                    <span>{of.label()}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let mentor = use_store().casebook.settings.with(|settings| settings.mentor.clone());
    let drawn = move || {
        let (of, shown) = (only.get(), safeguarding.get());
        let wanted =
            |item: &&TimelineItem| if item.hidden { shown } else { of == Only::All || Only::to(item.kind) == of };
        items.with_value(|items| {
            let lines: Vec<AnyView> =
                items.iter().filter(wanted).take(most.get()).map(|item| line(file, today, item, &mentor)).collect();
            let left = items.iter().filter(wanted).count() - lines.len();
            let more = move |_| most.update(|most| *most += 200);
            view! {
                <ol class="timeline">{lines}</ol>
                {(left > 0)
                    .then(|| {
                        view! {
                            <div class="actions">
                                <button class="button" type="button" on:click=more>
                                    {["Show more (", &whole(left as u64), " left)"].concat()}
                                </button>
                            </div>
                        }
                    })}
            }
        })
    };
    let none = items.with_value(|items| items.iter().all(|item| !item.hidden));
    view! {
        {folded_since(page)}
        <section class="stack" aria-label="Timeline">
            <div class="filters no-print">
                <fieldset class="chips">
                    <legend class="visually-hidden">"Show"</legend>
                    {chips}
                </fieldset>
                // Always there, so that its being there says nothing.
                <button class="button quiet" type="button" on:click=move |_| safeguarding.update(|on| *on = !*on)>
                    {move || if safeguarding.get() { "Hide safeguarding entries" } else { "Show safeguarding entries" }}
                </button>
            </div>
            {move || {
                (safeguarding.get() && none)
                    .then(|| {
                        view! {
                            <p class="hint" role="status">
                                "There are no safeguarding entries."
                            </p>
                        }
                    })
            }}
            {drawn}
        </section>
    }
    .into_any()
}

fn line(file: FileId, today: Date, item: &TimelineItem, mentor: &str) -> AnyView {
    let by = by_another(item.author.as_deref(), mentor).map(|author| {
        view! { <span class="hint">"recorded by " <bdi>{author.to_owned()}</bdi></span> }
    });
    let audience = item.audience.filter(|audience| *audience != Audience::MentorOnly).map(|audience| {
        view! { <span class="tag">{audience.label()}</span> }
    });
    view! {
        <li class:hidden-entry=item.hidden>
            <span class="when">{dates::short(item.date, today)}</span>
            <div class="what">
                <p>
                    <a class="title" href=Route::Of(file, FilePage::Record(item.record)).to_string()>
                        {item.title.clone()}
                    </a>
                    " "
                    {audience}
                    " "
                    {by}
                    {item
                        .two_versions
                        .then(|| {
                            view! {
                                " "
                                <span class="tag two-versions">"Two versions"</span>
                            }
                        })}
                </p>
                {(!item.text.is_empty()).then(|| text(item))}
            </div>
        </li>
    }
    .into_any()
}

/// What an entry says; a long one is folded after its beginning.
fn text(item: &TimelineItem) -> AnyView {
    let whole = item.text.clone();
    let Some(begun) = beginning(&whole).map(|begun| [begun, " …"].concat()) else {
        return view! { <p class="text">{whole}</p> }.into_any();
    };
    let all = RwSignal::new(false);
    let about = item.title.clone();
    view! {
        <p class="text">{move || if all.get() { whole.clone() } else { begun.clone() }}</p>
        <button
            class="button quiet"
            type="button"
            aria-expanded=move || if all.get() { "true" } else { "false" }
            on:click=move |_| all.update(|all| *all = !*all)
        >
            {move || if all.get() { "Show less" } else { "Show all" }}
            <span class="visually-hidden">" of: " {about}</span>
        </button>
    }
    .into_any()
}

/// The last session on one line, what came since a tap away: the timeline begins above the fold.
fn folded_since(page: &Page) -> Option<AnyView> {
    let episode = page.case.current().map(|episode| episode.id);
    let last = since_last(&page.case, episode).last?;
    let mut line = ["Since last time: ", last.kind, ", ", &dates::relative(last.date, page.today)].concat();
    if !last.next_step.trim().is_empty() {
        line += &[". Next step: ", last.next_step.trim()].concat();
    }
    let card = since_last_time(&page.case, page.today);
    Some(
        view! {
            <details class="since-fold no-print">
                <summary>{line}</summary>
                {card}
            </details>
        }
        .into_any(),
    )
}
