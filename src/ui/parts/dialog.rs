//! The platform's own dialog, opened and closed by a signal.

use leptos::prelude::*;

use crate::app::store::use_store;

/// A modal dialog. Escape and its buttons set `open` to false.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its id in the page.
    id: &'static str,
    /// Its heading.
    title: &'static str,
    /// What it holds; made again at each opening.
    children: ChildrenFn,
) -> impl IntoView {
    let store = use_store();
    Effect::new(move |_| store.device.show_dialog(id, open.get()));
    let heading = [id, "-title"].concat();
    let labelled = heading.clone();
    view! {
        <dialog id=id aria-labelledby=labelled on:close=move |_| open.set(false)>
            <div class="stack">
                <h2 id=heading>{title}</h2>
                <Show when=move || open.get()>{children()}</Show>
            </div>
        </dialog>
    }
}
