//! Values that every schema stores alike: days as ISO text, identifiers as hex, moments as UTC milliseconds with the local
//! offset. They never change.

use std::borrow::Cow;

use core::marker::PhantomData;

use super::{Fields, Loaded, Stored, Tree};
use crate::revision::Vector;
use casebook_domain::calendar::{self, Date, Moment};
use casebook_domain::ids::{ActorId, EpisodeId, FileId, RecordId, VersionId};
use casebook_domain::plan::Attainment;
use casebook_domain::planned::TimeOfDay;

/// A calendar day, `YYYY-MM-DD`.
pub(crate) struct Day;

impl Loaded for Day {
    type Domain = Date;

    fn load(tree: Tree<'_>) -> Option<Date> {
        calendar::parse_iso(&tree.text()?)
    }
}

impl Stored for Day {
    fn store(domain: &Date) -> Tree<'_> {
        Tree::Text(Cow::Owned(calendar::iso(*domain)))
    }
}

/// A time on the school's clock, `HH:MM`.
pub(crate) struct Clock;

impl Loaded for Clock {
    type Domain = TimeOfDay;

    fn load(tree: Tree<'_>) -> Option<TimeOfDay> {
        let text = tree.text()?;
        TimeOfDay::parse(&text).filter(|time| time.to_string() == *text)
    }
}

impl Stored for Clock {
    fn store(domain: &TimeOfDay) -> Tree<'_> {
        Tree::Text(Cow::Owned(domain.to_string()))
    }
}

/// An identifier as 32 hex digits.
pub(crate) struct Id<T>(PhantomData<T>);

macro_rules! identifiers {
    ($($type:ty),+) => {$(
        impl Loaded for Id<$type> {
            type Domain = $type;

            fn load(tree: Tree<'_>) -> Option<$type> {
                <$type>::parse(&tree.text()?)
            }
        }

        impl Stored for Id<$type> {
            fn store(domain: &$type) -> Tree<'_> {
                Tree::Text(Cow::Owned(domain.to_string()))
            }
        }
    )+};
}
identifiers!(ActorId, FileId, RecordId, VersionId);

/// An episode is known by its referral's record.
pub(crate) type Episode = Id<EpisodeId>;

/// Minutes that local time is ahead of UTC.
const MAX_OFFSET: i16 = 840;

/// The local offset of a moment, one that a place on earth can have.
pub(crate) struct Offset;

impl Loaded for Offset {
    type Domain = i16;

    fn load(tree: Tree<'_>) -> Option<i16> {
        i16::load(tree).filter(|minutes| (-MAX_OFFSET..=MAX_OFFSET).contains(minutes))
    }
}

impl Stored for Offset {
    fn store(domain: &i16) -> Tree<'_> {
        i16::store(domain)
    }
}

/// A moment.
pub(crate) struct Instant;

impl Loaded for Instant {
    type Domain = Moment;

    fn load(tree: Tree<'_>) -> Option<Moment> {
        let mut fields = tree.fields()?;
        let utc_ms = fields.load::<i64>("ms")?;
        let offset_min = fields.load::<Offset>("offset")?;
        fields.end()?;
        Some(Moment { utc_ms, offset_min })
    }
}

impl Stored for Instant {
    fn store(domain: &Moment) -> Tree<'_> {
        let Moment { utc_ms, offset_min } = domain;
        let mut fields = Fields::default();
        fields.store::<i64>("ms", utc_ms);
        fields.store::<Offset>("offset", offset_min);
        Tree::Map(fields)
    }
}

/// Goal attainment, -2 to 2.
pub(crate) struct Rating;

impl Loaded for Rating {
    type Domain = Attainment;

    fn load(tree: Tree<'_>) -> Option<Attainment> {
        Attainment::new(i8::try_from(tree.number()?).ok()?)
    }
}

impl Stored for Rating {
    fn store(domain: &Attainment) -> Tree<'_> {
        Tree::Number(domain.value().into())
    }
}

/// SVG path data of a signature. It is drawn, so nothing but path data passes.
pub(crate) struct Strokes;

impl Loaded for Strokes {
    type Domain = String;

    fn load(tree: Tree<'_>) -> Option<String> {
        let drawn = |byte: u8| matches!(byte, b'M' | b'L' | b' ' | b'0'..=b'9');
        String::load(tree).filter(|text| text.bytes().all(drawn))
    }
}

impl Stored for Strokes {
    fn store(domain: &String) -> Tree<'_> {
        String::store(domain)
    }
}

/// A version vector as an object of actors and counts.
pub(crate) struct Counts;

/// More actors than a record can honestly have: each is a vault that wrote it.
const MAX_ACTORS: usize = 256;

impl Loaded for Counts {
    type Domain = Vector;

    fn load(tree: Tree<'_>) -> Option<Vector> {
        let Fields(fields) = tree.fields()?;
        if fields.len() > MAX_ACTORS {
            return None;
        }
        let mut counts = Vec::with_capacity(fields.len());
        for (actor, count) in fields {
            let count = u32::load(count)?;
            if count == 0 {
                return None;
            }
            counts.push((ActorId::parse(&actor)?, count));
        }
        Some(Vector::from_counts(counts))
    }
}

impl Stored for Counts {
    fn store(domain: &Vector) -> Tree<'_> {
        let count = |(actor, count): (ActorId, u32)| (Cow::Owned(actor.to_string()), Tree::Number(count.into()));
        Tree::Map(Fields(domain.counts().map(count).collect()))
    }
}

/// What was typed into a form, by field.
pub(crate) struct Values;

impl Loaded for Values {
    type Domain = std::collections::BTreeMap<String, String>;

    fn load(tree: Tree<'_>) -> Option<Self::Domain> {
        let Fields(fields) = tree.fields()?;
        let mut values = Self::Domain::new();
        for (name, value) in fields {
            values.insert(name.into_owned(), String::load(value)?);
        }
        Some(values)
    }
}

impl Stored for Values {
    fn store(domain: &Self::Domain) -> Tree<'_> {
        Tree::Map(Fields(
            domain.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), String::store(value))).collect(),
        ))
    }
}
