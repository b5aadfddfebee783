//! A page of `present::summary` as a sheet: on the screen as on A4.

use leptos::prelude::*;

use casebook_present::summary::{Block, Page, SummarySection};

/// A page of `present::summary` as a sheet.
pub fn sheet(page: Page) -> AnyView {
    sheet_with(page, 0, None)
}

/// The same with something drawn after this many of its parts.
pub fn sheet_with(mut page: Page, before: usize, drawing: Option<AnyView>) -> AnyView {
    let mut after = page.sections.split_off(before.min(page.sections.len()));
    let end = if page.sign.is_some() { after.pop() } else { None };
    let facts = page
        .facts
        .into_iter()
        .map(|(what, fact)| {
            view! {
                <div>
                    <dt>{what}</dt>
                    <dd>{fact}</dd>
                </div>
            }
        })
        .collect_view();
    let head = page.head.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    let sign = page.sign.map(|sign| {
        let lines = sign.who.map(|who| view! { <p class="to-sign">{who}<span>"Date"</span></p> }).collect_view();
        view! {
            <section class="sheet-sign keep">
                <p>{sign.words}</p>
                {lines}
            </section>
        }
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

fn part(section: SummarySection) -> AnyView {
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
    view! {
        <section class=if wide { "sheet-part" } else { "sheet-part keep" }>
            <h3>{section.heading}</h3>
            {block}
        </section>
    }
    .into_any()
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
            <thead>
                <tr>{head.into_iter().map(|column| view! { <th scope="col">{column}</th> }).collect_view()}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
