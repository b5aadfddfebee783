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
pub enum Frame {
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
    pub around: Published<Frame>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

/// What going to a page brings along. Each part is asked for once, by the page.
#[derive(Clone, Debug)]
pub struct Visit {
    route: Route,
    preset: Option<(Kind, Preset)>,
    begin_at: Option<&'static str>,
    then: Option<Route>,
}

impl Visit {
    /// To a page, with nothing.
    pub const fn to(route: Route) -> Self {
        Self { route, preset: None, begin_at: None, then: None }
    }

    /// A form of this kind starts with these values.
    pub fn with(self, kind: Kind, preset: Preset) -> Self {
        Self { preset: Some((kind, preset)), ..self }
    }

    /// The form begins at this field, by its name.
    pub fn at(self, field: &'static str) -> Self {
        Self { begin_at: Some(field), ..self }
    }

    /// Once the form is saved, the mentor continues there and not where its kind leads.
    pub fn then(self, route: Route) -> Self {
        Self { then: Some(route), ..self }
    }
}

#[derive(Default)]
pub(super) struct Inner {
    /// The visit under way.
    visit: RefCell<Option<Visit>>,
    /// The tab of a pupil's page that was shown last.
    tab: Cell<Option<(FileId, Tab)>>,
}

impl Navigation {
    /// At the page that the address says.
    pub(super) fn new() -> Self {
        Self {
            route: Published::new(Route::parse(&page::hash())),
            around: Published::new(Frame::Navigation),
            inner: StoredValue::new_local(Rc::default()),
        }
    }

    /// Shows the page with this around it. Also while a page is being left.
    pub fn surround(self, around: Frame) {
        self.around.set(around);
    }

    fn inner(self) -> Rc<Inner> {
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

    /// Goes to a page and brings something along.
    pub fn visit(self, visit: Visit) {
        let route = visit.route;
        self.expect(visit);
        self.go(route);
    }

    /// The same for a link, which goes there by itself.
    pub fn expect(self, visit: Visit) {
        *self.inner().visit.borrow_mut() = Some(visit);
    }

    /// Nothing is brought along any more.
    pub(super) fn forget_visit(self) {
        self.inner().visit.borrow_mut().take();
    }

    /// Opens the form of a new record that starts with these values.
    pub fn go_new(self, file: FileId, kind: Kind, preset: Preset) {
        self.visit(Visit::to(Route::Of(file, FilePage::New(kind))).with(kind, preset));
    }

    /// The values a form of this kind was asked to start with; asked for once.
    pub fn take_preset(self, kind: Kind) -> Preset {
        let preset = self.inner().visit.borrow_mut().as_mut().and_then(|visit| visit.preset.take());
        preset.filter(|(wanted, _)| *wanted == kind).map(|(_, values)| values).unwrap_or_default()
    }

    /// The field a form was asked to begin at; asked for once.
    pub fn take_field(self) -> Option<&'static str> {
        self.inner().visit.borrow_mut().as_mut().and_then(|visit| visit.begin_at.take())
    }

    /// Where the mentor continues from the form that is open, if it was opened to continue somewhere; asked for once.
    pub fn take_onward(self) -> Option<Route> {
        let visit = self.inner().visit.borrow_mut().take()?;
        visit.then.filter(|_| visit.route == self.route.get_untracked())
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

    /// Where "worried about safety" goes from here: with the pupil of this page, if it has one.
    pub fn worry_route(self) -> Route {
        match self.route.get().file() {
            Some(file) => Route::Of(file, FilePage::New(Kind::Worry)),
            None => Route::Worry,
        }
    }
}
