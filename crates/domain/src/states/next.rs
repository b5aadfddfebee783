//! The steps that come next.

use crate::calendar::Date;
use crate::case::CaseFile;
use crate::checks::{self, Situation};
use crate::content::Kind;
use crate::decide::Missing;
use crate::due::{Due, DueKind, due};
use crate::gates;
use crate::home::{self, Why};
use crate::ids::EpisodeId;
use crate::review::ReviewDecision;
use crate::settings::Settings;

use super::{
    Overlay, State, Step, alternative_wanted, awaiting_revision, disagreement, not_circulated, out_of_place, overlay,
    proposes_onward, to_refer_again,
};

/// A step from the state of the case, for the pupil's header; the first is the one to take next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// The step.
    pub step: Step,
    /// The form to open.
    pub kind: Kind,
    /// Allowed now, or what is missing first (never empty). A start with open
    /// gates is still possible as urgent, when somebody agreed to it.
    pub allowed: Result<(), Vec<Missing>>,
    /// Whether it is what to do next; otherwise it is only possible. A case that has ended has nothing to do next.
    pub next: bool,
    /// The day by which it is due, where there is one.
    pub by: Option<Date>,
}

/// The steps to offer, the one to take next first.
pub fn next_steps(case: &CaseFile, settings: &Settings, today: Date) -> Vec<NextStep> {
    let current = case.current();
    let episode = current.as_ref().map(|current| current.id);
    let state = current.map_or(State::None, |current| current.state);
    let situation = Situation { case, settings, today, episode, content: None };
    let due = due(case, settings, today);
    let referred_on = episode.is_some_and(|episode| proposes_onward(case, episode));
    offered(case, episode, state, today)
        .into_iter()
        .filter_map(Step::row)
        .enumerate()
        .map(|(place, row)| {
            let by = due_of(&due, row.step).and_then(|due| due.by);
            let next = place == 0
                && match row.step {
                    Step::ReRefer => due_of(&due, row.step).is_some(),
                    Step::Authorise => state.open(),
                    Step::Review => by.is_none_or(|by| by <= today),
                    Step::ReferOn => referred_on || due_of(&due, row.step).is_some(),
                    _ => true,
                };
            let missing: Vec<_> = match out_of_place(row, state) {
                Some(missing) => vec![missing],
                None => row.needs.iter().flat_map(|&check| checks::lacks(check, &situation)).collect(),
            };
            let allowed = if missing.is_empty() { Ok(()) } else { Err(missing) };
            NextStep { step: row.step, kind: row.step.kind(), allowed, next, by }
        })
        .collect()
}

/// What Today says of a step.
pub(super) fn due_of(due: &[Due], step: Step) -> Option<&Due> {
    let kinds: &[DueKind] = match step {
        Step::ReRefer => &[DueKind::ReferAgain],
        Step::Authorise => &[DueKind::Authorisation],
        Step::SendLetter => &[DueKind::LetterHome, DueKind::LetterNoFurther],
        Step::Start => &[DueKind::Start],
        Step::MakePlan => &[DueKind::Plan],
        Step::RevisePlan => &[DueKind::RevisePlan],
        Step::Circulate => &[DueKind::Circulate],
        Step::Review => &[DueKind::Review],
        Step::Exit => &[DueKind::ExitForm],
        Step::FollowUp => &[DueKind::FollowUp],
        Step::ReferOn => &[DueKind::Alternative],
        Step::Resume => &[DueKind::HoldReview],
        _ => &[],
    };
    due.iter().find(|due| kinds.contains(&due.kind))
}

pub(super) fn offered(case: &CaseFile, episode: Option<EpisodeId>, state: State, today: Date) -> Vec<Step> {
    let mut steps = Vec::new();
    let overlay = overlay(case, today);
    match overlay {
        Overlay::Died | Overlay::HandedOver => return steps,
        Overlay::OnHold | Overlay::Objected | Overlay::Left => steps.push(Step::Resume),
        Overlay::None => {}
    }
    let Some(episode) = episode else {
        steps.push(Step::Refer);
        return steps;
    };
    let letter = home_step(case, episode, today);
    match state {
        State::None => steps.push(Step::Refer),
        State::AwaitingAuthorisation | State::MoreInformation => {
            steps.push(Step::Authorise);
            steps.extend(letter);
        }
        State::Redirected | State::Declined => {
            steps.extend(letter);
            // Declined can be reconsidered, and referred again: neither is what comes next.
            steps.extend([Step::ReRefer, Step::Authorise]);
        }
        State::Preparing => {
            steps.push(Step::Start);
            steps.extend(letter);
            steps.push(Step::Waive);
        }
        State::Intervention => steps.extend(in_intervention(case, episode, today)),
        State::ExitProgramme if to_refer_again(case).is_some() => steps.extend([Step::ReRefer, Step::FollowUp]),
        State::ExitProgramme => steps.extend([Step::FollowUp, Step::ReRefer]),
        State::Exited => steps.push(Step::ReRefer),
        State::Undecided => {
            let decides = match disagreement(case, episode) {
                Some(Kind::Authorisation) => Step::Authorise,
                _ => Step::Exit,
            };
            steps.push(decides);
        }
    }
    if state.open() || proposes_onward(case, episode) {
        if !steps.contains(&Step::ReferOn) {
            steps.push(Step::ReferOn);
        }
        if overlay == Overlay::None && state.open() {
            steps.push(Step::Hold);
        }
    }
    steps
}

/// What the letter home waits for: to be sent, or for the lead to be asked. While they withhold it, nothing.
pub(super) fn home_step(case: &CaseFile, episode: EpisodeId, today: Date) -> Option<Step> {
    gates::unsent_letter(case, episode)?;
    match home::contact(case, today) {
        Ok(_) => Some(Step::SendLetter),
        Err(closed) if matches!(closed.why, Why::AskLead | Why::AskAgain) => Some(Step::DecideHome),
        Err(_) => None,
    }
}

pub(super) fn in_intervention(case: &CaseFile, episode: EpisodeId, today: Date) -> Vec<Step> {
    if case.latest_plan(episode).is_none() {
        return vec![Step::MakePlan, Step::Review, Step::Exit];
    }
    let mut steps = Vec::new();
    let decided = case.latest_review(episode).map(|review| review.decision);
    if awaiting_revision(case, episode) {
        steps.push(Step::RevisePlan);
    }
    if decided == Some(ReviewDecision::Exit) {
        steps.push(Step::Exit);
    }
    if steps.is_empty() && !not_circulated(case, episode, today).is_empty() {
        steps.push(Step::Circulate);
    }
    if proposes_onward(case, episode) || alternative_wanted(case, episode).is_some() {
        steps.push(Step::ReferOn);
    }
    for step in [Step::Review, Step::Exit] {
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps
}
