//! What a page says about what was done or went wrong.

use leptos::prelude::*;

/// Something that went wrong, read out at once: what did not happen, then why. `id`: where it can get the focus.
#[component]
pub fn Alert(
    /// Its id in the page.
    #[prop(optional)]
    id: Option<&'static str>,
    /// What did not happen, such as "Nothing was written. ".
    #[prop(optional)]
    what: &'static str,
    /// Why, and what to do.
    #[prop(into)]
    words: String,
    /// No wider than a line of text.
    #[prop(optional)]
    measure: bool,
) -> impl IntoView {
    let class = if measure { "advice bad measure" } else { "advice bad" };
    let what = (!what.is_empty()).then(|| view! { <strong>{what}</strong> });
    view! {
        <div class=class id=id tabindex=id.map(|_| "-1") role="alert">
            <p>{what}{words}</p>
        </div>
    }
}

/// What is wrong at a field, with the id that the field is described by.
pub fn field_error(id: impl Into<String>, words: impl Into<String>) -> AnyView {
    let (id, words) = (id.into(), words.into());
    view! {
        <p class="error" id=id role="alert">
            {words}
        </p>
    }
    .into_any()
}

/// What was typed before is back, with the button that begins again.
pub fn came_back(words: &'static str, again: &'static str, run: impl Fn() + 'static) -> AnyView {
    view! {
        <div class="advice good">
            <p>{words}</p>
            <button class="button quiet" type="button" on:click=move |_| run()>
                {again}
            </button>
        </div>
    }
    .into_any()
}
