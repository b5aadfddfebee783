//! Templates, lists of words, and how the live screen behaves on this tablet.

use leptos::prelude::*;

use crate::app::navigation::Visit;
use crate::app::notice::Notice;
use crate::app::store::{Store, use_store};
use crate::route::Route;
use crate::ui::pages::observe::live::preferences::preferences;
use crate::ui::parts::{Dialog, Icon, file_out, icon};
use casebook_domain::content::{Content, Kind};
use casebook_domain::ids::RecordId;
use casebook_domain::observation::kit::Offer;
use casebook_domain::observation::{Sheet, Template, starters};
use casebook_present::forms;
use casebook_present::set_up::offer_key;
use casebook_present::templates::{method, timing, what};
use casebook_records::{LISTS_RECORD, SETTINGS_FILE};

/// The field that a template's file is chosen in.
const FILE: &str = "template-file";

/// Settings: observing.
#[component]
pub fn Observing() -> impl IntoView {
    let store = use_store();
    let saving = Saving { sheet: RwSignal::new(None), open: RwSignal::new(false) };
    view! {
        <section class="stack" aria-labelledby="templates-title">
            <div class="page-head">
                <h2 id="templates-title">"Templates"</h2>
                <a class="button main" href=Route::NewTemplate(None).to_string()>
                    {icon(Icon::Plus)}
                    "New template"
                </a>
            </div>
            <p class="hint measure">
                "What is recorded in a lesson, and how. Change Casebook's templates to suit your school. Hidden templates are not offered when you observe."
            </p>
            {move || templates(store, saving)}
            <Dialog open=saving.open id="save-template" title="Save the template as a file">
                {move || saving.buttons(store)}
            </Dialog>
            {from_file(store)}
        </section>
        {move || lists(store)}
        <section class="stack measure" aria-labelledby="live-title">
            <h2 id="live-title">"The live screen on this tablet"</h2>
            {preferences()}
        </section>
    }
}

fn templates(store: Store, saving: Saving) -> AnyView {
    let (shown, hidden): (Vec<Offer>, Vec<Offer>) = store
        .casebook
        .kit
        .with(|kit| kit.all(store.casebook.school_phase()))
        .into_iter()
        .partition(|offer| !offer.template.hidden);
    let lines = |offers: Vec<Offer>| offers.into_iter().map(|offer| line(store, offer, saving)).collect::<Vec<_>>();
    let none = shown
        .is_empty()
        .then(|| view! { <p class="hint">"Every template is hidden. Show one again before you observe."</p> });
    let hidden = (!hidden.is_empty()).then(|| {
        view! {
            <h3>"Hidden"</h3>
            <ul class="ruled">{lines(hidden)}</ul>
        }
    });
    view! {
        {none}
        <ul class="ruled">{lines(shown)}</ul>
        {hidden}
    }
    .into_any()
}

/// The template that is to be saved as a file.
#[derive(Clone, Copy)]
struct Saving {
    sheet: RwSignal<Option<Sheet>>,
    open: RwSignal<bool>,
}

impl Saving {
    fn buttons(self, store: Store) -> Option<AnyView> {
        let sheet = self.sheet.get()?;
        let make = move || store.casebook.template_file(&sheet);
        let buttons = file_out(store, "Save the template", Signal::stored(true), 0, make, Callback::new(|_| ()));
        Some(
            view! {
                <p>"Colleagues add it under Settings, Observing. It contains no pupil."</p>
                <div class="actions">
                    {buttons} <button class="button quiet" type="button" on:click=move |_| self.open.set(false)>
                        "Back"
                    </button>
                </div>
            }
            .into_any(),
        )
    }
}

/// A template with what can be done with it.
fn line(store: Store, offer: Offer, saving: Saving) -> AnyView {
    let menu = ["menu-", &offer_key(&offer)].concat();
    let Offer { record, template } = offer;
    let name = template.sheet.name.clone();
    let route = match (record, template.starter) {
        (Some(record), _) => Route::EditTemplate(record),
        (None, starter) => Route::NewTemplate(starter),
    };
    let tag = match (record, template.starter) {
        (None, _) => "From Casebook",
        (Some(_), Some(_)) => "Changed",
        (Some(_), None) => "Your own",
    };
    let unchanged = template
        .starter
        .is_some_and(|starter| starters::school_sheet(starter, store.casebook.school_phase()) == template.sheet);
    let own = template.clone();
    let hide = move |_| {
        let done = if own.hidden { "The template is shown again." } else { "The template is hidden." };
        match record {
            // Nothing of the starter was changed but that it was hidden.
            Some(record) if own.hidden && unchanged => remove(store, record, done),
            _ => {
                let template = Template { hidden: !own.hidden, ..own.clone() };
                put(store, record, template, done);
            }
        }
    };
    let sheet = template.sheet.clone();
    let copy = move |_| {
        let mut sheet = sheet.clone();
        sheet.name += " (copy)";
        let copy = Template { sheet, starter: None, hidden: false };
        let ctx = store.casebook.form_ctx(&casebook_domain::case::CaseFile::new(SETTINGS_FILE));
        let preset = forms::fill(&Content::Template(copy), &ctx).values.into_iter().collect();
        store.navigation.visit(Visit::to(Route::NewTemplate(None)).with(Kind::Template, preset));
    };
    let sheet = template.sheet.clone();
    let save = move |_| {
        saving.sheet.set(Some(sheet.clone()));
        saving.open.set(true);
    };
    let again = menu.clone();
    let drop = record.map(|record| {
        let (words, done) = if template.starter.is_some() {
            ("Back to Casebook's own", "The template is as Casebook made it.")
        } else {
            ("Delete", "The template is deleted. Observations made with it stay as they are.")
        };
        item(again, words, move |_| remove(store, record, done))
    });
    let label = ["More for ", &name].concat();
    view! {
        <li class="with-button">
            <a class="line" href=route.to_string()>
                <span class="stack tight">
                    <span>
                        <span class="name">{name}</span>
                        " "
                        <span class="tag">{tag}</span>
                    </span>
                    <span>{what(&template.sheet)}</span>
                    <span class="hint">{timing(&template.sheet)}</span>
                </span>
            </a>
            <span class="menu">
                <button class="button" type="button" popovertarget=menu.clone() aria-label=label>
                    "More"
                </button>
                <ul popover="auto" id=menu.clone()>
                    <li>
                        <a href=route.to_string()>"Change"</a>
                    </li>
                    {item(menu.clone(), "Make a copy", copy)}
                    {item(menu.clone(), if template.hidden { "Show again" } else { "Hide" }, hide)}
                    {item(menu.clone(), "Save as a file", save)}
                    {drop}
                </ul>
            </span>
        </li>
    }
    .into_any()
}

/// A button of a menu; the menu closes with it.
fn item(menu: String, words: &'static str, tap: impl FnMut(leptos::ev::MouseEvent) + 'static) -> AnyView {
    view! {
        <li>
            <button type="button" popovertarget=menu popovertargetaction="hide" on:click=tap>
                {words}
            </button>
        </li>
    }
    .into_any()
}

fn put(store: Store, record: Option<RecordId>, template: Template, done: &'static str) {
    let record = record.unwrap_or_else(casebook_repository::ids::record_id);
    store.device.task(async move {
        match store.casebook.save(SETTINGS_FILE, record, Content::Template(template), None).await {
            Ok(warnings) => store.casebook.say_saved(done, &warnings),
            Err(error) => store.device.say(Notice::error(&error)),
        }
    });
}

fn remove(store: Store, record: RecordId, done: &'static str) {
    store.device.task(async move {
        match store.casebook.delete(SETTINGS_FILE, record).await {
            Ok(warnings) => store.casebook.say_saved(done, &warnings),
            Err(error) => store.device.say(Notice::error(&error)),
        }
    });
}

/// A template that somebody else saved: chosen, looked at, then added.
fn from_file(store: Store) -> AnyView {
    let found = RwSignal::new(None::<Sheet>);
    let problem = RwSignal::new(None::<String>);
    let picked = move || {
        store.device.expect_own_window(false);
        store.device.task(async move {
            match store.casebook.picked_template(FILE).await {
                Ok(None) => {}
                Ok(Some(sheet)) => {
                    let _ = problem.try_set(None);
                    let _ = found.try_set(Some(sheet));
                    store.device.focus("template-preview");
                }
                Err(words) => {
                    let _ = found.try_set(None);
                    let _ = problem.try_set(Some(words));
                }
            }
        });
    };
    let look = move || {
        found.get().map(|sheet| {
            let twin = store.casebook.kit.with(|kit| {
                kit.all(store.casebook.school_phase()).iter().any(|offer| offer.template.sheet.name.trim().to_lowercase() == sheet.name.trim().to_lowercase())
            });
            let codes: Vec<AnyView> = sheet
                .codes
                .iter()
                .map(|code| {
                    view! {
                        <dt>
                            <span class="swatch" data-colour=code.colour.code()></span>
                            " "
                            {code.name.clone()}
                        </dt>
                        <dd>{[method(code.method), if code.definition.is_empty() { "" } else { ". " }, &code.definition].concat()}</dd>
                    }
                    .into_any()
                })
                .collect();
            let (name, time, abc) = (sheet.name.clone(), timing(&sheet), sheet.abc);
            let add = move |_| {
                let template = Template { sheet: sheet.clone(), starter: None, hidden: false };
                found.set(None);
                put(store, None, template, "The template was added.");
            };
            view! {
                <section class="sheet measure" id="template-preview" tabindex="-1" aria-labelledby="preview-title">
                    <h3 id="preview-title">{["Add \"", &name, "\"?"].concat()}</h3>
                    <p class="hint">{time}</p>
                    <dl class="facts">{codes}</dl>
                    {abc.then(|| view! { <p>"ABC notes can be made."</p> })}
                    {twin
                        .then(|| {
                            view! { <p class="advice">"There is already a template with this name. This one will be added beside it."</p> }
                        })}
                    <div class="actions">
                        <button class="button main" type="button" on:click=add>
                            "Add this template"
                        </button>
                        <button class="button quiet" type="button" on:click=move |_| found.set(None)>
                            "Cancel"
                        </button>
                    </div>
                </section>
            }
        })
    };
    view! {
        <div class="field">
            <label for=FILE>"Add from a file"</label>
            <p class="hint" id="template-file-hint">
                "A template that another school saved. You see what is in it before it is added."
            </p>
            <input
                class="input"
                type="file"
                id=FILE
                accept=".json,application/json"
                aria-describedby="template-file-hint template-file-error"
                aria-invalid=move || problem.with(|problem| problem.is_some().then_some("true"))
                on:click=move |_| store.device.expect_own_window(true)
                on:cancel=move |_: leptos::ev::Event| store.device.expect_own_window(false)
                on:change=move |_| picked()
            />
            {move || {
                problem
                    .get()
                    .map(|words| {
                        view! {
                            <p class="error" role="alert" id="template-file-error">
                                {words}
                            </p>
                        }
                    })
            }}
        </div>
        {look}
    }
    .into_any()
}

/// The lists of words, and the way back to those that Casebook starts with.
fn lists(store: Store) -> AnyView {
    let changed = store.casebook.kit.with(|kit| kit.lists.is_some());
    let lists = store.casebook.kit.with(|kit| kit.lists(store.casebook.school_phase()));
    let first = |label: &'static str, list: &[String]| {
        let words = if list.is_empty() { "None".to_owned() } else { list.join(", ") };
        view! {
            <dt>{label}</dt>
            <dd>{words}</dd>
        }
        .into_any()
    };
    let facts = vec![
        first("Quick phrases", &lists.phrases),
        first("Before", &lists.antecedents),
        first("Behaviour", &lists.behaviours),
        first("After", &lists.consequences),
        first("Subjects and places", &lists.subjects),
        first("Activities", &lists.activities),
        first("Seating", &lists.seatings),
    ];
    let back = move |_| remove(store, LISTS_RECORD, "The lists are as Casebook made them.");
    view! {
        <section class="stack" aria-labelledby="lists-title">
            <div class="page-head">
                <h2 id="lists-title">"Lists"</h2>
                <div class="actions">
                    <a class="button" href=Route::EditTemplate(LISTS_RECORD).to_string()>
                        "Change the lists"
                    </a>
                    {changed
                        .then(|| {
                            view! {
                                <button class="button quiet" type="button" on:click=back>
                                    "Back to Casebook's own"
                                </button>
                            }
                        })}
                </div>
            </div>
            <p class="hint measure">"What can be picked with one tap in a lesson."</p>
            <dl class="facts measure">{facts}</dl>
        </section>
    }
    .into_any()
}
