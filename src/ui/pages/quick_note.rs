//! The ten-second note: who, what, who may see it, saved.

use leptos::prelude::*;

use crate::app::drafts::Carried;
use crate::app::notice::Notice;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::autosave::{DraftPlace, after_typing, keep_values};
use crate::ui::parts::about_safety::Asking;
use crate::ui::parts::{Empty, Offering, PageHead, Submit, find_pupil, others_named, submitted};
use casebook_domain::content::{Content, Kind};
use casebook_domain::ids::FileId;
use casebook_domain::preparation::Audience;
use casebook_domain::session::Note;
use casebook_present::disclosure::may_be_about_safety;
use casebook_present::forms::AREA_MAX;
use casebook_present::initials;
use casebook_records::NO_FILE;

/// What is wrong, and at which field.
type Wrong = RwSignal<Option<(&'static str, &'static str)>>;

/// What is being written. Copy: handles to its signals.
#[derive(Clone, Copy)]
struct Writing {
    pupil: RwSignal<Option<FileId>>,
    text: RwSignal<String>,
    audience: RwSignal<Audience>,
}

/// The page "Quick note".
#[component]
pub fn QuickNote() -> impl IntoView {
    let store = use_store();
    let writing = Writing {
        pupil: RwSignal::new(None),
        text: RwSignal::new(String::new()),
        audience: RwSignal::new(Audience::MentorOnly),
    };
    let none = store.casebook.headers.with_untracked(|headers| headers.is_empty());
    if none {
        return view! {
            <PageHead title="Quick note" />
            <Empty text="A note belongs to a pupil, and there is none yet.">
                <a class="button main" href=Route::NewPupil.to_string()>
                    "New pupil"
                </a>
            </Empty>
        }
        .into_any();
    }
    let draft = casebook_repository::drafts::form_draft(Kind::Note, None);
    let ready = RwSignal::new(false);
    store.device.task(async move {
        if let Some(row) = store.casebook.kept_draft(NO_FILE, draft).await {
            let value = |key: &str| row.values.get(key).cloned().unwrap_or_default();
            let known = |file: &FileId| {
                store.casebook.headers.with_untracked(|headers| headers.iter().any(|header| header.file == *file))
            };
            let _ = writing.pupil.try_set(FileId::parse(&value("pupil")).filter(known));
            let _ = writing.text.try_set(value("text"));
            let _ = writing.audience.try_set(Audience::from_code(&value("audience")).unwrap_or(Audience::MentorOnly));
        }
        let _ = ready.try_set(true);
    });
    view! {
        <PageHead title="Quick note" />
        {move || ready.get().then(|| form(store, writing))}
    }
    .into_any()
}

fn form(store: Store, writing: Writing) -> AnyView {
    let Writing { pupil, text, audience } = writing;
    let place = DraftPlace::of(NO_FILE, Kind::Note, None);
    let track = move || {
        pupil.track();
        text.track();
        audience.track();
    };
    let values = move || {
        let values = [
            ("pupil".to_owned(), pupil.try_get_untracked()?.map(|file| file.to_string()).unwrap_or_default()),
            ("text".to_owned(), text.try_get_untracked()?),
            ("audience".to_owned(), audience.try_get_untracked()?.code().to_owned()),
        ];
        Some(values.into())
    };
    keep_values(store, place, track, values, pupil.into());
    let others = RwSignal::new(Vec::<String>::new());
    let asking = Asking::begin();
    let sounds = move || text.with_untracked(|text| may_be_about_safety(text));
    let look = move || {
        others.set(others_named(store, pupil.get_untracked(), &text.get_untracked()));
        asking.listen(sounds());
    };
    after_typing(store, track, look);
    // Said where it is to be put right.
    let wrong = RwSignal::new(None::<(&'static str, &'static str)>);
    let submit = Submit::<()>::ready();
    let send = move || {
        if !submit.pressed() {
            return;
        }
        let words = text.get_untracked().trim().to_owned();
        let Some(file) = pupil.get_untracked() else {
            wrong.set(Some(("note-pupil", "Choose the pupil first.")));
            return store.device.focus("note-pupil");
        };
        if words.is_empty() {
            wrong.set(Some(("note-text", "Write the note first.")));
            return store.device.focus("note-text");
        }
        if asking.stops(sounds()) {
            return;
        }
        wrong.set(None);
        let content =
            Content::Note(Note { date: store.device.today(), text: words, audience: audience.get_untracked() });
        submit.run("", async move {
            let warnings = store
                .casebook
                .save(file, casebook_repository::ids::record_id(), content, Some(place.at()))
                .await
                .map_err(|error| store.device.say(Notice::error(&error)))?;
            store.casebook.say_saved("Note saved.", &warnings);
            store.navigation.go(Route::Of(file, FilePage::Tab(Tab::Timeline)));
            Ok(())
        });
    };
    // The note was nothing else: its draft ends.
    let take = move || {
        let words = text.get_untracked();
        text.set(String::new());
        Some(Carried { about: pupil.get_untracked(), words, from: Some((place.at(), None)) })
    };
    let length = move || too_long(&text.read());
    let too_long =
        move || length().then(|| view! { <p class="error">"That is too long for one note. Split it in two."</p> });
    view! {
        <form class="form" novalidate autocomplete="off" on:submit=submitted(send)>
            {choose(store, pupil, wrong)}
            <div class="field">
                <label for="note-text">"Note"</label>
                <textarea
                    autocomplete="off"
                    class="input"
                    id="note-text"
                    rows="5"
                    aria-describedby="note-text-wrong"
                    prop:value=text
                    on:input:target=move |event| text.set(event.target().value())
                ></textarea>
                {said(wrong, "note-text")}
                {too_long}
            </div>
            {asking.view(take)}
            {who_may_see_it(audience)}
            {move || others.with(|names| named(names))}
            <div class="form-foot no-print">
                <button class="button main" type="submit" aria-disabled=move || submit.slow() disabled=length>
                    "Save note"
                </button>
                <a class="button quiet" href=Route::Today.to_string()>
                    "Back"
                </a>
            </div>
        </form>
    }
    .into_any()
}

/// Who may see the note.
fn who_may_see_it(audience: RwSignal<Audience>) -> AnyView {
    let one = |&one: &Audience| {
        view! {
            <label class="choice">
                <input type="radio" name="audience" prop:checked=move || audience.get() == one on:change=move |_| audience.set(one) />
                <span>{one.label()}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>"Who may see it"</legend>
            <div class="choices">{Audience::ALL.iter().map(one).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// Other pupils who are named in it.
fn named(names: &[String]) -> Option<AnyView> {
    let words =
        ["Another pupil is named here: ", &names.join(", "), ". Write \"another pupil\" instead, or use initials."];
    (!names.is_empty()).then(|| {
        view! {
            <p class="advice" role="status">
                {words.concat()}
            </p>
        }
        .into_any()
    })
}

fn too_long(text: &str) -> bool {
    text.len() > AREA_MAX && text.chars().count() > AREA_MAX
}

/// What is wrong at a field.
fn said(wrong: Wrong, field: &'static str) -> AnyView {
    let words = move || wrong.get().filter(|(at, _)| *at == field).map(|(_, words)| words);
    view! {
        <p class="error" id=[field, "-wrong"].concat() role="alert">
            {words}
        </p>
    }
    .into_any()
}

/// The pupil: typed, picked, shown with the way to change it.
fn choose(store: Store, pupil: RwSignal<Option<FileId>>, wrong: Wrong) -> AnyView {
    let headers = store.casebook.headers.get_untracked();
    let short = store.casebook.settings.with_untracked(|settings| settings.initials_only);
    let names = initials::list_names(&headers, short);
    let pick = Callback::new(move |file: FileId| {
        wrong.set(None);
        pupil.set(Some(file));
        store.device.focus("note-text");
    });
    let view = move || {
        let Some(file) = pupil.get() else {
            let (id, error) = ("note-pupil".to_owned(), said(wrong, "note-pupil"));
            return find_pupil(
                store,
                (id, "Pupil"),
                Offering::AtOnce,
                "note-pupil-wrong".to_owned(),
                error,
                Vec::new(),
                pick,
            );
        };
        let place = headers.iter().position(|header| header.file == file);
        let name = place.map(|place| names[place].clone()).unwrap_or_default();
        let change = move |_| {
            pupil.set(None);
            store.device.focus("note-pupil");
        };
        view! {
            <div class="chosen">
                <p>
                    <span class="hint">"About "</span>
                    <strong>{name}</strong>
                </p>
                <button class="button quiet" type="button" on:click=change>
                    "Another pupil"
                </button>
            </div>
        }
        .into_any()
    };
    view.into_any()
}
