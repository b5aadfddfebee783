//! What must not endanger a child, and what lies over a case: p36, p40, docs/design.md#safeguarding.

use casebook_domain::advice::others_named;
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::contact::{Contact, SafeToPhone};
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::decide::{Change, Command, Missing, Warning, names_in};
use casebook_domain::due::{DueKind, WaitsFor};
use casebook_domain::header::header;
use casebook_domain::ids::{ActorId, FileId, RecordId, VersionId};
use casebook_domain::preparation::{LetterKind, Reached};
use casebook_domain::pupil::Pupil;
use casebook_domain::retention::{Hold, holds};
use casebook_domain::safety::{Told, Withdrawn, Worry};
use casebook_domain::session::SessionKind;
use casebook_domain::settings::{Post, Settings};
use casebook_domain::standing::StandingKind;
use casebook_domain::states::{Overlay, State, next_steps, overlay};
use casebook_domain::upn::Upn;
use casebook_records::revision::{Head, Vector, Version};
use casebook_records::{self as records, encode, encode_deleted};
use casebook_testing::*;
use proptest::prelude::*;

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
fn another_pupil_is_recognised_by_any_of_their_names_however_written() {
    let settings = Settings::new("Made-Up Mentor".to_owned(), "Example School".to_owned());
    let header = |id: u8, first: &str, known_as: &str, surname: &str| {
        let mut case = CaseFile::new(FileId::from_bytes([id; 16]));
        let names = Pupil {
            first_names: first.to_owned(),
            known_as: known_as.to_owned(),
            surname: surname.to_owned(),
            ..pupil()
        };
        let entry = Entry { episode: None, content: Content::Pupil(names) };
        case.put(Item { id: RecordId::from_bytes([id; 16]), saved: moment(0, 0), entry });
        casebook_domain::header::header(&case, &settings, day(0))
    };
    let all = [
        header(1, "Robin James", "", "O'Neill"),
        header(2, "Zoë", "", "Sample"),
        header(3, "Testina", "Tess", "Sample"),
        header(4, "Ramani", "", ""),
    ];
    let about = |text: &str| others_named(&all, Some(FileId::from_bytes([3; 16])), text);
    for (text, names) in [
        ("Robin pushed him", &["Robin"][..]),
        ("James pushed him", &["James"]),
        ("Robin James pushed him", &["Robin"]),
        ("with ONeill's bag", &["O'Neill"]),
        ("Zoe's turn, then Ramani", &["Zoë", "Ramani"]),
        ("a robin sang; Tess Sample laughed", &[]),
    ] {
        assert_eq!(about(text), names, "{text}");
    }
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

/// A worry that nobody was told of, saved.
fn untold() -> (World, RecordId) {
    let mut world = World::new();
    let id = world.must(Content::Worry(worry()));
    (world, id)
}

fn insists(world: &World, id: RecordId) -> bool {
    world.due().iter().any(|due| due.kind == DueKind::NobodyTold && due.record == Some(id))
}

fn withdrawn(reason: &str, lead: &str) -> Worry {
    Worry { withdrawn: Some(Withdrawn { reason: reason.into(), lead: lead.into(), at: moment(3, 0) }), ..worry() }
}

#[test]
fn p40_an_entry_that_nobody_was_told_of_is_not_deleted() {
    let (mut world, id) = untold();
    assert_eq!(world.delete(id).unwrap_err().missing, [Missing::Told]);
    // Whatever the command: a choice between two versions, a way out of disorder and its undo, another kind in its place.
    let note = Entry { episode: None, content: Content::Note(note()) };
    let commands = [
        Command::Restore { id, entry: note.clone() },
        Command::SetBack { changes: vec![(id, None)] },
        Command::SetBack { changes: vec![(id, Some(note))] },
    ];
    for command in commands {
        assert!(world.run(&command).is_err(), "{command:?}");
    }
    world.case.two_versions.insert(id);
    assert_eq!(
        world.run(&Command::Choose { id, entry: None, versions: Vec::new() }).unwrap_err().missing,
        [Missing::Told]
    );
    world.case.two_versions.remove(&id);
    assert!(insists(&world, id));
    assert_eq!(holds(&world.case), [Hold::Untold]);
    world.edit(id, Content::Worry(Worry { told: Some(told()), ..worry() })).unwrap();
    world.delete(id).unwrap();
}

#[test]
fn p40_it_is_withdrawn_with_a_reason_and_a_named_lead_who_is_not_the_mentor_alone() {
    let (mut world, id) = untold();
    for incomplete in
        [withdrawn("", "Ms Lead"), withdrawn("Another child's", " "), withdrawn("Mine", "made-up MENTOR ")]
    {
        assert_eq!(world.edit(id, Content::Worry(incomplete)).unwrap_err().missing, [Missing::Withdrawal]);
    }
    assert!(insists(&world, id));
    world.edit(id, Content::Worry(withdrawn("Another child's", "Ms Lead"))).unwrap();
    assert_eq!((world.due(), holds(&world.case)), (vec![], vec![]));
    world.edit(id, Content::Worry(worry())).unwrap();
    assert!(insists(&world, id), "and it insists again once that is taken back");
    // A mentor who is a deputy agrees as one.
    world.settings.safeguarding_deputies.push(Post { name: "Made-Up Mentor".into(), ..Post::default() });
    world.edit(id, Content::Worry(withdrawn("A test", "Made-Up Mentor"))).unwrap();
}

#[test]
fn p40_a_name_that_is_blank_is_nobody() {
    let (mut world, id) = untold();
    let blank = Worry { told: Some(Told { name: "  ".into(), ..told() }), ..worry() };
    assert_eq!(world.edit(id, Content::Worry(blank)).unwrap_err().missing, [Missing::Told]);
    assert!(insists(&world, id));
}

#[test]
fn p40_of_two_versions_the_one_that_nobody_was_told_of_is_shown() {
    let version = |n: u8, at: i64| Version {
        id: VersionId::from_bytes([n; 16]),
        actor: ActorId::from_bytes([n; 16]),
        author: "Made-Up Mentor".to_owned(),
        time: moment(2, at),
        vector: Vector::from_counts([(ActorId::from_bytes([n; 16]), 1)]),
    };
    let said = |version: Version, worry: Worry| Head {
        row: encode(&version, &Entry { episode: None, content: Content::Worry(worry) }),
        version,
    };
    let here = said(version(1, 0), worry());
    let deleted = Head { row: encode_deleted(&version(2, 9), Kind::Worry, None), version: version(2, 9) };
    let answered = said(version(3, 8), Worry { told: Some(told()), ..worry() });
    for other in [deleted, answered.clone()] {
        let heads = [here.clone(), other];
        assert_eq!(records::shown(&heads).map(|head| head.version.id), Some(here.version.id));
    }
    assert_eq!(records::shown(core::slice::from_ref(&answered)), Some(&answered));
}

/// One thing that somebody does to the worries of a file.
#[derive(Clone, Debug)]
enum Done {
    New(Worry),
    Change(usize, Worry),
    Delete(usize),
    Restore(usize, Option<Worry>),
    Choose(usize, Option<Worry>),
    SetBack(usize, Option<Worry>),
    Left(StandingKind),
}

fn some_worry() -> impl Strategy<Value = Worry> {
    let name = prop_oneof![Just(String::new()), Just("Ms Lead".to_owned()), Just("Made-Up Mentor".to_owned())];
    let names = (name.clone(), name, any::<bool>());
    (proptest::option::of(names.clone()), proptest::option::of(names), any::<bool>()).prop_map(|(who, why, held)| {
        Worry {
            told: who.map(|(name, ..)| Told { name, ..told() }),
            withdrawn: why.map(|(lead, reason, _)| Withdrawn { reason, lead, at: moment(3, 0) }),
            held_by_lead: held,
            ..worry()
        }
    })
}

fn something_done() -> impl Strategy<Value = Done> {
    let at = || 0..4usize;
    let maybe = || proptest::option::of(some_worry());
    prop_oneof![
        some_worry().prop_map(Done::New),
        (at(), some_worry()).prop_map(|(at, worry)| Done::Change(at, worry)),
        at().prop_map(Done::Delete),
        (at(), maybe()).prop_map(|(at, worry)| Done::Restore(at, worry)),
        (at(), maybe()).prop_map(|(at, worry)| Done::Choose(at, worry)),
        (at(), maybe()).prop_map(|(at, worry)| Done::SetBack(at, worry)),
        proptest::sample::select(StandingKind::ALL).prop_map(Done::Left),
    ]
}

proptest! {
    #[test]
    fn p40_an_untold_entry_never_stops_insisting_but_by_being_told_or_withdrawn_with_a_lead(
        story in proptest::collection::vec(something_done(), 1..24),
    ) {
        let mut world = World::started();
        let mut ids: Vec<RecordId> = Vec::new();
        for done in story {
            let before: Vec<RecordId> = ids.iter().copied().filter(|id| insists(&world, *id)).collect();
            let of = |at: &usize| ids.get(*at).copied();
            // What is there now is a worry; a note in its place is tried where there is none to put.
            let entry = |worry: Option<Worry>| Entry {
                episode: None,
                content: worry.map_or_else(|| Content::Note(note()), Content::Worry),
            };
            match done {
                Done::New(worry) => ids.extend(world.save(Content::Worry(worry)).map(|(id, _)| id)),
                Done::Change(at, worry) => drop(of(&at).map(|id| world.edit(id, Content::Worry(worry)))),
                Done::Delete(at) => drop(of(&at).map(|id| world.delete(id))),
                Done::Restore(at, worry) => drop(of(&at).map(|id| world.run(&Command::Restore { id, entry: entry(worry) }))),
                Done::Choose(at, worry) => if let Some(id) = of(&at).filter(|id| world.case.get(*id).is_some()) {
                    world.case.two_versions.insert(id);
                    let worry = worry.map(|worry| entry(Some(worry)));
                    let _ = world.run(&Command::Choose { id, entry: worry, versions: Vec::new() });
                    world.case.two_versions.remove(&id);
                },
                Done::SetBack(at, worry) => if let Some(id) = of(&at) {
                    let worry = worry.map(|worry| entry(Some(worry)));
                    let _ = world.run(&Command::SetBack { changes: vec![(id, worry)] });
                },
                Done::Left(kind) => drop(world.save(Content::Standing(standing(kind, 9)))),
            }
            for id in before {
                let now = world.case.find::<Worry>(id);
                let told = now.as_ref().is_some_and(|now| now.told.as_ref().is_some_and(|told| !told.name.trim().is_empty()));
                let agreed = now.as_ref().is_some_and(|now| now.withdrawn.as_ref().is_some_and(|one| {
                    one.lead == "Ms Lead" && !one.reason.trim().is_empty()
                }));
                prop_assert!(insists(&world, id) || told || agreed);
                prop_assert!(!insists(&world, id) || holds(&world.case).contains(&Hold::Untold));
            }
        }
    }
}
