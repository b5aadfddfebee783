//! Each file of `fixtures/imports` with what is said of it and what comes in. All of them are made up. Huge ones are made in
//! the tests of the modules.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use casebook_domain::calendar::iso;
use casebook_domain::contact::Responsibility;
use casebook_imports::columns::propose;
use casebook_imports::file::{Content, open};
use casebook_imports::incoming::{Attended, Incoming, Period};
use casebook_imports::rows;

/// A file, what is said of it (its error, or what is asked, or what is noted), and its pupils.
type Case = (&'static str, &'static str, &'static [&'static str]);

#[path = "fixtures/expected.rs"]
mod expected;
use expected::CASES;

#[test]
fn each_file_says_and_brings_what_stands_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/imports");
    let mut wrong = Vec::new();
    for (file, said, comes) in CASES {
        let bytes = fs::read(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let (is_said, has_come) = read(&bytes);
        if is_said != *said || has_come != *comes {
            wrong.push(format!("    ({file:?}, {is_said:?}, &{has_come:?}),"));
        }
    }
    let there: BTreeSet<String> = fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| entry.expect("a file").file_name().into_string().expect("a name"))
        .collect();
    let named: BTreeSet<String> = CASES.iter().map(|(file, ..)| (*file).to_owned()).collect();
    let unnamed: Vec<&String> = there.symmetric_difference(&named).collect();
    assert!(wrong.is_empty() && unnamed.is_empty(), "{}\nwithout a case: {unnamed:?}", wrong.join("\n"));
    assert!(named.len() >= 40, "{}", named.len());
}

fn read(bytes: &[u8]) -> (String, Vec<String>) {
    let file = match open(bytes) {
        Ok(file) => file,
        Err(error) => return (format!("{error:?}"), Vec::new()),
    };
    let mut said = vec![format!("{:?}", file.encoding)];
    let pupils = match &file.content {
        Content::Table(table) => {
            said.push(format!("{:?}", table.separator));
            match rows::read(table, &propose(table, &[]).mapping) {
                _ if !propose(table, &[]).questions.is_empty() => {
                    said.extend(propose(table, &[]).questions.iter().map(|question| format!("{question:?}")));
                    return (said.join("; "), Vec::new());
                }
                Ok(rows) => rows,
                Err(questions) => panic!("{questions:?}"),
            }
        }
        Content::Ctf(ctf) => {
            let version = ctf.version.map_or_else(|| "no version".to_owned(), |version| version.to_string());
            said.push(format!("CTF {version}{}", if ctf.known_version() { "" } else { ", not known" }));
            ctf.pupils.clone()
        }
    };
    for pupil in &pupils {
        said.extend(pupil.notes.iter().map(|note| format!("{}: {note:?}", pupil.place)));
    }
    (said.join("; "), pupils.iter().map(told).collect())
}

/// All that came of a pupil, in one line.
fn told(pupil: &Incoming) -> String {
    let identity = &pupil.identity;
    let mut parts = vec![format!("{} {}|{}", pupil.place, identity.first_names, identity.surname)];
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            parts.push(format!("{name} {value}"));
        }
    };
    add("known as", identity.known_as.clone());
    add("born", identity.born.map(iso).unwrap_or_default());
    add("upn", identity.upn.clone());
    add("was", pupil.former_upn.clone());
    add("form", pupil.form.clone());
    add("year", pupil.year.map(|year| format!("{year:?}")).unwrap_or_default());
    add("sen", pupil.sen.map(|sen| sen.code().to_owned()).unwrap_or_default());
    for (name, flag) in
        [("pp", pupil.pupil_premium), ("fsm", pupil.free_meals), ("in care", pupil.looked_after), ("eal", pupil.eal)]
    {
        add(name, flag.map(|flag| if flag { "yes" } else { "no" }.to_owned()).unwrap_or_default());
    }
    add("att", pupil.figures.attendance.map(attended).unwrap_or_default());
    add("late", pupil.figures.late.map(|late| late.to_string()).unwrap_or_default());
    for contact in &pupil.contacts {
        let responsible = match contact.responsibility {
            Responsibility::Yes => "responsible",
            Responsibility::No => "not responsible",
            Responsibility::Unknown => "not known",
        };
        let lines = contact.address.replace('\n', ", ");
        let all = [&contact.name.whole(), &contact.relationship, responsible, &contact.phone, &lines];
        add("home", all.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/"));
    }
    for year in &pupil.years {
        let period = match year.period {
            Period::Known(from, until) => format!("{} to {}", iso(from), iso(until)),
            Period::Asked { begins, ends } => format!("{} or {}?", iso(begins.0), iso(ends.0)),
        };
        add("year", format!("{}: {period} {}", year.year, attended(Attended::Sessions(year.sessions))));
    }
    parts.join(", ")
}

fn attended(attended: Attended) -> String {
    match attended {
        Attended::Sessions(sessions) => {
            format!("{}+{}+{} late {}", sessions.attended, sessions.authorised, sessions.unauthorised, sessions.late)
        }
        Attended::Counts { attended, possible } => format!("{attended}/{possible}"),
        Attended::Share(share) => format!("{share}"),
    }
}
