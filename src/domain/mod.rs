//! The policy as types and rules. No IO, no clock, no randomness: `now`,
//! `today` and new identifiers are arguments.

pub mod advice;
pub mod alias;
pub mod assessment;
pub mod backup;
pub mod calendar;
pub mod case;
pub mod checks;
pub mod contact;
pub mod content;
pub mod decide;
pub mod due;
pub mod exit;
pub mod gates;
pub mod hand_over;
pub mod header;
pub mod ids;
pub mod measure;
pub mod moving;
pub mod observation;
pub mod order;
pub mod plan;
pub mod preparation;
pub mod pupil;
pub mod referral;
pub mod resource;
pub mod retention;
pub mod review;
pub mod safety;
pub mod session;
pub mod settings;
pub mod standing;
pub mod states;
pub(crate) mod terms;
pub mod upn;
pub mod written;
