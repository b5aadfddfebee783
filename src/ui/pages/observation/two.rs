//! Two observers of one lesson: how far they agree.

use leptos::prelude::*;

use crate::app::store::use_store;
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::observed::letter;
use crate::ui::parts::whose;
use crate::ui::parts::{Empty, Icon, PageHead, icon};
use casebook_domain::case::CaseFile;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::observation::Observation;
use casebook_domain::observation::agreement::{agreement, comparable, offset_ms, overlap, step_ms, steps};
use casebook_present::dates;
use casebook_present::observation::agreement::{AgreementLine, kappa_words, lines, moments_words, offset_words};
use casebook_present::observation::{lesson, strip};

/// The farthest that the second observer's beginning can be moved, in steps: more is no slip of a clock.
const FARTHEST: i64 = 2_000;
/// Half a day: farther apart than any clock that was set for the day.
const SAME_DAY_MS: u64 = 43_200_000;

/// The page "two observers".
#[component]
pub fn TwoObservers(
    /// The file, open.
    file: FileId,
    /// The first observation.
    record: RecordId,
) -> impl IntoView {
    let store = use_store();
    let chosen = RwSignal::new(None::<RecordId>);
    let shift = RwSignal::new(0_i64);
    let body = move || {
        let case = store.casebook.file.get().filter(|case| case.id == file)?;
        let one = case.find::<Observation>(record)?;
        let name = whose(store, file);
        let other = chosen.get().and_then(|other| case.find::<Observation>(other));
        let body = match other {
            None => choose(&case, record, one.body, chosen, shift),
            Some(other) => compare(file, (record, one.body), (other.id, other.body), chosen, shift),
        };
        Some(
            view! {
                <p class="about">
                    <span>{name}</span>
                    <span>{dates::moment(one.began)}</span>
                    <span>{lesson(&one.lesson)}</span>
                </p>
                {body}
            }
            .into_any(),
        )
    };
    view! {
        <PageHead title="Two observers">
            <a class="button quiet" href=Route::Of(file, FilePage::Record(record)).to_string()>
                {icon(Icon::Back)}
                "Back to the observation"
            </a>
        </PageHead>
        {move || {
            body()
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

/// Which observation was made in the same lesson: the mentor says so.
fn choose(
    case: &CaseFile,
    record: RecordId,
    one: &Observation,
    chosen: RwSignal<Option<RecordId>>,
    shift: RwSignal<i64>,
) -> AnyView {
    let mut found: Vec<(bool, RecordId, &Observation, i64)> = Vec::new();
    for other in case.all::<Observation>() {
        let offset = offset_ms(one.began, other.began);
        let near = offset.unsigned_abs() <= SAME_DAY_MS;
        if other.id != record && near && comparable(one, other.body) {
            found.push((overlap(one, other.body), other.id, other.body, offset));
        }
    }
    if found.is_empty() {
        return view! {
            <Empty text="There is no second observation of this lesson. Ask a colleague to observe the same pupil in the same lesson, with the same template, on another tablet. When you open their hand-over, their observation is offered on this page.">
                <a class="button" href=Route::OpenBundle.to_string()>
                    "Open a hand-over"
                </a>
            </Empty>
        }
        .into_any();
    }
    casebook_domain::order::by_key(&mut found, |(overlaps, _, _, offset)| (!overlaps, offset.unsigned_abs()));
    let lines: Vec<AnyView> = found
        .into_iter()
        .map(|(overlaps, id, other, offset)| {
            let words = [dates::moment(other.began), lesson(&other.lesson)].join(", ");
            let clock = if overlaps {
                "According to the clocks of both tablets, the two overlap."
            } else {
                "According to the clocks of both tablets, the two do not overlap: one of the clocks may have been wrong."
            };
            let proposed = steps(one, offset);
            let take = move |_| {
                shift.set(proposed);
                chosen.set(Some(id));
            };
            view! {
                <li class="use-line">
                    <span class="stack tight">
                        <span>{words}</span>
                        <span class="hint">{clock}</span>
                    </span>
                    <button class="button" type="button" on:click=take>
                        "It is the same lesson"
                    </button>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="stack">
            <h2>"Which one was made in the same lesson?"</h2>
            <ul class="ruled">{lines}</ul>
        </section>
    }
    .into_any()
}

fn compare(
    file: FileId,
    (_, one): (RecordId, &Observation),
    (second, other): (RecordId, &Observation),
    chosen: RwSignal<Option<RecordId>>,
    shift: RwSignal<i64>,
) -> AnyView {
    let proposed = steps(one, offset_ms(one.began, other.began));
    let moved = shift.get();
    let agreed = agreement(one, other, moved);
    let by = move |change: i64| shift.update(|shift| *shift = (*shift + change).clamp(-FARTHEST, FARTHEST));
    let clocks = offset_words(one, moved, proposed);
    let letters = strip::letters(&one.sheet);
    let rows: Vec<AnyView> = lines(one, &agreed)
        .into_iter()
        .map(|line| {
            let AgreementLine { place, name, cells } = line;
            let sign = letter(letters[place].clone(), one.sheet.codes[place].colour);
            let cells: Vec<AnyView> = cells.into_iter().map(|cell| view! { <td>{cell}</td> }.into_any()).collect();
            view! {
                <tr>
                    <th scope="row">{sign} " " {name}</th>
                    {cells}
                </tr>
            }
            .into_any()
        })
        .collect();
    let together = agreed.moments.map(|(share, kappa)| {
        view! {
            <p>
                <strong>{moments_words(share)}</strong>
                " "
                {kappa_words(kappa)}
            </p>
        }
    });
    let intervals = one.sheet.interval_ms() > 0;
    let paired = intervals.then(|| {
        let words = casebook_present::numbers::counted(u64::from(agreed.paired), "interval was", "intervals were");
        view! { <p>{[&words, " seen by both; only these count."].concat()}</p> }
    });
    let step = if step_ms(one) == 1_000 { "second" } else { "interval" };
    view! {
        <section class="stack">
            <h2>"When the second started"</h2>
            <p>{clocks}</p>
            <div class="actions">
                <button class="button" type="button" on:click=move |_| by(-1)>
                    {["One ", step, " earlier"].concat()}
                </button>
                <button class="button" type="button" on:click=move |_| by(1)>
                    {["One ", step, " later"].concat()}
                </button>
                <button class="button" type="button" on:click=move |_| shift.set(0)>
                    "At the same moment"
                </button>
                <button class="button" type="button" on:click=move |_| shift.set(proposed)>
                    "As the clocks say"
                </button>
            </div>
        </section>
        <section class="stack">
            <h2>"How far they agree"</h2>
            {paired}
            {together}
            <div class="scroll-x" tabindex="0" role="region" aria-label="Agreement by behaviour">
                <table class="agreed">
                    <thead>
                        <tr>
                            <th scope="col">"Behaviour"</th>
                            <th scope="col">"Interval by interval"</th>
                            <th scope="col">"Scored intervals"</th>
                            <th scope="col">"Unscored intervals"</th>
                            <th scope="col">"Total"</th>
                            <th scope="col">"Kappa"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="hint measure">
                "Total compares only the sums: two observers who counted the same number at different times agree fully. Kappa allows for agreement by chance; its words are those of Landis and Koch (1977)."
            </p>
            <div class="actions">
                <a class="button" href=Route::Of(file, FilePage::Record(second)).to_string()>
                    "The second observation"
                </a>
                <button class="button quiet" type="button" on:click=move |_| chosen.set(None)>
                    "It was another lesson"
                </button>
            </div>
        </section>
    }
    .into_any()
}
