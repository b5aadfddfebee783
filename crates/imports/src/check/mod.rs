//! What an import would do, row by row: new, changed, the same, asked, refused. What would be written are values of the
//! domain, about which its rules then decide.
//!
//! What is empty in the file wipes nothing. What somebody decided here is not for a file to change: who gets letters, who is
//! restricted, a name at home, who looks after a child. Where the file says otherwise, that is [`Held`], and shown.

mod contacts;
mod details;
mod figures;

use casebook_domain::calendar::Date;
use casebook_domain::contact::Contact;
use casebook_domain::content::Content;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::measure::Measure;
use casebook_domain::pupil::Pupil;
use casebook_domain::terms::terms;

use crate::incoming::{Incoming, Note, YearOfAttendance};
use crate::matching::{Doubt, Match};

/// What is to be taken of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The pupils' details.
    pub details: bool,
    /// The people at home.
    pub contacts: bool,
    /// Free school meals count as pupil premium.
    pub free_meals: bool,
    /// Attendance as a measure.
    pub attendance: Option<Attendance>,
    /// Attendance by year as measures, and where they come from in the mentor's words.
    pub years: Option<String>,
}

impl Wanted {
    /// Attendance of each week from the same list: one measure each, nothing else touched.
    pub fn attendance_alone(attendance: Attendance) -> Self {
        Self { attendance: Some(attendance), ..Self::default() }
    }
}

/// How attendance becomes a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// First day of the period that the list is about.
    pub from: Date,
    /// Its last day; the measure's day.
    pub until: Date,
    /// Where the figure comes from.
    pub source: String,
    /// Where a list has a share alone, or does not say which absences were authorised, it is a value on a scale of this name
    /// and unit; `None`: it is not taken.
    pub scale: Option<(String, String)>,
}

/// A pupil who is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    /// The file.
    pub file: FileId,
    /// The pupil's record.
    pub pupil: (RecordId, Pupil),
    /// The people at home.
    pub contacts: Vec<(RecordId, Contact)>,
    /// The measures.
    pub measures: Vec<(RecordId, Measure)>,
}

terms! {
    /// What of a pupil changes.
    Field {
        Surname = "surname", "Surname";
        FirstNames = "first_names", "First names";
        KnownAs = "known_as", "Known as";
        Upn = "upn", "Unique pupil number";
        Born = "born", "Birth date";
        Year = "year", "Year as taught";
        Form = "form", "Form";
        Sen = "sen", "SEN provision";
        PupilPremium = "pupil_premium", "Pupil premium";
        Eal = "eal", "English as an additional language";
        LookedAfter = "looked_after", "Looked after";
        Contacts = "contacts", "People at home";
        Attendance = "attendance", "Attendance";
    }
}

/// A record that would be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// The record that changes; `None`: a new one.
    pub record: Option<RecordId>,
    /// What it says then.
    pub content: Content,
}

/// Something that the file says and that is not taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Another pupil number than the one here, which is one for good too.
    OtherUpn {
        /// The file's.
        upn: String,
    },
    /// The child is not looked after any more; who did is kept here until somebody says so.
    NoLongerLookedAfter,
    /// A person at home of whom the file says otherwise than here; nothing of it was taken.
    ContactDiffers {
        /// The contact here.
        record: RecordId,
    },
    /// A person at home who may be one that is here under a part of the name.
    ContactPerhapsHere {
        /// The contact here.
        record: RecordId,
        /// The person of the file.
        contact: Box<Contact>,
    },
    /// Attendance of which it is not known which absences were authorised, and no scale is wanted.
    AbsencesNotSplit,
    /// A year of attendance, of which it has to be asked when it was.
    WhichYear(YearOfAttendance),
}

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It has more cells than there are headings.
    OutOfStep {
        /// How many more.
        extra: usize,
    },
    /// It names nobody.
    Nobody,
    /// A new pupil has no name, or one of which it is not clear which word is the surname.
    NoName,
    /// Other rows are about the same pupil and say something else.
    Twice {
        /// Their places, its own among them.
        places: Vec<u32>,
    },
}

/// What would become of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new pupil, stored only if picked.
    New {
        /// The records of the new file, the pupil first.
        writes: Vec<Write>,
    },
    /// A pupil who is here changes.
    Changed {
        /// The file.
        file: FileId,
        /// What changes.
        fields: Vec<Field>,
        /// The records.
        writes: Vec<Write>,
    },
    /// A pupil who is here, of whom the file says nothing new.
    Same {
        /// The file.
        file: FileId,
    },
    /// Somebody who is not here; of this file, only who is here is wanted.
    NotHere,
    /// An earlier row says exactly the same.
    Repeats {
        /// Its place.
        first: u32,
    },
    /// It has to be asked first who it is.
    Asked(Vec<(FileId, Doubt)>),
    /// Nothing is taken of it.
    Refused(Refused),
}

/// A row with what would become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Its place.
    pub place: u32,
    /// What would become of it.
    pub outcome: Outcome,
    /// What could not be taken, and what should be looked at.
    pub notes: Vec<Note>,
    /// What is not taken over.
    pub held: Vec<Held>,
}

/// Says of each pupil of a file what would become of it.
///
/// `matches` are those of [`crate::matching::find`], or the mentor's answers in their place. `here` is asked for the files
/// that were recognised; what it does not have is as if it were [`Outcome::NotHere`].
pub fn check<'h>(
    incoming: &[Incoming],
    matches: &[Match],
    here: impl Fn(FileId) -> Option<&'h Here>,
    wanted: &Wanted,
    today: Date,
) -> Vec<Checked> {
    incoming.iter().zip(matches).map(|(pupil, found)| one(pupil, found, &here, wanted, today)).collect()
}

fn one<'h>(
    pupil: &Incoming,
    found: &Match,
    here: &impl Fn(FileId) -> Option<&'h Here>,
    wanted: &Wanted,
    today: Date,
) -> Checked {
    let mut held = Vec::new();
    let out_of_step = pupil.notes.iter().find_map(|note| match note {
        Note::OutOfStep { extra } => Some(Refused::OutOfStep { extra: *extra }),
        _ => None,
    });
    let outcome = match (out_of_step, found) {
        (Some(refused), _) => Outcome::Refused(refused),
        (None, Match::Nobody) => {
            let unsplit = pupil.notes.iter().any(|note| matches!(note, Note::NameInOnePiece { .. }));
            Outcome::Refused(if unsplit { Refused::NoName } else { Refused::Nobody })
        }
        (None, Match::Twice { places }) => Outcome::Refused(Refused::Twice { places: places.clone() }),
        (None, Match::Repeats { first }) => Outcome::Repeats { first: *first },
        (None, Match::Asked(candidates)) => Outcome::Asked(candidates.clone()),
        (None, Match::New) if !wanted.details => Outcome::NotHere,
        (None, Match::New) => new(pupil, wanted, today, &mut held),
        (None, Match::Known { file, .. }) => match here(*file) {
            Some(here) => known(pupil, here, wanted, today, &mut held),
            None => Outcome::NotHere,
        },
    };
    Checked { place: pupil.place, outcome, notes: pupil.notes.clone(), held }
}

fn new(pupil: &Incoming, wanted: &Wanted, today: Date, held: &mut Vec<Held>) -> Outcome {
    let identity = &pupil.identity;
    if identity.surname.is_empty() && identity.first_names.is_empty() {
        return Outcome::Refused(Refused::NoName);
    }
    let mut content = vec![Content::Pupil(details::new(pupil, wanted, today))];
    if wanted.contacts {
        content.extend(pupil.contacts.iter().cloned().map(Content::Contact));
    }
    let mut writes: Vec<Write> = content.into_iter().map(|content| Write { record: None, content }).collect();
    writes.extend(figures::writes(pupil, &[], wanted, held));
    Outcome::New { writes }
}

fn known(pupil: &Incoming, here: &Here, wanted: &Wanted, today: Date, held: &mut Vec<Held>) -> Outcome {
    let (mut fields, mut writes) = (Vec::new(), Vec::new());
    if wanted.details {
        let (changed, is) = details::changed(pupil, &here.pupil.1, wanted, today, held);
        if !changed.is_empty() {
            fields.extend(changed);
            writes.push(Write { record: Some(here.pupil.0), content: Content::Pupil(is) });
        }
    }
    if wanted.contacts {
        let contacts = contacts::writes(&pupil.contacts, &here.contacts, held);
        fields.extend((!contacts.is_empty()).then_some(Field::Contacts));
        writes.extend(contacts);
    }
    let measures = figures::writes(pupil, &here.measures, wanted, held);
    fields.extend((!measures.is_empty()).then_some(Field::Attendance));
    writes.extend(measures);
    if writes.is_empty() {
        Outcome::Same { file: here.file }
    } else {
        Outcome::Changed { file: here.file, fields, writes }
    }
}
