//! The one renderer of forms: draws `present::forms` data, keeps what is typed
//! as a sealed draft, and hands a parsed content to the store.

mod evidence;

use std::rc::Rc;

use leptos::prelude::*;

use evidence::{evidence_view, ratings};

use super::keep::{Place, keep, kept_words};
use super::pages::after_save;
use super::parts::about_safety::{Asking, left_of};
use super::parts::{Busy, DateBox, Icon, PageHead, facts, icon, mending_link, phones};
use crate::app::drafts::Carried;
use crate::app::notices::core_words;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, mending};
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Kind};
use casebook_domain::decide;
use casebook_domain::ids::{FileId, RecordId};
use casebook_present::disclosure;
use casebook_present::forms::{
    self, Draft, Field, FieldError, Form, FormCtx, Input, Need, Options, OtherPupil, Section,
};
use casebook_present::posts::titled;
use casebook_present::{initials, numbers, words};
use casebook_records::{DraftRow, NO_FILE};
use casebook_repository::CoreError;

/// A form in use. Copy: handles to its signals.
#[derive(Clone, Copy)]
pub struct Handle {
    /// What is in it.
    pub draft: RwSignal<Draft>,
    /// What is wrong, by field.
    pub errors: RwSignal<Vec<FieldError>>,
    /// Moves when rows were added or removed, so that they are drawn again.
    rows: RwSignal<u32>,
    /// Moves when a change brought other fields a value, so that they show it.
    echo: RwSignal<u32>,
    /// Which form it is, once it is drawn.
    kind: StoredValue<Option<Kind>>,
    ctx: StoredValue<Rc<FormCtx>, LocalStorage>,
}

impl Handle {
    /// A label or hint with the school's own titles of posts; in the settings, where those are given, as it is.
    fn said(self, text: &str) -> String {
        if self.kind.get_value() == Some(Kind::Settings) {
            return text.to_owned();
        }
        self.ctx.with_value(|ctx| titled(text, &ctx.settings))
    }

    /// A form with these values.
    pub fn new(draft: Draft, ctx: FormCtx) -> Self {
        Self {
            draft: RwSignal::new(draft),
            errors: RwSignal::new(Vec::new()),
            rows: RwSignal::new(0),
            echo: RwSignal::new(0),
            kind: StoredValue::new(None),
            ctx: StoredValue::new_local(Rc::new(ctx)),
        }
    }

    /// The same, with what follows from a change in a form of this kind.
    pub fn of(self, kind: Kind) -> Self {
        self.kind.set_value(Some(kind));
        self
    }

    /// What the case gives the form.
    pub fn ctx(self) -> Rc<FormCtx> {
        self.ctx.get_value()
    }

    fn set(self, key: &str, value: String) {
        let (kind, ctx) = (self.kind.get_value(), self.ctx());
        let followed = self.draft.try_update(|draft| {
            draft.set(key, value);
            kind.is_some_and(|kind| forms::follow(kind, key, draft, &ctx))
        });
        if followed == Some(true) {
            self.echo.update(|echo| *echo += 1);
        }
        if self.errors.with_untracked(|errors| errors.iter().any(|error| error.field == key)) {
            self.errors.update(|errors| errors.retain(|error| error.field != key));
        }
    }

    /// What is in a field, again whenever something else put a value there.
    fn shown(self, key: &str) -> String {
        self.echo.track();
        self.draft.with_untracked(|draft| draft.get(key).to_owned())
    }

    fn message(self, key: &str) -> Option<String> {
        self.errors.with(|errors| errors.iter().find(|error| error.field == key).map(|error| error.message.clone()))
    }
}

/// The id of a field's input in the page.
pub fn field_id(key: &str) -> String {
    let mut id = String::from("f-");
    id.extend(key.chars().map(|c| if c == '.' { '-' } else { c }));
    id
}

/// Draws all sections of a form.
pub fn form_view(form: &'static Form, handle: Handle) -> AnyView {
    handle.kind.set_value(Some(form.kind));
    let drawn = |from: usize, to: usize| {
        let sections = form.sections.iter().enumerate().take(to).skip(from);
        sections
            .map(
                |(at, section)| view! { {section_view(section, handle)} {(at == 0).then(|| about(form.kind, handle))} },
            )
            .collect_view()
    };
    let all = form.sections.len();
    let needs = |section: &Section| section.fields.first().map(|field| field.name) == forms::evidence_for(form.kind);
    let groups = handle.ctx().evidence.groups.clone();
    match form.sections.iter().position(needs).filter(|_| !groups.is_empty()) {
        None => drawn(0, all).into_any(),
        Some(at) => view! {
            <div class="with-evidence">
                <div class="asked">{drawn(0, at)}</div>
                {evidence_view(groups)}
                <div class="asked">{drawn(at, all)}</div>
            </div>
        }
        .into_any(),
    }
}

/// What is known of whom the first section names: a pupil who may be here already, the number to ring.
fn about(kind: Kind, handle: Handle) -> AnyView {
    match kind {
        Kind::Pupil => already_here(handle),
        Kind::FamilyContact => to_ring(handle),
        _ => ().into_any(),
    }
}

/// Pupils of this casebook who may be the one who is being entered: to be opened, or passed over by going on.
fn already_here(handle: Handle) -> AnyView {
    const NAMED_BY: [&str; 5] = ["first_names", "known_as", "surname", "born", "upn"];
    let typed = Memo::new(move |_| handle.draft.with(|draft| NAMED_BY.map(|name| draft.get(name).to_owned())));
    let alike = Memo::new(move |_| {
        // A memo that nobody reads is never told of a change: it is read here, not only tracked.
        typed.with(|_| ());
        let ctx = handle.ctx();
        let one = |other: &OtherPupil| (other.file, other.name.clone());
        handle.draft.with_untracked(|draft| ctx.already_here(draft).into_iter().map(one).collect::<Vec<_>>())
    });
    let line = |(file, name): (FileId, String)| {
        let open = Route::Of(file, FilePage::Tab(crate::route::Tab::Timeline)).to_string();
        view! { <li class="actions"><span><bdi>{name.clone()}</bdi>" is here already."</span> <a class="button quiet" href=open>"Open "<bdi>{name}</bdi></a></li> }.into_any()
    };
    let found = move || {
        let lines: Vec<AnyView> = alike.get().into_iter().map(line).collect();
        (!lines.is_empty()).then(|| {
            view! { <div class="advice"><ul>{lines}</ul><p>"If this is a different child, carry on."</p></div> }
        })
    };
    view! { <div role="status">{found}</div> }.into_any()
}

/// The number of the person for whom a call is recorded, where a call may be made.
fn to_ring(handle: Handle) -> AnyView {
    let number = Memo::new(move |_| {
        let ctx = handle.ctx();
        handle.draft.with(|draft| ctx.to_ring(draft).map(str::to_owned))
    });
    (move || number.get().map(|number| view! { <p class="actions"><span>"To ring: "</span>{phones(&number)}</p> }))
        .into_any()
}

/// Draws one section.
pub fn section_view(section: &'static Section, handle: Handle) -> AnyView {
    let unrated = |field: &Field| {
        let rated = || handle.draft.with_untracked(|draft| handle.ctx().rated(draft, field.name));
        matches!(field.input, Input::Ratings) && rated().is_empty()
    };
    if section.fields.iter().all(unrated) {
        return ().into_any();
    }
    // Rows of something to pick, and nothing to pick: nothing to ask.
    let nothing = |field: &Field| match field.input {
        Input::Rows { fields: [Field { input: Input::Pick(source), .. }], .. } => {
            handle.ctx().choices(*source).is_empty() && handle.draft.with_untracked(|draft| draft.rows(field.name) == 0)
        }
        _ => false,
    };
    if section.fields.iter().all(nothing) {
        return ().into_any();
    }
    let asked = || section.fields.iter().filter(|field| !nothing(field));
    let fields = || asked().map(|field| field_view(field, String::new(), handle)).collect_view();
    let hint = || (!section.hint.is_empty()).then(|| view! { <p class="hint">{handle.said(section.hint)}</p> });
    if section.more {
        // A number has its usual value without anybody having thought of it.
        let used = |draft: &Draft| {
            let mut said = section.fields.iter().filter(|field| !matches!(field.input, Input::Number { .. }));
            said.any(|field| !draft.get(field.name).is_empty() || draft.rows(field.name) > 0)
        };
        let open = handle.draft.with_untracked(used);
        let wrong = Memo::new(move |_| {
            handle.errors.with(|errors| {
                errors.iter().any(|error| {
                    let first = error.field.split('.').next().unwrap_or_default();
                    section.fields.iter().any(|field| field.name == first)
                })
            })
        });
        return view! {
            <details open=move || open || wrong.get()>
                <summary><h2>{handle.said(section.title)}</h2></summary>
                <div class="form-section">{hint()} {fields()}</div>
            </details>
        }
        .into_any();
    }
    // A heading is only shown over something: it disappears with the fields under it.
    let any = Memo::new(move |_| handle.draft.with(|draft| section.fields.iter().any(|field| field.shown(draft, ""))));
    view! {
        <section class=if on_one_line(section.fields) { "form-section in-line" } else { "form-section" } hidden=move || !any.get()>
            {(!section.title.is_empty()).then(|| view! { <h2>{handle.said(section.title)}</h2> })}
            {hint()}
            {fields()}
        </section>
    }
    .into_any()
}

/// Draws one field; `prefix` is "" or its row's.
pub fn field_view(field: &'static Field, prefix: String, handle: Handle) -> AnyView {
    if matches!(field.input, Input::Hidden) {
        return ().into_any();
    }
    let at = StoredValue::new(prefix);
    let shown = Memo::new(move |_| handle.draft.with(|draft| at.with_value(|prefix| field.shown(draft, prefix))));
    (move || shown.get().then(|| input_view(field, at.get_value(), handle))).into_any()
}

fn input_view(field: &'static Field, prefix: String, handle: Handle) -> AnyView {
    let key = prefix.clone() + field.name;
    match field.input {
        Input::Choice(options) => {
            let chosen = handle.draft.with_untracked(|draft| draft.get(&key).to_owned());
            let ctx = handle.ctx();
            let offered = options.iter().filter(|(code, _)| *code == chosen || ctx.offers(field.name, code));
            choice(
                field,
                key,
                offered.map(|(code, words)| ((*code).to_owned(), handle.said(words), None)).collect(),
                handle,
            )
        }
        Input::Pick(source) => {
            let choices = handle
                .ctx()
                .choices(source)
                .iter()
                .map(|pick| (pick.id.clone(), pick.label.clone(), pick.blocked.clone()))
                .collect();
            choice(field, key, choices, handle)
        }
        Input::Many(options) => many(field, key, options, handle),
        Input::Tick => tick(field, key, handle),
        Input::Rows { fields, add, most } => rows(field, fields, add, most, key, handle),
        Input::Evidence(groups) => evidence(field, groups, key, handle),
        Input::Ratings => ratings(field, key, handle),
        Input::Shown(options) => {
            let code = handle.draft.with_untracked(|draft| draft.get(&key).to_owned());
            let shown = options.iter().find(|(other, _)| *other == code);
            let words = shown.map_or_else(|| code.clone(), |(_, words)| (*words).to_owned());
            let beside = facts(handle.ctx().beside(&code).into_iter().map(|(what, words)| (what.to_owned(), words)));
            view! { <div class="field"><p><strong>{field.label}</strong></p><p>{words}</p>{beside}</div> }.into_any()
        }
        Input::Hidden => ().into_any(),
        Input::Strokes => super::pages::sign::pad(field.label, key, handle),
        Input::Line
        | Input::LineFrom(_)
        | Input::Area { .. }
        | Input::Date(_)
        | Input::Time
        | Input::Moment
        | Input::Number { .. } => text(field, key, handle),
    }
}

/// "(optional)" beside a label, unless the field is needed now.
fn need_words(field: &'static Field, handle: Handle) -> AnyView {
    let mark = handle.kind.get_value().and_then(|kind| forms::mark(kind, field));
    mark.map(|words| view! { <span class="optional">{words}</span> }).into_any()
}

fn hint_view(field: &'static Field, id: &str, handle: Handle) -> Option<AnyView> {
    (!field.hint.is_empty())
        .then(|| view! { <p class="hint" id=format!("{id}-hint")>{handle.said(field.hint)}</p> }.into_any())
}

fn error_view(key: String, id: &str, handle: Handle) -> AnyView {
    let id = format!("{id}-error");
    (move || handle.message(&key).map(|words| view! { <p class="error" id=id.clone()>{words}</p> })).into_any()
}

fn described(field: &'static Field, id: &str) -> String {
    if field.hint.is_empty() { format!("{id}-error") } else { format!("{id}-hint {id}-error") }
}

fn text(field: &'static Field, key: String, handle: Handle) -> AnyView {
    let id = field_id(&key);
    let value = {
        let key = key.clone();
        move || handle.shown(&key)
    };
    let invalid = {
        let key = key.clone();
        move || handle.message(&key).map(|_| "true")
    };
    // No maxlength: browsers cut what is pasted without a word; too long is said when saving.
    let typed = {
        let key = key.clone();
        move |value: String| handle.set(&key, value)
    };
    let describedby = described(field, &id);
    let input = match field.input {
        Input::Date(_) | Input::Time | Input::Moment => {
            let kind = match field.input {
                Input::Moment => "datetime-local",
                Input::Time => "time",
                _ => "date",
            };
            let (shown, refused) = (key.clone(), key.clone());
            let value = Signal::derive(move || handle.shown(&shown));
            let wrong = Signal::derive(move || handle.message(&refused).is_some());
            view! { <DateBox id=id.clone() kind=kind value=value set=typed described_by=describedby wrong=wrong/> }
                .into_any()
        }
        Input::Area { rows } => view! {
            <textarea autocomplete="off" class="input" id=id.clone() rows=rows.to_string()
                aria-invalid=invalid aria-describedby=describedby prop:value=value
                on:input:target=move |event| typed(event.target().value())></textarea>
        }
        .into_any(),
        input => {
            let (short, mode) = match input {
                Input::Number { decimals, .. } => (true, Some(if decimals == 0 { "numeric" } else { "decimal" })),
                _ => (false, None),
            };
            let list = match input {
                Input::LineFrom(source) => Some((format!("{id}-list"), handle.ctx().suggestions(source))),
                _ => None,
            };
            let unit = match input {
                Input::Number { unit, .. } if !unit.is_empty() => Some(unit),
                _ => None,
            };
            view! {
                <div class="actions">
                    <input class=if short { "input short" } else { "input" } id=id.clone() type="text" inputmode=mode autocomplete="off"
                        list=list.as_ref().map(|(id, _)| id.clone())
                        aria-invalid=invalid aria-describedby=describedby prop:value=value
                        on:input:target=move |event| typed(event.target().value())/>
                    {unit.map(|unit| view! { <span>{unit}</span> })}
                    {list.map(|(id, offers)| view! {
                        <datalist id=id>{offers.into_iter().map(|offer| view! { <option value=offer></option> }).collect_view()}</datalist>
                    })}
                </div>
            }
            .into_any()
        }
    };
    let class = if matches!(field.input, Input::Area { .. }) { "field" } else { "field of-one-line" };
    view! {
        <div class=class>
            <label for=id.clone()>{handle.said(field.label)} {need_words(field, handle)}</label>
            {hint_view(field, &id, handle)}
            {input}
            {error_view(key, &id, handle)}
        </div>
    }
    .into_any()
}

/// Most choices that are shown as buttons, and most characters of one.
const BUTTONS: usize = 8;
const ON_A_BUTTON: usize = 40;
/// As many choices as this are all shown, however long their words are.
const ALL_SHOWN: usize = 4;

/// One of several: buttons where they are few and short, radio buttons up to four, a select for more. What may be left
/// empty again stays a select.
fn choice(
    field: &'static Field,
    key: String,
    choices: Vec<(String, String, Option<String>)>,
    handle: Handle,
) -> AnyView {
    let id = field_id(&key);
    let describedby = described(field, &id);
    let short = choices.iter().all(|(_, words, blocked)| blocked.is_none() && words.chars().count() <= ON_A_BUTTON);
    let can_stay = choices.len() <= ALL_SHOWN || matches!(field.need, Need::Required | Need::RequiredIf(_));
    let buttons = matches!(field.input, Input::Choice(_)) && short && can_stay && choices.len() <= BUTTONS;
    if choices.len() > ALL_SHOWN && !buttons {
        // What the draft holds, so that a value that another field brought is chosen too.
        let now = {
            let key = key.clone();
            Memo::new(move |_| handle.draft.with(|draft| draft.get(&key).to_owned()))
        };
        let pick = {
            let key = key.clone();
            move |value: String| handle.set(&key, value)
        };
        let invalid = {
            let key = key.clone();
            move || handle.message(&key).map(|_| "true")
        };
        let options = choices
            .into_iter()
            .map(|(code, words, blocked)| {
                let own = code.clone();
                let selected = move || now.with(|now| *now == own);
                let words = blocked.as_ref().map_or(words.clone(), |why| format!("{words}: {why}"));
                view! { <option value=code prop:selected=selected disabled=blocked.is_some()>{words}</option> }
            })
            .collect_view();
        return view! {
            <div class="field">
                <label for=id.clone()>{handle.said(field.label)} {need_words(field, handle)}</label>
                {hint_view(field, &id, handle)}
                <select autocomplete="off" class="input" id=id.clone() aria-invalid=invalid aria-describedby=describedby
                    on:change:target=move |event| pick(event.target().value())>
                    <option value="" prop:selected=move || now.with(String::is_empty)>"Choose"</option>
                    {options}
                </select>
                {error_view(key, &id, handle)}
            </div>
        }
        .into_any();
    }
    let empty = choices.is_empty();
    let radios = choices
        .into_iter()
        .enumerate()
        .map(|(at, (code, words, blocked))| {
            let checked = {
                let (key, code) = (key.clone(), code.clone());
                move || handle.shown(&key) == code
            };
            let key = key.clone();
            let name = id.clone();
            // The first radio carries the field's id, so that an error can focus it.
            let own = if at == 0 { id.clone() } else { format!("{id}-{at}") };
            view! {
                <label class=if buttons { "chip" } else { "choice" }>
                    <input type="radio" id=own name=name prop:checked=checked disabled=blocked.is_some()
                        on:change=move |_| handle.set(&key, code.clone())/>
                    <span>{words} {blocked.map(|why| view! { <br/><span class="hint">{why}</span> })}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" aria-describedby=describedby>
            <legend>{handle.said(field.label)} {need_words(field, handle)}</legend>
            {hint_view(field, &id, handle)}
            <div class=if buttons { "chips" } else { "choices" }>{radios}</div>
            {empty.then(|| view! { <p class="hint">"There is nothing to choose yet. Add it under About first."</p> })}
            {error_view(key, &id, handle)}
        </fieldset>
    }
    .into_any()
}

fn check(label: String, id: String, checked: Signal<bool>, set: impl Fn(bool) + 'static) -> AnyView {
    box_of("choice", label, id, checked, set)
}

fn box_of(
    class: &'static str,
    label: String,
    id: String,
    checked: Signal<bool>,
    set: impl Fn(bool) + 'static,
) -> AnyView {
    view! {
        <label class=class>
            <input type="checkbox" id=id prop:checked=checked on:change:target=move |event| set(event.target().checked())/>
            <span>{label}</span>
        </label>
    }
    .into_any()
}

fn tick(field: &'static Field, key: String, handle: Handle) -> AnyView {
    let id = field_id(&key);
    let now = key.clone();
    let checked = Memo::new(move |_| handle.draft.with(|draft| draft.ticked(&now)));
    let set = {
        let key = key.clone();
        move |on: bool| handle.set(&key, if on { "yes".to_owned() } else { String::new() })
    };
    let class = if field.hint.is_empty() { "field of-one-line" } else { "field" };
    view! {
        <div class=class>
            {check(handle.said(field.label), id.clone(), checked.into(), set)}
            {hint_view(field, &id, handle)}
            {error_view(key, &id, handle)}
        </div>
    }
    .into_any()
}

fn many(field: &'static Field, key: String, options: Options, handle: Handle) -> AnyView {
    let id = field_id(&key);
    let short = options.len() <= BUTTONS && options.iter().all(|(_, words)| words.chars().count() <= ON_A_BUTTON);
    let (all, one) = if short { ("chips", "chip") } else { ("choices", "choice") };
    let boxes = options
        .iter()
        .enumerate()
        .map(|(at, (code, words))| {
            let now = key.clone();
            let checked = Memo::new(move |_| handle.draft.with(|draft| draft.has(&now, code)));
            let own = if at == 0 { id.clone() } else { format!("{id}-{code}") };
            let key = key.clone();
            box_of(one, handle.said(words), own, checked.into(), move |on| {
                handle.draft.update(|draft| draft.choose(&key, code, on))
            })
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend>{handle.said(field.label)} {need_words(field, handle)}</legend>
            {hint_view(field, &id, handle)}
            <div class=all>{boxes}</div>
            {error_view(key, &id, handle)}
        </fieldset>
    }
    .into_any()
}

fn rows(
    field: &'static Field,
    fields: &'static [Field],
    add: &'static str,
    most: u8,
    name: String,
    handle: Handle,
) -> AnyView {
    let id = field_id(&name);
    let class = if on_one_line(fields) { "row-card in-line" } else { "row-card" };
    let key = StoredValue::new(name.clone());
    let count = move || key.with_value(|name| handle.draft.with_untracked(|draft| draft.rows(name)));
    let drawn = move || {
        handle.rows.track();
        (0..count())
            .map(|row| {
                let prefix = format!("{}.{row}.", key.get_value());
                let drawn = |more: bool| {
                    let some = fields.iter().filter(move |field| field.more == more);
                    some.map(|field| field_view(field, prefix.clone(), handle)).collect_view()
                };
                let more = fields.iter().any(|field| field.more).then(|| folded(fields, &prefix, drawn(true), handle));
                let inputs = drawn(false);
                let remove = move |_| {
                    key.with_value(|name| handle.draft.update(|draft| draft.remove_row(name, row)));
                    handle.errors.set(Vec::new());
                    handle.rows.update(|rows| *rows += 1);
                };
                let label = format!("Remove {} {}", field.label.to_lowercase(), row + 1);
                view! {
                    <div class=class role="group" aria-label=format!("{} {}", field.label, row + 1)>
                        {inputs}
                        {more}
                        {(!add.is_empty()).then(|| view! { <div class="actions"><button class="button quiet" type="button" aria-label=label on:click=remove>"Remove"</button></div> })}
                    </div>
                }
            })
            .collect_view()
    };
    let full = move || {
        handle.rows.track();
        count() >= usize::from(most)
    };
    let store = use_store();
    let more = move |_| {
        let kind = handle.kind.get_value();
        let begin = |draft: &mut Draft, name: &str| match kind {
            Some(kind) => forms::begin_row(kind, name, fields, draft),
            None => draft.add_row(name),
        };
        let row = key.with_value(|name| handle.draft.try_update(|draft| begin(draft, name))).unwrap_or_default();
        handle.rows.update(|rows| *rows += 1);
        if let Some(first) = fields.first() {
            store.focus(&field_id(&format!("{}.{row}.{}", key.get_value(), first.name)));
        }
    };
    view! {
        <div class="field" id=id.clone() role="group" aria-label=field.label>
            <h3>{handle.said(field.label)}</h3>
            {hint_view(field, &id, handle)}
            <div class="stack">{drawn}</div>
            {(!add.is_empty()).then(|| view! {
                <div class="actions"><button class="button" type="button" disabled=full on:click=more>{icon(Icon::Plus)} {add}</button></div>
            })}
            {error_view(name, &id, handle)}
        </div>
    }
    .into_any()
}

/// A few short answers stand on one line.
fn on_one_line(fields: &[Field]) -> bool {
    let line = |field: &Field| {
        matches!(field.input, Input::Line | Input::LineFrom(_) | Input::Date(_) | Input::Time | Input::Number { .. })
    };
    fields.len() <= 3 && fields.iter().all(line)
}

/// The fields of a row that are seldom needed, with how many of them say something: open where one is wrong.
fn folded(fields: &'static [Field], prefix: &str, inputs: impl IntoView, handle: Handle) -> AnyView {
    let keys_of = |counts: fn(&Field) -> bool| -> Vec<String> {
        let some = fields.iter().filter(|field| field.more && counts(field));
        some.map(|field| [prefix, field.name].concat()).collect()
    };
    let keys = keys_of(|_| true);
    // A number has its usual value without anybody having thought of it.
    let said = keys_of(|field| !matches!(field.input, Input::Number { .. }));
    let used = handle.draft.with_untracked(|draft| said.iter().filter(|key| !draft.get(key).is_empty()).count());
    let used = (used > 0).then(|| {
        view! { <span class="hint">{[" (", &numbers::whole(used as u64), " filled in)"].concat()}</span> }
    });
    let wrong = Memo::new(move |_| handle.errors.with(|errors| errors.iter().any(|error| keys.contains(&error.field))));
    view! {
        <details open=move || wrong.get()>
            <summary>"More" {used}</summary>
            <div class="form-section">{inputs}</div>
        </details>
    }
    .into_any()
}

fn evidence(field: &'static Field, groups: &'static [(&'static str, Options)], key: String, handle: Handle) -> AnyView {
    let id = field_id(&key);
    let drawn = groups
        .iter()
        .enumerate()
        .map(|(group, (title, options))| {
            let boxes = options
                .iter()
                .enumerate()
                .map(|(at, (code, words))| {
                    let code: &'static str = code;
                    // The evidence's own field has the id that ends in the code.
                    let own = if group + at == 0 { id.clone() } else { format!("{id}-tick-{code}") };
                    let list = StoredValue::new(key.clone());
                    let on = Memo::new(move |_| list.with_value(|key| handle.draft.with(|draft| draft.has(key, code))));
                    let text_key = format!("{key}.{code}");
                    let toggle = move |on| {
                        list.with_value(|key| handle.draft.update(|draft| draft.choose(key, code, on)));
                    };
                    let words: &'static str = words;
                    view! {
                        {check(words.to_owned(), own, on.into(), toggle)}
                        {move || on.get().then(|| evidence_text(words, text_key.clone(), handle))}
                    }
                })
                .collect_view();
            view! { <fieldset class="field"><legend>{*title}</legend>{boxes}</fieldset> }
        })
        .collect_view();
    view! {
        <div class="field" role="group" aria-label=field.label>
            <h3>{field.label}</h3>
            {hint_view(field, &id, handle)}
            {error_view(key.clone(), &id, handle)}
            <div class="stack">{drawn}</div>
        </div>
    }
    .into_any()
}

fn evidence_text(words: &'static str, key: String, handle: Handle) -> AnyView {
    let id = field_id(&key);
    let value = handle.draft.with_untracked(|draft| draft.get(&key).to_owned());
    let typed = {
        let key = key.clone();
        move |value: String| handle.set(&key, value)
    };
    let error = error_view(key.clone(), &id, handle);
    view! {
        <div class="row-card">
            <label class="hint" for=id.clone()>"What was seen, when, by whom? "<span class="visually-hidden">{words}</span></label>
            <textarea autocomplete="off" class="input" id=id.clone() rows="2" aria-describedby=format!("{id}-error")
                prop:value=value aria-invalid=move || handle.message(&key).map(|_| "true")
                on:input:target=move |event| typed(event.target().value())></textarea>
            {error}
        </div>
    }
    .into_any()
}

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
    let begin = move |afresh: bool| {
        store.task(async move {
            if kind == Kind::Session {
                store.load_resources().await;
            }
            let case = store.case_or_blank(file);
            let mut ctx = store.form_ctx(&case);
            match kind {
                Kind::Exit | Kind::Plan | Kind::Review => ctx.look_back(kind, &case, record),
                Kind::Pupil => ctx = store.with_others(ctx, file),
                _ => {}
            }
            let kept = if afresh {
                let _ = store.drop_draft(home, Store::draft_id(kind, record)).await;
                None
            } else {
                store.kept_draft(home, Store::draft_id(kind, record)).await
            };
            let restored = kept.is_some();
            let draft = match (kept, record.and_then(|id| case.get(id).cloned())) {
                (Some(row), _) => Draft { values: row.values },
                (None, Some(item)) => forms::fill(&item.entry.content, &ctx),
                (None, None) => forms::blank(kind, &ctx, &store.take_preset(kind)),
            };
            let _ = ready.try_set(Some((Handle::new(draft, ctx), restored)));
            if let Some(field) = store.take_field() {
                store.focus(&field_id(field));
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
    view! {
        <PageHead title=title/>
        {whose_line(store, file)}
        {(kind == Kind::Session && record.is_none())
            .then(|| super::pages::pupil::since_last_time(&store.case_or_blank(file), store.today()))}
        {(!form.intro.is_empty()).then(|| view! { <p class="hint">{store.titled(form.intro)}</p> })}
        {move || ready.get().map(|(handle, restored)| view! {
            {restored.then(|| view! {
                <div class="advice good">
                    <p>"What you typed before is back."</p>
                    <button class="button quiet" type="button" on:click=move |_| begin(true)>"Start again"</button>
                </div>
            })}
            <Filling file home kind record form handle/>
        })}
    }
}

/// Whose file a page writes in or prints, under its heading.
pub fn whose_line(store: Store, file: FileId) -> AnyView {
    (move || whose(store, file).map(|name| view! { <p class="whose no-print">{name}</p> })).into_any()
}

/// Whose file a form writes in: the wrong child's would be the worst mistake.
pub fn whose(store: Store, file: FileId) -> Option<String> {
    let short = store.settings.with(|settings| settings.initials_only);
    store.headers.with(|headers| initials::shown_name(headers, file, short))
}

#[component]
fn Filling(
    file: FileId,
    home: FileId,
    kind: Kind,
    record: Option<RecordId>,
    form: &'static Form,
    handle: Handle,
) -> impl IntoView {
    let store = use_store();
    let place = Place { home, id: Store::draft_id(kind, record), kind, record };
    let keeping = keep(store, place, handle.draft, Signal::derive(move || Some(file)));
    let refused = RwSignal::new(None::<CoreError>);
    let busy = Busy::free();
    // The storage answers again: what the refusal said is over.
    Effect::new(move |_| {
        if keeping.kept.get() && refused.with_untracked(|refused| matches!(refused, Some(CoreError::Db(_)))) {
            refused.set(None);
        }
    });
    let asking = Asking::begin();
    let take = move || take_words(handle, kind, file, place);
    let advice = RwSignal::new(Vec::new());
    let advise = move || {
        let case = store.case_or_blank(file);
        let parsed = handle.draft.with_untracked(|draft| forms::parse(kind, draft, &handle.ctx()));
        let settings = store.settings.get_untracked();
        let mut warnings = parsed
            .map_or_else(|_| Vec::new(), |content| decide::advice(&case, &settings, &content, &store.decide_ctx()));
        // What others may read, and all that may go home.
        let read_by_others = matches!(
            kind,
            Kind::Note
                | Kind::Session
                | Kind::FamilyContact
                | Kind::Liaison
                | Kind::Achievement
                | Kind::Referral
                | Kind::Start
                | Kind::Plan
                | Kind::Review
                | Kind::Exit
                | Kind::Letter
        );
        if read_by_others {
            let typed =
                handle.draft.with_untracked(|draft| draft.values.values().cloned().collect::<Vec<_>>().join(" "));
            let others = super::pages::quick_note::others_named(store, Some(file), &typed);
            warnings.extend(others.into_iter().map(decide::Warning::OtherPupilNamed));
        }
        advice.set(warnings);
        asking.listen(handle.draft.with_untracked(|draft| !free_text(kind, draft).is_empty()));
    };
    let pause = store.after_pause(advise);
    Effect::new(move |before: Option<()>| {
        handle.draft.track();
        if before.is_some() {
            pause();
        }
    });
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        refused.set(None);
        match handle.draft.with_untracked(|draft| forms::parse(kind, draft, &handle.ctx())) {
            Err(errors) => {
                handle.errors.set(errors);
                store.hush();
                store.focus("error-summary");
            }
            Ok(_) if asking.stops(handle.draft.with_untracked(|draft| !free_text(kind, draft).is_empty())) => {}
            Ok(content) => {
                let content = keep_unseen(content, store, file, record);
                busy.set(true);
                let id = record.unwrap_or_else(Store::new_record);
                store.task(async move {
                    let shown = content.clone();
                    let saved = store.save(file, id, content, Some(place.at())).await;
                    match saved {
                        Ok(warnings) => {
                            store.say_saved(&saved_words(kind, record.is_some()), &warnings);
                            store.go(store
                                .take_onward()
                                .or_else(|| store.tab_of(file))
                                .unwrap_or_else(|| after_save(&store.case_or_blank(file), id, &shown)));
                        }
                        Err(error) => {
                            let _ = refused.try_set(Some(error));
                            let _ = busy.try_set(false);
                            store.hush();
                            store.focus("refused");
                        }
                    }
                });
            }
        }
    };
    let otherwise = if kind == Kind::Resource {
        Route::Resources
    } else {
        Route::Of(file, FilePage::Tab(crate::route::Tab::Timeline))
    };
    let cancel = move |_| store.back(otherwise);
    view! {
        <form class="form" novalidate autocomplete="off" on:submit=move |event| { event.prevent_default(); submit(); }>
            {move || handle.errors.with(|errors| (!errors.is_empty()).then(|| error_summary(store, handle, kind, errors)))}
            {form_view(form, handle)}
            {asking.view(take)}
            {move || advice.with(|list| (!list.is_empty()).then(|| view! {
                <div class="advice" role="status">
                    <p><strong>"To think about. "</strong>"You can still save."</p>
                    <ul>{list.iter().map(|warning| view! { <li>{store.titled(&words::warning(warning))}</li> }).collect_view()}</ul>
                </div>
            }))}
            {move || refused.get().map(|error| refusal(store, file, &error))}
            <div class="form-foot no-print">
                <button class="button main" type="submit" aria-disabled=move || busy.shown()>"Save"</button>
                <button class="button quiet" type="button" on:click=cancel>"Back"</button>
                {kept_words(keeping)}
            </div>
        </form>
    }
}

/// The fields of a form whose words may be about a child's safety. Not asked about is what says whom the lead has kept out.
fn free_text(kind: Kind, draft: &Draft) -> Vec<&str> {
    if !may_hold_a_worry(kind) {
        return Vec::new();
    }
    let mut found = disclosure::fields(&draft.values);
    found.retain(|key| !key.starts_with("ask_lead"));
    found
}

/// Whether a child's disclosure could be written into a record of this kind, where it does not belong.
pub const fn may_hold_a_worry(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Worry | Kind::Contact | Kind::LeadDecision | Kind::AccessRequest | Kind::Retention | Kind::Resource
    )
}

/// Takes the words about safety out of a form; what is left of it stays a draft.
fn take_words(handle: Handle, kind: Kind, file: FileId, place: Place) -> Option<Carried> {
    let store = use_store();
    let ctx = handle.ctx();
    let carried = handle.draft.with_untracked(|draft| {
        let keys = free_text(kind, draft);
        let words: Vec<&str> = keys.iter().map(|key| draft.get(key).trim()).collect();
        let blank = forms::blank(kind, &ctx, &[]);
        let row = |values| DraftRow { kind, file: Some(file), record: place.record, saved: store.now(), values };
        let left = left_of(&draft.values, &keys, &blank).map(row);
        let about = store.headers.with_untracked(|all| all.iter().any(|header| header.file == file)).then_some(file);
        (!keys.is_empty()).then(|| Carried { about, words: words.join("\n\n"), from: Some((place.at(), left)) })
    })?;
    handle.draft.update(|draft| {
        let keys: Vec<String> = free_text(kind, draft).into_iter().map(str::to_owned).collect();
        keys.iter().for_each(|key| draft.set(key, ""));
    });
    handle.echo.update(|echo| *echo += 1);
    Some(carried)
}

/// What no form shows is kept, such as the events of an observation.
fn keep_unseen(content: Content, store: Store, file: FileId, record: Option<RecordId>) -> Content {
    let case = store.case_or_blank(file);
    match record.and_then(|id| case.get(id)) {
        Some(item) => forms::keep_unseen(content, &item.entry.content),
        None => content,
    }
}

fn saved_words(kind: Kind, changed: bool) -> String {
    format!("{}: {}.", kind.label(), if changed { "change saved" } else { "saved" })
}

/// The label of the field with this key, with the row it is in: on a long page a message alone does not say where.
fn label_of(kind: Kind, key: &str, draft: &Draft) -> Option<String> {
    let mut parts = key.split('.');
    let name = parts.next()?;
    let field =
        forms::form(kind).sections.iter().flat_map(|section| section.fields).find(|field| field.name == name)?;
    let (Input::Rows { fields, .. }, Some(row), Some(inner)) = (field.input, parts.next(), parts.next()) else {
        return Some(field.label.to_owned());
    };
    let inner = fields.iter().find(|field| field.name == inner)?;
    // A row about something that is shown is named by that, any other by its number.
    let shown = fields.iter().find_map(|field| match field.input {
        Input::Shown(options) => {
            let code = draft.get(&[name, ".", row, ".", field.name].concat());
            options.iter().find(|(other, _)| *other == code).map(|(_, words)| (*words).to_owned())
        }
        _ => None,
    });
    let number = row.parse::<usize>().map_or_else(|_| String::new(), |row| format!("{} {}", field.label, row + 1));
    Some([&shown.unwrap_or(number), ", ", inner.label].concat())
}

/// What is wrong, with the way to each field.
pub fn error_summary(store: Store, handle: Handle, kind: Kind, errors: &[FieldError]) -> AnyView {
    let lines = errors
        .iter()
        .map(|error| {
            let id = field_id(&error.field);
            let to = id.clone();
            let named = match handle.draft.with_untracked(|draft| label_of(kind, &error.field, draft)) {
                Some(label) => [&handle.said(&label), ": ", &error.message].concat(),
                None => error.message.clone(),
            };
            view! { <li><a href=format!("#{id}") on:click=move |event| { event.prevent_default(); store.focus(&to); }>{named}</a></li> }
        })
        .collect_view();
    view! {
        <div class="summary-of-errors" id="error-summary" tabindex="-1" role="alert">
            <p><strong>"Not saved yet. What you typed is kept."</strong></p>
            <ul>{lines}</ul>
        </div>
    }
    .into_any()
}

/// Why the rules refuse, and the way to what is missing.
pub fn refusal(store: Store, file: FileId, error: &CoreError) -> AnyView {
    let (said, missing) = match error {
        CoreError::Rejected(rejection) => (store.titled(&words::attempt(rejection.attempt)), rejection.missing.clone()),
        other => (core_words(other), Vec::new()),
    };
    let case = store.case_or_blank(file);
    let not_saved = match error {
        // Where it is kept, the words of the error say.
        CoreError::Db(_) => "Not saved yet. ",
        _ => "Not saved. What you typed is kept. ",
    };
    let offers = missing
        .iter()
        .map(|missing| {
            let way = mending(&case, missing).map(|mending| mending_link(store, file, mending));
            view! { <li>{store.titled(&words::missing(missing))} " " {way}</li> }
        })
        .collect_view();
    view! {
        <div class="advice bad" id="refused" tabindex="-1" role="alert">
            <p><strong>{not_saved}</strong>{said}</p>
            <ul>{offers}</ul>
        </div>
    }
    .into_any()
}

/// Whether a content can be opened in a form again; letters and signatures stay as they went out.
pub fn editable(case: &CaseFile, id: RecordId) -> bool {
    case.get(id).is_some_and(|item| match &item.entry.content {
        Content::Letter(_) | Content::Signature(_) | Content::Circulation(_) => false,
        Content::Plan(_) => !case.is_frozen(id),
        _ => true,
    })
}
