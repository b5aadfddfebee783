//! Small things to print from a pupil's page: appointment slips, a postcard that praises, the page for staff, the reply to
//! who made the referral.

mod frame;
mod postcard;
mod slips;
mod staff;

use leptos::prelude::*;

use crate::app::store::use_store;
use crate::route::{FilePage, Paper as Which, Route, Tab};
use crate::ui::parts::{Icon, PageHead, icon, whose_line};
use casebook_domain::ids::FileId;
use postcard::postcard;
use slips::slips;
use staff::{reply, staff};

/// The page of something to print.
#[component]
pub fn Paper(
    /// The file, open.
    file: FileId,
    /// What.
    which: Which,
) -> impl IntoView {
    let store = use_store();
    let body = match which {
        Which::Slip => slips(store, file),
        Which::Postcard => postcard(store, file),
        Which::Staff => staff(store, file),
        Which::Reply => reply(store, file),
    };
    view! {
        <PageHead title=which.label()>
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>
                {icon(Icon::Back)}
                "Back to the pupil"
            </a>
        </PageHead>
        {whose_line(store, file)}
        {body}
    }
}
