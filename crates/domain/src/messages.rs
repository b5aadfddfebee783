//! How terms and identifiers travel between the page and its worker: as their codes and hex digits. Anything else is an error,
//! never left out. What is stored has forms of its own (`casebook-records`).

/// Implements serde's traits by a text: the method that writes it, and the function that reads it or says `None`.
#[cfg(feature = "serde")]
#[macro_export]
#[doc(hidden)]
macro_rules! __as_text {
    ($name:ident, $write:ident, $read:ident) => {
        impl $crate::messages::serde::Serialize for $name {
            fn serialize<S: $crate::messages::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.$write())
            }
        }

        impl<'de> $crate::messages::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::messages::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text: String = $crate::messages::serde::Deserialize::deserialize(deserializer)?;
                $name::$read(&text).ok_or_else(|| $crate::messages::serde::de::Error::custom(stringify!($name)))
            }
        }
    };
}

/// Nothing travels without the feature.
#[cfg(not(feature = "serde"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __as_text {
    ($name:ident, $write:ident, $read:ident) => {};
}

pub use __as_text as as_text;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use serde;
