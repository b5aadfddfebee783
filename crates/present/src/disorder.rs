//! Contradictions in a file and the ways to resolve them, in words.

use casebook_domain::calendar::Date;

use casebook_domain::case::{CaseFile, Recorded};
use casebook_domain::content::{Content, Kind};
use casebook_domain::disorder::{Disorder, Way, WayKind};
use casebook_domain::exit::Exit;
use casebook_domain::ids::{EpisodeId, RecordId};
use casebook_domain::plan::Plan;
use casebook_domain::preparation::Start;

use super::dates;
use super::numbers::counted;

fn opened(case: &CaseFile, episode: EpisodeId) -> String {
    let day = case.episode(episode).map(|episode| episode.opened);
    day.map_or_else(|| "another day".to_owned(), dates::long)
}

fn day_of(case: &CaseFile, record: RecordId) -> String {
    let day = case.get(record).and_then(|item| item.entry.content.day());
    day.map_or_else(|| "another day".to_owned(), dates::long)
}

fn on(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| [" on ", &dates::long(date)].concat())
}

/// What does not fit together: a heading, and what happened.
pub fn disorder_words(disorder: Disorder, case: &CaseFile) -> (&'static str, String) {
    match disorder {
        Disorder::OpenTwice { older, newer } => (
            "Two referrals are open at once",
            [
                "Two tablets each opened one: on ",
                &opened(case, older),
                " and on ",
                &opened(case, newer),
                ". A pupil has one open referral at a time; a second one is joined to it.",
            ]
            .concat(),
        ),
        Disorder::TwoPupils => (
            "This file has two pages of pupil details",
            "Two tablets each wrote one for this pupil. One is shown; choose which one to keep. If they are two different children, move what belongs to the other child into a file of its own first.".to_owned(),
        ),
        Disorder::StartedTwice(episode) => {
            let days: Vec<String> = case.of::<Start>(episode).iter().map(|start| dates::long(start.date)).collect();
            (
                "The intervention was started twice",
                ["Two tablets each recorded a start: ", &days.join(" and "), ". Choose the one that counts."].concat(),
            )
        }
        Disorder::GoesOn(episode) => (
            "There is an exit, and work after it",
            [
                "One tablet recorded the exit",
                &on(case.exit(episode).map(|exit| exit.date)),
                "; another has work after that day. Both can't be right: say what happened.",
            ]
            .concat(),
        ),
        Disorder::NotAuthorised(episode) => (
            "The intervention started, but the latest decision does not authorise it",
            [
                "One tablet recorded the start",
                &on(case.start(episode).map(|start| start.date)),
                "; on another the line manager decided otherwise",
                &on(case.latest_authorisation(episode).map(|decision| decision.date)),
                ". Ask the line manager which is right.",
            ]
            .concat(),
        ),
        Disorder::RevisedTwice(episode) => {
            let of = |plan: &Recorded<'_, Plan>| {
                [&dates::long(plan.date), " (saved ", &dates::moment(plan.saved), ")"].concat()
            };
            let plans: Vec<String> = newest_plans(case, episode).iter().map(of).collect();
            (
                "The action plan was written twice",
                [
                    "Two tablets each made or revised the plan: ",
                    &plans.join(" and "),
                    ". Choose the one that is in force; the other stays readable among the earlier versions.",
                ]
                .concat(),
            )
        }
    }
}

/// A way out: the words on its button, and what follows from it.
pub fn way_words(way: &Way, case: &CaseFile) -> (String, String) {
    let taken = way.changes.iter().filter(|(_, entry)| entry.is_none()).count();
    let gone = match taken {
        0 | 1 => "What is removed stays in its history and under \"Deleted entries\".".to_owned(),
        many => [
            &counted(many as u64, "record is", "records are"),
            " removed; everything stays in its history and under \"Deleted entries\".",
        ]
        .concat(),
    };
    match way.kind {
        WayKind::Join => (
            "Make them one referral".to_owned(),
            "The second one joins the first, with everything recorded under it. Nothing is removed.".to_owned(),
        ),
        WayKind::WithdrawReferral(referral) => {
            // Two of one day are told apart by when they were saved.
            let saved = case.get(referral).map(|item| dates::moment(item.saved)).unwrap_or_default();
            (["Remove the referral of ", &day_of(case, referral), " (saved ", &saved, ")"].concat(), gone)
        }
        WayKind::KeepPupil(record) => {
            let said = case.get(record).map(|item| &item.entry.content);
            let name = match said {
                Some(Content::Pupil(pupil)) => [&pupil.first_names, " ", &pupil.surname].concat(),
                _ => String::new(),
            };
            let saved = case.get(record).map(|item| dates::moment(item.saved)).unwrap_or_default();
            (["Keep the page saved ", &saved, ": ", name.trim()].concat(), gone)
        }
        WayKind::KeepStart(start) => (["It started on ", &day_of(case, start)].concat(), gone),
        WayKind::WithdrawExit => {
            let follow_ups = way.changes.iter().filter(|(id, _)| {
                case.get(*id).is_some_and(|item| item.entry.content.kind() == Kind::FollowUp)
            });
            let with = match follow_ups.count() {
                0 => "",
                _ => " The follow-ups after it go with it.",
            };
            ("The work continued: remove the exit".to_owned(), ["The intervention continues.", with, " ", &gone].concat())
        }
        WayKind::ExitLater(day) => (
            ["The exit came last, on ", &dates::long(day)].concat(),
            "The day of the exit changes. Everything recorded before it stays as it is.".to_owned(),
        ),
        WayKind::NewEpisode(day) => (
            "The exit is right; the work after it is a new referral".to_owned(),
            [
                "A referral of ",
                &dates::long(day),
                " is made with the reasons of the last one, and what came after the exit is put under it. Check it, and have it authorised.",
            ]
            .concat(),
        ),
        WayKind::TakeBack(count) => (
            "The exit is right; remove the work after it".to_owned(),
            [
                &counted(count as u64, "record", "records"),
                " of plan, start or review after the exit: removed. ",
                "They stay in their history and under \"Deleted entries\".",
            ]
            .concat(),
        ),
        WayKind::KeepPlan(plan) => {
            // Two of one day are told apart by when they were saved, and by whom.
            let saved = case.get(plan).map(|item| dates::moment(item.saved)).unwrap_or_default();
            let by = case.author(plan).filter(|author| !author.is_empty());
            let by = by.map(|author| [" by ", author].concat()).unwrap_or_default();
            (
                ["The plan of ", &day_of(case, plan), " is in force (saved ", &saved, &by, ")"].concat(),
                "The other goes among the earlier versions. Nothing is deleted.".to_owned(),
            )
        }
        WayKind::WithdrawStart => ("It has not started: remove the start".to_owned(), gone),
        WayKind::KeepAuthorisation(day) => (
            ["The authorisation of ", &dates::long(day), " is right"].concat(),
            ["Later decisions are removed. ", &gone].concat(),
        ),
    }
}

/// The versions of a plan that no other one revises; all of them where each revises another.
fn newest_plans(case: &CaseFile, episode: EpisodeId) -> Vec<Recorded<'_, Plan>> {
    let plans = case.plans(episode);
    let newest: Vec<_> =
        plans.iter().filter(|plan| plans.iter().all(|other| other.revises != Some(plan.id))).copied().collect();
    if newest.len() < 2 { plans } else { newest }
}

/// The records that do not fit together, to be looked at first.
pub fn concerned(disorder: Disorder, case: &CaseFile) -> Vec<RecordId> {
    let of = |episode: EpisodeId, kinds: &[Kind]| -> Vec<RecordId> {
        let wanted = case.of_episode(episode).filter(|item| kinds.contains(&item.entry.content.kind()));
        let mut items: Vec<_> = wanted.collect();
        casebook_domain::order::by_key(&mut items, |item| (item.entry.content.day(), item.saved));
        items.into_iter().map(|item| item.id).collect()
    };
    match disorder {
        Disorder::OpenTwice { older, newer } => vec![older, newer],
        Disorder::TwoPupils => {
            let pupils = case.items().filter(|item| item.entry.content.kind() == Kind::Pupil);
            pupils.map(|item| item.id).collect()
        }
        Disorder::StartedTwice(episode) => of(episode, &[Kind::Start]),
        Disorder::NotAuthorised(episode) => of(episode, &[Kind::Start, Kind::Authorisation]),
        Disorder::RevisedTwice(episode) => newest_plans(case, episode).iter().map(|plan| plan.id).collect(),
        Disorder::GoesOn(episode) => {
            let exit = case.of::<Exit>(episode).last().map(|exit| exit.date);
            let mut records = of(episode, &[Kind::Exit, Kind::Plan, Kind::Start, Kind::Review]);
            records.retain(|id| {
                let day = case.get(*id).and_then(|item| item.entry.content.day());
                day >= exit
            });
            records
        }
    }
}
