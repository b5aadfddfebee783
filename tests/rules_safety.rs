//! What must not endanger a child, and what lies over a case: p36, p40, design section 7.

mod support;

use casebook::domain::contact::{Contact, SafeToPhone};
use casebook::domain::content::{Content, Entry};
use casebook::domain::decide::{Change, Command, Missing, Warning, names_in};
use casebook::domain::due::{DueKind, WaitsFor};
use casebook::domain::header::header;
use casebook::domain::preparation::{LetterKind, Reached};
use casebook::domain::session::SessionKind;
use casebook::domain::standing::StandingKind;
use casebook::domain::states::{Overlay, State, next_steps, overlay};
use casebook::domain::upn::Upn;
use support::*;

#[test]
fn p36_family_contact_falls_due_after_the_set_school_days() {
    let mut world = World::started();
    assert_eq!(world.due_of(DueKind::FamilyContact).unwrap().by, Some(day(7 + 28)), "twenty school days");
    let contact = world.case.contacts()[0].id;
    world.must(Content::FamilyContact(family_contact(contact, Reached::NoAnswer, 14)));
    assert_eq!(world.due_of(DueKind::FamilyContact).unwrap().by, Some(day(35)), "an attempt is no contact");
    world.must(Content::FamilyContact(family_contact(contact, Reached::Spoke, 14)));
    assert_eq!(world.due_of(DueKind::FamilyContact).unwrap().by, Some(day(42)));
}

#[test]
fn p36_a_home_that_the_lead_keeps_out_is_not_chased() {
    let mut world = World::started();
    let mut careful = pupil();
    careful.ask_lead_first = Some("Ms Lead".to_owned());
    world.edit(id(1000), Content::Pupil(careful)).unwrap();
    assert_eq!(world.due_of(DueKind::FamilyContact), None);
    let contact = world.case.contacts()[0].id;
    let warnings = world.warned(Content::FamilyContact(family_contact(contact, Reached::Spoke, 7)));
    assert_eq!(warnings, [Warning::AskLeadFirst]);
}

#[test]
fn p36_phoning_where_safety_is_unknown_is_warned() {
    let mut world = World::started();
    let contact = world.must(Content::Contact(Contact { phone_safe: SafeToPhone::Unknown, ..contact() }));
    let warnings = world.warned(Content::FamilyContact(family_contact(contact, Reached::Spoke, 7)));
    assert_eq!(warnings, [Warning::PhoneSafetyUnknown]);
}

#[test]
fn p40_nobody_has_been_told_until_a_name_and_time_are_entered() {
    let mut world = World::new();
    let id = world.must(Content::Worry(worry()));
    let due = world.due_of(DueKind::NobodyTold).unwrap();
    assert_eq!((due.by, due.waits_for, due.record), (None, WaitsFor::Mentor, Some(id)));
    let mut reported = worry();
    reported.told = Some(told());
    world.edit(id, Content::Worry(reported)).unwrap();
    assert_eq!(world.due_of(DueKind::NobodyTold), None);
    assert_eq!(world.due_of(DueKind::HandOverWords).unwrap().waits_for, WaitsFor::Others);
}

#[test]
fn p40_saving_a_worry_is_not_reporting_it() {
    let mut world = World::new();
    assert_eq!(world.warned(Content::Worry(worry())), [Warning::NobodyTold]);
}

#[test]
fn p40_once_the_lead_holds_the_words_they_are_erased_here_and_in_history() {
    let mut world = World::new();
    let id = world.must(Content::Worry(worry()));
    let mut held = worry();
    held.told = Some(told());
    held.held_by_lead = true;
    let decision = world.edit(id, Content::Worry(held)).unwrap();
    assert_eq!(decision.changes.last(), Some(&Change::EraseHistory { id }));
    assert_eq!(world.case.worries()[0].words, "");
    assert_eq!(world.due(), []);
}

#[test]
fn p40_words_that_the_lead_holds_do_not_come_back_by_undo() {
    let mut world = World::new();
    let id = world.must(Content::Worry(worry()));
    let mut held = worry();
    held.told = Some(told());
    held.held_by_lead = true;
    let entry = Entry { episode: None, content: Content::Worry(held) };
    world.run(&Command::Restore { id, entry }).unwrap();
    assert_eq!(world.case.worries()[0].words, "");
}

#[test]
fn p40_the_lead_holds_nothing_that_nobody_was_told() {
    let mut world = World::new();
    let id = world.must(Content::Worry(worry()));
    let mut held = worry();
    held.held_by_lead = true;
    assert_eq!(world.edit(id, Content::Worry(held)).unwrap_err().missing, [Missing::Told]);
    assert_eq!(world.case.worries()[0].words, "exact words");
}

#[test]
fn p40_a_worry_belongs_to_no_episode() {
    let mut world = World::started();
    let id = world.must(Content::Worry(worry()));
    assert_eq!(world.case.get(id).unwrap().entry.episode, None);
}

#[test]
fn p40_a_worry_insists_after_leaving_and_after_death() {
    for &kind in StandingKind::ALL {
        let mut world = World::started();
        world.must(Content::Worry(worry()));
        world.must(Content::Standing(standing(kind, 9)));
        assert!(world.due_kinds().contains(&DueKind::NobodyTold), "{kind:?}");
    }
}

#[test]
fn p40_a_session_before_confidentiality_was_explained_is_warned() {
    let mut world = World::started();
    assert_eq!(world.warned(Content::Session(session(SessionKind::OneToOne, 7))), [Warning::LimitsNotExplained]);
    let mut explained = pupil();
    explained.limits_explained = Some(day(7));
    world.edit(id(1000), Content::Pupil(explained)).unwrap();
    assert_eq!(world.warned(Content::Session(session(SessionKind::OneToOne, 7))), []);
}

#[test]
fn after_leaving_and_after_death_letters_and_reminders_stop() {
    for (kind, missing) in
        [(StandingKind::Left, Missing::Resumed(StandingKind::Left)), (StandingKind::Died, Missing::Alive)]
    {
        let mut world = World::authorised();
        let contact = world.contact();
        world.today = 3;
        world.must(Content::Standing(standing(kind, 3)));
        assert_eq!(world.due(), []);
        assert_eq!(world.refused(Content::Letter(letter(contact, LetterKind::Referral))), [missing]);
    }
}

#[test]
fn on_hold_only_the_letter_and_the_day_to_look_again_are_due() {
    let mut world = World::authorised();
    let mut hold = standing(StandingKind::OnHold, 3);
    hold.until = Some(day(30));
    world.today = 3;
    world.must(Content::Standing(hold));
    assert_eq!(world.due_kinds(), [DueKind::LetterHome, DueKind::HoldReview]);
    assert_eq!(world.due_of(DueKind::HoldReview).unwrap().by, Some(day(30)));
    world.today = 10;
    world.must(Content::Standing(standing(StandingKind::Resumed, 10)));
    assert!(world.due_kinds().contains(&DueKind::GateLiaison));
}

#[test]
fn a_death_is_not_undone_by_a_later_record_but_a_mistaken_one_is_deleted() {
    let mut world = World::started();
    let mistaken = world.must(Content::Standing(standing(StandingKind::Died, 9)));
    world.must(Content::Standing(standing(StandingKind::Resumed, 12)));
    assert_eq!(overlay(&world.case, day(12)), Overlay::Died);
    assert_eq!(next_steps(&world.case, &world.settings, day(12)), []);
    world.delete(mistaken).unwrap();
    assert_eq!(overlay(&world.case, day(12)), Overlay::None);
}

#[test]
fn another_pupils_name_in_a_note_is_found_as_a_whole_word() {
    let names = ["Will", "Ann Example", "Zoë"];
    assert_eq!(names_in("Will's book; he will come with Zoë.", &names), ["Will", "Zoë"]);
    assert_eq!(names_in("Willow will see Ann.", &names), Vec::<String>::new());
    assert_eq!(names_in("with Ann  Example", &names), ["Ann Example"]);
    assert_eq!(names_in("", &["", " "]), Vec::<String>::new());
}

#[test]
fn a_doubtful_upn_is_warned_and_saved() {
    let mut world = World::new();
    let mut doubtful = pupil();
    doubtful.upn = "A801200005001".to_owned();
    let decision = world.edit(id(1000), Content::Pupil(doubtful)).unwrap();
    assert_eq!(decision.warnings, [Warning::Upn(Upn::BadCheckLetter { expected: 'B' })]);
}

#[test]
fn a_file_has_one_pupil() {
    let mut world = World::new();
    assert_eq!(world.refused(Content::Pupil(pupil())), [Missing::OnePupil]);
}

#[test]
fn the_header_is_what_lists_search_and_today_need() {
    let mut world = World::exited();
    world.must(Content::Session(session(SessionKind::OneToOne, 40)));
    let header = header(&world.case, &world.settings, day(49));
    assert_eq!((header.first_names.as_str(), header.form.as_str()), ("Testina", "7M"));
    assert_eq!((header.state, header.overlay, header.episodes), (State::ExitProgramme, Overlay::None, 1));
    assert_eq!(header.last_session, Some(day(40)));
    assert_eq!(header.due, world.due());
}

#[test]
fn a_day_that_lies_ahead_is_warned() {
    let mut world = World::new();
    world.today = 1;
    assert_eq!(world.save(Content::Note(note())).unwrap().1, [Warning::InFuture]);
    world.today = 2;
    assert_eq!(world.save(Content::Note(note())).unwrap().1, []);
}
