//! What Casebook knows of the person whom a form names: a pupil who may be here already, the number to ring.

use leptos::prelude::*;

use super::handle::Handle;
use crate::route::{FilePage, Route};
use crate::ui::parts::phones;
use casebook_domain::content::Kind;
use casebook_domain::ids::FileId;
use casebook_present::forms::OtherPupil;

/// What is known of whom the first section names: a pupil who may be here already, the number to ring.
pub fn about(kind: Kind, handle: Handle) -> AnyView {
    match kind {
        Kind::Pupil => already_here(handle),
        Kind::FamilyContact => to_ring(handle),
        _ => ().into_any(),
    }
}

/// Pupils of this casebook who may be the one who is being entered: to be opened, or passed over by going on.
fn already_here(handle: Handle) -> AnyView {
    const NAMED_BY: [&str; 5] = ["first_names", "known_as", "surname", "born", "upn"];
    let typed = Memo::new(move |_| handle.draft.with(|draft| NAMED_BY.map(|name| draft.get(name).to_owned())));
    let alike = Memo::new(move |_| {
        // A memo that nobody reads is never told of a change: it is read here, not only tracked.
        typed.with(|_| ());
        let ctx = handle.ctx();
        let one = |other: &OtherPupil| (other.file, other.name.clone());
        handle.draft.with_untracked(|draft| ctx.already_here(draft).into_iter().map(one).collect::<Vec<_>>())
    });
    let line = |(file, name): (FileId, String)| {
        let open = Route::Of(file, FilePage::Tab(crate::route::Tab::Timeline)).to_string();
        view! {
            <li class="actions">
                <span>
                    <bdi>{name.clone()}</bdi>
                    " is here already."
                </span>
                <a class="button quiet" href=open>
                    "Open "
                    <bdi>{name}</bdi>
                </a>
            </li>
        }
        .into_any()
    };
    let found = move || {
        let lines: Vec<AnyView> = alike.get().into_iter().map(line).collect();
        (!lines.is_empty()).then(|| {
            view! {
                <div class="advice">
                    <ul>{lines}</ul>
                    <p>"If this is a different child, carry on."</p>
                </div>
            }
        })
    };
    view! { <div role="status">{found}</div> }.into_any()
}

/// The number of the person for whom a call is recorded, where a call may be made.
fn to_ring(handle: Handle) -> AnyView {
    let number = Memo::new(move |_| {
        let ctx = handle.ctx();
        handle.draft.with(|draft| ctx.to_ring(draft).map(str::to_owned))
    });
    (move || {
        number.get().map(|number| {
            view! {
                <p class="actions">
                    <span>"To ring: "</span>
                    {phones(&number)}
                </p>
            }
        })
    })
    .into_any()
}
