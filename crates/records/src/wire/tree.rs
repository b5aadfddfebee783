//! JSON as a small tree, read strictly: no fractions, no field twice.

use std::borrow::Cow;

use core::marker::PhantomData;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Loaded, Stored};

/// JSON without fractions, which nothing here has.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree<'a> {
    Null,
    Bool(bool),
    Number(i128),
    Text(Cow<'a, str>),
    List(Vec<Tree<'a>>),
    Map(Fields<'a>),
}

/// The fields of an object, in their order. Taken out one by one; what remains at the end is unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Fields<'a>(pub(super) Vec<(Cow<'a, str>, Tree<'a>)>);

impl<'a> Fields<'a> {
    /// Adds a field.
    pub(crate) fn put(&mut self, name: &'static str, value: Tree<'a>) {
        self.0.push((Cow::Borrowed(name), value));
    }

    /// Takes a field out; `None` where it is missing.
    pub(crate) fn take(&mut self, name: &str) -> Option<Tree<'a>> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(at).1)
    }

    /// Adds a field of a stored type. Not inlined: a struct of twenty texts would hold twenty copies.
    #[inline(never)]
    pub(crate) fn store<T: Stored>(&mut self, name: &'static str, domain: &'a T::Domain) {
        self.put(name, T::store(domain));
    }

    /// Takes out a field of a stored type; `None` where it is missing or none of that type.
    #[inline(never)]
    pub(crate) fn load<T: Loaded>(&mut self, name: &str) -> Option<T::Domain> {
        T::load(self.take(name)?)
    }

    /// `None` if fields are left that nobody knows.
    pub(crate) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

impl<'a> Tree<'a> {
    /// An object's fields.
    pub(crate) fn fields(self) -> Option<Fields<'a>> {
        match self {
            Self::Map(fields) => Some(fields),
            _ => None,
        }
    }

    /// A text.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number.
    pub(crate) fn number(self) -> Option<i128> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// One variant of an enum with what it holds: `{"name": value}`.
    pub(crate) fn variant(name: &'static str, value: Tree<'a>) -> Self {
        let mut fields = Fields::default();
        fields.put(name, value);
        Self::Map(fields)
    }

    /// The name of a variant and what it holds; a variant that holds nothing is its name alone.
    pub(crate) fn chosen(self) -> Option<(Cow<'a, str>, Option<Tree<'a>>)> {
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
