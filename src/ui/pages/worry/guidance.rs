//! What to do and who to go to, short enough to read while worried.

use leptos::prelude::*;

use crate::app::store::{Store, use_store};
use crate::route::{Route, Section};
use crate::ui::parts::phones;
use casebook_domain::settings::{Post, Settings};

/// Somebody's name and number.
fn person(post: &Post, usual: &'static str) -> Option<AnyView> {
    if post.name.trim().is_empty() && post.reach.trim().is_empty() {
        return None;
    }
    let reach = phones(&post.reach);
    let title = if post.title.trim().is_empty() { usual.to_owned() } else { post.title.clone() };
    let name = post.name.clone();
    Some(
        view! {
            <li class="line">
                <span>
                    <span class="name">{name}</span>
                    <br />
                    <span class="hint">{title}</span>
                </span>
                {reach}
            </li>
        }
        .into_any(),
    )
}

/// Whom to go to, as the settings name them.
fn people(settings: &Settings) -> AnyView {
    let lead = person(&settings.safeguarding_lead, "Designated safeguarding lead");
    let deputies: Vec<AnyView> =
        settings.safeguarding_deputies.iter().filter_map(|post| person(post, "Deputy safeguarding lead")).collect();
    let settings_link = || Route::Settings(Section::School).to_string();
    let nobody = lead.is_none() && deputies.is_empty();
    let gap = nobody.then(|| {
        view! {
            <div class="advice bad">
                <p>
                    <strong>{use_store().casebook.titled("Casebook does not know your safeguarding lead yet. ")}</strong>
                    "Ask the school office who it is and go there now. "
                    <a href=settings_link()>"Enter names and numbers in Settings"</a>
                    " afterwards, so that they are shown here next time."
                </p>
            </div>
        }
    });
    view! {
        {gap}
        {(!nobody).then(|| view! { <ul class="ruled people">{lead}{deputies}</ul> })}
    }
    .into_any()
}

/// What to do: the whole of the guidance, short enough to read while worried.
pub(super) fn guidance(settings: &Settings) -> AnyView {
    let outside = settings.safeguarding_outside.trim().to_owned();
    let outside = || {
        if outside.is_empty() {
            view! {
                <p class="hint">
                    "No number outside the school has been entered in Settings yet; the school office and the council's website have it."
                </p>
            }.into_any()
        } else {
            let number = outside.clone();
            view! { <p class="outside">{number}</p> }.into_any()
        }
    };
    let head = person(&settings.head, "Head");
    view! {
        <section class="stack" aria-labelledby="worry-people">
            <h2 id="worry-people">"Go to one of them now"</h2>
            {people(settings)}
            <p class="measure">
                <strong>"Is a child in danger this minute? Call 999."</strong>
            </p>
        </section>
        <section class="stack" aria-labelledby="worry-listen">
            <h2 id="worry-listen">"With the child"</h2>
            <ul class="rules">
                <li>
                    <strong>"Promise nothing. "</strong>
                    "You can't keep this to yourself; say so kindly."
                </li>
                <li>
                    <strong>"Don't lead. "</strong>
                    "Listen. No questions that suggest an answer, and no \"why\"."
                </li>
                <li>
                    <strong>"Their exact words. "</strong>
                    "Write them down as they were said, as soon as you can."
                </li>
            </ul>
        </section>
        <div class="measure">
            <details>
                <summary>"Nobody answers"</summary>
                <div class="stack inner">
                    <p>
                        "Try the next name. Don't leave it until tomorrow and don't leave it with a message. If nobody in school can be reached, call outside:"
                    </p>
                    {outside()}
                </div>
            </details>
            <details>
                <summary>"It is about a member of staff"</summary>
                <div class="stack inner">
                    <p>"Tell the head, and nobody else. Don't speak to the person it is about."</p>
                    {head.map(|head| view! { <ul class="ruled people">{head}</ul> })}
                </div>
            </details>
            <details>
                <summary>"It is about the head"</summary>
                <div class="stack inner">
                    <p>
                        "Go outside the school: to the chair of governors or the proprietor, or to the LADO (the local authority's designated officer for allegations against staff)."
                    </p>
                    {outside()}
                </div>
            </details>
        </div>
    }
    .into_any()
}

pub(super) fn guidance_short(store: Store) -> AnyView {
    view! { {people(&store.casebook.settings.get_untracked())} }.into_any()
}
