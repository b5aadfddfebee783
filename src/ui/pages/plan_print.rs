//! A plan as it goes to people: on the screen as on A4.

use leptos::prelude::*;

use crate::app::store::use_store;
use crate::route::{FilePage, PlanPrint as Print, Route, Tab};
use crate::ui::parts::whose_line;
use crate::ui::parts::{Empty, Icon, PageHead, icon};
use crate::ui::parts::{others_named, sheet};
use casebook_domain::content::Kind;
use casebook_domain::decide::Warning;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::plan::{CirculationForm, CirculationTo, Plan};
use casebook_present::forms::editable;
use casebook_present::summary::{self, NoPage};
use casebook_present::words;

/// The page "print a plan".
#[component]
pub fn PlanPrint(
    /// The file, open.
    file: FileId,
    /// The plan.
    record: RecordId,
    /// What is printed of it.
    print: Print,
) -> impl IntoView {
    let store = use_store();
    // Whose name the full plan carries: some children are known at school by a name that is not used at home.
    let full_for = RwSignal::new(CirculationTo::Staff);
    let made = Memo::new(move |_| {
        let to = print.audience().unwrap_or_else(|| full_for.get());
        let (settings, today) = (store.casebook.settings.get(), store.device.today());
        store.casebook.file.with(|case| {
            let Some(case) = case.as_ref().filter(|case| case.id == file) else { return Err(NoPage::Gone) };
            match print {
                Print::Full => summary::full_plan(case, record, to, &settings, today),
                _ => summary::plan_summary(case, record, to, &settings, today),
            }
        })
    });
    let allowed = Memo::new(move |_| {
        store
            .casebook
            .file
            .with(|case| case.as_ref().map(|case| summary::audiences(case, store.device.today())))
            .unwrap_or_default()
    });
    // Another pupil's name goes on no paper unseen; nor does the pupil's copy leave school while home is not to be told.
    let think_first = move || {
        let page = made.get().ok()?;
        let to = print.audience().unwrap_or_else(|| full_for.get());
        let stays = store.casebook.file.with(|case| summary::stays_in_school(case.as_ref()?, to, store.device.today()));
        let others = others_named(store, Some(file), &page.text()).into_iter().map(Warning::OtherPupilNamed);
        let all: Vec<String> = stays.into_iter().chain(others.map(|other| words::warning(&other))).collect();
        (!all.is_empty()).then(|| {
            view! {
                <div class="advice no-print" role="status">
                    {all.into_iter().map(|one| view! { <p>{one}</p> }).collect_view()}
                </div>
            }
        })
    };
    // What the mentor should know before it goes on paper; a plan that says nothing goes nowhere.
    let unwritten = move || {
        store.casebook.file.with(|case| {
            let case = case.as_ref().filter(|case| case.id == file)?;
            let own_words = || (print == Print::Pupil).then(|| summary::not_in_own_words(case, record)).flatten();
            let words = summary::unwritten(case, record, print == Print::Full).or_else(own_words)?;
            let write = editable(case, record).then(|| {
                view! {
                    <a class="button" href=Route::Of(file, FilePage::Edit(record)).to_string()>
                        "Write it"
                    </a>
                }
            });
            Some(
                view! {
                    <div class="advice no-print">
                        <p>{words}</p>
                        {write}
                    </div>
                }
                .into_any(),
            )
        })
    };
    let nothing = Memo::new(move |_| {
        let empty = store
            .casebook
            .file
            .with(|case| case.as_ref().and_then(|case| case.find::<Plan>(record)).is_none_or(|plan| plan.is_empty()));
        empty || made.with(Result::is_err)
    });
    let circulate = move |_| {
        let to = print.audience().unwrap_or_else(|| full_for.get_untracked());
        let form = if print == Print::Full { CirculationForm::Full } else { CirculationForm::Summary };
        let preset = [("plan", record.to_string()), ("to", to.code().to_owned()), ("form", form.code().to_owned())];
        store.navigation.go_new(file, Kind::Circulation, preset.map(|(name, value)| (name.to_owned(), value)).to_vec());
    };
    view! {
        <PageHead title="Action plan">
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Plan)).to_string()>
                {icon(Icon::Back)}
                "Back to the pupil"
            </a>
        </PageHead>
        {whose_line(store, file)}
        <nav class="tabs no-print" aria-label="What is printed">
            {move || {
                Print::for_these(&allowed.get())
                    .into_iter()
                    .map(|other| {
                        view! {
                            <a
                                href=Route::Of(file, FilePage::PrintPlan(record, other)).to_string()
                                aria-current=(other == print).then_some("page")
                            >
                                {other.label()}
                            </a>
                        }
                    })
                    .collect_view()
            }}
        </nav>
        <div class="actions no-print">
            <button class="button main" type="button" disabled=nothing on:click=move |_| store.device.print()>
                {icon(Icon::Print)}
                "Print"
            </button>
            <button class="button" type="button" disabled=nothing on:click=circulate>
                "Record as sent"
            </button>
            {move || {
                (!nothing.get())
                    .then(|| {
                        view! {
                            <a class="button" href=Route::Of(file, FilePage::Sign(record)).to_string()>
                                "Show and sign"
                            </a>
                        }
                    })
            }}
        </div>
        {unwritten}
        {think_first}
        {(print == Print::Full)
            .then(|| {
                view! {
                    <fieldset class="field no-print">
                        <legend>"This copy is for"</legend>
                        <div class="choices">
                            {move || {
                                allowed
                                    .get()
                                    .into_iter()
                                    .map(|to| {
                                        view! {
                                            <label class="choice">
                                                <input
                                                    type="radio"
                                                    name="full-for"
                                                    prop:checked=to == CirculationTo::Staff
                                                    on:change=move |_| full_for.set(to)
                                                />
                                                <span>{to.label()}</span>
                                            </label>
                                        }
                                    })
                                    .collect_view()
                            }}
                        </div>
                    </fieldset>
                }
            })}
        <p class="hint no-print">"Printed copies are not protected. Nothing marked \"mentor only\" is on it."</p>
        {move || match made.get() {
            Ok(page) => sheet(page),
            Err(NoPage::Home(closed)) => {
                view! {
                    <div class="advice bad">
                        <p>
                            <strong>"Not for home now. "</strong>
                            {use_store().casebook.titled(&words::home_closed(&closed))}
                        </p>
                    </div>
                }
                    .into_any()
            }
            Err(NoPage::Gone) => {
                view! {
                    <Empty text="This plan is not in the file any more.">
                        <a class="button" href=Route::Of(file, FilePage::Tab(Tab::Plan)).to_string()>
                            "Go to the pupil's plans"
                        </a>
                    </Empty>
                }
                    .into_any()
            }
        }}
    }
}
