//! Screening of a list against the referral criteria that figures can speak to (p03, p12): who meets which, with the figures
//! and why. Nothing is stored here; whoever is not picked leaves no trace.

use casebook_domain::measure::Hundredths;
use casebook_domain::referral::{AttendanceWarning, Criterion};
use casebook_domain::settings::Settings;

use crate::incoming::Figures;
use crate::level::{Level, Scale};

/// From when on a figure meets a criterion; `None`: the list is not screened by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Thresholds {
    /// Under-achieving: at least so far below what is expected.
    pub under_expected: Option<Gap>,
    /// Declining: at least so far below the time before.
    pub fallen: Option<Gap>,
    /// Poor attendance: this or less, in tenths of a per cent. 90 % or less is persistent absence.
    pub poor_attendance: Option<u16>,
    /// At risk of poor attendance: this or less, and not poor already.
    pub attendance_risk: Option<u16>,
    /// Poor punctuality: late so often or more.
    pub late: Option<u16>,
    /// Challenging behaviour: so many points or more.
    pub behaviour: Option<u16>,
    /// Challenging behaviour: so many exclusions or more.
    pub exclusions: Option<u16>,
    /// Attendance is not judged on fewer possible sessions: a week's illness says little.
    pub least_sessions: u16,
    /// The floor of the attendance rule (p12), in tenths of a per cent.
    pub floor: u16,
}

/// A distance between two levels of one scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Gap {
    /// In grades and levels: 100 is one.
    pub levels: Hundredths,
    /// Where attainment is a share: 100 is a per cent.
    pub percent: Hundredths,
}

impl Gap {
    const fn on(self, scale: Scale) -> Hundredths {
        match scale {
            Scale::Percent => self.percent,
            Scale::Number | Scale::SubLevel | Scale::Letter => self.levels,
        }
    }
}

impl Thresholds {
    /// Those of a new casebook; floor and least sessions are the settings'.
    pub const fn new(settings: &Settings) -> Self {
        let gap = Gap { levels: 100, percent: 1000 };
        Self {
            under_expected: Some(gap),
            fallen: Some(gap),
            poor_attendance: Some(900),
            attendance_risk: Some(950),
            late: Some(10),
            behaviour: Some(20),
            exclusions: Some(1),
            least_sessions: settings.absence_flag_sessions,
            floor: settings.attendance_floor_tenths,
        }
    }
}

/// Why a criterion is met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Why {
    /// So far below what is expected.
    UnderExpected {
        /// Now.
        now: Level,
        /// Expected.
        expected: Level,
        /// By how much.
        by: Hundredths,
    },
    /// So far below the time before.
    Fallen {
        /// Now.
        now: Level,
        /// Before.
        before: Level,
        /// By how much.
        by: Hundredths,
    },
    /// Attendance.
    Attendance {
        /// In hundredths of a per cent.
        hundredths: u16,
        /// Of so many sessions, where they are known.
        possible: Option<u32>,
    },
    /// Times late.
    Late(u16),
    /// Behaviour points.
    Behaviour(u16),
    /// Exclusions.
    Exclusions(u16),
}

/// A criterion that is met, with every figure that meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Met {
    /// The criterion.
    pub criterion: Criterion,
    /// Why; never empty.
    pub why: Vec<Why>,
}

/// A figure that is there and says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Unjudged {
    /// Too few sessions to judge attendance by.
    FewSessions {
        /// So many.
        possible: u32,
    },
    /// Attainment now and expected are on different scales.
    ExpectedOnOtherScale,
    /// Attainment now and before are on different scales.
    BeforeOnOtherScale,
}

/// What the screening finds for a row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Screened {
    /// Which of the rows, from 0.
    pub row: usize,
    /// The criteria met, in the policy's order; empty: none.
    pub met: Vec<Met>,
    /// The attendance rule speaks against a referral for poor attendance: the welfare service is the better address (p12).
    pub warning: Option<AttendanceWarning>,
    /// Figures that say nothing.
    pub unjudged: Vec<Unjudged>,
}

impl Screened {
    /// Whether there is anything to show.
    pub fn meets_any(&self) -> bool {
        !self.met.is_empty()
    }

    /// Of the criterion "poor attendance", punctuality alone is met, which the attendance rule does not concern.
    pub fn punctuality_only(&self) -> bool {
        let poor = self.met.iter().find(|met| met.criterion == Criterion::PoorAttendance);
        poor.is_some_and(|met| !met.why.iter().any(|why| matches!(why, Why::Attendance { .. })))
    }
}

/// Screens a list; the answer has a place for each row.
///
/// ```
/// use casebook_domain::{referral::Criterion, settings::Settings};
/// use casebook_imports::{incoming::{Attended, Figures}, screening::{Thresholds, screen}};
///
/// let thresholds = Thresholds::new(&Settings::new(String::new(), String::new()));
/// let figures = Figures { attendance: Some(Attended::Share(7_900)), ..Figures::default() };
/// let found = screen([&figures], &thresholds).remove(0);
/// assert_eq!(found.met[0].criterion, Criterion::PoorAttendance);
/// assert!(found.warning.is_some(), "below the floor of 80 %");
/// ```
pub fn screen<'f>(rows: impl IntoIterator<Item = &'f Figures>, thresholds: &Thresholds) -> Vec<Screened> {
    rows.into_iter().enumerate().map(|(row, figures)| one(row, figures, thresholds)).collect()
}

fn one(row: usize, figures: &Figures, thresholds: &Thresholds) -> Screened {
    let mut screened = Screened { row, met: Vec::new(), warning: None, unjudged: Vec::new() };
    attainment(&mut screened, figures, thresholds);
    behaviour(&mut screened, figures, thresholds);
    attendance(&mut screened, figures, thresholds);
    screened
}

impl Screened {
    fn meets(&mut self, criterion: Criterion, why: Vec<Why>) {
        if !why.is_empty() {
            self.met.push(Met { criterion, why });
        }
    }
}

fn attainment(screened: &mut Screened, figures: &Figures, thresholds: &Thresholds) {
    let Some(now) = &figures.now else { return };
    let mut compare = |than: &Option<Level>, gap: Option<Gap>, other: Unjudged| {
        let (than, gap) = (than.as_ref()?, gap?);
        match now.below(than) {
            Some(by) => (by >= gap.on(now.scale)).then(|| (than.clone(), by)),
            None => {
                screened.unjudged.push(other);
                None
            }
        }
    };
    let expected = compare(&figures.expected, thresholds.under_expected, Unjudged::ExpectedOnOtherScale);
    let before = compare(&figures.before, thresholds.fallen, Unjudged::BeforeOnOtherScale);
    let under = expected.map(|(expected, by)| Why::UnderExpected { now: now.clone(), expected, by });
    let fallen = before.map(|(before, by)| Why::Fallen { now: now.clone(), before, by });
    screened.meets(Criterion::UnderAchieving, under.into_iter().collect());
    screened.meets(Criterion::Declining, fallen.into_iter().collect());
}

fn behaviour(screened: &mut Screened, figures: &Figures, thresholds: &Thresholds) {
    let reached =
        |figure: Option<u16>, from: Option<u16>| figure.zip(from).filter(|(is, from)| is >= from).map(|it| it.0);
    let points = reached(figures.behaviour, thresholds.behaviour).map(Why::Behaviour);
    let exclusions = reached(figures.exclusions, thresholds.exclusions).map(Why::Exclusions);
    screened.meets(Criterion::ChallengingBehaviour, points.into_iter().chain(exclusions).collect());
}

fn attendance(screened: &mut Screened, figures: &Figures, thresholds: &Thresholds) {
    let late = figures.late.filter(|late| thresholds.late.is_some_and(|from| *late >= from));
    let mut poor: Vec<Why> = Vec::new();
    let mut risk = None;
    if let Some(attended) = figures.attendance
        && let Some(hundredths) = attended.hundredths()
    {
        let possible = attended.possible();
        let why = Why::Attendance { hundredths, possible };
        let at_most = |tenths: Option<u16>| tenths.is_some_and(|tenths| attended.at_most(tenths) == Some(true));
        if let Some(few) = possible.filter(|possible| *possible < u32::from(thresholds.least_sessions)) {
            screened.unjudged.push(Unjudged::FewSessions { possible: few });
        } else if at_most(thresholds.poor_attendance) {
            poor.push(why);
            let below = attended.tenths().filter(|tenths| *tenths < thresholds.floor);
            let floor = thresholds.floor;
            screened.warning = below.map(|tenths| AttendanceWarning::BelowFloor { tenths, floor });
        } else if at_most(thresholds.attendance_risk) {
            risk = Some(why);
        }
    }
    poor.extend(late.map(Why::Late));
    screened.meets(Criterion::PoorAttendance, poor);
    screened.meets(Criterion::AttendanceRisk, risk.into_iter().collect());
}
