//! A plan as it goes to people: on the screen as on A4.

use leptos::prelude::*;

use super::quick_note::others_named;
use crate::app::store::use_store;
use crate::route::{FilePage, PlanPrint as Print, Route, Tab};
use crate::ui::form::{editable, whose_line};
use crate::ui::parts::{Empty, Icon, PageHead, icon};
use casebook_domain::content::Kind;
use casebook_domain::decide::Warning;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::plan::{CirculationForm, CirculationTo, Plan};
use casebook_present::summary::{self, Block, NoPage, Page, Section};
use casebook_present::words;

/// A page of `present::summary` as a sheet.
pub fn sheet(page: Page) -> AnyView {
    sheet_with(page, 0, None)
}

/// The same with something drawn after this many of its parts.
pub fn sheet_with(mut page: Page, before: usize, drawing: Option<AnyView>) -> AnyView {
    let mut after = page.sections.split_off(before.min(page.sections.len()));
    let end = if page.sign.is_some() { after.pop() } else { None };
    let facts =
        page.facts.into_iter().map(|(what, fact)| view! { <div><dt>{what}</dt><dd>{fact}</dd></div> }).collect_view();
    let head = page.head.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    let sign = page.sign.map(|sign| {
        let lines = sign.who.map(|who| view! { <p class="to-sign">{who}<span>"Date"</span></p> }).collect_view();
        view! { <section class="sheet-sign keep"><p>{sign.words}</p>{lines}</section> }
    });
    view! {
        <article class="sheet print-sheet page-sheet">
            <div class="sheet-head">{head}</div>
            <h2 class="sheet-title">{page.title}</h2>
            <dl class="sheet-facts">{facts}</dl>
            {page.sections.into_iter().map(part).collect_view()}
            {drawing}
            {after.into_iter().map(part).collect_view()}
            // Signatures are never alone on a sheet.
            <div class="keep sheet-end">{end.map(part)} {sign} <p class="sheet-foot">{page.foot}</p></div>
        </article>
    }
    .into_any()
}

fn part(section: Section) -> AnyView {
    let wide = matches!(section.block, Block::Table { .. });
    let block = match section.block {
        Block::Text(text) => view! { <p class="sheet-text">{text}</p> }.into_any(),
        Block::List(lines) => {
            view! { <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }.into_any()
        }
        Block::Steps(lines) => {
            view! { <ol>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ol> }.into_any()
        }
        Block::Gap(words) => view! { <p class="gap">{words}</p> }.into_any(),
        Block::Table { head, rows } => table(head, rows),
    };
    view! { <section class=if wide { "sheet-part" } else { "sheet-part keep" }><h3>{section.heading}</h3>{block}</section> }.into_any()
}

fn table(head: Vec<&'static str>, rows: Vec<Vec<String>>) -> AnyView {
    let labels = head.clone();
    let rows = rows
        .into_iter()
        .map(|row| {
            // A narrow screen shows each cell on a line of its own, under its column's name.
            let cells = row
                .into_iter()
                .zip(labels.clone())
                .map(|(cell, label)| view! { <td data-label=label>{cell}</td> })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    view! {
        <table class="sheet-table">
            <thead><tr>{head.into_iter().map(|column| view! { <th scope="col">{column}</th> }).collect_view()}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// For whom a print is, where that is fixed.
fn audience(print: Print) -> Option<CirculationTo> {
    match print {
        Print::Full => None,
        Print::Pupil => Some(CirculationTo::Pupil),
        Print::Parents => Some(CirculationTo::Parents),
        Print::Staff => Some(CirculationTo::Staff),
    }
}

/// What can be printed of a plan for those to whom it may go now.
pub fn prints(allowed: &[CirculationTo]) -> Vec<Print> {
    Print::ALL.iter().copied().filter(|&print| audience(print).is_none_or(|to| allowed.contains(&to))).collect()
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
    // Whose name the full plan carries: some children are known at school by a name that is not used at home.
    let full_for = RwSignal::new(CirculationTo::Staff);
    let made = Memo::new(move |_| {
        let to = audience(print).unwrap_or_else(|| full_for.get());
        let (settings, today) = (store.settings.get(), store.today());
        store.file.with(|case| {
            let Some(case) = case.as_ref().filter(|case| case.id == file) else { return Err(NoPage::Gone) };
            match print {
                Print::Full => summary::full_plan(case, record, to, &settings, today),
                _ => summary::plan_summary(case, record, to, &settings, today),
            }
        })
    });
    let allowed = Memo::new(move |_| {
        store.file.with(|case| case.as_ref().map(|case| summary::audiences(case, store.today()))).unwrap_or_default()
    });
    // Another pupil's name goes on no paper unseen; nor does the pupil's copy leave school while home is not to be told.
    let think_first = move || {
        let page = made.get().ok()?;
        let to = audience(print).unwrap_or_else(|| full_for.get());
        let stays = store.file.with(|case| summary::stays_in_school(case.as_ref()?, to, store.today()));
        let others = others_named(store, Some(file), &page.text()).into_iter().map(Warning::OtherPupilNamed);
        let all: Vec<String> = stays.into_iter().chain(others.map(|other| words::warning(&other))).collect();
        (!all.is_empty()).then(|| view! {
            <div class="advice no-print" role="status">{all.into_iter().map(|one| view! { <p>{one}</p> }).collect_view()}</div>
        })
    };
    // What the mentor should know before it goes on paper; a plan that says nothing goes nowhere.
    let unwritten = move || {
        store.file.with(|case| {
            let case = case.as_ref().filter(|case| case.id == file)?;
            let own_words = || (print == Print::Pupil).then(|| summary::not_in_own_words(case, record)).flatten();
            let words = summary::unwritten(case, record, print == Print::Full).or_else(own_words)?;
            let write = editable(case, record).then(
                || view! { <a class="button" href=Route::Of(file, FilePage::Edit(record)).to_string()>"Write it"</a> },
            );
            Some(view! { <div class="advice no-print"><p>{words}</p> {write}</div> }.into_any())
        })
    };
    let nothing = Memo::new(move |_| {
        let empty = store
            .file
            .with(|case| case.as_ref().and_then(|case| case.find::<Plan>(record)).is_none_or(|plan| plan.is_empty()));
        empty || made.with(Result::is_err)
    });
    let circulate = move |_| {
        let to = audience(print).unwrap_or_else(|| full_for.get_untracked());
        let form = if print == Print::Full { CirculationForm::Full } else { CirculationForm::Summary };
        let preset = [("plan", record.to_string()), ("to", to.code().to_owned()), ("form", form.code().to_owned())];
        store.go_new(file, Kind::Circulation, preset.map(|(name, value)| (name.to_owned(), value)).to_vec());
    };
    view! {
        <PageHead title="Action plan">
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Plan)).to_string()>{icon(Icon::Back)} "Back to the pupil"</a>
        </PageHead>
        {whose_line(store, file)}
        <nav class="tabs no-print" aria-label="What is printed">
            {move || prints(&allowed.get()).into_iter().map(|other| view! {
                <a href=Route::Of(file, FilePage::PrintPlan(record, other)).to_string() aria-current=(other == print).then_some("page")>{other.label()}</a>
            }).collect_view()}
        </nav>
        <div class="actions no-print">
            <button class="button main" type="button" disabled=nothing on:click=move |_| store.print()>
                {icon(Icon::Print)} "Print"
            </button>
            <button class="button" type="button" disabled=nothing on:click=circulate>"Record as sent"</button>
            {move || (!nothing.get()).then(|| view! { <a class="button" href=Route::Of(file, FilePage::Sign(record)).to_string()>"Show and sign"</a> })}
        </div>
        {unwritten}
        {think_first}
        {(print == Print::Full).then(|| view! {
            <fieldset class="field no-print">
                <legend>"This copy is for"</legend>
                <div class="choices">
                    {move || allowed.get().into_iter().map(|to| view! {
                        <label class="choice">
                            <input type="radio" name="full-for" prop:checked=to == CirculationTo::Staff on:change=move |_| full_for.set(to)/>
                            <span>{to.label()}</span>
                        </label>
                    }).collect_view()}
                </div>
            </fieldset>
        })}
        <p class="hint no-print">"Printed copies are not protected. Nothing marked \"mentor only\" is on it."</p>
        {move || match made.get() {
            Ok(page) => sheet(page),
            Err(NoPage::Home(closed)) => {
                view! { <div class="advice bad"><p><strong>"Not for home now. "</strong>{use_store().titled(&words::home_closed(&closed))}</p></div> }.into_any()
            }
            Err(NoPage::Gone) => view! {
                <Empty text="This plan is not in the file any more."><a class="button" href=Route::Of(file, FilePage::Tab(Tab::Plan)).to_string()>"Go to the pupil's plans"</a></Empty>
            }
            .into_any(),
        }}
    }
}
