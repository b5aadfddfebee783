//! How long this tablet's copy is kept, what stops its erasing, and requests for access: docs/design.md#erasing,
//! docs/policy.md#keeping-and-access.

use casebook_domain::backup::{KeptBackup, MadeBackup, SealedBy};
use casebook_domain::calendar::{add_months, parse_iso};
use casebook_domain::content::Content;
use casebook_domain::due::{DueKind, WaitsFor};
use casebook_domain::hand_over::{Carried, HandOverReceipt, HandedOver, Parts, Purpose, Received};
use casebook_domain::pupil::{Pupil, SenProvision};
use casebook_domain::referral::AuthorisationDecision;
use casebook_domain::retention::{
    AccessRequest, AccessRoute, Ended, ErasingState, Hold, Over, Retention, erasing, held_elsewhere, holds, retention,
    school_keeps_until,
};
use casebook_domain::settings::{Settings, Term};
use casebook_domain::standing::StandingKind;
use casebook_testing::*;

fn state(world: &World) -> ErasingState {
    erasing(&world.case, &world.settings, day(world.today))
}

/// Where it is this many days after the world's first.
fn state_on(world: &mut World, today: i32) -> ErasingState {
    world.today = today;
    state(world)
}

fn filed(on: i32) -> Retention {
    Retention { filed_on: Some(day(on)), filed_by: "Office, pupil file".to_owned(), ..Retention::default() }
}

fn hold(on: i32) -> Retention {
    Retention { hold_since: Some(day(on)), hold_reason: "A complaint".to_owned(), ..Retention::default() }
}

fn request(on: i32) -> AccessRequest {
    AccessRequest {
        date: day(on),
        route: AccessRoute::Subject,
        by: "Ms Sample, for Testina".to_owned(),
        identity: String::new(),
        identity_on: Some(day(on)),
        scope: String::new(),
        clarifications: Vec::new(),
        extended_on: None,
        extended_why: String::new(),
        typed_due: None,
        due_reason: String::new(),
        officer_told: None,
        answered: None,
        answer: String::new(),
    }
}

fn handed_over(on: i32, purpose: Purpose, receipt: Option<i32>) -> HandedOver {
    HandedOver {
        at: moment(on, 600),
        to: "Mo Colleague".to_owned(),
        purpose,
        until: None,
        parts: Parts::Whole,
        carried: Carried::Recipient,
        lead: String::new(),
        file_name: "2026-11-02 hand-over K7QX.casebook".to_owned(),
        bundles: Vec::new(),
        rows: 20,
        receipt: receipt.map(|on| HandOverReceipt { by: "Mo Colleague".to_owned(), at: moment(on, 900), missing: 0 }),
    }
}

fn received(on: i32) -> Received {
    Received {
        at: moment(on, 600),
        from: "Mo Colleague".to_owned(),
        fingerprint: String::new(),
        known: true,
        purpose: Purpose::Transfer,
        until: None,
        lead_says: None,
        lead_has: None,
        lead: String::new(),
    }
}

/// Exited on day 49 and closed by a last follow-up.
fn closed() -> World {
    let mut world = World::exited();
    world.must(Content::FollowUp(follow_up(110, true)));
    world
}

fn over(why: Ended, ended: i32, erase_on: i32) -> Over {
    Over { why, ended: day(ended), erase_on: day(erase_on) }
}

#[test]
fn a_case_that_is_worked_on_never_falls_due() {
    for mut world in [World::referred(), World::authorised(), World::prepared(), World::started(), World::exited()] {
        assert_eq!(state_on(&mut world, 3_000), ErasingState::Kept);
    }
}

#[test]
fn the_copy_falls_due_a_year_after_the_exit_once_it_is_filed_in_the_schools_record() {
    let mut world = closed();
    let year = over(Ended::Exited, 49, 49 + 365);
    assert_eq!(year.erase_on, add_months(day(49), 12));
    assert_eq!(state_on(&mut world, 49 + 364), ErasingState::Later(year));
    assert_eq!(state_on(&mut world, 49 + 365), ErasingState::NotFiled(year));
    world.must(Content::Retention(filed(400)));
    assert_eq!(state(&world), ErasingState::Due(year));
    world.settings.keep_after_exit_months = 24;
    assert!(matches!(state(&world), ErasingState::Later(_)), "the months are a setting");
}

#[test]
fn what_was_filed_before_the_work_ended_does_not_count() {
    let mut world = closed();
    world.must(Content::Retention(filed(48)));
    assert!(matches!(state_on(&mut world, 800), ErasingState::NotFiled(_)));
    world.must(Content::Retention(filed(49)));
    assert!(matches!(state(&world), ErasingState::Due(_)), "on the day of the exit it does");
}

#[test]
fn a_new_referral_takes_the_time_back() {
    let mut world = closed();
    world.must(Content::Retention(filed(120)));
    assert!(matches!(state_on(&mut world, 800), ErasingState::Due(_)));
    let referral = world.must(Content::Referral(referral(800)));
    assert_eq!(state(&world), ErasingState::Kept);
    world.must(Content::Authorisation(authorisation(referral, AuthorisationDecision::Declined, 801)));
    let ErasingState::Later(over) = state(&world) else { panic!("{:?}", state(&world)) };
    assert_eq!((over.why, over.ended), (Ended::Unused, day(801)), "of two episodes the one that keeps it longer");
    assert!(matches!(state_on(&mut world, 1_000), ErasingState::NotFiled(_)), "filed before it ended anew");
}

#[test]
fn a_declined_referral_falls_due_after_a_term() {
    let mut world = World::referred();
    let episode = world.episode();
    world.must(Content::Authorisation(authorisation(episode, AuthorisationDecision::Declined, 3)));
    let term = |first: &str, last: &str| Term {
        name: String::new(),
        first: parse_iso(first).unwrap(),
        last: parse_iso(last).unwrap(),
    };
    world.settings.terms = vec![term("2026-09-02", "2026-10-23"), term("2026-11-02", "2026-12-18")];
    let ErasingState::Later(over) = state(&world) else { panic!("{:?}", state(&world)) };
    assert_eq!(over.why, Ended::Unused);
    assert_eq!(Some(over.erase_on), parse_iso("2026-12-19"), "the day after the last one of the next half-term");
    world.settings.keep_unused_half_terms = 1;
    let ErasingState::Later(over) = state(&world) else { panic!("{:?}", state(&world)) };
    assert_eq!(Some(over.erase_on), parse_iso("2026-10-24"));
}

#[test]
fn a_redirected_one_too_and_a_pupil_who_was_never_referred() {
    let mut world = World::referred();
    let episode = world.episode();
    world.must(Content::Authorisation(authorisation(episode, AuthorisationDecision::Redirected, 3)));
    assert_eq!(state(&world).over().unwrap().why, Ended::Unused);
    let mut nobody = World::new();
    nobody.must(Content::Note(note()));
    assert_eq!(state(&nobody).over(), Some(over(Ended::NeverReferred, 2, 2 + 13 * 7 + 1)));
    assert_eq!(nobody.due(), [], "it stands in the list, and reminds nobody");
}

#[test]
fn a_received_transfer_falls_due_at_once_and_cover_never() {
    let mut world = World::started();
    world.must(Content::HandedOver(handed_over(20, Purpose::Cover, Some(21))));
    assert_eq!(state_on(&mut world, 30), ErasingState::Kept);
    let sent = world.must(Content::HandedOver(handed_over(22, Purpose::Transfer, None)));
    assert_eq!(state(&world), ErasingState::Kept, "no receipt yet");
    world.edit(sent, Content::HandedOver(handed_over(22, Purpose::Transfer, Some(25)))).unwrap();
    assert_eq!(state(&world), ErasingState::NotFiled(over(Ended::Transferred, 25, 25)));
    world.must(Content::Retention(filed(26)));
    assert_eq!(state(&world), ErasingState::Due(over(Ended::Transferred, 25, 25)));
    world.must(Content::Received(received(28)));
    assert_eq!(state(&world), ErasingState::Kept, "it came back");
}

#[test]
fn a_pupil_who_left_or_died_is_kept_as_after_an_exit_and_the_list_alone_says_so() {
    let mut world = World::started();
    world.today = 30;
    world.must(Content::Standing(standing(StandingKind::Left, 30)));
    assert_eq!(state(&world).over(), Some(over(Ended::Left, 30, 30 + 365)));
    assert_eq!(world.due(), []);
    let mut dead = World::started();
    dead.must(Content::Standing(standing(StandingKind::Died, 30)));
    assert_eq!(state(&dead).over(), Some(over(Ended::Died, 30, 30 + 365)));
    assert_eq!(dead.due(), []);
    let mut held = World::started();
    held.must(Content::Standing(standing(StandingKind::OnHold, 30)));
    assert_eq!(state_on(&mut held, 3_000), ErasingState::Kept, "on hold is not over");
}

#[test]
fn a_hold_stops_erasing_and_so_does_whatever_is_open() {
    let mut world = closed();
    world.must(Content::Retention(filed(120)));
    world.today = 800;
    let held = |world: &World, by: &[Hold]| {
        assert_eq!(state(world), ErasingState::Held(over(Ended::Exited, 49, 49 + 365), by.to_vec()));
        assert_eq!(world.due_of(DueKind::Erase), None, "{by:?}: nobody is told to erase");
    };
    assert_eq!(world.due_of(DueKind::Erase).unwrap().by, Some(day(49 + 365)));

    let hold = world.must(Content::Retention(hold(700)));
    held(&world, &[Hold::Hold]);
    assert_eq!(retention(&world.case).filed_on, Some(day(120)), "two devices' records are one");
    world.delete(hold).unwrap();

    let asked = world.must(Content::AccessRequest(request(790)));
    held(&world, &[Hold::Request]);
    world.edit(asked, Content::AccessRequest(AccessRequest { answered: Some(day(799)), ..request(790) })).unwrap();

    let seen = world.must(Content::Worry(worry()));
    held(&world, &[Hold::Untold]);
    let mut reported = worry();
    reported.told = Some(told());
    world.edit(seen, Content::Worry(reported.clone())).unwrap();
    held(&world, &[Hold::Worry]);
    reported.held_by_lead = true;
    world.edit(seen, Content::Worry(reported)).unwrap();
    assert!(matches!(state(&world), ErasingState::Due(_)));

    world.case.two_versions.insert(id(1));
    held(&world, &[Hold::TwoVersions]);
    world.case.two_versions.clear();
    world.case.newer = 1;
    held(&world, &[Hold::Newer]);
}

#[test]
fn what_stops_erasing_is_known_before_the_time_is_over() {
    let mut world = World::started();
    world.must(Content::Retention(hold(8)));
    world.must(Content::AccessRequest(request(9)));
    assert_eq!(state(&world), ErasingState::Kept);
    assert_eq!(holds(&world.case), [Hold::Hold, Hold::Request]);
}

#[test]
fn the_school_keeps_its_record_to_the_birthday_that_the_settings_name() {
    let settings = Settings::new(String::new(), String::new());
    let until = |born: &str, sen| school_keeps_until(&Pupil { born: parse_iso(born), sen, ..pupil() }, &settings);
    assert_eq!(until("2014-09-01", SenProvision::None), parse_iso("2039-09-01"));
    assert_eq!(until("2014-09-01", SenProvision::Support), parse_iso("2045-09-01"));
    assert_eq!(until("2014-09-01", SenProvision::Plan), parse_iso("2045-09-01"));
    assert_eq!(until("2012-02-29", SenProvision::None), parse_iso("2037-03-01"), "never early");
    assert_eq!(until("2012-02-29", SenProvision::Plan), parse_iso("2043-03-01"));
    assert_eq!(until("2013-02-28", SenProvision::None), parse_iso("2038-02-28"));
    assert_eq!(school_keeps_until(&Pupil { born: None, ..pupil() }, &settings), None);
    let longer = Settings { school_keeps_years: 26, ..settings };
    assert_eq!(school_keeps_until(&pupil(), &longer), parse_iso("2040-09-01"));
}

#[test]
fn today_says_what_is_to_be_filed_and_then_what_is_to_be_erased() {
    let mut world = closed();
    world.today = 120;
    let due = world.due_of(DueKind::FileInSchoolRecord).unwrap();
    assert_eq!((due.by, due.record), (Some(day(49 + 28)), None), "within four weeks of the exit");
    let record = world.must(Content::Retention(Retention::default()));
    assert_eq!(world.due_of(DueKind::FileInSchoolRecord).unwrap().record, Some(record), "the record there is");
    world.edit(record, Content::Retention(filed(120))).unwrap();
    assert_eq!(world.due_of(DueKind::FileInSchoolRecord), None);
    assert_eq!(world.due_of(DueKind::Erase).unwrap().by, Some(day(49 + 365)));
}

#[test]
fn a_request_for_access_is_due_from_the_day_it_arrives_whatever_happened_since() {
    for kind in [None, Some(StandingKind::Left), Some(StandingKind::Died)] {
        let mut world = World::started();
        if let Some(kind) = kind {
            world.must(Content::Standing(standing(kind, 10)));
        }
        let asked = world.must(Content::AccessRequest(request(12)));
        let answer = world.due_of(DueKind::AccessRequest).unwrap();
        assert_eq!(answer.by, request(12).due(&[]), "{kind:?}");
        assert_eq!((answer.waits_for, answer.record), (WaitsFor::Mentor, Some(asked)));
        assert_eq!(world.due_of(DueKind::TellOfficer).unwrap().by, Some(day(12)), "told on the day");
        let told = AccessRequest { officer_told: Some(day(12)), ..request(12) };
        world.edit(asked, Content::AccessRequest(told.clone())).unwrap();
        assert_eq!(world.due_of(DueKind::TellOfficer), None);
        world.edit(asked, Content::AccessRequest(AccessRequest { answered: Some(day(20)), ..told })).unwrap();
        assert_eq!(world.due_of(DueKind::AccessRequest), None, "{kind:?}");
    }
}

#[test]
fn a_certificate_names_every_copy_that_is_still_held() {
    let mut world = World::started();
    world.must(Content::HandedOver(handed_over(20, Purpose::Cover, Some(21))));
    world.must(Content::HandedOver(handed_over(30, Purpose::Transfer, None)));
    let made = MadeBackup {
        made: moment(40, 0),
        file: "2026-10-17 backup Q2ZZ.casebook".to_owned(),
        parts: 1,
        sealed: SealedBy::Recovery,
        changes: 0,
    };
    let kept = KeptBackup { backup: made, confirmed: moment(40, 5), place: "Safe in the office".to_owned() };
    let elsewhere = held_elsewhere(&world.case, &[kept]);
    let told: Vec<_> = elsewhere.iter().map(|one| (one.to.as_str(), one.received, one.at.date())).collect();
    assert_eq!(
        told,
        [("Mo Colleague", true, day(20)), ("Mo Colleague", false, day(30)), ("Safe in the office", false, day(40))]
    );
    assert_eq!(held_elsewhere(&World::new().case, &[]), []);
}
