//! What stored values are made of: days as ISO text, terms as their codes, identifiers as hex, moments as UTC
//! milliseconds with the local offset.
//!
//! Every stored type is a codec between the domain's type and a small [`Tree`] of JSON. One tree is read and written for
//! all of them, instead of serde code for each: that was a sixth of the app's weight. Reading is strict: a field that is
//! missing, unknown or there twice, a value out of its range, a term or day that is none, are `None`, never a panic.

use std::borrow::Cow;

use core::marker::PhantomData;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::revision::Vector;
use casebook_domain::calendar::{self, Date, Moment};
use casebook_domain::ids::{ActorId, EpisodeId, FileId, RecordId, VersionId};
use casebook_domain::plan::Attainment;
use casebook_domain::planned::TimeOfDay;
use casebook_domain::text::strip;

/// JSON without fractions, which nothing here has.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree<'a> {
    Null,
    Bool(bool),
    Number(i128),
    Text(Cow<'a, str>),
    List(Vec<Tree<'a>>),
    Map(Fields<'a>),
}

/// The fields of an object, in their order. Taken out one by one; what remains at the end is unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fields<'a>(Vec<(Cow<'a, str>, Tree<'a>)>);

impl<'a> Fields<'a> {
    /// Adds a field.
    pub(super) fn put(&mut self, name: &'static str, value: Tree<'a>) {
        self.0.push((Cow::Borrowed(name), value));
    }

    /// Whether there is a field of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Takes a field out; `None` where it is missing.
    pub(super) fn take(&mut self, name: &str) -> Option<Tree<'a>> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(at).1)
    }

    /// Adds a field of a stored type. Not inlined: a struct of twenty texts would hold twenty copies.
    #[inline(never)]
    pub(super) fn store<T: Stored>(&mut self, name: &'static str, domain: &'a T::Domain) {
        self.put(name, T::store(domain));
    }

    /// Takes out a field of a stored type; `None` where it is missing or none of that type.
    #[inline(never)]
    pub(super) fn load<T: Stored>(&mut self, name: &str) -> Option<T::Domain> {
        T::load(self.take(name)?)
    }

    /// `None` if fields are left that nobody knows.
    pub(super) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

impl<'a> Tree<'a> {
    /// An object's fields.
    pub(super) fn fields(self) -> Option<Fields<'a>> {
        match self {
            Self::Map(fields) => Some(fields),
            _ => None,
        }
    }

    /// A text.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number.
    pub(super) fn number(self) -> Option<i128> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// One variant of an enum with what it holds: `{"name": value}`.
    pub(super) fn variant(name: &'static str, value: Tree<'a>) -> Self {
        let mut fields = Fields::default();
        fields.put(name, value);
        Self::Map(fields)
    }

    /// The name of a variant and what it holds; a variant that holds nothing is its name alone.
    pub(super) fn chosen(self) -> Option<(Cow<'a, str>, Option<Tree<'a>>)> {
        match self {
            Self::Text(name) => Some((name, None)),
            Self::Map(Fields(mut fields)) if fields.len() == 1 => fields.pop().map(|(name, value)| (name, Some(value))),
            _ => None,
        }
    }
}

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) => serializer.serialize_i128(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::List(values) => serializer.collect_seq(values),
            Self::Map(Fields(fields)) => serializer.collect_map(fields.iter().map(|(name, value)| (name, value))),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Tree<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor(PhantomData))
    }
}

struct TreeVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for TreeVisitor<'a> {
    type Value = Tree<'a>;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("JSON without fractions")
    }

    fn visit_unit<E>(self) -> Result<Tree<'a>, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree<'a>, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree<'a>, E> {
        Ok(Tree::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree<'a>, E> {
        Ok(Tree::Number(value.into()))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Tree<'a>, E> {
        Ok(Tree::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree<'a>, E> {
        Ok(Tree::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree<'a>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Tree::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree<'a>, A::Error> {
        let mut fields = Fields::default();
        while let Some((name, value)) = map.next_entry::<Key<'a>, Tree<'a>>()? {
            if fields.0.len() >= MAX_FIELDS || fields.0.iter().any(|(known, _)| *known == name.0) {
                return Err(A::Error::custom("field"));
            }
            fields.0.push((name.0, value));
        }
        Ok(Tree::Map(fields))
    }
}

/// More fields than any object of ours has, a long draft included; looking for one twice stays cheap.
const MAX_FIELDS: usize = 4_096;

/// A field's name, borrowed where it can be.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Tree::deserialize(deserializer)? {
            Tree::Text(text) => Ok(Self(text)),
            _ => Err(D::Error::custom("name")),
        }
    }
}

/// A stored type: how one of the domain's types is written and read.
pub(super) trait Stored {
    /// The domain's type.
    type Domain;

    /// As it is stored.
    fn store(domain: &Self::Domain) -> Tree<'_>;

    /// As the domain has it; `None` where the tree is not one of this type.
    fn load(tree: Tree<'_>) -> Option<Self::Domain>;
}

impl Stored for String {
    type Domain = Self;

    fn store(domain: &Self) -> Tree<'_> {
        Tree::Text(strip(Cow::Borrowed(domain)))
    }

    /// Without what misleads: a row may come from anywhere.
    fn load(tree: Tree<'_>) -> Option<Self> {
        tree.text().map(|text| strip(text).into_owned())
    }
}

impl Stored for bool {
    type Domain = Self;

    fn store(domain: &Self) -> Tree<'_> {
        Tree::Bool(*domain)
    }

    fn load(tree: Tree<'_>) -> Option<Self> {
        match tree {
            Tree::Bool(value) => Some(value),
            _ => None,
        }
    }
}

macro_rules! numbers {
    ($($type:ty),+) => {$(
        impl Stored for $type {
            type Domain = $type;

            fn store(domain: &$type) -> Tree<'_> {
                Tree::Number(i128::from(*domain))
            }

            fn load(tree: Tree<'_>) -> Option<$type> {
                tree.number()?.try_into().ok()
            }
        }
    )+};
}
numbers!(u8, u16, u32, u64, i16, i32, i64);

impl<T: Stored> Stored for Option<T> {
    type Domain = Option<T::Domain>;

    fn store(domain: &Self::Domain) -> Tree<'_> {
        domain.as_ref().map_or(Tree::Null, T::store)
    }

    fn load(tree: Tree<'_>) -> Option<Self::Domain> {
        if matches!(tree, Tree::Null) { Some(None) } else { T::load(tree).map(Some) }
    }
}

impl<T: Stored> Stored for Vec<T> {
    type Domain = Vec<T::Domain>;

    fn store(domain: &Self::Domain) -> Tree<'_> {
        let mut values = Vec::with_capacity(domain.len());
        for value in domain {
            values.push(T::store(value));
        }
        Tree::List(values)
    }

    fn load(tree: Tree<'_>) -> Option<Self::Domain> {
        let Tree::List(trees) = tree else { return None };
        let mut values = Vec::with_capacity(trees.len());
        for tree in trees {
            values.push(T::load(tree)?);
        }
        Some(values)
    }
}

/// Defines the codec of a struct. Both ways take the domain's struct apart field by field: a field that is added there
/// does not compile until it is said here how it is stored.
macro_rules! stored {
    ($(#[$doc:meta])* $name:ident = $($domain:ident)::+ { $($field:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        pub(super) struct $name;

        impl $crate::wire::Stored for $name {
            type Domain = $($domain)::+;

            fn store(domain: &Self::Domain) -> $crate::wire::Tree<'_> {
                let $($domain)::+ { $($field,)+ } = domain;
                let mut fields = $crate::wire::Fields::default();
                $(fields.store::<$type>(stringify!($field), $field);)+
                $crate::wire::Tree::Map(fields)
            }

            fn load(tree: $crate::wire::Tree<'_>) -> Option<Self::Domain> {
                let mut fields = tree.fields()?;
                $(let $field = fields.load::<$type>(stringify!($field))?;)+
                fields.end()?;
                Some($($domain)::+ { $($field,)+ })
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
        impl Term for casebook_domain::$module::$type {
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
    backup::SealedBy,
    contact::Responsibility,
    contact::SafeToPhone,
    content::Kind,
    due::DueKind,
    due::WaitsFor,
    exit::Consent,
    exit::CriterionJudgement,
    exit::ExitComponent,
    exit::FollowUpResult,
    hand_over::Carried,
    hand_over::LeadHas,
    hand_over::LeadSays,
    hand_over::Parts,
    hand_over::Purpose,
    hand_over::TransitionStage,
    hand_over::TransitionStep,
    measure::Direction,
    measure::Occasion,
    observation::Colour,
    observation::Instant,
    observation::Method,
    observation::PartOfDay,
    observation::PauseReason,
    observation::Starter,
    observation::Watching,
    plan::CirculationForm,
    plan::CirculationTo,
    plan::Outcome,
    preparation::Audience,
    preparation::ContactWay,
    preparation::Gate,
    preparation::HomeRuling,
    preparation::LetterKind,
    preparation::LiaisonWith,
    preparation::Reached,
    preparation::SendMethod,
    pupil::SenProvision,
    referral::AuthorisationDecision,
    referral::Criterion,
    referral::DecisionRoute,
    referral::ReferrerKind,
    retention::AccessRoute,
    retention::Ended,
    review::Participant,
    review::Progress,
    review::ReviewDecision,
    session::Attended,
    session::SessionKind,
    planned::OffReason,
    settings::SchoolPhase,
    settings::SchoolStatus,
    standing::StandingKind,
    states::Overlay,
    states::State,
);

/// A term as its code.
pub(super) struct Code<T>(PhantomData<T>);

impl<T: Term> Stored for Code<T> {
    type Domain = T;

    fn store(domain: &T) -> Tree<'_> {
        Tree::Text(Cow::Borrowed(domain.code()))
    }

    fn load(tree: Tree<'_>) -> Option<T> {
        T::from_code(&tree.text()?)
    }
}

/// A calendar day, `YYYY-MM-DD`.
pub(super) struct Day;

impl Stored for Day {
    type Domain = Date;

    fn store(domain: &Date) -> Tree<'_> {
        Tree::Text(Cow::Owned(calendar::iso(*domain)))
    }

    fn load(tree: Tree<'_>) -> Option<Date> {
        calendar::parse_iso(&tree.text()?)
    }
}

/// A time on the school's clock, `HH:MM`.
pub(super) struct Clock;

impl Stored for Clock {
    type Domain = TimeOfDay;

    fn store(domain: &TimeOfDay) -> Tree<'_> {
        Tree::Text(Cow::Owned(domain.to_string()))
    }

    fn load(tree: Tree<'_>) -> Option<TimeOfDay> {
        let text = tree.text()?;
        TimeOfDay::parse(&text).filter(|time| time.to_string() == *text)
    }
}

/// An identifier as 32 hex digits.
pub(super) struct Id<T>(PhantomData<T>);

macro_rules! identifiers {
    ($($type:ty),+) => {$(
        impl Stored for Id<$type> {
            type Domain = $type;

            fn store(domain: &$type) -> Tree<'_> {
                Tree::Text(Cow::Owned(domain.to_string()))
            }

            fn load(tree: Tree<'_>) -> Option<$type> {
                <$type>::parse(&tree.text()?)
            }
        }
    )+};
}
identifiers!(ActorId, FileId, RecordId, VersionId);

/// An episode is known by its referral's record.
pub(super) type Episode = Id<EpisodeId>;

/// Minutes that local time is ahead of UTC.
const MAX_OFFSET: i16 = 840;

/// The local offset of a moment, one that a place on earth can have.
pub(super) struct Offset;

impl Stored for Offset {
    type Domain = i16;

    fn store(domain: &i16) -> Tree<'_> {
        i16::store(domain)
    }

    fn load(tree: Tree<'_>) -> Option<i16> {
        i16::load(tree).filter(|minutes| (-MAX_OFFSET..=MAX_OFFSET).contains(minutes))
    }
}

/// A moment.
pub(super) struct Instant;

impl Stored for Instant {
    type Domain = Moment;

    fn store(domain: &Moment) -> Tree<'_> {
        let Moment { utc_ms, offset_min } = domain;
        let mut fields = Fields::default();
        fields.store::<i64>("ms", utc_ms);
        fields.store::<Offset>("offset", offset_min);
        Tree::Map(fields)
    }

    fn load(tree: Tree<'_>) -> Option<Moment> {
        let mut fields = tree.fields()?;
        let utc_ms = fields.load::<i64>("ms")?;
        let offset_min = fields.load::<Offset>("offset")?;
        fields.end()?;
        Some(Moment { utc_ms, offset_min })
    }
}

/// Goal attainment, -2 to 2.
pub(super) struct Rating;

impl Stored for Rating {
    type Domain = Attainment;

    fn store(domain: &Attainment) -> Tree<'_> {
        Tree::Number(domain.value().into())
    }

    fn load(tree: Tree<'_>) -> Option<Attainment> {
        Attainment::new(i8::try_from(tree.number()?).ok()?)
    }
}

/// SVG path data of a signature. It is drawn, so nothing but path data passes.
pub(super) struct Strokes;

impl Stored for Strokes {
    type Domain = String;

    fn store(domain: &String) -> Tree<'_> {
        String::store(domain)
    }

    fn load(tree: Tree<'_>) -> Option<String> {
        let drawn = |byte: u8| matches!(byte, b'M' | b'L' | b' ' | b'0'..=b'9');
        String::load(tree).filter(|text| text.bytes().all(drawn))
    }
}

/// A version vector as an object of actors and counts.
pub(super) struct Counts;

/// More actors than a record can honestly have: each is a vault that wrote it.
const MAX_ACTORS: usize = 256;

impl Stored for Counts {
    type Domain = Vector;

    fn store(domain: &Vector) -> Tree<'_> {
        let count = |(actor, count): (ActorId, u32)| (Cow::Owned(actor.to_string()), Tree::Number(count.into()));
        Tree::Map(Fields(domain.counts().map(count).collect()))
    }

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

/// What was typed into a form, by field.
pub(super) struct Values;

impl Stored for Values {
    type Domain = std::collections::BTreeMap<String, String>;

    fn store(domain: &Self::Domain) -> Tree<'_> {
        Tree::Map(Fields(
            domain.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), String::store(value))).collect(),
        ))
    }

    fn load(tree: Tree<'_>) -> Option<Self::Domain> {
        let Fields(fields) = tree.fields()?;
        let mut values = Self::Domain::new();
        for (name, value) in fields {
            values.insert(name.into_owned(), String::load(value)?);
        }
        Some(values)
    }
}
