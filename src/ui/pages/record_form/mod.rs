//! The page of one form: restores the draft, keeps it, saves, continues.

mod advice;
mod filling;

use leptos::prelude::*;

use self::filling::Filling;
use crate::app::store::{Store, use_store};
use crate::ui::autosave::DraftPlace;
use crate::ui::form::{Handle, field_id};
use crate::ui::parts::{PageHead, came_back, since_last_time, whose_line};
use casebook_domain::content::Kind;
use casebook_domain::ids::{FileId, RecordId};
use casebook_present::forms::{self, Draft};
use casebook_records::NO_FILE;

/// A whole page with a form: restores the draft, keeps it, saves, continues.
#[component]
pub fn FormPage(
    /// The file; for a new pupil one that does not exist yet.
    file: FileId,
    /// The kind of record.
    kind: Kind,
    /// The record to change; none: a new one.
    record: Option<RecordId>,
) -> impl IntoView {
    let store = use_store();
    let ready = RwSignal::new(None::<(Handle, bool)>);
    // Drafts of a pupil that does not exist yet lie beside all files.
    let home = if kind == Kind::Pupil && record.is_none() { NO_FILE } else { file };
    let place = DraftPlace::of(home, kind, record);
    let begin = move |afresh: bool| {
        store.device.task(async move {
            let _ = ready.try_set(Some(open(store, file, place, afresh).await));
            if let Some(field) = store.navigation.take_field() {
                store.device.focus(&field_id(field));
            }
        });
    };
    begin(false);
    let form = forms::form(kind);
    let title = match (record, kind) {
        (Some(_), _) => format!("Change: {}", form.title),
        (None, Kind::Pupil) => "New pupil".to_owned(),
        (None, _) => form.title.to_owned(),
    };
    let before = kind == Kind::Session && record.is_none();
    view! {
        <PageHead title=title />
        {whose_line(store, file)}
        {before.then(|| since_last_time(&store.casebook.case_or_blank(file), store.device.today()))}
        {(!form.intro.is_empty()).then(|| view! { <p class="hint">{store.casebook.titled(form.intro)}</p> })}
        {move || {
            ready
                .get()
                .map(|(handle, restored)| {
                    view! {
                        {restored.then(|| came_back("What you typed before is back.", "Start again", move || begin(true)))}
                        <Filling file place handle />
                    }
                })
        }}
    }
}

/// The form as it was left, or a new one; and whether it was left.
async fn open(store: Store, file: FileId, place: DraftPlace, afresh: bool) -> (Handle, bool) {
    let DraftPlace { kind, record, .. } = place;
    if kind == Kind::Session {
        store.casebook.load_resources().await;
    }
    let case = store.casebook.case_or_blank(file);
    let mut ctx = store.casebook.form_ctx(&case);
    match kind {
        Kind::Exit | Kind::Plan | Kind::Review => ctx.look_back(kind, &case, record),
        Kind::Pupil => ctx = store.casebook.with_others(ctx, file),
        _ => {}
    }
    let kept = place.restore(store, afresh).await;
    let restored = kept.is_some();
    let draft = match (kept, record.and_then(|id| case.get(id).cloned())) {
        (Some(row), _) => Draft { values: row.values },
        (None, Some(item)) => forms::fill(&item.entry.content, &ctx),
        (None, None) => forms::blank(kind, &ctx, &store.navigation.take_preset(kind)),
    };
    (Handle::new(draft, ctx), restored)
}
