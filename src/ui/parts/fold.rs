//! A fold that costs nothing until somebody opens it.

use leptos::prelude::*;

/// A fold whose content is made when it is opened for the first time, and then kept.
pub fn fold(summary: impl Into<String>, content: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let opened = RwSignal::new(false);
    view! {
        <details on:toggle=move |_| opened.set(true)>
            <summary>{summary.into()}</summary>
            {move || opened.get().then(&content)}
        </details>
    }
    .into_any()
}
