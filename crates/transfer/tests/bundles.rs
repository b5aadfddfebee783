//! Bundles from one casebook's database through a sealed file into another's, with the functions that
//! the bundle worker calls.

use std::rc::Rc;

use casebook_bundle::{BundleKind, EnvelopeError, LeadSays, Parts, PartsError, Place, Purpose, SealBy, Sender};
use casebook_crypto::bundle::{BundleWriter, SealFor};
use casebook_domain::alias::Alias;
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::decide::Command;
use casebook_domain::due::DueKind;
use casebook_domain::hand_over::Received;
use casebook_domain::ids::{DraftId, FileId, RecordId};
use casebook_domain::preparation::Audience;
use casebook_domain::safety::{Told, Worry};
use casebook_domain::session::Note;
use casebook_domain::settings::Settings;
use casebook_domain::written::{Said, Written};
use casebook_records::revision::Vector;
use casebook_records::{self as records, SETTINGS_FILE, device};
use casebook_repository::ids;
use casebook_repository::rows::Rows as _;
use casebook_repository::rows::{Batch, StoreName};
use casebook_repository::{Back, RepositoryError, VersionChoice};
use casebook_testing::memory::run;
use casebook_transfer::export::{ExportOf, HandOver, export};
use casebook_transfer::import::apply;
use casebook_transfer::preview::{Applied, Choices, PreviewKind, SettingsFate, Vouched};
use casebook_transfer::{JobError, OpenBy, Progress, check::check, pack};
use casebook_vault::{self as vault};

mod common;

use common::*;

/// The file without the line that says it came in.
fn without_arrival(mut case: CaseFile) -> CaseFile {
    let all: Vec<RecordId> = case.all::<Received>().iter().map(|received| received.id).collect();
    assert_eq!(all.len(), 1, "what came in is written down once");
    all.into_iter().for_each(|received| case.remove(received));
    case
}

fn without_worries(mut case: CaseFile) -> CaseFile {
    let worries: Vec<RecordId> = case.worries().iter().map(|worry| worry.id).collect();
    assert!(!worries.is_empty(), "there is one to be left out");
    worries.into_iter().for_each(|worry| case.remove(worry));
    case
}

#[test]
fn a_hand_over_is_the_same_case_in_another_casebook_and_importing_it_twice_changes_nothing() {
    run(async {
        let (here, file) = Casebook::filled(3).await;
        let there = Casebook::new("Colleague", "Another School").await;
        let (pupil, before) = (here.case(file).await, here.raw().await);
        let mut steps: Vec<Progress> = Vec::new();
        let made = export(&here.repository, &whole(file, Purpose::Cover), &seal(), &mut |step| {
            steps.push(step);
        })
        .await
        .expect("made");
        assert_eq!(made.damaged, 0);
        assert_eq!(here.raw().await, before, "making a bundle writes nothing");
        assert_eq!(made.files.len(), 1);
        let (file_name, bytes) = (&made.files[0].name, &made.files[0].bytes);
        assert!(file_name.ends_with(".casebook") && file_name.contains(" hand-over "), "{file_name}");
        assert!(!file_name.contains(&pupil.pupil().expect("a pupil").surname));

        let (incoming, found) = there.inspect(bytes, &by_words()).await.expect("opens");
        assert_eq!(found.kind, PreviewKind::HandOver(Purpose::Cover));
        assert!(matches!(found.sender, Vouched::New(_)), "signed by a tablet that is not known here");
        assert_eq!(found.author, "Marmaduke Mentorson");
        assert_eq!(found.files.len(), 1, "one file and no settings");
        let name = pupil.pupil().expect("a pupil").surname.clone();
        let line = &found.files[0];
        assert!(line.name.contains(&name) && !line.here, "{line:?}");
        assert_eq!((line.changed, line.same, line.refused), (0, 0, 0));
        assert_eq!(line.new as usize, without_worries(pupil.clone()).items().count());
        assert!(there.case_is_missing(file).await, "nothing is written before it is chosen");
        for row in &incoming.joined.rows {
            let text = String::from_utf8_lossy(&row.row);
            assert!(!text.contains(SECRET_WORRY) && !text.contains("\"worry\""));
        }

        let applied = there.apply_all(&incoming, &found).await;
        assert_eq!((applied.files, applied.records), (1, line.new as usize));
        assert_eq!(applied.settings, SettingsFate::Untouched);
        assert_eq!(without_arrival(there.case(file).await), without_worries(pupil));
        assert_eq!(there.versions(file).await.len(), 1, "the note's first words, as this is for cover");
        assert_eq!(there.files().await, [file]);

        let once = there.raw().await;
        let (found, applied) = there.take(bytes, &by_words()).await;
        assert_eq!((found.files[0].new, found.files[0].changed, found.files[0].here), (0, 0, true));
        assert!(found.files[0].before, "it was received before");
        assert_eq!((applied.files, applied.records), (0, 0));
        assert_eq!(there.raw().await, once, "a second time changes not a byte");
    });
}

#[test]
fn what_leaves_is_signed_by_the_devices_key_and_holds_what_was_chosen_with_aliases_and_traces() {
    run(async {
        let (here, file) = Casebook::filled(3).await;
        let there = Casebook::new("Colleague", "Another School").await;
        let keys = here.repository.own_device_keys().await.expect("made");
        let other = here.files().await.into_iter().find(|other| *other != file).expect("three");
        let strange = ids::file_id();
        let (joined, apart) = (Alias::of_two(file, other), Alias::of_two(strange, ids::file_id()));
        let mut batch = Batch::default();
        for alias in [joined, apart].into_iter().flatten() {
            here.repository.put_device_row(&mut batch, &device::alias_name(alias), &[]);
        }
        let (note, worry) = (ids::record_id(), ids::record_id());
        for (of, record, kind) in [(file, note, Kind::Note), (file, worry, Kind::Worry), (strange, note, Kind::Note)] {
            let row = device::MovedRow { kind: Some(kind), seen: Vector::from_counts([(here.repository.actor(), 1)]) };
            here.repository.put_device_row(&mut batch, &device::moved_name(of, record), &device::encode_moved(&row));
        }
        here.db.write(batch).await.expect("written");

        let until = casebook_domain::calendar::parse_iso("2027-01-08");
        let what = ExportOf::HandOver(HandOver {
            files: vec![file],
            purpose: Purpose::Shared,
            until,
            to: "Mo Colleague".into(),
            place: Place::Elsewhere,
            parts: Parts::WithoutSessions,
            lead: Some(LeadSays::Sent),
        });
        let made = here.export(what, &SealBy::Recipient(there.recipient.clone())).await;
        let (incoming, _) = there.inspect(&made.files[0].bytes, &there.secret()).await.expect("opens");
        let opening = &incoming.joined.opening;
        assert_eq!(
            (opening.until, opening.to.as_str(), opening.scope),
            (until, "Mo Colleague", Parts::WithoutSessions)
        );
        assert!(matches!(incoming.sender, Sender::Signed { signer, .. } if signer == keys.signer()));
        assert_eq!(incoming.joined.closings[&1].sha256, made.files[0].sha256.expect("a sum"));
        assert_eq!(incoming.joined.aliases, joined.into_iter().collect::<Vec<_>>(), "no other pupil's");
        let moved: Vec<_> = incoming.joined.moved.iter().map(|moved| (moved.file, moved.record)).collect();
        assert_eq!(moved, [(file, note)], "neither a worry's nor another pupil's");
        let mut rows = std::collections::BTreeMap::new();
        for row in &incoming.joined.rows {
            *rows.entry(row.file).or_insert(0) += 1;
            let kind = records::decode(&row.row).expect("a row").kind;
            assert!(!["session", "note", "worry"].contains(&kind.as_str()), "{kind}");
        }
        assert_eq!(rows, made.rows);
        assert_eq!(
            rows.keys().copied().collect::<Vec<_>>(),
            {
                let mut both = vec![file, other];
                both.sort();
                both
            },
            "what is joined with the pupil goes along"
        );

        let backup = here.export(ExportOf::Backup, &SealBy::Recipient(here.recipient.clone())).await;
        let (incoming, _) = here.inspect(&backup.files[0].bytes, &here.secret()).await.expect("opens");
        assert_eq!((incoming.joined.aliases.len(), incoming.joined.moved.len()), (2, 3), "a backup knows all of it");
        assert!(matches!(incoming.sender, Sender::Signed { .. }));
    });
}

#[test]
fn work_goes_there_and_comes_back_and_a_transfer_takes_no_history() {
    run(async {
        let (here, file) = Casebook::filled(2).await;
        let there = Casebook::new("Colleague", "Another School").await;
        let by = &SealBy::Recipient(there.recipient.clone());
        let sent = here.hand_over(file, Purpose::Transfer, by).await;
        there.take(&sent.files[0].bytes, &there.secret()).await;
        assert!(there.versions(file).await.is_empty());

        let (added, changed) = (ids::record_id(), there.case(file).await.notes()[0].id);
        there.note(file, added, "written there").await;
        there.note(file, changed, "changed there").await;
        let back = there.hand_over(file, Purpose::Cover, &SealBy::Recipient(here.recipient.clone())).await;
        let (found, applied) = here.take(&back.files[0].bytes, &OpenBy::Secret(here.age_secret.to_lowercase())).await;
        assert_eq!((found.files[0].new, found.files[0].changed), (1, 1), "{:?}", found.files[0]);
        assert_eq!((applied.files, applied.records, applied.mended), (1, 2, 0));
        let case = here.case(file).await;
        assert_eq!(case.find::<Note>(added).expect("came").text, "written there");
        assert_eq!(case.find::<Note>(changed).expect("came").text, "changed there");
        assert_eq!(case.worries().len(), 1, "what was not sent stays");
    });
}

#[test]
fn whatever_is_wrong_with_a_bundle_has_its_own_error_and_not_a_byte_is_written() {
    run(async {
        let (here, file) = Casebook::filled(2).await;
        let there = Casebook::new("Colleague", "Another School").await;
        let before = there.raw().await;
        let key = there.secret();
        let words = here.hand_over(file, Purpose::Transfer, &seal()).await.files.remove(0).bytes;
        let sealed = here
            .hand_over(file, Purpose::Transfer, &SealBy::Recipient(there.recipient.clone()))
            .await
            .files
            .remove(0)
            .bytes;
        let cut = |at: usize| sealed[..at].to_vec();
        let flipped = |at: usize| {
            let mut bytes = sealed.clone();
            bytes[at] ^= 1;
            bytes
        };
        let newer = |lines: &[&str]| {
            let mut writer = BundleWriter::new(SealFor::Recipients(vec![there.recipient.clone()])).expect("starts");
            lines.iter().for_each(|line| writer.write_line(line.as_bytes()).expect("taken"));
            writer.finish().expect("made")
        };
        let wrong = OpenBy::Words("zoo zone zero youth young you yellow".into());
        let other = here.secret();
        let nonsense = OpenBy::Secret("not a key at all".into());
        let payload = sealed.len() - 200;
        let mut later_age = sealed.clone();
        later_age[20] = b'2';

        let cases: Vec<(&str, Vec<u8>, &OpenBy, &[EnvelopeError])> = vec![
            ("wrong words", words.clone(), &wrong, &[EnvelopeError::WrongWordsOrDamaged]),
            ("words for a key", sealed.clone(), &wrong, &[EnvelopeError::NeedsKey]),
            ("a key for words", words, &key, &[EnvelopeError::NeedsWords]),
            ("another recovery key", sealed.clone(), &other, &[EnvelopeError::OtherKey]),
            ("no key", sealed.clone(), &nonsense, &[EnvelopeError::NotAKey]),
            ("nothing", Vec::new(), &key, &[EnvelopeError::CutOff]),
            ("cut in the first line", cut(10), &key, &[EnvelopeError::CutOff]),
            ("cut in the header", cut(100), &key, &[EnvelopeError::CutOff]),
            (
                "cut in the middle",
                cut(sealed.len() / 2),
                &key,
                &[EnvelopeError::CutOff, EnvelopeError::CutOffOrAltered],
            ),
            (
                "cut before the end",
                cut(sealed.len() - 1),
                &key,
                &[EnvelopeError::CutOff, EnvelopeError::CutOffOrAltered],
            ),
            ("flipped in the header", flipped(60), &key, &[EnvelopeError::Altered, EnvelopeError::OtherKey]),
            ("flipped inside", flipped(payload), &key, &[EnvelopeError::Altered, EnvelopeError::CutOffOrAltered]),
            ("another file", b"%PDF-1.7 and so on".to_vec(), &key, &[EnvelopeError::NotABundle]),
            ("somebody else's age file", newer(&["hello"]), &key, &[EnvelopeError::NotABundle]),
            ("a later age", later_age, &key, &[EnvelopeError::Newer]),
            ("a newer format", newer(&["{\"format\":2,\"what\":1}", "{}"]), &key, &[EnvelopeError::Newer]),
            ("too large", vec![0; 64 * 1024 * 1024 + 1], &key, &[EnvelopeError::TooLarge]),
        ];
        for (what, bytes, by, expected) in cases {
            match there.inspect(&bytes, by).await {
                Err(trouble) => assert!(expected.contains(&trouble), "{what}: {trouble:?}"),
                Ok(_) => panic!("{what} opened"),
            }
            assert_eq!(there.raw().await, before, "{what} wrote something");
        }
        assert!(there.inspect(&sealed, &key).await.is_ok(), "unharmed it opens");
    });
}

#[test]
fn a_backup_brings_everything_into_an_empty_casebook_settings_included() {
    run(async {
        let (here, file) = Casebook::filled(12).await;
        let there = Casebook::new("Marmaduke Mentorson", "Dunderwick").await;
        let backup = here.backup().await;
        let (found, applied) = there.take(&backup, &here.secret()).await;
        assert_eq!(found.kind, PreviewKind::Backup);
        assert_eq!(found.files.len(), 13, "twelve pupils and the settings");
        assert_eq!((applied.files, applied.settings), (13, SettingsFate::Restored));
        assert_eq!(there.repository.settings().await, Ok(Some(here.settings.clone())));
        for file in here.files().await {
            assert_eq!(there.case(file).await, here.case(file).await);
            assert_eq!(there.versions(file).await, here.versions(file).await);
        }
        assert_eq!(there.case(file).await.worries().len(), 1, "a backup holds them");
        let headers = |casebook: &Casebook| casebook.settings.clone();
        assert_eq!(
            there.repository.headers(&headers(&here)).await.expect("read"),
            here.repository.headers(&headers(&here)).await.expect("read"),
            "lists and what is due are the same",
        );

        let once = there.raw().await;
        let (_, again) = there.take(&backup, &here.secret()).await;
        assert_eq!(again, Applied::default());
        assert_eq!(there.raw().await, once, "a second time changes not a byte");
        // The versions of the settings that were joined are kept.
        assert_eq!(there.versions(SETTINGS_FILE).await.len(), 3);
    });
}

#[test]
fn settings_that_were_filled_in_here_are_kept_and_said_to_be() {
    run(async {
        let (here, _) = Casebook::filled(1).await;
        let mut there = Casebook::new("Colleague", "Another School").await;
        let mut own = there.settings.clone();
        own.initial_weeks = 8;
        there.save_settings(own.clone()).await;
        let backup = here.backup().await;
        let (_, applied) = there.take(&backup, &here.secret()).await;
        assert_eq!(applied.settings, SettingsFate::Kept);
        assert_eq!(there.repository.settings().await, Ok(Some(own)));
        let once = there.raw().await;
        there.take(&backup, &here.secret()).await;
        assert_eq!(there.raw().await, once);
    });
}

#[test]
fn a_file_left_out_stays_out_and_can_be_taken_later() {
    run(async {
        let (here, file) = Casebook::filled(3).await;
        let there = Casebook::new("Colleague", "Another School").await;
        let backup = here.backup().await;
        let (incoming, _) = there.inspect(&backup, &here.secret()).await.expect("opens");
        let applied = apply(&there.repository, &incoming, &Choices::whole([file]), &mut |_| {}).await.expect("applied");
        assert_eq!((applied.files, applied.settings), (1, SettingsFate::Untouched));
        assert_eq!(there.files().await, [file]);
        assert_eq!(there.repository.settings().await, Ok(Some(there.settings.clone())));
        let rest: Vec<FileId> = here.files().await;
        apply(&there.repository, &incoming, &Choices::whole(rest), &mut |_| {}).await.expect("applied");
        assert_eq!(there.files().await.len(), 3);
    });
}

#[test]
fn words_that_the_safeguarding_lead_holds_come_back_with_no_import() {
    run(async {
        let (here, file) = Casebook::filled(1).await;
        let there = Casebook::new("Marmaduke Mentorson", "Dunderwick Academy").await;
        let worry = here.case(file).await.worries()[0].id;
        let old = here.backup().await;
        there.take(&old, &here.secret()).await;
        let told = Told { name: "Ms Lead".into(), at: now(), how: "in person".into() };
        let said = Worry {
            at: now(),
            words: "more of it".into(),
            told: Some(told.clone()),
            held_by_lead: false,
            withdrawn: None,
        };
        there.save(file, worry, Content::Worry(said)).await;
        let versions = |casebook: &Casebook| {
            let db = casebook.db.clone();
            let prefix = [*file.as_bytes(), *worry.as_bytes()].concat();
            async move { db.keys(StoreName::History, &prefix).await.expect("read").len() }
        };
        assert_eq!(versions(&there).await, 1);

        let held = Worry { at: now(), words: String::new(), told: Some(told), held_by_lead: true, withdrawn: None };
        here.save(file, worry, Content::Worry(held)).await;
        assert_eq!(versions(&here).await, 0);
        here.take(&old, &here.secret()).await;
        assert_eq!(versions(&here).await, 0, "an old backup does not bring them back");
        assert!(here.case(file).await.worries()[0].held_by_lead);

        // Where somebody wrote on in the meantime, that is another version and stays to be looked at.
        let new = here.backup().await;
        there.take(&new, &here.secret()).await;
        assert_eq!(versions(&there).await, 1);
        let third = Casebook::new("Marmaduke Mentorson", "Dunderwick Academy").await;
        third.take(&old, &here.secret()).await;
        third.take(&new, &here.secret()).await;
        assert!(!third.case(file).await.worries()[0].held_by_lead, "nobody who is known says that the lead holds them");
        third.know(&here).await;
        third.take(&here.backup().await, &here.secret()).await;
        assert_eq!(versions(&third).await, 0, "and they go where the newer version comes in");
        assert!(third.case(file).await.worries()[0].words.is_empty());
    });
}

#[test]
fn both_sides_changed_a_record_and_neither_version_is_lost_whichever_way_it_goes() {
    run(async {
        let (here, file) = Casebook::filled(1).await;
        let there = Casebook::new("Marmaduke Mentorson", "Dunderwick Academy").await;
        there.take(&here.backup().await, &here.secret()).await;
        let note = here.case(file).await.notes()[0].id;
        here.note(file, note, "changed here").await;
        there.note(file, note, "changed there").await;
        let (from_here, from_there) = (here.backup().await, there.backup().await);
        there.take(&from_here, &here.secret()).await;
        here.take(&from_there, &there.secret()).await;
        assert_eq!(here.case(file).await, there.case(file).await, "the same is shown on both");
        let text = &here.case(file).await.find::<Note>(note).expect("there").text.clone();
        assert!(text == "changed here" || text == "changed there");
        assert_eq!(here.two_versions(file).await, [note], "and Today asks for the choice");
        let loaded = here.repository.load(file).await.expect("opens");
        let written = here.repository.written(&loaded, note).await.expect("read");
        let stand: Vec<_> = written.iter().filter(|version| version.stands).collect();
        assert_eq!(stand.len(), 2);
        assert!(stand.iter().any(|version| version.here) && stand.iter().any(|version| !version.here));
        assert!(written[2..].iter().all(|version| !version.stands));
        assert_eq!(stand[0].after, stand[1].after, "both were made from one");

        // Nobody writes over them unseen.
        let text = Note { date: today(), text: "unseen".into(), audience: Audience::MentorOnly };
        let command = Command::Save { id: note, content: Content::Note(text) };
        let refused = here.repository.dispatch(&loaded, &here.settings, &command, None).await;
        assert!(matches!(refused, Err(RepositoryError::Rejected(_))), "{refused:?}");

        // One is picked, the choice is taken back, and both stand again as they did, on every device.
        let shown = loaded.case.find::<Note>(note).expect("there").text.clone();
        let other = stand.iter().find(|version| said(version) != shown).expect("another").id;
        let saved = here
            .repository
            .choose(&loaded, &here.settings, note, &VersionChoice::Version(other))
            .await
            .expect("chosen");
        assert_ne!(saved.loaded.case.find::<Note>(note).expect("there").text, shown);
        assert!(saved.loaded.case.two_versions.is_empty());
        there.take(&here.backup().await, &here.secret()).await;
        let [Back::Versions(record, heads)] = saved.undo.as_slice() else { panic!("{:?}", saved.undo) };
        here.repository.reopen(&saved.loaded, &here.settings, *record, heads).await.expect("taken back");
        assert_eq!(here.two_versions(file).await, [note]);
        assert_eq!(here.case(file).await.find::<Note>(note).expect("there").text, shown, "the same one is shown again");
        there.take(&here.backup().await, &here.secret()).await;
        assert_eq!(there.two_versions(file).await, [note], "the choice had gone out and is taken back there too");
        assert_eq!(there.case(file).await, here.case(file).await);

        // Put together, one version supersedes all.
        let loaded = here.repository.load(file).await.expect("opens");
        let text = Note { date: today(), text: "put together".into(), audience: Audience::MentorOnly };
        let entry =
            Entry { episode: loaded.case.get(note).expect("there").entry.episode, content: Content::Note(text) };
        here.repository.choose(&loaded, &here.settings, note, &VersionChoice::Together(entry)).await.expect("chosen");
        there.take(&here.backup().await, &here.secret()).await;
        assert_eq!(there.case(file).await.find::<Note>(note).expect("there").text, "put together");
        assert!(there.two_versions(file).await.is_empty());
        assert_eq!(there.versions(file).await, here.versions(file).await);
    });
}

fn said(version: &Written) -> String {
    match version.said.entry().map(|entry| &entry.content) {
        Some(Content::Note(note)) => note.text.clone(),
        _ => String::new(),
    }
}

#[test]
fn a_deletion_against_a_change_is_a_choice_and_what_is_deleted_can_be_restored() {
    run(async {
        let (here, file) = Casebook::filled(1).await;
        let there = Casebook::new("Marmaduke Mentorson", "Dunderwick Academy").await;
        there.take(&here.backup().await, &here.secret()).await;
        let note = here.case(file).await.notes()[0].id;
        here.note(file, note, "changed here").await;
        let loaded = there.repository.load(file).await.expect("opens");
        there
            .repository
            .dispatch(&loaded, &there.settings, &Command::Delete { id: note }, None)
            .await
            .expect("deleted");
        let gone = there.repository.deleted(&there.repository.load(file).await.expect("opens")).await.expect("read");
        assert_eq!(gone.iter().map(|(record, _)| *record).collect::<Vec<_>>(), [note]);
        here.take(&there.backup().await, &there.secret()).await;
        assert_eq!(here.two_versions(file).await, [note], "also where the deletion is the one that is shown");

        let loaded = here.repository.load(file).await.expect("opens");
        let written = here.repository.written(&loaded, note).await.expect("read");
        let deletion =
            written.iter().find(|version| version.stands && version.said == Said::Deleted).expect("stands").id;
        let saved = here
            .repository
            .choose(&loaded, &here.settings, note, &VersionChoice::Version(deletion))
            .await
            .expect("chosen");
        assert_eq!(saved.loaded.case.get(note), None);
        assert!(here.two_versions(file).await.is_empty());
        let written = here.repository.written(&saved.loaded, note).await.expect("read");
        assert!(written[0].chosen && written[0].said == Said::Deleted);

        let kept = written.iter().find_map(|version| version.said.entry()).expect("in the history").clone();
        let restore = Command::Restore { id: note, entry: kept.clone() };
        here.repository.dispatch(&saved.loaded, &here.settings, &restore, None).await.expect("restored");
        assert_eq!(here.case(file).await.get(note).expect("back").entry, kept);
        there.take(&here.backup().await, &here.secret()).await;
        assert_eq!(there.case(file).await, here.case(file).await);
    });
}

#[test]
fn a_moved_record_is_gone_with_every_version_and_what_comes_back_is_asked_about() {
    run(async {
        let (here, wrong) = Casebook::filled(2).await;
        let right = here.files().await.into_iter().find(|file| *file != wrong).expect("another pupil");
        let there = Casebook::new("Marmaduke Mentorson", "Dunderwick Academy").await;
        there.take(&here.backup().await, &here.secret()).await;
        let (before, other) =
            (here.repository.load(wrong).await.expect("opens"), here.repository.load(right).await.expect("opens"));
        let note = before.case.notes().iter().find(|note| note.text == "second words").expect("filled").id;
        here.repository.keep_draft(wrong, DraftId::from_bytes(*note.as_bytes()), 0, b"typed").await.expect("kept");
        let content = before.case.get(note).expect("there").entry.content.clone();
        let id = ids::record_id();
        let moved = here
            .repository
            .move_record(&before, note, &other, &here.settings, (id, content.clone()))
            .await
            .expect("moved");
        assert!(moved.left.case.get(note).is_none());
        assert_eq!(here.case(right).await.get(id).expect("came").entry.content, content);
        let gone = [*wrong.as_bytes(), *note.as_bytes()].concat();
        for store in [StoreName::Records, StoreName::History, StoreName::Drafts] {
            assert_eq!(here.db.keys(store, &gone).await.expect("read"), Vec::<Vec<u8>>::new(), "{store:?}");
        }
        let trace = here.repository.device_row(&device::moved_name(wrong, note)).await.expect("read").expect("a trace");
        let trace = device::decode_moved(&trace).expect("a trace");
        let seen: Vec<_> = before.case.get(note).into_iter().collect();
        assert_eq!((trace.kind, seen.len()), (Some(Kind::Note), 1));
        // The file adds up, and so do the lists.
        assert_eq!(*moved.left.case, here.case(wrong).await);
        here.two_versions(wrong).await;

        // On another tablet somebody who does not know writes on it; that comes in, and is asked about.
        there.note(wrong, note, "written by somebody who did not know").await;
        let mut batch = Batch::default();
        for (store, prefix) in [(StoreName::Records, &gone)] {
            for (key, _) in there.db.range(store, prefix).await.expect("read") {
                let sealed = there.db.get(store, &key).await.expect("read").expect("there");
                let rows = vault::unpack(&sealed).expect("rows");
                let row = vault::open(there.repository.keys(), vault::Area::Records, &wrong, note.as_bytes(), rows[0])
                    .expect("opens");
                let again = vault::seal(here.repository.keys(), vault::Area::Records, &wrong, note.as_bytes(), &row);
                batch.put(store, key, vault::pack(&[again]));
            }
        }
        here.db.write(batch).await.expect("written");
        let (loaded, header) = here.repository.rebuild(wrong, &here.settings).await.expect("rebuilt");
        assert!(loaded.case.moved_away.contains(&note));
        assert!(header.due.iter().any(|due| due.kind == DueKind::MovedAway));
        let entry = loaded.case.get(note).expect("there").entry.clone();
        let keep = Command::Restore { id: note, entry };
        let saved = here.repository.dispatch(&loaded, &here.settings, &keep, None).await.expect("it belongs here");
        assert!(saved.loaded.case.moved_away.is_empty());
        assert!(here.case(wrong).await.moved_away.is_empty());
    });
}

#[test]
fn joined_files_are_one_pupil_to_the_rules_and_each_record_stays_in_its_own_file() {
    run(async {
        let (here, _) = Casebook::filled(2).await;
        let mut files = here.files().await;
        files.sort();
        let [first, second] = files.as_slice() else { panic!("two") };
        let (one, other) = (here.case(*first).await, here.case(*second).await);
        let joined = Rc::new(here.repository.load_together(&files).await.expect("opens"));
        let united = joined.united();
        assert_eq!(united.id, *first);
        assert_eq!(
            united.items().count() + 1,
            one.items().count() + other.items().count(),
            "one page says who the pupil is"
        );

        // A record is written where it stands, a new one into the file that stands for both.
        let note = other.notes().first().map_or_else(ids::record_id, |note| note.id);
        if other.get(note).is_none() {
            here.note(*second, note, "of the second").await;
        }
        let joined = Rc::new(here.repository.load_together(&files).await.expect("opens"));
        let text = Note { date: today(), text: "changed".into(), audience: Audience::Staff };
        let before = joined.holding(note);
        let command = Command::Save { id: note, content: Content::Note(text.clone()) };
        let saved = here.repository.dispatch(&before, &here.settings, &command, None).await.expect("saved");
        assert_eq!(here.case(*second).await.find::<Note>(note).expect("there").text, "changed");
        assert_eq!(here.case(*first).await, one, "the other file is as it was");
        let new = ids::record_id();
        let after = Rc::new(saved.loaded.arranged(*first));
        let command = Command::Save { id: new, content: Content::Note(text) };
        let saved = here.repository.dispatch(&after.holding(new), &here.settings, &command, None).await.expect("saved");
        assert!(here.case(*first).await.get(new).is_some() && here.case(*second).await.get(new).is_none());
        assert!(saved.loaded.united().get(note).is_some() && saved.loaded.united().get(new).is_some());

        // Several at once: what one writes into its file the next one sees, and the last holds all of it.
        let both = Rc::new(saved.loaded);
        let text = |text: &str| Note { date: today(), text: text.into(), audience: Audience::Staff };
        let written = |record, said: &str| {
            let command = Command::Save { id: record, content: Content::Note(text(said)) };
            ((*both.holding(record)).clone(), command)
        };
        let commands = [written(new, "one"), written(note, "two"), written(new, "three")];
        let all = here.repository.dispatch_all(&commands, &here.settings, None).await.expect("saved");
        let united = all.last().expect("three").loaded.united();
        assert_eq!(united.find::<Note>(new).expect("there").text, "three");
        assert_eq!(united.find::<Note>(note).expect("there").text, "two");
        assert_eq!(here.repository.load_together(&files).await.expect("adds up").united(), united);
        let saved = all.into_iter().next_back().expect("three");

        // The pupil is in one of the files: a second first page is refused in the other too.
        let pupil = Command::Save {
            id: ids::record_id(),
            content: other
                .items()
                .find(|item| item.entry.content.kind() == Kind::Pupil)
                .expect("a pupil")
                .entry
                .content
                .clone(),
        };
        let refused = here.repository.dispatch(&saved.loaded, &here.settings, &pupil, None).await;
        assert!(matches!(refused, Err(RepositoryError::Rejected(_))), "the pupil is there already");
    });
}

#[test]
fn two_devices_that_wrote_the_same_are_not_asked_to_choose() {
    run(async {
        let (here, file) = Casebook::filled(1).await;
        let there = Casebook::new("Marmaduke Mentorson", "Dunderwick Academy").await;
        there.take(&here.backup().await, &here.secret()).await;
        let note = here.case(file).await.notes()[0].id;
        here.note(file, note, "the same words").await;
        there.note(file, note, "the same words").await;
        here.take(&there.backup().await, &there.secret()).await;
        assert!(here.two_versions(file).await.is_empty());
        here.note(file, note, "and on").await;
        there.take(&here.backup().await, &here.secret()).await;
        assert_eq!(there.case(file).await, here.case(file).await);
    });
}

#[test]
fn a_damaged_row_hides_no_others_and_a_backup_puts_it_right() {
    run(async {
        let (here, file) = Casebook::filled(3).await;
        let (case, backup) = (here.case(file).await, here.backup().await);
        here.damage(StoreName::Records, file.as_bytes()).await;

        assert!(matches!(here.repository.load(file).await, Err(RepositoryError::SumMismatch(other)) if other == file));
        assert_eq!(here.files().await.len(), 3, "the lists are whole");
        let made = here.export(ExportOf::Backup, &SealBy::Recipient(here.recipient.clone())).await;
        assert_eq!(made.damaged, 1, "the rest can be backed up, and it is told");

        // One way on: with what is there.
        let (rebuilt, _) = here.repository.rebuild(file, &here.settings).await.expect("rebuilt");
        assert_eq!(rebuilt.damaged(), 1);
        assert_eq!(rebuilt.case.items().count() + 1, case.items().count());
        let loaded = here.repository.load(file).await.expect("opens from now on");
        assert_eq!((loaded.damaged(), loaded.case), (1, rebuilt.case));

        // The other: from the backup.
        let (found, applied) = here.take(&backup, &here.secret()).await;
        assert_eq!(found.files.iter().map(|file| file.new + file.changed).sum::<u32>(), 1);
        assert_eq!((applied.records, applied.mended), (1, 1));
        assert_eq!(here.case(file).await, case);
        assert_eq!(here.repository.load(file).await.expect("opens").damaged(), 0);
    });
}

#[test]
fn a_row_that_was_taken_out_is_noticed_and_a_backup_brings_it_back() {
    run(async {
        let (here, file) = Casebook::filled(2).await;
        let (case, backup) = (here.case(file).await, here.backup().await);
        let key = here.db.keys(StoreName::Records, file.as_bytes()).await.expect("read").remove(0);
        let mut batch = Batch::default();
        batch.delete(StoreName::Records, key);
        here.db.write(batch).await.expect("written");
        assert!(matches!(here.repository.load(file).await, Err(RepositoryError::SumMismatch(_))));
        let (_, applied) = here.take(&backup, &here.secret()).await;
        assert_eq!((applied.records, applied.mended), (1, 1));
        assert_eq!(here.case(file).await, case);
    });
}

#[test]
fn damaged_settings_and_headers_keep_nobody_out() {
    run(async {
        let (mut here, file) = Casebook::filled(2).await;
        let backup = here.backup().await;
        let (headers, case) = (here.repository.headers(&here.settings).await.expect("read"), here.case(file).await);
        here.damage(StoreName::Headers, file.as_bytes()).await;
        let mut derived = here.repository.headers(&here.settings).await.expect("derived anew");
        derived.sort_by_key(|header| header.file);
        assert_eq!(derived, headers);
        assert!(matches!(here.repository.load(file).await, Err(RepositoryError::SumMismatch(_))));
        assert_eq!(*here.repository.rebuild(file, &here.settings).await.expect("rebuilt").0.case, case);

        here.damage(StoreName::Records, SETTINGS_FILE.as_bytes()).await;
        assert_eq!(here.repository.settings().await, Ok(None));
        let (_, applied) = here.take(&backup, &here.secret()).await;
        assert_eq!(applied.settings, SettingsFate::Restored);
        assert_eq!(here.repository.settings().await, Ok(Some(here.settings.clone())));

        // Or they are filled in again: what is saved then supersedes what was there before.
        here.damage(StoreName::Records, SETTINGS_FILE.as_bytes()).await;
        let anew = Settings::new("Marmaduke Mentorson".into(), "Dunderwick Academy".into());
        here.save_settings(anew.clone()).await;
        assert_eq!(here.repository.settings().await, Ok(Some(anew)));
    });
}

/// Backups between two tablets and checked, and resource packs.
mod backups {
    use std::collections::BTreeSet;

    use casebook_bundle::{OpenWith, envelope};
    use casebook_domain::resource::Resource;
    use casebook_records::RESOURCES_FILE;

    use super::*;

    /// What is in a casebook, as a backup of it says: rows byte for byte, earlier versions apart.
    async fn standing(casebook: &Casebook) -> BTreeSet<(FileId, RecordId, Vec<u8>)> {
        let bytes = casebook.export(ExportOf::Backup, &seal()).await.files.remove(0).bytes;
        let opened = envelope::open(bytes, OpenWith::Words(WORDS), &mut |_| {}).expect("opens");
        opened.rows.into_iter().filter(|row| !row.history).map(|row| (row.file, row.record, row.row)).collect()
    }

    #[test]
    fn a_schools_second_tablet_and_the_first_stand_alike_after_backups_to_and_fro() {
        run(async {
            let (here, file) = Casebook::filled(3).await;
            let there = Casebook::new("Marmaduke Mentorson", "Dunderwick Academy").await;
            there.take(&here.backup().await, &here.secret()).await;
            // Its settings supersede both, and come back with its first backup; of the pupils the same is at once.
            let pupils = |all: BTreeSet<(FileId, RecordId, Vec<u8>)>| -> BTreeSet<_> {
                all.into_iter().filter(|(file, ..)| !records::is_register(*file)).collect()
            };
            assert!(
                pupils(standing(&there).await) == pupils(standing(&here).await),
                "restored, the pupils are the same"
            );
            // Both continue: a note of each, the same note by both, one deleted here and changed there.
            let (mine, theirs, both, gone) =
                (ids::record_id(), ids::record_id(), here.case(file).await.notes()[0].id, ids::record_id());
            here.note(file, gone, "to go").await;
            there.take(&here.backup().await, &here.secret()).await;
            here.note(file, mine, "here").await;
            there.note(file, theirs, "there").await;
            here.note(file, both, "changed here").await;
            there.note(file, both, "changed there").await;
            there.note(file, gone, "changed there").await;
            let loaded = here.repository.load(file).await.expect("opens");
            here.repository
                .dispatch(&loaded, &here.settings, &Command::Delete { id: gone }, None)
                .await
                .expect("deleted");

            let (from_here, from_there) = (here.backup().await, there.backup().await);
            here.take(&from_there, &there.secret()).await;
            there.take(&from_here, &here.secret()).await;
            assert!(standing(&there).await == standing(&here).await, "in whichever order, the same stands on both");
            // Newer and older ones once more change nothing.
            let (mine_now, theirs_now) = (here.raw().await, there.raw().await);
            here.take(&from_here, &here.secret()).await;
            here.take(&there.backup().await, &there.secret()).await;
            there.take(&from_there, &there.secret()).await;
            assert!((here.raw().await, there.raw().await) == (mine_now, theirs_now), "nothing more to bring");
        });
    }

    #[test]
    fn a_backup_is_checked_from_end_to_end_and_not_a_byte_is_written() {
        run(async {
            let (here, file) = Casebook::filled(4).await;
            let made = here.export(ExportOf::Backup, &seal()).await;
            let open =
                || envelope::open(made.files[0].bytes.clone(), OpenWith::Words(WORDS), &mut |_| {}).expect("opens");
            let before = here.raw().await;
            let checked = check(&here.repository, vec![open()]).await.expect("read").expect("one backup");
            assert_eq!(
                (checked.kind, checked.pupils, checked.unreadable, checked.own),
                (BundleKind::Backup, 4, 0, true)
            );
            assert_eq!((checked.lacking, checked.lacking_pupils, checked.missing), (0, 0, Vec::new()));
            assert!(checked.records > 4 && checked.rows > checked.records, "{} {}", checked.records, checked.rows);
            assert_eq!(here.raw().await, before);

            here.note(file, ids::record_id(), "after it").await;
            let later =
                check(&here.repository, vec![open(), open()]).await.expect("read").expect("the same part twice is one");
            assert_eq!((later.lacking, later.lacking_pupils), (1, 1));
            // Parts of two backups are no backup.
            let other = here.export(ExportOf::Backup, &seal()).await.files.remove(0).bytes;
            let other = envelope::open(other, OpenWith::Words(WORDS), &mut |_| {}).expect("opens");
            assert_eq!(
                check(&here.repository, vec![open(), other]).await.expect("read"),
                Err(PartsError::OfAnother { place: 1 })
            );
        });
    }

    #[test]
    fn a_resource_pack_brings_what_was_chosen_and_is_neither_imported_nor_mistaken() {
        run(async {
            let (here, _) = Casebook::filled(1).await;
            let (chosen, left) = (ids::record_id(), ids::record_id());
            let resource = |title: &str| Resource {
                title: title.into(),
                text: "Four colours".into(),
                link: "https://example.org/zones".into(),
                tags: vec!["anger".into()],
            };
            here.save(RESOURCES_FILE, chosen, Content::Resource(resource("Zones"))).await;
            here.save(RESOURCES_FILE, left, Content::Resource(resource("Left at home"))).await;
            let made = pack::make(&here.repository, &[chosen], &[], WORDS).await.expect("made");
            assert!(made.name.contains(" resource-pack ") && made.name.ends_with(".casebook"), "{}", made.name);
            let open =
                |bytes: &[u8]| envelope::open(bytes.to_vec(), OpenWith::Words(WORDS), &mut |_| {}).expect("opens");
            let found = pack::found(open(&made.bytes)).expect("a pack");
            assert_eq!(found.author, "Marmaduke Mentorson");
            assert_eq!(found.resources.len(), 1);
            assert_eq!(
                (found.resources[0].title.as_str(), &found.resources[0].tags[..]),
                ("Zones", &["anger".to_owned()][..])
            );
            assert!(open(&made.bytes).rows.is_empty(), "it has nowhere to put a pupil");

            let backup = here.export(ExportOf::Backup, &seal()).await.files.remove(0).bytes;
            assert_eq!(pack::found(open(&backup)), Err(JobError::Bundle(EnvelopeError::NotAPack)));
            assert!(open(&backup).rows.iter().any(|row| row.file == RESOURCES_FILE), "a backup holds the resources");
            let before = here.raw().await;
            assert_eq!(
                pack::make(&here.repository, &[ids::record_id()], &[], WORDS).await.err(),
                Some(RepositoryError::Missing.into())
            );
            assert_eq!(here.raw().await, before);
        });
    }
}
