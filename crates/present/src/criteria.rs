//! The referral's criteria beside the outcome of each, for the exit (p26).

use casebook_domain::case::CaseFile;
use casebook_domain::exit::CriterionJudgement;
use casebook_domain::ids::EpisodeId;
use casebook_domain::referral::{Criterion, CriterionGroup};

use super::chart::{Chart, ChartSource, charts};

/// One criterion with everything that bears on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// The criterion.
    pub criterion: Criterion,
    /// What was seen at the referral, from each referral that ticked it.
    pub evidence: Vec<String>,
    /// Baseline and latest figure of each measure that bears on it, in a sentence.
    pub figures: Vec<String>,
    /// The judgement at exit, once made.
    pub judgement: Option<CriterionJudgement>,
}

impl Beside {
    /// What was seen at the referral and the figures since, as (what it is, the words): to judge the criterion by.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = Vec::new();
        if !self.evidence.is_empty() {
            lines.push(("Seen then", self.evidence.join("\n")));
        }
        let figures =
            if self.figures.is_empty() { "No figures were taken.".to_owned() } else { self.figures.join("\n") };
        lines.push(("Figures", figures));
        lines
    }
}

/// Whether a measure bears on a group of criteria.
fn bears(chart: &Chart, group: CriterionGroup) -> bool {
    match (group, chart.source) {
        (CriterionGroup::Attendance, ChartSource::Attendance)
        | (CriterionGroup::Attainment, ChartSource::Attainment | ChartSource::Observation)
        | (CriterionGroup::Social, ChartSource::Observation) => true,
        // A school's own scale can be about anything but the register.
        (CriterionGroup::Attainment | CriterionGroup::Social, ChartSource::Scale) => true,
        _ => false,
    }
}

/// Every criterion of an episode's referrals, in the policy's order.
pub fn beside(case: &CaseFile, episode: EpisodeId) -> Vec<Beside> {
    let mut charts = charts(case, Some(episode));
    charts.retain(|chart| chart.headline);
    let referrals = case.referrals(episode);
    let exit = case.exit(episode);
    let one = |criterion: Criterion| {
        let ticked = referrals.iter().flat_map(|referral| &referral.body.criteria);
        let evidence = ticked.filter(|ticked| ticked.criterion == criterion).map(|ticked| ticked.evidence.trim());
        let figures = charts.iter().filter(|chart| bears(chart, criterion.group()));
        let outcome = exit.and_then(|exit| exit.body.outcomes.iter().find(|outcome| outcome.criterion == criterion));
        Beside {
            criterion,
            evidence: evidence.filter(|text| !text.is_empty()).map(str::to_owned).collect(),
            figures: figures.map(|chart| chart.summary.clone()).collect(),
            judgement: outcome.map(|outcome| outcome.judgement),
        }
    };
    case.criteria(episode).into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::case::Item;
    use casebook_domain::content::{Content, Entry};
    use casebook_domain::ids::{FileId, RecordId};
    use casebook_domain::measure::{Measure, MeasureReading, Occasion, Sessions};
    use casebook_domain::referral::{CriterionEvidence, Referral, ReferrerKind};

    const EPISODE: EpisodeId = EpisodeId::from_bytes([1; 16]);

    fn put(case: &mut CaseFile, id: RecordId, content: Content) {
        let saved = Moment { utc_ms: 0, offset_min: 0 };
        case.put(Item { id, saved, entry: Entry { episode: Some(EPISODE), content } });
    }

    #[test]
    fn p26_each_criterion_stands_beside_its_evidence_and_the_figures_that_bear_on_it() {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        let ticked = |criterion, evidence: &str| CriterionEvidence { criterion, evidence: evidence.to_owned() };
        let referral = Referral {
            date: parse_iso("2026-10-01").unwrap(),
            referrer: String::new(),
            referrer_kind: ReferrerKind::ClassTeacher,
            criteria: vec![ticked(Criterion::PoorAttendance, "Mondays"), ticked(Criterion::Isolated, " ")],
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
        put(&mut case, EPISODE, Content::Referral(referral));
        let date = parse_iso("2026-10-05").unwrap();
        let sessions = Sessions { attended: 85, authorised: 15, unauthorised: 0, late: 0 };
        let reading = MeasureReading::Attendance { from: date, until: date, sessions };
        let measure = Measure { date, occasion: Occasion::Baseline, reading, source: String::new() };
        put(&mut case, RecordId::from_bytes([2; 16]), Content::Measure(measure));
        let beside = beside(&case, EPISODE);
        let of = |criterion| beside.iter().find(|one| one.criterion == criterion).unwrap();
        assert_eq!(of(Criterion::PoorAttendance).evidence, ["Mondays"]);
        assert_eq!(of(Criterion::PoorAttendance).figures, ["Attendance: 85% on 5 October 2026"]);
        assert!(of(Criterion::Isolated).figures.is_empty() && of(Criterion::Isolated).evidence.is_empty());
        assert_eq!(of(Criterion::Isolated).judgement, None);
    }
}
