//! Which pupils.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::wizard::Wizard;
use crate::app::store::Store;
use crate::route::{FilePage, HandOverStep, Route, Tab};
use crate::ui::parts::{Empty, Icon, icon};
use casebook_domain::header::Header;
use casebook_domain::ids::FileId;
use casebook_domain::states::Overlay;
use casebook_present::hand_over::{untold, year_of};
use casebook_present::numbers::{counted, whole};
use casebook_present::search::Index;
use casebook_present::{dates, initials};

/// Rows drawn at once.
const ROWS: usize = 40;
/// Rows that are added by a press.
const MORE_ROWS: usize = 200;
/// Names of the chosen that are told beside their number.
const NAMED: usize = 6;

/// The caseload as it is searched. Copy: handles.
#[derive(Clone, Copy)]
struct Caseload {
    wizard: Wizard,
    headers: StoredValue<Arc<Vec<Header>>>,
    names: StoredValue<Vec<String>>,
    query: RwSignal<String>,
    year: RwSignal<Option<i8>>,
    form: RwSignal<String>,
    /// Rows that are drawn.
    most: RwSignal<usize>,
    /// The places of those who are found.
    found: Memo<Vec<usize>>,
    chosen: Memo<BTreeSet<FileId>>,
}

impl Caseload {
    fn new(wizard: Wizard, headers: Arc<Vec<Header>>) -> Self {
        let store = wizard.store;
        let today = store.device.today();
        let short = store.casebook.settings.with_untracked(|settings| settings.initials_only);
        let names = StoredValue::new(initials::list_names(&headers, short));
        let index = StoredValue::new(Index::new(&headers, today));
        let headers = StoredValue::new(headers);
        let query = RwSignal::new(String::new());
        let (year, form) = (RwSignal::new(None::<i8>), RwSignal::new(String::new()));
        let fits = move |header: &Header| {
            year.get().is_none_or(|year| year_of(header, today) == Some(year))
                && form.with(|form| form.is_empty() || header.form.trim() == form)
        };
        let found = Memo::new(move |_| {
            let mut places = index.with_value(|index| query.with(|query| index.find(query)));
            headers.with_value(|headers| places.retain(|place| fits(&headers[*place])));
            places
        });
        let chosen = wizard.of(|choice| choice.files.clone());
        Self { wizard, headers, names, query, year, form, most: RwSignal::new(ROWS), found, chosen }
    }

    /// The files of those who are found.
    fn shown(self) -> Vec<FileId> {
        let file = |headers: &[Header], at: &usize| headers[*at].file;
        self.headers
            .with_value(|headers| self.found.with_untracked(|found| found.iter().map(|at| file(headers, at)).collect()))
    }

    /// How many are chosen, by name, even while the list shows others.
    fn count(self) -> String {
        let picked = self.chosen.with(|chosen| names_of(self.wizard.store, chosen));
        let mut words = [counted(picked.len() as u64, "pupil", "pupils").as_str(), " chosen"].concat();
        if !picked.is_empty() {
            words.push_str(": ");
            words.push_str(&picked.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", "));
        }
        if picked.len() > NAMED {
            words.push_str(&[" and ", &whole((picked.len() - NAMED) as u64), " more"].concat());
        }
        words
    }

    /// The search field, and the year groups and forms where there are several.
    fn filters(self) -> AnyView {
        let Self { query, most, year, form, .. } = self;
        let today = self.wizard.store.device.today();
        let (years, forms): (BTreeSet<i8>, BTreeSet<String>) = self.headers.with_value(|headers| {
            let forms = headers.iter().map(|header| header.form.trim().to_owned()).filter(|form| !form.is_empty());
            (headers.iter().filter_map(|header| year_of(header, today)).collect(), forms.collect())
        });
        let years = years.into_iter().map(|year| (year.to_string(), dates::year_group(year))).collect();
        let forms = forms.into_iter().map(|form| (form.clone(), form)).collect();
        let search = move |typed: String| {
            most.set(ROWS);
            query.set(typed);
        };
        view! {
            <div class="find">
                <label class="visually-hidden" for="find-pupil">
                    "Find a pupil by name, form or year"
                </label>
                <span class="search">
                    {icon(Icon::Search)}
                    <input
                        class="input"
                        id="find-pupil"
                        type="search"
                        placeholder="Find by name, form or year"
                        autocomplete="off"
                        spellcheck="false"
                        enterkeyhint="search"
                        prop:value=query
                        on:input:target=move |event| search(event.target().value())
                    />
                </span>
                {filter(("pick-year", "Year group", "All years"), years, move |picked| year.set(picked.parse().ok()))}
                {filter(("pick-form", "Form", "All forms"), forms, move |picked| form.set(picked))}
            </div>
        }
        .into_any()
    }

    /// Those who are found, some at once.
    fn list(self) -> AnyView {
        let Self { wizard, chosen, most, .. } = self;
        let rows: Vec<AnyView> = self.headers.with_value(|headers| {
            self.names.with_value(|names| {
                let one = |&at: &usize| row(wizard, chosen, &headers[at], &names[at]);
                self.found.with(|found| found.iter().take(most.get()).map(one).collect())
            })
        });
        let left = self.found.with(Vec::len).saturating_sub(rows.len());
        if rows.is_empty() {
            return view! { <p class="hint">"No pupils found."</p> }.into_any();
        }
        let more = (left > 0).then(|| {
            let words = ["Show more (", &whole(left as u64), " left)"].concat();
            let show = move |_| most.update(|most| *most += MORE_ROWS);
            view! {
                <div class="actions">
                    <button class="button" type="button" on:click=show>
                        {words}
                    </button>
                </div>
            }
        });
        view! {
            <ul class="ruled">{rows}</ul>
            {more}
        }
        .into_any()
    }
}

/// A list to filter by; nothing where there is only one to pick.
fn filter(
    (id, label, all): (&'static str, &'static str, &'static str),
    options: Vec<(String, String)>,
    pick: impl Fn(String) + 'static,
) -> Option<AnyView> {
    (options.len() > 1).then(|| {
        let options = options.into_iter().map(|(value, words)| view! { <option value=value>{words}</option> });
        view! {
            <label class="visually-hidden" for=id>
                {label}
            </label>
            <select autocomplete="off" class="input short" id=id on:change:target=move |event| pick(event.target().value())>
                <option value="">{all}</option>
                {options.collect_view()}
            </select>
        }
        .into_any()
    })
}

pub(super) fn view(wizard: Wizard) -> AnyView {
    let store = wizard.store;
    let headers = store.casebook.headers.get_untracked();
    if headers.is_empty() {
        return view! {
            <Empty text="There are no pupils to hand over yet.">
                <a class="button main" href=Route::NewPupil.to_string()>
                    "New pupil"
                </a>
            </Empty>
        }
        .into_any();
    }
    let caseload = Caseload::new(wizard, headers);
    let Caseload { found, chosen, names, .. } = caseload;
    let all = move |_| wizard.change(|choice| choice.files.extend(caseload.shown()));
    let none = move |_| wizard.change(|choice| choice.files.clear());
    let all_words = move || ["Choose all shown (", &whole(found.with(Vec::len) as u64), ")"].concat();
    let missing = move || store.casebook.headers.with_untracked(|headers| wizard.now().missing_who(headers));
    view! {
        <div class="form">
            {caseload.filters()} <div class="actions">
                <button class="button" type="button" on:click=all>
                    {all_words}
                </button>
                <button class="button quiet" type="button" on:click=none>
                    "Choose none"
                </button>
            </div> <p role="status">
                <strong>{move || caseload.count()}</strong>
            </p> {wizard.error("find-pupil")} {move || nobody_told(wizard, store.casebook.headers.get(), chosen, names)}
            <div class="stack">{move || caseload.list()}</div> {wizard.foot(HandOverStep::Who, missing)}
        </div>
    }
    .into_any()
}

fn row(wizard: Wizard, chosen: Memo<BTreeSet<FileId>>, header: &Header, name: &str) -> AnyView {
    let file = header.file;
    let mut about: Vec<String> =
        year_of(header, wizard.store.device.today()).map(dates::year_group).into_iter().collect();
    let form = header.form.trim();
    if !form.is_empty() {
        about.push(form.to_owned());
    }
    let mut tags: Vec<&'static str> = Vec::new();
    if header.overlay != Overlay::None {
        tags.push(header.overlay.label());
    }
    let pick = move |on: bool| {
        wizard.change(|choice| {
            if on {
                choice.files.insert(file)
            } else {
                choice.files.remove(&file)
            };
        });
    };
    view! {
        <li>
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || chosen.with(|chosen| chosen.contains(&file))
                    on:change:target=move |event| pick(event.target().checked())
                />
                <span>
                    <span class="name">{name.to_owned()}</span>
                    " "
                    <span class="hint">{about.join(", ")}</span>
                    " "
                    {tags
                        .into_iter()
                        .map(|tag| {
                            view! {
                                <span class="tag">{tag}</span>
                                " "
                            }
                        })
                        .collect_view()}
                </span>
            </label>
        </li>
    }
    .into_any()
}

/// In the way: a child may be in danger. Only the pages meant for it say what it is.
fn nobody_told(
    wizard: Wizard,
    headers: Arc<Vec<Header>>,
    chosen: Memo<BTreeSet<FileId>>,
    names: StoredValue<Vec<String>>,
) -> AnyView {
    let names = names.get_value();
    let untold: Vec<(FileId, String)> = headers
        .iter()
        .zip(names)
        .filter(|(header, _)| untold(header) && chosen.with(|chosen| chosen.contains(&header.file)))
        .map(|(header, name)| (header.file, name))
        .collect();
    if untold.is_empty() {
        return ().into_any();
    }
    let lines = untold
        .into_iter()
        .map(|(file, name)| {
            let label = ["Leave out ", &name].concat();
            view! {
                <li class="actions">
                    <a href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>{name}</a>
                    <button
                        class="button"
                        type="button"
                        on:click=move |_| {
                            wizard
                                .change(|choice| {
                                    choice.files.remove(&file);
                                })
                        }
                    >
                        {label}
                    </button>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="advice bad" id="untold" tabindex="-1" role="alert">
            <p>
                <strong>"Not yet: finish something first. "</strong>
                "Today shows what it is. Finish it, or leave out:"
            </p>
            <ul class="plain-list stack tight">{lines}</ul>
        </div>
    }
    .into_any()
}

/// Names of the chosen, for other steps.
pub(super) fn names_of(store: Store, files: &BTreeSet<FileId>) -> Vec<String> {
    let headers = store.casebook.headers.get_untracked();
    let short = store.casebook.settings.with_untracked(|settings| settings.initials_only);
    let names = initials::list_names(&headers, short);
    headers.iter().zip(names).filter(|(header, _)| files.contains(&header.file)).map(|(_, name)| name).collect()
}
