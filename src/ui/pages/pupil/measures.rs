//! Measures over time, each drawn with its table.

use leptos::prelude::*;

use super::page::Page;
use super::steps;
use crate::route::{FilePage, Route};
use crate::ui::parts::{Empty, chart};
use casebook_domain::content::Kind;
use casebook_present::chart::{ChartSource, charts};
use casebook_present::figures::absence_words;

pub fn view(page: &Page) -> AnyView {
    let charts = charts(&page.case, None);
    let add = view! {
        <div class="actions no-print">
            {steps::add(page, Kind::Measure, "Take a measure")} <a class="button" href=Route::Of(page.file, FilePage::Observe).to_string()>
                "Observe in class"
            </a>
        </div>
    }
    .into_any();
    if charts.is_empty() {
        return view! {
            <Empty text="Nothing has been measured yet. Record attendance, attainment and one of the school's scales as a baseline. Take the same measures later to see the change.">
                {add}
            </Empty>
        }
        .into_any();
    }
    // Of an observation only what stands for it: all that was observed has a page of its own.
    let drawn: Vec<AnyView> = charts.iter().filter(|one| one.headline).map(|one| chart(page.file, one)).collect();
    let observed = charts.iter().any(|one| one.source == ChartSource::Observation).then(|| {
        view! {
            <a class="button" href=Route::Of(page.file, FilePage::Observations).to_string()>
                "All observations"
            </a>
        }
    });
    let absence = absence_words(&page.case, &page.settings).map(|words| view! { <p class="advice">{words}</p> });
    view! {
        {add}
        {absence}
        <div class="charts">{drawn}</div>
        <div class="actions no-print">{observed}</div>
    }
    .into_any()
}
