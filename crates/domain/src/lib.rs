//! The policy as types and rules. No IO, no clock, no randomness: `now`, `today` and new identifiers are arguments.
//!
//! A pupil's case is a [`case::CaseFile`]: records, each the content of one [`content::Kind`]. What state it is in follows from
//! the records ([`states`], the table to read beside the policy). Every change is a [`decide::Command`]; [`decide::decide`] gives
//! what is to be written, or what is missing first. Nothing is written here: that is `casebook-repository`'s.
//!
//! ```
//! use casebook_domain::content::Content;
//! use casebook_domain::decide::{Command, decide};
//! use casebook_domain::states::State;
//! use casebook_testing::{World, id, start};
//!
//! // A made-up pupil who was referred on day 0 and authorised on day 1.
//! let mut world = World::authorised();
//! let begin = Command::Save { id: id(1), content: Content::Start(start(7)) };
//!
//! // The intervention starts when the four gates are met (p17). What is missing comes as data, never as a sentence.
//! let refused = decide(&world.case, &world.settings, &begin, &world.ctx()).expect_err("the gates are open");
//! assert!(!refused.missing.is_empty());
//!
//! // Liaison, a baseline, the letter home and an observation meet them.
//! world.fill_gates();
//! let decision = decide(&world.case, &world.settings, &begin, &world.ctx()).expect("allowed now");
//! assert_eq!(decision.changes.len(), 1);
//!
//! // The state is a function of the records: nobody sets it.
//! world.must(Content::Start(start(7)));
//! assert_eq!(world.state(), State::Intervention);
//! ```
//!
//! Further: [`due`] (what is due when), [`gates`], [`home`] (the one decision whether home may be contacted), [`hand_over`] (what
//! may leave), [`retention`] (what is erased when), [`observation`] (a lesson as a list of events).

pub mod advice;
pub mod alias;
pub mod assessment;
pub mod backup;
pub mod calendar;
pub mod case;
pub mod checks;
pub mod contact;
pub mod content;
pub mod custody;
pub mod decide;
pub mod disorder;
pub mod due;
pub mod exit;
pub mod gates;
pub mod hand_over;
pub mod header;
pub mod hex;
pub mod home;
pub mod identity;
pub mod ids;
pub mod locking;
pub mod measure;
pub mod messages;
pub mod moving;
pub mod names;
pub mod observation;
pub mod order;
pub mod people;
pub mod plan;
pub mod planned;
pub mod preparation;
pub mod pupil;
pub mod referral;
pub mod resource;
pub mod retention;
pub mod review;
pub mod safety;
pub mod school_day;
pub mod session;
pub mod settings;
pub mod standing;
pub mod states;
pub mod terms;
pub mod text;
pub mod upn;
pub mod written;
