//! "Move to the right pupil": what is independent may go, what others rest on stays, and the other file's rules hold.

use casebook_domain::content::{Content, Kind};
use casebook_domain::decide::{Command, Missing, decide};
use casebook_domain::due::DueKind;
use casebook_domain::ids::RecordId;
use casebook_domain::moving::{LeftBehind, Stays, carried, contact_of, left_behind, may_move};
use casebook_domain::plan::{Attainment, CirculationTo, TargetRating};
use casebook_domain::preparation::{LetterKind, Reached};
use casebook_domain::review::ReviewDecision;
use casebook_domain::session::SessionKind;
use casebook_testing::*;

fn may(world: &World, id: RecordId) -> Result<(), Stays> {
    may_move(&world.case, &world.settings, id, &world.ctx()).map(drop)
}

fn of(world: &World, kind: Kind) -> RecordId {
    world.case.items().find(|item| item.entry.content.kind() == kind).map(|item| item.id).expect("there")
}

#[test]
fn what_was_seen_said_or_measured_may_go_to_the_right_pupil() {
    let mut world = World::started();
    let contact = world.contact();
    let talk = family_contact(contact, Reached::Spoke, 9);
    for content in [
        Content::Note(note()),
        Content::Session(session(SessionKind::OneToOne, 9)),
        Content::Observation(observation()),
        Content::Measure(measure(casebook_domain::measure::Occasion::Progress, 9)),
        Content::Achievement(achievement()),
        Content::FamilyContact(talk),
        Content::Worry(worry()),
        Content::Onward(onward(9)),
    ] {
        let kind = content.kind();
        let id = world.must(content);
        assert_eq!(may(&world, id), Ok(()), "{kind:?}");
    }
}

#[test]
fn what_says_something_only_beside_others_stays_with_them() {
    let world = World::exited();
    for kind in [Kind::Authorisation, Kind::Start, Kind::Review, Kind::Exit] {
        assert_eq!(may(&world, of(&world, kind)), Err(Stays::WithOthers), "{kind:?}");
    }
    assert_eq!(may(&world, of(&world, Kind::Pupil)), Err(Stays::OfThisFile));
    assert_eq!(may(&world, id(999_999)), Err(Stays::First(vec![Missing::Record])));
    let (mut world, first) = World::reviewed(ReviewDecision::Continue);
    let revised = world.must(Content::Plan(plan(60)));
    assert_eq!(may(&world, revised), Err(Stays::WithOthers));
    assert_eq!(may(&world, first), Err(Stays::First(vec![Missing::PlanUsed])));
}

#[test]
fn what_others_name_or_rest_on_stays_until_they_are_gone() {
    let world = World::authorised();
    let referral = of(&world, Kind::Referral);
    assert!(
        matches!(may(&world, referral), Err(Stays::First(missing)) if matches!(missing[..], [Missing::HeldRecords { .. }]))
    );
    let world = World::referred();
    assert_eq!(may(&world, of(&world, Kind::Referral)), Ok(()), "nothing hangs on it");

    let mut world = World::started();
    let contact = world.contact();
    assert_eq!(may(&world, contact), Ok(()));
    world.must(Content::Letter(letter(contact, LetterKind::Referral)));
    assert_eq!(may(&world, contact), Err(Stays::Named { count: 1 }));
    let (mut world, plan) = World::planned();
    world.must(Content::Circulation(circulation(plan, CirculationTo::Pupil, None)));
    assert_eq!(may(&world, plan), Err(Stays::First(vec![Missing::PlanUsed])));
}

#[test]
fn a_record_with_two_versions_is_chosen_of_before_it_goes() {
    let mut world = World::started();
    let id = world.must(Content::Note(note()));
    world.case.two_versions.insert(id);
    assert_eq!(may(&world, id), Err(Stays::First(vec![Missing::OneVersion])));
}

#[test]
fn ratings_and_uses_are_about_the_plan_that_is_left_and_a_contact_is_the_other_pupils() {
    let rating = TargetRating { target: 1, attainment: Attainment::new(1).expect("a rating"), remark: String::new() };
    let rated = Content::Session(casebook_domain::session::Session {
        ratings: vec![rating],
        ..session(SessionKind::OneToOne, 9)
    });
    assert_eq!(left_behind(&rated), Some(LeftBehind::Ratings));
    let carried_on = carried(&rated, None);
    assert_eq!(left_behind(&carried_on), None);
    assert_eq!(carried_on, Content::Session(session(SessionKind::OneToOne, 9)));

    let talk = Content::FamilyContact(family_contact(id(5), Reached::Spoke, 9));
    assert_eq!(contact_of(&talk), Some(id(5)));
    assert_eq!(contact_of(&carried(&talk, Some(id(6)))), Some(id(6)));
    assert_eq!(contact_of(&Content::Note(note())), None);
}

#[test]
fn the_rules_of_the_other_file_are_asked_as_for_anything_new_there() {
    let there = World::new();
    let letter = Content::Letter(letter(id(5), LetterKind::Referral));
    let command = Command::Save { id: id(77), content: carried(&letter, None) };
    let refused =
        decide(&there.case, &there.settings, &command, &there.ctx()).expect_err("nobody there has this contact");
    assert!(refused.missing.contains(&Missing::Contact), "{refused:?}");
}

#[test]
fn what_was_written_on_a_moved_record_by_somebody_who_did_not_know_is_to_be_decided() {
    let mut world = World::started();
    let id = world.must(Content::Note(note()));
    world.case.moved_away.insert(id);
    let due = world.due_of(DueKind::MovedAway).expect("due");
    assert_eq!(due.record, Some(id));
    assert_eq!(may(&world, id), Ok(()), "it can be moved again");
}
