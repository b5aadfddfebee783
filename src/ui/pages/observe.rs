//! Classroom observation by momentary time sampling (p16): the set-up, the
//! live screen, the summary. The full tool comes later; its events lie in
//! `drafts` already as they will.

mod live;

use leptos::prelude::*;

use crate::app::notices::{Notice, core_words};
use crate::app::store::{Store, use_store};
use crate::domain::calendar::Moment;
use crate::domain::content::{Content, Kind};
use crate::domain::ids::{DraftId, FileId};
use crate::domain::observation::{Event, Observation};
use crate::present::forms::{self, Draft};
use crate::records::{self, DraftRow, EventRow};
use crate::route::{Route, Tab};
use crate::ui::form::{Handle, error_summary, form_view, whose};
use crate::ui::keep::{Place, keep, kept_words};
use crate::ui::parts::{Icon, PageHead, icon};

/// In row 0 of a running observation: when it began. Without it the row is a half-filled set-up.
pub(super) const BEGAN: &str = "began";
const BEGAN_OFFSET: &str = "began.offset";

/// What a kept draft says.
enum Found {
    SetUp(Option<Draft>),
    Running(Running),
}

/// A running or just ended observation.
#[derive(Clone)]
pub struct Running {
    /// Everything but the events.
    observation: Observation,
    /// What happened so far; each is a row on the disk before it is shown.
    events: Vec<Event>,
    /// The next row's place: beyond every row there is, also one that can't be read.
    next_seq: u64,
}

fn draft_id() -> DraftId {
    Store::draft_id(Kind::Observation, None)
}

async fn find(store: Store, file: FileId) -> Found {
    let Ok(rows) = store.draft_rows(file, draft_id()).await else { return Found::SetUp(None) };
    let mut rows = rows.iter();
    let Some(row) = rows.next().and_then(|row| records::decode_draft(row).ok()) else { return Found::SetUp(None) };
    let draft = Draft { values: row.values };
    let began = draft.get(BEGAN).parse().ok().zip(draft.get(BEGAN_OFFSET).parse().ok());
    let Some((utc_ms, offset_min)) = began else { return Found::SetUp(Some(draft)) };
    let mut ctx = store.form_ctx(&store.case_or_blank(file));
    ctx.now = Moment { utc_ms, offset_min };
    match forms::parse(Kind::Observation, &draft, &ctx) {
        Ok(Content::Observation(observation)) => {
            // A row that can't be read ends nothing: what can be read is kept.
            let count = rows.len() as u64;
            let read: Vec<EventRow> = rows.filter_map(|row| records::decode_event(row).ok()).collect();
            let next_seq = read.iter().map(|row| row.seq).max().unwrap_or(0).max(count) + 1;
            Found::Running(Running { observation, events: read.into_iter().map(|row| row.event).collect(), next_seq })
        }
        _ => Found::SetUp(Some(draft)),
    }
}

/// The page "observe".
#[component]
pub fn Observe(
    /// The file, open.
    file: FileId,
) -> impl IntoView {
    let store = use_store();
    let found = RwSignal::new(None::<Result<StoredValue<Running>, (Handle, bool)>>);
    let look = move || {
        store.task(async move {
            let next = match find(store, file).await {
                Found::Running(running) => Ok(StoredValue::new(running)),
                Found::SetUp(kept) => {
                    let ctx = store.form_ctx(&store.case_or_blank(file));
                    let restored = kept.is_some();
                    let draft = kept.unwrap_or_else(|| {
                        forms::blank(Kind::Observation, &ctx, &store.take_preset(Kind::Observation))
                    });
                    Err((Handle::new(draft, ctx), restored))
                }
            };
            let _ = found.try_set(Some(next));
        });
    };
    look();
    let again = Callback::new(move |()| look());
    move || match found.get() {
        None => ().into_any(),
        Some(Ok(running)) => view! { <live::Live file running/> }.into_any(),
        Some(Err((handle, restored))) => view! { <SetUp file handle restored again/> }.into_any(),
    }
}

/// What is observed, and how.
#[component]
fn SetUp(file: FileId, handle: Handle, restored: bool, again: Callback<()>) -> impl IntoView {
    let store = use_store();
    let place = Place { home: file, id: draft_id(), kind: Kind::Observation, record: None };
    let keeping = keep(store, place, handle.draft, Signal::derive(move || Some(file)));
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        let parsed = handle.draft.with_untracked(|draft| forms::parse(Kind::Observation, draft, &handle.ctx()));
        if let Err(errors) = parsed {
            handle.errors.set(errors);
            return store.focus("error-summary");
        }
        busy.set(true);
        keeping.done();
        let mut draft = handle.draft.get_untracked();
        let began = store.now();
        draft.set(BEGAN, began.utc_ms.to_string());
        draft.set(BEGAN_OFFSET, began.offset_min.to_string());
        let row =
            DraftRow { kind: Kind::Observation, file: Some(file), record: None, saved: began, values: draft.values };
        store.task(async move {
            match store.append(file, draft_id(), 0, records::encode_draft(&row)).await {
                Ok(()) => again.run(()),
                Err(error) => {
                    let _ = problem.try_set(Some(core_words(&error)));
                    let _ = busy.try_set(false);
                }
            }
        });
    };
    let form = forms::form(Kind::Observation);
    view! {
        <PageHead title=form.title>
            <a class="button quiet" href=Route::Pupil(file, Tab::Preparation).to_string()>{icon(Icon::Back)} "Back to the pupil"</a>
        </PageHead>
        {move || whose(store, file).map(|name| view! { <p class="whose">{name}</p> })}
        <p class="measure">{form.intro} " Between the moments you need not look. Only initials stand on the live screen."</p>
        {restored.then(|| view! { <p class="advice good measure">"What you had typed here is back."</p> })}
        <form class="form" novalidate autocomplete="off" on:submit=move |event| { event.prevent_default(); submit(); }>
            {move || handle.errors.with(|errors| (!errors.is_empty()).then(|| error_summary(store, Kind::Observation, errors)))}
            {form_view(form, handle)}
            {move || problem.get().map(|words| view! { <p class="error" role="alert">{words}</p> })}
            <div class="actions">
                <button class="button main" type="submit" disabled=move || busy.get()>"Start observing"</button>
                {kept_words(keeping)}
            </div>
        </form>
    }
}

/// Puts an event on the disk; only then does it count.
async fn put_event(store: Store, file: FileId, seq: u64, event: Event) -> bool {
    match store.append(file, draft_id(), seq, records::encode_event(&EventRow { seq, event })).await {
        Ok(()) => true,
        Err(error) => {
            store.say(Notice::error(&error));
            false
        }
    }
}
