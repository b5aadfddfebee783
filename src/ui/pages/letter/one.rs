//! One letter: to write on the screen, to print on paper.

use leptos::prelude::*;

use crate::app::store::Store;
use crate::route::{FilePage, Route, Section, new_form};
use crate::ui::parts::others_named;
use casebook_domain::case::Item;
use casebook_domain::content::Kind;
use casebook_domain::decide::Warning;
use casebook_domain::ids::{FileId, RecordId};
use casebook_present::forms::Draft;
use casebook_present::letters::FilledBy;
use casebook_present::{letters, words};

pub(super) fn key(contact: RecordId) -> String {
    ["text.", &contact.to_string()].concat()
}

/// One letter: to write on the screen, to print on paper.
pub(super) fn one(store: Store, file: FileId, contact: RecordId, name: String, draft: RwSignal<Draft>) -> AnyView {
    let key = StoredValue::new(key(contact));
    let text = move || draft.with(|draft| key.with_value(|key| draft.get(key).to_owned()));
    let typed = key.with_value(|key| draft.with_untracked(|draft| draft.get(key).to_owned()));
    let faults = Memo::new(move |_| {
        let text = text();
        store
            .casebook
            .file
            .with(|case| {
                case.as_ref()
                    .filter(|case| case.id == file)
                    .and_then(|case| Some(letters::faults(&text, case.pupil()?)))
            })
            .unwrap_or_default()
    });
    let others = Memo::new(move |_| others_named(store, Some(file), &text()));
    let id = ["letter-", &contact.to_string()].concat();
    let described = [&id, "-faults"].concat();
    view! {
        <section class="letter-one">
            <div class="field no-print">
                <label for=id.clone()>"Letter to " {name}</label>
                <textarea
                    autocomplete="off"
                    class="input letter-text"
                    id=id
                    rows="24"
                    aria-describedby=described.clone()
                    prop:value=typed
                    aria-invalid=move || (!faults.with(Vec::is_empty)).then_some("true")
                    on:input:target=move |event| {
                        let text = event.target().value();
                        key.with_value(|key| draft.update(|draft| draft.set(key, text)));
                    }
                ></textarea>
                <ul class="faults" id=described>
                    {move || {
                        faults
                            .get()
                            .into_iter()
                            .map(|fault| view! { <li class="error">{fault.words()} " " {mend(store, file, contact, &fault)}</li> })
                            .collect_view()
                    }}
                    {move || {
                        others
                            .get()
                            .into_iter()
                            .map(|name| view! { <li>{words::warning(&Warning::OtherPupilNamed(name))}</li> })
                            .collect_view()
                    }}
                </ul>
            </div>
            <div class="letter-paper">{text}</div>
        </section>
    }
    .into_any()
}

/// The way to what fills a placeholder.
fn mend(store: Store, file: FileId, contact: RecordId, fault: &letters::Fault) -> Option<AnyView> {
    let letters::Fault::Empty(placeholder) = fault else { return None };
    let route = match placeholder.filled_by()? {
        FilledBy::Contact => Route::Of(file, FilePage::Edit(contact)),
        FilledBy::Settings => Route::Settings(Section::School),
        FilledBy::Record(kind) => {
            let case = store.casebook.case_or_blank(file);
            let episode = case.current().map(|episode| episode.id);
            let here = |item: &&Item| {
                item.entry.content.kind() == kind && (kind == Kind::Pupil || item.entry.episode == episode)
            };
            let plan = episode.and_then(|episode| case.latest_plan(episode)).map(|plan| plan.id);
            let record = if kind == Kind::Plan { plan } else { case.items().find(here).map(|item| item.id) };
            record.map_or_else(|| new_form(file, kind), |record| Route::Of(file, FilePage::Edit(record)))
        }
    };
    Some(view! { <a href=route.to_string()>"Enter it"</a> }.into_any())
}
