//! Where the mentor is and goes: the page, what is around it, and what a visit brings along.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;

use super::published::Published;
use crate::browser::page;
use crate::route::{FilePage, Route, Tab};
use casebook_domain::content::Kind;
use casebook_domain::ids::FileId;

/// Field names and values that a form is to start with.
pub type Preset = Vec<(String, String)>;

/// What is around a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Around {
    /// The navigation, the notices.
    #[default]
    Navigation,
    /// Nothing: the page has the whole screen.
    Nothing,
    /// Nothing, and only the passphrase leads away: somebody else holds the tablet.
    Held,
}

/// The page, and how one goes to another.
#[derive(Clone, Copy)]
pub struct Navigation {
    /// The page.
    pub route: Published<Route>,
    /// What is around the page.
    pub around: Published<Around>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

#[derive(Default)]
pub(super) struct Inner {
    /// What a form that is opened next should start with.
    pub(super) preset: RefCell<Option<(Kind, Preset)>>,
    /// The field that a form that is opened next should begin at.
    field: Cell<Option<&'static str>>,
    /// The page of a form, and where the mentor continues once it is saved, if not where its kind leads.
    onward: Cell<Option<(Route, Route)>>,
    /// The tab of a pupil's page that was shown last.
    tab: Cell<Option<(FileId, Tab)>>,
}

impl Navigation {
    /// At the page that the address says.
    pub(super) fn new() -> Self {
        Self {
            route: Published::new(Route::parse(&page::hash())),
            around: Published::new(Around::Navigation),
            inner: StoredValue::new_local(Rc::default()),
        }
    }

    /// Shows the page with this around it. Also while a page is being left.
    pub fn surround(self, around: Around) {
        self.around.set(around);
    }

    pub(super) fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    /// Goes to a page.
    pub fn go(self, route: Route) {
        page::set_hash(&route.to_string());
    }

    /// The page that the casebook opens at, once it is open.
    pub fn open_at(self, route: Route) {
        page::replace_hash(&route.to_string());
        self.route.set(route);
    }

    /// Goes back where the mentor came from, or to this page.
    pub fn back(self, otherwise: Route) {
        if !page::can_go_back() {
            return self.go(otherwise);
        }
        page::back();
    }

    /// Opens the form of a new record that starts with these values.
    pub fn go_new(self, file: FileId, kind: Kind, preset: Preset) {
        self.go_with(Route::Of(file, FilePage::New(kind)), kind, preset);
    }

    /// Opens a page whose form starts with these values.
    pub fn go_with(self, route: Route, kind: Kind, preset: Preset) {
        *self.inner().preset.borrow_mut() = Some((kind, preset));
        self.go(route);
    }

    /// The values a form of this kind was asked to start with; asked for once.
    pub fn take_preset(self, kind: Kind) -> Preset {
        let preset = self.inner().preset.borrow_mut().take();
        preset.filter(|(wanted, _)| *wanted == kind).map(|(_, values)| values).unwrap_or_default()
    }

    /// Opens the page of a form from which the mentor continues to another page than the kind's own.
    pub fn go_and_on(self, form: Route, onward: Route) {
        self.inner().onward.set(Some((form, onward)));
        self.go(form);
    }

    /// A tab of a pupil's page is shown.
    pub fn on_tab(self, file: FileId, tab: Tab) {
        self.inner().tab.set(Some((file, tab)));
    }

    /// The tab of a pupil's page that the mentor came from, to go back there after saving.
    pub fn tab_of(self, file: FileId) -> Option<Route> {
        let (of, tab) = self.inner().tab.get()?;
        (of == file).then_some(Route::Of(file, FilePage::Tab(tab)))
    }

    /// Opens the form of a session that was planned, with what the plan knows; Today comes after it.
    pub fn record_planned(self, file: FileId, preset: Preset) {
        let form = Route::Of(file, FilePage::New(Kind::Session));
        self.inner().onward.set(Some((form, Route::Today)));
        self.go_with(form, Kind::Session, preset);
    }

    /// Where the mentor continues from the form that is open, if it was opened to continue somewhere; asked for once.
    pub fn take_onward(self) -> Option<Route> {
        let (form, onward) = self.inner().onward.take()?;
        (form == self.route.get_untracked()).then_some(onward)
    }

    /// The form that is opened next begins at this field, by its name.
    pub fn begin_at(self, field: &'static str) {
        self.inner().field.set(Some(field));
    }

    /// The field a form was asked to begin at; asked for once.
    pub fn take_field(self) -> Option<&'static str> {
        self.inner().field.take()
    }

    /// Where "worried about safety" goes from here: with the pupil of this page, if it has one.
    pub fn worry_route(self) -> Route {
        match self.route.get().file() {
            Some(file) => Route::Of(file, FilePage::New(Kind::Worry)),
            None => Route::Worry,
        }
    }
}
