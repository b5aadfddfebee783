//! The stored bodies that are written today, one codec for each kind of record, in a module named as in `domain`.
//!
//! Frozen as they are: whatever changes what is written (a field, a term's code) is a new schema of that kind, and the form
//! of before goes to [`superseded`](crate::superseded). `tests/fixtures/records` holds one golden row of each.

mod assessment;
mod contact;
mod exit;
mod hand_over;
mod measure;
mod observation;
mod plan;
mod planned;
mod preparation;
mod pupil;
mod referral;
mod resource;
mod retention;
mod review;
mod safety;
mod session;
mod settings;
mod standing;

pub(crate) use assessment::Assessment;
pub(crate) use contact::Contact;
pub(crate) use exit::{Exit, FollowUp, Onward};
pub(crate) use hand_over::{HandedOver, Received, Transition};
pub(crate) use measure::Measure;
pub(crate) use observation::{Event, Lists, Observation, SetUp, Sheet, Template};
pub(crate) use plan::{Circulation, Plan, Signature};
pub(crate) use planned::PlannedSession;
pub(crate) use preparation::{FamilyContact, LeadDecision, Letter, Liaison, Start, Waiver};
pub(crate) use pupil::Pupil;
pub(crate) use referral::{Authorisation, Referral};
pub(crate) use resource::Resource;
pub(crate) use retention::{AccessRequest, Retention};
pub(crate) use review::Review;
pub(crate) use safety::Worry;
pub(crate) use session::{Achievement, Note, Session};
pub(crate) use settings::Settings;
pub(crate) use standing::Standing;
