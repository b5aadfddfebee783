//! Which pupil of the casebook a pupil of a file is: by the pupil number, then by full name and birth date as search folds
//! them. Anything less is a question.
//!
//! No incoming pupil gets two known ones, and no known one two incoming. Contacts are not matched here: they belong to their
//! pupil ([`crate::check`]).

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::calendar::Date;
use casebook_domain::identity::{Identity, Likeness};
use casebook_domain::ids::FileId;
use casebook_domain::names::squeezed;
use casebook_domain::upn::{Upn, check};

use crate::incoming::{Incoming, Note};

/// A pupil of the casebook. Of joined files, which are one pupil, only the representing one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Known {
    /// The file.
    pub file: FileId,
    /// By what they are recognised; [`Identity::of_header`].
    pub identity: Identity,
}

/// By what a pupil was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum By {
    /// The pupil number.
    Upn,
    /// Full name and birth date.
    NameAndBirth,
}

/// Why it has to be asked whether two are the same pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Doubt {
    /// The same number, and neither name nor birth date in common.
    SameUpnElseDifferent,
    /// Several pupils here have the same number, or the same name and birth date; or the number is one's and the name
    /// another's.
    Several,
    /// The same name and birth date, and another number.
    OtherUpn,
    /// The number that the pupil had before is this one's.
    FormerUpn,
    /// Alike in less.
    Alike(Likeness),
}

/// What is found for a pupil of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Match {
    /// Nobody here is like them.
    New,
    /// They are here.
    Known {
        /// The file.
        file: FileId,
        /// By what they were recognised.
        by: By,
    },
    /// They may be one of these.
    Asked(Vec<(FileId, Doubt)>),
    /// An earlier row says exactly the same.
    Repeats {
        /// Its place.
        first: u32,
    },
    /// Other rows are about the same pupil and say something else: none of them is taken.
    Twice {
        /// The places of all of them.
        places: Vec<u32>,
    },
    /// The row has neither a number nor a name in its parts; in one piece, it is no known pupil's.
    Nobody,
}

/// Finds each pupil of a file among the known ones.
///
/// ```
/// use casebook_domain::{identity::Identity, ids::FileId};
/// use casebook_imports::{columns, matching::{By, Known, Match, find}, rows, table};
///
/// let table = table::read("Name,DOB\n\"SAMPLE, Zoë\",2014-08-31\n").unwrap();
/// let incoming = rows::read(&table, &columns::propose(&table, &[]).mapping).unwrap();
/// let identity = Identity {
///     first_names: "Zoe".into(),
///     surname: "Sample".into(),
///     born: casebook_domain::calendar::parse_iso("2014-08-31"),
///     ..Identity::default()
/// };
/// let file = FileId::from_bytes([1; 16]);
/// assert_eq!(find(&incoming, &[Known { file, identity }]), [Match::Known { file, by: By::NameAndBirth }]);
/// ```
pub fn find(incoming: &[Incoming], known: &[Known]) -> Vec<Match> {
    let index = Index::of(known);
    let mut matches: Vec<Match> = incoming.iter().map(|pupil| index.find(pupil)).collect();
    for (at, found) in repeated(incoming) {
        matches[at] = found;
    }
    claimed_twice(incoming, &mut matches);
    // Who was recognised is not asked about for their twin, or for somebody of the same name.
    let taken: BTreeSet<FileId> = matches.iter().filter_map(Match::file).collect();
    for found in &mut matches {
        if let Match::Asked(candidates) = found {
            candidates.retain(|(file, doubt)| !(matches!(doubt, Doubt::Alike(_)) && taken.contains(file)));
            if candidates.is_empty() {
                *found = Match::New;
            }
        }
    }
    matches
}

impl Match {
    /// The file of a pupil who was recognised.
    pub const fn file(&self) -> Option<FileId> {
        match self {
            Self::Known { file, .. } => Some(*file),
            _ => None,
        }
    }
}

/// A number by which somebody can be recognised: of the right form, even if its check letter is wrong.
fn usable(upn: &str) -> Option<String> {
    let upn = upn.trim().to_ascii_uppercase();
    matches!(check(&upn), Upn::Valid { .. } | Upn::Temporary { .. } | Upn::BadCheckLetter { .. }).then_some(upn)
}

/// Whether both say something and neither begins with the other: "Robin" and "Robin James" are no difference.
fn said_otherwise(one: &str, other: &str) -> bool {
    let (one, other) = (squeezed(one), squeezed(other));
    !one.is_empty() && !other.is_empty() && !one.starts_with(&other) && !other.starts_with(&one)
}

type NameAndBirth = (String, String, Date);

fn name_and_birth(identity: &Identity) -> Option<NameAndBirth> {
    let (surname, first) = (squeezed(&identity.surname), squeezed(&identity.first_names));
    (!surname.is_empty() && !first.is_empty()).then_some((surname, first, identity.born?))
}

struct Index<'k> {
    known: &'k [Known],
    upns: BTreeMap<String, Vec<usize>>,
    names: BTreeMap<NameAndBirth, Vec<usize>>,
    surnames: BTreeMap<String, Vec<usize>>,
    /// First names and surname in one piece.
    wholes: BTreeMap<String, Vec<usize>>,
}

impl<'k> Index<'k> {
    fn of(known: &'k [Known]) -> Self {
        let (upns, names) = (BTreeMap::new(), BTreeMap::new());
        let mut index = Self { known, upns, names, surnames: BTreeMap::new(), wholes: BTreeMap::new() };
        for (at, pupil) in known.iter().enumerate() {
            let identity = &pupil.identity;
            if let Some(upn) = usable(&identity.upn) {
                index.upns.entry(upn).or_default().push(at);
            }
            if let Some(name) = name_and_birth(identity) {
                index.names.entry(name).or_default().push(at);
            }
            index.surnames.entry(squeezed(&identity.surname)).or_default().push(at);
            let whole = squeezed(&[identity.first_names.as_str(), &identity.surname].concat());
            index.wholes.entry(whole).or_default().push(at);
        }
        index
    }

    fn with_upn(&self, upn: &str) -> &[usize] {
        usable(upn).and_then(|upn| self.upns.get(&upn)).map_or(&[], Vec::as_slice)
    }

    fn asked(&self, all: impl IntoIterator<Item = usize>, doubt: Doubt) -> Match {
        let files: BTreeSet<FileId> = all.into_iter().map(|at| self.known[at].file).collect();
        Match::Asked(files.into_iter().map(|file| (file, doubt)).collect())
    }

    fn find(&self, pupil: &Incoming) -> Match {
        let identity = &pupil.identity;
        let named = !squeezed(&identity.surname).is_empty() || !squeezed(&identity.first_names).is_empty();
        let whole = pupil.notes.iter().find_map(|note| match note {
            Note::NameInOnePiece { name } if !named => Some(squeezed(name)),
            _ => None,
        });
        if !named && usable(&identity.upn).is_none() {
            return whole.map_or(Match::Nobody, |whole| self.in_one_piece(&whole, identity.born));
        }
        let by_upn = self.with_upn(&identity.upn);
        let by_name = name_and_birth(identity).and_then(|name| self.names.get(&name)).map_or(&[][..], Vec::as_slice);
        match (by_upn, by_name) {
            ([one], []) => self.by_upn(*one, identity),
            ([one], [other]) if one == other => Match::Known { file: self.known[*one].file, by: By::Upn },
            ([], [one]) => self.by_name(*one, pupil),
            ([], []) => match self.with_upn(&pupil.former_upn) {
                [] => self.alike(identity),
                former => self.asked(former.iter().copied(), Doubt::FormerUpn),
            },
            (some, others) => self.asked(some.iter().chain(others).copied(), Doubt::Several),
        }
    }

    /// The same number counts, unless all else that both say differs.
    fn by_upn(&self, at: usize, identity: &Identity) -> Match {
        let known = &self.known[at];
        let here = &known.identity;
        let surnames = said_otherwise(&here.surname, &identity.surname);
        let names = surnames && said_otherwise(&here.first_names, &identity.first_names);
        let born = here.born.is_some() && identity.born.is_some() && here.born != identity.born;
        if names && (born || here.born.is_none() || identity.born.is_none()) {
            return self.asked([at], Doubt::SameUpnElseDifferent);
        }
        Match::Known { file: known.file, by: By::Upn }
    }

    /// The same name and birth date count, unless both have a number for good and it differs.
    fn by_name(&self, at: usize, pupil: &Incoming) -> Match {
        let known = &self.known[at];
        let for_good = |upn: &str| matches!(check(upn), Upn::Valid { .. });
        let here = &known.identity.upn;
        let replaced = usable(&pupil.former_upn).is_some_and(|former| usable(here) == Some(former));
        if for_good(here) && for_good(&pupil.identity.upn) && !replaced {
            return self.asked([at], Doubt::OtherUpn);
        }
        Match::Known { file: known.file, by: By::NameAndBirth }
    }

    /// A name of which nobody said what the surname is: it is full, so that it counts together with the birth date.
    fn in_one_piece(&self, whole: &str, born: Option<Date>) -> Match {
        let all = self.wholes.get(whole).into_iter().flatten().copied();
        let born_then = |at: &usize| born.is_some() && self.known[*at].identity.born == born;
        let maybe = all.filter(|at| born_then(at) || born.is_none() || self.known[*at].identity.born.is_none());
        match maybe.collect::<Vec<_>>().as_slice() {
            [] => Match::Nobody,
            [one] if born_then(one) => Match::Known { file: self.known[*one].file, by: By::NameAndBirth },
            several => self.asked(several.iter().copied(), Doubt::Alike(Likeness::SameName)),
        }
    }

    fn alike(&self, identity: &Identity) -> Match {
        let surname = squeezed(&identity.surname);
        let all = self.surnames.get(&surname).into_iter().flatten();
        // Numbers were compared already, and "no number" is none.
        let unnumbered = Identity { upn: String::new(), ..identity.clone() };
        let alike = all.filter_map(|&at| {
            let likeness = unnumbered.likeness(&self.known[at].identity)?;
            Some((self.known[at].file, Doubt::Alike(likeness)))
        });
        let alike: Vec<(FileId, Doubt)> = alike.collect();
        if alike.is_empty() { Match::New } else { Match::Asked(alike) }
    }
}

/// Rows of one file about the same pupil: by number, or by full name and birth date.
fn repeated(incoming: &[Incoming]) -> Vec<(usize, Match)> {
    let mut groups: BTreeMap<Result<String, NameAndBirth>, Vec<usize>> = BTreeMap::new();
    for (at, pupil) in incoming.iter().enumerate() {
        if let Some(upn) = usable(&pupil.identity.upn) {
            groups.entry(Ok(upn)).or_default().push(at);
        }
        if let Some(name) = name_and_birth(&pupil.identity) {
            groups.entry(Err(name)).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for (key, rows) in groups.into_iter().filter(|(_, rows)| rows.len() > 1) {
        let upns: BTreeSet<_> = rows.iter().filter_map(|&at| usable(&incoming[at].identity.upn)).collect();
        // Two pupils of one name, born on one day, are told apart by their numbers.
        let told_apart = key.is_err() && upns.len() == rows.len();
        if told_apart {
            continue;
        }
        let first = &incoming[rows[0]];
        let says_same = |&at: &usize| Incoming { place: first.place, ..incoming[at].clone() } == *first;
        if rows.iter().all(says_same) {
            found.extend(rows[1..].iter().map(|&at| (at, Match::Repeats { first: first.place })));
        } else {
            let places: Vec<u32> = rows.iter().map(|&at| incoming[at].place).collect();
            found.extend(rows.iter().map(|&at| (at, Match::Twice { places: places.clone() })));
        }
    }
    found
}

/// Rows that were recognised as the same pupil in different ways, such as one by number and one by name.
fn claimed_twice(incoming: &[Incoming], matches: &mut [Match]) {
    let mut claims: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
    for (at, found) in matches.iter().enumerate() {
        if let Some(file) = found.file() {
            claims.entry(file).or_default().push(at);
        }
    }
    for rows in claims.into_values().filter(|rows| rows.len() > 1) {
        let places: Vec<u32> = rows.iter().map(|&at| incoming[at].place).collect();
        rows.iter().for_each(|&at| matches[at] = Match::Twice { places: places.clone() });
    }
}
