//! Before the intervention: p13 to p17.

use casebook_domain::contact::{Contact, PersonName, SafeToPhone};
use casebook_domain::content::Content;
use casebook_domain::decide::{Missing, Warning};
use casebook_domain::due::DueKind;
use casebook_domain::measure::Occasion;
use casebook_domain::preparation::{Gate, Letter, LetterKind, LiaisonWith, Reached};
use casebook_domain::referral::AuthorisationDecision;
use casebook_domain::standing::StandingKind;
use casebook_domain::states::{GateStanding, State, gates};
use casebook_testing::*;

#[test]
fn p13_liaison_needs_class_teacher_other_staff_and_agencies() {
    let mut world = World::authorised();
    let all = [Missing::ClassTeacher, Missing::OtherStaff, Missing::AgencyOrNone];
    assert_eq!(world.lacks(Gate::Liaison), all);
    for (index, with) in
        [LiaisonWith::ClassTeacher, LiaisonWith::OtherStaff, LiaisonWith::Agency].into_iter().enumerate()
    {
        world.must(Content::Liaison(liaison(with)));
        assert_eq!(world.lacks(Gate::Liaison), all[index + 1..]);
    }
}

#[test]
fn p13_agencies_may_be_none() {
    let mut world = World::authorised();
    for with in [LiaisonWith::ClassTeacher, LiaisonWith::OtherStaff, LiaisonWith::NoAgency] {
        world.must(Content::Liaison(liaison(with)));
    }
    assert_eq!(world.lacks(Gate::Liaison), []);
}

#[test]
fn p14_only_a_baseline_measure_opens_its_gate() {
    let mut world = World::authorised();
    world.must(Content::Measure(measure(Occasion::Progress, 2)));
    assert_eq!(world.lacks(Gate::Baseline), [Missing::Baseline]);
    world.must(Content::Measure(measure(Occasion::Baseline, 2)));
    assert_eq!(world.lacks(Gate::Baseline), []);
}

#[test]
fn p15_the_parents_gate_needs_the_letter_and_a_conversation() {
    let mut world = World::authorised();
    let contact = world.contact();
    assert_eq!(world.lacks(Gate::Parents), [Missing::LetterHome, Missing::FamilyTalk { attempts: 0 }]);
    world.must(Content::Letter(letter(contact, LetterKind::Referral)));
    assert_eq!(world.lacks(Gate::Parents), [Missing::FamilyTalk { attempts: 0 }]);
    world.must(Content::FamilyContact(family_contact(contact, Reached::Spoke, 2)));
    assert_eq!(world.lacks(Gate::Parents), []);
}

#[test]
fn p15_two_logged_attempts_stand_for_a_conversation() {
    let mut world = World::authorised();
    let contact = world.contact();
    world.must(Content::Letter(letter(contact, LetterKind::Referral)));
    world.must(Content::FamilyContact(family_contact(contact, Reached::NoAnswer, 2)));
    assert_eq!(world.lacks(Gate::Parents), [Missing::FamilyTalk { attempts: 1 }]);
    world.must(Content::FamilyContact(family_contact(contact, Reached::LeftMessage, 3)));
    assert_eq!(world.lacks(Gate::Parents), []);
}

#[test]
fn p15_the_letter_is_due_from_the_referral_on() {
    let mut world = World::referred();
    assert_eq!(world.due_of(DueKind::LetterHome).unwrap().by, Some(day(3)), "three school days from Monday");
    let contact = world.contact();
    world.must(Content::Letter(letter(contact, LetterKind::Referral)));
    assert_eq!(world.due_of(DueKind::LetterHome), None);
}

#[test]
fn p15_the_letter_is_due_also_when_the_referral_is_declined() {
    let mut world = World::referred();
    let referral = world.episode();
    world.must(Content::Authorisation(authorisation(referral, AuthorisationDecision::Declined, 1)));
    assert!(world.due_of(DueKind::LetterNoFurther).is_some());
    let contact = world.contact();
    world.must(Content::Letter(letter(contact, LetterKind::Declined)));
    assert_eq!(world.due_of(DueKind::LetterNoFurther), None);
}

#[test]
fn p15_another_letter_does_not_tell_of_the_referral() {
    let mut world = World::referred();
    let contact = world.contact();
    world.must(Content::Letter(letter(contact, LetterKind::Other)));
    assert!(world.due_of(DueKind::LetterHome).is_some());
}

#[test]
fn p15_the_letter_is_withheld_only_on_a_named_leads_decision_with_a_review_date() {
    let mut world = World::authorised();
    let mut nobody = withheld(1, 10);
    nobody.lead = "  ".to_owned();
    assert_eq!(world.refused(Content::LeadDecision(nobody)), [Missing::LeadNamed]);
    assert_eq!(world.refused(Content::LeadDecision(withheld(1, 1))), [Missing::LaterReviewDate]);
    world.must(Content::LeadDecision(withheld(1, 10)));
    assert_eq!(world.lacks(Gate::Parents), [], "the start waits neither for the letter nor for a talk");
    assert_eq!(world.due_of(DueKind::LetterHome), None);
    assert_eq!(world.due_of(DueKind::WithheldReview).unwrap().by, Some(day(10)));
}

#[test]
fn p15_after_its_review_date_a_withheld_letter_is_missing_again() {
    let mut world = World::authorised();
    world.must(Content::LeadDecision(withheld(1, 10)));
    world.today = 10;
    assert!(!world.lacks(Gate::Parents).contains(&Missing::WithheldReview));
    world.today = 11;
    assert!(world.lacks(Gate::Parents).contains(&Missing::WithheldReview));
    assert_eq!(world.due_of(DueKind::WithheldReview).unwrap().by, Some(day(10)), "overdue on Today");
}

#[test]
fn p15_while_the_letter_is_withheld_nobody_is_sent_to_speak_with_home() {
    let mut world = World::authorised();
    assert!(world.due_of(DueKind::GateParents).is_some());
    world.must(Content::LeadDecision(withheld(1, 10)));
    assert_eq!(world.due_of(DueKind::GateParents), None);
}

#[test]
fn p15_the_parents_gate_is_never_waived() {
    let mut world = World::authorised();
    assert_eq!(world.refused(Content::Waiver(waiver(Gate::Parents))), [Missing::ParentsAlways]);
    let id = world.must(Content::Waiver(waiver(Gate::Baseline)));
    let edited = world.edit(id, Content::Waiver(waiver(Gate::Parents)));
    assert_eq!(edited.unwrap_err().missing, [Missing::ParentsAlways]);
}

#[test]
fn p15_no_letter_goes_to_a_restricted_contact() {
    let mut world = World::authorised();
    let barred = Contact { restriction: Some("court order".to_owned()), ..contact() };
    let barred = world.must(Content::Contact(barred));
    let refused = world.refused(Content::Letter(letter(barred, LetterKind::Referral)));
    assert_eq!(refused, [Missing::UnrestrictedContact]);
    let good = world.contact();
    let sent = world.must(Content::Letter(letter(good, LetterKind::Referral)));
    let turned = world.edit(sent, Content::Letter(letter(barred, LetterKind::Referral)));
    assert_eq!(turned.unwrap_err().missing, [Missing::UnrestrictedContact]);
}

#[test]
fn p15_no_letter_goes_to_who_may_not_get_letters_or_is_unknown() {
    let mut world = World::authorised();
    let silent = world.must(Content::Contact(Contact { letters: false, ..contact() }));
    assert_eq!(world.refused(Content::Letter(letter(silent, LetterKind::Referral))), [Missing::ContactForLetters]);
    assert_eq!(world.refused(Content::Letter(letter(id(9), LetterKind::Referral))), [Missing::Contact]);
}

#[test]
fn p15_ask_the_lead_first_stops_letters() {
    let mut world = World::authorised();
    let contact = world.contact();
    let (pupil_id, mut careful) = (id(1000), pupil());
    careful.ask_lead_first = Some("Ms Lead said so".to_owned());
    world.edit(pupil_id, Content::Pupil(careful)).unwrap();
    assert_eq!(world.refused(Content::Letter(letter(contact, LetterKind::Referral))), [Missing::LeadAsked]);
}

#[test]
fn p15_a_correction_of_a_sent_letter_is_not_stopped() {
    let mut world = World::authorised();
    let contact = world.contact();
    let sent = world.must(Content::Letter(letter(contact, LetterKind::Referral)));
    world.must(Content::Standing(standing(StandingKind::Left, 5)));
    let mut corrected = letter(contact, LetterKind::Referral);
    corrected.date = day(1);
    world.edit(sent, Content::Letter(corrected)).unwrap();
}

#[test]
fn p16_one_observation_opens_its_gate() {
    let mut world = World::authorised();
    assert_eq!(world.lacks(Gate::Observation), [Missing::Observation]);
    world.must(Content::Observation(observation()));
    assert_eq!(world.lacks(Gate::Observation), []);
}

#[test]
fn p17_the_intervention_opens_when_the_four_gates_are_met() {
    let mut world = World::prepared();
    assert!(world.due_kinds().contains(&DueKind::Start));
    world.must(Content::Start(start(7)));
    assert_eq!(world.state(), State::Intervention);
}

#[test]
fn p17_each_open_gate_keeps_the_intervention_shut() {
    let mut world = World::authorised();
    assert_eq!(
        world.refused(Content::Start(start(7))),
        [
            Missing::ClassTeacher,
            Missing::OtherStaff,
            Missing::AgencyOrNone,
            Missing::Baseline,
            Missing::Responsibility,
            Missing::FamilyTalk { attempts: 0 },
            Missing::Observation,
        ]
    );
    assert_eq!(world.state(), State::Preparing);
}

#[test]
fn p17_a_gate_is_waived_with_a_reason_that_stays_on_the_case() {
    let mut world = World::authorised();
    let mut bare = waiver(Gate::Observation);
    bare.reason = String::new();
    assert_eq!(world.refused(Content::Waiver(bare)), [Missing::WaiverReason]);
    for gate in [Gate::Liaison, Gate::Baseline, Gate::Observation] {
        world.must(Content::Waiver(waiver(gate)));
    }
    let status = gates(&world.case, world.episode(), day(3));
    assert_eq!(status.iter().filter(|gate| matches!(gate.standing, GateStanding::Waived(_))).count(), 3);
    let contact = world.contact();
    world.must(Content::Letter(letter(contact, LetterKind::Referral)));
    world.must(Content::FamilyContact(family_contact(contact, Reached::Spoke, 2)));
    world.must(Content::Start(start(7)));
    assert_eq!(world.case.waivers(world.episode()).len(), 3);
}

#[test]
fn p17_a_waived_gate_that_is_met_later_counts_as_met() {
    let mut world = World::authorised();
    world.must(Content::Waiver(waiver(Gate::Observation)));
    world.must(Content::Observation(observation()));
    assert_eq!(gates(&world.case, world.episode(), day(3))[3].standing, GateStanding::Met);
}

#[test]
fn p17_an_urgent_start_names_who_agreed_and_why() {
    let mut world = World::authorised();
    let mut nobody = urgent_start(2);
    nobody.urgent_agreed_by = Some(String::new());
    assert!(!world.refused(Content::Start(nobody)).is_empty());
    let mut no_reason = urgent_start(2);
    no_reason.urgent_reason = String::new();
    assert_eq!(world.refused(Content::Start(no_reason)), [Missing::UrgentReason]);
    let warnings = world.warned(Content::Start(urgent_start(2)));
    assert_eq!(world.state(), State::Intervention);
    for gate in [Gate::Liaison, Gate::Baseline, Gate::Parents, Gate::Observation] {
        assert!(warnings.contains(&Warning::GateLeftOpen(gate)), "{gate:?}");
    }
}

#[test]
fn p17_an_urgent_start_leaves_the_open_gates_due_in_five_school_days() {
    let mut world = World::authorised();
    world.must(Content::Start(urgent_start(2)));
    for kind in [DueKind::GateLiaison, DueKind::GateBaseline, DueKind::GateParents, DueKind::GateObservation] {
        assert_eq!(world.due_of(kind).unwrap().by, Some(day(9)), "{kind:?}: Wednesday to Wednesday");
    }
    world.must(Content::Observation(observation()));
    assert_eq!(world.due_of(DueKind::GateObservation), None);
}

#[test]
fn p17_urgency_is_not_taken_back_over_open_gates() {
    let mut world = World::authorised();
    let begun = world.must(Content::Start(urgent_start(2)));
    assert!(world.edit(begun, Content::Start(start(2))).is_err());
}

#[test]
fn p17_there_is_one_start() {
    let mut world = World::started();
    assert_eq!(world.refused(Content::Start(start(9))), [Missing::StartedAlready]);
}

#[test]
fn p17_nothing_starts_against_an_objection_or_on_hold_or_after_leaving_or_death() {
    for (kind, missing) in [
        (StandingKind::OnHold, Missing::Resumed(StandingKind::OnHold)),
        (StandingKind::Objected, Missing::Resumed(StandingKind::Objected)),
        (StandingKind::Left, Missing::Resumed(StandingKind::Left)),
        (StandingKind::Died, Missing::Alive),
    ] {
        let mut world = World::prepared();
        world.today = 6;
        world.must(Content::Standing(standing(kind, 5)));
        assert_eq!(world.refused(Content::Start(start(7))), [missing]);
        assert_eq!(world.refused(Content::Start(urgent_start(7))), [missing]);
        world.must(Content::Standing(standing(StandingKind::Resumed, 6)));
        assert_eq!(world.save(Content::Start(start(7))).is_ok(), kind != StandingKind::Died);
    }
}

#[test]
fn p17_what_happened_can_always_be_recorded() {
    for mut world in [World::new(), World::referred(), World::authorised(), World::started(), World::exited()] {
        let contact = id(77);
        for fact in facts(contact) {
            world.must(fact);
        }
    }
}

fn facts(contact: casebook_domain::ids::RecordId) -> Vec<Content> {
    use casebook_domain::session::SessionKind;
    vec![
        Content::Session(session(SessionKind::OneToOne, 1)),
        Content::Note(note()),
        Content::Liaison(liaison(LiaisonWith::ClassTeacher)),
        Content::Measure(measure(Occasion::Progress, 1)),
        Content::Contact(casebook_testing::contact()),
        Content::FamilyContact(family_contact(contact, Reached::Spoke, 1)),
        Content::Observation(observation()),
        Content::Achievement(achievement()),
        Content::Worry(worry()),
        Content::Standing(standing(StandingKind::Left, 3)),
    ]
}

#[test]
fn p15_speaking_with_a_restricted_contact_is_recorded_and_warned() {
    let mut world = World::authorised();
    let barred = Contact { restriction: Some("court order".to_owned()), phone_safe: SafeToPhone::No, ..contact() };
    let barred = world.must(Content::Contact(barred));
    let warnings = world.warned(Content::FamilyContact(family_contact(barred, Reached::Spoke, 0)));
    assert_eq!(&warnings[..2], [Warning::RestrictedContact, Warning::NotSafeToPhone]);
}

#[test]
fn p15_a_letter_from_before_the_referral_does_not_tell_of_it() {
    let mut world = World::authorised();
    let home = world.must(Content::Contact(contact()));
    let early = Letter { date: day(-30), ..letter(home, LetterKind::Referral) };
    assert!(world.warned(Content::Letter(early)).contains(&Warning::BeforeReferral));
    assert!(world.lacks(Gate::Parents).contains(&Missing::LetterHome));
    world.must(Content::Letter(letter(home, LetterKind::Referral)));
    assert!(!world.lacks(Gate::Parents).contains(&Missing::LetterHome));
}

#[test]
fn p15_a_letter_that_a_restricted_person_may_read_warns() {
    let mut world = World::authorised();
    let shared = Contact { address: "1 Nowhere Lane".to_owned(), ..contact() };
    let barred = Contact {
        name: PersonName::entered("Mr Barred"),
        restriction: Some("court order".to_owned()),
        address: "1, Nowhere Lane".to_owned(),
        ..contact()
    };
    let home = world.must(Content::Contact(shared));
    world.must(Content::Contact(barred));
    let warnings = world.warned(Content::Letter(letter(home, LetterKind::Referral)));
    assert!(warnings.contains(&Warning::ReachesRestricted("Mr Barred".to_owned())));
}
