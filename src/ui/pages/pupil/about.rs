//! The pupil's details, the people at home, and the way to another school, mentor or tablet.

use leptos::prelude::*;

use super::page::Page;
use super::{keeping, steps};
use crate::app::navigation::Visit;
use crate::route::{FilePage, Route};
use crate::ui::parts::{facts, record_lines};
use casebook_domain::case::Recorded;
use casebook_domain::contact::{Contact, Responsibility, SafeToPhone};
use casebook_domain::content::Kind;
use casebook_domain::preparation::{ContactWay, Reached};
use casebook_present::facts::facts_of;
use casebook_present::hand_over::transition;
use casebook_present::pupil::family_words;
use casebook_present::timeline::{contact_name, timeline};
use casebook_present::{dates, words};

pub fn view(page: &Page) -> AnyView {
    let people: Vec<AnyView> = page.case.contacts().iter().map(|one| contact(page, one)).collect();
    let nobody = people.is_empty().then(|| {
        view! { <p class="hint">"Nobody has been added yet. Letters and family contact need a parent or carer here."</p> }
    });
    let newer = (page.case.newer > 0).then(|| {
        view! { <p class="advice">"Some of this file was written by a newer Casebook. It is kept and passed on. Update Casebook to read it."</p> }
    });
    view! {
        {newer}
        {details(page)}
        <section class="stack">
            <div class="page-head">
                <h2>"People at home"</h2>
                <div class="actions no-print">{steps::add(page, Kind::Contact, "Add a contact")}</div>
            </div>
            {last_contact(page)}
            <ul class="ruled">{people}</ul>
            {nobody}
        </section>
        {moving_on(page)}
    }
    .into_any()
}

/// The transition record, and what went out so far (p11).
fn moving_on(page: &Page) -> AnyView {
    let (file, ctx) = (page.file, page.store.casebook.form_ctx(&page.case));
    let record = transition(&page.case).and_then(|(id, _)| page.case.get(id)).map(|item| {
        let all = facts_of(&item.entry.content, &ctx).into_iter().flat_map(|group| group.facts);
        let lines = facts(all.map(|fact| (fact.label, fact.text)));
        view! {
            <div class="page-head">
                <h3>"Transition record"</h3>
                <a class="button no-print" href=Route::Of(file, FilePage::Edit(item.id)).to_string()>
                    "Change"
                    <span class="visually-hidden">" the transition record"</span>
                </a>
            </div>
            {lines}
        }
    });
    let write = record.is_none().then(|| steps::add(page, Kind::Transition, "Write the transition record"));
    let mut items = timeline(&page.case);
    items.retain(|item| matches!(item.kind, Kind::HandedOver | Kind::Received));
    let log = record_lines(file, page.today, items.iter());
    view! {
        <section class="stack">
            <div class="page-head">
                <h2>"Moving on"</h2>
                <div class="actions no-print">
                    {write} <a class="button" href=Route::Of(file, FilePage::HandOver).to_string()>
                        "Hand over"
                    </a>
                </div>
            </div>
            <p class="hint">
                "To another school, another mentor or a second tablet: in an encrypted file or on paper. Safeguarding entries are never included."
            </p>
            {record}
            {log}
        </section>
        {keeping::view(page)}
    }
    .into_any()
}

/// When the family was last spoken with, and whether a meeting was ever offered (p36).
fn last_contact(page: &Page) -> AnyView {
    let all = page.case.family_contacts();
    let words = family_words(&page.case, page.today);
    let Some(last) = all.iter().rfind(|contact| contact.reached == Reached::Spoke) else {
        return view! { <p>{words}</p> }.into_any();
    };
    let offered = all.iter().rfind(|contact| contact.meeting_offered || contact.way == ContactWay::Meeting);
    let meeting = match offered {
        Some(contact) if contact.way == ContactWay::Meeting => {
            [" Last meeting: ", &dates::relative(contact.date, page.today), "."].concat()
        }
        Some(contact) => [" A meeting was offered ", &dates::relative(contact.date, page.today), "."].concat(),
        None => " No meeting was offered yet.".to_owned(),
    };
    let with = [" With ", &contact_name(&page.case, last.contact), "."].concat();
    view! {
        <p>
            <a href=Route::Of(page.file, FilePage::Record(last.id)).to_string()>{words}</a>
            {with}
            {meeting}
        </p>
    }
    .into_any()
}

fn details(page: &Page) -> AnyView {
    let Some(item) = page.case.items().find(|item| item.entry.content.kind() == Kind::Pupil) else {
        return ().into_any();
    };
    let ctx = page.store.casebook.form_ctx(&page.case);
    let mut upn = String::new();
    let mut list = Vec::new();
    for fact in facts_of(&item.entry.content, &ctx).into_iter().flat_map(|group| group.facts) {
        if fact.name == "upn" {
            upn = fact.text;
        } else {
            list.push((fact.label, fact.text));
        }
    }
    view! {
        <section class="stack">
            <div class="page-head">
                <h2>"The pupil"</h2>
                <div class="actions no-print">
                    <a class="button" href=Route::Of(page.file, FilePage::Edit(item.id)).to_string()>
                        "Change"
                    </a>
                    <a class="button quiet" href=Route::Of(page.file, FilePage::History(item.id)).to_string()>
                        "History"
                    </a>
                </div>
            </div>
            {facts(list)}
            {(!upn.is_empty()).then(|| masked(upn))}
        </section>
    }
    .into_any()
}

/// The pupil number: never printed, and shown only when asked for.
fn masked(upn: String) -> AnyView {
    let shown = RwSignal::new(false);
    let words = move || if shown.get() { upn.clone() } else { "•••••••••••••".to_owned() };
    view! {
        <p class="actions no-print">
            <span>"Unique pupil number: " <span class="figures">{words}</span></span>
            <button class="button quiet" type="button" on:click=move |_| shown.update(|on| *on = !*on)>
                {move || if shown.get() { "Hide" } else { "Show" }}
            </button>
        </p>
    }
    .into_any()
}

fn contact(page: &Page, contact: &Recorded<'_, Contact>) -> AnyView {
    let form = Route::Of(page.file, FilePage::Edit(contact.id));
    let name = if contact.relationship.trim().is_empty() {
        contact.name.whole()
    } else {
        [&contact.name.whole(), ", ", contact.relationship.trim()].concat()
    };
    let mut stands = words::contact_restrictions(contact);
    // The court's restriction comes first, and loud.
    let restriction = contact.restricted().then(|| stands.remove(0));
    let restriction = restriction.map(|words| view! { <p class="advice bad">{words}</p> });
    let parent = contact.responsibility == Responsibility::Yes;
    let may = match (parent, contact.may_get_letters()) {
        (true, true) => "Has parental responsibility and may get letters. ",
        (true, false) => "Has parental responsibility. ",
        (false, _) => "",
    };
    let may = [may, &stands.join(" ")].concat();
    let call = match contact.phone_safe {
        SafeToPhone::Yes if !contact.restricted() => contact.phone.clone(),
        _ if contact.phone.trim().is_empty() => String::new(),
        _ => [&contact.phone, " (do not call without asking)"].concat(),
    };
    let store = page.store;
    let which = contact.name.to_be_asked().then(|| {
        view! {
            <p class="actions no-print">
                <span class="hint">"Which part of this name is the surname? Letters greet by it."</span>
                <a class="button quiet" href=form.to_string() on:click=move |_| store.navigation.expect(Visit::to(form).at("first_names"))>
                    "Say which"
                </a>
            </p>
        }
    });
    let list = facts([
        ("Telephone".to_owned(), call),
        ("E-mail".to_owned(), contact.email.clone()),
        ("Address".to_owned(), contact.address.clone()),
    ]);
    view! {
        <li class="stack tight person">
            <div class="page-head">
                <h3>{name}</h3>
                <div class="actions no-print">
                    <a class="button quiet" href=Route::Of(page.file, FilePage::Edit(contact.id)).to_string()>
                        "Change"
                        <span class="visually-hidden">" " {contact.name.whole()}</span>
                    </a>
                    <a class="button quiet" href=Route::Of(page.file, FilePage::Record(contact.id)).to_string()>
                        "More"
                        <span class="visually-hidden">" about " {contact.name.whole()}</span>
                    </a>
                </div>
            </div>
            {restriction}
            {which}
            <p>{may}</p>
            {list}
        </li>
    }
    .into_any()
}
