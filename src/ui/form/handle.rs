//! A form in use: its values, what is wrong with them, and what the case gives it.

use std::rc::Rc;

use leptos::prelude::*;

use casebook_domain::content::Kind;
use casebook_present::forms;
use casebook_present::forms::{Draft, FieldError, FormCtx};
use casebook_present::posts::titled;

/// A form in use. Copy: handles to its signals.
#[derive(Clone, Copy)]
pub struct Handle {
    /// What is in it.
    pub draft: RwSignal<Draft>,
    /// What is wrong, by field.
    pub errors: RwSignal<Vec<FieldError>>,
    /// Moves when rows were added or removed, so that they are drawn again.
    pub(super) rows: RwSignal<u32>,
    /// Moves when a change brought other fields a value, so that they show it.
    echo: RwSignal<u32>,
    /// Which form it is, once it is drawn.
    pub(super) kind: StoredValue<Option<Kind>>,
    ctx: StoredValue<Rc<FormCtx>, LocalStorage>,
}

impl Handle {
    /// A label or hint with the school's own titles of posts; in the settings, where those are given, as it is.
    pub(super) fn titled(self, text: &str) -> String {
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

    pub(super) fn set(self, key: &str, value: String) {
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

    /// Empties these fields, and shows that they are empty.
    pub fn empty(self, keys: &[String]) {
        self.draft.update(|draft| keys.iter().for_each(|key| draft.set(key, "")));
        self.echo.update(|echo| *echo += 1);
    }

    /// What is in a field, again whenever something else put a value there.
    pub(super) fn shown(self, key: &str) -> String {
        self.echo.track();
        self.draft.with_untracked(|draft| draft.get(key).to_owned())
    }

    pub(super) fn message(self, key: &str) -> Option<String> {
        self.errors.with(|errors| errors.iter().find(|error| error.field == key).map(|error| error.message.clone()))
    }
}

/// The id of a field's input in the page.
pub fn field_id(key: &str) -> String {
    let mut id = String::from("f-");
    id.extend(key.chars().map(|c| if c == '.' { '-' } else { c }));
    id
}
