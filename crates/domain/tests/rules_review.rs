//! Review, exit, follow-ups, onward referral: p24 to p28; records that disagree.

use casebook_domain::case::Item;
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::decide::{Command, Missing, Warning};
use casebook_domain::due::{DueKind, WaitsFor, follow_up_dates};
use casebook_domain::exit::Consent;
use casebook_domain::plan::{Attainment, TargetRating};
use casebook_domain::referral::Criterion;
use casebook_domain::review::{Participant, ReviewDecision};
use casebook_domain::settings::Term;
use casebook_domain::states::{State, Step, next_steps};
use casebook_testing::*;

#[test]
fn p24_a_review_needs_an_intervention() {
    let mut world = World::prepared();
    assert_eq!(world.refused(Content::Review(review(ReviewDecision::Continue, 5))), [Missing::Started]);
    let mut world = World::referred();
    assert_eq!(world.refused(Content::Review(review(ReviewDecision::Continue, 5))), [Missing::Authorised]);
}

#[test]
fn p24_absent_participants_and_an_unasked_line_manager_are_warned() {
    let (mut world, _) = World::planned();
    let mut thin = review(ReviewDecision::Continue, 8);
    thin.participants = vec![Participant::Pupil];
    thin.consulted = String::new();
    assert_eq!(
        world.warned(Content::Review(thin)),
        [
            Warning::Absent(Participant::Parents),
            Warning::Absent(Participant::Staff),
            Warning::LineManagerNotConsulted,
            Warning::NotRated { target: 1 },
        ]
    );
}

#[test]
fn p24_a_full_review_warns_of_nothing() {
    let (mut world, _) = World::planned();
    let mut full = review(ReviewDecision::Continue, 8);
    let attainment = Attainment::new(1).unwrap();
    full.ratings = vec![TargetRating { target: 1, attainment, remark: String::new() }];
    assert_eq!(world.warned(Content::Review(full)), []);
}

#[test]
fn p24_a_review_knows_which_plan_it_looked_at() {
    let (world, plan) = World::reviewed(ReviewDecision::Continue);
    assert_eq!(world.case.latest_review(world.episode()).unwrap().plan, Some(plan));
}

#[test]
fn p25_each_outcome_leads_on() {
    let (world, _) = World::reviewed(ReviewDecision::Continue);
    assert_eq!(next_steps(&world.case, &world.settings, day(49))[0].step, Step::RevisePlan);
    let (world, _) = World::reviewed(ReviewDecision::Exit);
    assert!(world.due_kinds().contains(&DueKind::ExitForm));
    assert_eq!(next_steps(&world.case, &world.settings, day(49))[0].step, Step::Exit);
    let (mut world, _) = World::reviewed(ReviewDecision::Alternative);
    assert!(world.due_kinds().contains(&DueKind::Alternative));
    world.must(Content::Onward(onward(50)));
    assert!(!world.due_kinds().contains(&DueKind::Alternative));
}

#[test]
fn p25_regular_reviews_go_on_after_a_revised_plan() {
    let (mut world, _) = World::reviewed(ReviewDecision::Continue);
    let mut next = plan(50);
    next.review_on = Some(day(90));
    world.must(Content::Plan(next));
    assert_eq!(world.due_of(DueKind::Review).unwrap().by, Some(day(90)));
}

#[test]
fn p26_an_exit_needs_a_review_that_decided_it() {
    let (mut world, _) = World::planned();
    assert_eq!(world.refused(Content::Exit(exit(20))), [Missing::ReviewToExit]);
    world.must(Content::Review(review(ReviewDecision::Continue, 20)));
    assert_eq!(world.refused(Content::Exit(exit(20))), [Missing::ReviewToExit]);
    world.must(Content::Review(review(ReviewDecision::Exit, 21)));
    world.must(Content::Exit(exit(21)));
    assert_eq!(world.state(), State::ExitProgramme);
}

#[test]
fn p26_an_exit_judges_every_criterion_of_the_referral() {
    let (mut world, _) = World::reviewed(ReviewDecision::Exit);
    let mut partial = exit(49);
    partial.outcomes.pop();
    assert_eq!(world.refused(Content::Exit(partial.clone())), [Missing::Judgement(Criterion::LowSelfEsteem)]);
    let id = world.must(Content::Exit(exit(49)));
    let edited = world.edit(id, Content::Exit(partial));
    assert_eq!(edited.unwrap_err().missing, [Missing::Judgement(Criterion::LowSelfEsteem)]);
}

#[test]
fn p26_the_criteria_of_a_referral_that_joined_are_judged_too() {
    let (mut world, _) = World::reviewed(ReviewDecision::Exit);
    let mut second = referral(30);
    second.criteria[0].criterion = Criterion::Declining;
    world.must(Content::Referral(second));
    assert_eq!(world.refused(Content::Exit(exit(49))), [Missing::Judgement(Criterion::Declining)]);
}

#[test]
fn p26_the_review_under_an_exit_is_not_taken_away() {
    let mut world = World::exited();
    let review = world.case.latest_review(world.episode()).unwrap().id;
    assert_eq!(world.delete(review).unwrap_err().missing, [Missing::ReviewToExit]);
    let start = world.current().start.unwrap().id;
    assert_eq!(world.delete(start).unwrap_err().missing, [Missing::Started]);
}

#[test]
fn p26_an_exit_dated_before_the_work_it_ends_is_refused() {
    let (mut world, _) = World::reviewed(ReviewDecision::Exit);
    assert_eq!(world.refused(Content::Exit(exit(7))), [Missing::Agreement(Kind::Plan)]);
}

#[test]
fn p27_follow_ups_fall_due_and_the_last_closes_the_episode() {
    let mut world = World::exited();
    assert_eq!(world.state(), State::ExitProgramme);
    assert_eq!(world.due_of(DueKind::FollowUp).unwrap().by, Some(day(70)));
    world.must(Content::FollowUp(follow_up(71, false)));
    assert_eq!(world.due_of(DueKind::FollowUp).unwrap().by, Some(day(110)));
    world.must(Content::FollowUp(follow_up(110, true)));
    assert_eq!(world.state(), State::Exited);
    assert_eq!(world.due_kinds(), [DueKind::FileInSchoolRecord], "what is left is the file itself");
}

#[test]
fn p27_an_exit_programme_is_optional() {
    let (mut world, _) = World::reviewed(ReviewDecision::Exit);
    let mut plain = exit(49);
    plain.follow_ups.clear();
    world.must(Content::Exit(plain));
    assert_eq!(world.state(), State::Exited);
}

#[test]
fn p27_a_follow_up_needs_an_exit_before_it() {
    let (mut world, _) = World::planned();
    assert_eq!(world.refused(Content::FollowUp(follow_up(20, true))), [Missing::Exit]);
    let mut world = World::exited();
    assert_eq!(world.refused(Content::FollowUp(follow_up(48, true))), [Missing::Exit]);
}

#[test]
fn p27_follow_up_dates_are_one_in_each_of_the_next_two_half_terms() {
    let mut world = World::new();
    let term = |name: &str, first, last| Term { name: name.to_owned(), first: day(first), last: day(last) };
    world.settings.terms =
        vec![term("one", 0, 46), term("two", 56, 102), term("three", 119, 158), term("four", 168, 200)];
    assert_eq!(follow_up_dates(day(40), &world.settings), [day(70), day(133)]);
    assert_eq!(follow_up_dates(day(130), &world.settings), [day(182), day(182 + 49)]);
    world.settings.follow_up_half_terms = 3;
    assert_eq!(follow_up_dates(day(40), &world.settings), [day(70), day(133), day(182)], "as many as the school sets");
    world.settings.follow_up_half_terms = 0;
    assert_eq!(follow_up_dates(day(40), &world.settings), []);
    world.settings.follow_up_half_terms = 2;
    world.settings.terms.clear();
    assert_eq!(follow_up_dates(day(40), &world.settings), [day(89), day(138)]);
}

#[test]
fn p28_an_onward_referral_at_any_stage_is_chased_until_its_outcome() {
    for mut world in [World::new(), World::referred(), World::started(), World::exited()] {
        let mut on = onward(49);
        on.chase_on = Some(day(60));
        let id = world.must(Content::Onward(on.clone()));
        let chase = world.due_of(DueKind::ChaseOutcome).unwrap();
        assert_eq!((chase.by, chase.record, chase.waits_for), (Some(day(60)), Some(id), WaitsFor::Others));
        on.outcome = "accepted".to_owned();
        world.edit(id, Content::Onward(on)).unwrap();
        assert_eq!(world.due_of(DueKind::ChaseOutcome), None);
    }
}

#[test]
fn p28_an_undiscussed_onward_referral_and_sharing_against_consent_are_warned() {
    let mut world = World::started();
    let mut on = onward(5);
    on.discussed_on = None;
    on.consent = Consent::Refused;
    assert_eq!(world.warned(Content::Onward(on)), [Warning::NotDiscussed, Warning::SharedWithoutConsent]);
}

#[test]
fn exit_and_a_later_continue_say_decide_until_settled() {
    let mut world = World::exited();
    let episode = world.episode();
    let elsewhere = Entry { episode: Some(episode), content: Content::Review(review(ReviewDecision::Continue, 55)) };
    world.case.put(Item { id: id(42), saved: moment(55, 0), entry: elsewhere });
    assert_eq!(world.state(), State::Undecided);
    let exit_id = world.current().exit.unwrap().id;
    assert_eq!(world.due_of(DueKind::Decide).unwrap().record, Some(exit_id));
    let mut stands = World {
        case: world.case.clone(),
        settings: world.settings.clone(),
        today: world.today,
        written: world.written,
    };
    stands.edit(exit_id, Content::Exit(exit(55))).unwrap();
    assert_eq!(stands.state(), State::ExitProgramme, "the exit stands");
    world.delete(exit_id).unwrap();
    assert_eq!(world.state(), State::Intervention, "the work goes on");
}

#[test]
fn a_start_without_authorisation_from_elsewhere_says_decide() {
    let mut world = World::referred();
    let entry = Entry { episode: Some(world.episode()), content: Content::Start(start(3)) };
    world.case.put(Item { id: id(42), saved: moment(3, 0), entry });
    assert_eq!(world.state(), State::Undecided);
    assert_eq!(next_steps(&world.case, &world.settings, day(3))[0].step, Step::Authorise);
    let referral = world.episode();
    let authorised = casebook_domain::referral::AuthorisationDecision::Authorised;
    world.must(Content::Authorisation(authorisation(referral, authorised, 4)));
    assert_eq!(world.state(), State::Intervention);
}

#[test]
fn undoing_a_deletion_puts_the_record_back_in_its_episode() {
    let mut world = World::exited();
    let earlier = world.episode();
    let session = world.case.latest_review(earlier).unwrap().id;
    let exit = world.current().exit.unwrap();
    let (exit_id, entry) = (exit.id, world.case.get(exit.id).unwrap().entry.clone());
    world.delete(exit_id).unwrap();
    assert_eq!(world.state(), State::Intervention);
    world.run(&Command::Restore { id: exit_id, entry: entry.clone() }).unwrap();
    assert_eq!(world.state(), State::ExitProgramme);
    world.must(Content::Referral(referral(120)));
    world.run(&Command::Restore { id: exit_id, entry }).unwrap();
    assert_eq!(world.case.get(exit_id).unwrap().entry.episode, Some(earlier));
    assert!(world.case.get(session).is_some());
}
