//! Referral, authorisation, re-referral: p06, p12, p29.

use casebook::route::{FilePage, Route, mending, new_form};
use casebook_domain::content::{Content, Kind};
use casebook_domain::decide::{Attempt, Missing, Warning};
use casebook_domain::due::{DueKind, WaitsFor};
use casebook_domain::plan::{CirculationTo, Outcome};
use casebook_domain::referral::{AttendanceWarning, AuthorisationDecision, Criterion, CriterionEvidence};
use casebook_domain::review::ReviewDecision;
use casebook_domain::states::{State, Step, next_steps};
use casebook_present::forms::{blank, form_ctx, parse};
use casebook_present::summary::full_plan;
use casebook_testing::*;

#[test]
fn p01_each_objective_and_target_takes_any_of_the_five_outcomes_and_its_plan_names_them() {
    assert_eq!(Outcome::ALL.len(), 5);
    let mut world = World::started();
    let ctx = form_ctx(&world.case, &world.settings, day(8), moment(8, 0));
    let mut draft = blank(Kind::Plan, &ctx, &[]);
    draft.set("objectives.0.text", "enjoy school again");
    draft.set("targets.0.what", "hand in homework");
    draft.set("targets.0.weight", "1");
    for outcome in Outcome::ALL {
        draft.choose("objectives.0.outcomes", outcome.code(), true);
    }
    draft.choose("targets.0.outcomes", Outcome::Safe.code(), true);
    let content = parse(Kind::Plan, &draft, &ctx).expect("a plan");
    let id = world.must(content);
    let plan = world.case.latest_plan(world.episode()).unwrap();
    assert_eq!(plan.body.objectives[0].outcomes, Outcome::ALL);
    assert_eq!(plan.body.targets[0].outcomes, [Outcome::Safe]);
    let printed = full_plan(&world.case, id, CirculationTo::Staff, &world.settings, day(8)).unwrap().text();
    for outcome in Outcome::ALL {
        assert!(printed.contains(outcome.label()), "{}\n{printed}", outcome.label());
    }
}

#[test]
fn p06_a_referral_waits_for_the_line_manager() {
    let world = World::referred();
    assert_eq!(world.state(), State::AwaitingAuthorisation);
    let due = world.due_of(DueKind::Authorisation).unwrap();
    assert_eq!(due.waits_for, WaitsFor::Others);
    assert_eq!(due.by, Some(day(7)), "five school days from Monday");
}

#[test]
fn p06_each_decision_leads_to_its_state() {
    for (decision, state) in [
        (AuthorisationDecision::Authorised, State::Preparing),
        (AuthorisationDecision::MoreInformation, State::MoreInformation),
        (AuthorisationDecision::Redirected, State::Redirected),
        (AuthorisationDecision::Declined, State::Declined),
    ] {
        let mut world = World::referred();
        let referral = world.episode();
        world.must(Content::Authorisation(authorisation(referral, decision, 1)));
        assert_eq!(world.state(), state);
    }
}

#[test]
fn p06_declining_needs_why_and_by_whom() {
    let mut world = World::referred();
    let mut decline = authorisation(world.episode(), AuthorisationDecision::Declined, 1);
    decline.why = " ".to_owned();
    decline.by = String::new();
    assert_eq!(world.refused(Content::Authorisation(decline)), [Missing::DecidedBy, Missing::Why]);
}

#[test]
fn p06_authorising_needs_no_why() {
    let mut world = World::referred();
    let mut authorise = authorisation(world.episode(), AuthorisationDecision::Authorised, 1);
    authorise.why = String::new();
    world.must(Content::Authorisation(authorise));
}

#[test]
fn p06_a_decision_needs_its_referral() {
    let mut world = World::new();
    let decision = authorisation(id(5), AuthorisationDecision::Authorised, 1);
    assert_eq!(world.refused(Content::Authorisation(decision)), [Missing::Referral]);
}

#[test]
fn p06_what_was_declined_can_be_reconsidered() {
    let mut world = World::referred();
    let referral = world.episode();
    world.must(Content::Authorisation(authorisation(referral, AuthorisationDecision::Declined, 1)));
    world.must(Content::Authorisation(authorisation(referral, AuthorisationDecision::Authorised, 4)));
    assert_eq!(world.state(), State::Preparing);
    assert_eq!(world.case.episodes().len(), 1);
}

#[test]
fn p06_a_reply_to_the_referrer_is_due_until_given() {
    let mut world = World::referred();
    let decision = authorisation(world.episode(), AuthorisationDecision::Declined, 1);
    let id = world.must(Content::Authorisation(decision.clone()));
    assert_eq!(world.due_of(DueKind::ReferrerReply).unwrap().record, Some(id));
    let mut told = decision;
    told.referrer_told = Some(day(2));
    world.edit(id, Content::Authorisation(told)).unwrap();
    assert_eq!(world.due_of(DueKind::ReferrerReply), None);
}

#[test]
fn p06_more_information_is_the_mentors_to_give() {
    let mut world = World::referred();
    let referral = world.episode();
    world.must(Content::Authorisation(authorisation(referral, AuthorisationDecision::MoreInformation, 1)));
    assert_eq!(world.due_of(DueKind::MoreInformation).unwrap().waits_for, WaitsFor::Mentor);
}

#[test]
fn p06_no_intervention_opens_on_an_unauthorised_referral() {
    for decision in [
        None,
        Some(AuthorisationDecision::MoreInformation),
        Some(AuthorisationDecision::Redirected),
        Some(AuthorisationDecision::Declined),
    ] {
        let mut world = World::referred();
        let referral = world.episode();
        if let Some(decision) = decision {
            world.must(Content::Authorisation(authorisation(referral, decision, 1)));
        }
        world.fill_gates();
        for begin in [start(7), urgent_start(7)] {
            let rejection = world.save(Content::Start(begin)).unwrap_err();
            assert_eq!(rejection.attempt, Attempt::Step(Step::Start));
            assert_eq!(rejection.missing, [Missing::Authorised]);
            let way = mending(&world.case, &rejection.missing[0]).expect("a way");
            assert_eq!(way.route, Route::Of(world.case.id, FilePage::New(Kind::Authorisation)));
        }
        assert_ne!(world.state(), State::Intervention);
    }
}

#[test]
fn p06_nothing_starts_without_a_referral() {
    let mut world = World::new();
    assert_eq!(world.refused(Content::Start(start(1))), [Missing::Referral]);
    let way = mending(&world.case, &Missing::Referral).expect("a way");
    assert_eq!(way.route, Route::Of(world.case.id, FilePage::New(Kind::Referral)));
}

#[test]
fn p06_the_authorisation_under_an_intervention_cannot_be_taken_away() {
    let mut world = World::started();
    let decision = world.case.latest_authorisation(world.episode()).unwrap();
    let (id, mut changed) = (decision.id, decision.body.clone());
    assert_eq!(world.delete(id).unwrap_err().missing, [Missing::Authorised]);
    changed.decision = AuthorisationDecision::Declined;
    assert_eq!(world.edit(id, Content::Authorisation(changed)).unwrap_err().missing, [Missing::Authorised]);
    let decline = authorisation(world.episode(), AuthorisationDecision::Declined, 9);
    assert_eq!(world.refused(Content::Authorisation(decline)), [Missing::EndedByReview]);
}

#[test]
fn p06_a_second_referral_joins_the_open_episode() {
    let mut world = World::authorised();
    let first = world.episode();
    let mut second = referral(3);
    second.criteria = vec![CriterionEvidence { criterion: Criterion::Bullied, evidence: String::new() }];
    let joined = world.must(Content::Referral(second));
    assert_eq!(world.case.episodes().len(), 1);
    assert_eq!(world.case.get(joined).unwrap().entry.episode, Some(first));
    assert_eq!(world.state(), State::Preparing);
    assert_eq!(
        world.case.criteria(first),
        [Criterion::LacksEngagement, Criterion::Bullied, Criterion::LowSelfEsteem],
        "the criteria of both count"
    );
}

#[test]
fn p06_the_mentor_authorising_their_own_work_is_warned() {
    let mut world = World::referred();
    let mut own = authorisation(world.episode(), AuthorisationDecision::Authorised, 1);
    own.by = "made-up mentor".to_owned();
    assert_eq!(world.warned(Content::Authorisation(own)), [Warning::AuthorisedByMentor]);
}

#[test]
fn p12_a_referral_ticks_at_least_one_criterion() {
    let mut world = World::new();
    let mut bare = referral(0);
    bare.criteria.clear();
    assert_eq!(world.refused(Content::Referral(bare.clone())), [Missing::Criterion]);
    let id = world.must(Content::Referral(referral(0)));
    assert_eq!(world.edit(id, Content::Referral(bare)).unwrap_err().missing, [Missing::Criterion]);
}

#[test]
fn p12_attendance_below_the_floor_warns_and_does_not_block() {
    let mut world = World::new();
    let mut poor = referral(0);
    poor.criteria = vec![CriterionEvidence { criterion: Criterion::PoorAttendance, evidence: String::new() }];
    poor.attendance_tenths = Some(799);
    let warnings = world.warned(Content::Referral(poor));
    assert_eq!(warnings, [Warning::Attendance(AttendanceWarning::BelowFloor { tenths: 799, floor: 800 })]);
    assert_eq!(world.state(), State::AwaitingAuthorisation);
}

#[test]
fn p12_at_the_floor_nothing_is_warned() {
    let mut world = World::new();
    let mut fair = referral(0);
    fair.criteria = vec![CriterionEvidence { criterion: Criterion::PoorAttendance, evidence: String::new() }];
    fair.attendance_tenths = Some(800);
    assert_eq!(world.warned(Content::Referral(fair)), []);
}

#[test]
fn p29_after_the_exit_a_referral_opens_a_new_episode_beside_the_old() {
    let mut world = World::exited();
    let earlier = world.episode();
    world.today = 120;
    let again = world.must(Content::Referral(referral(120)));
    let episodes = world.case.episodes();
    assert_eq!(episodes.iter().map(|episode| episode.id).collect::<Vec<_>>(), [earlier, again]);
    assert_eq!(world.state(), State::AwaitingAuthorisation);
    assert_eq!(world.case.plans(earlier).len(), 1, "the earlier episode stays readable");
    assert_eq!(world.case.plans(again).len(), 0);
}

#[test]
fn p29_after_a_declined_referral_the_next_one_opens_a_new_episode() {
    let mut world = World::referred();
    let first = world.episode();
    world.must(Content::Authorisation(authorisation(first, AuthorisationDecision::Declined, 1)));
    world.must(Content::Referral(referral(10)));
    assert_eq!(world.case.episodes().len(), 2);
    assert_eq!(world.state(), State::AwaitingAuthorisation);
}

#[test]
fn p29_an_earlier_referral_is_not_reconsidered_beside_an_open_one() {
    let mut world = World::referred();
    let first = world.episode();
    let declined = world.must(Content::Authorisation(authorisation(first, AuthorisationDecision::Declined, 1)));
    world.must(Content::Referral(referral(10)));
    let late = authorisation(first, AuthorisationDecision::Authorised, 11);
    assert_eq!(world.refused(Content::Authorisation(late)), [Missing::NewerReferral]);
    assert_eq!(world.delete(declined).unwrap_err().missing, [Missing::NewerReferral]);
}

#[test]
fn p29_a_new_episode_starts_from_nothing() {
    let mut world = World::exited();
    let again = world.must(Content::Referral(referral(120)));
    world.must(Content::Authorisation(authorisation(again, AuthorisationDecision::Authorised, 121)));
    assert_eq!(world.refused(Content::Start(start(122))).len(), 7, "every gate is open again");
}

#[test]
fn p29_work_on_an_exited_episode_asks_for_a_new_referral() {
    let mut world = World::exited();
    assert_eq!(world.refused(Content::Review(review(ReviewDecision::Continue, 60))), [Missing::ReReferral]);
    let way = mending(&world.case, &Missing::ReReferral).expect("a way");
    assert_eq!(way.route, Route::Of(world.case.id, FilePage::New(Kind::Referral)));
}

#[test]
fn a_referral_that_holds_records_is_not_deleted() {
    let mut world = World::authorised();
    let referral = world.episode();
    assert_eq!(world.delete(referral).unwrap_err().missing, [Missing::HeldRecords { count: 1 }]);
    let mut alone = World::referred();
    let referral = alone.episode();
    alone.delete(referral).unwrap();
    assert_eq!(alone.state(), State::None);
}

#[test]
fn the_next_step_says_what_is_missing_and_which_form_mends_it() {
    let world = World::authorised();
    let steps = next_steps(&world.case, &world.settings, day(1));
    assert_eq!(steps[0].step, Step::Start);
    let missing = steps[0].allowed.as_ref().unwrap_err();
    let ways: Vec<_> =
        missing.iter().filter_map(|missing| mending(&world.case, missing)).map(|way| way.route).collect();
    for kind in [Kind::Liaison, Kind::Measure, Kind::FamilyContact, Kind::Observation] {
        assert!(ways.contains(&new_form(world.case.id, kind)), "{kind:?}");
    }
    let prepared = World::prepared();
    assert_eq!(next_steps(&prepared.case, &prepared.settings, day(3))[0].allowed, Ok(()));
}
