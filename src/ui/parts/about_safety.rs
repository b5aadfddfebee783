//! "Is this about a child's safety?": asked beside every free text, by one check ([`disclosure`]). The words go over into
//! the form of a safeguarding entry, and out of where they were.

use leptos::prelude::*;

use crate::app::drafts::Carried;
use crate::app::notice::Notice;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route};
use crate::ui::autosave::after_typing;
use casebook_domain::content::Kind;
use casebook_domain::ids::FileId;
use casebook_present::disclosure::may_be_about_safety;
use casebook_present::forms::{self, Draft};
use casebook_records::NO_FILE;

/// Where it is, for the keyboard.
const ID: &str = "about-safety";

/// What a form was heard to say, and whether the mentor has answered. Copy: handles to signals.
#[derive(Clone, Copy)]
pub struct Asking {
    store: Store,
    heard: RwSignal<bool>,
    answered: StoredValue<bool>,
    /// A class may be looking on: the question names nothing.
    in_class: bool,
}

impl Asking {
    /// Nothing was heard.
    pub fn begin() -> Self {
        Self { store: use_store(), heard: RwSignal::new(false), answered: StoredValue::new(false), in_class: false }
    }

    /// The same on a screen that a class may see.
    pub fn in_class() -> Self {
        Self { in_class: true, ..Self::begin() }
    }

    /// Before one text is kept: whether that waits for an answer.
    pub fn stops_text(self, text: &str) -> bool {
        self.stops(may_be_about_safety(text))
    }

    /// The question beside one text, asked while it is typed.
    pub fn beside(
        self,
        text: Signal<String>,
        take: impl Fn() -> Option<Carried> + Copy + Send + Sync + 'static,
    ) -> AnyView {
        let sounds = move || text.try_with_untracked(|text| may_be_about_safety(text)).unwrap_or(false);
        after_typing(self.store, move || text.track(), move || self.listen(sounds()));
        self.view(take)
    }

    /// After a pause: whether what is there may be about safety.
    pub fn listen(self, sounds: bool) {
        if self.answered.try_get_value() == Some(false) {
            let _ = self.heard.try_set(sounds);
        }
    }

    /// Before saving: the person who types fast has not been asked yet, and is asked now, once.
    pub fn stops(self, sounds: bool) -> bool {
        let asks = sounds && !self.heard.get_untracked() && self.answered.try_get_value() == Some(false);
        if asks {
            self.heard.set(true);
            self.store.device.focus(ID);
        }
        asks
    }

    /// The question. `take` takes the words out of the form, and says whose they are.
    pub fn view(self, take: impl Fn() -> Option<Carried> + Copy + Send + Sync + 'static) -> AnyView {
        let no = move |_| {
            self.answered.set_value(true);
            self.heard.set(false);
        };
        let yes = move |_| {
            let Some(carried) = take() else { return };
            self.store.device.task(carry(self.store, carried));
        };
        let button = if self.in_class { "live-button" } else { "button" };
        let (question, tells, carry) = if self.in_class {
            ("Not for here? ", "A note tells nobody.", "Move it to Help")
        } else {
            ("Is this about a child's safety? ", "Saving it here tells nobody.", "This is about safety")
        };
        (move || {
            self.heard.get().then(|| {
                view! {
                    <div class="advice no-print" id=ID tabindex="-1" role="status">
                        <p>
                            <strong>{question}</strong>
                            {tells}
                        </p>
                        <div class="actions">
                            <button class=button type="button" on:click=yes>
                                {carry}
                            </button>
                            <button class=[button, " quiet"].concat() type="button" on:click=no>
                                "No"
                            </button>
                        </div>
                    </div>
                }
            })
        })
        .into_any()
    }
}

/// What an entry starts with that nothing was typed into yet.
pub fn fresh_entry(store: Store, about: Option<FileId>) -> Draft {
    let case = store.casebook.case_or_blank(about.unwrap_or(NO_FILE));
    let mut draft =
        forms::blank(Kind::Worry, &store.casebook.form_ctx(&case), &store.navigation.take_preset(Kind::Worry));
    to_the_minute(&mut draft, "at");
    draft
}

/// A time filled in by Casebook is a proposal: nobody writes seconds.
pub fn to_the_minute(draft: &mut Draft, key: &str) {
    if let Some(minute) = draft.get(key).get(..16).map(str::to_owned) {
        draft.set(key, minute);
    }
}

async fn carry(store: Store, carried: Carried) {
    let about = carried.about;
    match store.casebook.carry_to_safety(carried, fresh_entry(store, about).values).await {
        Ok(true) => store.navigation.go(about.map_or(Route::Worry, |file| Route::Of(file, FilePage::New(Kind::Worry)))),
        Ok(false) => store.device.say(Notice::bad(
            "An entry about another child is half written under Safety. Save that one first. Nothing was changed here.",
        )),
        Err(error) => store.device.say(Notice::error(&error)),
    }
}
