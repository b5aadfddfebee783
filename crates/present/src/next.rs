//! What comes next in a case, as one row with its date.

use casebook_domain::calendar::Date;

use casebook_domain::case::CaseFile;
use casebook_domain::due::{DueKind, due};
use casebook_domain::gates::{GateStanding, gates};
use casebook_domain::session::Session;
use casebook_domain::settings::Settings;
use casebook_domain::states::{NextStep, State, Step, next_steps};

use super::dates;
use super::numbers::whole;

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing: the words say why.
    Nothing(&'static str),
    /// The gates before the start.
    Prepare {
        /// How many of the four are open.
        open: usize,
        /// When the first of them is due; empty: no date.
        when: String,
    },
    /// The first session, before anything is planned or reviewed (p18).
    FirstSession,
    /// A step.
    Step {
        /// Which, and whether it can be taken.
        step: NextStep,
        /// When it is due; empty: no date.
        when: String,
    },
}

/// What comes next, and what else can be done. A case that has ended has nothing next: referring again is always
/// possible and never due.
pub fn next(case: &CaseFile, settings: &Settings, today: Date) -> (Next, Vec<NextStep>) {
    let mut steps = next_steps(case, settings, today);
    let current = case.current();
    let state = current.as_ref().map_or(State::None, |current| current.state);
    let nothing = match steps.first().map(|next| next.step) {
        None => Some("Nothing to do."),
        Some(Step::ReRefer) if !steps[0].next => Some("Closed. Nothing to do."),
        Some(Step::Authorise) if matches!(state, State::Declined | State::Redirected) => Some("Closed. Nothing to do."),
        Some(_) => None,
    };
    if let Some(words) = nothing {
        return (Next::Nothing(words), possible(steps));
    }
    let first = steps.remove(0);
    let when = |kinds: &[DueKind]| {
        let due = due(case, settings, today).into_iter().filter(|due| kinds.contains(&due.kind));
        due.filter_map(|due| due.by).min().map(|by| dates::due(by, today, &settings.terms)).unwrap_or_default()
    };
    if first.step == Step::Start && first.allowed.is_err() {
        let open = current.as_ref().map_or(0, |current| {
            gates(case, current.id, today).iter().filter(|gate| gate.standing == GateStanding::Open).count()
        });
        if open > 0 {
            let when = when(GATES);
            return (Next::Prepare { open, when }, possible(steps));
        }
    }
    let begins = matches!(first.step, Step::MakePlan | Step::Circulate | Step::Review);
    let unseen = current.is_some_and(|current| case.of::<Session>(current.id).is_empty());
    if state == State::Intervention && begins && unseen {
        steps.insert(0, first);
        return (Next::FirstSession, possible(steps));
    }
    let when = first.by.map(|by| dates::due(by, today, &settings.terms)).unwrap_or_default();
    (Next::Step { step: first, when }, possible(steps))
}

fn possible(mut steps: Vec<NextStep>) -> Vec<NextStep> {
    steps.retain(|next| next.allowed.is_ok());
    steps
}

/// "1 of 4 steps is still to do": of the four gates before the start (p13).
pub fn open_gates(open: usize) -> String {
    [whole(open as u64).as_str(), if open == 1 { " of 4 steps is still to do" } else { " of 4 steps are still to do" }]
        .concat()
}

const GATES: &[DueKind] = &[
    DueKind::GateLiaison,
    DueKind::GateBaseline,
    DueKind::GateParents,
    DueKind::GateObservation,
    DueKind::LetterHome,
    DueKind::AskLead,
    DueKind::WithheldReview,
];
