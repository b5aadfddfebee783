//! The list of pupils: search over any part of any name, piles, initials only.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, HandOverStep, Route, Tab};
use crate::ui::parts::{Empty, Icon, PageHead, icon, state_mark};
use casebook_domain::calendar::Date;
use casebook_domain::content::Content;
use casebook_domain::header::Header;
use casebook_domain::order;
use casebook_domain::settings::Settings;
use casebook_present::numbers::{counted, whole};
use casebook_present::piles::Pile;
use casebook_present::search::Index;
use casebook_present::today::beside_name;
use casebook_present::{dates, initials};
use casebook_records::{SETTINGS_FILE, SETTINGS_RECORD};

/// Rows drawn at once: more than a screen holds, few enough for a keystroke.
const ROWS: usize = 24;

/// What a keystroke needs, worked out once for a list.
#[derive(Clone, PartialEq)]
struct Listing {
    headers: Arc<Vec<Header>>,
    names: Arc<Vec<String>>,
    index: Arc<Index>,
    initials_only: bool,
}

impl Listing {
    fn new(headers: Arc<Vec<Header>>, initials_only: bool, today: Date) -> Self {
        let names = Arc::new(initials::list_names(&headers, initials_only));
        let index = Arc::new(Index::new(&headers, today));
        Self { headers, names, index, initials_only }
    }

    /// The places in the list, in the order of what is shown.
    fn find(&self, query: &str, pile: Option<Pile>) -> Vec<usize> {
        let mut places = self.index.find(query);
        if self.initials_only {
            order::by_key(&mut places, |&place| &self.names[place]);
        }
        if let Some(pile) = pile {
            places.retain(|&place| Pile::of(&self.headers[place]) == pile);
        }
        places
    }
}

/// The page "Pupils".
#[component]
pub fn Pupils() -> impl IntoView {
    let store = use_store();
    let initials_only = Memo::new(move |_| store.casebook.settings.with(|settings| settings.initials_only));
    let listing =
        Memo::new(move |_| Listing::new(store.casebook.headers.get(), initials_only.get(), store.device.today()));
    let query = RwSignal::new(String::new());
    let pile = RwSignal::new(None::<Pile>);
    let most = RwSignal::new(ROWS);
    let found = Memo::new(move |_| listing.with(|listing| query.with(|query| listing.find(query, pile.get()))));
    let none = Memo::new(move |_| listing.with(|listing| listing.headers.is_empty()));
    let count = move || {
        let all = listing.with(|listing| listing.headers.len());
        let shown = found.with(Vec::len);
        let words = counted(all as u64, "pupil", "pupils");
        if shown == all { words } else { [&whole(shown as u64), " of ", &words].concat() }
    };
    let clear = move || {
        query.set(String::new());
        pile.set(None);
        most.set(ROWS);
        store.device.focus("find-pupil");
    };
    let list = move || {
        if found.with(Vec::is_empty) {
            return view! {
                <Empty text="No pupils found.">
                    <button class="button" type="button" on:click=move |_| clear()>
                        "Show all pupils"
                    </button>
                </Empty>
            }
            .into_any();
        }
        let today = store.device.today();
        let settings = store.casebook.settings.get();
        let rows: Vec<AnyView> = listing.with(|listing| {
            found.with(|found| {
                found.iter().take(most.get()).map(|&place| row(listing, place, &settings, today)).collect()
            })
        });
        let left = found.with(Vec::len).saturating_sub(rows.len());
        view! {
            <ul class="ruled">{rows}</ul>
            {(left > 0)
                .then(|| {
                    view! {
                        <div class="actions">
                            <button class="button" type="button" on:click=move |_| most.update(|most| *most += 200)>
                                {["Show more (", &whole(left as u64), " left)"].concat()}
                            </button>
                        </div>
                    }
                })}
        }
        .into_any()
    };
    view! {
        <PageHead title="Pupils">
            {move || {
                (!none.get())
                    .then(|| {
                        view! {
                            <a class="button" href=Route::HandingOver(HandOverStep::Who).to_string()>
                                "Hand over"
                            </a>
                        }
                    })
            }} <a class="button main" href=Route::NewPupil.to_string()>
                {icon(Icon::Plus)}
                "New pupil"
            </a>
        </PageHead>
        {move || {
            if none.get() {
                nobody_yet(store)
            } else {
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
                                prop:value=move || query.get()
                                on:input:target=move |event| {
                                    most.set(ROWS);
                                    query.set(event.target().value());
                                }
                            />
                        </span>
                        {initials_switch(store, initials_only)}
                    </div>
                    {chips(listing, pile, most)}
                    <p class="hint" role="status">
                        {count}
                    </p>
                    <div class="stack">{list}</div>
                }
                    .into_any()
            }
        }}
    }
}

fn nobody_yet(store: Store) -> AnyView {
    view! {
        <Empty text="No pupils yet. Start with a pupil who was referred to you, or open a hand-over or backup from another tablet.">
            <div class="actions">
                <a class="button main" href=Route::NewPupil.to_string()>
                    "New pupil"
                </a>
                <a class="button" href=Route::OpenBundle.to_string()>
                    "Open a backup or hand-over"
                </a>
                {(!store.session.demo.get_untracked())
                    .then(|| {
                        view! {
                            <button class="button quiet" type="button" on:click=move |_| store.enter_demo()>
                                "Try the demo"
                            </button>
                        }
                    })}
            </div>
        </Empty>
    }
    .into_any()
}

fn initials_switch(store: Store, on: Memo<bool>) -> AnyView {
    let set = move |wanted: bool| {
        store.device.task(async move {
            let settings = Settings { initials_only: wanted, ..(*store.casebook.settings.get_untracked()).clone() };
            if let Err(error) =
                store.casebook.save(SETTINGS_FILE, SETTINGS_RECORD, Content::Settings(settings), None).await
            {
                store.device.say(Notice::error(&error));
            }
        });
    };
    view! {
        <label class="choice">
            <input
                type="checkbox"
                role="switch"
                prop:checked=move || on.get()
                on:change:target=move |event| set(event.target().checked())
            />
            <span>"Initials only"</span>
        </label>
    }
    .into_any()
}

/// The piles that have somebody on them, each with its number.
fn chips(listing: Memo<Listing>, pile: RwSignal<Option<Pile>>, most: RwSignal<usize>) -> AnyView {
    let counts = Memo::new(move |_| {
        let mut counts = [0usize; Pile::ALL.len()];
        listing.with(|listing| listing.headers.iter().for_each(|header| counts[Pile::of(header) as usize] += 1));
        counts
    });
    let chip = move |of: Option<Pile>, words: &'static str, count: usize| {
        let choose = move |_| {
            most.set(ROWS);
            pile.set(of);
        };
        view! {
            <label class="chip">
                <input type="radio" name="pile" prop:checked=move || pile.get() == of on:change=choose />
                <span>{words} " " <span class="tally">{whole(count as u64)}</span></span>
            </label>
        }
        .into_any()
    };
    let drawn = move || {
        let counts = counts.get();
        let all = chip(None, "All", counts.iter().sum());
        let piles = Pile::ALL
            .iter()
            .filter(|&&of| counts[of as usize] > 0)
            .map(|&of| chip(Some(of), of.label(), counts[of as usize]));
        std::iter::once(all).chain(piles).collect::<Vec<_>>()
    };
    view! {
        <fieldset class="chips">
            <legend class="visually-hidden">"Status"</legend>
            {drawn}
        </fieldset>
    }
    .into_any()
}

fn row(listing: &Listing, place: usize, settings: &Settings, today: Date) -> AnyView {
    let header = &listing.headers[place];
    let year = match header.year_as_taught {
        Some(year) => i8::try_from(year).ok(),
        None => header.born.and_then(|born| casebook_domain::calendar::year_group(born, today)),
    };
    let mut about = year.map(dates::year_group).unwrap_or_default();
    let form = header.form.trim();
    if !form.is_empty() {
        if !about.is_empty() {
            about.push_str(", ");
        }
        about.push_str(form);
    }
    let next = beside_name(&header.due, today, &settings.terms).map(
        |(words, late)| view! { <span class=if late { "overdue" } else { "hint" }>{use_store().casebook.titled(&words)}</span> },
    );
    view! {
        <li>
            <a class="line pupil" href=Route::Of(header.file, FilePage::Tab(Tab::Timeline)).to_string()>
                <span class="stack tight">
                    <span class="name">{listing.names[place].clone()}</span>
                    <span class="hint">{about}</span>
                </span>
                <span class="stack tight end">{state_mark(header.state, header.overlay)} {next}</span>
            </a>
        </li>
    }
    .into_any()
}
