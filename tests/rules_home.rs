//! What may go home and what may not (p15), and what belongs to the start (p16 to p18). Each test is named after the
//! finding that it keeps from coming back.

use casebook::route::{FilePage, Route, mending};
use casebook_domain::calendar::{Date, Moment};
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::contact::{Contact, PersonName, Responsibility};
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::decide::{Command, Missing, Warning, decide};
use casebook_domain::due::{DueKind, due};
use casebook_domain::gates::{first_letter, left_out, letter_owed};
use casebook_domain::home::{self, Why};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::observation::Observation;
use casebook_domain::plan::{CirculationTo, Signature};
use casebook_domain::preparation::{
    FamilyContact, Gate, HomeRuling, LeadDecision, Letter, LetterKind, Reached, SendMethod,
};
use casebook_domain::pupil::Pupil;
use casebook_domain::referral::{Authorisation, AuthorisationDecision, Referral, ReferrerKind};
use casebook_domain::review::ReviewDecision;
use casebook_domain::settings::Settings;
use casebook_domain::standing::StandingKind;
use casebook_domain::states::{Step, next_steps, not_circulated};
use casebook_present::summary::{NoPage, audiences, full_plan, plan_summary, stays_in_school};
use casebook_present::{cards, letters};
use casebook_testing::*;
use proptest::prelude::*;

const PUPIL: u32 = 1000;

fn mark(world: &mut World, on: bool) -> Result<(), Vec<Missing>> {
    let mut marked = pupil();
    marked.ask_lead_first = on.then(|| "the social worker asked for it".to_owned());
    world.edit(id(PUPIL), Content::Pupil(marked)).map(drop).map_err(|refused| refused.missing)
}

fn step_kinds(world: &World) -> Vec<Step> {
    next_steps(&world.case, &world.settings, day(world.today)).into_iter().map(|next| next.step).collect()
}

/// Everything that offers, proposes, prints, shows or circulates something for home, in words; empty while home is closed.
fn for_home(case: &CaseFile, settings: &Settings, today: Date) -> Vec<String> {
    let mut found = Vec::new();
    for due in due(case, settings, today) {
        let parents_only = due.kind == DueKind::Circulate
            && case.current().is_some_and(|episode| {
                not_circulated(case, episode.id, today).iter().all(|&to| to == CirculationTo::Parents)
            });
        let decided = due.record.and_then(|record| case.find::<Authorisation>(record));
        let referral = decided.and_then(|decision| case.find::<Referral>(decision.referral));
        let referrer_is_parent = referral.is_some_and(|referral| referral.referrer_kind == ReferrerKind::Parent);
        let home = matches!(
            due.kind,
            DueKind::LetterHome | DueKind::LetterNoFurther | DueKind::GateParents | DueKind::FamilyContact
        ) || (due.kind == DueKind::ReferrerReply && referrer_is_parent);
        if home || parents_only {
            found.push(format!("due: {:?}", due.kind));
        }
    }
    for next in next_steps(case, settings, today) {
        let offers = |missing: &Missing| {
            let way = mending(case, missing).map(|way| way.route);
            matches!(
                way,
                Some(
                    Route::Of(_, FilePage::Letter(..))
                        | Route::Of(_, FilePage::New(Kind::FamilyContact | Kind::Letter))
                )
            )
        };
        if next.step == Step::SendLetter || next.allowed.as_ref().is_err_and(|missing| missing.iter().any(offers)) {
            found.push(format!("next: {next:?}"));
        }
    }
    for episode in case.episodes() {
        if let Some(letter) = letter_owed(case, episode.id, today) {
            found.push(format!("owed: {letter:?}"));
        }
        if not_circulated(case, episode.id, today).contains(&CirculationTo::Parents) {
            found.push("waiting for parents to have the plan".to_owned());
        }
        for gate in casebook_domain::gates::gates(case, episode.id, today) {
            let sends = |missing: &Missing| matches!(missing, Missing::LetterHome | Missing::FamilyTalk { .. });
            if gate.lacks.iter().any(sends) {
                found.push(format!("gate: {:?}", gate.lacks));
            }
        }
    }
    for contact in case.contacts() {
        for &kind in LetterKind::ALL {
            let episode = case.current().map(|episode| episode.id);
            if letters::draft(kind, case, episode, contact.id, settings, today).is_ok() {
                found.push(format!("letter: {kind:?}"));
            }
        }
    }
    if letters::recipients(case, today).iter().any(|to| to.refused.is_none()) {
        found.push("a recipient".to_owned());
    }
    if cards::home_refused(case, today).is_none() {
        found.push("postcard".to_owned());
    }
    if audiences(case, today).contains(&CirculationTo::Parents) {
        found.push("parents as an audience".to_owned());
    }
    for plan in case.all::<casebook_domain::plan::Plan>() {
        let to = CirculationTo::Parents;
        if plan_summary(case, plan.id, to, settings, today).is_ok()
            || full_plan(case, plan.id, to, settings, today).is_ok()
        {
            found.push("the parents' plan".to_owned());
        }
    }
    found
}

/// What would be recorded as gone home, and is let through.
fn let_through(case: &CaseFile, settings: &Settings, on: i32) -> Vec<String> {
    let ctx = casebook_domain::decide::Ctx { today: day(on), now: moment(on, 9_000) };
    let mut tried = Vec::new();
    let plan = case.all::<casebook_domain::plan::Plan>().last().map(|plan| plan.id);
    for contact in case.contacts() {
        tried.extend(LetterKind::ALL.iter().map(|&kind| Content::Letter(letter(contact.id, kind))));
        if let Some(plan) = plan {
            tried.extend(
                CirculationTo::ALL.iter().map(|&to| Content::Circulation(circulation(plan, to, Some(contact.id)))),
            );
            tried.push(Content::Signature(Signature { by: contact.name.whole(), ..signature(plan) }));
        }
    }
    if let Some(plan) = plan {
        let mut posted = circulation(plan, CirculationTo::Pupil, None);
        posted.method = SendMethod::Post;
        tried.push(Content::Circulation(posted));
    }
    let allowed = |content: &Content| {
        decide(case, settings, &Command::Save { id: id(88_888), content: content.clone() }, &ctx).is_ok()
    };
    tried.iter().filter(|content| allowed(content)).map(|content| format!("{:?}", content.kind())).collect()
}

#[test]
fn rules_1_a_withheld_letter_asks_for_no_family_talk_and_the_start_does_not_wait() {
    let mut world = World::prepared();
    let mut bare = World::authorised();
    bare.contact();
    for content in world
        .case
        .items()
        .map(|item| item.entry.content.clone())
        .collect::<Vec<_>>()
        .into_iter()
        .filter(|content| matches!(content, Content::Liaison(_) | Content::Measure(_) | Content::Observation(_)))
    {
        bare.must(content);
    }
    world = bare;
    assert_eq!(next_steps(&world.case, &world.settings, day(3))[0].allowed.clone().unwrap_err().len(), 2);
    world.must(Content::LeadDecision(withheld(2, 30)));
    let first = next_steps(&world.case, &world.settings, day(3))[0].clone();
    assert_eq!((first.step, first.allowed), (Step::Start, Ok(())));
    assert_eq!(for_home(&world.case, &world.settings, day(3)), Vec::<String>::new());
    world.must(Content::Start(start(7)));
}

#[test]
fn rules_1_while_the_lead_is_to_be_asked_that_is_the_step_and_nothing_else() {
    let mut world = World::authorised();
    world.contact();
    mark(&mut world, true).unwrap();
    assert_eq!(world.lacks(Gate::Parents), [Missing::LeadAsked]);
    let way = mending(&world.case, &Missing::LeadAsked).expect("a way");
    assert_eq!(way.route, Route::Of(world.case.id, FilePage::New(Kind::LeadDecision)));
    assert!(step_kinds(&world).contains(&Step::DecideHome) && !step_kinds(&world).contains(&Step::SendLetter));
    assert!(world.due_of(DueKind::AskLead).is_some() && world.due_of(DueKind::LetterHome).is_none());
}

#[test]
fn rules_2_a_withheld_letter_stops_every_letter_card_circulation_and_print_for_home() {
    let (mut world, plan) = World::planned();
    assert!(for_home(&world.case, &world.settings, day(8)).len() > 6, "home is open before");
    let open = plan_summary(&world.case, plan, CirculationTo::Parents, &world.settings, day(8));
    assert!(open.is_ok());
    world.must(Content::LeadDecision(withheld(8, 30)));
    for on in [8, 20, 30] {
        assert_eq!(for_home(&world.case, &world.settings, day(on)), Vec::<String>::new(), "day {on}");
        assert_eq!(let_through(&world.case, &world.settings, on), Vec::<String>::new(), "day {on}");
    }
    let home = world.case.contacts()[0].id;
    let refused = world.refused(Content::Letter(letter(home, LetterKind::ReviewInvitation)));
    assert_eq!(refused, [Missing::HomeWithheld { until: day(30) }]);
    // What happened can still be recorded, and the lead is to know.
    let warned = world.warned(Content::FamilyContact(family_contact(home, Reached::Spoke, 8)));
    assert!(warned.contains(&Warning::AskLeadFirst));
}

#[test]
fn rules_2_only_a_named_leads_word_opens_home_again() {
    let (mut world, _) = World::planned();
    let decision = world.must(Content::LeadDecision(withheld(8, 30)));
    assert_eq!(world.delete(decision).unwrap_err().missing, [Missing::LeadDecision]);
    assert_eq!(
        world.edit(decision, Content::LeadDecision(allowed(8, None))).unwrap_err().missing,
        [Missing::LeadDecision]
    );
    let mut nobody = allowed(9, None);
    nobody.lead = " ".to_owned();
    assert_eq!(world.refused(Content::LeadDecision(nobody.clone())), [Missing::LeadNamed]);
    nobody.lead = world.settings.mentor.clone();
    assert_eq!(
        world.refused(Content::LeadDecision(nobody.clone())),
        [Missing::LeadNamed],
        "the mentor is not the lead"
    );
    world.settings.safeguarding_lead.name = world.settings.mentor.clone();
    world.today = 9;
    world.must(Content::LeadDecision(nobody));
    assert!(home::contact(&world.case, day(9)).is_ok(), "unless the school says so");
}

#[test]
fn rules_2_the_mark_comes_off_only_after_the_leads_word() {
    let mut world = World::authorised();
    let home = world.contact();
    mark(&mut world, true).unwrap();
    assert_eq!(mark(&mut world, false), Err(vec![Missing::LeadDecision]));
    assert_eq!(home::contact(&world.case, day(0)).unwrap_err().why, Why::AskLead);
    world.must(Content::LeadDecision(allowed(0, Some(3))));
    let open = home::contact(&world.case, day(0)).unwrap();
    assert_eq!((open.lead.as_deref(), open.until, open.ask_again), (Some("Ms Lead"), Some(day(3)), true));
    assert!(!home::may_remind(&world.case, day(0)), "a word that ends reminds nobody on Today");
    world.must(Content::Letter(letter(home, LetterKind::Referral)));
    world.today = 4;
    assert_eq!(home::contact(&world.case, day(4)).unwrap_err().why, Why::AskAgain);
    world.must(Content::LeadDecision(allowed(4, None)));
    mark(&mut world, false).unwrap();
    assert!(home::may_remind(&world.case, day(4)));
    // A new mark is a new reason: a word from before does not answer it.
    mark(&mut world, true).unwrap();
    assert_eq!(home::contact(&world.case, day(4)).unwrap_err().why, Why::AskLead);
}

#[test]
fn rules_2_permission_for_a_later_day_does_not_count_before_it_and_a_new_referral_ends_nothing() {
    let mut world = World::exited();
    world.must(Content::LeadDecision(withheld(49, 60)));
    world.must(Content::FollowUp(follow_up(110, true)));
    world.must(Content::Referral(referral(120)));
    assert_eq!(home::contact(&world.case, day(50)).unwrap_err().why, Why::Withheld);
    world.must(Content::LeadDecision(allowed(130, None)));
    assert_eq!(home::contact(&world.case, day(125)).unwrap_err().why, Why::AskAgain);
    assert!(home::contact(&world.case, day(130)).is_ok());
}

#[test]
fn rules_2_while_two_tablets_disagree_about_it_nothing_goes_home() {
    let (mut world, _) = World::planned();
    for record in [id(PUPIL), id(77_777)] {
        world.case.two_versions = [record].into();
        assert_eq!(home::contact(&world.case, day(8)).unwrap_err().why, Why::TwoVersions);
        assert_eq!(for_home(&world.case, &world.settings, day(8)), Vec::<String>::new());
    }
    let home = world.case.contacts()[0].id;
    world.case.two_versions = [home].into();
    assert_eq!(world.refused(Content::Letter(letter(home, LetterKind::Other))), [Missing::OneVersion]);
}

/// One of two versions, as it was saved.
fn version(record: u32, saved: Moment, content: Content) -> Item {
    Item { id: id(record), saved, entry: Entry { episode: None, content } }
}

fn choice(record: u32, content: Content, versions: Vec<Item>) -> Command {
    Command::Choose { id: id(record), entry: Some(Entry { episode: None, content }), versions }
}

#[test]
fn rules_2_choosing_a_version_without_the_mark_does_not_open_home() {
    let (mut world, _) = World::planned();
    let marked = Pupil { ask_lead_first: Some("the social worker asked".to_owned()), ..pupil() };
    let bare = Content::Pupil(pupil());
    let versions =
        vec![version(PUPIL, moment(1, 0), Content::Pupil(marked.clone())), version(PUPIL, moment(2, 0), bare.clone())];
    world.case.two_versions = [id(PUPIL)].into();
    world.today = 8;
    let refused = world.run(&choice(PUPIL, bare.clone(), versions.clone())).unwrap_err();
    assert_eq!(refused.missing, [Missing::LeadDecision]);
    // Another record that nobody has chosen yet makes no difference.
    world.case.two_versions.insert(id(77_777));
    let refused = world.run(&choice(PUPIL, bare.clone(), versions.clone())).unwrap_err();
    assert_eq!(refused.missing, [Missing::LeadDecision]);
    world.case.two_versions.remove(&id(77_777));
    // The lead agreed after the mark was set: then either may be chosen.
    let mut agreed = World { case: world.case.clone(), settings: world.settings.clone(), ..world };
    agreed.must(Content::LeadDecision(allowed(8, None)));
    agreed.run(&choice(PUPIL, bare, versions.clone())).expect("the lead has agreed");
    // The marked one can always be chosen.
    agreed.run(&choice(PUPIL, Content::Pupil(marked), versions)).expect("it keeps home closed");
}

#[test]
fn rules_2_choosing_between_two_decisions_of_the_lead_does_not_open_home() {
    let (mut world, _) = World::planned();
    let decision = world.must(Content::LeadDecision(allowed(8, None)));
    world.case.two_versions = [decision].into();
    world.today = 8;
    let said = |content: Content| Item { id: decision, saved: moment(8, 0), entry: Entry { episode: None, content } };
    let (yes, no) = (Content::LeadDecision(allowed(8, None)), Content::LeadDecision(withheld(8, 30)));
    let versions = vec![said(yes.clone()), said(no.clone())];
    let choice = |content: &Content| Command::Choose {
        id: decision,
        entry: Some(Entry { episode: None, content: content.clone() }),
        versions: versions.clone(),
    };
    assert_eq!(world.run(&choice(&yes)).unwrap_err().missing, [Missing::LeadDecision]);
    world.run(&choice(&no)).expect("it keeps home closed");
}

#[test]
fn rules_2_the_mark_stays_while_another_record_has_two_versions_or_the_pupil_has_left() {
    let mut world = World::authorised();
    mark(&mut world, true).unwrap();
    world.case.two_versions = [id(77_777)].into();
    assert_eq!(mark(&mut world, false), Err(vec![Missing::LeadDecision]));
    world.case.two_versions.clear();
    world.must(Content::Standing(standing(StandingKind::Left, 0)));
    assert_eq!(mark(&mut world, false), Err(vec![Missing::LeadDecision]));
}

#[test]
fn rules_2_the_mark_of_a_joined_file_holds_although_the_other_first_page_is_shown() {
    let page = |file: u8, saved: Moment, mark: Option<&str>| {
        let mut case = CaseFile::new(FileId::from_bytes([file; 16]));
        let content = Content::Pupil(Pupil { ask_lead_first: mark.map(str::to_owned), ..pupil() });
        case.put(Item { id: id(u32::from(file)), saved, entry: Entry { episode: None, content } });
        case
    };
    let (marked, newer) = (page(1, moment(1, 0), Some("ask")), page(2, moment(5, 0), None));
    let united = CaseFile::united(vec![&marked, &newer]);
    assert_eq!(home::contact(&united, day(6)).unwrap_err().why, Why::AskLead);
    assert_eq!(united.pupil().unwrap().ask_lead_first.as_deref(), Some("ask"));
    // It ends as in one file: the lead agrees, and then the page is saved without the mark.
    let agreed = |at: i32| {
        let mut case = newer.clone();
        let content = Content::LeadDecision(allowed(at, None));
        case.put(Item { id: id(9), saved: moment(at, 0), entry: Entry { episode: None, content } });
        home::contact(&CaseFile::united(vec![&marked, &case]), day(8))
    };
    assert!(agreed(6).unwrap().ask_again);
    assert!(!agreed(3).unwrap().ask_again);
    assert_eq!(agreed(0).unwrap_err().why, Why::AskLead);
}

#[test]
fn rules_3_a_letter_that_it_goes_no_further_does_not_open_the_gate() {
    let mut world = World::referred();
    let home = world.contact();
    let referral = world.episode();
    world.must(Content::Authorisation(authorisation(referral, AuthorisationDecision::Declined, 1)));
    world.must(Content::Letter(letter(home, LetterKind::Declined)));
    world.must(Content::Authorisation(authorisation(referral, AuthorisationDecision::Authorised, 3)));
    assert!(world.lacks(Gate::Parents).contains(&Missing::LetterHome));
    assert_eq!(world.due_of(DueKind::LetterHome).unwrap().by, Some(day(8)), "three school days from the new decision");
    let again = Letter { date: day(4), ..letter(home, LetterKind::Referral) };
    world.must(Content::Letter(again));
    assert!(!world.lacks(Gate::Parents).contains(&Missing::LetterHome));
}

#[test]
fn rules_3_after_it_goes_no_further_the_first_letter_goes_again() {
    let mut world = World::referred();
    let home = world.contact();
    let referral = world.episode();
    world.must(Content::Letter(letter(home, LetterKind::Referral)));
    world.must(Content::Authorisation(authorisation(referral, AuthorisationDecision::Declined, 3)));
    world.must(Content::Letter(Letter { date: day(4), ..letter(home, LetterKind::Declined) }));
    world.must(Content::Authorisation(authorisation(referral, AuthorisationDecision::Authorised, 5)));
    assert!(world.lacks(Gate::Parents).contains(&Missing::LetterHome));
}

#[test]
fn rules_4_the_gate_counts_only_somebody_with_parental_responsibility() {
    for responsibility in [Responsibility::No, Responsibility::Unknown] {
        let mut world = World::authorised();
        let other = world.must(Content::Contact(Contact { responsibility, ..contact() }));
        world.must(Content::Letter(letter(other, LetterKind::Referral)));
        world.must(Content::FamilyContact(family_contact(other, Reached::Spoke, 2)));
        let lacks = [Missing::Responsibility, Missing::FamilyTalk { attempts: 0 }];
        assert_eq!(world.lacks(Gate::Parents), lacks, "{responsibility:?}");
    }
}

#[test]
fn rules_4_a_parent_whose_letters_are_switched_off_is_named_as_the_way_on() {
    let mut world = World::authorised();
    world.must(Content::Contact(Contact { letters: false, ..contact() }));
    assert!(world.lacks(Gate::Parents).contains(&Missing::ContactForLetters));
}

#[test]
fn rules_4_a_court_restricted_contact_never_counts() {
    let mut world = World::authorised();
    let home = world.contact();
    world.must(Content::Letter(letter(home, LetterKind::Referral)));
    world.must(Content::FamilyContact(family_contact(home, Reached::Spoke, 2)));
    assert_eq!(world.lacks(Gate::Parents), []);
    world.edit(home, Content::Contact(Contact { restriction: Some("court order".to_owned()), ..contact() })).unwrap();
    assert_eq!(world.lacks(Gate::Parents), [Missing::Responsibility, Missing::FamilyTalk { attempts: 0 }]);
}

#[test]
fn rules_4_contacts_from_before_the_referral_do_not_count() {
    let mut world = World::new();
    world.must(Content::Referral(referral(10)));
    let home = world.contact();
    let talk = |on| Content::FamilyContact(family_contact(home, Reached::Spoke, on));
    world.must(talk(9));
    assert!(world.lacks(Gate::Parents).contains(&Missing::FamilyTalk { attempts: 0 }));
    world.must(talk(10));
    assert!(!world.lacks(Gate::Parents).iter().any(|missing| matches!(missing, Missing::FamilyTalk { .. })));
}

#[test]
fn rules_4_two_attempts_on_one_day_are_one() {
    let mut world = World::authorised();
    let home = world.contact();
    for (on, attempts) in [(2, 1), (2, 1), (3, 2)] {
        world.must(Content::FamilyContact(FamilyContact { ..family_contact(home, Reached::NoAnswer, on) }));
        let lacks = world.lacks(Gate::Parents).contains(&Missing::FamilyTalk { attempts });
        assert_eq!(lacks, attempts < 2, "{attempts}");
    }
}

#[test]
fn rules_4_a_parents_household_that_is_left_out_is_named() {
    let mut world = World::authorised();
    let at = |name: &str, address: &str| {
        Content::Contact(Contact { name: PersonName::entered(name), address: address.to_owned(), ..contact() })
    };
    let mother = world.must(at("Ms Sample", "1 Made-up Road"));
    world.must(at("Ms Partner", "1, made-up road"));
    world.must(at("Mr Sample", "2 Invented Lane"));
    let names = |world: &World| {
        let left_out = left_out(&world.case, world.episode());
        left_out.iter().map(|parent| parent.name.whole()).collect::<Vec<_>>()
    };
    assert_eq!(names(&world), ["Mr Sample", "Ms Partner"], "one of each household");
    world.must(Content::Letter(letter(mother, LetterKind::Referral)));
    assert_eq!(names(&world), ["Mr Sample"]);
    assert!(!world.lacks(Gate::Parents).contains(&Missing::LetterHome), "one is enough for the gate");
    let warned = world.warned(Content::Start(urgent_start(2)));
    assert!(warned.contains(&Warning::LeftOut("Mr Sample".to_owned())));
}

#[test]
fn rules_6_the_parents_plan_is_neither_printed_nor_shown_while_home_is_closed() {
    let closed = |world: &World, plan: RecordId| {
        let (case, settings, today) = (&world.case, &world.settings, day(9));
        for to in [CirculationTo::Pupil, CirculationTo::Staff] {
            assert!(
                plan_summary(case, plan, to, settings, today).is_ok()
                    && full_plan(case, plan, to, settings, today).is_ok()
            );
        }
        for page in [
            plan_summary(case, plan, CirculationTo::Parents, settings, today),
            full_plan(case, plan, CirculationTo::Parents, settings, today),
        ] {
            assert!(matches!(page, Err(NoPage::Home(_))));
        }
        assert!(!audiences(case, today).contains(&CirculationTo::Parents));
    };
    let (mut asked, plan) = World::planned();
    mark(&mut asked, true).unwrap();
    closed(&asked, plan);
    assert!(
        stays_in_school(&asked.case, CirculationTo::Pupil, day(9)).is_some(),
        "the pupil's copy is read at home too"
    );
    let (mut withheld_, plan) = World::planned();
    withheld_.must(Content::LeadDecision(withheld(8, 30)));
    closed(&withheld_, plan);
    let (mut left, plan) = World::planned();
    left.must(Content::Standing(standing(StandingKind::Left, 8)));
    closed(&left, plan);
}

#[test]
fn rules_10_a_withheld_review_date_that_has_passed_asks_the_lead_again_and_proposes_nothing() {
    let (mut world, plan) = World::planned();
    world.must(Content::Circulation(circulation(plan, CirculationTo::Pupil, None)));
    world.must(Content::Circulation(circulation(plan, CirculationTo::Staff, None)));
    world.must(Content::LeadDecision(withheld(9, 12)));
    for on in [12, 13, 40] {
        world.today = on;
        assert_eq!(world.due_of(DueKind::Circulate), None, "day {on}");
        assert_eq!(world.due_of(DueKind::WithheldReview).unwrap().by, Some(day(12)));
        assert_eq!(for_home(&world.case, &world.settings, day(on)), Vec::<String>::new(), "day {on}");
    }
    assert_eq!(home::contact(&world.case, day(13)).unwrap_err().why, Why::AskAgain);
}

#[test]
fn rules_24_a_redirected_referral_gets_the_letter_that_it_goes_no_further() {
    let mut world = World::referred();
    world.contact();
    let referral = world.episode();
    for (decision, kind) in [
        (AuthorisationDecision::MoreInformation, LetterKind::Referral),
        (AuthorisationDecision::Redirected, LetterKind::Declined),
        (AuthorisationDecision::Declined, LetterKind::Declined),
        (AuthorisationDecision::Authorised, LetterKind::Referral),
    ] {
        world.must(Content::Authorisation(authorisation(referral, decision, 1)));
        assert_eq!(first_letter(&world.case, world.episode()), kind, "{decision:?}");
        assert_eq!(letter_owed(&world.case, world.episode(), day(1)), Some(kind));
    }
}

#[test]
fn rules_27_a_start_is_never_dated_before_its_authorisation_or_referral() {
    let mut world = World::prepared();
    assert_eq!(world.refused(Content::Start(start(0))), [Missing::LaterStart { first: day(1) }]);
    assert_eq!(world.refused(Content::Start(start(-3))), [Missing::LaterStart { first: day(1) }]);
    let begun = world.must(Content::Start(start(1)));
    assert_eq!(
        world.edit(begun, Content::Start(start(0))).unwrap_err().missing,
        [Missing::LaterStart { first: day(1) }]
    );
    let decision = world.case.latest_authorisation(world.episode()).unwrap();
    let (id, later) = (decision.id, authorisation(world.episode(), AuthorisationDecision::Authorised, 2));
    assert_eq!(
        world.edit(id, Content::Authorisation(later)).unwrap_err().missing,
        [Missing::LaterStart { first: day(2) }]
    );
}

#[test]
fn rules_27_a_mentor_does_not_agree_to_their_own_urgent_start() {
    let mut world = World::authorised();
    for own in ["Made-Up Mentor", " made-up  mentor ", "me", "Learning mentor"] {
        let mut urgent = urgent_start(2);
        urgent.urgent_agreed_by = Some(own.to_owned());
        assert_eq!(world.refused(Content::Start(urgent)), [Missing::AgreedByAnother], "{own}");
    }
    let begun = world.must(Content::Start(urgent_start(2)));
    let mut turned = urgent_start(2);
    turned.urgent_agreed_by = Some("Made-Up Mentor".to_owned());
    assert_eq!(world.edit(begun, Content::Start(turned)).unwrap_err().missing, [Missing::AgreedByAnother]);
}

#[test]
fn rules_31_an_observation_without_one_event_does_not_open_its_gate() {
    let mut world = World::authorised();
    world.must(Content::Observation(Observation { events: Vec::new(), ..observation() }));
    assert_eq!(world.lacks(Gate::Observation), [Missing::Observation]);
    world.must(Content::Observation(observation()));
    assert_eq!(world.lacks(Gate::Observation), []);
}

/// A step of a random history: which record, two small numbers, a day.
fn histories() -> impl Strategy<Value = Vec<(u8, u8, u8, i32)>> {
    proptest::collection::vec((any::<u8>(), any::<u8>(), any::<u8>(), 0..60i32), 0..40)
}

/// Records as commands, imports and mistakes may leave them: any kind that home hangs on, in any order, on any day.
fn strewn(history: &[(u8, u8, u8, i32)]) -> CaseFile {
    let mut case = CaseFile::new(FileId::from_bytes([7; 16]));
    let mut put = |record: u32, on: i32, episode: Option<RecordId>, content: Content| {
        case.put(Item { id: id(record), saved: moment(on, i64::from(record)), entry: Entry { episode, content } });
    };
    put(1, 0, None, Content::Pupil(pupil()));
    for (at, &(kind, a, b, on)) in history.iter().enumerate() {
        let at = at as u32;
        let (contact_id, plan_id) = (id(100 + u32::from(a % 3)), id(200 + u32::from(b % 3)));
        let opened = id(10 + u32::from(b % 2));
        let episode = Some(opened);
        match kind % 14 {
            0 => {
                let responsibility = Responsibility::ALL[usize::from(b) % 3];
                let restriction = a.is_multiple_of(5).then(|| "court order".to_owned());
                let person = Contact { responsibility, restriction, letters: b % 4 != 0, ..contact() };
                put(100 + u32::from(a % 3), on, None, Content::Contact(person));
            }
            1 | 2 => {
                let referrer_kind = ReferrerKind::ALL[usize::from(a) % ReferrerKind::ALL.len()];
                put(10 + u32::from(b % 2), on, episode, Content::Referral(Referral { referrer_kind, ..referral(on) }));
            }
            3 | 4 => {
                let decision = AuthorisationDecision::ALL[usize::from(a) % 4];
                let decided = authorisation(opened, decision, on);
                put(300 + at, on, episode, Content::Authorisation(decided));
            }
            5 => put(
                300 + at,
                on,
                episode,
                Content::Letter(Letter { date: day(on), ..letter(contact_id, LetterKind::ALL[usize::from(b) % 6]) }),
            ),
            6 => put(
                300 + at,
                on,
                episode,
                Content::FamilyContact(family_contact(contact_id, Reached::ALL[usize::from(b) % 3], on)),
            ),
            7 => put(300 + at, on, episode, Content::Start(start(on))),
            8 => put(200 + u32::from(b % 3), on, episode, Content::Plan(plan(on))),
            9 => put(
                300 + at,
                on,
                episode,
                Content::Circulation(circulation(plan_id, CirculationTo::ALL[usize::from(a) % 3], None)),
            ),
            10 => put(300 + at, on, episode, Content::Review(review(ReviewDecision::ALL[usize::from(a) % 3], on))),
            11 => put(300 + at, on, episode, Content::Exit(exit(on))),
            12 => put(300 + at, on, None, Content::Standing(standing(StandingKind::ALL[usize::from(a) % 5], on))),
            _ => put(
                300 + at,
                on,
                episode,
                Content::LeadDecision(LeadDecision {
                    ruling: HomeRuling::ALL[usize::from(a) % 2],
                    ..withheld(on, on + i32::from(b % 20))
                }),
            ),
        }
    }
    case
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn p15_while_the_lead_withholds_or_is_to_be_asked_nothing_sends_anybody_home(
        history in histories(), how in 0..3u8, since in 0..60i32, later in 0..80i32
    ) {
        let mut case = strewn(&history);
        let on = 60 + later;
        let saved = moment(61, 0);
        match how {
            // The lead withholds, until a day ahead or one that has passed.
            0 | 1 => {
                let until = if how == 0 { on + 5 } else { 60 };
                let content = Content::LeadDecision(withheld(59 + since.min(1), until.max(61)));
                case.put(Item { id: id(9_000), saved, entry: Entry { episode: None, content } });
            }
            // The mark is set, after whatever was said before.
            _ => {
                let mut marked = pupil();
                marked.ask_lead_first = Some("ask".to_owned());
                case.put(Item { id: id(1), saved, entry: Entry { episode: None, content: Content::Pupil(marked) } });
            }
        }
        let settings = Settings::new("Made-Up Mentor".to_owned(), "Made-Up School".to_owned());
        prop_assert!(home::contact(&case, day(on)).is_err());
        prop_assert_eq!(for_home(&case, &settings, day(on)), Vec::<String>::new());
        prop_assert_eq!(let_through(&case, &settings, on), Vec::<String>::new());
    }

    #[test]
    fn p15_whatever_is_offered_for_home_home_may_be_contacted(history in histories(), on in 0..120i32) {
        let case = strewn(&history);
        let settings = Settings::new("Made-Up Mentor".to_owned(), "Made-Up School".to_owned());
        if home::contact(&case, day(on)).is_err_and(|closed| closed.by_lead()) {
            prop_assert_eq!(for_home(&case, &settings, day(on)), Vec::<String>::new());
            prop_assert_eq!(let_through(&case, &settings, on), Vec::<String>::new());
        }
    }
}
