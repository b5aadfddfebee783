//! Receiving in a real browser, with the functions that the bundle worker calls and a real IndexedDB: taking an import back,
//! what was moved, who is whom, receipts, and what somebody forged.
#![cfg(target_arch = "wasm32")]

use casebook::app::work::export::{Export, HandOver, What, export};
use casebook::app::work::import::{Applied, Chosen, Opened, Without, apply, open, together};
use casebook::app::work::look::{compare, details, look};
use casebook::app::work::{WorkError, journal, receipt};
use casebook::browser::clock;
use casebook::browser::db::Db;
use casebook::protocol::{Found, FoundFate, FoundSender, OpenAsk};
use casebook_bundle::{
    LeadSays, LocalIndex, Opening, Outgoing, Parts, Place, Purpose, SealBy, Sender, Trouble, envelope,
};
use casebook_demo as demo;
use casebook_domain::alias::Alias;
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Kind};
use casebook_domain::custody::{Custody, custody};
use casebook_domain::decide::Command;
use casebook_domain::hand_over::{Carried, HandedOver, LeadHas, Received};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::preparation::Audience;
use casebook_domain::safety::{Told, Worry};
use casebook_domain::session::Note;
use casebook_domain::settings::Settings;
use casebook_records::device::{ColleagueRow, colleague_name, decode_moved, encode_colleague, moved_name};
use casebook_records::revision::Vector;
use casebook_repository::ids;
use casebook_repository::rows::StoreName;
use casebook_repository::{Core, CoreError};
use casebook_vault::{self as vault, Created, Derived, DeviceKeys, Key, Params, random_salt};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const WORDS: &str = "abandon ability able about above absent absorb";

struct Casebook {
    name: String,
    db: Db,
    core: Core,
    keys: DeviceKeys,
    settings: Settings,
}

impl Casebook {
    async fn new(mentor: &str) -> Self {
        let name = format!("test-{}", ids::file_id());
        let db = Db::open(&name).await.expect("opens");
        db.take_epoch().await.expect("taken");
        let derived = Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT };
        let Created { header, unlocked, .. } = vault::create(&derived, mentor);
        let core = Core::new(db.clone(), unlocked.keys, header.actor(), casebook::browser::clock::now);
        core.take_up().await.expect("taken up");
        let keys = core.own_device_keys().await.expect("keys");
        let settings = Settings::new(mentor.into(), "Made-up School".into());
        let casebook = Self { name, db, core, keys, settings };
        let before = casebook.core.blank(casebook_records::SETTINGS_FILE);
        let content = Content::Settings(casebook.settings.clone());
        let command = Command::Save { id: casebook_records::SETTINGS_RECORD, content };
        casebook.core.dispatch(&before, &casebook.settings, &command, None).await.expect("saved");
        casebook
    }

    /// With made-up pupils; gives their files.
    async fn filled(mentor: &str, pupils: u32) -> (Self, Vec<FileId>) {
        let casebook = Self::new(mentor).await;
        let files = demo::files(pupils, &casebook.settings, clock::now(), clock::today());
        casebook.core.write_files(&files, &casebook.settings).await.expect("written");
        (casebook, files.iter().map(|file| file.case.id).collect())
    }

    async fn save(&self, file: FileId, id: RecordId, content: Content) {
        let loaded = match self.core.load(file).await {
            Err(CoreError::Missing) => self.core.blank(file),
            loaded => loaded.expect("opens"),
        };
        let command = Command::Save { id, content };
        self.core.dispatch(&loaded, &self.settings, &command, None).await.expect("saved");
    }

    async fn note(&self, file: FileId, id: RecordId, text: &str) {
        let note = Note { date: clock::today(), text: text.into(), audience: Audience::MentorOnly };
        self.save(file, id, Content::Note(note)).await;
    }

    async fn case(&self, file: FileId) -> CaseFile {
        (*self.core.load(file).await.expect("opens and adds up").case).clone()
    }

    /// A hand-over of these files by words, logged as the page does it.
    async fn hand_over(&self, files: &[FileId], purpose: Purpose) -> Export {
        let what = What::HandOver(HandOver {
            files: files.to_vec(),
            purpose,
            until: None,
            to: "Colleague".into(),
            place: Place::Here,
            parts: Parts::Whole,
            lead: Some(LeadSays::WillSend),
        });
        let made = export(&self.core, &what, SealBy::Words(WORDS), &mut |_| {}).await.expect("made");
        for file in files {
            let handed_over = HandedOver {
                at: clock::now(),
                to: "Colleague".into(),
                purpose,
                until: None,
                parts: Parts::Whole,
                carried: Carried::Words,
                lead: "Nothing".into(),
                file_name: made.files[0].name.clone(),
                bundles: made.files.iter().map(|file| hex(&file.sha256)).collect(),
                rows: made.rows[file],
                receipt: None,
            };
            self.save(*file, ids::record_id(), Content::HandedOver(handed_over)).await;
        }
        made
    }

    /// Remembers whose tablet that is, as two do who met.
    async fn know(&self, other: &Self) {
        let keys = other.core.own_device_keys().await.expect("keys");
        let row = ColleagueRow { name: "A colleague".into(), since: clock::now(), recipient: None };
        let mut batch = casebook_repository::rows::Batch::default();
        self.core.put_device_row(&mut batch, &colleague_name(&keys.signer()), &encode_colleague(&row));
        self.db.write(batch).await.expect("written");
    }

    async fn inspect(&self, bytes: &[u8]) -> Result<(Opened, Found), Trouble> {
        self.inspect_by(bytes, &OpenAsk::Words(WORDS.into())).await
    }

    async fn inspect_by(&self, bytes: &[u8], by: &OpenAsk) -> Result<(Opened, Found), Trouble> {
        let incoming = open(&self.core, bytes.to_vec(), by, &mut |_| {}).await.map_err(trouble)?;
        let opened = together(vec![incoming])?;
        let (found, ..) = look(&self.core, &opened).await.map_err(trouble)?;
        Ok((opened, found))
    }

    async fn apply(&self, opened: &Opened, chosen: &Chosen) -> Applied {
        apply(&self.core, opened, chosen, &mut |_| {}).await.expect("applied")
    }

    /// Every byte of the database, but the vault.
    async fn raw(&self) -> Vec<(StoreName, Vec<u8>, Vec<u8>)> {
        let mut all = Vec::new();
        for store in StoreName::ALL {
            if store != StoreName::Vault {
                let rows = self.db.range(store, &[]).await.expect("read");
                all.extend(rows.into_iter().map(|(key, value)| (store, key, value)));
            }
        }
        all
    }

    async fn end(self) {
        let Self { name, db, core, .. } = self;
        drop((db, core));
        Db::destroy(&name).await.expect("removed");
    }
}

fn trouble(error: WorkError) -> Trouble {
    match error {
        WorkError::Bundle(trouble) => trouble,
        WorkError::Core(error) => panic!("{error:?}"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn files(found: &Found) -> Vec<FileId> {
    found.files.iter().map(|file| FileId::parse(&file.file).expect("an id")).collect()
}

#[wasm_bindgen_test]
async fn taking_an_import_back_restores_the_database_byte_for_byte() {
    let (here, pupils) = Casebook::filled("Sender", 3).await;
    let (there, _) = Casebook::filled("Colleague", 2).await;
    let sent = here.hand_over(&pupils, Purpose::Cover).await;
    let (opened, found) = there.inspect(&sent.files[0].bytes).await.expect("opens");
    let two: Vec<FileId> = files(&found)[..2].to_vec();
    there.apply(&opened, &Chosen::whole(two.clone())).await;
    // From here on there is something of everything: changed there, changed on both sides, new, a trace, an alias.
    let shared = ids::record_id();
    there.note(two[0], shared, "written there").await;
    let back = there.hand_over(&two, Purpose::Cover).await;
    let (opened_here, found_here) = here.inspect(&back.files[0].bytes).await.expect("opens");
    here.apply(&opened_here, &Chosen::whole(files(&found_here))).await;
    here.note(two[0], shared, "changed by the sender").await;
    there.note(two[0], shared, "changed there too").await;

    let again = here.hand_over(&pupils, Purpose::Cover).await;
    let (opened, found) = there.inspect(&again.files[0].bytes).await.expect("opens");
    assert!(found.files.iter().any(|file| file.two > 0) && found.files.iter().any(|file| !file.here), "{found:?}");
    let before = there.raw().await;
    let mut chosen = Chosen::whole(files(&found));
    chosen.joins.extend(Alias::of_two(two[0], two[1]));
    chosen.apart.extend(Alias::of_two(two[0], pupils[2]));
    let applied = there.apply(&opened, &chosen).await;
    assert!(applied.records > 0 && there.raw().await != before);
    assert_eq!(there.core.aliases().await.expect("read").all().count(), 1);
    let head = journal::last(&there.core).await.expect("read").expect("it can be taken back");
    assert_eq!((head.from.as_str(), head.backup), ("Sender", false));

    journal::undo(&there.core).await.expect("taken back");
    assert_eq!(there.raw().await, before, "byte for byte");
    assert_eq!(journal::undo(&there.core).await.map_err(trouble), Err(Trouble::NoUndo), "once");
    for file in &two {
        there.case(*file).await;
    }
    here.end().await;
    there.end().await;
}

#[wasm_bindgen_test]
async fn the_next_change_or_export_ends_the_journal_in_its_own_transaction() {
    let (here, pupils) = Casebook::filled("Sender", 1).await;
    let there = Casebook::new("Colleague").await;
    let sent = here.hand_over(&pupils, Purpose::Cover).await;
    let (opened, found) = there.inspect(&sent.files[0].bytes).await.expect("opens");
    there.apply(&opened, &Chosen::whole(files(&found))).await;
    assert!(journal::last(&there.core).await.expect("read").is_some());
    let changed = ids::record_id();
    there.note(pupils[0], changed, "work goes on").await;
    assert_eq!(journal::last(&there.core).await.expect("read"), None);
    assert!(there.db.keys(StoreName::Device, b"journal").await.expect("read").is_empty(), "no row of it is left");
    assert_eq!(journal::undo(&there.core).await.map_err(trouble), Err(Trouble::NoUndo));
    assert_eq!(there.case(pupils[0]).await.find::<Note>(changed).expect("kept").text, "work goes on");

    // Also a change by somebody who knows of no journal does not get lost: what is there is looked at first.
    here.note(pupils[0], ids::record_id(), "more").await;
    let more = here.hand_over(&pupils, Purpose::Cover).await;
    let (opened, found) = there.inspect(&more.files[0].bytes).await.expect("opens");
    there.apply(&opened, &Chosen::whole(files(&found))).await;
    let (key, value) = there.db.range(StoreName::Headers, pupils[0].as_bytes()).await.expect("read").remove(0);
    let mut other = value.clone();
    other[30] ^= 1;
    let mut batch = casebook_repository::rows::Batch::default();
    batch.put(StoreName::Headers, key.clone(), other);
    there.db.write(batch).await.expect("written");
    let before = there.raw().await;
    assert_eq!(journal::undo(&there.core).await.map_err(trouble), Err(Trouble::NoUndo));
    assert_eq!(there.raw().await, before);
    here.end().await;
    there.end().await;
}

#[wasm_bindgen_test]
async fn what_is_left_out_does_not_come_in_and_can_come_later_from_the_same_file() {
    let (here, pupils) = Casebook::filled("Sender", 1).await;
    let there = Casebook::new("Colleague").await;
    let file = pupils[0];
    let note = ids::record_id();
    here.note(file, note, "between us").await;
    let sent = here.hand_over(&pupils, Purpose::Cover).await;
    let (opened, found) = there.inspect(&sent.files[0].bytes).await.expect("opens");
    assert!(found.files[0].kinds.iter().any(|(kind, count)| kind == "note" && *count > 0));
    let (_, local, planned) = look(&there.core, &opened).await.expect("looked at");
    let (lines, of) = details(&opened, &local, &planned, file);
    assert_eq!(lines.len() as u32, of);
    assert!(lines.iter().all(|line| line.fate == FoundFate::New), "{lines:?}");
    assert_eq!(lines.len() as u32, found.files[0].new);
    let without = Without { kinds: vec!["note".into(), "pupil".into()], records: Vec::new() };
    let chosen = Chosen { files: [(file, without)].into(), ..Chosen::default() };
    let applied = there.apply(&opened, &chosen).await;
    let confirmed = applied.receipt.expect("a receipt").files[0];
    assert!(confirmed.refused > 0, "the sender hears that something is missing");
    let case = there.case(file).await;
    assert!(case.pupil().is_some() && case.notes().is_empty() && case.find::<Note>(note).is_none());
    there.apply(&opened, &Chosen::whole([file])).await;
    assert_eq!(there.case(file).await.find::<Note>(note).expect("came later").text, "between us");
    here.end().await;
    there.end().await;
}

#[wasm_bindgen_test]
async fn a_record_from_the_wrong_file_goes_with_its_history_and_what_was_typed_about_it() {
    let (here, pupils) = Casebook::filled("Sender", 1).await;
    let there = Casebook::new("Colleague").await;
    let (file, wrong) = (pupils[0], ids::record_id());
    here.note(file, wrong, "about somebody else").await;
    here.note(file, wrong, "about somebody else, changed").await;
    let sent = here.hand_over(&pupils, Purpose::Cover).await;
    let (opened, found) = there.inspect(&sent.files[0].bytes).await.expect("opens");
    there.apply(&opened, &Chosen::whole(files(&found))).await;
    assert!(there.case(file).await.find::<Note>(wrong).is_some());
    let before = there.raw().await;
    // As it is there: two versions by the sender's actor.
    let seen = Vector::from_counts([(here.core.actor(), 2)]);
    let moved = Outgoing::Moved { file, record: wrong, seen: seen.clone(), kind: Some(Kind::Note) };
    let opening = Opening::hand_over(Purpose::Cover, here.core.actor(), "Sender", clock::now());
    let unsigned = envelope::make(SealBy::Words(WORDS), &opening, None, vec![moved.clone()]).expect("made");
    let (opened, found) = there.inspect(&unsigned.bytes).await.expect("opens");
    assert_eq!((found.files[0].moved, found.files[0].kept), (0, 1), "nobody who is known says so");
    let (_, local, planned) = look(&there.core, &opened).await.expect("looked at");
    assert_eq!(details(&opened, &local, &planned, file).0[0].fate, FoundFate::Kept);
    there.apply(&opened, &Chosen::whole([file])).await;
    assert!(there.case(file).await.find::<Note>(wrong).is_some());
    there.know(&here).await;
    let keys = here.core.own_device_keys().await.expect("keys");
    let bundle = envelope::make(SealBy::Words(WORDS), &opening, Some(keys.signing()), vec![moved]).expect("made");
    let (opened, found) = there.inspect(&bundle.bytes).await.expect("opens");
    assert_eq!(found.files[0].moved, 1);
    let (_, local, planned) = look(&there.core, &opened).await.expect("looked at");
    let (lines, of) = details(&opened, &local, &planned, file);
    assert_eq!(lines.len() as u32, of);
    assert_eq!(lines[0].fate, FoundFate::Goes);
    there.apply(&opened, &Chosen::whole([file])).await;
    let case = there.case(file).await;
    assert!(case.find::<Note>(wrong).is_none());
    for store in [StoreName::Records, StoreName::History, StoreName::Drafts] {
        let key = [file.as_bytes().as_slice(), wrong.as_bytes()].concat();
        assert!(there.db.keys(store, &key).await.expect("read").is_empty(), "{store:?}");
    }
    let row = there.core.device_row(&moved_name(file, wrong)).await.expect("read").expect("a trace");
    assert_eq!(decode_moved(&row).expect("a trace").seen, seen);
    // It does not come back with the old bundle.
    let (opened, found) = there.inspect(&sent.files[0].bytes).await.expect("opens");
    there.apply(&opened, &Chosen::whole(files(&found))).await;
    assert!(there.case(file).await.find::<Note>(wrong).is_none());
    // A mistake is put right, long after: with every version, and knowing that it had been removed.
    there.note(file, ids::record_id(), "work goes on").await;
    casebook::app::putting_back::put_back(&there.core, file, wrong, &there.settings).await.expect("put back");
    let case = there.case(file).await;
    assert_eq!(case.find::<Note>(wrong).expect("it is back").text, "about somebody else, changed");
    assert!(case.moved_away.is_empty() && case.two_versions.is_empty());
    let key = [file.as_bytes().as_slice(), wrong.as_bytes()].concat();
    assert_eq!(there.db.keys(StoreName::History, &key).await.expect("read").len(), 2, "its earlier versions too");
    let again = casebook::app::putting_back::put_back(&there.core, file, wrong, &there.settings).await;
    assert_eq!(again, Err(CoreError::Missing), "once");
    assert!(before.iter().any(|(store, ..)| *store == StoreName::History));
    here.end().await;
    there.end().await;
}

#[wasm_bindgen_test]
async fn a_device_that_lost_what_it_wrote_takes_a_new_name_and_keeps_it_after_undo() {
    let (here, pupils) = Casebook::filled("Sender", 1).await;
    let there = Casebook::new("Colleague").await;
    let file = pupils[0];
    let sent = here.hand_over(&pupils, Purpose::Cover).await;
    let (opened, found) = there.inspect(&sent.files[0].bytes).await.expect("opens");
    there.apply(&opened, &Chosen::whole(files(&found))).await;
    let note = ids::record_id();
    there.note(file, note, "written there").await;
    let kept = there.hand_over(&pupils, Purpose::Cover).await;
    // The device forgets, as one that was put back behind Casebook's back.
    let mut batch = casebook_repository::rows::Batch::default();
    for store in [StoreName::Records, StoreName::History, StoreName::Headers] {
        batch.delete_prefix(store, *file.as_bytes());
    }
    there.db.write(batch).await.expect("forgotten");
    let old = there.core.actor();
    let (opened, found) = there.inspect(&kept.files[0].bytes).await.expect("opens");
    assert_eq!(found.sender, FoundSender::Own, "its own signature");
    there.apply(&opened, &Chosen::whole(files(&found))).await;
    let new = there.core.actor();
    assert_ne!(new, old);
    journal::undo(&there.core).await.expect("taken back");
    let again = Core::new(
        there.db.clone(),
        vault::Keys::from_bytes(&there.core.keys().to_bytes()).expect("keys"),
        old,
        casebook::browser::clock::now,
    );
    again.take_up().await.expect("taken up");
    assert_eq!(again.actor(), new, "whoever unlocks goes on in the new name");
    drop(again);
    here.end().await;
    there.end().await;
}

#[wasm_bindgen_test]
async fn a_receipt_comes_back_and_turns_the_senders_copy_of_a_transfer_read_only() {
    let (here, pupils) = Casebook::filled("Sender", 2).await;
    let there = Casebook::new("Colleague").await;
    let sent = here.hand_over(&pupils, Purpose::Transfer).await;
    assert!(matches!(custody(&here.case(pupils[0]).await), Custody::OnTheWay(_)));
    let (opened, found) = there.inspect(&sent.files[0].bytes).await.expect("opens");
    assert_eq!(found.reply, here.keys.recipient(), "the hand-over says for whom to seal the receipt");
    let chosen = Chosen { lead: Some(LeadHas::Nothing), ..Chosen::whole([pupils[0]]) };
    let applied = there.apply(&opened, &chosen).await;
    let arrived: Vec<Received> =
        there.case(pupils[0]).await.all::<Received>().iter().map(|received| received.body.clone()).collect();
    assert_eq!(arrived.len(), 1);
    assert_eq!(arrived[0].from, "Sender");
    assert_eq!((arrived[0].lead_says, arrived[0].lead_has), (Some(LeadSays::WillSend), Some(LeadHas::Nothing)));
    assert!(!arrived[0].known && arrived[0].fingerprint == here.keys.fingerprint().join(" "));
    let made = receipt::make(&there.core, &opened, &applied.receipt.expect("a receipt"), WORDS).await.expect("made");
    assert!(!made.by_words && made.file_name.contains(" receipt "));

    // It opens on the sender's tablet alone, without words.
    assert!(there.inspect_by(&made.bytes, &OpenAsk::Device).await.is_err());
    let (back, found) = here.inspect_by(&made.bytes, &OpenAsk::Device).await.expect("opens");
    assert_eq!(found.kind, "receipt");
    assert!(matches!(found.sender, FoundSender::New { .. }));
    let lines: Vec<_> = found.receipt.iter().map(|line| (line.file.clone(), line.missing)).collect();
    assert_eq!(lines, [(pupils[0].to_string(), Some(0)), (pupils[1].to_string(), None)], "one was left out");
    assert_eq!(receipt::enter(&here.core, &back).await.map_err(trouble), Ok(1));
    let case = here.case(pupils[0]).await;
    assert!(matches!(custody(&case), Custody::HandedOver(_)));
    let entered = case.all::<HandedOver>()[0].body.receipt.clone().expect("entered");
    assert_eq!((entered.by.as_str(), entered.missing), ("Colleague", 0));
    assert!(matches!(custody(&here.case(pupils[1]).await), Custody::OnTheWay(_)));
    // Casebooks that never sent it have nothing to do with it.
    let (stranger, _) = Casebook::filled("Stranger", 1).await;
    let (found, ..) = look(&stranger.core, &back).await.expect("looked at");
    assert_eq!(found.receipt, []);
    assert_eq!(receipt::enter(&stranger.core, &back).await.map_err(trouble), Ok(0));
    stranger.end().await;
    here.end().await;
    there.end().await;
}

#[wasm_bindgen_test]
async fn a_pinned_sender_is_known_by_name_and_a_false_signature_takes_nothing_in() {
    let (here, pupils) = Casebook::filled("Sender", 1).await;
    let there = Casebook::new("Colleague").await;
    let sent = here.hand_over(&pupils, Purpose::Cover).await;
    let (mut opened, found) = there.inspect(&sent.files[0].bytes).await.expect("opens");
    let signer = here.keys.signer();
    assert_eq!(found.sender, FoundSender::New { signer, words: here.keys.fingerprint().join(" ") });
    let mut batch = casebook_repository::rows::Batch::default();
    let row = ColleagueRow { name: "S. Ender".into(), since: clock::now(), recipient: None };
    there.core.put_device_row(&mut batch, &colleague_name(&signer), &encode_colleague(&row));
    there.db.write(batch).await.expect("pinned");
    let (_, found) = there.inspect(&sent.files[0].bytes).await.expect("opens");
    assert!(matches!(&found.sender, FoundSender::Known { name, .. } if name == "S. Ender"));

    let before = there.raw().await;
    opened.sender = Sender::BadSignature;
    let refused = apply(&there.core, &opened, &Chosen::whole(files(&found)), &mut |_| {}).await;
    assert_eq!(refused.map_err(trouble), Err(Trouble::Forged));
    assert_eq!(there.raw().await, before);
    here.end().await;
    there.end().await;
}

#[wasm_bindgen_test]
async fn one_pupil_in_two_files_is_shown_beside_the_other_and_joined_or_kept_apart() {
    let (here, pupils) = Casebook::filled("Sender", 1).await;
    let there = Casebook::new("Colleague").await;
    let other = ids::file_id();
    let mut pupil = here.case(pupils[0]).await.pupil().expect("a pupil").clone();
    pupil.upn = "A123456789012".into();
    here.save(
        pupils[0],
        here.case(pupils[0]).await.items().find(|item| item.entry.content.kind() == Kind::Pupil).expect("a pupil").id,
        Content::Pupil(pupil.clone()),
    )
    .await;
    pupil.surname = "Otherwise".into();
    there.save(other, ids::record_id(), Content::Pupil(pupil)).await;
    let sent = here.hand_over(&pupils, Purpose::Cover).await;
    let (opened, found) = there.inspect(&sent.files[0].bytes).await.expect("opens");
    assert_eq!(found.files[0].alike.len(), 1, "by the number alone: {:?}", found.files[0]);
    let (.., planned) = look(&there.core, &opened).await.expect("looked at");
    let (incoming, local) = compare(&there.core, &opened, &planned, (pupils[0], other)).await.expect("compared");
    assert_eq!((incoming.upn.as_str(), local.upn.as_str()), ("A123456789012", "A123456789012"));
    assert!(incoming.records > local.records);

    let pair = Alias::of_two(pupils[0], other).expect("two");
    let apart = Chosen { apart: vec![pair], ..Chosen::default() };
    there.apply(&opened, &apart).await;
    let (found, ..) = look(&there.core, &opened).await.expect("looked at");
    assert_eq!(found.files[0].alike, [], "not asked again");
    let joined = Chosen { joins: vec![pair], ..Chosen::whole([pupils[0]]) };
    there.apply(&opened, &joined).await;
    assert_eq!(there.core.aliases().await.expect("read").all().collect::<Vec<_>>(), [pair]);
    let index: LocalIndex =
        casebook::app::work::import::index(&there.core, &opened.joined, &opened.sender).await.expect("read");
    assert_eq!((index.actor, index.aliases.canonical(other)), (Some(there.core.actor()), pupils[0].min(other)));
    here.end().await;
    there.end().await;
}

#[wasm_bindgen_test]
async fn words_that_the_lead_holds_are_in_no_journal_either() {
    let (here, pupils) = Casebook::filled("Mentor", 1).await;
    let there = Casebook::new("Mentor").await;
    // Only people who are known here may end words.
    there.know(&here).await;
    let (file, worry) = (pupils[0], ids::record_id());
    let said =
        Worry { at: clock::now(), words: "exact words".into(), told: None, held_by_lead: false, withdrawn: None };
    here.save(file, worry, Content::Worry(said.clone())).await;
    let backup = || async {
        export(&here.core, &What::Backup, SealBy::Words(WORDS), &mut |_| {}).await.expect("made").files.remove(0).bytes
    };
    let (opened, found) = there.inspect(&backup().await).await.expect("opens");
    there.apply(&opened, &Chosen::whole(files(&found))).await;
    assert!(journal::last(&there.core).await.expect("read").is_some());
    let told = Some(Told { name: "Ms Lead".into(), at: clock::now(), how: "In person".into() });
    here.save(file, worry, Content::Worry(Worry { told, held_by_lead: true, ..said })).await;
    let (opened, found) = there.inspect(&backup().await).await.expect("opens");
    there.apply(&opened, &Chosen::whole(files(&found))).await;
    assert_eq!(there.case(file).await.worries()[0].words, "");
    assert!(there.db.keys(StoreName::Device, b"journal").await.expect("read").is_empty());
    assert_eq!(journal::undo(&there.core).await.map_err(trouble), Err(Trouble::NoUndo));
    here.end().await;
    there.end().await;
}
