//! A hand-over, step by step. Each step is a page; what was chosen is kept as a sealed draft, so that neither a lock nor a
//! reload loses any of it, and going back and forward works as everywhere.

mod before;
mod make;
mod paper;
mod seal;
mod what;
mod who;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use crate::app::notices::{Notice, core_words};
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, HandOverStep, Route, Tab};
use crate::ui::parts::PageHead;
use crate::ui::parts::whose;
use casebook_domain::case::CaseFile;
use casebook_domain::custody::{Custody, custody};
use casebook_domain::hand_over::Received;
use casebook_domain::ids::FileId;
use casebook_present::hand_over::Choice;
use casebook_repository::CoreError;

/// What a step needs to change and keep what was chosen.
#[derive(Clone, Copy)]
struct Wizard {
    store: Store,
    dirty: StoredValue<bool>,
    pause: StoredValue<Rc<dyn Fn()>, LocalStorage>,
    /// What is missing: the field and what to do.
    missing: RwSignal<Vec<(&'static str, &'static str)>>,
}

impl Wizard {
    fn new(store: Store) -> Self {
        let dirty = StoredValue::new(false);
        let keep = move || {
            if dirty.try_get_value() == Some(true) {
                dirty.set_value(false);
                if let Some(choice) = store.hand_over.get_untracked() {
                    store.keep_hand_over(choice);
                }
            }
        };
        store.flush_with(keep);
        on_cleanup(keep);
        let pause = StoredValue::new_local(Rc::new(store.after_pause(keep)) as Rc<dyn Fn()>);
        Self { store, dirty, pause, missing: RwSignal::new(Vec::new()) }
    }

    /// What was chosen, looked at now.
    fn now(self) -> Choice {
        self.store.hand_over.get_untracked().unwrap_or_default()
    }

    /// What was chosen, again whenever it changes.
    fn of<T: PartialEq + Send + Sync + 'static>(self, of: impl Fn(&Choice) -> T + Send + Sync + 'static) -> Memo<T> {
        let store = self.store;
        Memo::new(move |_| store.hand_over.with(|choice| choice.as_ref().map_or_else(|| of(&Choice::default()), &of)))
    }

    /// Changes it; kept after a pause, or at once when the page is left.
    fn change(self, change: impl FnOnce(&mut Choice)) {
        let mut choice = self.now();
        change(&mut choice);
        self.store.hand_over.set(Some(choice));
        self.dirty.set_value(true);
        self.missing.update(Vec::clear);
        (self.pause.get_value())();
    }

    /// What is missing in a field.
    fn error(self, field: &'static str) -> AnyView {
        let words = move || self.missing.with(|all| all.iter().find(|(of, _)| *of == field).map(|(_, words)| *words));
        let id = [field, "-error"].concat();
        (move || words().map(|words| view! { <p class="error" id=id.clone()>{words}</p> })).into_any()
    }

    /// Continues to the next step, or says what is missing here.
    fn go_on(self, missing: Vec<(&'static str, &'static str)>, next: HandOverStep) {
        if missing.is_empty() {
            return self.store.go(Route::HandingOver(next));
        }
        self.missing.set(missing);
        self.store.focus("hand-over-missing");
    }

    /// The buttons at the foot of a step.
    fn foot(
        self,
        step: HandOverStep,
        missing: impl Fn() -> Vec<(&'static str, &'static str)> + Send + 'static,
    ) -> AnyView {
        let at = step as usize;
        let back = at.checked_sub(1).map(|at| HandOverStep::ALL[at]);
        let next = HandOverStep::ALL.get(at + 1).copied();
        let store = self.store;
        let told = move || {
            self.missing.with(|all| {
                let lines = all.iter().map(|(field, words)| {
                    let field = *field;
                    view! { <li><a href=["#", field].concat() on:click=move |event| { event.prevent_default(); store.focus(field); }>{*words}</a></li> }
                });
                (!all.is_empty()).then(|| view! {
                    <div class="summary-of-errors" id="hand-over-missing" tabindex="-1" role="alert">
                        <p><strong>"Before you continue"</strong></p>
                        <ul>{lines.collect_view()}</ul>
                    </div>
                })
            })
        };
        view! {
            {told}
            <div class="form-foot no-print">
                {next.map(|next| view! { <button class="button main" type="button" on:click=move |_| self.go_on(missing(), next)>"Continue"</button> })}
                {back.map(|back| view! { <a class="button" href=Route::HandingOver(back).to_string()>"Back"</a> })}
                <span class="hint">"What you choose is kept on this tablet until it is done or discarded."</span>
            </div>
        }
        .into_any()
    }
}

/// One of several, each with what it means. The first carries the field's id.
fn choices<T: Copy + PartialEq + Send + Sync + 'static>(
    (id, legend): (&'static str, &'static str),
    options: Vec<(T, &'static str, &'static str)>,
    chosen: Memo<Option<T>>,
    error: AnyView,
    pick: impl Fn(T) + Copy + 'static,
) -> AnyView {
    let radios = options
        .into_iter()
        .enumerate()
        .map(|(at, (value, label, hint))| {
            let own = if at == 0 { id.to_owned() } else { format!("{id}-{at}") };
            view! {
                <label class="choice">
                    <input type="radio" name=id id=own prop:checked=move || chosen.get() == Some(value) on:change=move |_| pick(value)/>
                    <span>{label} {(!hint.is_empty()).then(|| view! { <br/><span class="hint">{hint}</span> })}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend>{legend}</legend>
            <div class="choices">{radios}</div>
            {error}
        </fieldset>
    }
    .into_any()
}

/// The chosen pupils' files, once they are read.
type Cases = RwSignal<Option<Result<Vec<Arc<CaseFile>>, CoreError>>>;

fn read_cases(wizard: Wizard) -> Cases {
    let cases = RwSignal::new(None);
    let store = wizard.store;
    let files: Vec<FileId> = wizard.now().files.into_iter().collect();
    store.task(async move {
        let read = store.cases(files).await;
        if let Ok(read) = &read {
            // What is joined with a chosen pupil is chosen with it, and what is gone from this tablet is not.
            let all: BTreeSet<FileId> = read.iter().map(|case| case.id).collect();
            if all != wizard.now().files && cases.try_get_untracked().is_some() {
                wizard.change(|choice| choice.files = all);
            }
        }
        let _ = cases.try_set(Some(read));
    });
    cases
}

/// What is drawn of the chosen pupils' files, or why there is nothing to draw.
fn with_cases(cases: Cases, draw: impl Fn(&[Arc<CaseFile>]) -> AnyView + Send + Sync + 'static) -> AnyView {
    (move || {
        cases.with(|cases| match cases {
            None => view! { <p class="hint" role="status">"Reading the files …"</p> }.into_any(),
            Some(Err(error)) => view! {
                <p class="advice bad" role="alert"><strong>"A file can't be handed over now. "</strong>{core_words(error)}</p>
            }
            .into_any(),
            Some(Ok(cases)) => draw(cases),
        })
    })
    .into_any()
}

/// A pupil's name as the mentor wants names on the screen.
fn name_of(store: Store, case: &CaseFile) -> String {
    untrack(|| whose(store, case.id)).unwrap_or_else(|| "Pupil without a name".to_owned())
}

/// The page of a step.
#[component]
pub fn HandingOver(
    /// Which.
    step: HandOverStep,
) -> impl IntoView {
    let store = use_store();
    let ready = RwSignal::new(store.hand_over.with_untracked(Option::is_some));
    if !ready.get_untracked() {
        store.task(async move {
            store.open_hand_over().await;
            let _ = ready.try_set(true);
        });
    }
    let give_up = RwSignal::new(false);
    let discard = move |_| {
        if !give_up.get_untracked() {
            return give_up.set(true);
        }
        store.task(async move {
            match store.drop_hand_over().await {
                Ok(()) => store.go(Route::Pupils),
                Err(error) => store.say(Notice::error(&error)),
            }
        });
    };
    let places = HandOverStep::ALL
        .iter()
        .map(|&other| {
            let here = other == step;
            view! { <li><a href=Route::HandingOver(other).to_string() aria-current=here.then_some("step")>{other.label()}</a></li> }
        })
        .collect_view();
    view! {
        <PageHead title=["Hand over: ", step.label()].concat()>
            {move || store.hand_over.with(Option::is_some).then(|| view! {
                <button class="button quiet" type="button" on:click=discard>{move || if give_up.get() { "Discard for good" } else { "Discard" }}</button>
            })}
        </PageHead>
        <nav class="steps-line no-print" aria-label="Steps of the hand-over"><ol>{places}</ol></nav>
        {move || ready.get().then(|| {
            let wizard = Wizard::new(store);
            match step {
                HandOverStep::Who => who::view(wizard),
                HandOverStep::What => what::view(wizard),
                HandOverStep::Before => before::view(wizard),
                HandOverStep::Seal => seal::view(wizard),
                HandOverStep::Make => make::view(wizard),
            }
        })}
    }
}

/// A hand-over of one pupil begins: the pupil is chosen, what it is for comes next.
#[component]
pub fn Begin(
    /// The file, open.
    file: FileId,
) -> impl IntoView {
    let store = use_store();
    let untold = store.file.with_untracked(|case| {
        let case = case.as_ref()?;
        case.worries().iter().find(|worry| worry.insists()).map(|worry| worry.id)
    });
    let lent = store.file.with_untracked(|case| match custody(case.as_ref()?) {
        Custody::Lent(come) => Some(come.body.clone()),
        _ => None,
    });
    let begin = move |_| {
        store.begin_hand_over([file]);
        store.go(Route::HandingOver(HandOverStep::What));
    };
    let more = move |_| {
        store.begin_hand_over([file]);
        store.go(Route::HandingOver(HandOverStep::Who));
    };
    let (blocked, is_lent) = (untold.is_some(), lent.is_some());
    store.task(store.open_hand_over());
    // One is made at a time; it is not replaced without a word.
    let unfinished = move || {
        let begun = store.hand_over.with(|choice| choice.as_ref().map(|choice| choice.files.clone()))?;
        let names = who::names_of(store, &begun).join(", ");
        (!begun.is_empty() && !begun.contains(&file)).then(|| view! {
            <div class="advice measure">
                <p><strong>"Another hand-over is not finished: "</strong>{names}". What you start here replaces it."</p>
                <a class="button" href=Route::HandingOver(HandOverStep::Who).to_string()>"Continue with it"</a>
            </div>
        })
    };
    view! {
        <PageHead title="Hand over">
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::About)).to_string()>"Back to the pupil"</a>
        </PageHead>
        {crate::ui::parts::whose_line(store, file)}
        {untold.map(|worry| view! {
            <details class="advice bad">
                <summary>"Not yet: 1 thing to finish first"</summary>
                <p><strong>"NOBODY HAS BEEN TOLD "</strong>{store.titled("of a worry about this child. Go to the safeguarding lead before you hand anything over. ")}
                <a href=Route::Of(file, FilePage::Edit(worry)).to_string()>"Say who was told"</a></p>
            </details>
        })}
        {unfinished}
        {lent.map(|come| give_back(store, file, come, blocked))}
        <section class="stack measure">
            {is_lent.then(|| view! { <h2>"Something else"</h2> })}
            <p>"A hand-over goes to a colleague in an encrypted file, or on paper. You choose what it is for, how much goes and how to send it. You see what stays here before anything is made."</p>
            <div class="actions">
                <button class="button" class:main=!is_lent type="button" disabled=blocked on:click=begin>"Hand over this pupil"</button>
                <button class="button" type="button" disabled=blocked on:click=more>"With other pupils"</button>
            </div>
        </section>
    }
}

/// Back to the owner of the case: recipient and purpose are known, the lead's answer comes next.
fn give_back(store: Store, file: FileId, come: Received, blocked: bool) -> AnyView {
    let to = match come.from.trim() {
        "" => "the sender".to_owned(),
        name => name.to_owned(),
    };
    let label = ["Hand the case back to ", &to].concat();
    let come = StoredValue::new(come);
    let begin = move |_| {
        store.task(async move {
            store.begin_giving_back(file, &come.get_value()).await;
            store.go(Route::HandingOver(HandOverStep::Before));
        });
    };
    view! {
        <section class="stack measure">
            <p>"Everything that was written here goes back. When their receipt is here, this tablet's copy is read-only, and you can erase it."</p>
            <div class="actions"><button class="button main" type="button" disabled=blocked on:click=begin>{label}</button></div>
        </section>
    }
    .into_any()
}
