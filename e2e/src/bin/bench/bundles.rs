//! A bundle of ten thousand records out and in, in recipient mode, beside what a peer would take: npm's age-encryption on the
//! same bytes, and the same rows put bare in one transaction.

use casebook_bundle::{Opening, Outgoing, SealBy, envelope};
use casebook_crypto::recovery::Recovery;
use casebook_domain::calendar::{Moment, add_days, parse_iso};
use casebook_domain::content::{Content, Entry};
use casebook_domain::ids::{ActorId, FileId, RecordId, VersionId};
use casebook_domain::preparation::Audience;
use casebook_domain::pupil::{Pupil, SenProvision};
use casebook_domain::session::Note;
use casebook_records as records;
use casebook_records::revision;

use super::*;

/// Records of the bundle.
const RECORDS: u32 = 10_000;
/// Records of one pupil.
const A_PUPIL: u32 = 500;
/// Bytes of a stored row.
const ROW: usize = 1_000;
/// The peer's page.
const AGE_PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/pages/age");
/// What the app spends on what the peer does too. Compressing, and opening again what was made, it does beyond that.
const COMPARED: [&str; 4] = ["json", "age", "seal", "database"];

/// A backup of made-up pupils for a new key, and the key's secret.
fn made_up() -> Result<(Vec<u8>, String), String> {
    let key = Recovery::generate();
    let actor = ActorId::from_bytes([0xbe; 16]);
    let made = Moment { utc_ms: 1_795_446_000_000, offset_min: 0 };
    let first = parse_iso("2024-09-02").ok_or("a day")?;
    let id = |number: u32| {
        let mut bytes = [0xbe; 16];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        bytes
    };
    let mut random = Words(7);
    let items = (0..RECORDS).map(|number| {
        let file = FileId::from_bytes(id(number / A_PUPIL));
        let content = if number % A_PUPIL == 0 {
            Content::Pupil(pupil(number / A_PUPIL))
        } else {
            let date = add_days(first, (number % A_PUPIL) as i32);
            Content::Note(Note { date, text: String::new(), audience: Audience::MentorOnly })
        };
        let version = revision::next(&[], actor, VersionId::from_bytes(id(number)), made, "Mx Bench");
        let entry = Entry { episode: None, content };
        let empty = records::encode(&version, &entry).len();
        let entry = match entry.content {
            Content::Note(note) => {
                let text = random.text(ROW.saturating_sub(empty));
                Entry { content: Content::Note(Note { text, ..note }), ..entry }
            }
            _ => entry,
        };
        let row = records::encode(&version, &entry);
        Outgoing::Row { file, record: RecordId::from_bytes(id(number)), row, history: false }
    });
    let opening = Opening::backup(actor, "Mx Bench", made);
    let made = envelope::make(&SealBy::Recipient(key.recipient()), &opening, None, items);
    made.map(|made| (made.bytes, key.identity().to_string())).map_err(|trouble| format!("no bundle: {trouble:?}"))
}

fn pupil(number: u32) -> Pupil {
    Pupil {
        first_names: format!("Madeup{number}"),
        surname: "Bench".to_owned(),
        known_as: String::new(),
        letter_name: String::new(),
        pronouns: String::new(),
        upn: String::new(),
        upn_reason: String::new(),
        born: parse_iso("2014-05-04"),
        year_as_taught: None,
        schooling: Vec::new(),
        sen: SenProvision::None,
        pupil_premium: false,
        eal: false,
        gifted: false,
        looked_after: None,
        ask_lead_first: None,
        limits_explained: None,
        remarks: String::new(),
    }
}

/// Text that compresses about as prose does.
struct Words(u64);

impl Words {
    fn text(&mut self, length: usize) -> String {
        let list = casebook_crypto::words::list();
        let mut text = String::with_capacity(length + 10);
        while text.len() < length {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Prose repeats itself: half of it is made of few words.
            let most = if self.0 >> 63 == 0 { 64 } else { list.len() };
            text.push_str(list[(self.0 >> 33) as usize % most]);
            text.push(' ');
        }
        text.truncate(length);
        text
    }
}

/// Milliseconds of each stage, and kilobytes of the worker's memory, as the page heard them of the jobs since the last time.
fn took(session: &Session) -> Value {
    session.run(
        "const took = {}; for (const { name } of performance.getEntriesByType('mark')) { const [word, stage, number] = name.split(':'); \
         if (word === 'took') took[stage] = (took[stage] ?? 0) + Number(number); } performance.clearMarks(); return took;",
        json!([]),
    )
}

impl Bench {
    pub(super) fn bundles(&self) -> Result<Part, String> {
        let (bytes, secret) = made_up()?;
        let file = self.scratch.join("ten-thousand.casebook");
        fs::write(&file, &bytes).map_err(|error| error.to_string())?;
        let mut runs = Vec::new();
        let mut peers = Vec::new();
        for run in 0..self.runs.div_ceil(3).max(3) {
            runs.push(self.out_and_in(&format!("bundles-{run}"), &file, &secret)?);
            peers.push(self.peer(&format!("peer-{run}"), &bytes, &secret)?);
        }
        Ok(page(&runs, &peers, bytes.len()))
    }

    /// The bundle into a new casebook, and a backup of that casebook out again.
    fn out_and_in(&self, profile: &str, file: &Path, secret: &str) -> Result<Value, String> {
        let mut app = self.serve(&self.dist)?;
        let url = app.url();
        let session = self.browser(profile);
        session.go(&url);
        make_casebook(&session);
        session.wait_until_controlled();
        app.stop();
        session.run(
            "bench.blocked = []; new PerformanceObserver((list) => bench.blocked.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' }); location.hash = '#/open'",
            json!([]),
        );
        session.wait_for("Open a backup or hand-over");
        session.give_file("File", file);
        session.fill("Recovery sheet: its twelve words", secret);
        took(&session);
        session.click("See what's in it");
        session.wait_for("Nothing has been written so far");
        let looked = took(&session);
        session.click("Add to my casebook");
        session.wait_for("came in");
        let wrote = took(&session);
        session.run("location.hash = '#/backup'", json!([]));
        session.wait_for("Make the backup");
        session.click("Make the backup");
        session.wait_for("Save the file");
        let made = took(&session);
        let blocked = session.run("return Math.max(0, ...bench.blocked)", json!([]));
        Ok(json!({ "looked": looked, "wrote": wrote, "made": made, "blocked": blocked }))
    }

    /// npm's age-encryption seals and opens the same bytes; the same rows are put bare.
    fn peer(&self, profile: &str, bytes: &[u8], secret: &str) -> Result<Value, String> {
        let dir = self.scratch.join("age");
        if !dir.exists() {
            let modules = std::env::var_os("CASEBOOK_AGE").ok_or("CASEBOOK_AGE is not set; scripts/env sets it")?;
            copy_all(Path::new(&modules), &dir)
                .and_then(|()| copy_all(Path::new(AGE_PAGE), &dir))
                .map_err(|error| error.to_string())?;
            let headers = json!({ "every": {}, "hashed": [] }).to_string();
            fs::write(dir.join("headers.json"), headers).map_err(|error| error.to_string())?;
            fs::write(dir.join("bundle.age"), bytes).map_err(|error| error.to_string())?;
        }
        let server = self.serve(&dir)?;
        let session = self.browser(profile);
        session.go(&server.url());
        session.wait_until("the peer", "return !!globalThis.peer");
        let took = session.run_async("return await peer(...arguments)", json!([secret, RECORDS, ROW]));
        if took["put"].is_number() { Ok(took) } else { Err(format!("the peer failed: {took}")) }
    }
}

fn copy_all(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)?.flatten() {
        let (here, there) = (entry.path(), to.join(entry.file_name()));
        if here.is_dir() { copy_all(&here, &there)? } else { fs::copy(&here, &there).map(drop)? }
    }
    Ok(())
}

fn page(runs: &[Value], peers: &[Value], bytes: usize) -> Part {
    let all = |job: &str, stage: &str| Values::new(runs.iter().filter_map(|run| run[job][stage].as_f64()).collect());
    let sum = |jobs: &[&str], stages: &[&str]| {
        let one = |run: &Value| {
            jobs.iter().flat_map(|job| stages.iter().map(|stage| run[*job][*stage].as_f64().unwrap_or(0.0))).sum()
        };
        Values::new(runs.iter().map(one).collect())
    };
    let peer = |what: &str| Values::new(peers.iter().filter_map(|peer| peer[what].as_f64()).collect());
    let text = format!(
        "## Bundles\n\n{RECORDS} records of {ROW} bytes, {} sealed for a key, into a new casebook and out again as a backup. Stages as the \
         worker counted them; beside them npm's age-encryption on the same bytes, and as many rows of the same size put bare in one \
         strict transaction.\n\n{HEAD}",
        mb(bytes as u64)
    );
    let mut part = Part { text, budgets: Vec::new() };
    for (job, name) in [("looked", "open and look"), ("wrote", "write"), ("made", "make a backup")] {
        for stage in ["json", "gzip", "age", "seal", "database", "reopen"] {
            if all(job, stage).median() >= 1.0 {
                part.text += &all(job, stage).row(&format!("{name}: {stage}"));
            }
        }
    }
    let ours = sum(&["looked", "wrote", "made"], &COMPARED);
    let (sealed, opened, put) = (peer("sealed"), peer("opened"), peer("put"));
    part.text += &ours.row("in and out, without gzip and opening again");
    part.text += &sum(&["looked", "wrote", "made"], &["gzip", "reopen"]).row("gzip and opening again");
    part.text += &sealed.row("age-encryption seals the same bytes");
    part.text += &opened.row("age-encryption opens them");
    part.text += &put.row("the same rows put bare");
    let theirs = sealed.median() + opened.median() + put.median();
    let ratio = ours.median() / theirs;
    let memory = Values::new(
        runs.iter()
            .flat_map(|run| ["looked", "wrote", "made"].map(|job| run[job]["memory-kb"].as_f64().unwrap_or(0.0)))
            .collect(),
    );
    let blocked = Values::new(runs.iter().filter_map(|run| run["blocked"].as_f64()).collect());
    let _ = writeln!(
        part.text,
        "\nRatio {ratio:.2}. Memory of the worker at its peak {}. The screen was blocked for {} at most (tasks below 50 ms are not told).",
        mb(memory.at(1.0) as u64 * 1_000),
        ms(blocked.at(1.0))
    );
    part.budget(
        "10,000 records in and out, without gzip and opening again",
        "1.3 x age-encryption and bare puts",
        format!("{ratio:.2} x"),
        ratio <= 1.3,
    );
    part.budget("longest the screen was blocked by it", "50 ms", ms(blocked.at(1.0)), blocked.at(1.0) <= 50.0);
    part
}
