//! A made-up pupil whose case tests move on by commands, and by nothing else.

use crate::content::*;
use crate::{day, id, moment};
use casebook_domain::case::{CaseFile, Episode, Item};
use casebook_domain::content::Content;
use casebook_domain::decide::{Change, Command, Ctx, Decision, Missing, Rejection, Warning, decide};
use casebook_domain::due::{Due, DueKind, due};
use casebook_domain::ids::{EpisodeId, FileId, RecordId};
use casebook_domain::measure::Occasion;
use casebook_domain::preparation::{Gate, LetterKind, LiaisonWith, Reached};
use casebook_domain::referral::AuthorisationDecision;
use casebook_domain::review::ReviewDecision;
use casebook_domain::settings::Settings;
use casebook_domain::states::overlay;
use casebook_domain::states::{State, gates};

/// A case, the settings, and the day on which things are done.
pub struct World {
    /// The file.
    pub case: CaseFile,
    /// The settings.
    pub settings: Settings,
    /// The day, counted from day 0 ([`day`]).
    pub today: i32,
    /// Commands that were done.
    pub written: u32,
}

impl World {
    /// A file with nothing but the pupil in it, on day 0.
    pub fn new() -> Self {
        let settings = Settings::new("Made-Up Mentor".to_owned(), "Made-Up School".to_owned());
        let mut world = Self { case: CaseFile::new(FileId::from_bytes([7; 16])), settings, today: 0, written: 0 };
        world.must(Content::Pupil(pupil()));
        world
    }

    /// The day and the moment at which the next command is decided.
    pub fn ctx(&self) -> Ctx {
        Ctx { today: day(self.today), now: moment(self.today, i64::from(self.written)) }
    }

    /// Decides a command and does what follows from it.
    pub fn run(&mut self, command: &Command) -> Result<Decision, Rejection> {
        let ctx = self.ctx();
        let decision = decide(&self.case, &self.settings, command, &ctx)?;
        for change in &decision.changes {
            match change {
                Change::Put { id, entry } => {
                    self.case.put(Item { id: *id, saved: ctx.now, entry: entry.clone() });
                }
                Change::Remove { id } => self.case.remove(*id),
                Change::EraseHistory { .. } => {}
            }
        }
        self.written += 1;
        Ok(decision)
    }

    /// Saves a new record.
    pub fn save(&mut self, content: Content) -> Result<(RecordId, Vec<Warning>), Rejection> {
        let id = id(1000 + self.written);
        self.run(&Command::Save { id, content }).map(|decision| (id, decision.warnings))
    }

    /// Saves a record again with other content.
    pub fn edit(&mut self, id: RecordId, content: Content) -> Result<Decision, Rejection> {
        self.run(&Command::Save { id, content })
    }

    /// Deletes a record.
    pub fn delete(&mut self, id: RecordId) -> Result<Decision, Rejection> {
        self.run(&Command::Delete { id })
    }

    /// Saves a new record, which may not be refused.
    #[track_caller]
    pub fn must(&mut self, content: Content) -> RecordId {
        let kind = content.kind();
        match self.save(content) {
            Ok((id, _)) => id,
            Err(rejection) => panic!("{kind:?} was refused: {rejection:?}"),
        }
    }

    /// The warnings, without the one for days ahead: stories here are told before they happen.
    #[track_caller]
    pub fn warned(&mut self, content: Content) -> Vec<Warning> {
        let mut warnings = self.save(content).expect("allowed").1;
        warnings.retain(|warning| *warning != Warning::InFuture);
        warnings
    }

    /// What is missing for a new record, which has to be refused.
    #[track_caller]
    pub fn refused(&mut self, content: Content) -> Vec<Missing> {
        self.save(content).expect_err("refused").missing
    }

    /// The episode that is under way.
    pub fn current(&self) -> Episode<'_> {
        self.case.current().expect("an episode")
    }

    /// Its identifier.
    pub fn episode(&self) -> EpisodeId {
        self.current().id
    }

    /// Its state; [`State::None`] without one.
    pub fn state(&self) -> State {
        self.case.current().map_or(State::None, |current| current.state)
    }

    /// What is due today.
    pub fn due(&self) -> Vec<Due> {
        due(&self.case, &self.settings, day(self.today))
    }

    /// The kinds of what is due today.
    pub fn due_kinds(&self) -> Vec<DueKind> {
        self.due().into_iter().map(|due| due.kind).collect()
    }

    /// What is due today of a kind.
    pub fn due_of(&self, kind: DueKind) -> Option<Due> {
        self.due().into_iter().find(|due| due.kind == kind)
    }

    /// What a gate lacks today.
    pub fn lacks(&self, gate: Gate) -> Vec<Missing> {
        let status = gates(&self.case, self.episode(), day(self.today));
        status.into_iter().find(|status| status.gate == gate).expect("four gates").lacks
    }

    // The story, step by step.

    /// A case that was referred on day 0.
    pub fn referred() -> Self {
        let mut world = Self::new();
        world.must(Content::Referral(referral(0)));
        world
    }

    /// The same, authorised on day 1.
    pub fn authorised() -> Self {
        let mut world = Self::referred();
        let referral = world.episode();
        world.must(Content::Authorisation(authorisation(referral, AuthorisationDecision::Authorised, 1)));
        world
    }

    /// A contact who may get letters.
    pub fn contact(&mut self) -> RecordId {
        self.must(Content::Contact(contact()))
    }

    /// Meets all four gates.
    pub fn fill_gates(&mut self) {
        for with in [LiaisonWith::ClassTeacher, LiaisonWith::OtherStaff, LiaisonWith::NoAgency] {
            self.must(Content::Liaison(liaison(with)));
        }
        self.must(Content::Measure(measure(Occasion::Baseline, 2)));
        let contact = self.contact();
        self.must(Content::Letter(letter(contact, LetterKind::Referral)));
        self.must(Content::FamilyContact(family_contact(contact, Reached::Spoke, 2)));
        self.must(Content::Observation(observation()));
    }

    /// An authorised case with all four gates met.
    pub fn prepared() -> Self {
        let mut world = Self::authorised();
        world.fill_gates();
        world
    }

    /// The same, started on day 7.
    pub fn started() -> Self {
        let mut world = Self::prepared();
        world.must(Content::Start(start(7)));
        world.today = 7;
        world
    }

    /// The same with a plan of day 8, and the plan.
    pub fn planned() -> (Self, RecordId) {
        let mut world = Self::started();
        let plan = world.must(Content::Plan(plan(8)));
        world.today = 8;
        (world, plan)
    }

    /// The same, reviewed on day 49 with this decision.
    pub fn reviewed(decision: ReviewDecision) -> (Self, RecordId) {
        let (mut world, plan) = Self::planned();
        world.today = 49;
        world.must(Content::Review(review(decision, 49)));
        (world, plan)
    }

    /// A case that ended on day 49.
    pub fn exited() -> Self {
        let (mut world, _) = Self::reviewed(ReviewDecision::Exit);
        world.must(Content::Exit(exit(49)));
        world
    }
}

/// Whether nothing holds the case up today.
pub fn active(world: &World) -> bool {
    overlay(&world.case, day(world.today)) == casebook_domain::states::Overlay::None
}
