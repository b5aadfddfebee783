//! The pupil: who they are, where they learn, what the mentor must know.

use crate::calendar::Date;

use super::calendar::year_group;
use super::terms::terms;

terms! {
    /// Special educational needs provision (CTF codes N, K, E).
    SenProvision {
        None = "n", "No special educational provision";
        Support = "k", "SEN support";
        Plan = "e", "Education, health and care plan";
    }
}

/// One stay at a school in one form, so that a change of form or school is history, not loss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schooling {
    /// School's name; empty means the mentor's own school.
    pub school: String,
    /// Form, tutor group or class.
    pub form: String,
    /// First day, where known.
    pub from: Option<Date>,
}

/// Who is responsible for a looked-after child.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookedAfter {
    /// Social worker: name and how to reach them.
    pub social_worker: String,
    /// Carer: name and how to reach them.
    pub carer: String,
    /// Virtual school: name and how to reach them.
    pub virtual_school: String,
}

/// A pupil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pupil {
    /// Legal first name or names.
    pub first_names: String,
    /// Legal surname.
    pub surname: String,
    /// The name the pupil goes by; empty: the first name.
    pub known_as: String,
    /// The name used in letters home; empty: the name the pupil goes by. Some
    /// children are known at school by a name that is not used at home.
    pub letter_name: String,
    /// Pronouns, as the pupil says; may be empty.
    pub pronouns: String,
    /// Unique pupil number as typed, upper case; never printed. May be doubtful: see [`super::upn`].
    pub upn: String,
    /// Why another pupil of the casebook has the same number and is not the same child.
    pub upn_reason: String,
    /// Birth date.
    pub born: Option<Date>,
    /// National-curriculum year as the school has it, where it differs from
    /// the birth date's (deferred, accelerated): 0 is reception.
    pub year_as_taught: Option<u8>,
    /// Schools and forms, newest first; the first is the present one.
    pub schooling: Vec<Schooling>,
    /// Special educational needs provision.
    pub sen: SenProvision,
    /// Attracts pupil premium.
    pub pupil_premium: bool,
    /// English as an additional language.
    pub eal: bool,
    /// On the gifted and talented register.
    pub gifted: bool,
    /// Set when the child is looked after by a local authority.
    pub looked_after: Option<LookedAfter>,
    /// "Ask the safeguarding lead before contacting home": the reason or who said so. Stops letters.
    pub ask_lead_first: Option<String>,
    /// When the limits of confidentiality were explained to the pupil (p40).
    pub limits_explained: Option<Date>,
    /// Anything the mentor should see at once (allergy, hearing aid, sits at the front).
    pub remarks: String,
}

/// The year group on a day: as taught where the school has said so, otherwise by the birth date.
pub(super) fn year_on(as_taught: Option<u8>, born: Option<Date>, day: Date) -> Option<i8> {
    match as_taught {
        Some(year) => i8::try_from(year).ok(),
        None => year_group(born?, day),
    }
}

/// The name a pupil goes by: the one that was given as such, else the first of the first names ("Robin James" is Robin),
/// else, of a pupil with one name, that one.
pub fn usual_name<'a>(first_names: &'a str, known_as: &'a str, surname: &'a str) -> &'a str {
    match usual_first(first_names, known_as) {
        "" => some_name(surname),
        first => first,
    }
}

/// The name a pupil goes by and the surname: "Rob Sample". One name is enough.
pub fn whole_name(first_names: &str, known_as: &str, surname: &str) -> String {
    let name = [usual_first(first_names, known_as), some_name(surname)].join(" ");
    match name.trim() {
        "" => "Pupil without a name".to_owned(),
        name => name.to_owned(),
    }
}

fn usual_first<'a>(first_names: &'a str, known_as: &'a str) -> &'a str {
    match some_name(known_as) {
        "" => some_name(first_names.split_whitespace().next().unwrap_or_default()),
        name => name,
    }
}

/// A name that has letters; a full stop was typed where a surname was asked for and there is none.
pub fn some_name(name: &str) -> &str {
    let name = name.trim();
    if name.chars().any(char::is_alphanumeric) { name } else { "" }
}

impl Pupil {
    /// The name the pupil goes by.
    pub fn call_name(&self) -> &str {
        usual_name(&self.first_names, &self.known_as, &self.surname)
    }

    /// The first name used in letters home.
    pub fn home_name(&self) -> &str {
        match self.letter_name.trim() {
            "" => self.call_name(),
            name => name,
        }
    }

    /// Present form, empty where none was entered.
    pub fn form(&self) -> &str {
        self.schooling.first().map_or("", |schooling| schooling.form.trim())
    }

    /// The year group on a day: as taught where the school has said so, otherwise by the birth date.
    pub fn year_on(&self, day: Date) -> Option<i8> {
        year_on(self.year_as_taught, self.born, day)
    }
}
