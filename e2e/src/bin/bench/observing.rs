//! Taps on the live screen of an observation.

use super::*;

impl Bench {
    /// The live screen of an observation: what a tap takes, and what wakes the processor while nobody taps.
    pub(super) fn observing(&self) -> Result<Part, String> {
        let mut app = self.serve(&self.dist)?;
        let session = self.browser("observing");
        session.go(&app.url());
        session.wait_until_ready();
        session.wait_until_controlled();
        session.mark_document();
        session.run("location.hash = '#/demo'; location.reload()", json!([]));
        session.wait_for_new_document();
        session.wait_until("the caseload", "return 'unlock' in bench.painted");
        app.stop();

        let start = |template: &str| {
            session.go_to("#/observe");
            session.wait_for("Template");
            session.tick(template);
            session.click("Start observing");
            session.wait_until("the live screen", "return !!document.querySelector('.live .lane .key')");
        };
        start("Disruption counts");
        session.run_async(TAP, json!([]));
        let keys = ["Calls out", "Leaves seat", "Asks for help"];
        let taps = |slower: f64| {
            session.slow_down(slower);
            session.run("bench.taps = []; bench.bares = []", json!([]));
            // The first ones warm up.
            for tap in 0..TAPS + 5 {
                session.touch(&[keys[tap % 3]]);
                session.wait_until("the tap", &format!("return bench.taps.length > {tap}"));
            }
            session.run("bench.instead = bench.taps.at(-1)", json!([]));
            for tap in 0..TAPS + 5 {
                session.touch(&[keys[tap % 3]]);
                session.wait_until("the bare put", &format!("return bench.bares.length > {tap}"));
            }
            session.run("bench.instead = null", json!([]));
            session.slow_down(1.0);
            session
                .run("return bench.taps.slice(5).map((tap, at) => ({ ...tap, bare: bench.bares[at + 5] }))", json!([]))
        };
        let (full, slow) = (taps(1.0), taps(SLOWER));
        let (durable, bare) = (Values::of(&full, "durable"), Values::of(&full, "bare"));
        let painted = Values::of(&slow, "painted");
        let mut part = Part {
            text: format!(
                "## Observing\n\nA touch on a code of the live screen. Its button shows at once that the touch landed, and counts it when its \
                 row is on the disk. Beside it the same row put bare by the same touch, in a database beside it.\n\n{HEAD}"
            ),
            budgets: Vec::new(),
        };
        part.text += &Values::of(&full, "painted").row("tap to painted: landed");
        part.text += &Values::of(&full, "shown").row("tap to painted: counted");
        part.text += &painted.row("landed, 4 times slower");
        part.text += &Values::of(&slow, "shown").row("counted, 4 times slower");
        part.text += &durable.row("tap to durable");
        part.text += &Values::of(&full, "written").row("of that, from asking for the write");
        part.text += &bare.row("the same row put bare");
        part.text += &Values::of(&slow, "durable").row("tap to durable, 4 times slower");
        part.text += &Values::of(&slow, "bare").row("the same row put bare, 4 times slower");
        let (bytes, rows) = (Values::of(&full, "bytes").median(), Values::of(&full, "rows").median());
        let ratio = durable.at(0.95) / bare.at(0.95);
        let _ = writeln!(
            part.text,
            "\nA tap is {rows:.0} row of {bytes:.0} bytes with its key, of strict durability. Ratio of the p95 {ratio:.2}, of the \
             medians {:.2}.",
            durable.median() / bare.median()
        );
        part.budget("tap to painted, p95, 4 times slower", "50 ms", ms(painted.at(0.95)), painted.at(0.95) <= 50.0);
        part.budget("tap to durable, p95", "2 x bare", format!("{ratio:.2} x"), ratio <= 2.0);
        session.click("Stop");
        session.click("Stop and see the summary");
        session.wait_for("Observation: summary");
        session.click("Discard");
        session.click("Discard it");
        session.wait_until("Today", "return location.hash !== '#/observe'");

        start("Engagement");
        part.text += "\nWhat wakes the processor in a minute in which nobody taps, intervals of 20 seconds: calls of the page by timers \
                      and for frames, and how long the page's thread was busy, at full speed.\n\n\
                      | | timers | frames | busy |\n|---|---:|---:|---:|\n";
        part.text += &a_minute(&session, "the live screen, its countdown visible");
        session.click("Blank");
        session.wait_until("the blank screen", "return !!document.querySelector('#blank:modal')");
        part.text += &a_minute(&session, "behind the blank screen");
        session.come_back();
        Ok(part)
    }
}

/// What happens in the page in a minute, as a row of a table.
fn a_minute(session: &Session, name: &str) -> String {
    let rang = || {
        session.run("return [bench.rang.setTimeout + bench.rang.setInterval + bench.rang.requestIdleCallback, bench.rang.requestAnimationFrame]", json!([]))
    };
    let busy = || {
        let metrics = session.devtools("Performance.getMetrics", json!({}));
        let task = metrics["metrics"].as_array().into_iter().flatten().find(|metric| metric["name"] == "TaskDuration");
        task.and_then(|metric| metric["value"].as_f64()).unwrap_or(f64::NAN)
    };
    session.devtools("Performance.enable", json!({}));
    let (calls, seconds) = (rang(), busy());
    std::thread::sleep(Duration::from_secs(60));
    let (busy, after) = (busy() - seconds, rang());
    let more = |at: usize| after[at].as_u64().unwrap_or_default() - calls[at].as_u64().unwrap_or_default();
    format!("| {name} | {} | {} | {} |\n", more(0), more(1), ms(busy * 1e3))
}
