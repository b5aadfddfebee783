//! "Show and sign": one plan fills the screen for somebody who is not the
//! mentor, and only the passphrase leads away from it.

use leptos::prelude::*;

use crate::app::notices::{Notice, repository_words};
use crate::app::store::{Frame, Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::signature::{drawn, pad};
use crate::ui::parts::{AskPassphrase, Dialog, Empty, Icon, PageHead, icon};
use crate::ui::parts::{Submit, sheet};
use casebook_domain::content::Content;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::plan::{CirculationTo, Signature};
use casebook_present::{initials, summary};

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
            <PageHead title="Show and sign"/>
            <Empty text="This plan is not in the file any more."><a class="button" href=Route::Of(file, FilePage::Tab(Tab::Plan)).to_string()>"Go to the pupil's plans"</a></Empty>
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
            return view! { <Shown file record to=audience.get_untracked() full=full.get_untracked()/> }.into_any();
        }
        let allowed =
            store.casebook.file.with(|case| case.as_ref().map(|case| summary::audiences(case, store.device.today()))).unwrap_or_default();
        let choose = |label: &'static str, to: CirculationTo, whole: bool| {
            let checked = audience.get_untracked() == to && full.get_untracked() == whole;
            allowed.contains(&to).then(|| view! {
                <label class="choice">
                    <input type="radio" name="shown" prop:checked=checked on:change=move |_| { audience.set(to); full.set(whole); }/>
                    <span>{label}</span>
                </label>
            })
        };
        view! {
            <PageHead title="Show and sign">
                <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Plan)).to_string()>{icon(Icon::Back)} "Back to the pupil"</a>
            </PageHead>
            <p class="measure">
                "The plan fills the screen and everything else is out of reach. Turn the tablet round or hand it over. "
                {if store.session.demo.get_untracked() { "In the demo one tap takes you back; with real pupils you need your passphrase." } else { "You need your passphrase to get back." }}
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
            <div class="actions"><button class="button main" type="button" on:click=begin>{icon(Icon::Eye)} "Show the plan"</button></div>
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
    drawn.map(|drawn| view! { <section class="stack"><h2>"Signed already"</h2><div class="signatures">{drawn}</div></section> }).into_any()
}

/// What the other person sees.
#[component]
fn Shown(file: FileId, record: RecordId, to: CirculationTo, full: bool) -> impl IntoView {
    let store = use_store();
    let settings = store.casebook.settings.get_untracked();
    let mut page = store.casebook.file.with_untracked(|case| {
        let case = case.as_ref()?;
        let made = if full {
            summary::full_plan(case, record, to, &settings, store.device.today())
        } else {
            summary::plan_summary(case, record, to, &settings, store.device.today())
        };
        made.ok()
    });
    // Here it is signed in the box below.
    if let Some(page) = &mut page {
        page.sign = None;
    }
    // Names that are on no list the pupil should not see: the pupil, and who may be written to.
    let people = store.casebook.file.with_untracked(|case| {
        let Some(case) = case.as_ref() else { return Vec::new() };
        let mut people = Vec::new();
        if let Some(pupil) = case.pupil() {
            people.push(if to == CirculationTo::Pupil { "The pupil".to_owned() } else { initials::home_name(pupil) });
        }
        if to == CirculationTo::Parents {
            people.extend(
                case.contacts().iter().filter(|contact| !contact.restricted()).map(|contact| contact.name.whole()),
            );
        }
        people
    });
    let strokes = RwSignal::new(String::new());
    let who = RwSignal::new(String::new());
    let other = RwSignal::new(false);
    let submit = Submit::<(&'static str, String)>::ready();
    let problem = submit.problem;
    let thanks = RwSignal::new(None::<String>);
    let leaving = RwSignal::new(false);
    let save = move |_| {
        if !submit.pressed() {
            return;
        }
        let by = who.get_untracked().trim().to_owned();
        let drawn = strokes.get_untracked();
        let wrong = if by.is_empty() {
            Some(("who", "Say who signs."))
        } else if by.chars().count() > casebook_present::forms::LINE_MAX {
            Some(("who", "This name is too long."))
        } else if drawn.is_empty() {
            Some(("strokes", "Sign in the box first."))
        } else {
            None
        };
        problem.set(wrong.map(|(at, words)| (at, words.to_owned())));
        if let Some((at, _)) = wrong {
            return store.device.focus(if at == "who" { "who-0" } else { "pad" });
        }
        let content =
            Content::Signature(Signature { date: store.device.today(), plan: record, by: by.clone(), strokes: drawn });
        submit.run("", async move {
            store
                .casebook
                .save(file, casebook_repository::ids::record_id(), content, None)
                .await
                .map_err(|error| ("strokes", repository_words(&error)))?;
            let _ = thanks.try_set(Some(by));
            let _ = strokes.try_set(String::new());
            let _ = who.try_set(String::new());
            submit.end();
            Ok(())
        });
    };
    let message = move |at: &'static str| {
        move || {
            problem
                .get()
                .filter(|(field, _)| *field == at)
                .map(|(_, words)| view! { <p class="error" role="alert">{words}</p> })
        }
    };
    let chosen = people
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            let label = name.clone();
            let pick = name.clone();
            view! {
                <label class="choice">
                    <input type="radio" name="who" id=["who-", &at.to_string()].concat() prop:checked=move || !other.get() && who.with(|who| *who == name)
                        on:change=move |_| { other.set(false); who.set(pick.clone()); }/>
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class="held">
            <h1 class="visually-hidden" tabindex="-1" id="page-title">"The plan"</h1>
            {page.map(sheet)}
            <section class="sheet sign-box" aria-label="Sign">
                {move || thanks.get().map(|by| view! {
                    <div class="advice good" role="status"><p><strong>"Thank you. "</strong> {by} " has signed. It is saved."</p></div>
                })}
                <fieldset class="field">
                    <legend>"Who signs"</legend>
                    <div class="choices">
                        {chosen}
                        <label class="choice">
                            <input type="radio" name="who" prop:checked=move || other.get() on:change=move |_| { other.set(true); who.set(String::new()); store.device.focus("who-name"); }/>
                            <span>"Somebody else"</span>
                        </label>
                    </div>
                    <Show when=move || other.get()>
                        <label for="who-name">"Name"</label>
                        <input class="input short" id="who-name" autocomplete="off" prop:value=move || who.get() on:input:target=move |event| who.set(event.target().value())/>
                    </Show>
                    {message("who")}
                </fieldset>
                {pad("Signature", "pad".to_owned(), strokes)}
                {message("strokes")}
                <div class="actions"><button class="button main" type="button" aria-disabled=move || submit.slow() on:click=save>"I have read it and agree"</button></div>
            </section>
            <div class="actions held-foot">
                <button class="button" type="button" on:click=move |_| if store.session.demo.get_untracked() { leave(store) } else { leaving.set(true) }>
                    {icon(Icon::Lock)} "Give the tablet back"
                </button>
            </div>
        </div>
        <Dialog open=leaving id="leave-sign" title="For the mentor">
            <AskPassphrase id="leave-passphrase" words="Leave this screen" check=|store, typed| Box::pin(async move { store.session.check_passphrase_now(&typed).await })
                then=Callback::new(move |()| { store.device.say(Notice::good("Back in your casebook.")); leave(store); })/>
        </Dialog>
    }
}

/// Everything is in reach again.
fn leave(store: Store) {
    store.navigation.surround(Frame::Navigation);
    store.device.focus_title();
}
