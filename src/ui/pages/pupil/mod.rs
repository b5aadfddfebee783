//! A pupil's page: the header with the next step, and the tabs.

mod about;
mod custody;
mod head;
mod keeping;
mod measures;
mod not_open;
mod page;
mod plan;
mod preparation;
mod referral;
mod reviews;
mod steps;
mod timeline;

pub use custody::ReadOnly;

pub use not_open::NotOpen;
pub use page::ChosenEpisode;

use leptos::prelude::*;

use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::{Empty, record_lines};
use casebook_domain::content::Kind;
use casebook_domain::ids::{EpisodeId, FileId};
use casebook_present::dates;
use casebook_present::timeline::timeline as timeline_of;
use page::Page;

/// The page of one pupil.
#[component]
pub fn Pupil(
    /// The file, open.
    file: FileId,
    /// The tab.
    tab: Tab,
) -> impl IntoView {
    let store = use_store();
    store.navigation.on_tab(file, tab);
    move || {
        let case = store.casebook.file.get().filter(|case| case.id == file)?;
        let page = Page { store, file, case, settings: store.casebook.settings.get(), today: store.device.today() };
        let body = match tab {
            Tab::Timeline => timeline::view(&page),
            Tab::Referral => of_episode(&page, &[], referral::view),
            Tab::Preparation => {
                of_episode(&page, &[Kind::Liaison, Kind::FamilyContact, Kind::Observation], preparation::view)
            }
            Tab::Plan => of_episode(&page, &[Kind::Assessment], plan::view),
            Tab::Measures => measures::view(&page),
            Tab::Reviews => of_episode(&page, &[Kind::Onward, Kind::Standing], reviews::view),
            Tab::About => about::view(&page),
        };
        Some(view! {
            {head::view(&page, tab != Tab::Preparation)}
            {tabs(store, file, tab)}
            <div class="stack wide" id="tab">
                {body}
            </div>
        })
    }
}

fn tabs(store: Store, file: FileId, current: Tab) -> AnyView {
    store.device.show_current(".tabs");
    let links: Vec<AnyView> = Tab::ALL
        .iter()
        .map(|&tab| {
            let here = (tab == current).then_some("page");
            view! {
                <a href=Route::Of(file, FilePage::Tab(tab)).to_string() aria-current=here>
                    {tab.label()}
                </a>
            }
            .into_any()
        })
        .collect();
    view! {
        <nav class="tabs no-print" aria-label="Parts of the file">
            {links}
        </nav>
    }
    .into_any()
}

/// A tab about one episode, with the choice where there is more than one. Before there is a referral it shows what there is
/// of these kinds all the same.
fn of_episode(page: &Page, kinds: &[Kind], view: fn(&Page, EpisodeId) -> AnyView) -> AnyView {
    let ChosenEpisode(chosen) = use_context().unwrap_or_default();
    let episodes = page.case.episodes();
    let Some(current) = page.case.current().map(|episode| episode.id) else {
        let refer = steps::add(page, Kind::Referral, "Write the referral");
        let items = timeline_of(&page.case);
        let lines = record_lines(page.file, page.today, items.iter().filter(|item| kinds.contains(&item.kind)));
        return view! {
            <Empty text="There is no referral yet. Nothing can go here until there is one.">{refer}</Empty>
            {lines
                .map(|lines| {
                    view! {
                        <section class="stack">
                            <h2>"Recorded before a referral"</h2>
                            {lines}
                        </section>
                    }
                })}
        }
        .into_any();
    };
    let ids: Vec<EpisodeId> = episodes.iter().map(|episode| episode.id).collect();
    let shown = Memo::new(move |_| chosen.get().filter(|id| ids.contains(id)).unwrap_or(current));
    let chooser = (episodes.len() > 1).then(|| {
        let chips: Vec<AnyView> = episodes
            .iter()
            .rev()
            .map(|episode| {
                let id = episode.id;
                let words = ["Referral of ", &dates::long(episode.opened), ": ", &episode.state.label().to_lowercase()].concat();
                view! {
                    <label class="chip">
                        <input type="radio" name="episode" prop:checked=move || shown.get() == id on:change=move |_| chosen.set(Some(id)) />
                        <span>{words}</span>
                    </label>
                }
                .into_any()
            })
            .collect();
        view! {
            <fieldset class="chips">
                <legend class="visually-hidden">"Which referral"</legend>
                {chips}
            </fieldset>
        }
    });
    let page = page.clone();
    view! {
        {chooser}
        {move || view(&page, shown.get())}
    }
    .into_any()
}
