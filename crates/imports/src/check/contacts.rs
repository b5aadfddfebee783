//! The people at home of one pupil. They are compared with this pupil's own and with nobody else's: two pupils whose mothers
//! have one name have two mothers, until somebody says otherwise.

use casebook_domain::contact::{Contact, Responsibility};
use casebook_domain::content::Content;
use casebook_domain::ids::RecordId;
use casebook_domain::names::{same, squeezed};

use super::{Held, Write};

pub(super) fn writes(incoming: &[Contact], here: &[(RecordId, Contact)], held: &mut Vec<Held>) -> Vec<Write> {
    let mut writes: Vec<Write> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for contact in incoming {
        let name = bare(contact);
        if seen.contains(&name) {
            continue;
        }
        if let Some((record, own)) = here.iter().find(|(_, own)| bare(own) == name) {
            writes.extend(filled(*record, own, contact, held));
        } else if let Some((record, _)) = here.iter().find(|(_, own)| perhaps(own, contact)) {
            held.push(Held::ContactPerhapsHere { record: *record, contact: Box::new(contact.clone()) });
        } else {
            writes.push(Write { record: None, content: Content::Contact(contact.clone()) });
        }
        seen.push(name);
    }
    writes
}

/// The name without title, as it is compared.
fn bare(contact: &Contact) -> String {
    squeezed(&[contact.name.first_names.as_str(), &contact.name.surname].concat())
}

/// "Ms Sample" may be Jo Sample.
fn perhaps(own: &Contact, contact: &Contact) -> bool {
    let alone = |one: &Contact, other: &Contact| {
        squeezed(&one.name.first_names).is_empty() && same(&one.name.surname, &other.name.surname)
    };
    alone(own, contact) || alone(contact, own)
}

/// Fills in what is not known of a person who is here. Of somebody who is restricted nothing is touched.
fn filled(record: RecordId, own: &Contact, contact: &Contact, held: &mut Vec<Held>) -> Option<Write> {
    let (mut is, mut differs) = (own.clone(), false);
    let mut fill = |is: &mut String, from: &str| {
        if is.trim().is_empty() {
            from.clone_into(is);
        } else {
            differs |= !squeezed(from).is_empty() && !same(is, from);
        }
    };
    fill(&mut is.phone, &contact.phone);
    fill(&mut is.email, &contact.email);
    fill(&mut is.address, &contact.address);
    if is.relationship.trim().is_empty() {
        is.relationship.clone_from(&contact.relationship);
    }
    match (is.responsibility, contact.responsibility) {
        (Responsibility::Unknown, known) => is.responsibility = known,
        (_, Responsibility::Unknown) => {}
        (here, there) => differs |= here != there,
    }
    if differs || (own.restricted() && is != *own) {
        held.push(Held::ContactDiffers { record });
    }
    (is != *own && !own.restricted()).then_some(Write { record: Some(record), content: Content::Contact(is) })
}
