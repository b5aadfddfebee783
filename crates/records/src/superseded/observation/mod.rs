//! Observations before schema 3, and the events of a running one.

mod v1;
mod v2;

pub(crate) use v1::{EventV1, ObservationV1};
pub(crate) use v2::{EventV2, ObservationV2};
