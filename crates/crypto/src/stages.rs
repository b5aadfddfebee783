//! Where the time of a bundle goes: making lines, compressing, sealing the file, sealing rows, the database, opening again.
//!
//! A stopwatch for the thread that makes and opens bundles, read by the benchmark. Off until a clock is given, and then two
//! readings of it for each change of stage. Time counts for the innermost stage; what happens while a bundle is opened
//! again counts for that alone.

use core::cell::{Cell, RefCell};

/// What the time is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Lines from rows and rows from lines, planning and merging.
    Json,
    /// Compressing and expanding.
    Gzip,
    /// Sealing and opening the file.
    Age,
    /// Sealing and opening rows for this vault.
    Seal,
    /// Waiting for the database.
    Database,
    /// Opening what was made, and comparing.
    Reopen,
}

impl Stage {
    /// All of them, in the order of [`spent`].
    pub const ALL: [Self; 6] = [Self::Json, Self::Gzip, Self::Age, Self::Seal, Self::Database, Self::Reopen];

    /// Its name in the benchmark.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Gzip => "gzip",
            Self::Age => "age",
            Self::Seal => "seal",
            Self::Database => "database",
            Self::Reopen => "reopen",
        }
    }
}

thread_local! {
    static CLOCK: Cell<Option<fn() -> f64>> = const { Cell::new(None) };
    static NOW: Cell<Option<(Stage, f64)>> = const { Cell::new(None) };
    static SPENT: RefCell<[f64; 6]> = const { RefCell::new([0.0; 6]) };
}

/// Starts again with a clock, in milliseconds.
pub fn start(clock: fn() -> f64) {
    CLOCK.set(Some(clock));
    NOW.set(None);
    SPENT.set([0.0; 6]);
}

/// Milliseconds of each of [`Stage::ALL`] since [`start`].
pub fn spent() -> [f64; 6] {
    SPENT.with_borrow(|spent| *spent)
}

/// Ends when it is dropped.
#[must_use = "the stage ends when this is dropped"]
pub struct Running(Option<Option<Stage>>);

/// From here on the time counts for this stage, until what is returned is dropped; then for the one before again.
pub fn begin(stage: Stage) -> Running {
    let Some(clock) = CLOCK.get() else { return Running(None) };
    let before = NOW.get();
    if before.is_some_and(|(before, _)| before == Stage::Reopen || before == stage) {
        return Running(None);
    }
    turn(clock(), Some(stage));
    Running(Some(before.map(|(before, _)| before)))
}

/// Runs `work` as part of a stage.
pub fn during<T>(stage: Stage, work: impl FnOnce() -> T) -> T {
    let _running = begin(stage);
    work()
}

impl Drop for Running {
    fn drop(&mut self) {
        if let (Some(before), Some(clock)) = (self.0, CLOCK.get()) {
            turn(clock(), before);
        }
    }
}

fn turn(now: f64, next: Option<Stage>) {
    if let Some((stage, since)) = NOW.get() {
        SPENT.with_borrow_mut(|spent| spent[stage as usize] += now - since);
    }
    NOW.set(next.map(|next| (next, now)));
}

#[cfg(test)]
mod tests {
    use super::*;

    thread_local! { static TIME: Cell<f64> = const { Cell::new(0.0) }; }

    fn pass(ms: f64) {
        TIME.set(TIME.get() + ms);
    }

    #[test]
    fn time_counts_for_the_innermost_stage_and_all_of_opening_again_for_itself() {
        start(|| TIME.get());
        pass(1.0);
        during(Stage::Json, || {
            pass(2.0);
            during(Stage::Gzip, || {
                pass(4.0);
                during(Stage::Age, || pass(8.0));
            });
            during(Stage::Json, || pass(16.0));
        });
        during(Stage::Reopen, || during(Stage::Age, || pass(32.0)));
        assert_eq!(spent(), [18.0, 4.0, 8.0, 0.0, 0.0, 32.0]);
    }

    #[test]
    fn without_a_clock_nothing_is_counted() {
        during(Stage::Seal, || ());
        assert_eq!(spent(), [0.0; 6]);
    }
}
