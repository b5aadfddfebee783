//! The course of a case: what stays true after each step (p06, p12, p13, p17, p23, p25, p27, p28).

use casebook::route::{FilePage, Route, Tab, mending};
use casebook_domain::assessment::{Area, AssessmentOccasion};
use casebook_domain::contact::Contact;
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::decide::{Command, Missing, Warning};
use casebook_domain::due::{DueKind, WaitsFor};
use casebook_domain::exit::{CriterionJudgement, FollowUpResult};
use casebook_domain::header::header;
use casebook_domain::ids::RecordId;
use casebook_domain::measure::{MeasureReading, Occasion, Sessions};
use casebook_domain::moving::may_move;
use casebook_domain::plan::{CirculationForm, CirculationTo};
use casebook_domain::preparation::{Gate, LetterKind, LiaisonWith};
use casebook_domain::referral::{AttendanceWarning, AuthorisationDecision, Criterion, ReferrerKind};
use casebook_domain::review::{Progress, ReviewDecision};
use casebook_domain::session::SessionKind;
use casebook_domain::standing::StandingKind;
use casebook_domain::states::{GateStanding, Overlay, State, Step, gates, next_steps, overlay};
use casebook_present::forms::{blank, form_ctx, parse};
use casebook_present::reply::replies;
use casebook_testing::*;

fn decided(world: &mut World, referral: RecordId, decision: AuthorisationDecision, on: i32) -> RecordId {
    world.must(Content::Authorisation(authorisation(referral, decision, on)))
}

/// An exit programme, and a re-referral that the line manager turned away.
fn turned_away(decision: AuthorisationDecision) -> (World, RecordId, RecordId) {
    let mut world = World::exited();
    let exited = world.episode();
    world.today = 60;
    let again = world.must(Content::Referral(referral(60)));
    decided(&mut world, again, decision, 61);
    world.today = 61;
    (world, exited, again)
}

#[test]
fn p27_a_re_referral_that_is_declined_or_redirected_ends_no_exit_programme() {
    for decision in [AuthorisationDecision::Declined, AuthorisationDecision::Redirected] {
        let (mut world, exited, again) = turned_away(decision);
        assert_eq!((world.episode(), world.state()), (exited, State::ExitProgramme));
        assert_eq!(world.due_of(DueKind::FollowUp).unwrap().by, Some(day(70)));
        let session = world.must(Content::Session(session(SessionKind::OneToOne, 61)));
        assert_eq!(world.case.get(session).unwrap().entry.episode, Some(exited));
        // The family and the referrer of the second referral hear of it all the same.
        assert_eq!(world.due_of(DueKind::LetterNoFurther).unwrap().by, Some(day(65)));
        let turned = world.case.authorisations(again)[0].id;
        assert!(world.due().iter().any(|due| due.kind == DueKind::ReferrerReply && due.record == Some(turned)));
        let contact = world.case.contacts()[0].id;
        let mut told = letter(contact, LetterKind::Declined);
        told.date = day(61);
        let told = world.must(Content::Letter(told));
        assert_eq!(world.case.get(told).unwrap().entry.episode, Some(again));
        assert_eq!(world.due_of(DueKind::LetterNoFurther), None);
    }
}

#[test]
fn p27_follow_ups_stay_due_while_a_re_referral_waits_and_end_when_it_is_authorised() {
    let mut world = World::exited();
    let exited = world.episode();
    world.today = 60;
    let again = world.must(Content::Referral(referral(60)));
    assert_eq!((world.episode(), world.state()), (again, State::AwaitingAuthorisation));
    assert!(world.due_of(DueKind::FollowUp).is_some());
    let session = world.must(Content::Session(session(SessionKind::OneToOne, 60)));
    assert_eq!(world.case.get(session).unwrap().entry.episode, Some(exited));
    decided(&mut world, again, AuthorisationDecision::Authorised, 61);
    assert_eq!(world.due_of(DueKind::FollowUp), None);
}

#[test]
fn p27_a_follow_up_that_finds_the_pupil_should_be_referred_again_is_due_until_they_are() {
    for last in [false, true] {
        let mut world = World::exited();
        world.today = 71;
        let mut found = follow_up(71, last);
        found.result = FollowUpResult::ReRefer;
        let (id, warnings) = world.save(Content::FollowUp(found)).unwrap();
        assert!(warnings.contains(&Warning::ReferAgain));
        assert_eq!(world.due_of(DueKind::ReferAgain).unwrap().record, Some(id));
        let next = &next_steps(&world.case, &world.settings, day(71))[0];
        assert_eq!((next.step, next.next), (Step::ReRefer, true));
        world.must(Content::Referral(referral(72)));
        assert_eq!(world.due_of(DueKind::ReferAgain), None);
    }
}

#[test]
fn what_is_declined_or_closed_has_nothing_to_do_next() {
    let mut declined = World::referred();
    let referral = declined.episode();
    decided(&mut declined, referral, AuthorisationDecision::Declined, 1);
    let contact = declined.contact();
    let offered = |world: &World| next_steps(&world.case, &world.settings, day(world.today));
    assert_eq!((offered(&declined)[0].step, offered(&declined)[0].next), (Step::SendLetter, true));
    declined.must(Content::Letter(letter(contact, LetterKind::Declined)));
    assert!(offered(&declined).iter().all(|step| !step.next));
    let mut closed = World::exited();
    closed.must(Content::FollowUp(follow_up(110, true)));
    closed.today = 110;
    assert_eq!(offered(&closed).iter().map(|step| step.step).collect::<Vec<_>>(), [Step::ReRefer]);
    assert!(offered(&closed).iter().all(|step| !step.next));
}

#[test]
fn p24_a_review_comes_next_only_once_it_is_due() {
    let (mut world, plan) = World::planned();
    let contact = world.case.contacts()[0].id;
    for (to, contact) in
        [(CirculationTo::Pupil, None), (CirculationTo::Parents, Some(contact)), (CirculationTo::Staff, None)]
    {
        world.must(Content::Circulation(circulation(plan, to, contact)));
    }
    for (today, due) in [(9, false), (49, true)] {
        world.today = today;
        let review = next_steps(&world.case, &world.settings, day(today)).remove(0);
        assert_eq!((review.step, review.next, review.by), (Step::Review, due, Some(day(49))));
    }
}

#[test]
fn p17_after_the_start_what_met_a_gate_cannot_go_unnoticed() {
    let found = |world: &World, kind: Kind| {
        world.case.items().find(|item| item.entry.content.kind() == kind).map(|item| item.id).unwrap()
    };
    for (kind, gate, due) in [
        (Kind::Liaison, Gate::Liaison, DueKind::GateLiaison),
        (Kind::Measure, Gate::Baseline, DueKind::GateBaseline),
        (Kind::Letter, Gate::Parents, DueKind::LetterHome),
        (Kind::FamilyContact, Gate::Parents, DueKind::GateParents),
        (Kind::Observation, Gate::Observation, DueKind::GateObservation),
    ] {
        let mut world = World::started();
        assert_eq!(world.due_of(due), None);
        let id = found(&world, kind);
        let was = world.case.get(id).unwrap().entry.clone();
        let warnings = world.delete(id).unwrap().warnings;
        assert!(warnings.contains(&Warning::GateReopened(gate)), "{kind:?}: {warnings:?}");
        assert!(world.due_of(due).is_some(), "{kind:?}");
        world.run(&Command::Restore { id, entry: was }).unwrap();
        assert_eq!(world.due_of(due), None);
    }
}

#[test]
fn p17_after_the_start_a_waiver_stays_or_its_gate_falls_open_again() {
    let mut world = World::prepared();
    let observation =
        world.case.items().find(|item| item.entry.content.kind() == Kind::Observation).map(|item| item.id).unwrap();
    world.today = 7;
    let waived = world.must(Content::Waiver(waiver(Gate::Observation)));
    world.delete(observation).unwrap();
    world.must(Content::Start(start(7)));
    assert_eq!(world.due_of(DueKind::GateObservation), None);
    let changed = world.edit(waived, Content::Waiver(waiver(Gate::Baseline))).unwrap();
    assert_eq!(changed.warnings, [Warning::GateReopened(Gate::Observation)]);
    world.edit(waived, Content::Waiver(waiver(Gate::Observation))).unwrap();
    let deleted = world.delete(waived).unwrap();
    assert_eq!(deleted.warnings, [Warning::GateReopened(Gate::Observation)]);
    assert_eq!(world.due_of(DueKind::GateObservation).unwrap().by, None, "at once");
    let status = gates(&world.case, world.episode(), day(7));
    assert_eq!(status[3].standing, GateStanding::Open);
}

#[test]
fn p13_today_names_each_role_that_is_missing() {
    let mut world = World::authorised();
    let kinds = [DueKind::GateLiaison, DueKind::GateOtherStaff, DueKind::GateAgency];
    assert!(kinds.iter().all(|&kind| world.due_of(kind).is_some()));
    world.must(Content::Liaison(liaison(LiaisonWith::ClassTeacher)));
    assert_eq!(kinds.map(|kind| world.due_of(kind).is_some()), [false, true, true]);
    world.must(Content::Liaison(liaison(LiaisonWith::OtherStaff)));
    assert_eq!(kinds.map(|kind| world.due_of(kind).is_some()), [false, false, true]);
    world.must(Content::Liaison(liaison(LiaisonWith::NoAgency)));
    assert!(kinds.iter().all(|&kind| world.due_of(kind).is_none()));
}

#[test]
fn p25_a_plan_that_was_reviewed_signed_or_given_out_is_never_deleted() {
    let (mut world, plan) = World::planned();
    let before = world.case.clone();
    world.must(Content::Signature(signature(plan)));
    assert_eq!(world.delete(plan).unwrap_err().missing, [Missing::PlanUsed]);
    world.case = before.clone();
    world.must(Content::Circulation(circulation(plan, CirculationTo::Pupil, None)));
    assert_eq!(world.delete(plan).unwrap_err().missing, [Missing::PlanUsed]);
    world.case = before;
    world.delete(plan).unwrap();
}

#[test]
fn p23_a_plan_that_changed_is_due_again_for_everybody_who_has_the_old_one() {
    let (mut world, id) = World::planned();
    let contact = world.case.contacts()[0].id;
    for (to, contact) in
        [(CirculationTo::Pupil, None), (CirculationTo::Parents, Some(contact)), (CirculationTo::Staff, None)]
    {
        world.must(Content::Circulation(circulation(id, to, contact)));
    }
    assert_eq!(world.due_of(DueKind::Circulate), None);
    // Saving it as it is changes nothing.
    world.edit(id, Content::Plan(plan(8))).unwrap();
    assert_eq!(world.due_of(DueKind::Circulate), None);
    let mut other = plan(8);
    other.rewards = "choosing the book".to_owned();
    world.edit(id, Content::Plan(other.clone())).unwrap();
    assert_eq!(world.due_of(DueKind::Circulate).unwrap().record, Some(id));
    // What went out is kept, to say what changed; no word of it is.
    for went in world.case.circulations(id) {
        assert_eq!(other.changed_since(&went.sent), ["Sanctions and rewards"]);
        assert_eq!(plan(8).changed_since(&went.sent), Vec::<&str>::new());
    }
    for (to, contact) in
        [(CirculationTo::Pupil, None), (CirculationTo::Parents, Some(contact)), (CirculationTo::Staff, None)]
    {
        assert!(world.due_of(DueKind::Circulate).is_some(), "{to:?}");
        world.must(Content::Circulation(circulation(id, to, contact)));
    }
    assert_eq!(world.due_of(DueKind::Circulate), None);
    // Putting back what the first ones had would make the second ones old.
    world.edit(id, Content::Plan(plan(8))).unwrap();
    assert_eq!(world.due_of(DueKind::Circulate), None, "everybody has this one too");
}

#[test]
fn p24_a_review_is_of_the_plan_in_force() {
    let (mut world, first) = World::reviewed(ReviewDecision::Continue);
    let second = world.must(Content::Plan(plan(50)));
    let mut old = review(ReviewDecision::Continue, 60);
    old.plan = Some(first);
    assert_eq!(world.refused(Content::Review(old.clone())), [Missing::PlanInForce]);
    old.plan = Some(second);
    let id = world.must(Content::Review(old.clone()));
    old.plan = Some(first);
    assert_eq!(world.edit(id, Content::Review(old)).unwrap_err().missing, [Missing::PlanInForce]);
    // A review of an earlier version can still be corrected.
    let earlier = world.case.reviews(world.episode())[0];
    let (id, mut corrected) = (earlier.id, earlier.body.clone());
    corrected.agreed = "with the form tutor".to_owned();
    world.edit(id, Content::Review(corrected)).unwrap();
}

#[test]
fn p06_a_referral_that_joins_an_open_episode_is_decided_on_answered_and_told_at_home() {
    let mut world = World::started();
    let first = world.episode();
    for item in world.case.authorisations(first).iter().map(|one| (one.id, one.body.clone())).collect::<Vec<_>>() {
        let (id, mut told) = item;
        told.referrer_told = Some(day(2));
        world.edit(id, Content::Authorisation(told)).unwrap();
    }
    world.today = 20;
    let second = world.must(Content::Referral(referral(20)));
    assert_eq!(world.state(), State::Intervention);
    let asked = world.due_of(DueKind::Authorisation).unwrap();
    assert_eq!((asked.record, asked.waits_for), (Some(second), WaitsFor::Others));
    let home = world.due_of(DueKind::LetterHome).unwrap();
    assert_eq!((home.by, home.record), (Some(day(23)), Some(second)));
    let declined = decided(&mut world, second, AuthorisationDecision::Declined, 21);
    assert_eq!(world.state(), State::Intervention, "the first referral is authorised");
    assert_eq!(world.due_of(DueKind::Authorisation), None);
    assert_eq!(world.due_of(DueKind::ReferrerReply).unwrap().record, Some(declined));
    let contact = world.case.contacts()[0].id;
    let mut told = letter(contact, LetterKind::Declined);
    told.date = day(21);
    world.must(Content::Letter(told));
    assert_eq!(world.due_of(DueKind::LetterHome), None);
    // The first one still can't be declined under a running intervention.
    let refused = world.refused(Content::Authorisation(authorisation(first, AuthorisationDecision::Declined, 22)));
    assert_eq!(refused, [Missing::EndedByReview]);
}

#[test]
fn p06_of_two_referrals_that_wait_each_is_decided_on() {
    let mut world = World::referred();
    let first = world.episode();
    let second = world.must(Content::Referral(referral(1)));
    let waiting = |world: &World| {
        let due = world.due();
        due.into_iter()
            .filter(|due| due.kind == DueKind::Authorisation)
            .filter_map(|due| due.record)
            .collect::<Vec<_>>()
    };
    assert_eq!(waiting(&world), [first, second]);
    decided(&mut world, first, AuthorisationDecision::Declined, 2);
    assert_eq!((world.state(), waiting(&world)), (State::AwaitingAuthorisation, vec![second]));
    decided(&mut world, second, AuthorisationDecision::Authorised, 3);
    assert_eq!((world.state(), waiting(&world)), (State::Preparing, vec![]));
    decided(&mut world, second, AuthorisationDecision::Declined, 4);
    assert_eq!(world.state(), State::Declined);
}

#[test]
fn left_or_on_hold_dated_ahead_stops_nothing_before_its_day() {
    for (kind, ahead) in [
        (StandingKind::Left, DueKind::Leaving),
        (StandingKind::OnHold, DueKind::ChangeAhead),
        (StandingKind::Objected, DueKind::ChangeAhead),
    ] {
        let mut world = World::started();
        let before = world.due_kinds();
        let id = world.must(Content::Standing(standing(kind, 30)));
        assert_eq!(overlay(&world.case, day(29)), Overlay::None);
        assert_eq!(world.due_of(ahead).map(|due| (due.by, due.record)), Some((Some(day(30)), Some(id))));
        assert!(before.iter().all(|kind| world.due_kinds().contains(kind)));
        world.must(Content::Plan(plan(8)));
        assert_ne!(overlay(&world.case, day(30)), Overlay::None);
        world.today = 30;
        assert_eq!(world.due_of(ahead), None);
    }
}

#[test]
fn a_death_stops_everything_whatever_its_date() {
    let mut world = World::started();
    world.must(Content::Standing(standing(StandingKind::Died, 300)));
    assert_eq!(overlay(&world.case, day(8)), Overlay::Died);
    assert_eq!(world.due(), []);
}

#[test]
fn p28_little_progress_at_a_review_proposes_referring_on() {
    for (progress, proposed) in
        [(Progress::Significant, false), (Progress::Some, false), (Progress::Little, true), (Progress::Worse, true)]
    {
        let (mut world, _) = World::planned();
        world.today = 49;
        let mut held = review(ReviewDecision::Alternative, 49);
        held.progress = progress;
        let warnings = world.warned(Content::Review(held));
        assert_eq!(warnings.contains(&Warning::ConsiderOnward), proposed, "{progress:?}");
        let (mut world, _) = World::planned();
        world.today = 49;
        let mut held = review(ReviewDecision::Exit, 49);
        held.progress = progress;
        world.must(Content::Review(held));
        let warnings = world.warned(Content::Exit(exit(49)));
        assert_eq!(warnings.contains(&Warning::ExitAtDeterioration), progress == Progress::Worse);
        assert_eq!(warnings.contains(&Warning::ConsiderOnward), proposed);
        let offered = |world: &World| {
            next_steps(&world.case, &world.settings, day(49)).iter().any(|step| step.step == Step::ReferOn)
        };
        assert_eq!(offered(&world), proposed);
        world.must(Content::Onward(onward(49)));
        assert!(!offered(&world));
    }
}

#[test]
fn p28_an_exit_that_judges_a_reason_worse_is_warned() {
    let (mut world, _) = World::reviewed(ReviewDecision::Exit);
    let mut worse = exit(49);
    worse.outcomes[0].judgement = CriterionJudgement::Worse;
    let warnings = world.warned(Content::Exit(worse));
    assert_eq!(warnings, [Warning::ExitAtDeterioration, Warning::ConsiderOnward]);
}

#[test]
fn p25_alternative_support_inside_the_school_ends_the_reminder_too() {
    let (mut world, _) = World::reviewed(ReviewDecision::Alternative);
    assert!(world.due_of(DueKind::Alternative).is_some());
    let mut inside = onward(50);
    inside.inside = true;
    inside.agency = "Nurture group".to_owned();
    world.must(Content::Onward(inside));
    assert_eq!(world.due_of(DueKind::Alternative), None);
}

#[test]
fn p12_a_baseline_below_the_floor_is_warned_as_the_referral_would_have_been() {
    let mut world = World::new();
    let mut poor = referral(0);
    poor.criteria[0].criterion = Criterion::PoorAttendance;
    poor.attendance_tenths = Some(850);
    world.must(Content::Referral(poor));
    let mut low = measure(Occasion::Baseline, 2);
    let sessions = Sessions { attended: 60, authorised: 20, unauthorised: 20, late: 0 };
    low.reading = MeasureReading::Attendance { from: day(-60), until: day(0), sessions };
    let warnings = world.warned(Content::Measure(low));
    assert_eq!(warnings, [Warning::Attendance(AttendanceWarning::BelowFloor { tenths: 600, floor: 800 })]);
    assert_eq!(world.warned(Content::Measure(measure(Occasion::Baseline, 2))), []);
}

#[test]
fn p23_the_plans_day_and_who_agreed_are_part_of_what_went_out() {
    let (mut world, id) = World::planned();
    world.must(Content::Circulation(circulation(id, CirculationTo::Pupil, None)));
    let entry = world.case.get(id).unwrap().entry.clone();
    let Entry { content: Content::Plan(mut changed), .. } = entry else { panic!("a plan") };
    changed.review_on = Some(day(60));
    world.edit(id, Content::Plan(changed)).unwrap();
    let plan = world.case.latest_plan(world.episode()).unwrap();
    assert!(world.case.circulations(id).iter().all(|one| plan.changed_since(one)));
}

#[test]
fn a_header_is_made_again_on_the_day_that_changes_what_it_says() {
    let mut world = World::started();
    assert!(!header(&world.case, &world.settings, day(7)).outdated(day(300)));
    world.must(Content::Standing(standing(StandingKind::Left, 30)));
    let kept = header(&world.case, &world.settings, day(7));
    assert!(!kept.outdated(day(29)));
    assert!(kept.outdated(day(30)));
    assert_eq!(header(&world.case, &world.settings, day(30)).overlay, Overlay::Left);
}

#[test]
fn p17_before_a_record_is_moved_after_the_start_the_gate_that_falls_open_is_named() {
    let world = World::started();
    let observation =
        world.case.items().find(|item| item.entry.content.kind() == Kind::Observation).map(|item| item.id).unwrap();
    let warnings = may_move(&world.case, &world.settings, observation, &world.ctx()).unwrap();
    assert_eq!(warnings, [Warning::GateReopened(Gate::Observation)]);
    let prepared = World::prepared();
    let warnings = may_move(&prepared.case, &prepared.settings, observation, &prepared.ctx()).unwrap();
    assert_eq!(warnings, [], "before the start the gate is simply open");
}

#[test]
fn what_exists_and_must_change_is_opened_itself() {
    let (mut world, plan) = World::planned();
    let file = world.case.id;
    let way = |world: &World, missing: Missing| mending(&world.case, &missing).map(|way| way.route);
    let pupil = id(1000);
    assert_eq!(way(&world, Missing::LeadAsked), Some(Route::Of(file, FilePage::New(Kind::LeadDecision))));
    assert_eq!(way(&world, Missing::OnePupil), Some(Route::Of(file, FilePage::Edit(pupil))));
    assert_eq!(way(&world, Missing::CurrentPlan), Some(Route::Of(file, FilePage::Edit(plan))));
    assert_eq!(way(&world, Missing::Settled), Some(Route::Of(file, FilePage::Decide)));
    assert_eq!(way(&world, Missing::Told), None, "nothing to tell");
    let untold = world.must(Content::Worry(worry()));
    assert_eq!(way(&world, Missing::Told), Some(Route::Of(file, FilePage::Edit(untold))));
    let start = world.current().start.unwrap().id;
    assert_eq!(way(&world, Missing::StartedAlready), Some(Route::Of(file, FilePage::Record(start))));
    assert_eq!(way(&world, Missing::Exit), Some(Route::Of(file, FilePage::New(Kind::Exit))));

    // A contact who gets no letters yet is opened; where there are several, the list of them.
    assert_eq!(way(&world, Missing::ContactForLetters), Some(Route::Of(file, FilePage::New(Kind::Contact))));
    let silent = world.must(Content::Contact(Contact { letters: false, ..contact() }));
    assert_eq!(way(&world, Missing::ContactForLetters), Some(Route::Of(file, FilePage::Edit(silent))));
    world.must(Content::Contact(Contact { letters: false, ..contact() }));
    assert_eq!(way(&world, Missing::ContactForLetters), Some(Route::Of(file, FilePage::Tab(Tab::About))));

    // A plan that was reviewed is revised, or reviewed again first.
    let (world, _) = World::reviewed(ReviewDecision::Continue);
    assert_eq!(way(&world, Missing::CurrentPlan), Some(Route::Of(file, FilePage::New(Kind::Plan))));
    let (world, _) = World::reviewed(ReviewDecision::Alternative);
    assert_eq!(way(&world, Missing::CurrentPlan), Some(Route::Of(file, FilePage::New(Kind::Review))));
    let exited = World::exited();
    let exit = exited.current().exit.unwrap().id;
    assert_eq!(way(&exited, Missing::Exit), Some(Route::Of(file, FilePage::Edit(exit))));
}

#[test]
fn each_role_that_is_missing_leads_to_its_own_talk() {
    let world = World::authorised();
    let preset = |missing| mending(&world.case, &missing).and_then(|way| way.preset);
    assert_eq!(preset(Missing::ClassTeacher), Some(("with", "class_teacher")));
    assert_eq!(preset(Missing::OtherStaff), Some(("with", "other_staff")));
    assert_eq!(preset(Missing::AgencyOrNone), Some(("with", "agency")));
}

#[test]
fn two_plans_or_referrals_of_one_day_do_not_read_the_same() {
    let mut world = World::referred();
    world.must(Content::Referral(referral(0)));
    let ctx = form_ctx(&world.case, &world.settings, day(0), moment(0, 0));
    assert_ne!(ctx.referrals[0].label, ctx.referrals[1].label);

    let (mut world, _) = World::reviewed(ReviewDecision::Continue);
    world.today = 50;
    let mut same_day = plan(8);
    same_day.success = "other".to_owned();
    world.must(Content::Plan(same_day));
    let ctx = form_ctx(&world.case, &world.settings, day(50), moment(50, 0));
    let labels: Vec<&str> = ctx.plans.iter().map(|plan| plan.label.as_str()).collect();
    assert_eq!(labels, ["Plan of 15 September 2026", "Plan of 15 September 2026 (earlier version)"]);
}

#[test]
fn p06_the_reply_to_the_referrer_is_drafted_from_the_decision() {
    for (decision, said) in [
        (AuthorisationDecision::Authorised, "has authorised the referral"),
        (AuthorisationDecision::MoreInformation, "would like to know more"),
        (AuthorisationDecision::Redirected, "other support fits better"),
        (AuthorisationDecision::Declined, "not the right support at present"),
    ] {
        let mut world = World::referred();
        world.settings.line_manager.title = "Deputy Head".to_owned();
        assert_eq!(replies(&world.case, &world.settings), []);
        let referral = world.episode();
        let id = decided(&mut world, referral, decision, 1);
        let drafted = replies(&world.case, &world.settings);
        assert_eq!((drafted.len(), drafted[0].decision, drafted[0].home), (1, id, false));
        let text = &drafted[0].text;
        for part in
            ["Dear Mr Example,", "Testina Sample", "7 September 2026", "The Deputy Head", said, "Made-Up Mentor"]
        {
            assert!(text.contains(part), "{part}\n{text}");
        }
        let why = decision != AuthorisationDecision::Authorised;
        assert_eq!(text.contains("as agreed"), why, "the reason, where it was not authorised");
    }
}

#[test]
fn p06_a_reply_to_somebody_at_home_is_told_apart_and_holds_no_reason() {
    let mut world = World::new();
    let mut from_home = referral(0);
    from_home.referrer_kind = ReferrerKind::Parent;
    let referral = world.must(Content::Referral(from_home));
    decided(&mut world, referral, AuthorisationDecision::Declined, 1);
    let drafted = replies(&world.case, &world.settings);
    assert!(drafted[0].home && !drafted[0].text.contains("as agreed"), "{}", drafted[0].text);
    let mut audit = World::new();
    let mut found = casebook_testing::referral(0);
    found.referrer_kind = ReferrerKind::Audit;
    let referral = audit.must(Content::Referral(found));
    decided(&mut audit, referral, AuthorisationDecision::Declined, 1);
    assert_eq!(replies(&audit.case, &audit.settings), []);
}

#[test]
fn p06_the_reply_that_nobody_was_given_comes_first() {
    let mut world = World::authorised();
    let first = world.episode();
    let second = world.must(Content::Referral(referral(2)));
    let last = decided(&mut world, second, AuthorisationDecision::Declined, 3);
    let mut told = authorisation(second, AuthorisationDecision::Declined, 3);
    told.referrer_told = Some(day(4));
    world.edit(last, Content::Authorisation(told)).unwrap();
    let order: Vec<_> = replies(&world.case, &world.settings).iter().map(|reply| reply.decision).collect();
    assert_eq!(order, [world.case.decision_on(first).unwrap().id, last]);
}

#[test]
fn p06_targets_set_with_the_authorisation_are_proposed_in_the_first_plan() {
    let mut world = World::referred();
    let referral = world.episode();
    let mut decision = authorisation(referral, AuthorisationDecision::Authorised, 1);
    decision.targets = "- Homework in on time\n\n• Two friends at break".to_owned();
    world.must(Content::Authorisation(decision));
    let ctx = form_ctx(&world.case, &world.settings, day(2), moment(2, 0));
    let draft = blank(Kind::Plan, &ctx, &[]);
    assert_eq!(
        (draft.get("targets.0.what"), draft.get("targets.1.what")),
        ("Homework in on time", "Two friends at break")
    );
    assert_eq!(draft.rows("targets"), 2);
}

#[test]
fn p04_who_got_the_page_for_staff_is_kept() {
    let mut world = World::referred();
    let mut page = circulation(id(1), CirculationTo::Staff, None);
    page.plan = None;
    page.names = "Form tutor, SENCo".to_owned();
    assert_eq!(world.refused(Content::Circulation(page.clone())), [Missing::Plan], "only the page needs no plan");
    page.form = CirculationForm::StaffPage;
    let kept = world.must(Content::Circulation(page.clone()));
    assert_eq!(world.case.get(kept).unwrap().entry.episode, Some(world.episode()));
    page.to = CirculationTo::Parents;
    assert!(world.refused(Content::Circulation(page)).contains(&Missing::Plan), "it is for staff alone");
}

#[test]
fn p09_strengths_needs_and_barriers_are_assessed_by_area_at_entry_at_referral_and_at_reviews() {
    let mut world = World::new();
    let assessed = |world: &World, on: i32| {
        let ctx = form_ctx(&world.case, &world.settings, day(on), moment(on, 0));
        let mut draft = blank(Kind::Assessment, &ctx, &[]);
        for area in Area::ALL {
            for (part, text) in [("_strengths", "draws"), ("_needs", "quiet"), ("_barriers", "noise")] {
                draft.set(&[area.code(), part].concat(), text);
            }
        }
        parse(Kind::Assessment, &draft, &ctx).expect("an assessment")
    };
    let content = assessed(&world, 0);
    let entry = world.must(content);
    assert_eq!(world.case.get(entry).unwrap().entry.episode, None, "a pupil who was never referred");
    world.must(Content::Referral(referral(1)));
    let mut occasions = Vec::new();
    for on in [2, 3] {
        let content = assessed(&world, on);
        world.must(content);
    }
    for one in world.case.assessments() {
        occasions.push(one.body.occasion);
        let areas: Vec<Area> = one.body.findings.iter().map(|finding| finding.area).collect();
        assert_eq!(areas, Area::ALL);
        assert!(one.body.findings.iter().all(|finding| finding.barriers == "noise" && finding.needs == "quiet"));
    }
    use AssessmentOccasion::{Entry as AtEntry, Referral as AtReferral, Review as AtReview};
    assert_eq!(occasions, [AtEntry, AtReferral, AtReview]);
}

#[test]
fn a_pupil_who_left_and_is_to_come_back_is_there_again_on_that_day() {
    let mut world = World::started();
    world.today = 9;
    world.must(Content::Standing(standing(StandingKind::Left, 9)));
    let back = world.must(Content::Standing(standing(StandingKind::Resumed, 20)));
    assert_eq!(overlay(&world.case, day(19)), Overlay::Left);
    assert_eq!(world.due_of(DueKind::ChangeAhead).unwrap().record, Some(back));
    assert!(header(&world.case, &world.settings, day(9)).outdated(day(20)));
    assert_eq!(overlay(&world.case, day(20)), Overlay::None);
}

#[test]
fn p06_a_second_referral_that_nobody_decided_on_waits_beyond_the_exit() {
    let (mut world, _) = World::reviewed(ReviewDecision::Exit);
    let second = world.must(Content::Referral(referral(30)));
    world.must(Content::Exit(exit(49)));
    assert_eq!(world.due_of(DueKind::Authorisation).unwrap().record, Some(second));
    decided(&mut world, second, AuthorisationDecision::Declined, 50);
    assert_eq!((world.state(), world.due_of(DueKind::Authorisation)), (State::ExitProgramme, None));
}

#[test]
fn p06_a_referral_turned_away_during_an_exit_programme_can_be_reconsidered() {
    let (mut world, exited, again) = turned_away(AuthorisationDecision::Declined);
    decided(&mut world, again, AuthorisationDecision::Authorised, 62);
    assert_eq!((world.episode(), world.state()), (again, State::Preparing));
    assert_eq!(world.case.episode(exited).unwrap().state, State::ExitProgramme);
}

#[test]
fn p25_choosing_between_versions_deletes_no_plan_that_somebody_has() {
    let (mut world, plan) = World::planned();
    world.must(Content::Signature(signature(plan)));
    world.case.two_versions.insert(plan);
    let refused = world.run(&Command::Choose { id: plan, entry: None, versions: Vec::new() }).unwrap_err();
    assert_eq!(refused.missing, [Missing::PlanUsed]);
}
