//! Properties of the state table: no sequence of commands reaches what it
//! forbids, every rejection names what is missing, and any set of records,
//! however contradictory, has a state.

use casebook_domain::case::{CaseFile, Item};
use casebook_domain::contact::Contact;
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::decide::{Attempt, Change, Command, Warning, advice, broken};
use casebook_domain::due::{DueKind, due};
use casebook_domain::exit::{CriterionJudgement, CriterionOutcome, Exit, ExitComponent, ExitProgrammePart};
use casebook_domain::header::header;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::measure::Occasion;
use casebook_domain::plan::{CirculationTo, Plan};
use casebook_domain::preparation::{Gate, LetterKind, LiaisonWith, Reached, Start};
use casebook_domain::referral::{AuthorisationDecision, Criterion};
use casebook_domain::review::ReviewDecision;
use casebook_domain::session::SessionKind;
use casebook_domain::settings::Settings;
use casebook_domain::standing::StandingKind;
use casebook_domain::states::{Overlay, State, Step, TABLE, gates, next_steps, overlay, state};
use casebook_testing::*;
use proptest::prelude::*;

/// Small numbers out of which a record is made; most of them are taken modulo something.
#[derive(Clone, Copy, Debug)]
struct Seed {
    kind: u8,
    a: u8,
    b: u8,
    day: i32,
    /// Which record is meant, out of few, so that they meet.
    target: u8,
}

fn seeds() -> impl Strategy<Value = Seed> {
    (any::<u8>(), any::<u8>(), any::<u8>(), 0..40i32, 0..12u8).prop_map(|(kind, a, b, day, target)| Seed {
        kind,
        a,
        b,
        day,
        target,
    })
}

/// A record of any kind; what it refers to is given.
fn content(seed: Seed, refers: impl Fn(Kind) -> RecordId, criteria: &[Criterion]) -> Content {
    let Seed { kind, a, b, day: on, .. } = seed;
    let pick = |count: usize| usize::from(a) % count;
    match Kind::ALL[usize::from(kind) % Kind::ALL.len()] {
        Kind::Pupil => {
            let mut pupil = pupil();
            pupil.ask_lead_first = (a % 4 == 0).then(|| "the lead".to_owned());
            Content::Pupil(pupil)
        }
        Kind::Contact => Content::Contact(Contact {
            restriction: (a % 4 == 0).then(|| "court order".to_owned()),
            letters: b % 4 != 0,
            ..contact()
        }),
        Kind::Referral => {
            let mut referral = referral(on);
            referral.criteria.truncate(usize::from(a % 4).min(2));
            if let Some(first) = referral.criteria.first_mut() {
                first.criterion = Criterion::ALL[usize::from(b) % 11];
            }
            Content::Referral(referral)
        }
        Kind::Authorisation => {
            // Mostly authorised, or nothing much would ever follow.
            let decision =
                if a < 150 { AuthorisationDecision::Authorised } else { AuthorisationDecision::ALL[pick(4)] };
            let mut authorisation = authorisation(refers(Kind::Referral), decision, on);
            authorisation.why = if b % 8 == 0 { String::new() } else { "so".to_owned() };
            Content::Authorisation(authorisation)
        }
        Kind::Liaison => Content::Liaison(liaison(LiaisonWith::ALL[pick(4)])),
        Kind::Measure => Content::Measure(measure(Occasion::ALL[pick(3)], on)),
        Kind::Letter => Content::Letter(letter(refers(Kind::Contact), LetterKind::ALL[pick(6)])),
        Kind::LeadDecision => Content::LeadDecision(withheld(on, on + i32::from(b % 20))),
        Kind::FamilyContact => Content::FamilyContact(family_contact(refers(Kind::Contact), Reached::ALL[pick(3)], on)),
        Kind::Observation => Content::Observation(observation()),
        Kind::Waiver => Content::Waiver(waiver(Gate::ALL[pick(4)])),
        Kind::Start => Content::Start(if a % 2 == 0 { urgent_start(on) } else { start(on) }),
        Kind::Assessment => Content::Note(note()),
        Kind::Plan => {
            let mut plan = plan(on);
            plan.revises = (b % 3 == 0).then(|| refers(Kind::Plan));
            Content::Plan(plan)
        }
        Kind::Circulation => {
            let contact = (b % 2 == 0).then(|| refers(Kind::Contact));
            Content::Circulation(circulation(refers(Kind::Plan), CirculationTo::ALL[pick(3)], contact))
        }
        Kind::Signature => Content::Signature(signature(refers(Kind::Plan))),
        Kind::Session => Content::Session(session(SessionKind::ALL[pick(4)], on)),
        Kind::Achievement => Content::Achievement(achievement()),
        Kind::Note => Content::Note(note()),
        Kind::Review => {
            let mut review = review(ReviewDecision::ALL[pick(3)], on);
            review.plan = (b % 4 == 0).then(|| refers(Kind::Plan));
            Content::Review(review)
        }
        Kind::Exit => Content::Exit(judging(exit(on), criteria, a, b)),
        Kind::FollowUp => Content::FollowUp(follow_up(on, a % 2 == 0)),
        Kind::Onward => Content::Onward(onward(on)),
        // Mostly resumed, or everything would soon be on hold.
        Kind::Standing => {
            Content::Standing(standing(if a < 160 { StandingKind::Resumed } else { StandingKind::ALL[pick(5)] }, on))
        }
        Kind::Worry => {
            let mut worry = worry();
            worry.told = (a % 2 == 0).then(told);
            worry.held_by_lead = b % 3 == 0;
            Content::Worry(worry)
        }
        // What no rule of the table looks at.
        Kind::Settings
        | Kind::Template
        | Kind::Lists
        | Kind::Transition
        | Kind::HandedOver
        | Kind::Received
        | Kind::Retention
        | Kind::AccessRequest
        | Kind::PlannedSession
        | Kind::Resource => Content::Note(note()),
    }
}

fn judging(mut exit: Exit, criteria: &[Criterion], a: u8, b: u8) -> Exit {
    let left_out = usize::from(a.is_multiple_of(4));
    let judgement = CriterionJudgement::Better;
    let judged = |&criterion: &Criterion| CriterionOutcome { criterion, judgement, evidence: String::new() };
    exit.outcomes = criteria.iter().skip(left_out).map(judged).collect();
    if b.is_multiple_of(3) {
        exit.follow_ups.clear();
    }
    if b.is_multiple_of(5) {
        let component = ExitComponent::Clubs;
        exit.programme.push(ExitProgrammePart { component, what: String::new(), until: None });
    }
    exit
}

/// Content that refers to what the file holds, if the seed finds it.
fn fitting(case: &CaseFile, seed: Seed) -> Content {
    let current = case.current().map(|current| current.id);
    let criteria = current.map(|current| case.criteria(current)).unwrap_or_default();
    let of_kind = |kind: Kind| {
        let known: Vec<_> = case.items().filter(|item| item.entry.content.kind() == kind).map(|item| item.id).collect();
        match (kind, known.len()) {
            (_, 0) => id(u32::from(seed.target)),
            (Kind::Referral, _) if !seed.b.is_multiple_of(8) => current.unwrap_or(known[0]),
            (_, count) => known[usize::from(seed.target) % count],
        }
    };
    content(seed, of_kind, &criteria)
}

#[derive(Clone, Copy, Debug)]
enum Act {
    /// Saves a new record.
    New(Seed),
    /// Changes one, with content of its own kind.
    Edit(Seed),
    Delete(u8),
    /// Fills the gates, so that the sequences get further.
    Prepare,
    /// Tries one of the steps that are offered next, later than all before.
    Forward(Seed),
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => seeds().prop_map(Act::Forward),
        8 => seeds().prop_map(Act::New),
        4 => seeds().prop_map(Act::Edit),
        2 => any::<u8>().prop_map(Act::Delete),
        1 => Just(Act::Prepare),
    ]
}

fn facts(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Session
            | Kind::Note
            | Kind::Liaison
            | Kind::Measure
            | Kind::Contact
            | Kind::FamilyContact
            | Kind::Observation
            | Kind::Achievement
            | Kind::Assessment
            | Kind::Standing
            | Kind::Onward
    )
}

fn command(world: &World, act: Act, fresh: u32) -> Option<Command> {
    let nth = |number: u8| {
        let count = world.case.items().count();
        world.case.items().nth(usize::from(number) % count.max(1))
    };
    Some(match act {
        Act::New(seed) => Command::Save { id: id(fresh), content: fitting(&world.case, seed) },
        Act::Edit(seed) => {
            let item = nth(seed.target.wrapping_mul(21))?;
            let kind = Kind::ALL.iter().position(|&kind| kind == item.entry.content.kind())?;
            let seed = Seed { kind: u8::try_from(kind).ok()?, ..seed };
            Command::Save { id: item.id, content: fitting(&world.case, seed) }
        }
        Act::Delete(number) => Command::Delete { id: nth(number)?.id },
        Act::Forward(seed) => {
            let steps = next_steps(&world.case, &world.settings, day(world.today));
            let next = steps.get(usize::from(seed.target) % steps.len().clamp(1, 3))?;
            let kind = Kind::ALL.iter().position(|&kind| kind == next.kind)?;
            let seed = Seed { kind: u8::try_from(kind).ok()?, day: 40 + world.today, ..seed };
            Command::Save { id: id(fresh), content: fitting(&world.case, seed) }
        }
        Act::Prepare => return None,
    })
}

/// How far the story has come when the commands set in.
fn stage(number: u8) -> World {
    match number % 8 {
        0 => World::new(),
        1 => World::referred(),
        2 => World::authorised(),
        3 => World::prepared(),
        4 => World::started(),
        5 => World::planned().0,
        6 => World::reviewed(ReviewDecision::Exit).0,
        _ => World::exited(),
    }
}

/// What must hold after every command.
fn hold_to_the_rules(case: &CaseFile) {
    assert!(case.episodes().iter().filter(|episode| episode.open()).count() <= 1, "one episode is worked on");
    for episode in case.episodes() {
        assert_eq!(broken(case, episode.id), [], "{:?}", episode.state);
        assert_ne!(episode.state, State::Undecided, "commands make no disagreement");
        let authorised = case
            .latest_authorisation(episode.id)
            .is_some_and(|decision| decision.decision == AuthorisationDecision::Authorised);
        let started = case.of::<Start>(episode.id).len() == 1;
        match episode.state {
            State::Intervention => assert!(authorised && started),
            State::ExitProgramme | State::Exited => {
                assert!(started && episode.exit.is_some());
                let reviews = case.reviews(episode.id);
                assert!(reviews.iter().any(|review| review.decision == ReviewDecision::Exit));
            }
            State::Preparing => assert!(authorised && !started),
            _ => assert!(!started && episode.exit.is_none()),
        }
        let plans = case.plans(episode.id);
        let continues = case.reviews(episode.id);
        let continues = continues.iter().filter(|review| review.decision == ReviewDecision::Continue).count();
        assert!(plans.len() <= continues + 1, "a plan for each review that continues, and the first");
    }
}

/// Runs one command and checks it against the table.
fn step(world: &mut World, command: &Command) {
    let before = world.case.clone();
    let result = world.run(command);
    let ctx = world.ctx();
    match (&result, command) {
        (Err(rejection), _) => {
            assert!(!rejection.missing.is_empty(), "{command:?} was refused for nothing");
            assert_eq!(world.case, before);
            if let Command::Save { content, .. } = command {
                assert!(!facts(content.kind()), "a fact was refused: {rejection:?}");
            }
            if let Attempt::Step(step) = rejection.attempt {
                assert!(step.row().is_some());
            }
        }
        (Ok(decision), Command::Save { id, content }) => {
            assert!(matches!(&decision.changes[0], Change::Put { id: put, .. } if put == id));
            let erased = decision.changes.len() > 1;
            assert!(!erased || matches!(content, Content::Worry(worry) if worry.held_by_lead), "only a worry's words");
            if before.get(*id).is_none() {
                check_new(world, &before, *id, content);
            }
            advice(&before, &world.settings, content, &ctx);
        }
        (Ok(decision), Command::Delete { id }) => assert_eq!(decision.changes, [Change::Remove { id: *id }]),
        (Ok(_), Command::Restore { .. }) => {}
        (Ok(_), other) => panic!("{other:?} is for what imports bring"),
    }
    // No record but the one that the command names is touched, and none is lost.
    let named = match command {
        Command::Save { id, .. }
        | Command::Delete { id }
        | Command::Restore { id, .. }
        | Command::Choose { id, .. } => *id,
        Command::SetRight { .. } | Command::SetBack { .. } => return,
    };
    for item in before.items().filter(|item| item.id != named) {
        assert_eq!(world.case.get(item.id), Some(item));
    }
    hold_to_the_rules(&world.case);
}

/// A new record moved the case only as the table says, and nothing went where nothing may go.
fn check_new(world: &World, before: &CaseFile, id: RecordId, content: &Content) {
    let current = || before.current().map_or(State::None, |current| current.state);
    let episode = world.case.get(id).unwrap().entry.episode;
    let from = match (content, episode) {
        (Content::Referral(_), _) => current(),
        (_, Some(episode)) => state(before, episode),
        (_, None) => State::None,
    };
    let to = episode.map_or(State::None, |episode| state(&world.case, episode));
    match Step::of(before, episode, content).and_then(Step::row) {
        Some(row) => {
            assert!(row.from.contains(&from), "{:?} from {from:?}", row.step);
            assert!(to == from || row.to.contains(&to), "{:?}: {from:?} -> {to:?}", row.step);
        }
        None => assert_eq!(to, from, "a fact moves nothing"),
    }
    let open = |contact: RecordId| before.find::<Contact>(contact).is_some_and(|contact| contact.may_get_letters());
    let asked = before.pupil().is_some_and(|pupil| pupil.ask_lead_first.is_some());
    let gone = matches!(overlay(before, day(world.today)), Overlay::Left | Overlay::Died);
    match content {
        Content::Letter(letter) => assert!(open(letter.contact) && !asked && !gone),
        Content::Circulation(circulation) => {
            assert!(circulation.contact.is_none_or(open));
            if circulation.to == CirculationTo::Parents {
                assert!(circulation.contact.is_some() && !asked && !gone);
            }
        }
        Content::Start(_) => assert_eq!(overlay(before, day(world.today)), Overlay::None),
        _ => {}
    }
}

fn prepare(world: &mut World, fresh: &mut u32) {
    let mut contents = vec![
        Content::Contact(contact()),
        Content::Measure(measure(Occasion::Baseline, 2)),
        Content::Observation(observation()),
    ];
    contents.extend(
        [LiaisonWith::ClassTeacher, LiaisonWith::OtherStaff, LiaisonWith::NoAgency]
            .map(|with| Content::Liaison(liaison(with))),
    );
    for content in contents {
        *fresh += 1;
        step(world, &Command::Save { id: id(*fresh), content });
    }
    let Some(home) = world.case.contacts().into_iter().find(|contact| contact.may_get_letters()) else { return };
    let home = home.id;
    for content in [
        Content::Letter(letter(home, LetterKind::Referral)),
        Content::FamilyContact(family_contact(home, Reached::Spoke, 2)),
    ] {
        *fresh += 1;
        step(world, &Command::Save { id: id(*fresh), content });
    }
}

/// Any record, with any episode and any references.
fn stray() -> impl Strategy<Value = (u8, Option<u8>, u8, Seed)> {
    (0..24u8, proptest::option::weighted(0.9, 0..3u8), any::<u8>(), seeds())
}

fn strewn(records: &[(u8, Option<u8>, u8, Seed)]) -> Vec<Item> {
    records
        .iter()
        .map(|&(record, episode, saved, seed)| {
            let refers = |_: Kind| id(u32::from(seed.target));
            let content = content(seed, refers, &Criterion::ALL[..usize::from(seed.b % 12)]);
            let entry = Entry { episode: episode.map(|episode| id(u32::from(episode))), content };
            Item { id: id(u32::from(record)), saved: moment(seed.day, i64::from(saved)), entry }
        })
        .collect()
}

fn file(items: impl IntoIterator<Item = Item>) -> CaseFile {
    let mut case = CaseFile::new(FileId::from_bytes([7; 16]));
    items.into_iter().for_each(|item| case.put(item));
    case
}

fn settings() -> Settings {
    Settings::new("Made-Up Mentor".to_owned(), "Made-Up School".to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_commands_reaches_what_the_table_forbids(from in any::<u8>(), acts in proptest::collection::vec(acts(), 1..80)) {
        let mut world = stage(from);
        let mut fresh = 2000;
        for act in acts {
            fresh += 1;
            world.today += 1;
            match command(&world, act, fresh) {
                Some(command) => step(&mut world, &command),
                None if matches!(act, Act::Prepare) => prepare(&mut world, &mut fresh),
                None => {}
            }
        }
    }

    #[test]
    fn any_set_of_records_has_a_state_and_dues_and_a_header(records in proptest::collection::vec(stray(), 0..40), on in 0..80i32) {
        let case = file(strewn(&records));
        for episode in (0..24).map(id) {
            prop_assert!(State::ALL.contains(&state(&case, episode)));
            gates(&case, episode, day(on));
            case.plans(episode);
        }
        header(&case, &settings(), day(on));
        for next in next_steps(&case, &settings(), day(on)) {
            prop_assert!(next.allowed.is_ok() || next.allowed.is_err_and(|missing| !missing.is_empty()));
        }
    }

    #[test]
    fn an_intervention_is_authorised_whatever_an_import_brings(records in proptest::collection::vec(stray(), 0..40)) {
        let case = file(strewn(&records));
        for episode in case.episodes() {
            let decision = case.latest_authorisation(episode.id).map(|decision| decision.decision);
            if episode.state == State::Intervention {
                prop_assert_eq!(decision, Some(AuthorisationDecision::Authorised));
            }
            prop_assert!(episode.exit.is_some() || !matches!(episode.state, State::Exited | State::ExitProgramme));
        }
    }

    #[test]
    fn the_order_in_which_records_arrive_does_not_matter(records in proptest::collection::vec(stray(), 0..30)) {
        let mut items = strewn(&records);
        items.sort_by_key(|item| (item.id, item.saved));
        items.dedup_by_key(|item| item.id);
        let one = file(items.clone());
        items.reverse();
        prop_assert_eq!(header(&one, &settings(), day(9)), header(&file(items), &settings(), day(9)));
    }

    #[test]
    fn a_fact_is_accepted_whatever_the_file_holds(records in proptest::collection::vec(stray(), 0..40), seed in seeds()) {
        let case = file(strewn(&records));
        let mut world = World { case, ..World::new() };
        for kind in Kind::ALL.iter().position(|&kind| facts(kind)).into_iter().chain(0..Kind::ALL.len()) {
            let seed = Seed { kind: u8::try_from(kind).unwrap(), ..seed };
            let fact = fitting(&world.case, seed);
            if facts(fact.kind()) {
                prop_assert!(world.save(fact).is_ok());
            }
        }
    }

    #[test]
    fn a_worry_that_nobody_was_told_of_is_due_whatever_else_there_is(records in proptest::collection::vec(stray(), 0..40)) {
        let mut case = file(strewn(&records));
        let entry = Entry { episode: None, content: Content::Worry(worry()) };
        case.put(Item { id: id(99), saved: moment(1, 0), entry });
        let due = due(&case, &settings(), day(50));
        prop_assert!(due.iter().any(|due| due.kind == DueKind::NobodyTold && due.record == Some(id(99))));
    }
}

#[test]
fn every_step_has_one_row_and_every_row_can_be_reached() {
    for &step in Step::ALL {
        assert_eq!(TABLE.iter().filter(|row| row.step == step).count(), 1, "{step:?}");
    }
    for row in TABLE {
        assert!(!row.from.is_empty(), "{:?}", row.step);
        assert!(row.policy.starts_with('p') || row.policy.starts_with("design"), "{:?}", row.step);
    }
    for &to in State::ALL.iter().filter(|&&to| !matches!(to, State::None | State::Undecided)) {
        assert!(TABLE.iter().any(|row| row.to.contains(&to)), "{to:?}");
    }
}

#[test]
fn the_table_lets_nothing_but_a_start_and_an_authorisation_into_the_intervention() {
    let into: Vec<_> = TABLE.iter().filter(|row| row.to.contains(&State::Intervention)).map(|row| row.step).collect();
    assert_eq!(into, [Step::Authorise, Step::Start]);
    assert_eq!(Step::Start.row().unwrap().from, [State::Preparing]);
}

#[test]
fn steps_are_offered_only_where_the_table_has_them() {
    for world in
        [World::new(), World::referred(), World::authorised(), World::started(), World::planned().0, World::exited()]
    {
        let steps = next_steps(&world.case, &world.settings, day(50));
        assert!(!steps.is_empty());
        for next in steps {
            assert!(next.step.row().unwrap().from.contains(&world.state()), "{:?} in {:?}", next.step, world.state());
        }
    }
}

#[test]
fn plans_that_revise_each_other_in_a_ring_have_an_order() {
    let ring = |one: u32, other: u32| {
        let content = Content::Plan(Plan { revises: Some(id(other)), ..plan(1) });
        Item { id: id(one), saved: moment(1, 0), entry: Entry { episode: Some(id(1)), content } }
    };
    let case = file([ring(5, 6), ring(6, 5)]);
    assert_eq!(case.plans(id(1)).len(), 2);
}

#[test]
fn the_whole_story_is_told_by_commands_alone() {
    let mut world = World::exited();
    hold_to_the_rules(&world.case);
    world.must(Content::FollowUp(follow_up(110, true)));
    world.must(Content::Referral(referral(120)));
    hold_to_the_rules(&world.case);
    assert_eq!(world.case.episodes().len(), 2);
    assert!(active(&world));
    assert_eq!(world.warned(Content::Note(note())), Vec::<Warning>::new());
}
