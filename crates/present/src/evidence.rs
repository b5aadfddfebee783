//! What a form shows beside the fields that need it: how each target is going, and what a plan or its review rests on
//! (p21, p24, p45).

use casebook_domain::assessment::{AreaFinding, Assessment};
use casebook_domain::case::CaseFile;
use casebook_domain::content::Kind;
use casebook_domain::ids::{EpisodeId, RecordId};
use casebook_domain::plan::{Plan, Target};

use super::chart::{Chart, charts};
use super::observation::uses;
use super::targets::{Rating, in_unit, progress};
use super::{dates, numbers};

/// (what it is, the words); what it is may be empty.
pub type Line = (String, String);

/// A few lines under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The heading.
    pub title: String,
    /// The lines.
    pub lines: Vec<Line>,
}

/// What a form of this kind shows of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// What stands beside the whole of it.
    pub groups: Vec<Group>,
    /// What stands beside the rating of each target, by its number.
    pub targets: Vec<(u16, Vec<Line>)>,
}

/// Most ratings that are told of a target; the newest are.
const RATINGS_TOLD: usize = 8;

/// The evidence for a form; empty where none is needed. The record that is being changed is no evidence for itself.
pub fn evidence(case: &CaseFile, episode: EpisodeId, kind: Kind, record: Option<RecordId>) -> Evidence {
    let mut charts = charts(case, Some(episode));
    charts.retain(|chart| chart.headline);
    match kind {
        Kind::Plan => Evidence { groups: vec![assessed(case, episode), figures(&charts)], targets: Vec::new() },
        Kind::Review => {
            let Some(plan) = case.latest_plan(episode) else { return Evidence::default() };
            let targets = targets(case, episode, plan.id, plan.body, &charts, record);
            Evidence { groups: vec![wanted(plan.body), figures(&charts)], targets }
        }
        _ => Evidence::default(),
    }
}

fn line(what: &str, words: &str) -> Line {
    (what.to_owned(), words.to_owned())
}

/// What the newest assessment found, barriers first: they are what a plan is made against.
fn assessed(case: &CaseFile, episode: EpisodeId) -> Group {
    let Some(newest) = case.of::<Assessment>(episode).into_iter().next_back() else {
        let lines = vec![line("", "There is no assessment yet. A plan rests on one.")];
        return Group { title: "Assessment".to_owned(), lines };
    };
    let mut lines: Vec<Line> = newest.findings.iter().map(found).collect();
    if !newest.pupil_view.trim().is_empty() {
        lines.push(line("The pupil's own view", newest.pupil_view.trim()));
    }
    Group { title: ["Assessment of ", &dates::long(newest.date)].concat(), lines }
}

fn found(finding: &AreaFinding) -> Line {
    let parts = [("Barriers: ", &finding.barriers), ("Needs: ", &finding.needs), ("Strengths: ", &finding.strengths)];
    let said = parts.iter().filter(|(_, text)| !text.trim().is_empty());
    let said: Vec<String> = said.map(|(what, text)| [what, text.trim()].concat()).collect();
    (finding.area.label().to_owned(), said.join("\n"))
}

/// What was to be reached.
fn wanted(plan: &Plan) -> Group {
    let said = match plan.success.trim() {
        "" => "The plan names none.",
        said => said,
    };
    Group { title: "Success criteria".to_owned(), lines: vec![line("", said)] }
}

/// Every measure: the baseline and the latest.
fn figures(charts: &[Chart]) -> Group {
    let mut lines: Vec<Line> = charts.iter().map(|chart| line(&chart.title, figure(chart))).collect();
    if lines.is_empty() {
        lines.push(line("", "Nothing was measured yet."));
    }
    Group { title: "Measures since the baseline".to_owned(), lines }
}

/// A chart's sentence without its title.
fn figure(chart: &Chart) -> &str {
    chart
        .summary
        .strip_prefix(chart.title.as_str())
        .map_or(chart.summary.as_str(), |rest| rest.strip_prefix(": ").unwrap_or("Too short to compare."))
}

fn targets(
    case: &CaseFile,
    episode: EpisodeId,
    id: RecordId,
    plan: &Plan,
    charts: &[Chart],
    record: Option<RecordId>,
) -> Vec<(u16, Vec<Line>)> {
    let rated = progress(case, id, false);
    let of = |target: &Target| {
        let ratings = rated.iter().find(|one| one.number == target.number).map(|one| one.ratings.as_slice());
        let ratings = ratings.unwrap_or_default().iter().filter(|rating| Some(rating.record) != record);
        let mut lines = Vec::new();
        let (aim, baseline) = (in_unit(&target.aim, target), in_unit(&target.baseline, target));
        if !aim.is_empty() {
            let by = target.by.map(|by| [", by ", &dates::long(by)].concat()).unwrap_or_default();
            lines.push(line("Aim", &[aim, by].concat()));
        }
        if !baseline.is_empty() {
            lines.push(line("At the start", &baseline));
        }
        lines.push(line("Now", &now(case, episode, target, charts)));
        lines.push(line("Rated so far", &told(ratings.collect())));
        (target.number, lines)
    };
    plan.targets.iter().map(of).collect()
}

/// The latest that was observed or measured of a target.
fn now(case: &CaseFile, episode: EpisodeId, target: &Target, charts: &[Chart]) -> String {
    if let Some(stands) = uses::stands(case, episode, target.number)
        && let Some(latest) = stands.since.last()
    {
        let day = dates::long(latest.date);
        let trend = stands.trend.map(|trend| [": ", trend.label()].concat()).unwrap_or_default();
        return [&latest.name, " ", &latest.value, ", observed on ", &day, &trend].concat();
    }
    // A target names its measure in the mentor's words.
    let named = target.measure.to_lowercase();
    let measured = charts.iter().find(|chart| !chart.title.is_empty() && named.contains(&chart.title.to_lowercase()));
    match measured.and_then(|chart| chart.rows.last().map(|row| (chart, row))) {
        Some((chart, row)) => [&chart.title, " ", &row.value, ", on ", &row.date].concat(),
        None => "Not measured since.".to_owned(),
    }
}

/// "−1 (12 October 2026), 0 (19 October 2026)", oldest first.
fn told(ratings: Vec<&Rating>) -> String {
    let newest = &ratings[ratings.len().saturating_sub(RATINGS_TOLD)..];
    let one = |rating: &&Rating| [numbers::rating(rating.value), " (", &dates::long(rating.date), ")"].concat();
    match newest.iter().map(one).collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => "Not yet.".to_owned(),
        told => told,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::assessment::{Area, AssessmentOccasion};
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::case::Item;
    use casebook_domain::content::{Content, Entry};
    use casebook_domain::ids::FileId;
    use casebook_domain::measure::{Measure, MeasureReading, Occasion, Sessions};
    use casebook_domain::plan::{Attainment, ParentsPart, TargetRating};
    use casebook_domain::preparation::Audience;
    use casebook_domain::referral::{Referral, ReferrerKind};
    use casebook_domain::review::{Progress, Review, ReviewDecision};
    use casebook_domain::session::{Attended, Session, SessionKind};

    const EPISODE: EpisodeId = EpisodeId::from_bytes([1; 16]);

    fn put(case: &mut CaseFile, id: u8, content: Content) {
        let (id, saved) = (RecordId::from_bytes([id; 16]), Moment { utc_ms: i64::from(id), offset_min: 0 });
        case.put(Item { id, saved, entry: Entry { episode: Some(EPISODE), content } });
    }

    fn attendance(case: &mut CaseFile, id: u8, day: &str, occasion: Occasion, attended: u16) {
        let date = parse_iso(day).unwrap();
        let sessions = Sessions { attended, authorised: 100 - attended, unauthorised: 0, late: 0 };
        let reading = MeasureReading::Attendance { from: date, until: date, sessions };
        put(case, id, Content::Measure(Measure { date, occasion, reading, source: String::new() }));
    }

    fn rated(case: &mut CaseFile, id: u8, day: &str, value: i8) {
        let attainment = Attainment::new(value).unwrap();
        let session = Session {
            date: parse_iso(day).unwrap(),
            kind: SessionKind::OneToOne,
            minutes: 30,
            attended: Attended::Yes,
            lesson_missed: String::new(),
            notes: String::new(),
            next_step: String::new(),
            audience: Audience::MentorOnly,
            ratings: vec![TargetRating { target: 1, attainment, remark: String::new() }],
            gifted: false,
            resources: Vec::new(),
        };
        put(case, id, Content::Session(session));
    }

    /// Referred, measured, assessed, with a plan of one target, three rated sessions and a review.
    fn case() -> CaseFile {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        let referral = Referral {
            date: parse_iso("2026-10-01").unwrap(),
            referrer: String::new(),
            referrer_kind: ReferrerKind::ClassTeacher,
            criteria: Vec::new(),
            how_long: String::new(),
            strengths: String::new(),
            tried: String::new(),
            changes_wanted: String::new(),
            attendance_tenths: None,
            punctuality_only: false,
            attendance_chronic: false,
            attendance_override: String::new(),
            pupil_knows: true,
        };
        put(&mut case, 1, Content::Referral(referral));
        attendance(&mut case, 2, "2026-10-05", Occasion::Baseline, 82);
        let finding = AreaFinding {
            area: Area::Engagement,
            strengths: String::new(),
            needs: "Short tasks".to_owned(),
            barriers: "Gives up early".to_owned(),
        };
        put(
            &mut case,
            3,
            Content::Assessment(Assessment {
                date: parse_iso("2026-10-06").unwrap(),
                occasion: AssessmentOccasion::Referral,
                findings: vec![finding],
                pupil_view: "It is too long.".to_owned(),
            }),
        );
        let target = Target {
            number: 1,
            what: "Is in class on Mondays".to_owned(),
            measure: "Attendance, from the register".to_owned(),
            unit: "%".to_owned(),
            baseline: "82".to_owned(),
            aim: "92".to_owned(),
            by: parse_iso("2026-12-11"),
            helper: String::new(),
            outcomes: Vec::new(),
            weight: 1,
            own_words: String::new(),
        };
        put(
            &mut case,
            4,
            Content::Plan(Plan {
                date: parse_iso("2026-10-12").unwrap(),
                revises: None,
                objectives: Vec::new(),
                targets: vec![target],
                strategies: String::new(),
                school: String::new(),
                parents: ParentsPart::NotAppropriate,
                review_on: None,
                success: "Two full weeks".to_owned(),
                rewards: String::new(),
                agreed_with: String::new(),
                pupil_voice: String::new(),
            }),
        );
        rated(&mut case, 5, "2026-10-13", -1);
        rated(&mut case, 6, "2026-10-20", 1);
        attendance(&mut case, 7, "2026-11-20", Occasion::Progress, 90);
        put(
            &mut case,
            8,
            Content::Review(Review {
                date: parse_iso("2026-11-23").unwrap(),
                plan: None,
                participants: Vec::new(),
                pupil_view: String::new(),
                parents_view: String::new(),
                staff_view: String::new(),
                ratings: vec![TargetRating {
                    target: 1,
                    attainment: Attainment::new(2).unwrap(),
                    remark: String::new(),
                }],
                progress: Progress::Some,
                decision: ReviewDecision::Continue,
                consulted: String::new(),
                agreed: String::new(),
            }),
        );
        case
    }

    fn lines(lines: &[(&str, &str)]) -> Vec<Line> {
        lines.iter().map(|(what, words)| line(what, words)).collect()
    }

    #[test]
    fn p24_a_review_shows_success_criteria_and_measures_and_of_each_target_aim_baseline_now_and_ratings() {
        let case = case();
        let shown = evidence(&case, EPISODE, Kind::Review, Some(RecordId::from_bytes([8; 16])));
        let against = "82% on 5 October 2026; 90% on 20 November 2026: better";
        assert_eq!(
            shown.groups,
            [
                Group { title: "Success criteria".to_owned(), lines: lines(&[("", "Two full weeks")]) },
                Group { title: "Measures since the baseline".to_owned(), lines: lines(&[("Attendance", against)]) },
            ]
        );
        let now = "Attendance 90% of 100 possible sessions; absent 10 (10 authorised, 0 not), on 20 November 2026";
        let of = [
            ("Aim", "92 %, by 11 December 2026"),
            ("At the start", "82 %"),
            ("Now", now),
            ("Rated so far", "\u{2212}1 (13 October 2026), +1 (20 October 2026)"),
        ];
        assert_eq!(shown.targets, [(1, lines(&of))], "the review that is changed is no evidence for itself");
    }

    #[test]
    fn p45_a_plan_is_made_beside_the_assessment_and_the_baseline() {
        let case = case();
        let shown = evidence(&case, EPISODE, Kind::Plan, None);
        assert_eq!(shown.groups[0].title, "Assessment of 6 October 2026");
        let found = [
            ("Engagement and motivation", "Barriers: Gives up early\nNeeds: Short tasks"),
            ("The pupil's own view", "It is too long."),
        ];
        assert_eq!(shown.groups[0].lines, lines(&found));
        assert!(shown.groups[1].lines[0].1.starts_with("82% on 5 October 2026"));
        let empty = CaseFile::new(FileId::from_bytes([0; 16]));
        let shown = evidence(&empty, EPISODE, Kind::Plan, None);
        assert_eq!(shown.groups[0].lines, lines(&[("", "There is no assessment yet. A plan rests on one.")]));
        assert_eq!(shown.groups[1].lines, lines(&[("", "Nothing was measured yet.")]));
    }

    #[test]
    fn p24_no_other_form_shows_evidence() {
        for kind in [Kind::Note, Kind::Session, Kind::Exit, Kind::Referral] {
            assert_eq!(evidence(&case(), EPISODE, kind, None), Evidence::default(), "{kind:?}");
        }
    }
}
