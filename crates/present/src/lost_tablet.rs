//! The sheet for the day the tablet is lost or stolen: printed beforehand, kept with the backups, and read by somebody in a
//! hurry who may never have seen Casebook. The person who finds the sheet learns initials and no names.

use casebook_domain::backup::BackupLog;
use casebook_domain::calendar::{Date, year_group};
use casebook_domain::header::Header;
use casebook_domain::settings::{Post, Settings};

use super::backup::place;
use super::summary::{Block, Page, SummarySection};
use super::{dates, initials, numbers};

/// Backups named on the sheet, the newest.
const BACKUPS: usize = 3;
/// A line to write on.
const TO_FILL_IN: &str = "..........................";

/// The sheet.
pub fn sheet(headers: &[Header], settings: &Settings, log: &BackupLog, today: Date) -> Page {
    let or_line = |text: &str| if text.trim().is_empty() { TO_FILL_IN.to_owned() } else { text.trim().to_owned() };
    let sections = [
        ("Do this, in this order", Block::Steps(steps(settings))),
        ("Who to tell", told(settings)),
        ("How it is locked", Block::Text(SEAL.to_owned())),
        (
            "How to get everything back",
            Block::Steps(vec![
                "Get the newest backup listed below, and the recovery sheet with its twelve words from the school's safe.".to_owned(),
                "On another tablet open Casebook and choose \"Restore a backup\". This makes a new casebook first, with its own recovery sheet.".to_owned(),
                "Choose the file, type the twelve words, and check what is in it before you restore it.".to_owned(),
                "Anything written after that backup is lost: ask the mentor what it was.".to_owned(),
            ]),
        ),
        ("Where the backups are", backups(log)),
        (
            "Whose records are on it",
            if headers.is_empty() { Block::Text("No pupil yet.".to_owned()) } else { pupils(headers, today) },
        ),
    ];
    Page {
        head: super::summary::head(settings),
        title: "If this tablet is lost or stolen".to_owned(),
        facts: vec![
            ("Tablet", or_line(&log.device)),
            ("Used by", or_line(&settings.mentor)),
            ("Pupils on it", numbers::whole(headers.len() as u64)),
            ("As of", dates::long(today)),
        ],
        sections: sections
            .into_iter()
            .map(|(heading, block)| SummarySection { heading: heading.to_owned(), block })
            .collect(),
        sign: None,
        foot: ["Printed on ", &dates::long(today), ". Print it again with each backup: the list of pupils changes."]
            .concat(),
    }
}

/// One sentence for somebody who has to judge the risk.
const SEAL: &str = "Everything Casebook keeps is encrypted on the tablet (XChaCha20-Poly1305; the key opens only with a passphrase, through Argon2id, or with the recovery sheet), and it locks itself after a few minutes: without the passphrase nobody can read it. Say so, and say also if the passphrase was with the tablet, or if Casebook was open when it was lost.";

fn steps(settings: &Settings) -> Vec<String> {
    let name = |post: &Post, otherwise: &str| {
        let title = if post.title.trim().is_empty() { otherwise } else { post.title.trim() };
        match post.name.trim() {
            "" => title.to_owned(),
            name => [title, " (", name, ")"].concat(),
        }
    };
    let officer = name(&settings.data_protection_officer, "Data-protection officer");
    let it = name(&settings.it_support, "IT support");
    vec![
        [
            "Tell these people at once, today, at any hour: ",
            &name(&settings.head, "Headteacher"),
            " and ",
            &officer,
            ". Write down when the loss was noticed and when they were told.",
        ]
        .concat(),
        [&it, ": lock the tablet remotely, then wipe it; change the passwords of accounts that were open on it."].concat(),
        [
            &name(&settings.safeguarding_lead, "Designated safeguarding lead"),
            ": say which pupils are on it; some may have to be warned or protected.",
        ]
        .concat(),
        "If it was stolen: report it to the police and write down the crime number.".to_owned(),
        [
            "72 hours. ",
            &officer,
            " decides whether the Information Commissioner has to be told; that is the school's duty, and must happen within 72 hours of noticing, weekends included. ico.org.uk, 0303 123 1113.",
        ]
        .concat(),
        "Do not wait for it to turn up. It is never wrong to report early.".to_owned(),
    ]
}

fn told(settings: &Settings) -> Block {
    let mut rows = Vec::new();
    let posts = [
        (&settings.data_protection_officer, "Data-protection officer"),
        (&settings.it_support, "IT support"),
        (&settings.head, "Headteacher"),
        (&settings.safeguarding_lead, "Designated safeguarding lead"),
    ];
    let or_line = |text: &str| if text.trim().is_empty() { TO_FILL_IN.to_owned() } else { text.trim().to_owned() };
    for (post, title) in posts {
        let title = if post.title.trim().is_empty() { title } else { post.title.trim() };
        rows.push(vec![title.to_owned(), or_line(&post.name), or_line(&post.reach), TO_FILL_IN.to_owned()]);
    }
    Block::Table { head: vec!["Who", "Name", "Number", "Told at"], rows }
}

fn backups(log: &BackupLog) -> Block {
    if log.kept.is_empty() {
        return Block::Gap("No backup has been copied off this tablet yet");
    }
    let row = |kept: &casebook_domain::backup::KeptBackup| {
        vec![
            dates::moment(kept.backup.made),
            place(kept).to_owned(),
            kept.backup.file.clone(),
            kept.backup.sealed.label().to_owned(),
        ]
    };
    let rows = log.kept.iter().rev().take(BACKUPS).map(row).collect();
    Block::Table { head: vec!["Made", "Where it is", "File", "Opened by"], rows }
}

/// Two pupils to a row: the sheet should stay one sheet.
fn pupils(headers: &[Header], today: Date) -> Block {
    let names = initials::list_names(headers, true);
    let class = |header: &Header| match header.form.trim() {
        "" => {
            let taught = header.year_as_taught.and_then(|year| i8::try_from(year).ok());
            let year = taught.or_else(|| header.born.and_then(|born| year_group(born, today)));
            year.map(dates::year_group).unwrap_or_default()
        }
        form => form.to_owned(),
    };
    let cells: Vec<[String; 3]> = names
        .into_iter()
        .zip(headers)
        .enumerate()
        .map(|(at, (name, header))| [numbers::whole(at as u64 + 1), name, class(header)])
        .collect();
    let half = cells.len().div_ceil(2);
    let rows = (0..half)
        .map(|at| {
            let right = cells.get(at + half).cloned().unwrap_or_default();
            cells[at].iter().cloned().chain(right).collect()
        })
        .collect();
    Block::Table { head: vec!["No.", "Initials", "Form or year", "No.", "Initials", "Form or year"], rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::backup::{KeptBackup, MadeBackup, SealedBy};
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::case::CaseFile;
    use casebook_domain::header::header;
    use casebook_domain::ids::FileId;

    fn headers() -> Vec<Header> {
        let settings = Settings::new(String::new(), String::new());
        let day = parse_iso("2026-11-23").unwrap();
        let one = |id: u8, first: &str, surname: &str, form: &str| {
            let blank = header(&CaseFile::new(FileId::from_bytes([id; 16])), &settings, day);
            Header {
                first_names: first.to_owned(),
                surname: surname.to_owned(),
                form: form.to_owned(),
                born: parse_iso("2016-05-04"),
                ..blank
            }
        };
        vec![one(1, "Robin", "Sample", "6E"), one(2, "Toni", "Musterkind", ""), one(3, "Kim", "Specimen", "5B")]
    }

    fn settings() -> Settings {
        let mut settings = Settings::new("Sam Mentor".into(), "Example Primary School".into());
        settings.data_protection_officer.name = "Dee Officer".into();
        settings.data_protection_officer.reach = "01632 960010".into();
        settings.it_support.reach = "01632 960020".into();
        settings
    }

    fn day() -> Date {
        parse_iso("2026-11-23").unwrap()
    }

    #[test]
    fn it_names_initials_and_no_pupil() {
        let text = sheet(&headers(), &settings(), &BackupLog::default(), day()).text();
        for name in ["Robin", "Sample", "Toni", "Musterkind", "Kim", "Specimen"] {
            assert!(!text.contains(name), "{name} stands on the sheet: {text}");
        }
        for said in ["RS", "TM", "KS", "6E", "5B", "Year 6"] {
            assert!(text.contains(said), "{said}: {text}");
        }
    }

    #[test]
    fn it_says_whom_to_tell_and_the_72_hours_and_leaves_lines_for_what_is_not_known() {
        let text = sheet(&headers(), &settings(), &BackupLog::default(), day()).text();
        for said in
            ["Dee Officer", "01632 960010", "01632 960020", "within 72 hours", "weekends included", "Headteacher"]
        {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert!(text.contains(TO_FILL_IN) && text.contains("No backup has been copied off this tablet yet"));
    }

    #[test]
    fn it_says_where_the_newest_three_backups_are() {
        let kept = |place: &str, days: i64| KeptBackup {
            backup: MadeBackup {
                made: Moment { utc_ms: (1_795_435_200 + days * 86_400) * 1000, offset_min: 0 },
                file: format!("2026-11-2{days} backup AAAA.casebook"),
                parts: 1,
                sealed: SealedBy::Recovery,
                changes: 0,
            },
            confirmed: Moment { utc_ms: 0, offset_min: 0 },
            place: place.to_owned(),
        };
        let log = BackupLog {
            kept: vec![kept("oldest place", 0), kept("stick", 1), kept("drive", 2), kept("", 3)],
            device: "Mentor tablet 2".into(),
            ..BackupLog::default()
        };
        let text = sheet(&headers(), &settings(), &log, day()).text();
        for said in ["stick", "drive", "Place not recorded", "The recovery sheet", "Mentor tablet 2"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert!(!text.contains("oldest place"));
    }
}
