//! A pupil's details: of a new one, and what changes of one who is here.

use casebook_domain::calendar::{Date, year_group};
use casebook_domain::names::{fold, same};
use casebook_domain::pupil::{LookedAfter, Pupil, Schooling, SenProvision};
use casebook_domain::upn::{Upn, check};

use super::{Field, Held, Wanted};
use crate::incoming::{Incoming, Year};

pub(super) fn new(incoming: &Incoming, wanted: &Wanted, today: Date) -> Pupil {
    let identity = &incoming.identity;
    let form = Some(&incoming.form).filter(|form| !form.is_empty());
    let schooling = form.map(|form| Schooling { school: String::new(), form: form.clone(), from: None });
    Pupil {
        first_names: identity.first_names.clone(),
        surname: identity.surname.clone(),
        known_as: identity.known_as.clone(),
        letter_name: String::new(),
        pronouns: String::new(),
        upn: identity.upn.clone(),
        upn_reason: String::new(),
        born: identity.born,
        year_as_taught: taught(incoming, identity.born, today).flatten(),
        schooling: schooling.into_iter().collect(),
        sen: incoming.sen.unwrap_or(SenProvision::None),
        pupil_premium: premium(incoming, wanted).unwrap_or(false),
        eal: incoming.eal.unwrap_or(false),
        gifted: false,
        looked_after: incoming.looked_after.unwrap_or(false).then(LookedAfter::default),
        ask_lead_first: None,
        limits_explained: None,
        remarks: String::new(),
    }
}

/// The year as taught, which is kept only where it is not the birth date's: otherwise it would be wrong next September. The
/// outer `None`: the file does not say.
#[allow(clippy::option_option)]
fn taught(incoming: &Incoming, born: Option<Date>, today: Date) -> Option<Option<u8>> {
    let Year::Taught(year) = incoming.year? else { return None };
    let by_birth = born.and_then(|born| year_group(born, today));
    Some((by_birth != i8::try_from(year).ok()).then_some(year))
}

/// Free school meals within six years bring pupil premium; that there are none does not end it.
fn premium(incoming: &Incoming, wanted: &Wanted) -> Option<bool> {
    incoming.pupil_premium.or_else(|| (wanted.free_meals && incoming.free_meals == Some(true)).then_some(true))
}

pub(super) fn changed(
    incoming: &Incoming,
    was: &Pupil,
    wanted: &Wanted,
    today: Date,
    held: &mut Vec<Held>,
) -> (Vec<Field>, Pupil) {
    let (mut is, mut fields) = (was.clone(), Vec::new());
    let identity = &incoming.identity;
    names(incoming, &mut is, &mut fields);
    number(&identity.upn, &mut is, &mut fields, held);
    if identity.born.is_some() && identity.born != was.born {
        is.born = identity.born;
        fields.push(Field::Born);
    }
    if let Some(year) = taught(incoming, is.born, today)
        && year != was.year_as_taught
    {
        is.year_as_taught = year;
        fields.push(Field::Year);
    }
    form(&incoming.form, &mut is, &mut fields, today);
    let mut set = |field: Field, is: &mut bool, to: Option<bool>| {
        if let Some(to) = to.filter(|to| to != is) {
            *is = to;
            fields.push(field);
        }
    };
    set(Field::PupilPremium, &mut is.pupil_premium, premium(incoming, wanted));
    set(Field::Eal, &mut is.eal, incoming.eal);
    if let Some(sen) = incoming.sen.filter(|sen| *sen != was.sen) {
        is.sen = sen;
        fields.push(Field::Sen);
    }
    match (incoming.looked_after, &was.looked_after) {
        (Some(true), None) => {
            is.looked_after = Some(LookedAfter::default());
            fields.push(Field::LookedAfter);
        }
        (Some(false), Some(_)) => held.push(Held::NoLongerLookedAfter),
        _ => {}
    }
    (fields, is)
}

/// A name changes only if it is another one: not for its accents or capitals, and not if the file has fewer first names.
fn names(incoming: &Incoming, is: &mut Pupil, fields: &mut Vec<Field>) {
    let identity = &incoming.identity;
    if !identity.surname.is_empty() && !same(&identity.surname, &is.surname) {
        is.surname.clone_from(&identity.surname);
        fields.push(Field::Surname);
    }
    let (file, own) = (fold(&identity.first_names), fold(&is.first_names));
    let fewer = own.strip_prefix(&file).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    if !file.is_empty() && !fewer && !same(&file, &own) {
        is.first_names.clone_from(&identity.first_names);
        fields.push(Field::FirstNames);
    }
    if !identity.known_as.is_empty() && !same(&identity.known_as, is.call_name()) {
        is.known_as.clone_from(&identity.known_as);
        fields.push(Field::KnownAs);
    }
}

/// A number takes the place of none, of a temporary and of a doubtful one.
fn number(upn: &str, is: &mut Pupil, fields: &mut Vec<Field>, held: &mut Vec<Held>) {
    if upn.is_empty() || same(upn, &is.upn) {
        return;
    }
    let for_good = |upn: &str| matches!(check(upn), Upn::Valid { .. });
    let none = check(&is.upn) == Upn::Missing || check(&is.upn) == Upn::Placeholder;
    if none || (for_good(upn) && !for_good(&is.upn)) {
        upn.clone_into(&mut is.upn);
        fields.push(Field::Upn);
    } else {
        held.push(Held::OtherUpn { upn: upn.to_owned() });
    }
}

/// Another form begins today; the one before stays in the pupil's history.
fn form(form: &str, is: &mut Pupil, fields: &mut Vec<Field>, today: Date) {
    if form.is_empty() || same(form, is.form()) {
        return;
    }
    match is.schooling.first_mut() {
        Some(now) if now.form.trim().is_empty() => form.clone_into(&mut now.form),
        now => {
            let from = now.is_some().then_some(today);
            is.schooling.insert(0, Schooling { school: String::new(), form: form.to_owned(), from });
        }
    }
    fields.push(Field::Form);
}
