//! Sessions, plan and circulation: p07, p18 to p23, p41.

use casebook_domain::contact::Contact;
use casebook_domain::content::Content;
use casebook_domain::decide::{Missing, Warning};
use casebook_domain::due::DueKind;
use casebook_domain::plan::{CirculationTo, PlanPart, SmartGap};
use casebook_domain::review::ReviewDecision;
use casebook_domain::session::SessionKind;
use casebook_domain::settings::Term;
use casebook_domain::standing::StandingKind;
use casebook_domain::states::{State, Step, next_steps};
use casebook_present::summary::staff_page;
use casebook_present::timeline::timeline;
use casebook_testing::*;

#[test]
fn p07_sessions_of_every_kind_are_recorded_with_the_episode() {
    let mut world = World::started();
    for &kind in SessionKind::ALL {
        let id = world.must(Content::Session(session(kind, 8)));
        assert_eq!(world.case.get(id).unwrap().entry.episode, Some(world.episode()));
    }
    assert_eq!(world.case.sessions().len(), 4);
}

#[test]
fn p07_a_session_before_the_start_is_recorded_and_warned() {
    let mut world = World::referred();
    let warnings = world.warned(Content::Session(session(SessionKind::OneToOne, 0)));
    assert!(warnings.contains(&Warning::OutsideIntervention));
    let mut world = World::new();
    assert_eq!(world.warned(Content::Session(session(SessionKind::DropIn, 0))), [], "a drop-in needs no case");
}

#[test]
fn p18_sessions_need_no_plan_yet() {
    let mut world = World::started();
    let warnings = world.warned(Content::Session(session(SessionKind::OneToOne, 7)));
    assert!(!warnings.contains(&Warning::OutsideIntervention));
}

#[test]
fn p18_the_review_falls_due_at_the_end_of_the_agreed_period() {
    let world = World::started();
    assert_eq!(world.due_of(DueKind::Review).unwrap().by, Some(day(7 + 42)), "six weeks");
    let mut short = World::prepared();
    let mut three_weeks = start(7);
    three_weeks.weeks = 3;
    short.must(Content::Start(three_weeks));
    assert_eq!(short.due_of(DueKind::Review).unwrap().by, Some(day(7 + 21)));
}

#[test]
fn p18_the_plan_is_due_within_the_period() {
    let world = World::started();
    assert_eq!(world.due_of(DueKind::Plan).unwrap().by, Some(day(7 + 42)));
    assert_eq!(next_steps(&world.case, &world.settings, day(7))[0].step, Step::MakePlan);
    let (world, _) = World::planned();
    assert_eq!(world.due_of(DueKind::Plan), None);
}

#[test]
fn p18_no_plan_is_made_on_an_unauthorised_referral() {
    let mut world = World::referred();
    assert_eq!(world.refused(Content::Plan(plan(1))), [Missing::Authorised]);
}

#[test]
fn p19_a_plan_nobody_agreed_to_is_warned() {
    let mut world = World::started();
    let mut alone = plan(8);
    alone.agreed_with = String::new();
    assert_eq!(world.warned(Content::Plan(alone)), [Warning::NobodyAgreed]);
}

#[test]
fn p19_a_signature_needs_its_plan() {
    let mut world = World::started();
    assert_eq!(world.refused(Content::Signature(signature(id(3)))), [Missing::Plan]);
    let (mut world, plan) = World::planned();
    world.must(Content::Signature(signature(plan)));
    assert_eq!(world.case.signatures(plan).len(), 1);
}

#[test]
fn p21_a_target_that_is_not_smart_is_warned_and_not_blocked() {
    let mut world = World::started();
    let mut vague = plan(8);
    vague.targets[0].aim = "1.0".to_owned();
    vague.targets[0].helper = String::new();
    assert_eq!(
        world.warned(Content::Plan(vague)),
        [
            Warning::Smart { target: 1, gap: SmartGap::AimIsBaseline },
            Warning::Smart { target: 1, gap: SmartGap::Helper },
        ]
    );
}

#[test]
fn p22_every_missing_part_of_the_plan_is_named() {
    let mut world = World::started();
    let mut thin = plan(8);
    thin.strategies = String::new();
    thin.review_on = None;
    let warnings = world.warned(Content::Plan(thin));
    assert!(warnings.contains(&Warning::PlanPart(PlanPart::Strategies)));
    assert!(warnings.contains(&Warning::PlanPart(PlanPart::ReviewDate)));
    assert!(!warnings.contains(&Warning::PlanPart(PlanPart::Parents)), "parents' part is not appropriate");
}

#[test]
fn p22_a_review_date_before_the_plan_is_warned() {
    let mut world = World::started();
    let mut early = plan(8);
    early.review_on = Some(day(8));
    assert!(world.warned(Content::Plan(early)).contains(&Warning::ReviewDateTooEarly));
}

#[test]
fn p22_a_review_date_without_school_is_warned() {
    // Monday after the last term, Monday in it, Saturday in it, Monday where no terms were entered.
    for (review, last, warned) in [(42, Some(41), true), (42, Some(42), false), (40, Some(42), true), (42, None, false)]
    {
        let mut world = World::started();
        let term = |last| Term { name: "Autumn 1".to_owned(), first: day(0), last: day(last) };
        world.settings.terms = last.map(term).into_iter().collect();
        let mut plan = plan(8);
        plan.review_on = Some(day(review));
        let warnings = world.warned(Content::Plan(plan));
        assert_eq!(warnings.contains(&Warning::ReviewOutsideTerms), warned, "{review} {last:?}");
    }
}

#[test]
fn p22_the_plans_review_date_comes_before_the_period() {
    let mut world = World::started();
    let mut sooner = plan(8);
    sooner.review_on = Some(day(30));
    world.must(Content::Plan(sooner));
    assert_eq!(world.due_of(DueKind::Review).unwrap().by, Some(day(30)));
}

#[test]
fn p23_a_plan_is_due_until_pupil_parents_and_staff_have_it() {
    let (mut world, plan) = World::planned();
    let contact = world.case.contacts()[0].id;
    for (to, contact) in
        [(CirculationTo::Pupil, None), (CirculationTo::Parents, Some(contact)), (CirculationTo::Staff, None)]
    {
        assert_eq!(world.due_of(DueKind::Circulate).unwrap().record, Some(plan), "{to:?} is missing");
        world.must(Content::Circulation(circulation(plan, to, contact)));
    }
    assert_eq!(world.due_of(DueKind::Circulate), None);
}

#[test]
fn p23_a_plan_goes_to_no_restricted_contact() {
    let (mut world, plan) = World::planned();
    let barred = Contact { restriction: Some("court order".to_owned()), ..contact() };
    let barred = world.must(Content::Contact(barred));
    for &to in CirculationTo::ALL {
        let refused = world.refused(Content::Circulation(circulation(plan, to, Some(barred))));
        assert_eq!(refused, [Missing::UnrestrictedContact], "{to:?}");
    }
}

#[test]
fn p23_a_plan_for_parents_names_the_contact_and_the_plan() {
    let (mut world, plan) = World::planned();
    let nobody = circulation(plan, CirculationTo::Parents, None);
    assert_eq!(world.refused(Content::Circulation(nobody)), [Missing::Contact]);
    let nothing = circulation(id(3), CirculationTo::Staff, None);
    assert_eq!(world.refused(Content::Circulation(nothing)), [Missing::Plan]);
}

#[test]
fn p23_ask_the_lead_first_stops_the_plan_going_home_and_stops_waiting_for_it() {
    let (mut world, plan) = World::planned();
    let contact = world.case.contacts()[0].id;
    let mut careful = pupil();
    careful.ask_lead_first = Some("Ms Lead".to_owned());
    world.edit(id(1000), Content::Pupil(careful)).unwrap();
    let home = circulation(plan, CirculationTo::Parents, Some(contact));
    assert_eq!(world.refused(Content::Circulation(home)), [Missing::LeadAsked]);
    world.must(Content::Circulation(circulation(plan, CirculationTo::Pupil, None)));
    world.must(Content::Circulation(circulation(plan, CirculationTo::Staff, None)));
    assert_eq!(world.due_of(DueKind::Circulate), None);
}

#[test]
fn p23_after_leaving_nothing_goes_home() {
    let (mut world, plan) = World::planned();
    let contact = world.case.contacts()[0].id;
    world.today = 9;
    world.must(Content::Standing(standing(StandingKind::Left, 9)));
    let home = circulation(plan, CirculationTo::Parents, Some(contact));
    assert_eq!(world.refused(Content::Circulation(home)), [Missing::Resumed(StandingKind::Left)]);
}

#[test]
fn p25_a_plan_is_revised_only_after_a_review_that_continues() {
    let (mut world, first) = World::planned();
    assert_eq!(world.refused(Content::Plan(plan(20))), [Missing::ReviewToContinue]);
    world.must(Content::Review(review(ReviewDecision::Continue, 49)));
    assert_eq!(world.due_of(DueKind::RevisePlan).unwrap().record, Some(first));
    let second = world.must(Content::Plan(plan(50)));
    assert_eq!(world.case.latest_plan(world.episode()).unwrap().id, second);
    assert_eq!(world.case.latest_plan(world.episode()).unwrap().revises, Some(first));
    assert_eq!(world.due_of(DueKind::RevisePlan), None);
    assert_eq!(world.refused(Content::Plan(plan(60))), [Missing::ReviewToContinue], "one revision for one review");
}

#[test]
fn p25_a_review_freezes_the_plan_that_it_rated_whatever_its_outcome() {
    for &decision in ReviewDecision::ALL {
        let (mut world, first) = World::reviewed(decision);
        let mut open = plan(8);
        open.success = "five pieces".to_owned();
        assert!(world.case.is_frozen(first));
        assert_eq!(world.edit(first, Content::Plan(open)).unwrap_err().missing, [Missing::CurrentPlan]);
        assert_eq!(world.delete(first).unwrap_err().missing, [Missing::PlanUsed]);
        // A review that was entered by mistake is deleted, and the plan can be changed again.
        let review = world.case.latest_review(world.episode()).unwrap().id;
        world.delete(review).unwrap();
        assert!(!world.case.is_frozen(first));
    }
}

#[test]
fn p25_a_frozen_plan_is_neither_changed_nor_deleted_and_stays_readable() {
    let (mut world, first) = World::reviewed(ReviewDecision::Continue);
    let second = world.must(Content::Plan(plan(50)));
    assert!(world.case.is_frozen(first) && !world.case.is_frozen(second));
    let mut open = plan(8);
    open.success = "six pieces".to_owned();
    assert_eq!(world.edit(first, Content::Plan(open)).unwrap_err().missing, [Missing::CurrentPlan]);
    assert_eq!(world.delete(first).unwrap_err().missing, [Missing::PlanUsed]);
    assert_eq!(world.case.plans(world.episode()).len(), 2);
    assert_eq!(world.state(), State::Intervention);
}

#[test]
fn p25_the_review_under_a_revised_plan_is_not_taken_away() {
    let (mut world, _) = World::reviewed(ReviewDecision::Continue);
    world.must(Content::Plan(plan(50)));
    let review = world.case.latest_review(world.episode()).unwrap().id;
    assert_eq!(world.delete(review).unwrap_err().missing, [Missing::ReviewToContinue]);
}

#[test]
fn p41_an_achievement_is_kept_in_every_state_and_shown_with_its_day() {
    for mut world in [World::new(), World::referred(), World::started(), World::exited()] {
        let id = world.must(Content::Achievement(achievement()));
        let shown = timeline(&world.case);
        let line = shown.iter().find(|line| line.record == id).expect("on the timeline");
        assert_eq!((line.date, line.title.contains("read aloud") || line.text.contains("read aloud")), (day(2), true));
        let Some(current) = world.case.current() else { continue };
        // What belongs to the work is on the page for staff too.
        assert_eq!(world.case.get(id).unwrap().entry.episode, Some(current.id));
        let page = staff_page(&world.case, current.id, &world.settings, day(3)).expect("a page").text();
        assert!(page.contains("read aloud"), "{page}");
    }
}
