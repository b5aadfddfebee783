//! Starting, unlocking, and working with few and with many pupils.

use super::*;

impl Bench {
    /// The start beside that of the ten-line page, and unlocking with a passphrase.
    pub(super) fn start_and_unlock(&self) -> Result<Part, String> {
        let mut app = self.serve(&self.dist)?;
        let mut plain = self.serve_static_page()?;
        let (app_url, plain_url) = (app.url(), plain.url());
        let mut session = self.browser("start");
        session.go(&plain_url);
        session.wait_until_controlled();
        session.go(&app_url);
        let passphrase = make_casebook(&session);
        session.wait_until_controlled();
        app.stop();
        plain.stop();

        let mut part = Part::default();
        session.slow_down(SLOWER);
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for run in 0..=self.runs {
            let times = (usable(&session, &plain_url), usable(&session, &app_url));
            // The first time the browser itself still warms up.
            if run > 0 {
                theirs.push(times.0);
                ours.push(times.1);
            }
        }
        let (ours, theirs) = (Values::new(ours), Values::new(theirs));
        let (mut ours_cold, mut theirs_cold) = (Vec::new(), Vec::new());
        for _ in 0..self.runs.div_ceil(2) {
            for (url, times) in [(&plain_url, &mut theirs_cold), (&app_url, &mut ours_cold)] {
                session.quit();
                session.reopen();
                watch(&session);
                session.slow_down(SLOWER);
                times.push(usable(&session, url));
            }
        }
        let (ours_cold, theirs_cold) = (Values::new(ours_cold), Values::new(theirs_cold));
        let ratio = ours.median() / theirs.median();
        let cold = ours_cold.median() / theirs_cold.median();
        part.text += "## Start without a network\n\nFrom navigation to a painted lock screen that takes a passphrase, the \
                      processor slowed down 4 times; beside it a page of ten lines with a service worker.\n\n";
        part.text += HEAD;
        part.text += &ours.row("Casebook");
        part.text += &theirs.row("ten-line page");
        part.text += &ours_cold.row("Casebook, browser just opened");
        part.text += &theirs_cold.row("ten-line page, browser just opened");
        let _ = writeln!(part.text, "\nRatio {ratio:.2}; with the browser just opened {cold:.2}.");
        part.budget("offline start, 4 times slower", "2 x ten-line page", format!("{ratio:.2} x"), ratio <= 2.0);
        part.budget("the same, browser just opened", "2 x ten-line page", format!("{cold:.2} x"), cold <= 2.0);

        session.slow_down(1.0);
        let derived = (0..self.runs).map(|_| {
            session.go("about:blank");
            session.go(&app_url);
            session.wait_until("the lock screen", "return !!bench.usable");
            session.fill("Passphrase", &passphrase);
            session.run("page.find('press', 'Unlock')[0].addEventListener('click', () => performance.mark('press'), { capture: true, once: true })", json!([]));
            session.click("Unlock");
            session.wait_until("the casebook", "return 'unlock' in bench.painted");
            let body = "const at = (name) => performance.getEntriesByName(name)[0].startTime; return at('unlock:start') - at('press')";
            session.run(body, json!([])).as_f64().unwrap_or(f64::NAN)
        });
        let derived = Values::new(derived.collect());
        part.text += "\n## Unlocking: key derivation\n\nFrom the press on Unlock until the keys are there: starting the worker \
                      and Argon2id. It is slow on purpose, so that guessing takes long.\n\n";
        part.text += HEAD;
        part.text += &derived.row("key derivation");
        Ok(part)
    }

    /// Everything that depends on how much is kept.
    pub(super) fn caseload(&self, pupils: u32) -> Result<Part, String> {
        let many = pupils == CASELOADS[1];
        let mut app = self.serve(&self.dist)?;
        let session = self.browser(&format!("pupils-{pupils}"));
        session.go(&app.url());
        session.wait_until_ready();
        session.wait_until_controlled();
        session.mark_document();
        let body =
            "localStorage.setItem('casebook.demo-size', arguments[0]); location.hash = '#/demo'; location.reload()";
        session.run(body, json!([pupils.to_string()]));
        session.wait_for_new_document();
        session.wait_until("the caseload", "return 'unlock' in bench.painted");
        app.stop();

        let mut part = Part { text: format!("## {pupils} pupils\n\n{HEAD}"), budgets: Vec::new() };
        let (mut opened, mut shown) = (Vec::new(), Vec::new());
        for _ in 0..self.runs {
            session.reload();
            session.wait_until("the casebook", "return 'unlock' in bench.painted");
            let times = session.run("return bench.stretch('unlock')", json!([]));
            opened.extend(times[0].as_f64());
            shown.extend(times[1].as_f64());
        }
        let opened = Values::new(opened);
        part.text += &opened.row("unlock, without key derivation");
        part.text += &Values::new(shown).row("the same, until Today is painted");
        let before = memory(&session);

        let files = session.run_async(
            "const results = { usual: [], long: [] };
             for (let run = 0; run <= arguments[0]; run += 1) {
               for (const [name, file] of [['usual', arguments[1]], ['long', arguments[2]]]) {
                 const before = bench.count('file');
                 delete bench.painted.file;
                 location.hash = `#/pupil/${file}`;
                 await bench.until(() => bench.count('file') > before && 'file' in bench.painted);
                 const [read, shown] = bench.stretch('file');
                 if (run > 0) results[name].push({ read, shown });
                 await bench.pause(100);
               }
             }
             return results",
            json!([self.runs, USUAL_FILE, LONG_FILE]),
        );
        part.text += &Values::of(&files["usual"], "read").row("open a pupil's file");
        part.text += &Values::of(&files["usual"], "shown").row("the same, until it is painted");
        let read = Values::of(&files["long"], "read");
        part.text += &read.row("open the file of 1,000 records");
        part.text += &Values::of(&files["long"], "shown").row("the same, until it is painted");
        let after = memory(&session);

        let usual = session.run_async(SAVE, json!([USUAL_FILE, SAVES]));
        let long = session.run_async(SAVE, json!([LONG_FILE, SAVES]));
        let (saved, bare) = (Values::of(&usual, "saved"), Values::of(&usual, "bare"));
        let (saved_long, bare_long) = (Values::of(&long, "saved"), Values::of(&long, "bare"));
        part.text += &saved.row("save a note");
        part.text += &Values::of(&usual, "decided").row("of that, before the first row is put");
        part.text += &bare.row("the same rows and bytes put bare");
        part.text += &saved_long.row("save a note, in the file of 1,000 records");
        part.text += &Values::of(&long, "decided").row("of that, before the first row is put");
        part.text += &bare_long.row("the same rows and bytes put bare");

        let keys = session.run_async(SEARCH, json!([]));
        let updated = Values::of(&keys, "updated");
        part.text += &Values::of(&keys, "handled").row("search, a keystroke: handlers of the event");
        part.text += &updated.row("search, a keystroke: new list laid out");
        part.text += &Values::of(&keys, "painted").row("search, a keystroke: painted, with waiting for two frames");

        let ratio = saved.median() / bare.median();
        let ratio_long = saved_long.median() / bare_long.median();
        let (rows, bytes) = (Values::of(&usual, "rows").median(), Values::of(&usual, "bytes").median());
        let _ = writeln!(
            part.text,
            "\nA note is {rows:.0} rows of {bytes:.0} bytes with their keys, in one transaction of strict durability. Ratio to the \
             bare puts {ratio:.2}; in the file of 1,000 records {ratio_long:.2}.\n\n| memory | JS heap | program |\n|---|---:|---:|"
        );
        for (name, (heap, program)) in [("Today", before), ("after the file of 1,000 records", after)] {
            let _ = writeln!(part.text, "| {name} | {} | {} |", mb(heap), mb(program));
        }
        let _ = writeln!(part.text, "\nOn the disk: {}.", mb(session.stored()));
        if many {
            let (opened, read, updated) = (opened.median(), read.median(), updated.median());
            part.budget("unlock without key derivation, 2,000 pupils", "300 ms", ms(opened), opened <= 300.0);
            part.budget("open a file of 1,000 records", "200 ms", ms(read), read <= 200.0);
            part.budget("save of one change", "2 x bare", format!("{ratio:.2} x"), ratio <= 2.0);
            part.budget("search keystroke, 2,000 pupils", "16 ms", ms(updated), updated <= 16.0);
        }
        Ok(part)
    }
}
