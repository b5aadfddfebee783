//! One pupil of a CTF.

use casebook_domain::calendar::{Date, parse_iso};
use casebook_domain::contact::{Contact, PersonName, Responsibility, SafeToPhone};

use super::xml::Element;
use super::years;
use crate::cells;
use crate::columns::Meaning;
use crate::incoming::{Incoming, Note};
use crate::rows::usual_names;

/// The children of a pupil that are looked at; assessments and the history of schools are not.
pub(super) const WANTED: &[&str] = &[
    "UPN",
    "Surname",
    "Forename",
    "DOB",
    "BasicDetails",
    "Address",
    "FSMhistory",
    "LookedAfter",
    "SENhistory",
    "Contacts",
    "Attendance",
];

/// More than any pupil's contacts.
const MAX_CONTACTS: usize = 20;

pub(super) fn read(element: &Element, place: u32, made: Option<Date>) -> Incoming {
    let mut pupil = Incoming { place, ..Incoming::default() };
    identity(&mut pupil, element);
    let none = Element::default();
    let basic = element.child("BasicDetails").unwrap_or(&none);
    details(&mut pupil, element, basic, made);
    if let Some(contacts) = element.child("Contacts") {
        // In the order in which the school is to try them.
        let mut all: Vec<&Element> = contacts.children("Contact").collect();
        all.sort_by_key(|contact| contact.said("Order").parse::<u32>().unwrap_or(u32::MAX));
        if all.len() > MAX_CONTACTS {
            pupil.notes.push(Note::TooMany);
        }
        pupil.contacts = all.into_iter().take(MAX_CONTACTS).filter_map(|one| contact(one, element)).collect();
    }
    if let Some(attendance) = element.child("Attendance") {
        years::read(&mut pupil, attendance, made);
    }
    usual_names(&mut pupil);
    pupil
}

fn identity(pupil: &mut Incoming, element: &Element) {
    let none = Element::default();
    let basic = element.child("BasicDetails").unwrap_or(&none);
    let mut odd = false;
    let mut name = |own: &str, elsewhere: &[&str]| match element.said(own) {
        "" => {
            let found = elsewhere.iter().map(|name| basic.said(name)).find(|text| !text.is_empty());
            odd |= found.is_some();
            found.unwrap_or_default().to_owned()
        }
        said => said.to_owned(),
    };
    pupil.identity.surname = name("Surname", &["Surname", "LegalSurname", "PreferredSurname"]);
    pupil.identity.first_names = name("Forename", &["Forename", "LegalForename", "PreferredForename"]);
    let born = name("DOB", &["DOB", "DateOfBirth"]);
    pupil.identity.upn = cells::upn(&name("UPN", &["UPN"]));
    if odd {
        pupil.notes.push(Note::OddShape);
    }
    pupil.identity.born = born.get(..10).and_then(parse_iso);
    if pupil.identity.born.is_none() && !born.is_empty() {
        pupil.notes.push(Note::Unreadable { meaning: Meaning::Born, text: born });
    }
    let preferred = basic.said("PreferredForename");
    if !preferred.eq_ignore_ascii_case(element.said("Forename")) {
        pupil.identity.known_as = preferred.to_owned();
    }
    pupil.former_upn = cells::upn(basic.said("FormerUPN"));
}

fn details(pupil: &mut Incoming, element: &Element, basic: &Element, made: Option<Date>) {
    let mut read = |meaning: Meaning, text: &str, take: &dyn Fn(&mut Incoming, &str) -> Option<()>| {
        if !text.is_empty() && take(pupil, text).is_none() {
            pupil.notes.push(Note::Unreadable { meaning, text: text.to_owned() });
        }
    };
    read(Meaning::Year, basic.said("NCyearActual"), &|pupil, text| {
        pupil.year = Some(cells::year(text)?);
        Some(())
    });
    let languages = basic.child("Languages").map(|languages| languages.children("Type").collect::<Vec<_>>());
    let first = languages.iter().flatten().find(|language| language.said("LanguageType").eq_ignore_ascii_case("F"));
    if let Some(first) = first {
        // A code that is not known says nothing.
        pupil.eal = cells::additional_language(first.said("Language"));
    }
    if let Some(care) = element.child("LookedAfter") {
        pupil.looked_after = cells::flag(care.said("InCare"));
    }
    if let Some(history) = element.child("SENhistory") {
        provision(pupil, history);
    }
    if let Some(history) = element.child("FSMhistory") {
        let ended = |instance: &Element| {
            let end = parse_iso(instance.said("FSMendDate"));
            end.is_some_and(|end| made.is_none_or(|made| end < made))
        };
        let instances: Vec<&Element> = history.children("FSMinstance").collect();
        pupil.free_meals = (!instances.is_empty()).then(|| instances.iter().any(|instance| !ended(instance)));
    }
}

/// The provision that began last.
fn provision(pupil: &mut Incoming, history: &Element) {
    let newest = history.children("SEN").max_by_key(|sen| parse_iso(sen.said("StartDate")));
    let Some(text) = newest.map(|newest| newest.said("SENprovision")).filter(|text| !text.is_empty()) else { return };
    match cells::sen(text) {
        Some(sen) => pupil.sen = Some(sen),
        None => pupil.notes.push(Note::Unreadable { meaning: Meaning::Sen, text: text.to_owned() }),
    }
}

/// A person at home. Nobody gets letters because a file says so, and whether a call is safe is not known.
fn contact(element: &Element, pupil: &Element) -> Option<Contact> {
    let said = |name: &str| {
        let text = element.said(name);
        cells::from_capitals(text).unwrap_or_else(|| text.to_owned())
    };
    let name =
        PersonName { title: said("Title"), first_names: said("Forename"), surname: said("Surname"), apart: true };
    if name.first_names.is_empty() && name.surname.is_empty() {
        return None;
    }
    let responsibility = match cells::flag(element.said("Responsibility")) {
        Some(true) => Responsibility::Yes,
        Some(false) => Responsibility::No,
        None => Responsibility::Unknown,
    };
    let phones = element.child("Phones").into_iter().flat_map(|phones| phones.children("Phone"));
    let phone = phones.map(|phone| phone.said("PhoneNo")).find(|number| !number.is_empty());
    let with_pupil = cells::flag(element.said("AddressAsPupil")) == Some(true);
    let home = element.child("Address").or_else(|| pupil.child("Address").filter(|_| with_pupil));
    Some(Contact {
        name,
        relationship: relationship(element.said("Relationship")),
        responsibility,
        letters: false,
        phone_safe: SafeToPhone::Unknown,
        restriction: None,
        phone: phone.unwrap_or_default().to_owned(),
        email: element.said("Email").to_owned(),
        address: home.map(address).unwrap_or_default(),
        language: String::new(),
        interpreter: String::new(),
    })
}

/// The codes that are in use, in words; another text as it is.
fn relationship(code: &str) -> String {
    let words = match code.to_ascii_uppercase().as_str() {
        "PAM" | "MOT" => "Mother",
        "PAF" | "FAT" => "Father",
        "STP" => "Step-parent",
        "FOS" | "FOM" | "FOF" => "Foster parent",
        "CAR" => "Carer",
        "GRP" | "GRM" | "GRF" => "Grandparent",
        "SWR" => "Social worker",
        "REL" | "OTR" => "Other relative",
        "SIB" => "Brother or sister",
        "OTH" => "Other",
        _ => return code.to_owned(),
    };
    words.to_owned()
}

/// The lines of an address in their order, as on an envelope.
fn address(element: &Element) -> String {
    fn lines<'e>(element: &'e Element, found: &mut Vec<&'e str>) {
        if !element.text.is_empty() && element.children.is_empty() {
            found.push(&element.text);
        }
        element.children.iter().for_each(|child| lines(child, found));
    }
    let mut found = Vec::new();
    lines(element, &mut found);
    found.truncate(12);
    found.join("\n")
}
