//! What other pages say of a record that has two versions.

use leptos::prelude::*;

use crate::app::store::Store;
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::{Empty, PageHead, whose_line};
use casebook_domain::ids::{FileId, RecordId};

/// The page of a record that somebody wants to change before they chose.
pub fn choose_first(store: Store, file: FileId, record: RecordId) -> AnyView {
    view! {
        <PageHead title="Choose before you change it" />
        {whose_line(store, file)}
        <Empty text="This was changed on two tablets. Choose which version to keep, or combine them. Then you can change it like any other.">
            <a class="button main" href=Route::Of(file, FilePage::Versions(record)).to_string()>
                "Look at both versions"
            </a>
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>
                "Go to the pupil"
            </a>
        </Empty>
    }
    .into_any()
}

/// Says on a record that it has two versions, and leads to the choice.
pub fn banner(file: FileId, record: RecordId) -> AnyView {
    view! {
        <div class="advice stack tight">
            <p>
                <strong>"Two versions. "</strong>
                "This was changed on two tablets. One of the versions is shown here."
            </p>
            <div class="actions">
                <a class="button" href=Route::Of(file, FilePage::Versions(record)).to_string()>
                    "Look at both and choose"
                </a>
            </div>
        </div>
    }
    .into_any()
}
