//! The page that erases one file.

use leptos::prelude::*;

use super::archive::{Archive, copy, names_of};
use crate::app::notice::Notice;
use crate::app::notices::storage::repository_words;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::{Alert, Icon, PageHead, Submit, TextField, facts, icon, whose};
use casebook_domain::case::CaseFile;
use casebook_domain::content::Kind;
use casebook_domain::ids::FileId;
use casebook_domain::retention::{ErasingState, held_elsewhere, retention, school_keeps_until};
use casebook_present::keeping::{elsewhere, standing, what_to_do};
use casebook_present::{dates, initials};

/// What is decided before a file is erased. Copy: handles to its signals.
#[derive(Clone, Copy)]
struct Decided {
    store: Store,
    file: FileId,
    archive: RwSignal<Archive>,
    /// The copy for the archive is off the tablet.
    saved: RwSignal<bool>,
    /// The school needs none.
    there: RwSignal<bool>,
    typed: RwSignal<String>,
    /// The button was pressed once.
    asked: RwSignal<bool>,
    submit: Submit<String>,
}

impl Decided {
    /// Whether the archive is settled.
    fn archived(self) -> bool {
        self.there.get() || self.saved.get()
    }

    /// Whether the pupil's initials were typed.
    fn same(self, short: &str) -> bool {
        let plain = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
        let own = plain(short);
        own.is_empty() || plain(&self.typed.get()) == own
    }

    fn erase(self, short: &str) {
        let Self { store, file, archive, saved, submit, .. } = self;
        self.asked.set(true);
        if !submit.pressed() {
            return;
        }
        if !untrack(|| self.archived()) {
            return store.device.focus("archive");
        }
        if !untrack(|| self.same(short)) {
            return store.device.focus("initials");
        }
        let made = match archive.get_untracked() {
            Archive::Ready(made) if saved.get_untracked() => made.with_value(names_of),
            _ => String::new(),
        };
        submit.run("erase-refused", async move {
            store.erase_file(file, made).await.map_err(|error| repository_words(&error))?;
            store.device.say(Notice::good("The file is erased. Print its certificate for the school's record."));
            store.navigation.go(Route::Erased);
            Ok(())
        });
    }

    fn first_step(self) -> AnyView {
        let Self { store, file, archive, saved, there, asked, .. } = self;
        let missing = move || {
            (asked.get() && !self.archived()).then(|| {
                view! {
                    <p class="error" role="alert">
                        "Save the encrypted copy first, or tick that none is needed."
                    </p>
                }
            })
        };
        view! {
            <section class="stack measure" id="archive" tabindex="-1">
                <h2>"1. An encrypted copy for the school's archive"</h2>
                {move || copy(store, file, archive, saved)}
                <label class="choice">
                    <input type="checkbox" prop:checked=there on:change:target=move |event| there.set(event.target().checked()) />
                    <span>"The school already has all it needs; make no copy"</span>
                </label>
                {missing}
            </section>
        }
        .into_any()
    }

    fn last_step(self, short: String) -> AnyView {
        let Self { typed, asked, submit, .. } = self;
        let label = ["Type the pupil's initials to confirm: ", &short].concat();
        let short = StoredValue::new(short);
        let wrong = Signal::derive(move || {
            let other = asked.get() && self.archived() && !short.with_value(|short| self.same(short));
            other.then(|| "These are not this pupil's initials. Check that this is the right file.".to_owned())
        });
        view! {
            <section class="stack measure">
                <h2>"3. Erase"</h2>
                <TextField id="initials" label value=typed wrong short=true />
                {move || submit.problem.get().map(|words| view! { <Alert id="erase-refused" what="Nothing was erased. " words /> })}
                <div class="actions">
                    <button
                        class="button danger"
                        type="button"
                        disabled=move || submit.busy()
                        on:click=move |_| short.with_value(|short| self.erase(short))
                    >
                        "Erase for good"
                    </button>
                </div>
            </section>
        }
        .into_any()
    }
}

/// The page that erases one file.
#[component]
pub fn Erase(
    /// The file, open.
    file: FileId,
) -> impl IntoView {
    let store = use_store();
    on_cleanup(move || store.transfers.cancel_transfer());
    let no = || RwSignal::new(false);
    let (archive, typed) = (RwSignal::new(Archive::Asking), RwSignal::new(String::new()));
    let submit = Submit::ready();
    let decided = Decided { store, file, archive, saved: no(), there: no(), typed, asked: no(), submit };
    move || {
        let case = store.casebook.file.get().filter(|case| case.id == file)?;
        let state = store.casebook.erasing(file);
        let about = Route::Of(file, FilePage::Tab(Tab::About)).to_string();
        let steps = match &state {
            ErasingState::Due(_) => steps(decided, &case),
            _ => not_due(file, &state),
        };
        Some(view! {
            <PageHead title="Erase this tablet's copy">
                <a class="button quiet" href=about>
                    {icon(Icon::Back)}
                    "Back to the pupil"
                </a>
            </PageHead>
            <p class="about-child">{whose(store, file).unwrap_or_default()}</p>
            <p class="measure">{standing(&state, store.device.today())}</p>
            {steps}
        })
    }
}

/// What is known, and the three steps.
fn steps(decided: Decided, case: &CaseFile) -> AnyView {
    let Decided { store, file, .. } = decided;
    let short = store.casebook.headers.with(|headers| initials::short_name(headers, file)).unwrap_or_default();
    let held: Vec<AnyView> = held_elsewhere(case, &store.casebook.kept_backups())
        .iter()
        .map(|held| view! { <li>{elsewhere(held)}</li> }.into_any())
        .collect();
    let held = (!held.is_empty()).then(|| {
        view! {
            <p>"Copies elsewhere are not erased. The certificate lists them."</p>
            <ul class="inner">{held}</ul>
        }
    });
    let known = retention(case);
    let until = store.casebook.settings.with(|settings| school_keeps_until(case.pupil()?, settings));
    let list = facts([
        ("Filed in the school's record".to_owned(), known.filed_on.map(dates::long).unwrap_or_default()),
        ("By whom, and where".to_owned(), known.filed_by),
        ("The school keeps its record until".to_owned(), until.map(dates::long).unwrap_or_default()),
    ]);
    view! {
        <section class="stack measure">{list}</section>
        {decided.first_step()}
        <section class="stack measure">
            <h2>"2. What is erased, and what is kept"</h2>
            <p>
                "Everything about this pupil on this tablet is erased: every entry with its earlier versions, drafts, signatures. A certificate is kept with the initials and the year of birth. "
                <strong>"You cannot undo this."</strong>
            </p>
            {held}
        </section>
        {decided.last_step(short)}
    }
    .into_any()
}

fn not_due(file: FileId, state: &ErasingState) -> AnyView {
    let stops: Vec<AnyView> = match state {
        ErasingState::Held(_, holds) => holds
            .iter()
            .map(|&hold| {
                view! {
                    <li>
                        <strong>{hold.label()} ". "</strong>
                        {what_to_do(hold)}
                    </li>
                }
                .into_any()
            })
            .collect(),
        _ => Vec::new(),
    };
    let file_it = matches!(state, ErasingState::NotFiled(_)).then(|| {
        view! {
            <a class="button main" href=Route::Of(file, FilePage::New(Kind::Retention)).to_string()>
                "Enter when it was filed"
            </a>
        }
    });
    view! {
        <ul class="inner">{stops}</ul>
        <div class="actions">
            {file_it}<a class="button" href=Route::Of(file, FilePage::Tab(Tab::About)).to_string()>
                "Go to the pupil"
            </a>
        </div>
    }
    .into_any()
}
