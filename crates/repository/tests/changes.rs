//! Changes to a file and nothing else, at random, with the database cut off at any of them: nothing is half there, nothing is
//! lost, and what a new start reads is what was shown.

use casebook_domain::content::Content;
use casebook_domain::decide::Command;
use casebook_domain::header::header;
use casebook_domain::ids::{DraftId, FileId, RecordId};
use casebook_domain::referral::AuthorisationDecision;
use casebook_domain::session::SessionKind;
use casebook_domain::settings::Settings;
use casebook_repository::resealing::SEALED;
use casebook_repository::{Back, DraftSlot, Loaded, Repository, RepositoryError, Saved};
use casebook_testing::memory::{MemoryRows, run};
use casebook_testing::{authorisation, contact, day, moment, note, pupil, referral, session, worry};
use casebook_vault::{self as vault, Derived, Key, Params, random_salt};
use proptest::prelude::*;

const FILE: FileId = FileId::from_bytes([7; 16]);
/// Records of a history: few, so that the same ones are changed, deleted and brought back.
const RECORDS: u8 = 8;

/// What the mentor does next.
#[derive(Clone, Debug)]
enum Act {
    Save { record: u8, what: u8, day: i32 },
    Delete { record: u8 },
    Undo,
    Type { text: u8 },
    Restart,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (0..RECORDS, 0..7u8, 0..40i32).prop_map(|(record, what, day)| Act::Save { record, what, day }),
        2 => (0..RECORDS).prop_map(|record| Act::Delete { record }),
        2 => Just(Act::Undo),
        1 => any::<u8>().prop_map(|text| Act::Type { text }),
        1 => Just(Act::Restart),
    ]
}

fn record(number: u8) -> RecordId {
    casebook_testing::id(u32::from(number))
}

fn content(what: u8, on: i32) -> Content {
    match what {
        0 => Content::Pupil(pupil()),
        1 => Content::Contact(contact()),
        2 => Content::Referral(referral(on)),
        3 => Content::Authorisation(authorisation(record(0), AuthorisationDecision::Authorised, on)),
        4 => Content::Session(session(SessionKind::InClass, on)),
        5 => Content::Worry(worry()),
        _ => Content::Note(casebook_domain::session::Note { date: day(on), ..note() }),
    }
}

fn now() -> casebook_domain::calendar::Moment {
    moment(30, 600)
}

/// A casebook in memory with one file open.
struct Casebook {
    rows: MemoryRows,
    repository: Repository,
    settings: Settings,
    loaded: Loaded,
    undo: Vec<Back>,
}

impl Casebook {
    fn new() -> Self {
        let passphrase = Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT };
        let created = vault::create(&passphrase, "Made-Up Mentor");
        let rows = MemoryRows::default();
        let repository = Repository::new(rows.clone(), created.unlocked.keys, created.header.actor(), now);
        let settings = Settings::new("Made-Up Mentor".into(), "Made-Up School".into());
        let loaded = repository.blank(FILE);
        Self { rows, repository, settings, loaded, undo: Vec::new() }
    }

    /// The same casebook after a new start: only the rows are left.
    fn restart(&mut self) {
        let keys = vault::Keys::from_bytes(&self.repository.keys().to_bytes()).expect("its own keys");
        self.repository = Repository::new(self.rows.clone(), keys, self.repository.actor(), now);
        self.undo.clear();
        if let Some(loaded) = self.read() {
            self.loaded = loaded;
        }
    }

    /// What the rows say; `None`: the file is not there yet.
    fn read(&self) -> Option<Loaded> {
        match run(self.repository.load(FILE)) {
            Ok(loaded) => Some(loaded),
            Err(RepositoryError::Missing) => None,
            Err(error) => panic!("the file does not open: {error:?}"),
        }
    }

    fn did(&mut self, done: Result<Saved, RepositoryError>) -> Result<(), RepositoryError> {
        let Saved { loaded, undo, .. } = done?;
        self.loaded = loaded;
        self.undo = undo;
        Ok(())
    }

    fn act(&mut self, act: &Act) -> Result<(), RepositoryError> {
        match act {
            Act::Save { record: number, what, day } => {
                let command = Command::Save { id: record(*number), content: content(*what, *day) };
                let done = run(self.repository.dispatch(&self.loaded, &self.settings, &command, Some(&slot())));
                self.did(done)
            }
            Act::Delete { record: number } => {
                let command = Command::Delete { id: record(*number) };
                let done = run(self.repository.dispatch(&self.loaded, &self.settings, &command, None));
                self.did(done)
            }
            Act::Undo => {
                for back in std::mem::take(&mut self.undo).into_iter().rev() {
                    let done = match back {
                        Back::Command(command) => {
                            run(self.repository.dispatch(&self.loaded, &self.settings, &command, None))
                        }
                        Back::Versions(id, heads) => {
                            run(self.repository.reopen(&self.loaded, &self.settings, id, &heads))
                        }
                    };
                    self.did(done)?;
                }
                Ok(())
            }
            Act::Type { text } => run(self.repository.keep_draft(FILE, draft(), 0, &[*text])),
            Act::Restart => {
                self.restart();
                Ok(())
            }
        }
    }

    /// What is shown is what is written, and the file's header says it too.
    fn agrees(&self) {
        let Some(read) = self.read() else { return assert!(self.loaded.heads.is_empty(), "rows of the file are gone") };
        assert_eq!(read.heads, self.loaded.heads);
        assert_eq!(read.case, self.loaded.case);
        let headers = run(self.repository.headers(&self.settings)).expect("headers");
        assert_eq!(headers, [header(&read.case, &self.settings, now().date())]);
    }

    fn drafts(&self) -> usize {
        run(self.repository.draft_rows(FILE, draft())).expect("drafts").len()
    }
}

fn draft() -> DraftId {
    DraftId::from_bytes([3; 16])
}

fn slot() -> DraftSlot {
    DraftSlot::new(FILE, draft())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_shown_is_what_a_new_start_reads(acts in prop::collection::vec(act(), 1..40)) {
        let mut casebook = Casebook::new();
        for act in &acts {
            let before = casebook.rows.all();
            match casebook.act(act) {
                Ok(()) => {}
                Err(RepositoryError::Rejected(_) | RepositoryError::Missing) if !matches!(act, Act::Undo) => {
                    prop_assert_eq!(&casebook.rows.all(), &before, "a refused change writes nothing");
                }
                // An undo may have two steps. If the rules refuse the second one, the first one is complete.
                Err(RepositoryError::Rejected(_)) => {}
                Err(error) => prop_assert!(false, "{:?}: {:?}", act, error),
            }
            casebook.agrees();
        }
    }

    #[test]
    fn a_database_cut_off_at_any_change_leaves_all_as_it_was(
        acts in prop::collection::vec((act(), 0..2u32), 1..40),
    ) {
        let mut casebook = Casebook::new();
        for (act, writes) in &acts {
            let (before, drafts) = (casebook.rows.all(), casebook.drafts());
            casebook.rows.cut_off_after(Some(*writes));
            let done = casebook.act(act);
            casebook.rows.cut_off_after(None);
            match (act, done) {
                // An undo of two steps is two changes, and each is complete.
                (Act::Undo, _) => {}
                (Act::Save { .. }, Ok(())) => prop_assert_eq!(casebook.drafts(), 0, "the save ended the draft"),
                (_, Ok(())) => {}
                (_, Err(_)) => {
                    prop_assert_eq!(&casebook.rows.all(), &before, "nothing is half written");
                    prop_assert_eq!(casebook.drafts(), drafts, "what was typed is still there");
                }
            }
            casebook.agrees();
            casebook.restart();
            casebook.agrees();
        }
    }

    #[test]
    fn sealing_again_under_a_new_data_key_changes_no_record(
        acts in prop::collection::vec(act(), 1..25),
        steps in 0usize..12,
    ) {
        let mut casebook = Casebook::new();
        for act in &acts {
            let _ = casebook.act(act);
        }
        let (loaded, drafts) = (casebook.loaded.clone(), casebook.drafts());
        // Keys of another data key, with those of this one as the earlier ones; the vault is the same.
        let earlier = casebook.repository.keys().to_bytes();
        let mut keys = Casebook::new().repository.keys().to_bytes().to_vec();
        keys[..16].copy_from_slice(&earlier[..16]);
        keys.extend_from_slice(&earlier);
        let keys = vault::Keys::from_bytes(&keys).expect("two sets of keys");
        let actor = casebook.repository.actor();
        casebook.repository = Repository::new(casebook.rows.clone(), keys, actor, now);
        // It may stop anywhere, and everything is readable then.
        let mut left = steps;
        'stores: for store in SEALED {
            let mut after = None;
            loop {
                if left == 0 {
                    break 'stores;
                }
                left -= 1;
                let some = run(casebook.repository.seal_some_anew(store, after.as_deref())).expect("sealed");
                if some.came_to.is_none() {
                    break;
                }
                after = some.came_to;
            }
        }
        casebook.agrees();
        prop_assert_eq!(casebook.drafts(), drafts);
        run(casebook.repository.seal_rest_anew()).expect("sealed");
        prop_assert_eq!(run(casebook.repository.seal_rest_anew()), Ok(0), "nothing is left under the old key");
        casebook.agrees();
        prop_assert_eq!(&casebook.loaded.heads, &loaded.heads);
    }
}
