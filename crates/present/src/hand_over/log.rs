//! What is said of hand-overs in a file: what went, what came, what the lead has.

use crate::dates;
use crate::forms::{self, Draft, FieldError, FormCtx};
use crate::numbers::{counted, whole};
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Kind};
use casebook_domain::custody::{comes_back, gives_back};
use casebook_domain::hand_over::{HandOverReceipt, HandedOver, LeadHas, LeadSays, Parts, Received, Transition};
use casebook_domain::ids::RecordId;

use super::going::{leaving, left_out};
use super::purpose_words;

/// A line about how much of a pupil goes.
pub fn count_words(case: &CaseFile, parts: Parts) -> String {
    let goes = counted(leaving(case, parts) as u64, "record goes", "records go");
    match left_out(case, parts) {
        0 => goes,
        some => [goes.as_str(), ", ", &whole(some as u64), if some == 1 { " stays" } else { " stay" }].concat(),
    }
}

/// What the log says of a hand-over, a line each. What the safeguarding lead said is not among it: the page is read beside
/// pupils and parents, and shows that only when asked.
pub fn log_facts(case: &CaseFile, handed_over: &HandedOver) -> Vec<(&'static str, String)> {
    let HandedOver { at, to, purpose, until, parts, carried, lead: _, file_name, bundles, rows, receipt } = handed_over;
    let received = match receipt {
        None => "Not yet".to_owned(),
        Some(HandOverReceipt { by, at, missing: 0 }) => [by.as_str(), ", ", &dates::moment(*at)].concat(),
        Some(HandOverReceipt { by, at, missing }) => {
            let missing = counted(u64::from(*missing), "entry", "entries");
            [by.as_str(), ", ", &dates::moment(*at), "; ", &missing, " not imported"].concat()
        }
    };
    let files = match bundles.len() {
        0 | 1 => file_name.clone(),
        some => [file_name.as_str(), " and ", &whole(some as u64 - 1), " more"].concat(),
    };
    let all = [
        ("To", to.clone()),
        ("When", dates::moment(*at)),
        ("What for", purpose_words(Some(*purpose), gives_back(case, handed_over)).to_owned()),
        ("Until", until.map(dates::long).unwrap_or_default()),
        ("How much", parts.label().to_owned()),
        ("How it was sent", carried.label().to_owned()),
        ("File", files),
        ("Entries in it", whole(u64::from(*rows))),
        ("Received by", received),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

/// What the log says of a hand-over that came in, a line each. What was asked about the safeguarding lead is not among it, as
/// in [`log_facts`].
pub fn came_facts(case: &CaseFile, received: &Received) -> Vec<(&'static str, String)> {
    let what = if comes_back(case, received) { "The case came back" } else { received.purpose.label() };
    let signed = match (received.fingerprint.as_str(), received.known) {
        ("", _) => "Not signed",
        (_, true) => "Signed by a known tablet",
        (_, false) => "Signed by a tablet that was not known here",
    };
    let all = [
        ("From", received.from.clone()),
        ("When", dates::moment(received.at)),
        ("What for", what.to_owned()),
        ("Until", received.until.map(dates::long).unwrap_or_default()),
        ("Signature", signed.to_owned()),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

/// What was asked about the safeguarding lead when a hand-over came in; for nobody who looks on.
pub fn lead_facts(received: &Received) -> Vec<(&'static str, String)> {
    let all = [
        ("Their safeguarding lead says", received.lead_says.map_or("", LeadSays::label).to_owned()),
        ("Sent separately?", received.lead_has.map_or("", LeadHas::label).to_owned()),
        ("Asked", received.lead.clone()),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

/// The fields that the transition records of several pupils usually share.
pub const SHARED_FIELDS: [&str; 6] = ["to", "stage", "due", "receiving", "consent", "consent_by"];

/// The newest transition record.
pub fn transition(case: &CaseFile) -> Option<(RecordId, &Transition)> {
    case.all::<Transition>().pop().map(|transition| (transition.id, transition.body))
}

/// A pupil's transition record with what all share written over it; what is shared and empty changes nothing.
///
/// # Errors
/// What keeps it from being saved, by field.
pub fn with_shared(case: &CaseFile, ctx: &FormCtx, shared: &Draft) -> Result<Transition, Vec<FieldError>> {
    let mut draft = match transition(case) {
        Some((_, transition)) => forms::fill(&Content::Transition(transition.clone()), ctx),
        None => forms::blank(Kind::Transition, ctx, &[]),
    };
    for name in SHARED_FIELDS {
        let value = shared.get(name);
        if !value.trim().is_empty() {
            draft.set(name, value);
        }
    }
    match forms::parse(Kind::Transition, &draft, ctx)? {
        Content::Transition(transition) => Ok(transition),
        _ => Err(Vec::new()),
    }
}
