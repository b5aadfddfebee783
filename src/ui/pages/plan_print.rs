//! A plan as it goes to people: on the screen as on A4.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::store::{Store, use_store};
use crate::route::{FilePage, PlanPrint as Print, Route, Tab};
use crate::ui::parts::whose_line;
use crate::ui::parts::{Empty, Icon, PageHead, icon};
use crate::ui::parts::{others_named, sheet};
use casebook_domain::case::CaseFile;
use casebook_domain::content::Kind;
use casebook_domain::decide::Warning;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::plan::{CirculationForm, CirculationTo, Plan};
use casebook_present::forms::editable;
use casebook_present::summary::{self, NoPage, Page};
use casebook_present::words;

/// What is printed. Copy: handles to its signals.
#[derive(Clone, Copy)]
struct Printed {
    store: Store,
    file: FileId,
    record: RecordId,
    print: Print,
    /// Whose name the full plan carries: some children are known at school by a name that is not used at home.
    full_for: RwSignal<CirculationTo>,
    made: Memo<Result<Page, NoPage>>,
    allowed: Memo<Vec<CirculationTo>>,
}

impl Printed {
    fn new(store: Store, file: FileId, record: RecordId, print: Print) -> Self {
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
        let today = store.device.today();
        let audiences = move |case: &Option<Arc<CaseFile>>| case.as_ref().map(|case| summary::audiences(case, today));
        let allowed = Memo::new(move |_| store.casebook.file.with(audiences).unwrap_or_default());
        Self { store, file, record, print, full_for, made, allowed }
    }

    /// Another pupil's name goes on no paper unseen; nor does the pupil's copy leave school while home is not to be told.
    fn think_first(self) -> Option<AnyView> {
        let Self { store, file, .. } = self;
        let page = self.made.get().ok()?;
        let to = self.print.audience().unwrap_or_else(|| self.full_for.get());
        let stays = store.casebook.file.with(|case| summary::stays_in_school(case.as_ref()?, to, store.device.today()));
        let others = others_named(store, Some(file), &page.text()).into_iter().map(Warning::OtherPupilNamed);
        let all: Vec<String> = stays.into_iter().chain(others.map(|other| words::warning(&other))).collect();
        let lines = all.iter().map(|one| view! { <p>{one.clone()}</p> }).collect_view();
        (!all.is_empty()).then(|| {
            view! {
                <div class="advice no-print" role="status">
                    {lines}
                </div>
            }
            .into_any()
        })
    }

    /// What the mentor should know before it goes on paper; a plan that says nothing goes nowhere.
    fn unwritten(self) -> Option<AnyView> {
        let Self { store, file, record, print, .. } = self;
        store.casebook.file.with(|case| {
            let case = case.as_ref().filter(|case| case.id == file)?;
            let own_words = || (print == Print::Pupil).then(|| summary::not_in_own_words(case, record)).flatten();
            let words = summary::unwritten(case, record, print == Print::Full).or_else(own_words)?;
            let edit = Route::Of(file, FilePage::Edit(record)).to_string();
            let write = editable(case, record).then(|| {
                view! {
                    <a class="button" href=edit>
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
    }

    /// Whether there is nothing to print.
    fn nothing(self) -> bool {
        let plan = |case: &Option<Arc<CaseFile>>| {
            case.as_ref().and_then(|case| case.find::<Plan>(self.record)).is_none_or(|plan| plan.is_empty())
        };
        self.store.casebook.file.with(plan) || self.made.with(Result::is_err)
    }

    /// The form that records it as sent.
    fn circulate(self) {
        let to = self.print.audience().unwrap_or_else(|| self.full_for.get_untracked());
        let form = if self.print == Print::Full { CirculationForm::Full } else { CirculationForm::Summary };
        let preset =
            [("plan", self.record.to_string()), ("to", to.code().to_owned()), ("form", form.code().to_owned())];
        let preset = preset.map(|(name, value)| (name.to_owned(), value)).to_vec();
        self.store.navigation.go_new(self.file, Kind::Circulation, preset);
    }

    /// What else can be printed of the plan.
    fn tabs(self) -> AnyView {
        let Self { file, record, print, .. } = self;
        let tab = move |other: Print| {
            let href = Route::Of(file, FilePage::PrintPlan(record, other)).to_string();
            view! {
                <a href=href aria-current=(other == print).then_some("page")>
                    {other.label()}
                </a>
            }
        };
        let tabs = move || Print::for_these(&self.allowed.get()).into_iter().map(tab).collect_view();
        view! {
            <nav class="tabs no-print" aria-label="What is printed">
                {tabs}
            </nav>
        }
        .into_any()
    }

    /// Whom the full plan is for.
    fn copy_is_for(self) -> AnyView {
        let full_for = self.full_for;
        let one = move |to: CirculationTo| {
            let checked = to == CirculationTo::Staff;
            view! {
                <label class="choice">
                    <input type="radio" name="full-for" prop:checked=checked on:change=move |_| full_for.set(to) />
                    <span>{to.label()}</span>
                </label>
            }
        };
        let choices = move || self.allowed.get().into_iter().map(one).collect_view();
        view! {
            <fieldset class="field no-print">
                <legend>"This copy is for"</legend>
                <div class="choices">{choices}</div>
            </fieldset>
        }
        .into_any()
    }

    /// The page, or why there is none.
    fn sheet(self) -> AnyView {
        match self.made.get() {
            Ok(page) => sheet(page),
            Err(NoPage::Home(closed)) => {
                let words = self.store.casebook.titled(&words::home_closed(&closed));
                view! {
                    <div class="advice bad">
                        <p>
                            <strong>"Not for home now. "</strong>
                            {words}
                        </p>
                    </div>
                }
                .into_any()
            }
            Err(NoPage::Gone) => {
                let plans = Route::Of(self.file, FilePage::Tab(Tab::Plan)).to_string();
                view! {
                    <Empty text="This plan is not in the file any more.">
                        <a class="button" href=plans>
                            "Go to the pupil's plans"
                        </a>
                    </Empty>
                }
                .into_any()
            }
        }
    }
}

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
    let printed = Printed::new(store, file, record, print);
    let nothing = Memo::new(move |_| printed.nothing());
    let sign = move || {
        let href = Route::Of(file, FilePage::Sign(record)).to_string();
        (!nothing.get()).then(|| {
            view! {
                <a class="button" href=href>
                    "Show and sign"
                </a>
            }
        })
    };
    view! {
        <PageHead title="Action plan">
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Plan)).to_string()>
                {icon(Icon::Back)}
                "Back to the pupil"
            </a>
        </PageHead>
        {whose_line(store, file)}
        {printed.tabs()}
        <div class="actions no-print">
            <button class="button main" type="button" disabled=nothing on:click=move |_| store.device.print()>
                {icon(Icon::Print)}
                "Print"
            </button>
            <button class="button" type="button" disabled=nothing on:click=move |_| printed.circulate()>
                "Record as sent"
            </button>
            {sign}
        </div>
        {move || printed.unwritten()}
        {move || printed.think_first()}
        {(print == Print::Full).then(|| printed.copy_is_for())}
        <p class="hint no-print">"Printed copies are not protected. Nothing marked \"mentor only\" is on it."</p>
        {move || printed.sheet()}
    }
}
