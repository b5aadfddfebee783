//! An observation in a lesson, held on a tablet: fingers, a sleeping tablet, power cuts, the lock. The server is gone before
//! anything is recorded. Everybody is made up.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use casebook_e2e::casebook::OnPaper;

use super::*;

pub(super) const PUPIL: &str = "Testa Musterkind";

/// A tablet in a lesson.
pub(super) struct Tablet {
    pub(super) session: Session,
    url: String,
    pub(super) paper: OnPaper,
    /// The pupil's id, as it is in addresses.
    pub(super) file: String,
    findings: Vec<String>,
    _server: Server,
}

/// What a button of the live screen says: whose, which, its figure, whether it is down.
pub(super) type Keys = BTreeMap<(String, String), (String, bool)>;

pub(super) fn begin(engine: Engine, name: &str) -> Tablet {
    let mut server = app();
    let url = server.url();
    let mut session = installed(engine, name, &server);
    server.stop();
    server.forget();
    session.reload();
    session.wait_until_ready();
    let paper = session.set_up("Mx Mentor", "Made-up School", |_| ());
    session.click("Pupils");
    session.click("New pupil #1");
    session.fill("First names", "Testa");
    session.fill("Surname", "Musterkind");
    session.fill("Date of birth", "2014-10-05");
    session.click("Save");
    session.wait_for("Pupil: saved.");
    session.click("Close");
    session.wait_for(PUPIL);
    let file = session.route().split('/').nth(2).unwrap_or_default().to_owned();
    Tablet { session, url, paper, file, findings: Vec::new(), _server: server }
}

impl Tablet {
    /// Looks at the page in both sizes and both themes, and remembers what axe finds and what is too wide.
    #[track_caller]
    pub(super) fn look(&mut self, name: &str) {
        self.findings.extend(self.session.looked_at(name));
    }

    /// Every button of the live screen as it shows itself now.
    #[track_caller]
    pub(super) fn keys(&self) -> Keys {
        let body = "return [...document.querySelectorAll('.lane')].flatMap((lane) => { \
            const whose = page.squeeze(lane.querySelector('.lane-name').textContent); \
            return [...lane.querySelectorAll('.key, .levels')].map((key) => { \
              const words = (css) => page.squeeze(key.querySelector(css)?.textContent); \
              return [whose, key.dataset.name || words('.key-name') || page.squeeze(key.textContent), words('.key-figure'), key.getAttribute('aria-pressed') === 'true']; }); })";
        let found = self.session.run(body, json!([]));
        let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let each = found.as_array().into_iter().flatten();
        each.map(|key| ((words(&key[0]), words(&key[1])), (words(&key[2]), key[3] == Value::Bool(true)))).collect()
    }

    /// Waits until it is so.
    #[track_caller]
    pub(super) fn until(&self, what: &str, is: impl Fn(&Self) -> bool) {
        for _ in 0..400 {
            if is(self) {
                return;
            }
            std::thread::sleep(Duration::from_millis(15));
        }
        panic!("waited in vain for {what}: {:?}", self.keys());
    }

    /// How often a behaviour was counted, as its button says.
    #[track_caller]
    pub(super) fn counts(&self) -> BTreeMap<String, u32> {
        let count = |figure: &str| figure.parse().unwrap_or_default();
        self.keys().into_iter().map(|((_, code), (figure, _))| (code, count(&figure))).collect()
    }

    /// The lanes' names, from the left.
    #[track_caller]
    pub(super) fn lanes(&self) -> Vec<String> {
        let body =
            "return [...document.querySelectorAll('.lane .lane-name')].map((name) => page.squeeze(name.textContent))";
        let found = self.session.run(body, json!([]));
        found.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    }

    /// Starts with a template, from the set-up page that is shown.
    #[track_caller]
    pub(super) fn start(&self, template: &str) {
        self.session.tick(template);
        self.session.click("Start observing");
        self.session.wait_until("the live screen", "return !!document.querySelector('.live .lane .key')");
    }

    /// Power is cut: nothing is flushed. The tablet is started and unlocked again.
    #[track_caller]
    pub(super) fn pull_the_plug(&mut self) {
        self.session.kill9();
        self.session.reopen();
        self.session.go(&self.url);
        self.session.wait_until_ready();
        self.unlock();
    }

    /// Unlocks; the running observation is what comes up.
    #[track_caller]
    pub(super) fn unlock(&self) {
        self.session.fill("Passphrase", &self.paper.passphrase);
        self.session.click("Unlock");
        self.session.wait_until("the live screen", "return !!document.querySelector('.live .lane .key')");
    }

    /// The interval that runs, from 1.
    #[track_caller]
    pub(super) fn interval(&self) -> u32 {
        let body =
            "return Number(/Interval (\\d+) of/.exec(document.querySelector('.live .place')?.textContent)?.[1] ?? 0)";
        self.session.run(body, json!([])).as_u64().unwrap_or_default() as u32
    }

    /// Waits until the next interval begins; gives its number.
    #[track_caller]
    pub(super) fn next(&self) -> u32 {
        let next = self.interval() + 1;
        self.begins(next);
        next
    }

    /// Waits until this interval begins.
    #[track_caller]
    pub(super) fn begins(&self, interval: u32) {
        let body = format!(
            "return Number(/Interval (\\d+) of/.exec(document.querySelector('.live .place')?.textContent)?.[1] ?? 0) >= {interval}"
        );
        self.session.wait_until("the interval", &body);
    }

    /// Watches until an interval has passed in which nothing was shown, and which counts; gives its number. A machine that is
    /// too busy to look at the clock for seconds misses some.
    #[track_caller]
    pub(super) fn quiet(&self) -> u32 {
        for _ in 0..5 {
            let watched = self.next();
            self.begins(watched + 1);
            if self.says(watched) == "Nothing shown" {
                return watched;
            }
        }
        panic!("no interval that was watched counts");
    }

    /// What the strip of the last intervals says of one of them, from 1; nothing where it is not among them.
    #[track_caller]
    pub(super) fn says(&self, interval: u32) -> String {
        let body = "const start = `Correct interval ${arguments[0]}: `; \
            const cell = [...document.querySelectorAll('.strip .cell')].find((cell) => cell.getAttribute('aria-label')?.startsWith(start)); \
            return cell ? cell.getAttribute('aria-label').slice(start.length) : ''";
        self.session.run(body, json!([interval])).as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub(super) fn all_was_well(&self) {
        assert!(self.findings.is_empty(), "{}", self.findings.join("\n"));
        assert_eq!(self.session.console(), Vec::<String>::new(), "the console");
    }
}

/// What a lesson came to for one of those observed, counted by hand.
#[derive(Default)]
struct Tally {
    on_task: u32,
    off_task: u32,
    ratings: u32,
    not_seen: u32,
}

impl Tally {
    fn seen(&self) -> u32 {
        self.on_task + self.off_task
    }

    /// The rows of the summary's table, as they must be there.
    fn rows(&self) -> Vec<String> {
        let share = |of: u32| {
            let tenths = (1000.0 * f64::from(of) / f64::from(self.seen())).round() as u32;
            format!("{}.{}% {of} of {} intervals", tenths / 10, tenths % 10, self.seen())
        };
        vec![
            format!("On task {}", share(self.on_task)),
            format!("Off task {}", share(self.off_task)),
            format!("Engagement Level 4 median of {} ratings; most often 4", self.ratings),
        ]
    }
}

/// Twenty minutes on a clock that is moved, two pupils, more than two hundred taps, and what happens in lessons.
pub fn a_lesson_of_twenty_minutes(engine: Engine) {
    let mut tablet = begin(engine, "observe-lesson");
    tablet.session.go_to(&format!("#/pupil/{}/observe", tablet.file));
    tablet.session.wait_for("Template");
    tablet.session.click("Another pupil in this lesson");
    tablet.session.click("Subject or place > Mathematics");
    tablet.session.click("Activity > Working alone");
    tablet.session.tick("Engagement");
    tablet.look("observe-1-set-up");
    tablet.start("Engagement");
    tablet.session.take_clock();
    let now = |tablet: &Tablet| tablet.session.run("return window.Date.now()", json!([])).as_u64().unwrap_or_default();
    let began = now(&tablet);
    let until = |tablet: &Tablet, ms: u64| Duration::from_millis((began + ms).saturating_sub(now(tablet)));
    let lanes = tablet.lanes();
    assert_eq!(lanes.len(), 2, "{lanes:?}");
    assert!(!tablet.session.text().contains("Musterkind"), "no name that anybody could read");
    let (first, second) = (lanes[0].as_str(), lanes[1].as_str());
    let (mut one, mut two) = (Tally::default(), Tally::default());
    let mut taps = 0;
    let mut rings = 0;
    for interval in 0..60u64 {
        // A little after the moment at the interval's end.
        let moment = (interval + 1) * 20_000 + 500;
        match interval {
            // The tablet sleeps through three intervals and wakes after the third.
            20 | 21 => continue,
            22 => {
                tablet.session.oversleep(until(&tablet, moment));
                continue;
            }
            _ => rings += tablet.session.advance(until(&tablet, moment)),
        }
        match interval {
            41 => continue,
            42 => {
                tablet.session.touch(&["Resume"]);
                tablet.session.wait_until("recording", "return !document.querySelector('.live.resting')");
                (one.not_seen, two.not_seen) = (one.not_seen + 2, two.not_seen + 2);
                continue;
            }
            45 => {
                // Half of the next interval behind the blank screen.
                tablet.session.touch(&["Blank"]);
                tablet.session.wait_until("the blank screen", "return !!document.querySelector('#blank:modal')");
                tablet.session.advance(Duration::from_secs(5));
                tablet.session.come_back();
                tablet.session.wait_until("the live screen", "return !document.querySelector('#blank:modal')");
            }
            _ => {}
        }
        let (a, b) = if interval % 5 == 4 { ("Off task", "On task") } else { ("On task", "Off task") };
        let (first_says, second_says) = (a, if interval % 3 == 0 { b } else { a });
        let key = |lane: &str, code: &str| format!("{lane} > {code}");
        let mut names = vec![key(first, first_says)];
        if interval == 10 {
            names.push(key(second, "Not seen"));
            two.not_seen += 1;
        } else {
            names.push(key(second, second_says));
        }
        if interval % 3 != 2 {
            names.push(key(first, "Engagement > 4"));
            names.push(key(second, "Engagement > 4"));
            (one.ratings, two.ratings) = (one.ratings + 1, two.ratings + 1);
        }
        if interval % 4 == 3 {
            // A slip: the wrong button, taken back.
            names.insert(0, key(first, if a == "On task" { "Off task" } else { "On task" }));
            names.insert(1, "Undo".to_owned());
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if let Some(slip) = names.iter().position(|name| *name == "Undo") {
            // The button is named for what it takes back.
            tablet.session.touch(&names[..slip]);
            tablet.session.wait_until(
                "the tap",
                "return !document.querySelector('button.undo').disabled && /task/.test(document.querySelector('button.undo').textContent)",
            );
            tablet.session.touch(&names[slip..=slip]);
            tablet.session.touch(&names[slip + 1..]);
        } else {
            tablet.session.touch(&names);
        }
        taps += names.len();
        let unseen = interval == 10;
        for (lane, code) in [(first, first_says), (second, if unseen { "Not seen" } else { second_says })] {
            shown(&tablet, DOWN, lane, code);
        }
        for (lane, tally) in [(first, &one), (second, &two)] {
            // What is tapped last is shown last.
            let said = |keys: &Keys| {
                keys[&(lane.to_owned(), "Engagement".to_owned())].0 == format!("last 4, {} ratings", tally.ratings)
            };
            tablet.until("the rating", |tablet| tally.ratings < 2 || said(&tablet.keys()));
        }
        *(if first_says == "On task" { &mut one.on_task } else { &mut one.off_task }) += 1;
        if !unseen {
            *(if second_says == "On task" { &mut two.on_task } else { &mut two.off_task }) += 1;
        }
        match interval {
            5 => tablet.look("observe-2-live"),
            15 => {
                let before = (tablet.keys(), tablet.session.text());
                tablet.session.resize(PORTRAIT);
                assert_eq!(tablet.keys(), before.0, "turned upright");
                tablet.session.shot("observe-3-upright");
            }
            30 => {
                tablet.session.resize(LANDSCAPE);
                // Interval 30 was looked at again: the first was off task.
                tablet.session.touch(&["Correct interval 30"]);
                tablet.session.wait_until("the dialog", "return !!document.querySelector('#live-correction:modal')");
                tablet.look("observe-4-correct");
                tablet.session.touch(&[&format!("{first} > On task")]);
                tablet.session.touch(&["Back to observing"]);
                tablet.session.wait_until("no dialog", "return !document.querySelector('#live-correction:modal')");
                (one.on_task, one.off_task) = (one.on_task + 1, one.off_task - 1);
                taps += 1;
            }
            35 => {
                tablet.session.touch(&["Quick notes > Teacher talks"]);
                taps += 1;
            }
            40 => {
                tablet.session.touch(&["Pause"]);
                tablet.session.wait_until("the dialog", "return !!document.querySelector('#live-pause:modal')");
                tablet.session.touch(&["I was called away"]);
                tablet.session.wait_until("the pause", "return !!document.querySelector('.live.resting')");
                tablet.look("observe-5-paused");
            }
            _ => {}
        }
    }
    assert!(taps >= 200, "{taps} taps");
    println!("{engine}: {taps} taps; {rings} timers in twenty minutes");
    tablet.session.touch(&["Stop"]);
    tablet.session.wait_until("the dialog", "return !!document.querySelector('#live-stop:modal')");
    tablet.session.touch(&["Stop and see the summary"]);
    tablet.session.wait_for("Observation: summary");
    tablet.session.wait_for("Teacher talks");
    tablet.look("observe-6-summary");
    let summary = tables(&tablet);
    assert_eq!(summary, [one.rows(), two.rows()]);
    let words = |tally: &Tally| {
        format!("{} of 60 intervals seen; pupil not seen in {}; 3 missed", tally.seen(), tally.not_seen)
    };
    for tally in [&one, &two] {
        tablet.session.wait_for(&words(tally));
    }
    tablet.session.fill("Your comments #1", "Works where nobody talks");
    tablet.session.click("Save the observations");
    tablet.session.wait_for("Observations saved.");
    tablet.session.click("Close");
    tablet.session.click("Observation 1");
    tablet.session.wait_for("Works where nobody talks");
    tablet.session.wait_for(PUPIL);
    tablet.look("observe-7-record");
    assert_eq!(tables(&tablet), [one.rows()], "the record says what the summary said");
    tablet.session.wait_for(&words(&one));
    // The other one, whose pupil was not chosen, gets it now and is here no more.
    tablet.session.go_to("#/today");
    tablet.session.wait_for("Observations without a pupil 1");
    tablet.look("observe-8-today");
    tablet.session.click("Observations without a pupil > Engagement");
    tablet.session.wait_for("Whose is it?");
    tablet.look("observe-9-unattached");
    tablet.session.fill("Pupil", "Testa");
    tablet.session.click(PUPIL);
    tablet.session.wait_for("The observation is in this pupil's file now.");
    tablet.session.click("Close");
    assert_eq!(tables(&tablet), [two.rows()], "given to its pupil it says the same");
    tablet.session.wait_for(&words(&two));
    tablet.session.go_to("#/today");
    tablet.session.wait_gone("Observations without a pupil");
    tablet.session.go_to("#/settings/observing");
    tablet.session.wait_for("New template");
    tablet.look("observe-10-settings");
    tablet.all_was_well();
}

/// Whether the buttons that are down in a lane are these.
pub(super) const DOWN: &str = "const lane = [...document.querySelectorAll('.lane')].find((lane) => page.squeeze(lane.querySelector('.lane-name').textContent) === arguments[0]); \
    const down = [...lane.querySelectorAll('.key[aria-pressed=true]')].map((key) => key.dataset.name || page.squeeze(key.querySelector('.key-name')?.textContent ?? key.textContent)); \
    return down.join() === arguments[1]";

/// Waits until a script says so of a lane.
#[track_caller]
pub(super) fn shown(tablet: &Tablet, body: &str, lane: &str, code: &str) {
    let what = format!("{code} of {lane}");
    tablet.until(&what, |tablet| tablet.session.run(body, json!([lane, code])) == Value::Bool(true));
}

/// The rows of each table of figures on the page, as they read.
#[track_caller]
pub(super) fn tables(tablet: &Tablet) -> Vec<Vec<String>> {
    // The letter in front of a code's name is hidden from those who listen.
    let body = "const read = (row) => { const copy = row.cloneNode(true); copy.querySelectorAll('[aria-hidden=true]').forEach((el) => el.remove()); \
        return page.squeeze([...copy.cells].map((cell) => cell.textContent).join(' ')); }; \
        return [...document.querySelectorAll('table.observed-figures')].map((table) => [...table.tBodies[0].rows].map(read))";
    let found = tablet.session.run(body, json!([]));
    let rows = |table: &Value| {
        table.as_array().into_iter().flatten().filter_map(|row| row.as_str().map(str::to_owned)).collect()
    };
    found.as_array().into_iter().flatten().map(rows).collect()
}
