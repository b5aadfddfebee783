//! The frame around every page: navigation, the notice, what is always in reach.

use leptos::prelude::*;

use super::pages;
use super::parts::{HoldingBanner, Icon, Notice, icon};
use crate::app::navigation::Frame;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, NavigationPlace, Route, Section};
use casebook_domain::calendar::Moment;
use casebook_present::dates;

/// The id of what "More" opens.
const MORE: &str = "more-places";

/// The open casebook.
#[component]
pub fn Shell() -> impl IntoView {
    let store = use_store();
    let route = store.navigation.route;
    provide_context(pages::pupil::ChosenEpisode::default());
    view! {
        <a
            class="visually-hidden"
            href="#page-title"
            on:click=move |event| {
                event.prevent_default();
                store.device.focus_title();
            }
        >
            "Skip to the page"
        </a>
        <div class="frame" class:alone=move || store.navigation.around.get() != Frame::Navigation>
            <Navigation />
            <div class="beside">
                <Show when=move || store.session.demo.get()>
                    <section class="banner demo no-print" aria-label="Demo">
                        <p>
                            <strong>"Demo. "</strong>
                            "These pupils are made up. Leaving the demo deletes it."
                        </p>
                        <button class="button" type="button" on:click=move |_| store.leave_demo()>
                            "Leave the demo"
                        </button>
                    </section>
                </Show>
                <HoldingBanner />
                <Show when=move || store.device.update_waiting.get()>
                    <div class="banner no-print" role="status">
                        <p>"A new version of Casebook is ready. What you typed is kept."</p>
                        <button class="button" type="button" on:click=move |_| store.take_update()>
                            "Use it now"
                        </button>
                    </div>
                </Show>
                {move || store.device.clock_doubted.get().map(|last| doubt(store, last))}
                <Show when=move || store.observing.running.get() && !route.get().observes()>
                    <div class="banner no-print" role="status">
                        <p>"An observation is running."</p>
                        <a class="button" href=Route::Observe.to_string()>
                            "Back to observing"
                        </a>
                    </div>
                </Show>
                {move || signed_in(store)}
                <main class="page" id="main">
                    {move || pages::page(route.get())}
                </main>
            </div>
        </div>
        <Notice />
        <LockWarning />
    }
}

/// The tablet's clock is far from when the casebook was last used: asked about once, because entries bear its time.
fn doubt(store: Store, last: Option<Moment>) -> AnyView {
    let now = dates::long(store.device.today());
    let last = last.map(|last| [" Casebook was last used on ", &dates::long(last.date()), "."].concat());
    view! {
        <div class="banner no-print" role="status">
            <p>
                "Is it " <strong>{now}</strong> "? The tablet's clock says so." {last}
                " If it is wrong, set the right date in the tablet's settings first: your entries are dated by it."
            </p>
            <button class="button" type="button" on:click=move |_| store.device.trust_clock()>
                "Yes, the date is right"
            </button>
            <button class="button" type="button" on:click=move |_| store.session.look_at_clock()>
                "I have corrected it"
            </button>
        </div>
    }
    .into_any()
}

/// Five places and "More": a column beside the page, or a bar below it where the screen is narrow (see `style/shell.css`). What
/// the bar has no room for waits under "More", which in the column is simply open.
#[component]
fn Navigation() -> impl IntoView {
    let store = use_store();
    let place = Memo::new(move |_| {
        let route = store.navigation.route.get();
        let kind = match route {
            Route::Of(_, FilePage::Edit(record)) => {
                store.casebook.file.with(|case| case.as_ref()?.get(record).map(|item| item.entry.content.kind()))
            }
            _ => None,
        };
        route.place(kind)
    });
    let here = move |of: NavigationPlace| move || (place.get() == Some(of)).then_some("page");
    let more =
        move || matches!(place.get(), Some(NavigationPlace::Resources | NavigationPlace::Settings)).then_some("true");
    let close = move |_| store.device.close_popover(MORE);
    view! {
        <nav class="side" aria-label="Casebook">
            <p class="wordmark">"Casebook"</p>
            <a class="nav" href=Route::Today.to_string() aria-current=here(NavigationPlace::Today)>
                {icon(Icon::Today)}
                <span>"Today"</span>
            </a>
            <a class="nav" href=Route::Pupils.to_string() aria-current=here(NavigationPlace::Pupils)>
                {icon(Icon::Pupils)}
                <span>"Pupils"</span>
            </a>
            <a class="nav roomy" href=Route::QuickNote.to_string() aria-current=here(NavigationPlace::QuickNote)>
                {icon(Icon::Note)}
                <span>
                    <span class="long">"Quick "</span>
                    "note"
                </span>
            </a>
            <a class="nav roomy" href=Route::Observe.to_string() aria-current=here(NavigationPlace::Observe)>
                {icon(Icon::Eye)}
                <span>"Observe"</span>
            </a>
            <a class="nav safety" href=move || store.navigation.worry_route().to_string() aria-current=here(NavigationPlace::Safety)>
                {icon(Icon::Safety)}
                <span>"Safety"</span>
            </a>
            <button class="nav more" type="button" popovertarget=MORE aria-current=more>
                {icon(Icon::More)}
                <span>"More"</span>
            </button>
            <div class="more-places" id=MORE popover="auto" on:click=close>
                <a class="nav tight" href=Route::QuickNote.to_string() aria-current=here(NavigationPlace::QuickNote)>
                    {icon(Icon::Note)}
                    <span>"Quick note"</span>
                </a>
                <a class="nav tight" href=Route::Observe.to_string() aria-current=here(NavigationPlace::Observe)>
                    {icon(Icon::Eye)}
                    <span>"Observe"</span>
                </a>
                <a class="nav" href=Route::Resources.to_string() aria-current=here(NavigationPlace::Resources)>
                    {icon(Icon::Resources)}
                    <span>"Resources"</span>
                </a>
                <a class="nav" href=Route::Settings(Section::School).to_string() aria-current=here(NavigationPlace::Settings)>
                    {icon(Icon::Settings)}
                    <span>"Settings"</span>
                </a>
                <hr />
                <button class="nav" type="button" on:click=move |_| store.device.set_blank(true)>
                    {icon(Icon::Blank)}
                    <span>"Blank screen"</span>
                </button>
                <button class="nav" type="button" on:click=move |_| store.lock()>
                    {icon(Icon::Lock)}
                    <span>"Lock"</span>
                </button>
            </div>
        </nav>
    }
}

/// Who opened the casebook, where several can: what is written bears their name.
fn signed_in(store: Store) -> Option<AnyView> {
    let people = store.session.people.get();
    let me = people.iter().find(|person| person.me);
    let words = me.map_or_else(|| "Recovery words".to_owned(), |me| me.name.clone());
    (people.len() > 1).then(|| {
        view! {
            <aside class="signed-in no-print" aria-label="Who opened the casebook">
                <span class="visually-hidden">"Opened by "</span>
                {words}
            </aside>
        }
        .into_any()
    })
}

/// Said twenty seconds before it locks. The focus stays where it is: any key keeps it open.
#[component]
fn LockWarning() -> impl IntoView {
    let store = use_store();
    view! {
        <div role="alert">
            {move || {
                store
                    .device
                    .about_to_lock
                    .get()
                    .then(|| {
                        view! {
                            <div class="notice lock-warning">
                                <p>
                                    <strong>"Casebook locks in 20 seconds. "</strong>
                                    "Press any key or tap to keep it open. What you typed is kept either way."
                                </p>
                                <button class="button" type="button" on:click=move |_| store.device.stay_open()>
                                    "Keep it open"
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
