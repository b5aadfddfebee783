//! Closed lists of the field's terms: one name in code, one stable code for
//! storage and forms, one label for people.

/// A closed list of terms, by the codes that are stored.
pub trait CodedTerm: Copy {
    /// The code.
    fn code(self) -> &'static str;
    /// The term with this code.
    fn from_code(code: &str) -> Option<Self>;
}

/// Defines a fieldless enum with a stable `code` and a British-English `label`.
#[macro_export]
macro_rules! terms {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $label] $(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every term, in the order in which people expect them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code that is stored and used in forms; it never changes.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The words that people read.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The term with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }

            /// (code, label) of every term, for a choice on a form.
            pub const OPTIONS: &'static [(&'static str, &'static str)] = &[$(($code, $label),)+];
        }

        $crate::messages::as_text!($name, code, from_code);

        impl $crate::terms::CodedTerm for $name {
            fn code(self) -> &'static str {
                self.code()
            }

            fn from_code(code: &str) -> Option<Self> {
                Self::from_code(code)
            }
        }
    };
}
pub use terms;
