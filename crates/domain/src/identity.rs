//! Whether two files may be about the same child: asked when one is entered by hand and when one comes in.

use crate::calendar::Date;

use super::header::Header;
use super::names::{fold, same};
use super::pupil::Pupil;

/// By what a pupil is recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Identity {
    /// First names as registered.
    pub first_names: String,
    /// The name the pupil goes by; may be empty.
    pub known_as: String,
    /// Surname; may be empty.
    pub surname: String,
    /// Birth date.
    pub born: Option<Date>,
    /// Unique pupil number; may be empty.
    pub upn: String,
}

/// How alike two pupils are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Likeness {
    /// The same unique pupil number.
    SameUpn,
    /// The same first names, surname and birth date.
    SameNameAndBirth,
    /// The same first names and surname; a birth date is missing.
    SameName,
    /// The same surname and birth date alone: may be twins.
    PerhapsTwins,
}

impl Identity {
    /// A pupil's.
    pub fn of(pupil: &Pupil) -> Self {
        Self {
            first_names: pupil.first_names.clone(),
            known_as: pupil.known_as.clone(),
            surname: pupil.surname.clone(),
            born: pupil.born,
            upn: pupil.upn.clone(),
        }
    }

    /// As far as a file's header says.
    pub fn of_header(header: &Header) -> Self {
        Self {
            first_names: header.first_names.clone(),
            known_as: header.known_as.clone(),
            surname: header.surname.clone(),
            born: header.born,
            upn: header.upn.clone(),
        }
    }

    /// How alike two are; `None`: not at all. What is missing on one side is no difference.
    pub fn likeness(&self, other: &Self) -> Option<Likeness> {
        if same(&self.upn, &other.upn) {
            return Some(Likeness::SameUpn);
        }
        let surnames = same(&self.surname, &other.surname) || (bare(&self.surname) && bare(&other.surname));
        if !surnames {
            return None;
        }
        let first = self.first_alike(other);
        match (self.born, other.born) {
            (Some(one), Some(other)) if one != other => None,
            (Some(_), Some(_)) if first => Some(Likeness::SameNameAndBirth),
            (Some(_), Some(_)) if !bare(&self.surname) => Some(Likeness::PerhapsTwins),
            _ if first => Some(Likeness::SameName),
            _ => None,
        }
    }

    /// Whether one of the first names of one is the same as, or begins, one of the other: "Robin" and "Robin James".
    fn first_alike(&self, other: &Self) -> bool {
        let names = |of: &Self| [fold(&of.first_names), fold(&of.known_as)];
        names(self).iter().any(|one| names(other).iter().any(|other| begins(one, other) || begins(other, one)))
    }
}

fn bare(name: &str) -> bool {
    fold(name).is_empty()
}

fn begins(short: &str, long: &str) -> bool {
    let squeezed = |name: &str| name.replace(' ', "");
    let words = || long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    !short.is_empty() && (words() || squeezed(short) == squeezed(long))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_iso;

    fn one(first_names: &str, known_as: &str, surname: &str, born: &str) -> Identity {
        Identity {
            first_names: first_names.to_owned(),
            known_as: known_as.to_owned(),
            surname: surname.to_owned(),
            born: parse_iso(born),
            upn: String::new(),
        }
    }

    #[test]
    fn the_same_child_written_otherwise_is_recognised() {
        let here = one("Robin James", "", "O'Neill", "2014-02-28");
        for (other, likeness) in [
            (one("robin", "", "O\u{2019}NEILL", "2014-02-28"), Likeness::SameNameAndBirth),
            (one("Robin-James", "", "ONeill", "2014-02-28"), Likeness::SameNameAndBirth),
            (one("Robin", "", "O'Neill", ""), Likeness::SameName),
            (one("Alexander", "Robin", "O'Neill", ""), Likeness::SameName),
            (one("Ellis", "", "O'Neill", "2014-02-28"), Likeness::PerhapsTwins),
        ] {
            assert_eq!(here.likeness(&other), Some(likeness), "{other:?}");
            assert_eq!(other.likeness(&here), Some(likeness), "{other:?}");
        }
        let bare = one("José", "", "", "2014-02-28");
        assert_eq!(bare.likeness(&one("Jose\u{301}", "", ".", "")), Some(Likeness::SameName), "a pupil with one name");
    }

    #[test]
    fn another_child_is_not() {
        let here = one("Muhammad Ali", "", "Sample", "2014-02-28");
        for other in [
            one("Muhammad Ali", "", "Sample", "2014-03-01"),
            one("Hassan", "", "Sample", ""),
            one("Muhammad Ali", "", "Example", "2014-02-28"),
            one("Muhammad Ali", "", "", "2014-02-28"),
        ] {
            assert_eq!(here.likeness(&other), None, "{other:?}");
        }
        let twin = one("Muhammad Hassan", "", "Sample", "2014-02-28");
        assert_eq!(here.likeness(&twin), Some(Likeness::PerhapsTwins), "twins stay no match");
        assert_eq!(one("", "", "", "").likeness(&one("", "", "", "")), None, "nothing known is nothing alike");
        assert_eq!(one("Ada", "", "", "2014-02-28").likeness(&one("Bo", "", "", "2014-02-28")), None);
    }
}
