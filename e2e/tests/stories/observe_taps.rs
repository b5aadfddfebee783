//! Taps by chance, with power cuts between them: none is lost. Everybody is made up.

use std::time::Duration;

use super::observe::*;
use super::*;

/// A small stream of numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// The browser is killed many times after random taps: whatever the screen had shown is there again.
pub fn no_tap_is_lost(engine: Engine) {
    const CODES: [&str; 3] = ["Calls out", "Leaves seat", "Disturbs others"];
    let mut tablet = begin(engine, "observe-kill");
    tablet.session.go_to("#/observe");
    tablet.start("Disruption");
    let mut dice = Dice(20_261_123 + engine as u64);
    let mut known = tablet.counts();
    let mut lost = Vec::new();
    let mut made = 0;
    // WebKit compiles the program anew at each start, so it has fewer rounds.
    let rounds = if engine == Engine::WebKit { 7 } else { 20 };
    for round in 1..=rounds {
        let taps: Vec<&str> = (0..1 + dice.up_to(8)).map(|_| CODES[dice.up_to(3) as usize]).collect();
        tablet.session.touch(&taps);
        std::thread::sleep(Duration::from_millis(dice.up_to(40)));
        let shown = tablet.counts();
        tablet.pull_the_plug();
        let back = tablet.counts();
        for code in CODES {
            let tapped = taps.iter().filter(|tap| **tap == code).count() as u32;
            let (before, shown, back) = (known[code], shown[code], back[code]);
            if back < shown || back > before + tapped {
                lost.push(format!("round {round}: {code} {before} + {tapped} taps, shown {shown}, back {back}"));
            }
        }
        made += taps.len();
        known = back;
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
    let kept: u32 = known.values().sum();
    println!("{engine}: {made} taps in {rounds} rounds, {kept} on the disk");
    tablet.all_was_well();
}
