//! Which tablet works on a case (p30): a pure function of the hand-overs sent and received. After a transfer has
//! arrived, the copy that stays is read-only, so that nobody works in two places without knowing. For cover and shared
//! work, both sides continue until an agreed day.
//!
//! The log decides, in order of time: a case that came in later than it was sent is here again, however it came. Taking
//! a case back here is recorded as coming in from nobody.

use crate::calendar::Date;

use super::calendar::Moment;
use super::case::{CaseFile, Recorded};
use super::content::Kind;
use super::hand_over::{HandedOver, Purpose, Received};

/// Where a case is worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Custody<'a> {
    /// Here.
    Here,
    /// Somebody else took it on and said so: this copy is read-only.
    HandedOver(Recorded<'a, HandedOver>),
    /// It went out and nobody has said yet that it arrived. It continues here until then.
    OnTheWay(Recorded<'a, HandedOver>),
    /// It is out for cover or shared, and here too.
    Out(Recorded<'a, HandedOver>),
    /// It is somebody else's, and here for cover or shared.
    Lent(Recorded<'a, Received>),
}

/// Where a case is worked on.
pub fn custody(case: &CaseFile) -> Custody<'_> {
    let out = newest(case.all::<HandedOver>(), |it| it.at);
    let come = newest(case.all::<Received>(), |it| it.at);
    let since = come.map_or(i64::MIN, |received| received.at.utc_ms);
    let mut arrived = case.all::<HandedOver>();
    arrived.retain(|it| it.purpose == Purpose::Transfer && it.receipt.is_some() && it.at.utc_ms > since);
    if let Some(gone) = newest(arrived, |it| it.at) {
        return Custody::HandedOver(gone);
    }
    match (out.filter(|out| out.at.utc_ms > since), come) {
        (Some(out), _) if out.purpose == Purpose::Transfer || out.receipt.is_none() => Custody::OnTheWay(out),
        (Some(out), _) => Custody::Out(out),
        (None, Some(come)) if come.purpose != Purpose::Transfer && !is_taken_back(come.body) => Custody::Lent(come),
        _ => Custody::Here,
    }
}

/// The hand-over that arrived elsewhere and made this copy read-only.
pub fn read_only(case: &CaseFile) -> Option<Recorded<'_, HandedOver>> {
    match custody(case) {
        Custody::HandedOver(gone) => Some(gone),
        _ => None,
    }
}

/// What can be recorded in a read-only copy too: what may not wait for anybody, and the log of the copy itself.
pub const fn always_recorded(kind: Kind) -> bool {
    matches!(kind, Kind::Worry | Kind::HandedOver | Kind::Received | Kind::Retention | Kind::AccessRequest)
}

/// What is written down when a case is taken back here without a hand-over.
pub fn taken_back(case: &CaseFile, now: Moment) -> Received {
    let went = case.all::<HandedOver>().iter().map(|it| it.at.utc_ms).max().unwrap_or(i64::MIN);
    Received {
        at: Moment { utc_ms: now.utc_ms.max(went.saturating_add(1)), ..now },
        from: String::new(),
        fingerprint: String::new(),
        known: false,
        purpose: Purpose::Transfer,
        until: None,
        lead_says: None,
        lead_has: None,
        lead: String::new(),
    }
}

/// Whether it is what [`taken_back`] writes down.
pub fn is_taken_back(received: &Received) -> bool {
    received.from.is_empty() && received.fingerprint.is_empty() && received.purpose == Purpose::Transfer
}

/// Whether a hand-over gives a case back that was here for cover or shared.
pub fn gives_back(case: &CaseFile, out: &HandedOver) -> bool {
    let before = case.all::<Received>().into_iter().filter(|come| come.at.utc_ms < out.at.utc_ms);
    let lent = |come: Recorded<'_, Received>| come.purpose != Purpose::Transfer && !is_taken_back(come.body);
    out.purpose == Purpose::Transfer && before.max_by_key(|come| (come.at.utc_ms, come.id)).is_some_and(lent)
}

/// Whether a case came back that was out for cover or shared.
pub fn comes_back(case: &CaseFile, come: &Received) -> bool {
    let before = case.all::<HandedOver>().into_iter().filter(|out| out.at.utc_ms < come.at.utc_ms);
    let newest = before.max_by_key(|out| (out.at.utc_ms, out.id));
    come.purpose == Purpose::Transfer && newest.is_some_and(|out| out.purpose != Purpose::Transfer)
}

/// Until when a case is out or lent.
pub fn until(custody: &Custody<'_>) -> Option<Date> {
    match custody {
        Custody::Out(out) | Custody::OnTheWay(out) => out.until,
        Custody::Lent(come) => come.until,
        Custody::Here | Custody::HandedOver(_) => None,
    }
}

fn newest<T>(all: Vec<Recorded<'_, T>>, at: fn(&T) -> Moment) -> Option<Recorded<'_, T>> {
    all.into_iter().max_by_key(|it| (at(it.body).utc_ms, it.id))
}
