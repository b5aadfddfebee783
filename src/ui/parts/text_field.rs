//! A line to type in, under its label.

use leptos::prelude::*;

/// A line of text. What is wrong with it stands under it, with the id that the line is described by.
#[component]
pub fn TextField(
    /// Its id in the page.
    id: &'static str,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    value: RwSignal<String>,
    /// Help under the label; may be empty.
    #[prop(optional)]
    hint: &'static str,
    /// What is wrong with it.
    #[prop(into, optional)]
    wrong: Signal<Option<String>>,
    /// Most characters.
    #[prop(optional)]
    most: Option<u16>,
    /// A few letters.
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    let (hint_id, error_id) = ([id, "-hint"].concat(), [id, "-error"].concat());
    let described = if hint.is_empty() { error_id.clone() } else { [&hint_id, " ", &error_id].concat() };
    let hint = (!hint.is_empty()).then(|| {
        view! {
            <p class="hint" id=hint_id>
                {hint}
            </p>
        }
    });
    let class = if short { "input short" } else { "input" };
    let maxlength = most.map(|most| most.to_string());
    let error = move || wrong.get().map(|words| super::field_error(error_id.clone(), words));
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint}
            <input
                class=class
                id=id
                type="text"
                autocomplete="off"
                maxlength=maxlength
                aria-describedby=described
                aria-invalid=move || wrong.with(|wrong| wrong.as_ref().map(|_| "true"))
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
            {error}
        </div>
    }
}
