//! Two versions of one record: nobody writes over them unseen, choosing is never refused, and Today says so.

use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::decide::{Attempt, Change, Command, Decision, Missing, Warning, decide};
use casebook_domain::due::{Due, DueKind, WaitsFor};
use casebook_domain::ids::RecordId;
use casebook_domain::review::ReviewDecision;
use casebook_domain::safety::Worry;
use casebook_domain::session::Note;
use casebook_domain::standing::StandingKind;
use casebook_domain::states::{Overlay, State, overlay};
use casebook_testing::*;

fn twice(world: &mut World, id: RecordId) {
    world.case.two_versions.insert(id);
}

fn entry(world: &World, id: RecordId) -> Entry {
    world.case.get(id).expect("there").entry.clone()
}

fn choose(world: &mut World, id: RecordId, entry: Option<Entry>) -> Decision {
    world.run(&Command::Choose { id, entry, versions: Vec::new() }).expect("never refused")
}

#[test]
fn a_record_that_has_two_versions_is_changed_deleted_or_restored_only_after_a_choice() {
    let mut world = World::started();
    let id = world.must(Content::Note(note()));
    let said = entry(&world, id);
    twice(&mut world, id);
    let changed = Content::Note(Note { text: "Changed".into(), ..note() });
    for (command, attempt) in [
        (Command::Save { id, content: changed }, Attempt::Change(Kind::Note)),
        (Command::Delete { id }, Attempt::Delete(Kind::Note)),
        (Command::Restore { id, entry: said.clone() }, Attempt::Change(Kind::Note)),
    ] {
        let refused = world.run(&command).expect_err("asked to choose");
        assert_eq!((refused.attempt, refused.missing), (attempt, vec![Missing::OneVersion]));
    }
    let decision = choose(&mut world, id, Some(said.clone()));
    assert_eq!(decision.changes, [Change::Put { id, entry: said }]);
    // Other records of the file are changed as ever.
    world.must(Content::Note(note()));
}

#[test]
fn today_asks_for_the_choice_whatever_became_of_the_pupil() {
    let mut world = World::started();
    let id = world.must(Content::Note(note()));
    twice(&mut world, id);
    let asked = Due { kind: DueKind::TwoVersions, by: None, waits_for: WaitsFor::Mentor, record: Some(id) };
    assert!(world.due().contains(&asked));
    world.today = 9;
    for kind in [StandingKind::OnHold, StandingKind::Left, StandingKind::Died] {
        world.must(Content::Standing(standing(kind, 9)));
        assert_ne!(overlay(&world.case, day(world.today)), Overlay::None);
        assert!(world.due().contains(&asked), "{kind:?}");
    }
    world.case.two_versions.clear();
    assert_eq!(world.due_of(DueKind::TwoVersions), None);
}

#[test]
fn a_choice_that_makes_records_disagree_is_said_and_shown_and_not_refused() {
    let mut world = World::exited();
    let review = world.case.reviews(world.episode()).last().expect("reviewed").id;
    twice(&mut world, review);
    let mut other = entry(&world, review);
    if let Content::Review(review) = &mut other.content {
        review.decision = ReviewDecision::Continue;
    }
    let decision = choose(&mut world, review, Some(other));
    assert_eq!(decision.warnings, [Warning::Disagrees]);
    let exit = world.case.exit(world.episode()).expect("exited").id;
    let mut world = World::exited();
    let start = world.case.start(world.episode()).expect("started").id;
    twice(&mut world, start);
    let decision = choose(&mut world, start, None);
    assert_eq!((decision.changes, decision.warnings), (vec![Change::Remove { id: start }], vec![Warning::Disagrees]));
    assert_ne!(exit, start);
}

#[test]
fn a_frozen_plan_that_came_in_twice_can_be_chosen() {
    let (mut world, plan_id) = World::reviewed(ReviewDecision::Continue);
    world.must(Content::Plan(plan(60)));
    assert!(world.case.is_frozen(plan_id));
    twice(&mut world, plan_id);
    let mut other = entry(&world, plan_id);
    if let Content::Plan(plan) = &mut other.content {
        plan.rewards = "Written there".into();
    }
    assert_eq!(choose(&mut world, plan_id, Some(other.clone())).changes, [Change::Put { id: plan_id, entry: other }]);
    assert_eq!(world.state(), State::Intervention);
}

#[test]
fn p40_where_the_lead_holds_one_of_two_versions_choosing_it_leaves_no_words_here() {
    let mut world = World::new();
    let id = world.must(Content::Worry(worry()));
    twice(&mut world, id);
    let held = Worry { told: Some(told()), held_by_lead: true, ..worry() };
    let decision = choose(&mut world, id, Some(Entry { episode: None, content: Content::Worry(held) }));
    let [Change::Put { entry, .. }, Change::EraseHistory { id: erased }] = decision.changes.as_slice() else {
        panic!("{:?}", decision.changes)
    };
    assert_eq!(*erased, id);
    assert!(matches!(&entry.content, Content::Worry(worry) if worry.words.is_empty()));
    let untold = Worry { told: None, held_by_lead: true, ..worry() };
    let content = Content::Worry(untold);
    let command = Command::Choose { id, entry: Some(Entry { episode: None, content }), versions: Vec::new() };
    let refused = decide(&world.case, &world.settings, &command, &world.ctx()).expect_err("nobody holds it");
    assert_eq!(refused.missing, [Missing::Told]);
}

#[test]
fn where_there_is_nothing_to_choose_choosing_is_no_way_round_the_rules() {
    let mut world = World::started();
    let start = world.case.start(world.episode()).expect("started").id;
    let refused =
        world.run(&Command::Choose { id: start, entry: None, versions: Vec::new() }).expect_err("one version");
    assert_eq!(refused.missing, [Missing::Record]);
}
