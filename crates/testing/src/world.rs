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
    pub case: CaseFile,
    pub settings: Settings,
    pub today: i32,
    pub written: u32,
}

impl World {
    pub fn new() -> Self {
        let settings = Settings::new("Made-Up Mentor".to_owned(), "Made-Up School".to_owned());
        let mut world = Self { case: CaseFile::new(FileId::from_bytes([7; 16])), settings, today: 0, written: 0 };
        world.must(Content::Pupil(pupil()));
        world
    }

    pub fn ctx(&self) -> Ctx {
        Ctx { today: day(self.today), now: moment(self.today, i64::from(self.written)) }
    }

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

    pub fn edit(&mut self, id: RecordId, content: Content) -> Result<Decision, Rejection> {
        self.run(&Command::Save { id, content })
    }

    pub fn delete(&mut self, id: RecordId) -> Result<Decision, Rejection> {
        self.run(&Command::Delete { id })
    }

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

    #[track_caller]
    pub fn refused(&mut self, content: Content) -> Vec<Missing> {
        self.save(content).expect_err("refused").missing
    }

    pub fn current(&self) -> Episode<'_> {
        self.case.current().expect("an episode")
    }

    pub fn episode(&self) -> EpisodeId {
        self.current().id
    }

    pub fn state(&self) -> State {
        self.case.current().map_or(State::None, |current| current.state)
    }

    pub fn due(&self) -> Vec<Due> {
        due(&self.case, &self.settings, day(self.today))
    }

    pub fn due_kinds(&self) -> Vec<DueKind> {
        self.due().into_iter().map(|due| due.kind).collect()
    }

    pub fn due_of(&self, kind: DueKind) -> Option<Due> {
        self.due().into_iter().find(|due| due.kind == kind)
    }

    pub fn lacks(&self, gate: Gate) -> Vec<Missing> {
        let status = gates(&self.case, self.episode(), day(self.today));
        status.into_iter().find(|status| status.gate == gate).expect("four gates").lacks
    }

    // The story, step by step.

    pub fn referred() -> Self {
        let mut world = Self::new();
        world.must(Content::Referral(referral(0)));
        world
    }

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

    pub fn prepared() -> Self {
        let mut world = Self::authorised();
        world.fill_gates();
        world
    }

    pub fn started() -> Self {
        let mut world = Self::prepared();
        world.must(Content::Start(start(7)));
        world.today = 7;
        world
    }

    pub fn planned() -> (Self, RecordId) {
        let mut world = Self::started();
        let plan = world.must(Content::Plan(plan(8)));
        world.today = 8;
        (world, plan)
    }

    pub fn reviewed(decision: ReviewDecision) -> (Self, RecordId) {
        let (mut world, plan) = Self::planned();
        world.today = 49;
        world.must(Content::Review(review(decision, 49)));
        (world, plan)
    }

    pub fn exited() -> Self {
        let (mut world, _) = Self::reviewed(ReviewDecision::Exit);
        world.must(Content::Exit(exit(49)));
        world
    }
}

pub fn active(world: &World) -> bool {
    overlay(&world.case, day(world.today)) == casebook_domain::states::Overlay::None
}
