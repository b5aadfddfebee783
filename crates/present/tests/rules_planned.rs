//! Planned sessions: which days a plan has, what stops it, what is asked about, what a recorded session answers.

use casebook_domain::calendar::{Date, Moment, julian_day, parse_iso};
use casebook_domain::content::Content;
use casebook_domain::hand_over::{Purpose, Received};
use casebook_domain::header::{Header, header};
use casebook_domain::planned::{
    DayChanged, OffReason, Period, PlannedSession, SessionTime, TimeOfDay, occurrences, planned,
};
use casebook_domain::referral::AuthorisationDecision;
use casebook_domain::review::ReviewDecision;
use casebook_domain::session::{Attended, SessionKind};
use casebook_domain::settings::Term;
use casebook_domain::standing::StandingKind;
use casebook_present::day::{SessionLine, Turn, places, sessions, unanswered, week};
use casebook_testing::*;
use proptest::prelude::*;

fn date(text: &str) -> Date {
    parse_iso(text).expect("a date")
}

fn at(hours: u8, minutes: u8) -> TimeOfDay {
    TimeOfDay::new(hours, minutes).expect("a time")
}

/// Each week from a day of the world on, in period 3.
fn weekly(first: i32, until: i32) -> PlannedSession {
    PlannedSession {
        date: day(first),
        slot: SessionTime::Period("Period 3".to_owned()),
        minutes: 30,
        place: "Library".to_owned(),
        kind: SessionKind::OneToOne,
        weekly_until: Some(day(until)),
        about: String::new(),
        changes: Vec::new(),
    }
}

fn once(on: i32, slot: SessionTime) -> PlannedSession {
    PlannedSession { slot, weekly_until: None, ..weekly(on, on) }
}

fn periods() -> Vec<Period> {
    let period = |name: &str, begins, ends| Period { name: name.to_owned(), begins, ends };
    vec![
        period("Period 1", at(8, 50), at(9, 50)),
        period("Period 3", at(10, 45), at(11, 45)),
        period("Period 5", at(14, 0), at(15, 0)),
    ]
}

/// The days of a plan from one day of the world to another, by number.
fn days_of(plan: &PlannedSession, terms: &[Term], from: i32, until: i32) -> Vec<i32> {
    let found = occurrences(plan, &[], terms, day(from), day(until));
    found.iter().map(|one| julian_day(one.day) - julian_day(day(0))).collect()
}

/// The days of the world's plans, with what stops them, from its first day to the hundredth.
fn planned_days(world: &World) -> Vec<i32> {
    let plans = planned(&world.case, &world.settings, day(world.today));
    let found = plans.iter().flat_map(|of| {
        occurrences(&of.plan, &of.stops, &world.settings.terms, day(0), day(100))
            .iter()
            .map(|one| one.day)
            .collect::<Vec<_>>()
    });
    found.map(|one| julian_day(one) - julian_day(day(0))).collect()
}

fn head(world: &World) -> Vec<Header> {
    vec![header(&world.case, &world.settings, day(world.today))]
}

/// A time on a day of the world: minutes since midnight, in Greenwich time.
fn now(on: i32, hours: i64, minutes: i64) -> Moment {
    moment(on, hours * 60 + minutes)
}

fn turns(lines: &[SessionLine]) -> Vec<Turn> {
    lines.iter().map(|line| line.turn).collect()
}

#[test]
fn a_weekly_session_is_on_its_weekday_until_its_last_day() {
    assert_eq!(days_of(&weekly(1, 22), &[], 0, 100), [1, 8, 15, 22]);
    assert_eq!(days_of(&weekly(1, 21), &[], 0, 100), [1, 8, 15], "the last day is counted, and no day after it");
    assert_eq!(days_of(&weekly(1, 22), &[], 9, 15), [15], "from any day on");
    assert_eq!(days_of(&once(3, SessionTime::AnyTime), &[], 0, 100), [3]);
}

#[test]
fn a_weekly_session_falls_out_in_the_holidays_and_one_by_itself_was_meant() {
    let terms = [
        Term { name: "Autumn 1".to_owned(), first: day(0), last: day(11) },
        Term { name: "Autumn 2".to_owned(), first: day(21), last: day(60) },
    ];
    assert_eq!(days_of(&weekly(1, 29), &terms, 0, 100), [1, 8, 22, 29]);
    assert_eq!(days_of(&once(15, SessionTime::AnyTime), &terms, 0, 100), [15]);
}

#[test]
fn one_day_can_be_moved_or_called_off_and_the_others_stay() {
    let moved = weekly(1, 22)
        .with_change(day(8), Some(DayChanged::Moved { to: day(10), slot: SessionTime::At(at(9, 5)) }))
        .with_change(day(15), Some(DayChanged::Off(OffReason::School)));
    assert_eq!(days_of(&moved, &[], 0, 100), [1, 10, 22]);
    let found = occurrences(&moved, &[], &[], day(10), day(10));
    assert_eq!((found[0].by_rule, found[0].slot), (day(8), &SessionTime::At(at(9, 5))));
    // Changed once more, and back: one exception a day.
    let again = moved.with_change(day(8), Some(DayChanged::Off(OffReason::Pupil)));
    assert_eq!(days_of(&again, &[], 0, 100), [1, 22]);
    assert_eq!(days_of(&again.with_change(day(8), None), &[], 0, 100), [1, 8, 22]);
    // Moved beyond the last day of the row: it is still on.
    let later = weekly(1, 22).with_change(day(22), Some(DayChanged::Moved { to: day(28), slot: SessionTime::AnyTime }));
    assert_eq!(days_of(&later, &[], 0, 100), [1, 8, 15, 28]);
    assert_eq!(later.last_day(), day(28));
}

#[test]
fn nine_o_clock_stays_nine_o_clock_when_the_clocks_change() {
    // British Summer Time ends on Sunday 25 October 2026.
    let plan = PlannedSession {
        date: date("2026-10-20"),
        weekly_until: Some(date("2026-11-03")),
        slot: SessionTime::At(at(9, 0)),
        ..weekly(0, 0)
    };
    let found = occurrences(&plan, &[], &[], date("2026-10-01"), date("2026-11-30"));
    let days: Vec<_> = found.iter().map(|one| (one.day, one.slot.begins(&[]))).collect();
    let nine = Some(at(9, 0));
    assert_eq!(days, [(date("2026-10-20"), nine), (date("2026-10-27"), nine), (date("2026-11-03"), nine)]);
    // Ten to nine on the tablet's clock, before and after: the session is ahead both times.
    let mut world = World::started();
    world.settings.periods = periods();
    world.must(Content::PlannedSession(plan));
    world.today = 43;
    for (utc_hours, offset_min, on) in [(7, 60, "2026-10-20"), (8, 0, "2026-10-27")] {
        let midnight = i64::from(julian_day(date(on)) - 2_440_588) * 86_400_000;
        let moment = |minute: i64| Moment { utc_ms: midnight + (utc_hours * 60 + minute) * 60_000, offset_min };
        let turn = |minute| turns(&sessions(&head(&world), &world.settings, moment(minute)));
        assert_eq!((turn(50), turn(65), turn(95)), (vec![Turn::Ahead], vec![Turn::Now], vec![Turn::Over]), "{on}");
    }
}

#[test]
fn a_hold_stops_the_plan_until_the_case_is_resumed() {
    let mut world = World::started();
    world.must(Content::PlannedSession(weekly(1, 36)));
    world.must(Content::Standing(standing(StandingKind::OnHold, 10)));
    assert_eq!(planned_days(&world), [1, 8]);
    world.must(Content::Standing(standing(StandingKind::Resumed, 22)));
    assert_eq!(planned_days(&world), [1, 8, 22, 29, 36], "those in between are not asked about");
    world.must(Content::Standing(standing(StandingKind::Left, 30)));
    assert_eq!(planned_days(&world), [1, 8, 22, 29]);
}

#[test]
fn a_pupil_who_leaves_on_a_later_day_is_seen_until_then() {
    let mut world = World::started();
    world.must(Content::PlannedSession(weekly(1, 36)));
    world.must(Content::Standing(standing(StandingKind::Left, 16)));
    assert_eq!(planned_days(&world), [1, 8, 15]);
}

#[test]
fn an_exit_ends_what_was_planned_before_it_and_not_what_is_planned_after() {
    let (mut world, _) = World::reviewed(ReviewDecision::Exit);
    let today = world.today;
    world.must(Content::PlannedSession(weekly(today, today + 28)));
    world.must(Content::Exit(exit(today + 7)));
    assert_eq!(planned_days(&world), [today, today + 7]);
    world.must(Content::PlannedSession(once(today + 14, SessionTime::AnyTime)));
    assert_eq!(planned_days(&world), [today, today + 7, today + 14]);
}

#[test]
fn a_referral_that_is_declined_ends_what_was_planned() {
    let mut world = World::referred();
    let referral = world.current().referral.id;
    world.must(Content::PlannedSession(weekly(1, 29)));
    world.today = 9;
    world.must(Content::Authorisation(authorisation(referral, AuthorisationDecision::Declined, 9)));
    assert_eq!(planned_days(&world), [1, 8]);
}

#[test]
fn a_case_that_was_taken_on_for_good_leaves_the_plan_of_the_other_mentor_behind() {
    let mut world = World::started();
    world.must(Content::PlannedSession(weekly(1, 29)));
    let received = |purpose| Received {
        at: moment(14, 600),
        from: "Another Mentor".to_owned(),
        fingerprint: "six words".to_owned(),
        known: true,
        purpose,
        until: None,
        lead_says: None,
        lead_has: None,
        lead: String::new(),
    };
    let mut cover = World { case: world.case.clone(), settings: world.settings.clone(), ..World::new() };
    cover.written = 500;
    cover.must(Content::Received(received(Purpose::Cover)));
    assert_eq!(planned_days(&cover), [1, 8, 15, 22, 29], "who covers sees whom the mentor would see");
    world.must(Content::Received(received(Purpose::Transfer)));
    assert_eq!(planned_days(&world), [1, 8]);
}

fn recorded(world: &World) -> Vec<Vec<Date>> {
    planned(&world.case, &world.settings, day(world.today)).into_iter().map(|of| of.done).collect()
}

#[test]
fn a_recorded_session_answers_the_planned_one_of_its_day_and_no_other() {
    let mut world = World::started();
    world.today = 8;
    world.must(Content::PlannedSession(weekly(1, 29)));
    assert_eq!(recorded(&world), [vec![]]);
    world.must(Content::Session(session(SessionKind::OneToOne, 8)));
    assert_eq!(recorded(&world), [[day(8)]]);
    // Somebody who did not come was expected: that is an answer too.
    let absent = casebook_domain::session::Session { attended: Attended::Absent, ..session(SessionKind::Group, 1) };
    world.must(Content::Session(absent));
    assert_eq!(recorded(&world), [[day(1), day(8)]]);
}

#[test]
fn two_sessions_of_a_day_are_answered_one_by_one_and_a_drop_in_answers_none() {
    let mut world = World::started();
    world.settings.periods = periods();
    world.today = 2;
    world.must(Content::PlannedSession(once(2, SessionTime::Period("Period 5".to_owned()))));
    world.must(Content::PlannedSession(PlannedSession {
        kind: SessionKind::Group,
        ..once(2, SessionTime::Period("Period 1".to_owned()))
    }));
    world.must(Content::Session(session(SessionKind::DropIn, 2)));
    let lines = |world: &World| {
        let lines = sessions(&head(world), &world.settings, now(2, 16, 0));
        lines.into_iter().map(|line| (line.when, line.turn)).collect::<Vec<_>>()
    };
    let (first, last) = ("Period 1".to_owned(), "Period 5".to_owned());
    assert_eq!(lines(&world), [(first.clone(), Turn::Over), (last.clone(), Turn::Over)]);
    world.must(Content::Session(session(SessionKind::OneToOne, 2)));
    assert_eq!(lines(&world), [(first.clone(), Turn::Over), (last.clone(), Turn::Done)], "its own kind first");
    world.must(Content::Session(session(SessionKind::OneToOne, 2)));
    assert_eq!(lines(&world), [(first, Turn::Done), (last, Turn::Done)]);
}

#[test]
fn of_two_sessions_of_a_day_the_one_with_a_time_is_answered_before_the_one_without() {
    let mut world = World::started();
    world.today = 2;
    world.must(Content::PlannedSession(once(2, SessionTime::AnyTime)));
    world.must(Content::PlannedSession(once(2, SessionTime::At(at(9, 0)))));
    world.must(Content::Session(session(SessionKind::OneToOne, 2)));
    let lines = sessions(&head(&world), &world.settings, now(2, 12, 0));
    let turns: Vec<_> = lines.into_iter().map(|line| (line.when, line.turn)).collect();
    assert_eq!(turns, [("9:00".to_owned(), Turn::Done), ("any time".to_owned(), Turn::Ahead)]);
}

#[test]
fn a_session_planned_for_later_today_is_not_answered_by_one_that_was_recorded_before() {
    let mut world = World::started();
    world.today = 2;
    world.must(Content::Session(session(SessionKind::OneToOne, 2)));
    world.must(Content::PlannedSession(once(2, SessionTime::At(at(14, 15)))));
    let turn = |world: &World| sessions(&head(world), &world.settings, now(2, 12, 0))[0].turn;
    assert_eq!(turn(&world), Turn::Ahead);
    world.must(Content::Session(session(SessionKind::OneToOne, 2)));
    assert_eq!(turn(&world), Turn::Done);
}

#[test]
fn a_moved_session_is_answered_on_the_day_it_was_moved_to() {
    let mut world = World::started();
    world.today = 9;
    let moved = weekly(1, 29).with_change(day(8), Some(DayChanged::Moved { to: day(9), slot: SessionTime::AnyTime }));
    world.must(Content::PlannedSession(moved));
    world.must(Content::Session(session(SessionKind::OneToOne, 9)));
    assert_eq!(recorded(&world), [[day(8)]], "named by the day of the rule");
}

#[test]
fn what_nobody_recorded_is_asked_about_at_the_end_of_the_day_and_two_weeks_long() {
    let mut world = World::started();
    world.settings.periods = periods();
    let plan = world.must(Content::PlannedSession(weekly(1, 29)));
    world.today = 8;
    let head_of = head;
    let turn =
        |world: &World, hours, minutes| turns(&sessions(&head_of(world), &world.settings, now(8, hours, minutes)));
    assert_eq!(turn(&world, 10, 44), [Turn::Ahead]);
    assert_eq!(turn(&world, 10, 45), [Turn::Now]);
    assert_eq!(turn(&world, 11, 45), [Turn::Over]);
    let asked = |world: &World, on: i32| {
        let lines = unanswered(&head_of(world), &world.settings, now(on, 8, 0));
        lines.into_iter().map(|line| line.day).collect::<Vec<_>>()
    };
    assert_eq!(asked(&world, 8), [day(1)]);
    assert_eq!(asked(&world, 9), [day(1), day(8)]);
    assert_eq!(asked(&world, 16), [day(8), day(15)], "the first is too long ago");
    let off = weekly(1, 29).with_change(day(8), Some(DayChanged::Off(OffReason::Pupil)));
    world.edit(plan, Content::PlannedSession(off)).expect("an answer");
    assert_eq!(asked(&world, 9), [day(1)]);
}

#[test]
fn the_day_is_in_the_order_of_its_periods_and_any_time_comes_last() {
    let mut world = World::started();
    world.settings.periods = periods();
    for slot in [
        SessionTime::AnyTime,
        SessionTime::Period("Period 5".to_owned()),
        SessionTime::At(at(12, 0)),
        SessionTime::Period("Period 1".to_owned()),
    ] {
        world.must(Content::PlannedSession(once(2, slot)));
    }
    let lines = sessions(&head(&world), &world.settings, now(2, 8, 0));
    let when: Vec<_> = lines.iter().map(|line| line.when.as_str()).collect();
    assert_eq!(when, ["Period 1", "12:00", "Period 5", "any time"]);
    assert_eq!((lines[0].times.as_str(), lines[0].what.as_str()), ("8:50 to 9:50", "One to one, Library"));
}

#[test]
fn a_session_is_moved_to_what_is_left_of_today_or_the_next_four_school_days() {
    let mut world = World::started();
    world.settings.periods = periods();
    world.must(Content::PlannedSession(weekly(3, 29)));
    world.must(Content::PlannedSession(once(4, SessionTime::Period("Period 1".to_owned()))));
    let headers = head(&world);
    let morning = now(3, 10, 0);
    let line = sessions(&headers, &world.settings, morning).remove(0);
    let found = places(&headers, &world.settings, morning, &line);
    // Thursday, Friday, then the week's end is left out.
    let days: Vec<_> = found.iter().map(|(day, _)| *day).collect();
    assert_eq!(days, [3, 4, 7, 8, 9].map(day));
    let words = |at: usize| found[at].1.iter().map(|place| place.words.as_str()).collect::<Vec<_>>();
    assert_eq!(words(0), ["Period 5"], "neither what is over nor where it is already");
    assert_eq!(words(1), ["Period 1", "Period 3", "Period 5"]);
    assert!(!found[1].1[0].with.is_empty(), "somebody is seen then already");
    world.settings.periods.clear();
    let found = places(&headers, &world.settings, morning, &line);
    assert_eq!(found.len(), 4, "the same time on another day");
}

#[test]
fn the_rest_of_the_week_is_there_by_day_and_on_friday_the_next() {
    let mut world = World::started();
    world.must(Content::PlannedSession(weekly(1, 29)));
    world.must(Content::PlannedSession(weekly(4, 29)));
    let days = |on: i32| {
        let week = week(&head(&world), &world.settings, now(on, 8, 0));
        week.into_iter().map(|(day, lines)| (day, lines.len())).collect::<Vec<_>>()
    };
    assert_eq!(days(0), [(day(1), 1), (day(4), 1)]);
    assert_eq!(days(1), [(day(4), 1)]);
    for weekend in [4, 5, 6] {
        assert_eq!(days(weekend), [(day(8), 1), (day(11), 1)], "{weekend}");
    }
}

#[test]
fn a_plan_that_is_over_leaves_the_header() {
    let mut world = World::started();
    world.must(Content::PlannedSession(weekly(1, 8)));
    world.today = 22;
    assert_eq!(planned(&world.case, &world.settings, day(22)).len(), 1, "asked about until now");
    assert_eq!(planned(&world.case, &world.settings, day(23)).len(), 0);
}

#[test]
fn times_are_read_as_people_write_them() {
    for (text, time) in
        [("9:05", "09:05"), ("09.05", "09:05"), (" 14:00 ", "14:00"), ("23:59", "23:59"), ("0:00", "00:00")]
    {
        assert_eq!(TimeOfDay::parse(text).map(|time| time.to_string()).as_deref(), Some(time));
    }
    for text in ["", "24:00", "9:5", "9:60", "9", "9:055", "-1:00", "nine", "1:2:3", "٩:٠٥"] {
        assert_eq!(TimeOfDay::parse(text), None, "{text}");
    }
}

proptest! {
    /// However a plan was changed, its days are in the span, in order, none twice under one rule day, and none while it is stopped.
    #[test]
    fn days_of_a_plan_are_ordered_and_never_invented(
        first in 0..200i32, weeks in 0..60i32, changes in prop::collection::vec((0..60i32, 0..300i32, any::<bool>()), 0..12),
        from in -50..300i32, length in 0..120i32, stop in prop::option::of((0..300i32, 0..40i32)),
    ) {
        let mut plan = weekly(first, first + weeks * 7);
        for (week, to, off) in changes {
            let what = if off { DayChanged::Off(OffReason::Other) } else { DayChanged::Moved { to: day(to), slot: SessionTime::AnyTime } };
            plan = plan.with_change(day(first + week * 7), Some(what));
        }
        let stops: Vec<_> = stop.into_iter().map(|(begins, long)| casebook_domain::planned::Stop {
            from: day(begins), until: Some(day(begins + long)),
        }).collect();
        let found = occurrences(&plan, &stops, &[], day(from), day(from + length));
        let mut rules: Vec<Date> = found.iter().map(|one| one.by_rule).collect();
        rules.sort();
        rules.dedup();
        prop_assert_eq!(rules.len(), found.len());
        for pair in found.windows(2) {
            prop_assert!(pair[0].day <= pair[1].day);
        }
        for one in &found {
            prop_assert!((day(from)..=day(from + length)).contains(&one.day));
            prop_assert!(one.by_rule >= plan.date && Some(one.by_rule) <= plan.weekly_until);
            prop_assert!(stops.iter().all(|stop| one.day < stop.from || stop.until.is_some_and(|until| one.day >= until)));
        }
    }
}
