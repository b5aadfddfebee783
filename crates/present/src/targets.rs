//! The state of the targets of a plan: ratings over time and the standard score (p21).

use casebook_domain::calendar::Date;

use casebook_domain::case::CaseFile;
use casebook_domain::ids::RecordId;
use casebook_domain::order;
use casebook_domain::plan::{Attainment, Plan, Target, TargetRating, goal_attainment};
use casebook_domain::preparation::Audience;
use casebook_domain::review::Review;
use casebook_domain::session::Session;

use super::{dates, numbers};

/// A target in one sentence: "Puts a hand up: from 2 to 5 times a lesson by 11 December 2026."
pub fn aim_words(target: &Target) -> String {
    let mut text = target.what.trim().trim_end_matches('.').to_owned();
    let (baseline, aim, unit) = (target.baseline.trim(), target.aim.trim(), target.unit.trim());
    match (baseline, aim) {
        (_, "") => {}
        ("", aim) => text += &[": ", aim].concat(),
        (baseline, aim) => text += &[": from ", baseline, " to ", aim].concat(),
    }
    if !aim.is_empty() && !unit.is_empty() {
        text += &[" ", unit].concat();
    }
    if let Some(by) = target.by {
        text += &[if aim.is_empty() { ": by " } else { " by " }, &dates::long(by)].concat();
    }
    text + "."
}

/// A value of the target in its unit, "5 times a lesson"; empty without a value.
pub fn in_unit(value: &str, target: &Target) -> String {
    match (value.trim(), target.unit.trim()) {
        (value, unit) if value.is_empty() || value.ends_with(unit) => value.to_owned(),
        (value, unit) => [value, " ", unit].concat(),
    }
}

/// One rating of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// Day.
    pub date: Date,
    /// The session or review.
    pub record: RecordId,
    /// -2 to +2.
    pub value: i8,
    /// In words.
    pub label: &'static str,
    /// What was seen.
    pub remark: String,
}

/// A target with its ratings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Its number.
    pub number: u16,
    /// The target in one sentence.
    pub aim: String,
    /// Oldest first.
    pub ratings: Vec<Rating>,
}

impl Progress {
    /// The newest rating.
    pub fn latest(&self) -> Option<&Rating> {
        self.ratings.last()
    }
}

/// The ratings given in the episode of a plan, oldest first. `shared` leaves out
/// those of sessions that are mentor-only: no summary draws on them.
fn rated(case: &CaseFile, plan: RecordId, shared: bool) -> Vec<(Date, RecordId, &TargetRating)> {
    let Some(episode) = case.find::<Plan>(plan).and_then(|plan| plan.episode) else { return Vec::new() };
    let sessions = case.of::<Session>(episode).into_iter();
    let sessions = sessions.filter(|session| !shared || session.audience != Audience::MentorOnly);
    let sessions = sessions.map(|session| (session.date, session.saved, session.id, &session.body.ratings));
    let reviews = case
        .of::<Review>(episode)
        .into_iter()
        .map(|review| (review.date, review.saved, review.id, &review.body.ratings));
    let mut all: Vec<_> = sessions.chain(reviews).collect();
    order::by_key(&mut all, |(date, saved, id, _)| (*date, *saved, *id));
    all.into_iter().flat_map(|(date, _, id, ratings)| ratings.iter().map(move |rating| (date, id, rating))).collect()
}

/// The targets of a plan in its order, with every rating given in its episode.
pub fn progress(case: &CaseFile, plan: RecordId, shared: bool) -> Vec<Progress> {
    let Some(found) = case.find::<Plan>(plan) else { return Vec::new() };
    let rated = rated(case, plan, shared);
    let of = |target: &Target| Progress {
        number: target.number,
        aim: aim_words(target),
        ratings: rated
            .iter()
            .filter(|(_, _, rating)| rating.target == target.number)
            .map(|(date, record, rating)| Rating {
                date: *date,
                record: *record,
                value: rating.attainment.value(),
                label: rating.attainment.label(),
                remark: rating.remark.clone(),
            })
            .collect(),
    };
    found.body.targets.iter().filter(|target| !target.what.trim().is_empty()).map(of).collect()
}

/// The standard score of a plan's latest ratings with the change since the
/// first, in words; `None` without a rating.
pub fn score_words(case: &CaseFile, plan: RecordId) -> Option<String> {
    let targets = &case.find::<Plan>(plan)?.body.targets;
    let rated = rated(case, plan, false);
    let pick = |first: bool| {
        let goals = targets.iter().filter_map(|target| {
            let mut of = rated
                .iter()
                .filter(|(_, _, rating)| rating.target == target.number)
                .map(|(_, _, rating)| rating.attainment);
            let attainment: Attainment = if first { of.next() } else { of.next_back() }?;
            Some((target.weight, attainment))
        });
        goal_attainment(&goals.collect::<Vec<_>>())
    };
    let (first, latest) = (pick(true)?, pick(false)?);
    let mut text = ["Goal attainment score ", &numbers::score(latest)].concat();
    if first != latest {
        let way = if latest > first { ", up " } else { ", down " };
        text += &[way, &numbers::score(latest.abs_diff(first)), " since the first ratings"].concat();
    }
    Some(
        text + ". 50 means that everything is as expected. It is not a percentage, and must not be used to compare pupils.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::case::Item;
    use casebook_domain::content::{Content, Entry};
    use casebook_domain::ids::{EpisodeId, FileId};
    use casebook_domain::plan::ParentsPart;
    use casebook_domain::session::{Attended, SessionKind};

    const PLAN: RecordId = RecordId::from_bytes([2; 16]);

    fn target(number: u16) -> Target {
        Target {
            number,
            what: "Puts a hand up.".to_owned(),
            measure: String::new(),
            unit: "times a lesson".to_owned(),
            baseline: "2".to_owned(),
            aim: "5".to_owned(),
            by: parse_iso("2026-12-11"),
            helper: String::new(),
            outcomes: Vec::new(),
            weight: 1,
            own_words: String::new(),
        }
    }

    fn put(case: &mut CaseFile, id: RecordId, content: Content) {
        let episode = Some(EpisodeId::from_bytes([1; 16]));
        case.put(Item { id, saved: Moment { utc_ms: 0, offset_min: 0 }, entry: Entry { episode, content } });
    }

    fn session(date: &str, audience: Audience, ratings: &[(u16, i8)]) -> Content {
        let rating = |&(target, value): &(u16, i8)| TargetRating {
            target,
            attainment: Attainment::new(value).unwrap(),
            remark: String::new(),
        };
        Content::Session(Session {
            date: parse_iso(date).unwrap(),
            kind: SessionKind::OneToOne,
            minutes: 30,
            attended: Attended::Yes,
            lesson_missed: String::new(),
            notes: String::new(),
            next_step: String::new(),
            audience,
            ratings: ratings.iter().map(rating).collect(),
            gifted: false,
            resources: Vec::new(),
        })
    }

    fn case() -> CaseFile {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        let plan = Plan {
            date: parse_iso("2026-11-02").unwrap(),
            revises: None,
            objectives: Vec::new(),
            targets: vec![target(1), target(2)],
            strategies: String::new(),
            school: String::new(),
            parents: ParentsPart::NotAppropriate,
            review_on: None,
            success: String::new(),
            rewards: String::new(),
            agreed_with: String::new(),
            pupil_voice: String::new(),
        };
        put(&mut case, PLAN, Content::Plan(plan));
        put(&mut case, RecordId::from_bytes([3; 16]), session("2026-11-16", Audience::MentorOnly, &[(1, 1), (2, 0)]));
        put(&mut case, RecordId::from_bytes([4; 16]), session("2026-11-09", Audience::Staff, &[(1, -1), (2, -1)]));
        case
    }

    #[test]
    fn p21_a_target_reads_as_one_sentence_however_much_is_missing() {
        assert_eq!(aim_words(&target(1)), "Puts a hand up: from 2 to 5 times a lesson by 11 December 2026.");
        let bare = Target { baseline: String::new(), aim: String::new(), by: None, ..target(1) };
        assert_eq!(aim_words(&bare), "Puts a hand up.");
        let no_aim = Target { aim: String::new(), ..target(1) };
        assert_eq!(aim_words(&no_aim), "Puts a hand up: by 11 December 2026.");
    }

    #[test]
    fn p21_ratings_stand_in_order_of_time_and_summaries_see_only_shared_ones() {
        let values = |shared| -> Vec<i8> {
            progress(&case(), PLAN, shared)[0].ratings.iter().map(|rating| rating.value).collect()
        };
        assert_eq!((values(false), values(true)), (vec![-1, 1], vec![-1]));
    }

    #[test]
    fn p21_the_score_says_how_far_it_moved() {
        // -1, -1 is 37.60; +1, 0 is 56.20.
        let words = score_words(&case(), PLAN).unwrap();
        assert!(words.starts_with("Goal attainment score 56.2, up 18.6 since the first ratings."), "{words}");
        assert_eq!(score_words(&CaseFile::new(FileId::from_bytes([0; 16])), PLAN), None);
    }
}
