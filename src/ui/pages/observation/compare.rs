//! A pupil's observations beside each other.

use leptos::prelude::*;

use crate::app::store::use_store;
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::whose;
use crate::ui::parts::{Empty, Icon, PageHead, chart, icon};
use casebook_domain::ids::FileId;
use casebook_domain::observation::Observation;
use casebook_present::observation::compare::{ComparedCode, Grouped, compared};
use casebook_present::observation::lesson;
use casebook_present::{dates, numbers};

/// The page "observations".
#[component]
pub fn Observations(
    /// The file, open.
    file: FileId,
) -> impl IntoView {
    let store = use_store();
    move || {
        let case = store.casebook.file.get().filter(|case| case.id == file)?;
        let name = whose(store, file);
        let all = case.all::<Observation>();
        let lines: Vec<AnyView> = all
            .iter()
            .rev()
            .map(|observation| {
                let words = [observation.sheet.name.as_str(), ": ", &lesson(&observation.lesson)].concat();
                view! {
                    <li>
                        <a class="line" href=Route::Of(file, FilePage::Record(observation.id)).to_string()>
                            <span class="name">{words}</span>
                            <span class="when">{dates::short(observation.began.date(), store.device.today())}</span>
                        </a>
                    </li>
                }
                .into_any()
            })
            .collect();
        let count = numbers::counted(all.len() as u64, "observation", "observations");
        let codes: Vec<AnyView> = compared(&case).iter().map(|one| code(file, one)).collect();
        let body = if lines.is_empty() {
            view! {
                <Empty text="No observations yet. Observe the pupil in a lesson, and again later with the same template, to see what has changed.">
                    <a class="button main" href=Route::Of(file, FilePage::Observe).to_string()>
                        "Observe in class"
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <p class="hint measure">
                    "Behaviours with the same name that were recorded in the same way are shown together. Lessons are compared, never teachers."
                </p>
                <div class="charts">{codes}</div>
                <section class="stack tight">
                    <h2>{count}</h2>
                    <ul class="ruled">{lines}</ul>
                </section>
            }
            .into_any()
        };
        Some(view! {
            <PageHead title="Observations">
                <a class="button" href=Route::Of(file, FilePage::Observe).to_string()>
                    "Observe in class"
                </a>
                <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Measures)).to_string()>
                    {icon(Icon::Back)}
                    "Back to the measures"
                </a>
            </PageHead>
            <p class="about">
                <span>{name}</span>
            </p>
            {body}
        })
    }
}

/// A code over time and by what may matter.
fn code(file: FileId, one: &ComparedCode) -> AnyView {
    let groups: Vec<AnyView> = one.groups.iter().map(grouped).collect();
    let groups = (!groups.is_empty()).then(|| view! { <div class="compared">{groups}</div> });
    view! { <div class="stack">{chart(file, &one.chart)}{groups}</div> }.into_any()
}

fn grouped(group: &Grouped) -> AnyView {
    let rows: Vec<AnyView> = group
        .lines
        .iter()
        .map(|line| {
            view! {
                <tr>
                    <th scope="row">{line.name.clone()}</th>
                    <td>{line.value.clone()}</td>
                    <td class="hint">{line.of.clone()}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="scroll-x" tabindex="0" role="group" aria-label=group.by>
            <table>
                <caption>{group.by}</caption>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
