//! What stored values are made of. Every stored type is a codec between the domain's type and a small [`Tree`] of JSON: one
//! tree is read and written for all of them, instead of serde code for each, which was a sixth of the app's weight.
//!
//! Reading is strict: a field that is missing, unknown or there twice, a value out of its range, a term or day that is none,
//! are `None`, never a panic.

mod tree;
mod values;

use std::borrow::Cow;

use core::marker::PhantomData;

use casebook_domain::terms::CodedTerm;
use casebook_domain::text::strip;
pub(crate) use tree::{Fields, Tree};
pub(crate) use values::{Clock, Counts, Day, Episode, Id, Instant, Offset, Rating, Strokes, Values};

/// A type that can be read from a row.
pub(crate) trait Loaded {
    /// The type that it is read as: the domain's, or that of a superseded schema.
    type Domain;

    /// As it is read; `None` where the tree is not one of this type.
    fn load(tree: Tree<'_>) -> Option<Self::Domain>;
}

/// A stored type: how one of the domain's types is written and read.
pub(crate) trait Stored: Loaded {
    /// As it is stored.
    fn store(domain: &Self::Domain) -> Tree<'_>;
}

impl Loaded for String {
    type Domain = Self;

    /// Without what misleads: a row may come from anywhere.
    fn load(tree: Tree<'_>) -> Option<Self> {
        tree.text().map(|text| strip(text).into_owned())
    }
}

impl Stored for String {
    fn store(domain: &Self) -> Tree<'_> {
        Tree::Text(strip(Cow::Borrowed(domain)))
    }
}

impl Loaded for bool {
    type Domain = Self;

    fn load(tree: Tree<'_>) -> Option<Self> {
        match tree {
            Tree::Bool(value) => Some(value),
            _ => None,
        }
    }
}

impl Stored for bool {
    fn store(domain: &Self) -> Tree<'_> {
        Tree::Bool(*domain)
    }
}

macro_rules! numbers {
    ($($type:ty),+) => {$(
        impl Loaded for $type {
            type Domain = $type;

            fn load(tree: Tree<'_>) -> Option<$type> {
                tree.number()?.try_into().ok()
            }
        }

        impl Stored for $type {
            fn store(domain: &$type) -> Tree<'_> {
                Tree::Number(i128::from(*domain))
            }
        }
    )+};
}
numbers!(u8, u16, u32, u64, i16, i32, i64);

impl<T: Loaded> Loaded for Option<T> {
    type Domain = Option<T::Domain>;

    fn load(tree: Tree<'_>) -> Option<Self::Domain> {
        if matches!(tree, Tree::Null) { Some(None) } else { T::load(tree).map(Some) }
    }
}

impl<T: Stored> Stored for Option<T> {
    fn store(domain: &Self::Domain) -> Tree<'_> {
        domain.as_ref().map_or(Tree::Null, T::store)
    }
}

impl<T: Loaded> Loaded for Vec<T> {
    type Domain = Vec<T::Domain>;

    fn load(tree: Tree<'_>) -> Option<Self::Domain> {
        let Tree::List(trees) = tree else { return None };
        let mut values = Vec::with_capacity(trees.len());
        for tree in trees {
            values.push(T::load(tree)?);
        }
        Some(values)
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn store(domain: &Self::Domain) -> Tree<'_> {
        let mut values = Vec::with_capacity(domain.len());
        for value in domain {
            values.push(T::store(value));
        }
        Tree::List(values)
    }
}

/// Defines the codec of a struct. Both ways take the domain's struct apart field by field: a field that is added there
/// does not compile until it is said here how it is stored.
macro_rules! stored {
    ($(#[$doc:meta])* $name:ident = $($domain:ident)::+ { $($field:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        pub(crate) struct $name;

        impl $crate::wire::Stored for $name {
            fn store(domain: &Self::Domain) -> $crate::wire::Tree<'_> {
                let $($domain)::+ { $($field,)+ } = domain;
                let mut fields = $crate::wire::Fields::default();
                $(fields.store::<$type>(stringify!($field), $field);)+
                $crate::wire::Tree::Map(fields)
            }
        }

        impl $crate::wire::Loaded for $name {
            type Domain = $($domain)::+;

            fn load(tree: $crate::wire::Tree<'_>) -> Option<Self::Domain> {
                let mut fields = tree.fields()?;
                $(let $field = fields.load::<$type>(stringify!($field))?;)+
                fields.end()?;
                Some($($domain)::+ { $($field,)+ })
            }
        }
    };
}
pub(crate) use stored;

/// A term as its code.
pub(crate) struct Code<T>(PhantomData<T>);

impl<T: CodedTerm> Loaded for Code<T> {
    type Domain = T;

    fn load(tree: Tree<'_>) -> Option<T> {
        T::from_code(&tree.text()?)
    }
}

impl<T: CodedTerm> Stored for Code<T> {
    fn store(domain: &T) -> Tree<'_> {
        Tree::Text(Cow::Borrowed(domain.code()))
    }
}
