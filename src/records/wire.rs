//! What stored values are made of: days as ISO text, terms as their codes, identifiers as hex, moments as UTC
//! milliseconds with the local offset. All are checked while they are read, so that turning them into the domain's types
//! can't fail.

use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::calendar::{self, Date, Moment};
use crate::domain::ids::{ActorId, EpisodeId, FileId, RecordId, VersionId};
use crate::domain::plan::Attainment;
use crate::revision::Vector;

/// A stored type and the domain's type that it stands for.
pub(super) trait Stored {
    /// The domain's type.
    type Domain;

    /// As it is stored.
    fn store(domain: &Self::Domain) -> Self;

    /// As the domain has it.
    fn load(self) -> Self::Domain;
}

macro_rules! as_they_are {
    ($($type:ty),+) => {$(
        impl Stored for $type {
            type Domain = $type;
            fn store(domain: &$type) -> Self {
                domain.clone()
            }
            fn load(self) -> $type {
                self
            }
        }
    )+};
}
as_they_are!(String, bool, u8, u16, u32, u64, i64);

impl<T: Stored> Stored for Option<T> {
    type Domain = Option<T::Domain>;

    fn store(domain: &Self::Domain) -> Self {
        domain.as_ref().map(T::store)
    }

    fn load(self) -> Self::Domain {
        self.map(T::load)
    }
}

impl<T: Stored> Stored for Vec<T> {
    type Domain = Vec<T::Domain>;

    fn store(domain: &Self::Domain) -> Self {
        domain.iter().map(T::store).collect()
    }

    fn load(self) -> Self::Domain {
        self.into_iter().map(T::load).collect()
    }
}

/// Defines a stored struct and its conversions. Both take the domain's struct apart field by field: a field that is
/// added there does not compile until it is said here how it is stored.
macro_rules! stored {
    ($(#[$doc:meta])* $name:ident = $($domain:ident)::+ { $($field:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name { $($field: $type,)+ }

        impl $crate::records::wire::Stored for $name {
            type Domain = $($domain)::+;

            fn store(domain: &Self::Domain) -> Self {
                let $($domain)::+ { $($field,)+ } = domain;
                Self { $($field: $crate::records::wire::Stored::store($field),)+ }
            }

            fn load(self) -> Self::Domain {
                let Self { $($field,)+ } = self;
                $($domain)::+ { $($field: $crate::records::wire::Stored::load($field),)+ }
            }
        }
    };
}
pub(super) use stored;

/// A closed list of terms, stored as codes.
pub(super) trait Term: Copy {
    /// The code.
    fn code(self) -> &'static str;
    /// The term with this code.
    fn from_code(code: &str) -> Option<Self>;
}

macro_rules! coded {
    ($($module:ident::$type:ident),+ $(,)?) => {$(
        impl Term for crate::domain::$module::$type {
            fn code(self) -> &'static str {
                self.code()
            }
            fn from_code(code: &str) -> Option<Self> {
                Self::from_code(code)
            }
        }
    )+};
}
coded!(
    assessment::Area,
    assessment::AssessmentOccasion,
    contact::Responsibility,
    contact::SafeToPhone,
    content::Kind,
    due::DueKind,
    due::WaitsFor,
    exit::Consent,
    exit::CriterionJudgement,
    exit::ExitComponent,
    exit::FollowUpResult,
    measure::Direction,
    measure::Occasion,
    observation::Mark,
    plan::CirculationForm,
    plan::CirculationTo,
    plan::Outcome,
    preparation::Audience,
    preparation::ContactWay,
    preparation::Gate,
    preparation::LetterKind,
    preparation::LiaisonWith,
    preparation::Reached,
    preparation::SendMethod,
    pupil::SenProvision,
    referral::AuthorisationDecision,
    referral::Criterion,
    referral::DecisionRoute,
    referral::ReferrerKind,
    review::Participant,
    review::Progress,
    review::ReviewDecision,
    session::Attended,
    session::SessionKind,
    settings::SchoolStatus,
    standing::StandingKind,
    states::Overlay,
    states::State,
);

/// A term as its code.
pub(super) struct Code<T>(pub(super) T);

impl<T: Term> Stored for Code<T> {
    type Domain = T;

    fn store(domain: &T) -> Self {
        Self(*domain)
    }

    fn load(self) -> T {
        self.0
    }
}

impl<T: Term> Serialize for Code<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}

impl<'de, T: Term> Deserialize<'de> for Code<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, T::from_code).map(Self)
    }
}

/// A calendar day, `YYYY-MM-DD`.
pub(super) struct Day(Date);

impl Stored for Day {
    type Domain = Date;

    fn store(domain: &Date) -> Self {
        Self(*domain)
    }

    fn load(self) -> Date {
        self.0
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&calendar::iso(self.0))
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, calendar::parse_iso).map(Self)
    }
}

/// An identifier as 32 hex digits.
#[derive(Clone, Copy)]
pub(super) struct Id<T>(pub(super) T);

macro_rules! identifiers {
    ($($type:ty),+) => {$(
        impl Stored for Id<$type> {
            type Domain = $type;
            fn store(domain: &$type) -> Self {
                Self(*domain)
            }
            fn load(self) -> $type {
                self.0
            }
        }
        impl Serialize for Id<$type> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0.to_string())
            }
        }
        impl<'de> Deserialize<'de> for Id<$type> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                parsed(deserializer, <$type>::parse).map(Self)
            }
        }
    )+};
}
identifiers!(ActorId, FileId, RecordId, VersionId);

/// An episode is known by its referral's record.
pub(super) type Episode = Id<EpisodeId>;

/// Minutes that local time is ahead of UTC.
const MAX_OFFSET: i16 = 840;

/// Whether an offset is one that a place on earth can have.
pub(super) fn offset_is_possible(offset_min: i16) -> bool {
    (-MAX_OFFSET..=MAX_OFFSET).contains(&offset_min)
}

/// A moment.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Instant {
    ms: i64,
    #[serde(deserialize_with = "offset")]
    offset: i16,
}

impl Stored for Instant {
    type Domain = Moment;

    fn store(domain: &Moment) -> Self {
        let Moment { utc_ms, offset_min } = *domain;
        Self { ms: utc_ms, offset: offset_min }
    }

    fn load(self) -> Moment {
        let Self { ms, offset } = self;
        Moment { utc_ms: ms, offset_min: offset }
    }
}

pub(super) fn offset<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i16, D::Error> {
    let minutes = i16::deserialize(deserializer)?;
    if offset_is_possible(minutes) { Ok(minutes) } else { Err(Error::custom("offset")) }
}

/// Goal attainment, -2 to 2.
pub(super) struct Rating(Attainment);

impl Stored for Rating {
    type Domain = Attainment;

    fn store(domain: &Attainment) -> Self {
        Self(*domain)
    }

    fn load(self) -> Attainment {
        self.0
    }
}

impl Serialize for Rating {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i8(self.0.value())
    }
}

impl<'de> Deserialize<'de> for Rating {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = i8::deserialize(deserializer)?;
        Attainment::new(value).map(Self).ok_or_else(|| Error::custom("attainment"))
    }
}

/// SVG path data of a signature. It is drawn, so nothing but path data passes.
pub(super) struct Strokes(String);

impl Stored for Strokes {
    type Domain = String;

    fn store(domain: &String) -> Self {
        Self(domain.clone())
    }

    fn load(self) -> String {
        self.0
    }
}

impl Serialize for Strokes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Strokes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let drawn = |byte: u8| matches!(byte, b'M' | b'L' | b' ' | b'0'..=b'9');
        parsed(deserializer, |text| text.bytes().all(drawn).then(|| text.to_owned())).map(Self)
    }
}

/// A version vector as an object of actors and counts.
pub(super) struct Counts(pub(super) Vector);

/// More actors than a record can honestly have: each is a vault that wrote it.
const MAX_ACTORS: usize = 256;

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let counts = self.0.counts();
        let mut map = serializer.serialize_map(Some(counts.len()))?;
        for (actor, count) in counts {
            map.serialize_entry(&Id(actor), &count)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Counts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(CountsVisitor)
    }
}

struct CountsVisitor;

impl<'de> Visitor<'de> for CountsVisitor {
    type Value = Counts;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("counts by actor")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Counts, A::Error> {
        let mut counts: Vec<(ActorId, u32)> = Vec::new();
        while let Some((Id(actor), count)) = map.next_entry::<Id<ActorId>, u32>()? {
            let repeated = counts.iter().any(|(known, _)| *known == actor);
            if repeated || count == 0 || counts.len() >= MAX_ACTORS {
                return Err(Error::custom("counts"));
            }
            counts.push((actor, count));
        }
        Ok(Counts(Vector::from_counts(counts)))
    }
}

/// Text, parsed. One helper for all of the above, so that little is compiled for each.
fn parsed<'de, D: Deserializer<'de>, T>(deserializer: D, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse(&text).ok_or_else(|| Error::custom("term, day, identifier or path"))
}
