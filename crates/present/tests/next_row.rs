//! What a pupil's page says comes next.

use casebook_domain::content::Content;
use casebook_domain::referral::AuthorisationDecision;
use casebook_domain::review::ReviewDecision;
use casebook_domain::session::SessionKind;
use casebook_domain::states::Step;
use casebook_present::next::{Next, next};
use casebook_testing::*;

fn row(world: &World) -> Next {
    next(&world.case, &world.settings, day(world.today)).0
}

fn step(world: &World) -> (Step, String) {
    match row(world) {
        Next::Step { step, when } => (step.step, when),
        other => panic!("{other:?}"),
    }
}

#[test]
fn ux_12_a_closed_case_has_nothing_next_and_can_still_be_referred_again() {
    let mut world = World::exited();
    world.today = 110;
    world.must(Content::FollowUp(follow_up(110, true)));
    let (next, others) = next(&world.case, &world.settings, day(110));
    assert_eq!(next, Next::Nothing("Closed. Nothing to do."));
    assert!(others.iter().any(|other| other.step == Step::ReRefer));
}

#[test]
fn ux_12_a_declined_referral_has_its_letter_next_and_then_nothing() {
    let mut world = World::referred();
    let home = world.contact();
    let referral = world.episode();
    world.must(Content::Authorisation(authorisation(referral, AuthorisationDecision::Declined, 1)));
    assert_eq!(step(&world).0, Step::SendLetter);
    world.must(Content::Letter(letter(home, casebook_domain::preparation::LetterKind::Declined)));
    assert_eq!(row(&world), Next::Nothing("Closed. Nothing to do."));
}

#[test]
fn ux_12_the_first_session_comes_before_plan_and_review() {
    let mut world = World::started();
    assert_eq!(row(&world), Next::FirstSession);
    world.must(Content::Plan(plan(8)));
    assert_eq!(row(&world), Next::FirstSession);
    world.must(Content::Session(session(SessionKind::OneToOne, 8)));
    assert_eq!(step(&world).0, Step::Circulate);
}

#[test]
fn ux_12_a_review_says_its_date() {
    let (mut world, _) = World::planned();
    world.must(Content::Session(session(SessionKind::OneToOne, 8)));
    world.must(Content::Review(review(ReviewDecision::Exit, 9)));
    assert_eq!(step(&world).0, Step::Exit);
    let mut running = World::started();
    running.must(Content::Session(session(SessionKind::OneToOne, 8)));
    let (next, when) = step(&running);
    assert_eq!(next, Step::MakePlan);
    assert!(when.starts_with("due "), "{when}");
}

#[test]
fn ux_59_what_is_ready_to_start_is_no_longer_being_prepared() {
    let world = World::prepared();
    assert_eq!(step(&world).0, Step::Start);
    assert!(matches!(row(&World::authorised()), Next::Prepare { open: 4, .. }));
}
