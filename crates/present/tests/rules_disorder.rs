//! What two devices wrote, each by the rules, and that can't both be true: it is named, asked for on Today, and every way
//! out that is offered leads out.

use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Kind};
use casebook_domain::decide::{Command, Missing, decide};
use casebook_domain::disorder::{Disorder, WayKind, changed, disorderliness, disorders, ways};
use casebook_domain::due::DueKind;
use casebook_domain::ids::RecordId;
use casebook_domain::pupil::Pupil;
use casebook_domain::referral::AuthorisationDecision;
use casebook_domain::review::ReviewDecision;
use casebook_domain::states::State;
use casebook_present::disorder::{disorder_words, way_words};
use casebook_testing::*;
use proptest::prelude::*;

/// A second device with the same file; what it writes new has identifiers of its own.
fn device(world: &World, number: u32) -> World {
    World {
        case: world.case.clone(),
        settings: world.settings.clone(),
        today: world.today,
        written: world.written + 1_000 * number,
    }
}

/// What one holds after the bundle of the other came in: of a record that both changed the later one is shown.
fn merged(one: &World, other: &World) -> World {
    let mut world = device(one, 7);
    world.today = one.today.max(other.today);
    for item in other.case.items() {
        if world.case.get(item.id).is_none_or(|here| here.saved < item.saved) {
            world.case.put(item.clone());
        }
    }
    world
}

fn way(case: &CaseFile, disorder: Disorder, wanted: fn(&WayKind) -> bool) -> Command {
    let ways = ways(case, disorder, id(9_999));
    let found = ways.iter().find(|way| wanted(&way.kind));
    let found =
        found.unwrap_or_else(|| panic!("not offered: {:?}", ways.iter().map(|way| way.kind).collect::<Vec<_>>()));
    Command::SetRight { changes: found.changes.clone() }
}

/// An exit on one device, a review that continues and a revised plan on the other.
fn exit_against_continue() -> (World, Disorder) {
    let (base, _) = World::planned();
    let (mut exits, mut goes_on) = (device(&base, 1), device(&base, 2));
    exits.today = 49;
    exits.must(Content::Review(review(ReviewDecision::Exit, 49)));
    exits.must(Content::Exit(exit(49)));
    goes_on.today = 56;
    goes_on.must(Content::Review(review(ReviewDecision::Continue, 56)));
    goes_on.must(Content::Plan(plan(57)));
    let world = merged(&exits, &goes_on);
    let episode = world.episode();
    (world, Disorder::GoesOn(episode))
}

#[test]
fn what_commands_made_is_in_order() {
    for world in [World::new(), World::referred(), World::started(), World::planned().0, World::exited()] {
        assert_eq!(disorders(&world.case), []);
        assert_eq!(world.due_of(DueKind::Decide), None);
    }
}

#[test]
fn exit_against_continue_waits_for_a_decision_and_has_four_ways_out() {
    let (world, disorder) = exit_against_continue();
    assert_eq!((world.state(), disorders(&world.case)), (State::Undecided, vec![disorder]));
    assert!(world.due_of(DueKind::Decide).is_some());
    let kinds: Vec<WayKind> = ways(&world.case, disorder, id(9_999)).into_iter().map(|way| way.kind).collect();
    assert_eq!(
        kinds,
        [WayKind::WithdrawExit, WayKind::ExitLater(day(57)), WayKind::NewEpisode(day(56)), WayKind::TakeBack(2),]
    );
    let outcomes: Vec<State> = ways(&world.case, disorder, id(9_999))
        .into_iter()
        .map(|way| {
            let mut after = device(&world, 8);
            after.run(&Command::SetRight { changes: way.changes }).expect("it leads out");
            assert_eq!(disorders(&after.case), [], "{:?}", way.kind);
            assert_eq!(after.due_of(DueKind::Decide), None);
            after.state()
        })
        .collect();
    assert_eq!(
        outcomes,
        [State::Intervention, State::ExitProgramme, State::AwaitingAuthorisation, State::ExitProgramme]
    );
}

#[test]
fn a_new_episode_takes_what_came_after_the_exit_and_leaves_what_came_before() {
    let (mut world, disorder) = exit_against_continue();
    let old = world.episode();
    let command = way(&world.case, disorder, |kind| matches!(kind, WayKind::NewEpisode(_)));
    world.run(&command).expect("allowed");
    let (first, second) = (world.case.episode(old).expect("kept"), world.current());
    assert_eq!((first.state, second.id, second.opened), (State::ExitProgramme, id(9_999), day(56)));
    assert_eq!(world.case.plans(first.id).len(), 1);
    let plans = world.case.plans(second.id);
    assert_eq!((plans.len(), plans[0].revises), (1, None), "what it revised stays behind");
    assert_eq!(second.referral.criteria, first.referral.criteria);
}

#[test]
fn two_open_episodes_are_joined_or_one_is_taken_out() {
    let base = World::new();
    let (mut one, mut other) = (device(&base, 1), device(&base, 2));
    let older = one.must(Content::Referral(referral(0)));
    one.must(Content::Authorisation(authorisation(older, AuthorisationDecision::Authorised, 1)));
    one.fill_gates();
    one.must(Content::Start(start(7)));
    let newer = other.must(Content::Referral(referral(3)));
    let world = merged(&one, &other);
    let disorder = Disorder::OpenTwice { older, newer };
    assert_eq!(disorders(&world.case), [disorder]);
    let kinds: Vec<WayKind> = ways(&world.case, disorder, id(9_999)).into_iter().map(|way| way.kind).collect();
    assert_eq!(kinds, [WayKind::Join, WayKind::WithdrawReferral(newer)], "the one with work on it is not taken out");

    let mut joined = device(&world, 8);
    joined.run(&way(&world.case, disorder, |kind| *kind == WayKind::Join)).expect("allowed");
    assert_eq!(disorders(&joined.case), []);
    assert_eq!(joined.case.episodes().len(), 1);
    assert_eq!((joined.state(), joined.case.referrals(older).len()), (State::Intervention, 2));
    let mut taken = device(&world, 9);
    taken.run(&way(&world.case, disorder, |kind| matches!(kind, WayKind::WithdrawReferral(_)))).expect("allowed");
    assert_eq!(taken.case.episodes().len(), 1);
}

#[test]
fn of_two_pupils_records_and_of_two_starts_one_is_kept() {
    let base = World::prepared();
    let (mut one, mut other) = (device(&base, 1), device(&base, 2));
    let first = one.must(Content::Start(start(7)));
    let second = other.must(Content::Start(start(9)));
    let mut world = merged(&one, &other);
    let episode = world.episode();
    assert_eq!(disorders(&world.case), [Disorder::StartedTwice(episode)]);
    let found = ways(&world.case, Disorder::StartedTwice(episode), id(9_999));
    let kinds: Vec<WayKind> = found.iter().map(|way| way.kind).collect();
    assert_eq!(kinds, [WayKind::KeepStart(second), WayKind::KeepStart(first)]);
    world.run(&Command::SetRight { changes: found[1].changes.clone() }).expect("allowed");
    assert_eq!(world.case.start(episode).expect("kept").id, first);

    let stranger = World::new();
    let mut twice = device(&stranger, 1);
    let mut item = stranger.case.items().next().expect("the pupil").clone();
    item.id = id(55);
    twice.case.put(item);
    assert_eq!(disorders(&twice.case), [Disorder::TwoPupils]);
    assert!(twice.due_of(DueKind::Decide).is_some());
    let command = way(&twice.case, Disorder::TwoPupils, |kind| *kind == WayKind::KeepPupil(id(55)));
    twice.run(&command).expect("allowed");
    assert_eq!(twice.case.all::<Pupil>().len(), 1);
}

#[test]
fn a_start_without_an_authorisation_in_force_is_authorised_again_or_taken_out() {
    let base = World::prepared();
    let (mut starts, mut asks) = (device(&base, 1), device(&base, 2));
    starts.must(Content::Start(start(7)));
    let referral = asks.episode();
    asks.must(Content::Authorisation(authorisation(referral, AuthorisationDecision::MoreInformation, 8)));
    let world = merged(&starts, &asks);
    let disorder = Disorder::NotAuthorised(world.episode());
    assert_eq!(disorders(&world.case), [disorder]);
    for (wanted, state) in [
        ((|kind| matches!(kind, WayKind::KeepAuthorisation(_))) as fn(&WayKind) -> bool, State::Intervention),
        (|kind| *kind == WayKind::WithdrawStart, State::MoreInformation),
    ] {
        let mut after = device(&world, 8);
        after.run(&way(&world.case, disorder, wanted)).expect("allowed");
        assert_eq!((after.state(), disorders(&after.case)), (state, vec![]));
    }
    // The third way is the form: the line manager authorises it now.
    let mut after = device(&world, 9);
    after.must(Content::Authorisation(authorisation(referral, AuthorisationDecision::Authorised, 10)));
    assert_eq!(disorders(&after.case), []);
}

/// The plan made on one tablet and on the other, or revised on both.
fn written_twice(revised: bool) -> (World, RecordId, RecordId) {
    let base = if revised { World::reviewed(ReviewDecision::Continue).0 } else { World::started() };
    let (mut one, mut other) = (device(&base, 1), device(&base, 2));
    let first = one.must(Content::Plan(plan(50)));
    let mut different = plan(51);
    different.success = "five pieces".to_owned();
    let second = other.must(Content::Plan(different));
    (merged(&one, &other), first, second)
}

#[test]
fn p25_of_a_plan_that_two_tablets_wrote_the_mentor_says_which_is_in_force() {
    for revised in [false, true] {
        let (world, first, second) = written_twice(revised);
        let episode = world.episode();
        let disorder = Disorder::RevisedTwice(episode);
        assert_eq!(disorders(&world.case), [disorder]);
        assert!(world.due_of(DueKind::Decide).is_some());
        let found = ways(&world.case, disorder, id(9_999));
        let kinds: Vec<WayKind> = found.iter().map(|way| way.kind).collect();
        assert_eq!(kinds, [WayKind::KeepPlan(second), WayKind::KeepPlan(first)]);
        for (way, kept) in found.iter().zip([second, first]) {
            let mut after = device(&world, 8);
            after.run(&Command::SetRight { changes: way.changes.clone() }).expect("allowed");
            assert_eq!(disorders(&after.case), []);
            assert_eq!(after.case.latest_plan(episode).expect("in force").id, kept);
            assert_eq!(after.case.plans(episode).len(), 2 + usize::from(revised), "nothing is deleted");
            assert_eq!(after.due_of(DueKind::Decide), None);
        }
    }
}

#[test]
fn p25_two_mentors_who_decide_differently_are_asked_again() {
    let (world, first, second) = written_twice(true);
    let decide = |kept: RecordId| {
        let disorder = Disorder::RevisedTwice(world.episode());
        let found = ways(&world.case, disorder, id(9_999));
        let way = found.into_iter().find(|way| way.kind == WayKind::KeepPlan(kept)).expect("offered");
        let mut after = device(&world, 8);
        after.today += 1;
        after.run(&Command::SetRight { changes: way.changes }).expect("allowed");
        after
    };
    let mut both = merged(&decide(first), &decide(second));
    let episode = both.episode();
    assert_eq!(disorders(&both.case), [Disorder::RevisedTwice(episode)], "each revises the other");
    let found = ways(&both.case, Disorder::RevisedTwice(episode), id(9_999));
    let way = found.into_iter().find(|way| way.kind == WayKind::KeepPlan(first)).expect("offered");
    both.run(&Command::SetRight { changes: way.changes }).expect("allowed");
    assert_eq!(disorders(&both.case), []);
    assert_eq!(both.case.latest_plan(episode).expect("in force").id, first);
}

#[test]
fn p25_no_undo_brings_back_a_second_plan_in_force() {
    let mut world = World::started();
    let first = world.must(Content::Plan(plan(8)));
    let was = world.case.get(first).expect("there").entry.clone();
    world.delete(first).expect("nobody has it");
    world.must(Content::Plan(plan(9)));
    let refused = world.run(&Command::Restore { id: first, entry: was }).expect_err("there is one already");
    assert_eq!(refused.missing, [Missing::Agreement(Kind::Plan)]);
}

#[test]
fn setting_right_is_no_way_round_the_rules_and_is_taken_back_in_one_step() {
    let started = World::started();
    let begin = started.case.start(started.episode()).expect("started").id;
    let refused =
        decide(&started.case, &started.settings, &Command::SetRight { changes: vec![(begin, None)] }, &started.ctx());
    assert_eq!(refused.expect_err("nothing is out of order").missing, [Missing::Settled]);

    let (mut world, disorder) = exit_against_continue();
    let Command::SetRight { changes } = way(&world.case, disorder, |kind| *kind == WayKind::WithdrawExit) else {
        panic!("a way")
    };
    let back = changes.iter().map(|(id, _)| (*id, world.case.get(*id).map(|item| item.entry.clone()))).collect();
    world.run(&Command::SetRight { changes: changes.clone() }).expect("allowed");
    world.run(&Command::SetBack { changes: back }).expect("taken back");
    assert_eq!(disorders(&world.case), [disorder]);

    let exit = world.case.exit(world.episode()).expect("back").id;
    world.case.two_versions.insert(exit);
    let refused = world.run(&Command::SetRight { changes }).expect_err("choose first");
    assert_eq!(refused.missing, [Missing::OneVersion]);
}

/// What a device does next, as far as its rules allow.
fn act(world: &mut World, what: u8) {
    world.today += i32::from(what / 16);
    let today = world.today;
    let referral_of = world.case.current().map(|current| current.id);
    let content = match what % 12 {
        0 => Content::Referral(referral(today)),
        1 | 2 => {
            let Some(referral) = referral_of else { return };
            Content::Authorisation(authorisation(referral, AuthorisationDecision::Authorised, today))
        }
        3 => {
            let Some(referral) = referral_of else { return };
            Content::Authorisation(authorisation(referral, AuthorisationDecision::MoreInformation, today))
        }
        4 | 5 => Content::Start(urgent_start(today)),
        6 => Content::Plan(plan(today)),
        7 => Content::Review(review(ReviewDecision::Continue, today)),
        8 => Content::Review(review(ReviewDecision::Exit, today)),
        9 => Content::Exit(exit(today)),
        10 => Content::FollowUp(follow_up(today, what >= 128)),
        _ => Content::Note(note()),
    };
    // What is refused is not done.
    let _ = world.save(content);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_three_devices_did_by_the_rules_every_way_out_leads_out_and_nothing_stays_stuck(
        before in prop::collection::vec(any::<u8>(), 0..8),
        each in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9), 3),
        strangers in any::<bool>(), picks in prop::collection::vec(any::<u8>(), 24),
    ) {
        let mut base = World::new();
        for what in before {
            act(&mut base, what);
        }
        let mut devices: Vec<World> = (1..4).map(|number| device(&base, number)).collect();
        for (world, acts) in devices.iter_mut().zip(&each) {
            for what in acts {
                act(world, *what);
            }
        }
        let mut world = merged(&merged(&devices[0], &devices[1]), &devices[2]);
        if strangers {
            let mut pupil = World::new().case.items().next().expect("the pupil").clone();
            pupil.id = id(77);
            world.case.put(pupil);
        }
        for (fresh, pick) in (20_000..).zip(picks) {
            let found = disorders(&world.case);
            prop_assert_eq!(world.due_of(DueKind::Decide).is_some(), !found.is_empty());
            let Some(disorder) = found.get(usize::from(pick) % found.len().max(1)) else { break };
            let offered = ways(&world.case, *disorder, id(fresh));
            prop_assert!(!offered.is_empty(), "{:?} has no way out", disorder);
            prop_assert!(!disorder_words(*disorder, &world.case).1.is_empty());
            for way in &offered {
                prop_assert!(disorderliness(&changed(&world.case, &way.changes)) < disorderliness(&world.case));
                let words = way_words(way, &world.case);
                prop_assert!(!words.0.is_empty() && words.1.ends_with('.'), "{:?}", words);
            }
            let chosen = &offered[usize::from(pick / 3) % offered.len()];
            let left = disorderliness(&world.case);
            world.run(&Command::SetRight { changes: chosen.changes.clone() }).expect("allowed");
            prop_assert!(disorderliness(&world.case) < left);
        }
        prop_assert_eq!(disorders(&world.case), vec![], "it came to an end");
    }
}
