//! A recorded observation: what can be done with it, what it serves in the plan, its page for the class teacher.

mod compare;
mod two;

pub use compare::Observations;
pub use two::TwoObservers;

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::observed::drawing;
use crate::ui::parts::sheet_with;
use crate::ui::parts::{Dialog, Empty, Icon, PageHead, facts, file_out, icon, menu};
use casebook_domain::case::{CaseFile, Item, Recorded};
use casebook_domain::content::{Content, Kind};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::measure::Occasion;
use casebook_domain::observation::{Observation, Use};
use casebook_domain::plan::Plan;
use casebook_present::observation::print::{self, Wanted};
use casebook_present::observation::{csv, lesson, uses};
use casebook_present::{dates, initials, numbers};
use casebook_repository::RepositoryError;

/// With which sheet, when, in what lesson, and what the mentor makes of it.
pub fn about(observation: &Observation) -> AnyView {
    let Observation { began, sheet, lesson: context, comment, .. } = observation;
    let fact = |label: &str, text: String| (label.to_owned(), text);
    let planned = numbers::counted(u64::from(sheet.planned_min), "minute", "minutes");
    let length = [&dates::clock(observation.length_ms()), " (", &planned, " planned)"].concat();
    let defined: Vec<AnyView> = sheet
        .codes
        .iter()
        .map(|code| {
            let text = [code.method.label(), ". ", &code.definition].concat();
            view! {
                <dt>{code.name.clone()}</dt>
                <dd>{text}</dd>
            }
            .into_any()
        })
        .collect();
    let defined = (!defined.is_empty()).then(|| {
        view! {
            <details>
                <summary>"What counted"</summary>
                <dl class="facts">{defined}</dl>
            </details>
        }
    });
    view! {
        <section class="stack">
            {facts([
                fact("Recorded with", sheet.name.clone()),
                fact("Started", dates::moment(*began)),
                fact("Length", length),
                fact("Lesson", lesson(context)),
                fact("Comment", comment.trim().to_owned()),
            ])} {defined}
        </section>
    }
    .into_any()
}

/// What can be done with it.
pub fn actions(store: Store, file: FileId, id: RecordId, observation: &Observation) -> AnyView {
    let saving = RwSignal::new(false);
    let (events, intervals) = (csv::events(observation), csv::by_interval(observation));
    let give = move |words: &'static str, main: bool, name: &'static str, text: String| {
        // A spreadsheet reads UTF-8 only with this mark before it.
        let make = move || Ok((name.to_owned(), ["\u{feff}", &text].concat().into_bytes()));
        file_out(store, words, Signal::stored(main), 0, make, Callback::new(|_| ()))
    };
    let tables = move || {
        let of_events = give("Save the events", true, "observation-events.csv", events.clone());
        let of_intervals =
            intervals.clone().map(|text| give("Save the intervals", false, "observation-intervals.csv", text));
        view! {
            <p>
                "The file is a plain copy: anybody who has it can read it, and Casebook can't take it back. The pupil's name is not in it, unless a note says it."
            </p>
            <div class="actions">
                {of_events} {of_intervals} <button class="button quiet" type="button" on:click=move |_| saving.set(false)>
                    "Back"
                </button>
            </div>
        }
        .into_any()
    };
    let more = vec![
        view! { <li><a href=Route::Of(file, FilePage::Observations).to_string()>"Compare with other observations"</a></li> }.into_any(),
        view! { <li><button type="button" popovertarget="observation-more" popovertargetaction="hide" on:click=move |_| saving.set(true)>"Save as a table (CSV)"</button></li> }.into_any(),
        view! { <li><a href=Route::Of(file, FilePage::TwoObservers(id)).to_string()>"Two observers: how far they agree"</a></li> }.into_any(),
    ];
    view! {
        <a class="button" href=Route::Of(file, FilePage::PrintObservation(id)).to_string()>
            {icon(Icon::Print)}
            "Print for the class teacher"
        </a>
        {menu("observation-more", "More", more)}
        <Dialog open=saving id="save-tables" title="Save as a table (CSV)">
            {tables()}
        </Dialog>
    }
    .into_any()
}

/// What its figures serve in the plan, with one tap each way.
pub fn in_the_plan(store: Store, case: &CaseFile, item: &Item, observation: &Observation) -> Option<AnyView> {
    let candidates = uses::candidates(observation);
    let first = candidates.first()?.code;
    let episode = item.entry.episode?;
    if case.current().is_none_or(|current| current.id != episode) {
        return None;
    }
    let (file, id) = (case.id, item.id);
    let chosen = RwSignal::new(observation.uses.first().map_or(first, |used| used.code));
    let one = candidates.len() == 1;
    let choices: Vec<AnyView> = candidates
        .into_iter()
        .map(|candidate| {
            let code = candidate.code;
            view! {
                <label class="choice">
                    <input type="radio" name="served" prop:checked=move || chosen.get() == code on:change=move |_| chosen.set(code) />
                    <span>{candidate.words}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let which = (!one).then(|| {
        view! {
            <fieldset class="field">
                <legend>"Which figure"</legend>
                <div class="choices">{choices}</div>
            </fieldset>
        }
    });
    let body = match case.latest_plan(episode) {
        None => {
            let whole = observation.clone();
            let make = move |_| store.navigation.go_new(file, Kind::Plan, uses::preset(&whole, chosen.get_untracked()));
            view! {
                <p class="hint measure">"There is no action plan yet. You can use this figure as the baseline of a target."</p>
                {which}
                <div class="actions">
                    <button class="button" type="button" on:click=make>
                        "Use as a target's baseline"
                    </button>
                </div>
            }
            .into_any()
        }
        Some(plan) => {
            let lines = targets(store, case, &plan, id, observation, chosen);
            view! {
                {which}
                <ul class="ruled uses">{lines}</ul>
            }
            .into_any()
        }
    };
    Some(
        view! {
            <section class="stack no-print">
                <h2 id="in-the-plan" tabindex="-1">
                    "In the action plan"
                </h2>
                {body}
            </section>
        }
        .into_any(),
    )
}

/// A line for each target of the plan.
fn targets(
    store: Store,
    case: &CaseFile,
    plan: &Recorded<'_, Plan>,
    id: RecordId,
    observation: &Observation,
    chosen: RwSignal<u8>,
) -> Vec<AnyView> {
    let file = case.id;
    // What was signed stays as it was signed.
    let signed = !case.signatures(plan.id).is_empty();
    let plan_id = plan.id;
    let whole = StoredValue::new((observation.clone(), plan.body.clone()));
    let tap = move |target: u16, occasion: Occasion| {
        let code = chosen.get_untracked();
        let wanted = Use { target, code, occasion };
        let (used, filled) = whole.with_value(|(observation, plan)| {
            let new = !uses::serves(observation, &wanted);
            let filled = (new && occasion == Occasion::Baseline && !signed)
                .then(|| uses::filled(plan, target, observation, code))
                .flatten();
            (uses::switched(observation, wanted), filled)
        });
        store.device.task(async move {
            let mut in_plan = false;
            let observation = (id, Content::Observation(used));
            let mut saved = None;
            if let Some(plan) = filled {
                match store.casebook.save_all(file, vec![observation.clone(), (plan_id, Content::Plan(plan))]).await {
                    // Where the rules do not let the plan be changed, what the observation serves is saved alone.
                    Err(RepositoryError::Rejected(_)) => {}
                    done => {
                        in_plan = true;
                        saved = Some(done);
                    }
                }
            }
            let saved = match saved {
                Some(done) => done,
                None => store.casebook.save_all(file, vec![observation]).await,
            };
            match saved {
                Ok(warnings) => {
                    if in_plan {
                        store.casebook.say_saved(
                            "Saved. The target now has its measure, unit and baseline from this observation.",
                            &[],
                        );
                    } else {
                        store.casebook.say_saved("Saved.", &warnings);
                    }
                    store.device.focus("in-the-plan");
                }
                Err(error) => store.device.say(Notice::error(&error)),
            }
        });
    };
    let line = |target: &casebook_domain::plan::Target| {
        let number = target.number;
        let button = |occasion: Occasion, as_what: &'static str| {
            let pressed = move || {
                let wanted = Use { target: number, code: chosen.get(), occasion };
                if whole.with_value(|(observation, _)| uses::serves(observation, &wanted)) { "true" } else { "false" }
            };
            let label = [as_what, " of ", &uses::target_words(target)].concat();
            view! {
                <button class="button use" type="button" aria-pressed=pressed aria-label=label on:click=move |_| tap(number, occasion)>
                    {as_what}
                </button>
            }
            .into_any()
        };
        let mut words = uses::target_words(target);
        words.replace_range(..1, "T");
        view! {
            <li class="use-line">
                <span>{words}</span>
                <span class="actions">{button(Occasion::Baseline, "Baseline")} {button(Occasion::Progress, "Progress")}</span>
            </li>
        }
        .into_any()
    };
    plan.targets.iter().map(line).collect()
}

/// The page "print an observation".
#[component]
pub fn PrintObservation(
    /// The file, open.
    file: FileId,
    /// The observation.
    record: RecordId,
) -> impl IntoView {
    let store = use_store();
    let wanted = RwSignal::new(Wanted {
        initials: store.casebook.settings.with_untracked(|settings| settings.initials_only),
        ..Wanted::default()
    });
    let tick = move |label: &'static str, is: fn(&Wanted) -> bool, set: fn(&mut Wanted, bool)| {
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || wanted.with(is)
                    on:change:target=move |event| wanted.update(|wanted| set(wanted, event.target().checked()))
                />
                <span>{label}</span>
            </label>
        }
    };
    let page = move || {
        let case = store.casebook.file.get().filter(|case| case.id == file)?;
        let settings = store.casebook.settings.get();
        let observation = case.find::<Observation>(record)?;
        let name = store.casebook.headers.with(|headers| initials::shown_name(headers, file, wanted.get().initials));
        let (page, before) = print::page(observation.body, name, &settings, wanted.get());
        Some(sheet_with(page, before, Some(drawing(observation.body, wanted.get().notes))))
    };
    let back = Route::Of(file, FilePage::Record(record)).to_string();
    view! {
        <PageHead title="For the class teacher">
            <a class="button quiet" href=back>
                {icon(Icon::Back)}
                "Back to the observation"
            </a>
        </PageHead>
        <fieldset class="field no-print">
            <legend>"On the page"</legend>
            <div class="choices">
                {tick("Initials instead of the name", |wanted| wanted.initials, |wanted, on| wanted.initials = on)}
                {tick("Include my comment", |wanted| wanted.comment, |wanted, on| wanted.comment = on)}
                {tick("Include the notes made in the lesson", |wanted| wanted.notes, |wanted, on| wanted.notes = on)}
            </div>
        </fieldset>
        <div class="actions no-print">
            <button class="button main" type="button" on:click=move |_| store.device.print()>
                {icon(Icon::Print)}
                "Print"
            </button>
            <span class="hint">"Printed copies are not protected."</span>
        </div>
        {move || {
            page()
                .unwrap_or_else(|| {
                    view! {
                        <Empty text="This observation is not in the file any more.">
                            <a class="button" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>
                                "Go to the pupil"
                            </a>
                        </Empty>
                    }
                        .into_any()
                })
        }}
    }
}
