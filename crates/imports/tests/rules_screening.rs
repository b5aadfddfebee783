//! Screening (p03) and the attendance rule (p12), against a slow reference that says the rules in the plainest way.

use casebook_domain::measure::Sessions;
use casebook_domain::referral::{AttendanceWarning, Criterion};
use casebook_domain::settings::Settings;
use casebook_imports::incoming::{Attended, Figures};
use casebook_imports::level::Level;
use casebook_imports::screening::{Thresholds, Unjudged, Why, screen};
use proptest::prelude::*;

fn thresholds() -> Thresholds {
    Thresholds::new(&Settings::new(String::new(), String::new()))
}

fn criteria(figures: &Figures, thresholds: &Thresholds) -> Vec<Criterion> {
    screen([figures], thresholds).remove(0).met.into_iter().map(|met| met.criterion).collect()
}

fn attended(attended: u16, possible: u16) -> Figures {
    Figures { attendance: Some(Attended::Counts { attended, possible }), ..Figures::default() }
}

#[test]
fn p03_each_criterion_is_met_from_its_threshold_on() {
    let level = |text: &str| Level::read(text);
    let none = Figures::default;
    for (figures, met) in [
        (none(), &[][..]),
        (attended(343, 380), &[Criterion::AttendanceRisk]),
        (attended(342, 380), &[Criterion::PoorAttendance]),
        (attended(361, 380), &[Criterion::AttendanceRisk]),
        (attended(362, 380), &[]),
        (Figures { late: Some(10), ..none() }, &[Criterion::PoorAttendance]),
        (Figures { late: Some(9), ..none() }, &[]),
        (Figures { behaviour: Some(20), ..none() }, &[Criterion::ChallengingBehaviour]),
        (Figures { behaviour: Some(19), exclusions: Some(1), ..none() }, &[Criterion::ChallengingBehaviour]),
        (Figures { now: level("4"), expected: level("5"), ..none() }, &[Criterion::UnderAchieving]),
        (Figures { now: level("4+"), expected: level("5"), ..none() }, &[]),
        (Figures { now: level("55%"), before: level("65%"), ..none() }, &[Criterion::Declining]),
        (
            Figures { now: level("3"), expected: level("5"), before: level("4"), late: Some(30), ..attended(350, 380) },
            &[Criterion::UnderAchieving, Criterion::Declining, Criterion::PoorAttendance, Criterion::AttendanceRisk],
        ),
    ] {
        assert_eq!(criteria(&figures, &thresholds()), met, "{figures:?}");
    }
}

#[test]
fn p03_who_meets_a_criterion_is_listed_with_the_figures() {
    let figures = Figures { late: Some(12), exclusions: Some(2), ..attended(300, 380) };
    let found = screen([&Figures::default(), &figures], &thresholds());
    assert!(!found[0].meets_any());
    let why: Vec<&[Why]> = found[1].met.iter().map(|met| &met.why[..]).collect();
    let attendance = Why::Attendance { hundredths: 7895, possible: Some(380) };
    assert_eq!(why, [&[Why::Exclusions(2)][..], &[attendance, Why::Late(12)]]);
    assert_eq!(found[1].row, 1);
}

#[test]
fn p03_a_threshold_that_is_off_lists_nobody() {
    let off = Thresholds {
        under_expected: None,
        fallen: None,
        poor_attendance: None,
        attendance_risk: None,
        late: None,
        behaviour: None,
        exclusions: None,
        ..thresholds()
    };
    let worst = Figures {
        late: Some(u16::MAX),
        behaviour: Some(u16::MAX),
        exclusions: Some(u16::MAX),
        now: Level::read("0"),
        expected: Level::read("9"),
        before: Level::read("9"),
        ..attended(0, 380)
    };
    assert_eq!(criteria(&worst, &off), []);
}

#[test]
fn p03_what_can_not_be_judged_is_said() {
    let few = screen([&attended(5, 19)], &thresholds()).remove(0);
    assert_eq!((few.meets_any(), few.unjudged), (false, vec![Unjudged::FewSessions { possible: 19 }]));
    let figures = Figures { now: Level::read("4"), expected: Level::read("C"), before: Level::read("3b"), ..nothing() };
    let scales = screen([&figures], &thresholds()).remove(0);
    assert_eq!(scales.unjudged, [Unjudged::ExpectedOnOtherScale, Unjudged::BeforeOnOtherScale]);
    assert!(!screen([&attended(0, 0)], &thresholds())[0].meets_any(), "no session was possible");
}

fn nothing() -> Figures {
    Figures::default()
}

#[test]
fn p12_below_the_floor_the_welfare_service_is_the_better_address() {
    let warning = |figures: &Figures| screen([figures], &thresholds()).remove(0).warning;
    assert_eq!(warning(&attended(304, 380)), None, "80 % is no concern");
    assert_eq!(warning(&attended(303, 380)), Some(AttendanceWarning::BelowFloor { tenths: 797, floor: 800 }));
    let own = Thresholds { floor: 850, ..thresholds() };
    let found = screen([&attended(320, 380)], &own).remove(0);
    assert_eq!(found.warning, Some(AttendanceWarning::BelowFloor { tenths: 842, floor: 850 }));
}

#[test]
fn p12_the_rule_does_not_concern_punctuality() {
    let late = Figures { late: Some(40), ..attended(380, 380) };
    let found = screen([&late], &thresholds()).remove(0);
    assert!(found.punctuality_only() && found.warning.is_none());
    let both = Figures { late: Some(40), ..attended(200, 380) };
    assert!(!screen([&both], &thresholds())[0].punctuality_only());
}

/// The rules once more, slowly, with fractions of whole numbers and nothing shared with the screening.
fn reference(figures: &Figures, thresholds: &Thresholds) -> (Vec<Criterion>, bool) {
    let mut met = Vec::new();
    let gap = |than: &Option<Level>, gap: Option<casebook_imports::screening::Gap>| {
        let (Some(now), Some(than), Some(gap)) = (&figures.now, than, gap) else { return false };
        let least = if now.written.ends_with('%') { gap.percent } else { gap.levels };
        now.scale == than.scale && than.points - now.points >= least
    };
    if gap(&figures.expected, thresholds.under_expected) {
        met.push(Criterion::UnderAchieving);
    }
    if gap(&figures.before, thresholds.fallen) {
        met.push(Criterion::Declining);
    }
    let reaches =
        |figure: Option<u16>, from: Option<u16>| matches!((figure, from), (Some(is), Some(from)) if is >= from);
    if reaches(figures.behaviour, thresholds.behaviour) || reaches(figures.exclusions, thresholds.exclusions) {
        met.push(Criterion::ChallengingBehaviour);
    }
    let counts = match figures.attendance {
        Some(Attended::Sessions(sessions)) => {
            let possible = sessions.attended as u128 + sessions.authorised as u128 + sessions.unauthorised as u128;
            Some((sessions.attended as u128, possible, possible))
        }
        Some(Attended::Counts { attended, possible }) => Some((attended.into(), possible.into(), possible.into())),
        Some(Attended::Share(share)) => Some((share.into(), 10_000, u128::MAX)),
        None => None,
    };
    let judged = counts.filter(|(_, possible, known)| *possible > 0 && *known >= thresholds.least_sessions.into());
    let at_most = |limit: Option<u16>| match (judged, limit) {
        (Some((attended, possible, _)), Some(limit)) => attended * 1000 <= possible * u128::from(limit),
        _ => false,
    };
    let poor = at_most(thresholds.poor_attendance);
    if poor || reaches(figures.late, thresholds.late) {
        met.push(Criterion::PoorAttendance);
    }
    if !poor && at_most(thresholds.attendance_risk) {
        met.push(Criterion::AttendanceRisk);
    }
    let rounded = judged.map(|(attended, possible, _)| (attended * 10_000 + possible * 5) / (possible * 10));
    let below = poor && rounded.is_some_and(|tenths| tenths < thresholds.floor.into());
    (met, below)
}

fn any_figures() -> impl Strategy<Value = Figures> {
    let attendance = prop_oneof![
        (0..400u16, 0..400u16, 0..60u16, 0..9u16).prop_map(|(attended, authorised, unauthorised, late)| {
            Attended::Sessions(Sessions { attended, authorised, unauthorised, late })
        }),
        (0..400u16, 0..200u16).prop_map(|(attended, more)| Attended::Counts { attended, possible: attended + more }),
        (0..=10_000u16).prop_map(Attended::Share),
    ];
    let level = || {
        proptest::option::of(
            "[0-9]|[1-9][+=-]|[1-7][abc]|[A-GU]|[1-9][0-9]%".prop_map(|text| Level::read(&text).unwrap()),
        )
    };
    let number = |most: u16| proptest::option::of(0..most);
    (proptest::option::of(attendance), number(30), level(), level(), level(), number(60), number(3)).prop_map(
        |(attendance, late, now, expected, before, behaviour, exclusions)| Figures {
            attendance,
            late,
            now,
            expected,
            before,
            behaviour,
            exclusions,
        },
    )
}

fn any_thresholds() -> impl Strategy<Value = Thresholds> {
    let tenths = || proptest::option::of(700..=1000u16);
    (tenths(), tenths(), proptest::option::of(1..30u16), proptest::option::of(1..60u16), 0..60u16, 700..900u16)
        .prop_map(|(poor_attendance, attendance_risk, late, behaviour, least_sessions, floor)| Thresholds {
            poor_attendance,
            attendance_risk,
            late,
            behaviour,
            least_sessions,
            floor,
            ..thresholds()
        })
}

proptest! {
    #[test]
    fn p03_screening_is_the_slow_reference_on_any_list(
        list in proptest::collection::vec(any_figures(), 0..40),
        thresholds in any_thresholds(),
    ) {
        let found = screen(&list, &thresholds);
        prop_assert_eq!(found.len(), list.len());
        for (screened, figures) in found.iter().zip(&list) {
            let (met, below) = reference(figures, &thresholds);
            prop_assert_eq!(screened.met.iter().map(|met| met.criterion).collect::<Vec<_>>(), met, "{:?}", figures);
            prop_assert_eq!(screened.warning.is_some(), below, "{:?}", figures);
            prop_assert!(screened.met.iter().all(|met| !met.why.is_empty()));
        }
    }
}
