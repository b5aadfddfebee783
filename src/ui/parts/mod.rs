//! Small pieces that pages are made of.

pub mod about_safety;
mod alert;
pub mod ask_passphrase;
pub mod chart;
pub mod choose_files;
pub mod date_box;
pub mod dialog;
pub mod file_out;
pub mod find_pupil;
pub mod finish;
pub mod fold;
pub mod holding;
pub mod icon;
pub mod lines;
mod notice;
pub mod observed;
mod others_named;
pub mod phones;
pub mod qr;
mod refusal;
pub mod scan;
mod secret_words;
mod sheet;
pub mod signature;
mod since_last;
mod submit;
mod text_field;
mod whose;

pub use alert::{Alert, came_back, field_error};
pub use ask_passphrase::AskPassphrase;
pub use chart::chart;
pub use choose_files::{ChooseFiles, ChosenFile};
pub use date_box::DateBox;
pub use dialog::Dialog;
pub use file_out::{Left, file_out};
pub use find_pupil::{Offering, find_pupil};
pub use fold::fold;
pub use holding::HoldingBanner;
pub use icon::{Icon, icon};
pub use lines::{facts, mending_link, menu, missing_list, record_lines};
pub use notice::Notice;
pub use observed::observed;
pub use others_named::others_named;
pub use phones::phones;
pub use qr::QrCode;
pub use refusal::refusal;
pub use scan::ScanKey;
pub use secret_words::SecretWords;
pub use sheet::{sheet, sheet_with};
pub use since_last::since_last_time;
pub use submit::{FieldProblem, Submit, submitted};
pub use text_field::TextField;
pub use whose::{whose, whose_line};

use leptos::prelude::*;

use casebook_domain::states::{Overlay, State};

/// A page's heading with what belongs beside it.
#[component]
pub fn PageHead(
    /// The heading.
    #[prop(into)]
    title: String,
    /// Links and buttons at its side.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="page-head">
            <h1 tabindex="-1" id="page-title">
                {title}
            </h1>
            <div class="actions no-print">{children.map(|children| children())}</div>
        </div>
    }
}

/// The state of a case: a shape and words, never colour alone.
pub fn state_mark(state: State, overlay: Overlay) -> AnyView {
    let (class, words) = match overlay {
        Overlay::None => (
            match state {
                State::Intervention | State::ExitProgramme => "state running",
                State::None | State::Exited | State::Declined | State::Redirected => "state closed",
                _ => "state",
            },
            state.label(),
        ),
        other => ("state stopped", other.label()),
    };
    view! { <span class=class>{words}</span> }.into_any()
}

/// What a list says when there is nothing in it, and what to do then.
#[component]
pub fn Empty(
    /// Why it is empty and what comes here.
    #[prop(into)]
    text: String,
    /// What to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// What `aria-pressed` says.
pub const fn pressed(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
}
