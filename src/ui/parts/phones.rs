//! Words with telephone numbers in them, each number a link that dials it.

use leptos::prelude::*;

use casebook_present::phone::{PhonePiece, pieces};

/// The words, their whole numbers as links.
pub fn phones(text: &str) -> AnyView {
    let drawn: Vec<AnyView> = pieces(text.trim())
        .into_iter()
        .map(|piece| match piece {
            PhonePiece::Words(words) => view! { <span>{words}</span> }.into_any(),
            PhonePiece::Number { words, dial } => view! {
                <a class="button" href=["tel:", &dial].concat()>
                    {words}
                </a>
            }
            .into_any(),
        })
        .collect();
    view! { <span>{drawn}</span> }.into_any()
}
