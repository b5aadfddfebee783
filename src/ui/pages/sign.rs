//! "Show and sign": one plan fills the screen for somebody who is not the
//! mentor, and only the passphrase leads away from it.

use leptos::prelude::*;

use crate::app::navigation::Frame;
use crate::app::notice::Notice;
use crate::app::notices::storage::repository_words;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::signature::{drawn, pad};
use crate::ui::parts::{AskPassphrase, Dialog, Empty, FieldProblem, Icon, PageHead, icon};
use crate::ui::parts::{Submit, sheet};
use casebook_domain::content::Content;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::plan::{CirculationTo, Signature};
use casebook_present::forms::LINE_MAX;
use casebook_present::summary::Page;
use casebook_present::{initials, summary};
use casebook_repository::ids;

/// The page "show and sign".
#[component]
pub fn Sign(
    /// The file, open.
    file: FileId,
    /// The plan.
    record: RecordId,
) -> impl IntoView {
    let store = use_store();
    let audience = RwSignal::new(CirculationTo::Pupil);
    let full = RwSignal::new(false);
    let held = move || store.navigation.around.get() == Frame::Held;
    on_cleanup(move || {
        store.navigation.surround(Frame::Navigation);
    });
    let known = store.casebook.file.with_untracked(|case| {
        case.as_ref().is_some_and(|case| case.find::<casebook_domain::plan::Plan>(record).is_some())
    });
    if !known {
        return view! {
            <PageHead title="Show and sign" />
            <Empty text="This plan is not in the file any more.">
                <a class="button" href=Route::Of(file, FilePage::Tab(Tab::Plan)).to_string()>
                    "Go to the pupil's plans"
                </a>
            </Empty>
        }
        .into_any();
    }
    let begin = move |_| {
        store.device.clear_notice();
        store.navigation.surround(Frame::Held);
        store.device.focus("page-title");
    };
    (move || {
        if held() {
            return view! { <Shown file record to=audience.get_untracked() full=full.get_untracked() /> }.into_any();
        }
        let allowed = store
            .casebook
            .file
            .with(|case| case.as_ref().map(|case| summary::audiences(case, store.device.today())))
            .unwrap_or_default();
        let choose = |label: &'static str, to: CirculationTo, whole: bool| {
            let checked = audience.get_untracked() == to && full.get_untracked() == whole;
            allowed.contains(&to).then(|| {
                view! {
                    <label class="choice">
                        <input
                            type="radio"
                            name="shown"
                            prop:checked=checked
                            on:change=move |_| {
                                audience.set(to);
                                full.set(whole);
                            }
                        />
                        <span>{label}</span>
                    </label>
                }
            })
        };
        view! {
            <PageHead title="Show and sign">
                <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Plan)).to_string()>
                    {icon(Icon::Back)}
                    "Back to the pupil"
                </a>
            </PageHead>
            <p class="measure">
                "The plan fills the screen and everything else is out of reach. Turn the tablet round or hand it over. "
                {if store.session.demo.get_untracked() {
                    "In the demo one tap takes you back; with real pupils you need your passphrase."
                } else {
                    "You need your passphrase to get back."
                }}
            </p>
            <fieldset class="field">
                <legend>"What is shown"</legend>
                <div class="choices">
                    {choose("The plan in the pupil's words", CirculationTo::Pupil, false)}
                    {choose("The plan in plain words for parents and carers", CirculationTo::Parents, false)}
                    {choose("The full plan, for the pupil", CirculationTo::Pupil, true)}
                    {choose("The full plan, for parents and carers", CirculationTo::Parents, true)}
                </div>
            </fieldset>
            <div class="actions">
                <button class="button main" type="button" on:click=begin>
                    {icon(Icon::Eye)}
                    "Show the plan"
                </button>
            </div>
            {made(store, record)}
        }
        .into_any()
    })
    .into_any()
}

/// The signatures that this plan has.
fn made(store: Store, record: RecordId) -> AnyView {
    let drawn = store.casebook.file.with(|case| {
        let case = case.as_ref()?;
        let all = case.signatures(record);
        (!all.is_empty()).then(|| all.iter().map(|one| drawn(one)).collect_view())
    });
    drawn
        .map(|drawn| {
            view! {
                <section class="stack">
                    <h2>"Signed already"</h2>
                    <div class="signatures">{drawn}</div>
                </section>
            }
        })
        .into_any()
}

/// The plan as it is shown. Here it is signed in the box below.
fn shown_page(store: Store, record: RecordId, to: CirculationTo, full: bool) -> Option<Page> {
    let settings = store.casebook.settings.get_untracked();
    let mut page = store.casebook.file.with_untracked(|case| {
        let case = case.as_ref()?;
        let made = if full {
            summary::full_plan(case, record, to, &settings, store.device.today())
        } else {
            summary::plan_summary(case, record, to, &settings, store.device.today())
        };
        made.ok()
    })?;
    page.sign = None;
    Some(page)
}

/// Names that are on no list the pupil should not see: the pupil, and who may be written to.
fn signers(store: Store, to: CirculationTo) -> Vec<String> {
    store.casebook.file.with_untracked(|case| {
        let Some(case) = case.as_ref() else { return Vec::new() };
        let mut people = Vec::new();
        if let Some(pupil) = case.pupil() {
            people.push(if to == CirculationTo::Pupil { "The pupil".to_owned() } else { initials::home_name(pupil) });
        }
        if to == CirculationTo::Parents {
            let open = case.contacts().into_iter().filter(|contact| !contact.restricted());
            people.extend(open.map(|contact| contact.name.whole()));
        }
        people
    })
}

/// A signature that is being made. Copy: handles to its signals.
#[derive(Clone, Copy)]
struct Signing {
    store: Store,
    file: FileId,
    record: RecordId,
    strokes: RwSignal<String>,
    who: RwSignal<String>,
    /// Somebody who is not listed signs.
    other: RwSignal<bool>,
    /// Who has signed.
    thanks: RwSignal<Option<String>>,
    submit: Submit<FieldProblem>,
}

impl Signing {
    fn save(self) {
        let Self { store, file, record, strokes, who, thanks, submit, .. } = self;
        if !submit.pressed() {
            return;
        }
        let by = who.get_untracked().trim().to_owned();
        let drawn = strokes.get_untracked();
        if by.is_empty() {
            return submit.stop(("who", "Say who signs.".to_owned()), "who-0");
        }
        if by.chars().count() > LINE_MAX {
            return submit.stop(("who", "This name is too long.".to_owned()), "who-0");
        }
        if drawn.is_empty() {
            return submit.stop(("strokes", "Sign in the box first.".to_owned()), "pad");
        }
        let content =
            Content::Signature(Signature { date: store.device.today(), plan: record, by: by.clone(), strokes: drawn });
        submit.run("", async move {
            let saved = store.casebook.save(file, ids::record_id(), content, None).await;
            saved.map_err(|error| ("strokes", repository_words(&error)))?;
            let _ = thanks.try_set(Some(by));
            let _ = strokes.try_set(String::new());
            let _ = who.try_set(String::new());
            submit.end();
            Ok(())
        });
    }

    /// What is wrong at a part of it.
    fn error(self, at: &'static str) -> AnyView {
        (move || {
            self.submit.at(at).map(|words| {
                view! {
                    <p class="error" role="alert">
                        {words}
                    </p>
                }
            })
        })
        .into_any()
    }

    /// Who signs: one of those listed, or somebody else.
    fn who_signs(self, people: Vec<String>) -> AnyView {
        let Self { store, who, other, .. } = self;
        let one = |(at, name): (usize, String)| {
            let (label, pick) = (name.clone(), name.clone());
            let choose = move |_| {
                other.set(false);
                who.set(pick.clone());
            };
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name="who"
                        id=["who-", &at.to_string()].concat()
                        prop:checked=move || !other.get() && who.with(|who| *who == name)
                        on:change=choose
                    />
                    <span>{label}</span>
                </label>
            }
        };
        let listed = people.into_iter().enumerate().map(one).collect_view();
        let somebody = move |_| {
            other.set(true);
            who.set(String::new());
            store.device.focus("who-name");
        };
        view! {
            <fieldset class="field">
                <legend>"Who signs"</legend>
                <div class="choices">
                    {listed} <label class="choice">
                        <input type="radio" name="who" prop:checked=other on:change=somebody />
                        <span>"Somebody else"</span>
                    </label>
                </div>
                <Show when=move || other.get()>
                    <label for="who-name">"Name"</label>
                    <input
                        class="input short"
                        id="who-name"
                        autocomplete="off"
                        prop:value=who
                        on:input:target=move |event| who.set(event.target().value())
                    />
                </Show>
                {self.error("who")}
            </fieldset>
        }
        .into_any()
    }

    /// The box below the plan.
    fn sign_box(self, people: Vec<String>) -> AnyView {
        let thanked = move || {
            self.thanks.get().map(|by| {
                view! {
                    <div class="advice good" role="status">
                        <p>
                            <strong>"Thank you. "</strong>
                            {by}
                            " has signed. It is saved."
                        </p>
                    </div>
                }
            })
        };
        view! {
            <section class="sheet sign-box" aria-label="Sign">
                {thanked}
                {self.who_signs(people)}
                {pad("Signature", "pad".to_owned(), self.strokes)}
                {self.error("strokes")}
                <div class="actions">
                    <button class="button main" type="button" aria-disabled=move || self.submit.slow() on:click=move |_| self.save()>
                        "I have read it and agree"
                    </button>
                </div>
            </section>
        }
        .into_any()
    }
}

/// What the other person sees.
#[component]
fn Shown(file: FileId, record: RecordId, to: CirculationTo, full: bool) -> impl IntoView {
    let store = use_store();
    let nothing = || RwSignal::new(String::new());
    let (other, thanks) = (RwSignal::new(false), RwSignal::new(None));
    let signing =
        Signing { store, file, record, strokes: nothing(), who: nothing(), other, thanks, submit: Submit::ready() };
    let leaving = RwSignal::new(false);
    let give_back = move |_| if store.session.demo.get_untracked() { leave(store) } else { leaving.set(true) };
    let back = Callback::new(move |()| {
        store.device.say(Notice::good("Back in your casebook."));
        leave(store);
    });
    view! {
        <div class="held">
            <h1 class="visually-hidden" tabindex="-1" id="page-title">
                "The plan"
            </h1>
            {shown_page(store, record, to, full).map(sheet)}
            {signing.sign_box(signers(store, to))}
            <div class="actions held-foot">
                <button class="button" type="button" on:click=give_back>
                    {icon(Icon::Lock)}
                    "Give the tablet back"
                </button>
            </div>
        </div>
        <Dialog open=leaving id="leave-sign" title="For the mentor">
            <AskPassphrase
                id="leave-passphrase"
                words="Leave this screen"
                then=back
                check=|store, typed| Box::pin(async move { store.session.check_passphrase_now(&typed).await })
            />
        </Dialog>
    }
}

/// Everything is in reach again.
fn leave(store: Store) {
    store.navigation.surround(Frame::Navigation);
    store.device.focus_title();
}
