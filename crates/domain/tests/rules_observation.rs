//! Observation: p16. The worked examples of docs/policy.md#observation, and what holds of any events whatever.

use casebook_domain::measure::Direction;
use casebook_domain::observation::events::{self, ended_at, push, standing, tap, to_redo, to_undo, until};
use casebook_domain::observation::figures::{
    Bout, bouts, figures, figures_between, goes_on, median_halves, modes, occurrence, rate_hundredths, sampled,
    waiting_since,
};
use casebook_domain::observation::intervals::{intervals, marks, pauses};
use casebook_domain::observation::{
    Abc, Code, Colour, Event, EventKind, Figures, Instant, Intervals, Measured, Method, Observed, PauseReason,
    RunningObservation, Share, Sheet, Starter, State, Watching, of_target, starters,
};
use casebook_domain::{calendar::Moment, ids::FileId};
use proptest::prelude::*;

const MINUTE: u32 = 60_000;

fn code(name: &str, method: Method) -> Code {
    Code {
        name: name.to_owned(),
        definition: String::new(),
        colour: Colour::Blue,
        method,
        better: Direction::Higher,
        watching: Watching::Everyone,
    }
}

/// A sheet of a code of each method, in this order.
fn sheet(planned_min: u16, length_s: u16, instant: Instant, methods: &[Method]) -> Sheet {
    let codes = methods.iter().enumerate().map(|(place, &method)| code(&format!("Code {place}"), method)).collect();
    let sheet = Sheet {
        name: "Made up".to_owned(),
        planned_min,
        intervals: Some(Intervals { length_s, instant, peer_every: None }),
        codes,
        abc: true,
    };
    assert_eq!(sheet.faults(), []);
    sheet
}

fn at(at_ms: u32, what: EventKind) -> Event {
    Event { at_ms, target: None, what }
}

fn shares(figures: &Figures, code: usize) -> (Share, Share) {
    match figures.codes[code] {
        Measured::Intervals { target, peer } => (target, peer),
        ref other => panic!("not by intervals: {other:?}"),
    }
}

/// The four bouts of the worked example, in milliseconds: 33 of 60 seconds.
fn worked_bouts() -> Vec<Bout> {
    let bout = |from: u32, until: u32| Bout { from_ms: from * 1000, until_ms: until * 1000 };
    vec![bout(0, 4), bout(13, 22), bout(28, 29), bout(41, 60)]
}

// The worked example of one minute.

#[test]
fn p16_the_methods_estimate_the_same_minute_as_the_references_do() {
    let sampled = sampled(&worked_bouts(), 10_000, 6);
    let share = |share: Share| (share.scored, share.of, share.hundredths());
    assert_eq!(share(sampled.partial), (5, 6, Some(8333)), "83.3 %: overestimates");
    assert_eq!(share(sampled.whole), (1, 6, Some(1667)), "16.7 %: underestimates");
    assert_eq!(share(sampled.at_start), (3, 6, Some(5000)));
    assert_eq!(share(sampled.at_end), (3, 6, Some(5000)));
}

#[test]
fn p16_starts_and_stops_give_duration_bouts_and_their_mean() {
    let sheet = sheet(1, 10, Instant::End, &[Method::Duration, Method::Count]);
    let mut events = Vec::new();
    for bout in worked_bouts() {
        // The buttons as they are tapped: whether a tap starts or stops, the events say.
        let start = tap(&events, &sheet, 0, 0, bout.from_ms).unwrap();
        assert_eq!(start, EventKind::Began { code: 0 });
        push(&mut events, bout.from_ms, Some(0), start);
        push(&mut events, bout.from_ms, Some(0), EventKind::Counted { code: 1 });
        let stop = tap(&events, &sheet, 0, 0, bout.until_ms).unwrap();
        assert_eq!(stop, EventKind::Stopped { code: 0 });
        push(&mut events, bout.until_ms, Some(0), stop);
    }
    push(&mut events, MINUTE, None, EventKind::Ended);
    let own = of_target(&events, 0);
    assert_eq!(bouts(&own, 0, MINUTE), worked_bouts());
    let figures = figures(&own, &sheet, MINUTE);
    assert_eq!(figures.watched_ms, MINUTE);
    let Measured::Duration { total_ms, bouts, .. } = figures.codes[0] else { panic!("a duration") };
    assert_eq!((total_ms, bouts), (33_000, 4));
    assert_eq!(Share { scored: total_ms, of: figures.watched_ms }.hundredths(), Some(5500), "55.0 %");
    assert_eq!(total_ms / bouts, 8250, "8.25 s each");
    assert_eq!(figures.codes[1], Measured::Count { times: 4 });
    assert_eq!(rate_hundredths(4, figures.watched_ms), Some(400), "4.0 a minute");
}

/// The minute as an observer would record it by intervals of both kinds and at both instants.
#[test]
fn p16_the_same_minute_recorded_by_intervals_gives_the_same_per_cents() {
    use Method::{Momentary, PartialInterval, WholeInterval};
    for (instant, moment) in [(Instant::Start, 0), (Instant::End, 9_999)] {
        let sheet = sheet(1, 10, instant, &[PartialInterval, WholeInterval, Momentary]);
        let mut events = Vec::new();
        for interval in 0..6 {
            let (partial, whole) = occurrence(&worked_bouts(), 10_000, interval);
            let now = interval * 10_000 + moment;
            let shown = worked_bouts().iter().any(|bout| bout.from_ms <= now && now < bout.until_ms);
            let end = (interval + 1) * 10_000;
            for (code, yes) in [(0, partial), (1, whole), (2, shown)] {
                if yes {
                    push(&mut events, end, Some(0), EventKind::Scored { code, interval });
                }
            }
            push(&mut events, end, None, EventKind::Watched { interval });
        }
        push(&mut events, MINUTE, None, EventKind::Ended);
        let figures = figures(&of_target(&events, 0), &sheet, MINUTE);
        assert_eq!(figures.observed, 6);
        assert_eq!(shares(&figures, 0).0, Share { scored: 5, of: 6 });
        assert_eq!(shares(&figures, 1).0, Share { scored: 1, of: 6 });
        assert_eq!(shares(&figures, 2).0, Share { scored: 3, of: 6 }, "{instant:?}");
    }
}

// Target and peer.

/// This many intervals of each code, of the target's and of the peer's, all of them watched.
fn target_and_peer(minutes: u16, target: [u32; 5], peer: [u32; 6]) -> (Sheet, Vec<Event>) {
    let sheet = Sheet { planned_min: minutes, ..starters::sheet(Starter::TargetAndPeer) };
    let mut events = Vec::new();
    let (mut own, mut others) = (0, 0);
    for interval in 0..sheet.planned_intervals() {
        let is_peer = sheet.is_peer(interval);
        let (nth, wanted): (&mut u32, &[u32]) = if is_peer { (&mut others, &peer) } else { (&mut own, &target) };
        let first = wanted[0];
        for (code, &wanted) in wanted.iter().enumerate() {
            // Active and passive exclude each other, so the second begins where the first has ended.
            let from = if code == 1 { first } else { 0 };
            if (from..from + wanted).contains(nth) {
                push(&mut events, interval * 15_000 + 1_000, Some(0), EventKind::Scored { code: code as u8, interval });
            }
        }
        *nth += 1;
        push(&mut events, (interval + 1) * 15_000, None, EventKind::Watched { interval });
    }
    push(&mut events, sheet.planned_intervals() * 15_000, None, EventKind::Ended);
    (sheet, of_target(&events, 0))
}

#[test]
fn p16_target_and_peer_have_their_own_denominators() {
    let (sheet, events) = target_and_peer(15, [18, 12, 9, 6, 10], [6, 4, 1, 2, 1, 7]);
    let figures = figures(&events, &sheet, 0);
    assert_eq!((figures.planned, figures.observed, figures.peer_observed), (60, 48, 12));
    let per_cents = |peer: bool| -> Vec<Option<u32>> {
        let pick = |place| if peer { shares(&figures, place).1 } else { shares(&figures, place).0 };
        (0..6).map(|place| pick(place).hundredths()).collect()
    };
    assert_eq!(per_cents(false), [Some(3750), Some(2500), Some(1875), Some(1250), Some(2083), None]);
    assert_eq!(per_cents(true), [Some(5000), Some(3333), Some(833), Some(1667), Some(833), Some(5833)]);
    assert_eq!(shares(&figures, 0).0, Share { scored: 18, of: 48 });
    assert_eq!(shares(&figures, 5), (Share::default(), Share { scored: 7, of: 12 }));
    // 18 of all 60 would be 30 %: the wrong answer.
    assert_ne!(shares(&figures, 0).0.hundredths(), Some(3000));
}

#[test]
fn p16_half_an_hour_of_target_and_peer_is_96_and_24_intervals() {
    let (sheet, events) = target_and_peer(30, [0; 5], [0; 6]);
    let figures = figures(&events, &sheet, 0);
    assert_eq!((figures.planned, figures.observed, figures.peer_observed), (120, 96, 24));
    assert_eq!(shares(&figures, 2).0, Share { scored: 0, of: 96 }, "watched and blank: it was not shown");
    let peers: Vec<u32> = (0..12).filter(|&interval| sheet.is_peer(interval)).collect();
    assert_eq!(peers, [4, 9], "the fifth and the tenth");
}

// What leaves the denominator.

#[test]
fn p16_intervals_that_were_slept_through_are_missed() {
    let sheet = sheet(2, 20, Instant::End, &[Method::Momentary, Method::Momentary]);
    // The tablet slept from the end of the second interval until after that of the fifth.
    let events = [
        at(20_500, EventKind::Scored { code: 0, interval: 0 }),
        at(41_000, EventKind::Scored { code: 1, interval: 1 }),
        at(121_000, EventKind::Scored { code: 0, interval: 5 }),
        at(122_000, EventKind::Ended),
    ];
    let states: Vec<State> = intervals(&events, &sheet, 0).iter().map(|interval| interval.state).collect();
    use State::{Missed, Observed};
    assert_eq!(states, [Observed, Observed, Missed, Missed, Missed, Observed]);
    let figures = figures(&events, &sheet, 0);
    assert_eq!((figures.observed, figures.missed, figures.not_seen), (3, 3, 0));
    assert_eq!(shares(&figures, 0).0, Share { scored: 2, of: 3 });
}

#[test]
fn p16_with_momentary_codes_alone_watching_an_interval_through_marks_nothing() {
    let sheet = sheet(1, 20, Instant::End, &[Method::Momentary]);
    let events = [at(20_000, EventKind::Watched { interval: 0 }), at(60_000, EventKind::Ended)];
    assert_eq!(figures(&events, &sheet, 0).missed, 3);
}

#[test]
fn p16_an_interval_in_which_the_pupil_was_not_seen_leaves_the_denominator() {
    let sheet = sheet(1, 20, Instant::End, &[Method::Momentary, Method::Momentary]);
    let mut events = vec![
        at(20_000, EventKind::Scored { code: 0, interval: 0 }),
        at(40_000, EventKind::NotSeen { interval: 1 }),
        at(60_000, EventKind::Scored { code: 1, interval: 2 }),
        at(61_000, EventKind::Ended),
    ];
    let before = figures(&events, &sheet, 0);
    assert_eq!((before.observed, before.not_seen, before.missed), (2, 1, 0));
    assert_eq!(shares(&before, 0).0.hundredths(), Some(5000));
    // Corrected after the end: seen after all, and on task.
    push(&mut events, 62_000, None, EventKind::Scored { code: 0, interval: 1 });
    let after = figures(&events, &sheet, 0);
    assert_eq!((after.observed, after.not_seen), (3, 0));
    assert_eq!(shares(&after, 0).0, Share { scored: 2, of: 3 });
    // And a mark taken back leaves an interval without one.
    push(&mut events, 63_000, None, EventKind::Unmarked { interval: 1 });
    let last = figures(&events, &sheet, 0);
    assert_eq!((last.observed, last.missed), (2, 1));
}

#[test]
fn p16_a_momentary_code_takes_the_place_of_the_other() {
    let sheet = sheet(1, 20, Instant::End, &[Method::Momentary, Method::PartialInterval, Method::Momentary]);
    let mut events = Vec::new();
    assert_eq!(tap(&events, &sheet, 0, 0, 19_999), None, "before the first moment there is nothing to say");
    for (code, now) in [(1, 10_000), (0, 20_500), (2, 20_900), (0, 21_000), (0, 21_500)] {
        let what = tap(&events, &sheet, 0, code, now).unwrap();
        push(&mut events, now, Some(0), what);
    }
    let mark = marks(&of_target(&events, 0), &sheet)[0];
    assert_eq!([mark.has(0), mark.has(1), mark.has(2)], [true, true, false]);
    // The partial one is switched off by a second tap; that the interval was looked at stays known.
    let off = tap(&events[..1], &sheet, 0, 1, 11_000).unwrap();
    assert_eq!(off, EventKind::Cleared { code: 1, interval: 0 });
    let events = [events[0].clone(), at(11_000, off), at(60_000, EventKind::Ended)];
    assert_eq!(intervals(&of_target(&events, 0), &sheet, 0)[0].state, State::Observed);
}

#[test]
fn p16_momentary_codes_belong_to_the_interval_that_has_ended_or_that_begins() {
    use Method::{Momentary, PartialInterval};
    let end = sheet(1, 20, Instant::End, &[Momentary, PartialInterval]);
    let start = sheet(1, 20, Instant::Start, &[Momentary, PartialInterval]);
    for (now, at_end, at_start, running) in [
        (0, None, 0, 0),
        (19_999, None, 0, 0),
        (20_000, Some(0), 1, 1),
        (59_999, Some(1), 2, 2),
        (60_000, Some(2), 2, 2),
    ] {
        assert_eq!(end.interval_of(Momentary, now), at_end, "{now}");
        assert_eq!(start.interval_of(Momentary, now), Some(at_start), "{now}");
        assert_eq!(start.interval_of(PartialInterval, now), Some(running), "{now}");
    }
    // Long after the last interval.
    assert_eq!(end.interval_of(Momentary, u32::MAX), Some(2));
    assert_eq!(end.current(u32::MAX), None);
    assert_eq!(
        (end.until_next_ms(0), end.until_next_ms(59_999), end.until_next_ms(60_000)),
        (Some(20_000), Some(1), None)
    );
}

#[test]
fn p16_a_moment_may_be_marked_until_the_next_one_comes() {
    let sheet = sheet(1, 20, Instant::End, &[Method::Momentary]);
    let state = |events: &[Event], now| intervals(events, &sheet, now)[0].state;
    assert_eq!(state(&[], 20_000), State::Open);
    assert_eq!(state(&[], 39_999), State::Open);
    assert_eq!(state(&[], 40_000), State::Missed);
    assert_eq!(state(&[at(25_000, EventKind::Ended)], 25_000), State::Missed, "after the end none comes");
}

#[test]
fn p16_an_interval_watched_through_without_a_mark_is_data_where_codes_look_at_the_whole_interval() {
    let sheet = sheet(1, 20, Instant::End, &[Method::PartialInterval]);
    assert!(sheet.blank_is_data());
    let events = [
        at(5_000, EventKind::Scored { code: 0, interval: 0 }),
        at(20_000, EventKind::Watched { interval: 0 }),
        at(40_000, EventKind::Watched { interval: 1 }),
        at(60_000, EventKind::Ended),
    ];
    let figures = figures(&events, &sheet, 0);
    assert_eq!((figures.observed, figures.missed), (2, 1), "nobody watched the third");
    assert_eq!(shares(&figures, 0).0, Share { scored: 1, of: 2 });
}

#[test]
fn p16_pauses_make_not_seen_and_a_locked_tablet_makes_missed() {
    let pause = |reason| EventKind::Paused { reason, words: String::new() };
    for (method, instant) in [
        (Method::Momentary, Instant::End),
        (Method::Momentary, Instant::Start),
        (Method::PartialInterval, Instant::End),
    ] {
        let sheet = sheet(2, 20, instant, &[method]);
        for &reason in PauseReason::ALL {
            // Every instant of the second and third interval lies in the pause.
            let events = [at(19_000, pause(reason)), at(61_000, EventKind::Resumed), at(120_000, EventKind::Ended)];
            let states: Vec<State> = intervals(&events, &sheet, 0).iter().map(|interval| interval.state).collect();
            let paused = if reason == PauseReason::Locked { State::Missed } else { State::NotSeen };
            assert_eq!(states[1..3], [paused, paused], "{method:?} {instant:?} {reason:?}");
            assert_eq!(states[5], State::Missed, "nobody marked it");
            let figures = figures(&events, &sheet, 0);
            assert_eq!(figures.watched_ms, 120_000 - 42_000);
            assert_eq!((figures.observed, figures.not_seen + figures.missed), (0, 6));
        }
    }
}

#[test]
fn p16_what_was_scored_in_spite_of_a_pause_counts() {
    let sheet = sheet(1, 20, Instant::End, &[Method::PartialInterval]);
    let events = [
        at(5_000, EventKind::Scored { code: 0, interval: 0 }),
        at(6_000, EventKind::Paused { reason: PauseReason::CannotSee, words: String::new() }),
        at(60_000, EventKind::Ended),
    ];
    let figures = figures(&events, &sheet, 0);
    assert_eq!((figures.observed, figures.not_seen, figures.watched_ms), (1, 2, 6_000));
}

#[test]
fn p16_a_pause_ends_a_bout_and_leaves_a_cue_without_response() {
    let sheet = sheet(2, 20, Instant::End, &[Method::Duration, Method::Latency]);
    let mut events = Vec::new();
    let pause = EventKind::Paused { reason: PauseReason::Interrupted, words: String::new() };
    push(&mut events, 10_000, None, EventKind::Began { code: 0 });
    push(&mut events, 12_000, None, EventKind::Cued { code: 1 });
    assert!(goes_on(&events, 0));
    assert_eq!(waiting_since(&events, 1), Some(12_000));
    push(&mut events, 30_000, None, pause);
    assert_eq!(events::paused(&events), Some(PauseReason::Interrupted));
    assert!(!goes_on(&events, 0));
    assert_eq!(waiting_since(&events, 1), None);
    // Begun in the pause: it counts from when recording continues.
    push(&mut events, 40_000, None, EventKind::Began { code: 0 });
    push(&mut events, 60_000, None, EventKind::Resumed);
    assert_eq!(events::paused(&events), None);
    push(&mut events, 61_000, None, EventKind::Responded { code: 1 });
    push(&mut events, 70_000, None, EventKind::Stopped { code: 0 });
    push(&mut events, 120_000, None, EventKind::Ended);
    let figures = figures(&events, &sheet, 0);
    assert_eq!(figures.codes[0], Measured::Duration { total_ms: 30_000, bouts: 2, open: false });
    assert_eq!(figures.codes[1], Measured::Latency { answers_ms: vec![], unanswered: 1 });
    assert_eq!(figures.watched_ms, 90_000);
}

#[test]
fn p16_an_observation_that_is_stopped_early_counts_what_was_reached() {
    let sheet = sheet(20, 20, Instant::End, &[Method::Momentary, Method::Count]);
    let mut events = Vec::new();
    for interval in 0..6 {
        let now = (interval + 1) * 20_000;
        let what = tap(&events, &sheet, 0, 0, now).unwrap();
        push(&mut events, now, Some(0), what);
        push(&mut events, now, Some(0), EventKind::Counted { code: 1 });
    }
    push(&mut events, 130_000, None, EventKind::Ended);
    // It is looked at a year later.
    let figures = figures(&of_target(&events, 0), &sheet, u32::MAX);
    assert_eq!((figures.planned, figures.observed, figures.missed, figures.not_seen), (60, 6, 0, 0));
    assert_eq!(figures.watched_ms, 130_000);
    assert_eq!(shares(&figures, 0).0.hundredths(), Some(10_000));
    assert_eq!(figures.codes[1], Measured::Count { times: 6 });
    let open = intervals(&events, &sheet, 0).iter().filter(|interval| interval.state == State::Open).count();
    assert_eq!(open, 54);
}

#[test]
fn p16_an_interval_that_was_not_reached_cannot_be_scored() {
    let sheet = sheet(1, 20, Instant::End, &[Method::Momentary]);
    let events = [
        at(1_000, EventKind::Scored { code: 0, interval: 2 }),
        at(1_000, EventKind::NotSeen { interval: 1 }),
        at(21_000, EventKind::Ended),
    ];
    let states: Vec<State> = intervals(&events, &sheet, 0).iter().map(|interval| interval.state).collect();
    assert_eq!(states, [State::Missed, State::NotSeen, State::Open]);
    assert_eq!(figures(&events, &sheet, 0).observed, 0);
}

// Levels and latency.

#[test]
fn p16_levels_give_the_middle_and_the_most_frequent_never_a_mean() {
    let sheet = sheet(20, 20, Instant::End, &[Method::Level]);
    let measured = |levels: &[u8]| {
        let events: Vec<Event> = levels.iter().map(|&level| at(0, EventKind::Rated { code: 0, level })).collect();
        match figures(&events, &sheet, MINUTE).codes.remove(0) {
            Measured::Level { levels } => (median_halves(&levels), modes(&levels)),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(measured(&[]), (None, vec![]));
    assert_eq!(measured(&[1, 1, 1, 5, 5]), (Some(2), vec![1]), "the mean would be 2.6");
    assert_eq!(measured(&[4, 3]), (Some(7), vec![3, 4]), "3.5, and both as often");
    assert_eq!(measured(&[5, 1, 2, 2, 5, 3]), (Some(5), vec![2, 5]));
    assert_eq!(measured(&[0, 6, 255, 4]), (Some(8), vec![4]), "there are levels 1 to 5");
    assert_eq!(tap(&[], &sheet, 0, 0, 0), None, "a level needs its number");
}

#[test]
fn p16_a_latency_without_a_response_is_none_and_never_zero() {
    let sheet = sheet(20, 20, Instant::End, &[Method::Latency]);
    let measured = |events: &[Event]| figures(events, &sheet, 20 * MINUTE).codes.remove(0);
    assert_eq!(measured(&[]), Measured::Latency { answers_ms: vec![], unanswered: 0 });
    let mut events = vec![at(5_000, EventKind::Cued { code: 0 })];
    assert_eq!(measured(&events), Measured::Latency { answers_ms: vec![], unanswered: 1 });
    assert_eq!(tap(&events, &sheet, 0, 0, 6_000), Some(EventKind::Responded { code: 0 }));
    push(&mut events, 12_500, None, EventKind::Responded { code: 0 });
    push(&mut events, 13_000, None, EventKind::Responded { code: 0 });
    push(&mut events, 20_000, None, EventKind::Cued { code: 0 });
    push(&mut events, 30_000, None, EventKind::Cued { code: 0 });
    push(&mut events, 30_000, None, EventKind::Responded { code: 0 });
    assert_eq!(measured(&events), Measured::Latency { answers_ms: vec![7_500, 0], unanswered: 1 });
}

#[test]
fn p16_nothing_of_nothing_is_no_figure() {
    assert_eq!(Share::default().hundredths(), None);
    assert_eq!(rate_hundredths(3, 0), None);
    assert_eq!(Share { scored: u32::MAX, of: u32::MAX }.hundredths(), Some(10_000));
    assert_eq!(Share { scored: 1, of: 8 }.hundredths(), Some(1250));
    assert_eq!(Share { scored: 2, of: 3 }.hundredths(), Some(6667));
}

// Several targets, undo, time.

#[test]
fn p16_of_two_observed_at_once_neither_tells_of_the_other() {
    let sheet = sheet(1, 20, Instant::End, &[Method::Momentary, Method::Count]);
    let observed = |label: &str, number| Observed {
        file: Some(FileId::from_bytes([number; 16])),
        colour: Colour::Red,
        label: label.to_owned(),
    };
    let running = RunningObservation {
        began: Moment { utc_ms: 0, offset_min: 0 },
        sheet: sheet.clone(),
        lesson: Default::default(),
        observed: vec![observed("Seat 1", 1), observed("Seat 2", 2)],
    };
    let mut events = Vec::new();
    push(&mut events, 20_000, Some(0), EventKind::Scored { code: 0, interval: 0 });
    push(&mut events, 21_000, Some(1), EventKind::Counted { code: 1 });
    push(&mut events, 22_000, Some(1), EventKind::Noted("hit the first".to_owned()));
    push(&mut events, 23_000, Some(0), EventKind::Counted { code: 1 });
    let taken_back = to_undo(&events).unwrap();
    push(&mut events, 24_000, None, EventKind::Undone { event: taken_back });
    push(
        &mut events,
        25_000,
        Some(1),
        EventKind::Paused { reason: PauseReason::OutOfRoom, words: "to the office".to_owned() },
    );
    push(&mut events, 30_000, None, EventKind::Noted("fire bell".to_owned()));
    push(&mut events, 60_000, None, EventKind::Ended);
    let first = running.of(0, &events, "a comment".to_owned());
    let second = running.of(1, &events, String::new());
    let whats = |observation: &casebook_domain::observation::Observation| -> Vec<EventKind> {
        assert!(observation.events.iter().all(|event| event.target.is_none()));
        observation.events.iter().map(|event| event.what.clone()).collect()
    };
    let bell = EventKind::Noted("fire bell".to_owned());
    assert_eq!(whats(&first), [EventKind::Scored { code: 0, interval: 0 }, bell.clone(), EventKind::Ended]);
    let office = EventKind::Paused { reason: PauseReason::OutOfRoom, words: "to the office".to_owned() };
    let hit = EventKind::Noted("hit the first".to_owned());
    assert_eq!(whats(&second), [EventKind::Counted { code: 1 }, hit, office, bell, EventKind::Ended]);
    // One was out of the room; the other was not.
    assert_eq!((first.figures().not_seen, first.figures().missed, first.figures().watched_ms), (0, 2, 60_000));
    assert_eq!((second.figures().not_seen, second.figures().missed, second.figures().watched_ms), (2, 1, 25_000));
    assert_eq!(shares(&first.figures(), 0).0, Share { scored: 1, of: 1 });
    assert_eq!(second.figures().codes[1], Measured::Count { times: 1 });
}

#[test]
fn p16_undo_and_redo_go_back_and_forth_through_the_taps_alone() {
    let mut events = Vec::new();
    for code in 0..3 {
        push(&mut events, 1_000, Some(code), EventKind::Counted { code });
        push(&mut events, 2_000, None, EventKind::Watched { interval: u32::from(code) });
    }
    push(&mut events, 3_000, None, EventKind::Paused { reason: PauseReason::Other, words: String::new() });
    let stands = |events: &[Event]| -> Vec<u8> {
        let taps = events.iter().zip(standing(events)).filter(|(_, stands)| *stands);
        taps.filter_map(|(event, _)| event.what.code()).collect()
    };
    assert_eq!(to_redo(&events), None);
    for left in [&[0, 1][..], &[0], &[]] {
        let event = to_undo(&events).unwrap();
        push(&mut events, 4_000, None, EventKind::Undone { event });
        assert_eq!(stands(&events), left);
    }
    assert_eq!(to_undo(&events), None, "a pause is no tap, nor is an interval that was watched");
    for left in [&[0][..], &[0, 1]] {
        let event = to_redo(&events).unwrap();
        push(&mut events, 4_000, None, EventKind::Redone { event });
        assert_eq!(stands(&events), left);
    }
    push(&mut events, 4_000, None, EventKind::Counted { code: 7 });
    assert_eq!(to_redo(&events), None, "after a new tap there is nothing to put back");
    assert_eq!(stands(&events), [0, 1, 7]);
    assert_eq!(events::paused(&events), Some(PauseReason::Other));
}

#[test]
fn p16_time_stands_still_when_the_clock_is_set_back() {
    let sheet = sheet(2, 20, Instant::End, &[Method::Momentary, Method::Count]);
    let mut events = Vec::new();
    push(&mut events, 90_000, None, EventKind::Scored { code: 0, interval: 3 });
    push(&mut events, 10_000, None, EventKind::Counted { code: 1 });
    assert_eq!(events.last().map(|event| event.at_ms), Some(90_000));
    // What was seen stays seen, though by the clock it has not happened yet.
    let figures = figures(&events, &sheet, 10_000);
    assert_eq!((figures.observed, figures.watched_ms), (1, 90_000));
}

#[test]
fn p16_a_behaviour_that_was_not_stopped_is_still_going_on_at_the_end() {
    let sheet = sheet(2, 20, Instant::End, &[Method::Duration, Method::Duration]);
    let mut events = Vec::new();
    push(&mut events, 10_000, None, EventKind::Began { code: 0 });
    push(&mut events, 20_000, None, EventKind::Began { code: 1 });
    push(&mut events, 30_000, None, EventKind::Stopped { code: 1 });
    let open = |events: &[Event]| {
        let figures = figures(events, &sheet, 60_000);
        figures.codes.iter().map(|code| matches!(code, Measured::Duration { open: true, .. })).collect::<Vec<_>>()
    };
    assert_eq!(open(&events), [false, false], "it runs, and may stop yet");
    push(&mut events, 60_000, None, EventKind::Ended);
    assert_eq!(open(&events), [true, false]);
    // Of the parts, the last one says so.
    let parts =
        [(0, 40_000), (40_000, u32::MAX)].map(|(from, until)| figures_between(&events, &sheet, 60_000, from, until));
    assert!(matches!(parts[0].codes[0], Measured::Duration { open: false, .. }));
    assert!(matches!(parts[1].codes[0], Measured::Duration { open: true, .. }));
    // A pause ended it: nobody saw it continue.
    let paused = EventKind::Paused { reason: PauseReason::OutOfRoom, words: String::new() };
    events.pop();
    push(&mut events, 50_000, None, paused);
    push(&mut events, 60_000, None, EventKind::Ended);
    assert_eq!(open(&events), [false, false]);
}

#[test]
fn p16_a_clock_that_was_put_right_changes_no_figure() {
    let sheet = sheet(2, 20, Instant::End, &[Method::Momentary, Method::Count]);
    let mut events = Vec::new();
    push(&mut events, 20_500, None, EventKind::Scored { code: 0, interval: 0 });
    let mut moved = events.clone();
    push(&mut moved, 21_000, None, EventKind::ClockMoved { by_ms: 3_600_000 });
    for events in [&mut events, &mut moved] {
        push(events, 41_000, None, EventKind::Scored { code: 0, interval: 1 });
        push(events, 50_000, None, EventKind::Ended);
    }
    assert_eq!(figures(&events, &sheet, 50_000), figures(&moved, &sheet, 50_000));
    assert_eq!(events::to_undo(&moved), Some(2), "nobody tapped it, so \"undo\" takes the tap back");
}

// What holds of anything.

fn any_method() -> impl Strategy<Value = Method> {
    proptest::sample::select(Method::ALL)
}

fn any_reason() -> impl Strategy<Value = PauseReason> {
    proptest::sample::select(PauseReason::ALL)
}

/// A sheet that can be used.
fn any_sheet() -> impl Strategy<Value = Sheet> {
    let codes = proptest::collection::vec((any_method(), any::<bool>()), 1..10);
    (1u16..=90, 5u16..=60, any::<bool>(), proptest::option::of(2u8..8), codes).prop_map(
        |(planned_min, length_s, at_end, peer_every, codes)| {
            let instant = if at_end { Instant::End } else { Instant::Start };
            let methods: Vec<Method> = codes.iter().map(|(method, _)| *method).collect();
            let mut sheet = sheet(planned_min, length_s, instant, &methods);
            for (code, (_, only_peers)) in sheet.codes.iter_mut().zip(&codes) {
                if *only_peers && peer_every.is_some() {
                    code.watching = Watching::PeerIntervals;
                }
            }
            sheet.intervals = Some(Intervals { length_s, instant, peer_every });
            assert_eq!(sheet.faults(), []);
            sheet
        },
    )
}

/// What a mentor does next on the live screen, some time after what was done before.
#[derive(Clone, Debug)]
enum Act {
    Tap { target: u8, code: u8 },
    Rate { target: u8, code: u8, level: u8 },
    NotSeen { target: Option<u8> },
    Correct { target: u8, code: u8, back: u32, how: u8 },
    Note,
    Pause { target: Option<u8>, reason: PauseReason },
    Resume { target: Option<u8> },
    Undo,
    Redo,
}

fn any_act() -> impl Strategy<Value = Act> {
    let whom = || proptest::option::of(0u8..2);
    prop_oneof![
        10 => (0u8..2, 0u8..10).prop_map(|(target, code)| Act::Tap { target, code }),
        2 => (0u8..2, 0u8..10, 1u8..=5).prop_map(|(target, code, level)| Act::Rate { target, code, level }),
        1 => whom().prop_map(|target| Act::NotSeen { target }),
        1 => (0u8..2, 0u8..10, 0u32..20, 0u8..3).prop_map(|(target, code, back, how)| Act::Correct { target, code, back, how }),
        1 => Just(Act::Note),
        1 => (whom(), any_reason()).prop_map(|(target, reason)| Act::Pause { target, reason }),
        1 => whom().prop_map(|target| Act::Resume { target }),
        3 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ]
}

fn any_acts() -> impl Strategy<Value = Vec<(u32, Act)>> {
    proptest::collection::vec((0u32..40_000, any_act()), 0..150)
}

/// Plays the acts as the live screen does; gives the events and the instant at which they ended.
fn play(sheet: &Sheet, acts: &[(u32, Act)]) -> (Vec<Event>, u32) {
    let (mut events, mut now) = (Vec::new(), 0);
    for (wait, act) in acts {
        // A tablet that was awake for the whole of an interval has watched it; the tablet sleeps through some.
        if let (Some(interval), true) = (sheet.current(now), *wait < 30_000) {
            now += wait;
            if sheet.ended(now) > interval && sheet.blank_is_data() {
                push(&mut events, now, None, EventKind::Watched { interval });
            }
        } else {
            now += wait;
        }
        let last = sheet.ended(now);
        let next = match *act {
            Act::Tap { target, code } => tap(&events, sheet, target, code, now).map(|what| (Some(target), what)),
            Act::Rate { target, code, level } => Some((Some(target), EventKind::Rated { code, level })),
            Act::NotSeen { target } => sheet.current(now).map(|interval| (target, EventKind::NotSeen { interval })),
            Act::Correct { target, code, back, how } => last.checked_sub(back + 1).map(|interval| {
                let what = match how {
                    0 => EventKind::Scored { code, interval },
                    1 => EventKind::NotSeen { interval },
                    _ => EventKind::Unmarked { interval },
                };
                (Some(target), what)
            }),
            Act::Note => Some((None, EventKind::Noted("a note".to_owned()))),
            Act::Pause { target, reason } => Some((target, EventKind::Paused { reason, words: String::new() })),
            Act::Resume { target } => Some((target, EventKind::Resumed)),
            Act::Undo => to_undo(&events).map(|event| (None, EventKind::Undone { event })),
            Act::Redo => to_redo(&events).map(|event| (None, EventKind::Redone { event })),
        };
        if let Some((target, what)) = next {
            push(&mut events, now, target, what);
        }
    }
    (events, now)
}

/// What must hold of the figures of any events on a sheet.
fn check(events: &[Event], sheet: &Sheet, now: u32) -> Result<Figures, TestCaseError> {
    let figures = figures(events, sheet, now);
    let all = intervals(events, sheet, now);
    let count = |state| all.iter().filter(|interval| interval.state == state).count() as u32;
    prop_assert_eq!(figures.planned, sheet.planned_intervals());
    prop_assert_eq!(figures.planned as usize, all.len());
    prop_assert_eq!(figures.observed + figures.peer_observed, count(State::Observed));
    prop_assert_eq!((figures.missed, figures.not_seen), (count(State::Missed), count(State::NotSeen)));
    let closed = figures.observed + figures.peer_observed + figures.missed + figures.not_seen;
    prop_assert_eq!(closed + count(State::Open), figures.planned);
    prop_assert!(figures.watched_ms <= until(events, now));
    prop_assert_eq!(figures.codes.len(), sheet.codes.len());
    for (place, (code, measured)) in sheet.codes.iter().zip(&figures.codes).enumerate() {
        match measured {
            Measured::Intervals { target, peer } => {
                let own = if code.watching == Watching::Everyone { figures.observed } else { 0 };
                prop_assert_eq!((target.of, peer.of), (own, figures.peer_observed));
                prop_assert!(target.scored <= target.of && peer.scored <= peer.of);
                // Counted again from the intervals that were observed, and from no other.
                let scored = |of_peer: bool| {
                    let observed = all.iter().filter(|it| it.state == State::Observed && it.peer == of_peer);
                    observed.filter(|it| it.scored.has(place as u8)).count() as u32
                };
                let own = if code.watching == Watching::Everyone { scored(false) } else { 0 };
                prop_assert_eq!((target.scored, peer.scored), (own, scored(true)));
            }
            Measured::Duration { total_ms, .. } => prop_assert!(*total_ms <= figures.watched_ms),
            Measured::Level { levels } => prop_assert!(levels.iter().all(|level| (1..=5).contains(level))),
            Measured::Count { .. } | Measured::Latency { .. } => {}
        }
    }
    Ok(figures)
}

/// A pseudo-random number; the hostile lists are too long for a strategy of their own.
fn step(seed: &mut u64) -> u32 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as u32
}

/// Anything at all that a row could hold, in any order of time.
fn hostile(mut seed: u64, length: usize) -> Vec<Event> {
    let seed = &mut seed;
    let any = |seed: &mut u64| match step(seed) % 4 {
        0 => step(seed) % 8,
        1 => step(seed) % 3_000,
        2 => u32::MAX - step(seed) % 3,
        _ => step(seed).wrapping_mul(2),
    };
    let mut events = Vec::with_capacity(length);
    for _ in 0..length {
        let (code, interval, event) = (any(seed) as u8, any(seed), any(seed));
        let what = match step(seed) % 18 {
            0 => EventKind::Scored { code, interval },
            1 => EventKind::Cleared { code, interval },
            2 => EventKind::NotSeen { interval },
            3 => EventKind::Unmarked { interval },
            4 => EventKind::Watched { interval },
            5 => EventKind::Counted { code },
            6 => EventKind::Began { code },
            7 => EventKind::Stopped { code },
            8 => EventKind::Cued { code },
            9 => EventKind::Responded { code },
            10 => EventKind::Rated { code, level: any(seed) as u8 },
            11 => EventKind::Abc(Abc::default()),
            12 => EventKind::Noted(String::new()),
            13 => EventKind::Paused {
                reason: PauseReason::ALL[step(seed) as usize % PauseReason::ALL.len()],
                words: String::new(),
            },
            14 => EventKind::Resumed,
            15 => EventKind::Undone { event },
            16 => EventKind::Redone { event },
            // An end now and then, or there would be little else to look at.
            _ if step(seed).is_multiple_of(64) => EventKind::Ended,
            _ => EventKind::Counted { code },
        };
        let target = step(seed).is_multiple_of(2).then(|| any(seed) as u8);
        events.push(Event { at_ms: any(seed), target, what });
    }
    events
}

/// A sheet as it could come from elsewhere: nothing in it needs to be sensible.
fn hostile_sheet() -> impl Strategy<Value = Sheet> {
    let odd = || prop_oneof![Just(0u16), Just(1), Just(u16::MAX), any::<u16>()];
    let codes = proptest::collection::vec(any_method(), 0..40);
    (odd(), odd(), any::<bool>(), proptest::option::of(any::<u8>()), codes, any::<bool>()).prop_map(
        |(planned_min, length_s, at_end, peer_every, methods, some)| Sheet {
            name: String::new(),
            planned_min,
            intervals: some.then_some(Intervals {
                length_s,
                instant: if at_end { Instant::End } else { Instant::Start },
                peer_every,
            }),
            codes: methods.into_iter().map(|method| code("", method)).collect(),
            abc: false,
        },
    )
}

/// Bouts in order of time that don't overlap; some touch.
fn any_bouts() -> impl Strategy<Value = Vec<Bout>> {
    proptest::collection::vec((prop_oneof![Just(0u32), 0u32..20_000], 1u32..30_000), 0..30).prop_map(|parts| {
        let mut from = 0;
        let mut bouts = Vec::new();
        for (gap, length) in parts {
            bouts.push(Bout { from_ms: from + gap, until_ms: from + gap + length });
            from += gap + length;
        }
        bouts
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn p16_partial_overestimates_and_whole_underestimates_any_bouts(bouts in any_bouts(), length in 1u32..60_000, count in 1u32..60) {
        let until = length * count;
        let shown: u32 = bouts.iter().map(|bout| bout.until_ms.min(until).saturating_sub(bout.from_ms)).sum();
        let sampled = sampled(&bouts, length, count);
        prop_assert!(sampled.whole.scored * length <= shown);
        prop_assert!(shown <= sampled.partial.scored * length);
        for momentary in [sampled.at_start, sampled.at_end] {
            prop_assert!(sampled.whole.scored <= momentary.scored && momentary.scored <= sampled.partial.scored);
        }
    }

    #[test]
    fn p16_bouts_that_were_tapped_are_the_bouts_that_are_counted(shown in any_bouts()) {
        let mut events = Vec::new();
        for bout in &shown {
            push(&mut events, bout.from_ms, None, EventKind::Began { code: 3 });
            push(&mut events, bout.until_ms, None, EventKind::Stopped { code: 3 });
        }
        prop_assert_eq!(bouts(&events, 3, u32::MAX), shown);
    }

    #[test]
    fn p16_missed_and_not_seen_intervals_never_count(sheet in any_sheet(), acts in any_acts(), later in 0u32..600_000) {
        let (mut events, now) = play(&sheet, &acts);
        for target in 0..2 {
            check(&of_target(&events, target), &sheet, now + later)?;
        }
        push(&mut events, now + later, None, EventKind::Ended);
        for target in 0..2 {
            let own = of_target(&events, target);
            let ended = check(&own, &sheet, now + later)?;
            prop_assert_eq!(&figures(&own, &sheet, u32::MAX), &ended, "what is over changes no more");
        }
    }

    #[test]
    fn p16_undo_then_redo_is_identity(sheet in any_sheet(), acts in any_acts(), times in 1usize..6) {
        let (mut events, now) = play(&sheet, &acts);
        let figures_of = |events: &[Event]| [0, 1].map(|target| figures(&of_target(events, target), &sheet, now));
        let mut before = vec![figures_of(&events)];
        for _ in 0..times {
            let Some(event) = to_undo(&events) else { break };
            push(&mut events, now, None, EventKind::Undone { event });
            before.push(figures_of(&events));
        }
        while before.len() > 1 {
            prop_assert_eq!(Some(figures_of(&events)), before.pop());
            let event = to_redo(&events).expect("what was taken back can be put back");
            push(&mut events, now, None, EventKind::Redone { event });
        }
        prop_assert_eq!(Some(figures_of(&events)), before.pop());
    }

    #[test]
    fn p16_an_undone_tap_is_as_if_it_had_never_been(sheet in any_sheet(), acts in any_acts(), target in 0u8..2, code in 0u8..10) {
        let (events, now) = play(&sheet, &acts);
        if let Some(what) = tap(&events, &sheet, target, code, now) {
            let mut with = events.clone();
            push(&mut with, now, Some(target), what);
            let event = to_undo(&with).expect("a tap");
            prop_assert_eq!(event as usize, events.len());
            push(&mut with, now, None, EventKind::Undone { event });
            for target in 0..2 {
                prop_assert_eq!(of_target(&with, target), of_target(&events, target));
            }
        }
    }

    #[test]
    fn p16_any_first_part_gives_a_summary_and_time_never_goes_back(sheet in any_sheet(), acts in any_acts(), cut in 0usize..150) {
        let (events, _) = play(&sheet, &acts);
        prop_assert!(events.is_sorted_by_key(|event| event.at_ms));
        let prefix = &events[..cut.min(events.len())];
        for target in 0..2 {
            let own = of_target(prefix, target);
            let now = prefix.last().map_or(0, |event| event.at_ms);
            check(&own, &sheet, now)?;
        }
    }

    #[test]
    fn p16_the_split_of_a_split_is_itself(sheet in any_sheet(), acts in any_acts()) {
        let (events, now) = play(&sheet, &acts);
        for target in 0..2 {
            let own = of_target(&events, target);
            prop_assert_eq!(&of_target(&own, target), &own);
            prop_assert_eq!(&of_target(&own, 9), &own, "saved events are of nobody in particular");
            prop_assert_eq!(figures(&of_target(&own, target), &sheet, now), figures(&own, &sheet, now));
        }
    }

    #[test]
    fn p16_slices_of_five_minutes_add_up_to_the_whole(sheet in any_sheet(), acts in any_acts(), ended in any::<bool>(), slice in 1u32..600_000) {
        let (mut events, now) = play(&sheet, &acts);
        if ended {
            push(&mut events, now, None, EventKind::Ended);
        }
        let own = of_target(&events, 0);
        let whole = figures(&own, &sheet, now);
        for slice in [5 * MINUTE, slice.max(20_000)] {
            let mut sum = figures_between(&own, &sheet, now, 0, slice);
            let mut from = slice;
            // Beyond the end, to the last interval that was planned.
            while from <= now.max(u32::from(sheet.planned_min) * MINUTE) {
                let part = figures_between(&own, &sheet, now, from, from + slice);
                sum.watched_ms += part.watched_ms;
                sum.planned += part.planned;
                sum.observed += part.observed;
                sum.peer_observed += part.peer_observed;
                sum.not_seen += part.not_seen;
                sum.missed += part.missed;
                sum.abc += part.abc;
                for (sum, part) in sum.codes.iter_mut().zip(part.codes) {
                    add(sum, part);
                }
                from += slice;
            }
            prop_assert_eq!(&sum, &whole);
        }
    }
}

fn add(sum: &mut Measured, part: Measured) {
    match (sum, part) {
        (Measured::Intervals { target, peer }, Measured::Intervals { target: more, peer: others }) => {
            (target.scored, target.of) = (target.scored + more.scored, target.of + more.of);
            (peer.scored, peer.of) = (peer.scored + others.scored, peer.of + others.of);
        }
        (Measured::Count { times }, Measured::Count { times: more }) => *times += more,
        (
            Measured::Duration { total_ms, bouts, open },
            Measured::Duration { total_ms: more, bouts: others, open: at_end },
        ) => {
            (*total_ms, *bouts, *open) = (*total_ms + more, *bouts + others, *open || at_end);
        }
        (Measured::Latency { answers_ms, unanswered }, Measured::Latency { answers_ms: more, unanswered: others }) => {
            answers_ms.extend(more);
            *unanswered += others;
        }
        (Measured::Level { levels }, Measured::Level { levels: more }) => levels.extend(more),
        (sum, part) => panic!("{sum:?} and {part:?} are of different codes"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Twenty thousand events that no screen would make, on sheets that no form would let through. What overflows panics
    /// in a debug build, which tests are.
    #[test]
    fn p16_hostile_events_end_in_figures_all_the_same(sheet in hostile_sheet(), sane in any_sheet(), seed in any::<u64>(), now in any::<u32>()) {
        let events = hostile(seed, 20_000);
        for sheet in [&sheet, &sane] {
            for target in [0, 255] {
                let own = of_target(&events, target);
                prop_assert_eq!(&of_target(&own, target), &own);
                let whole = figures(&own, sheet, now);
                let closed = whole.observed + whole.peer_observed + whole.not_seen + whole.missed;
                prop_assert!(closed <= whole.planned);
                figures_between(&own, sheet, now, now / 2, now);
                pauses(&own, now);
                for code in 0..=255 {
                    goes_on(&own, code);
                    waiting_since(&own, code);
                }
            }
            for code in [0, 1, 39, 255] {
                tap(&events, sheet, 0, code, now);
            }
        }
        to_undo(&events);
        to_redo(&events);
        ended_at(&events);
        sampled(&bouts(&events, 0, now), now, 5);
    }
}
