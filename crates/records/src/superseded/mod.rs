//! Schemas that are read and no longer written, in a module named as in `domain`.
//!
//! A superseded schema owns its structs and the codes of its terms, so that no change of the domain alters what an old row
//! says. It is carried on one schema at a time, by a step that takes the older struct apart field by field; the last step
//! makes the domain's type of it. `tests/fixtures/records` holds one row of each (`pupil-1.json`) and what it is read as
//! today (`pupil-1.today.json`).

mod contact;
mod exit;
mod hand_over;
mod observation;
mod plan;
mod preparation;
mod pupil;
mod retention;
mod safety;
mod session;
mod settings;

use crate::wire::{Loaded, Tree};
use casebook_domain::content::{Content, Kind};
pub(crate) use observation::{EventV1, EventV2, ObservationV1, ObservationV2};

/// Defines the struct of a superseded schema and how it is read.
macro_rules! frozen {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        pub(crate) struct $name {
            $(pub(crate) $field: <$type as $crate::wire::Loaded>::Domain,)+
        }

        impl $crate::wire::Loaded for $name {
            type Domain = Self;

            fn load(tree: $crate::wire::Tree<'_>) -> Option<Self> {
                let mut fields = tree.fields()?;
                $(let $field = fields.load::<$type>(stringify!($field))?;)+
                fields.end()?;
                Some(Self { $($field,)+ })
            }
        }
    };
}
use frozen;

/// Defines the terms of a superseded schema by their codes, and where there still is such a list: the term that each is
/// today.
macro_rules! frozen_terms {
    ($(#[$doc:meta])* $name:ident => $($domain:ident)::+ { $($term:ident = $code:literal,)+ }) => {
        $crate::superseded::frozen_terms! { $(#[$doc])* $name { $($term = $code,)+ } }

        impl From<$name> for $($domain)::+ {
            fn from(old: $name) -> Self {
                match old { $($name::$term => Self::$term,)+ }
            }
        }
    };
    ($(#[$doc:meta])* $name:ident { $($term:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub(crate) enum $name { $($term,)+ }

        impl $crate::wire::Loaded for $name {
            type Domain = Self;

            fn load(tree: $crate::wire::Tree<'_>) -> Option<Self> {
                let place = $crate::superseded::place(&[$($code,)+], tree)?;
                [$(Self::$term,)+].get(place).copied()
            }
        }
    };
}
use frozen_terms;

/// The place of a code among those of a closed list.
fn place(codes: &[&str], tree: Tree<'_>) -> Option<usize> {
    let code = tree.text()?;
    codes.iter().position(|known| *known == code)
}

/// What the body of a superseded schema says; `None` where it isn't one.
pub(crate) fn content(kind: Kind, schema: u32, body: Tree<'_>) -> Option<Content> {
    Some(match (kind, schema) {
        (Kind::Pupil, 1) => Content::Pupil(pupil::PupilV1::load(body)?.into()),
        (Kind::Contact, 1) => Content::Contact(contact::ContactV1::load(body)?.into()),
        (Kind::LeadDecision, 1) => Content::LeadDecision(preparation::LetterWithheldV1::load(body)?.into()),
        (Kind::Observation, 1) => Content::Observation(ObservationV2::from(ObservationV1::load(body)?).into()),
        (Kind::Observation, 2) => Content::Observation(ObservationV2::load(body)?.into()),
        (Kind::Plan, 1) => Content::Plan(plan::PlanV1::load(body)?.into()),
        (Kind::Circulation, 1) => Content::Circulation(plan::CirculationV1::load(body)?.into()),
        (Kind::Session, 1) => Content::Session(session::SessionV1::load(body)?.into()),
        (Kind::Onward, 1) => Content::Onward(exit::OnwardV1::load(body)?.into()),
        (Kind::Worry, 1) => Content::Worry(safety::WorryV1::load(body)?.into()),
        (Kind::Settings, 1) => Content::Settings(settings::SettingsV2::from(settings::SettingsV1::load(body)?).into()),
        (Kind::Settings, 2) => Content::Settings(settings::SettingsV2::load(body)?.into()),
        (Kind::Received, 1) => Content::Received(hand_over::ReceivedV1::load(body)?.into()),
        (Kind::AccessRequest, 1) => Content::AccessRequest(retention::AccessRequestV1::load(body)?.into()),
        _ => return None,
    })
}
