//! What must be finished and must not be read by onlookers: a number or a loud line that names nobody; a tap shows what
//! it is (p40).

use leptos::prelude::*;

use crate::route::{FilePage, Route, Tab, due_page};
use casebook_present::today::{Guarded, TodayLine, finish_words};

/// Today's own insistent line: NOBODY HAS BEEN TOLD is above everything, without a name until it is tapped.
pub fn insisting(guarded: &Guarded) -> Option<AnyView> {
    let lines = |lines: &[TodayLine]| lines.iter().map(line_view).collect_view();
    let untold = (!guarded.untold.is_empty()).then(|| {
        view! {
            <details class="advice bad untold" id="untold">
                <summary>
                    <span>
                        <strong>"NOBODY HAS BEEN TOLD"</strong>
                        " "
                        {finish_words(guarded.untold.len())}
                        " now"
                    </span>
                </summary>
                <ul class="ruled">{lines(&guarded.untold)}</ul>
            </details>
        }
    });
    let others = (!guarded.others.is_empty()).then(|| {
        view! {
            <details class="advice" id="to-finish">
                <summary>{finish_words(guarded.others.len())}</summary>
                <ul class="ruled">{lines(&guarded.others)}</ul>
            </details>
        }
    });
    (!guarded.is_empty()).then(|| {
        view! {
            {untold}
            {others}
        }
        .into_any()
    })
}

/// On a pupil's page: how many things press, and which behind a tap.
pub fn of_pupil(lines: &[TodayLine]) -> Option<AnyView> {
    (!lines.is_empty()).then(|| {
        view! {
            <details class="finish no-print" id="to-finish">
                <summary>{finish_words(lines.len())}</summary>
                <ul class="ruled">{lines.iter().map(line_view).collect_view()}</ul>
            </details>
        }
        .into_any()
    })
}

fn line_view(line: &TodayLine) -> AnyView {
    let route = match line.kind {
        Some(kind) => due_page(line.file, kind, line.record),
        None => Route::Of(line.file, FilePage::Tab(Tab::Timeline)),
    };
    let name = (!line.pupil.is_empty()).then(|| view! { <span class="name">{line.pupil.clone()}</span> });
    view! {
        <li>
            <a class="line due" href=route.to_string()>
                {name}
                <span class="what">{line.what}</span>
                <span class="when">{line.when.clone()}</span>
            </a>
        </li>
    }
    .into_any()
}
