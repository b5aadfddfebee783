//! Casebooks in memory for the tests of bundles: each with made-up pupils, keys of its own, and the functions that the bundle
//! worker calls.
#![allow(dead_code, missing_docs)]

use std::cell::Cell;

use casebook_bundle::{EnvelopeError, LeadSays, Parts, Place, Purpose, SealBy};
use casebook_demo as demo;
use casebook_domain::calendar::{Date, Moment};
use casebook_domain::case::CaseFile;
use casebook_domain::content::Content;
use casebook_domain::decide::Command;
use casebook_domain::due::DueKind;
use casebook_domain::hand_over::{Carried, HandedOver};
use casebook_domain::hex;
use casebook_domain::ids::{ActorId, FileId, RecordId};
use casebook_domain::preparation::Audience;
use casebook_domain::safety::Worry;
use casebook_domain::session::Note;
use casebook_domain::settings::Settings;
use casebook_records::device::{ColleagueRow, colleague_name, encode_colleague};
use casebook_records::{SETTINGS_FILE, SETTINGS_RECORD};
use casebook_repository::rows::{Batch, Rows as _, StoreName};
use casebook_repository::{Repository, RepositoryError, ids};
use casebook_testing::memory::MemoryRows;
use casebook_transfer::export::{ExportOf, Exported, HandOver, export};
use casebook_transfer::import::apply;
use casebook_transfer::look::look;
use casebook_transfer::opened::{Opened, open, together};
use casebook_transfer::preview::{Applied, Choices, Preview};
use casebook_transfer::{JobError, OpenBy};
use casebook_vault::{self as vault, Created, Derived, DeviceKeys, Key, Keys, Params, random_salt};

pub const WORDS: &str = "abandon ability able about above absent absorb";
pub const SECRET_WORRY: &str = "he said that the shed is locked";

thread_local! {
    static CLOCK: Cell<i64> = const { Cell::new(1_795_000_000_000) };
}

/// A second later whenever somebody looks.
pub fn now() -> Moment {
    CLOCK.set(CLOCK.get() + 1_000);
    Moment { utc_ms: CLOCK.get(), offset_min: 0 }
}

pub fn today() -> Date {
    now().date()
}

/// A casebook of its own for each test.
pub struct Casebook {
    pub db: MemoryRows,
    pub repository: Repository,
    pub keys: DeviceKeys,
    pub settings: Settings,
    pub words: String,
    pub age_secret: String,
    pub recipient: String,
    casebook_keys: Keys,
}

impl Casebook {
    pub async fn new(mentor: &str, school: &str) -> Self {
        let db = MemoryRows::default();
        let derived = Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT };
        let Created { header, unlocked, sheet } = vault::create(&derived, mentor);
        let recipient = vault::recovery_recipient(&header, &unlocked.keys).expect("its own");
        let repository = Repository::new(db.clone(), unlocked.keys.clone(), header.actor(), now);
        repository.take_up().await.expect("taken up");
        let keys = repository.own_device_keys().await.expect("keys");
        let mut casebook = Self {
            db,
            repository,
            keys,
            settings: Settings::new(mentor.into(), school.into()),
            words: sheet.words.join(" "),
            age_secret: sheet.age_secret.to_string(),
            recipient,
            casebook_keys: unlocked.keys,
        };
        casebook.save_settings(casebook.settings.clone()).await;
        casebook
    }

    /// With made-up pupils, one of whom has a changed note and a worry. Gives that pupil's file.
    pub async fn filled(pupils: u32) -> (Self, FileId) {
        let mut casebook = Self::new("Marmaduke Mentorson", "Dunderwick Academy").await;
        let mut settings = casebook.settings.clone();
        settings.letter_days = 7;
        settings.safeguarding_lead.name = "Ms Lead".into();
        casebook.save_settings(settings).await;
        let file = casebook.add_pupils(pupils).await[0];
        let (note, worry) = (ids::record_id(), ids::record_id());
        casebook.note(file, note, "first words").await;
        casebook.note(file, note, "second words").await;
        let said = Worry { at: now(), words: SECRET_WORRY.into(), told: None, held_by_lead: false, withdrawn: None };
        casebook.save(file, worry, Content::Worry(said)).await;
        (casebook, file)
    }

    /// With made-up pupils and nothing else; gives their files.
    pub async fn of_mentor(mentor: &str, pupils: u32) -> (Self, Vec<FileId>) {
        let casebook = Self::new(mentor, "Made-up School").await;
        let files = casebook.add_pupils(pupils).await;
        (casebook, files)
    }

    async fn add_pupils(&self, pupils: u32) -> Vec<FileId> {
        let files = demo::files(pupils, &self.settings, now(), today());
        self.repository.write_files(&files, &self.settings).await.expect("written");
        files.iter().map(|file| file.case.id).collect()
    }

    pub async fn save(&self, file: FileId, id: RecordId, content: Content) {
        let loaded = match self.repository.load(file).await {
            Err(RepositoryError::Missing) => self.repository.blank(file),
            loaded => loaded.expect("opens"),
        };
        let command = Command::Save { id, content };
        self.repository.dispatch(&loaded, &self.settings, &command, None).await.expect("saved");
    }

    pub async fn note(&self, file: FileId, id: RecordId, text: &str) {
        self.save(file, id, Content::Note(Note { text: text.into(), ..a_note() })).await;
    }

    pub async fn save_settings(&mut self, settings: Settings) {
        let before = match self.repository.load(SETTINGS_FILE).await {
            Err(RepositoryError::Missing) => self.repository.blank(SETTINGS_FILE),
            loaded => loaded.expect("opens"),
        };
        let command = Command::Save { id: SETTINGS_RECORD, content: Content::Settings(settings.clone()) };
        self.repository.dispatch(&before, &self.settings, &command, None).await.expect("saved");
        self.settings = settings;
    }

    pub async fn case(&self, file: FileId) -> CaseFile {
        (*self.repository.load(file).await.expect("opens and adds up").case).clone()
    }

    pub async fn case_is_missing(&self, file: FileId) -> bool {
        matches!(self.repository.load(file).await, Err(RepositoryError::Missing))
    }

    /// The records of a file that are to be chosen of, as the file and its header say.
    pub async fn two_versions(&self, file: FileId) -> Vec<RecordId> {
        let headers = self.repository.headers(&self.settings).await.expect("read");
        let header = headers.into_iter().find(|header| header.file == file).expect("a header");
        let due = header.due.into_iter().filter(|due| due.kind == DueKind::TwoVersions);
        let due: Vec<RecordId> = due.filter_map(|due| due.record).collect();
        assert_eq!(due, self.case(file).await.two_versions.into_iter().collect::<Vec<_>>());
        due
    }

    pub async fn files(&self) -> Vec<FileId> {
        let headers = self.repository.headers(&self.settings).await.expect("read");
        headers.iter().map(|header| header.file).collect()
    }

    pub async fn export(&self, of: ExportOf, by: &SealBy) -> Exported {
        export(&self.repository, &of, by, &mut |_| {}).await.expect("made")
    }

    pub async fn backup(&self) -> Vec<u8> {
        self.export(ExportOf::Backup, &SealBy::Recipient(self.recipient.clone())).await.files.remove(0).bytes
    }

    pub async fn hand_over(&self, file: FileId, purpose: Purpose, by: &SealBy) -> Exported {
        self.export(whole(file, purpose), by).await
    }

    /// A hand-over of these files by words, logged as the page does it.
    pub async fn hand_over_logged(&self, files: &[FileId], purpose: Purpose) -> Exported {
        let of = ExportOf::HandOver(HandOver {
            files: files.to_vec(),
            purpose,
            until: None,
            to: "Colleague".into(),
            place: Place::Here,
            parts: Parts::Whole,
            lead: Some(LeadSays::WillSend),
        });
        let made = self.export(of, &SealBy::Words(WORDS.into())).await;
        for file in files {
            let sums = made.files.iter().filter_map(|file| file.sha256.as_ref());
            let handed_over = HandedOver {
                at: now(),
                to: "Colleague".into(),
                purpose,
                until: None,
                parts: Parts::Whole,
                carried: Carried::Words,
                lead: "Nothing".into(),
                file_name: made.files[0].name.clone(),
                bundles: sums.map(|sum| hex::encode(sum)).collect(),
                rows: made.rows[file],
                receipt: None,
            };
            self.save(*file, ids::record_id(), Content::HandedOver(handed_over)).await;
        }
        made
    }

    pub async fn inspect(&self, bytes: &[u8], by: &OpenBy) -> Result<(Opened, Preview), EnvelopeError> {
        let incoming = open(&self.repository, bytes.to_vec(), by, &mut |_| {}).await.map_err(trouble)?;
        let opened = together(vec![incoming])?;
        let (preview, ..) = look(&self.repository, &opened).await.map_err(trouble)?;
        Ok((opened, preview))
    }

    pub async fn apply(&self, opened: &Opened, choices: &Choices) -> Applied {
        apply(&self.repository, opened, choices, &mut |_| {}).await.expect("applied")
    }

    pub async fn apply_all(&self, opened: &Opened, preview: &Preview) -> Applied {
        self.apply(opened, &Choices::whole(preview.files.iter().map(|file| file.file))).await
    }

    pub async fn take(&self, bytes: &[u8], by: &OpenBy) -> (Preview, Applied) {
        let (opened, preview) = self.inspect(bytes, by).await.expect("opens");
        let applied = self.apply_all(&opened, &preview).await;
        (preview, applied)
    }

    /// Remembers whose tablet that is, as two do who met.
    pub async fn know(&self, other: &Self) {
        let row = ColleagueRow { name: "A colleague".into(), since: now(), recipient: None };
        let mut batch = Batch::default();
        self.repository.put_device_row(&mut batch, &colleague_name(&other.keys.signer()), &encode_colleague(&row));
        self.db.write(batch).await.expect("written");
    }

    pub fn secret(&self) -> OpenBy {
        OpenBy::Secret(self.words.clone())
    }

    /// The same casebook, started again by a header that names this actor.
    pub async fn again(&self, actor: ActorId) -> Repository {
        let repository = Repository::new(self.db.clone(), self.casebook_keys.clone(), actor, now);
        repository.take_up().await.expect("taken up");
        repository
    }

    /// Every byte of the database.
    pub async fn raw(&self) -> Vec<(StoreName, Vec<u8>, Vec<u8>)> {
        self.db.all().into_iter().map(|((store, key), value)| (store, key, value)).collect()
    }

    pub async fn versions(&self, file: FileId) -> Vec<Vec<u8>> {
        self.db.keys(StoreName::History, file.as_bytes()).await.expect("read")
    }

    /// Flips a bit of the first row under this key.
    pub async fn damage(&self, store: StoreName, prefix: &[u8]) {
        let (key, mut value) = self.db.range(store, prefix).await.expect("read").remove(0);
        value[40] ^= 1;
        let mut batch = Batch::default();
        batch.put(store, key, value);
        self.db.write(batch).await.expect("written");
    }
}

pub fn whole(file: FileId, purpose: Purpose) -> ExportOf {
    ExportOf::HandOver(HandOver {
        files: vec![file],
        purpose,
        until: None,
        to: String::new(),
        place: Place::Here,
        parts: Parts::Whole,
        lead: None,
    })
}

pub fn a_note() -> Note {
    Note { date: today(), text: String::new(), audience: Audience::MentorOnly }
}

pub fn by_words() -> OpenBy {
    OpenBy::Words(WORDS.into())
}

pub fn seal() -> SealBy {
    SealBy::Words(WORDS.into())
}

pub fn trouble(error: JobError) -> EnvelopeError {
    match error {
        JobError::Bundle(trouble) => trouble,
        JobError::Core(error) => panic!("{error:?}"),
    }
}

pub fn files(preview: &Preview) -> Vec<FileId> {
    preview.files.iter().map(|file| file.file).collect()
}
