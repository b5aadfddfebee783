//! Recording what happens: views and the lock write through the one owner of the running observation, each when its turn in the
//! queue has come, so that no two rows have one number and nothing waits for the queue within it.

use std::future::Future;

use super::session::{Held, ObservingSession};
use super::{EventRow, NO_FILE, Observing, Resumed, observation_draft};
use crate::app::notice::Notice;
use crate::browser::{clock, page};
use casebook_domain::observation::{ClockReading, Event, EventKind, LessonClock, PauseReason, Recording, Tap};
use casebook_records as records;
use casebook_repository::{Repository, RepositoryError};

/// Told what happened and at which place of the list.
type Kept = Box<dyn FnOnce(&Event, u32)>;

/// What a tap is, said when its turn has come, from what happened before it. `None`: nothing.
type Next = Box<dyn FnOnce(&Recording) -> Option<(Option<u8>, Tap)>>;

fn reading() -> ClockReading {
    ClockReading { wall_ms: clock::now().utc_ms, mono_ms: clock::monotonic_ms() as i64 }
}

impl Observing {
    /// Takes over what was read from the disk. In the queue: nothing is written in the meantime. Gives what its clock has to say.
    pub(super) fn hold_observation(self, found: Option<&Resumed>) -> Option<i32> {
        let held = self.held();
        let Some(found) = found else {
            held.borrow_mut().take();
            return None;
        };
        let recording = Recording::new(found.running.clone(), found.events.clone(), found.next_seq);
        let same = held.borrow().as_ref().filter(|held| held.recording.running == found.running).map(|held| held.clock);
        let (clock, moved) = match same {
            Some(clock) => (clock, None),
            None => {
                let planned_ms = u32::from(found.running.sheet.planned_min) * 60_000;
                LessonClock::resume(found.running.began, &found.events, planned_ms, reading())
            }
        };
        *held.borrow_mut() = Some(ObservingSession { recording, clock });
        moved
    }

    /// Looks at what runs; `None`: nothing does.
    pub fn recorded<T>(self, look: impl FnOnce(&Recording) -> T) -> Option<T> {
        self.held().borrow().as_ref().map(|held| look(&held.recording))
    }

    /// Milliseconds from the beginning of the lesson. A clock that was put right since the last look moves nothing of it; its
    /// event is kept.
    pub fn lesson_ms(self) -> u32 {
        let looked = self.held().borrow_mut().as_mut().map(|held| held.clock.look(reading(), !page::is_visible()));
        let Some((at, moved)) = looked else { return 0 };
        if let Some(by_ms) = moved {
            page::excuse(by_ms);
            self.clock_moved.set(Some(by_ms));
            self.keep(None, Tap::Is(EventKind::ClockMoved { by_ms }), at);
        }
        at
    }

    /// The page is hidden from here on.
    pub fn lesson_hidden(self) {
        self.lesson_ms();
        if let Some(held) = self.held().borrow_mut().as_mut() {
            held.clock.hide();
        }
    }

    /// What looked like a clock put forward was a sleep: the lesson continued in the meantime.
    pub fn lesson_slept(self) {
        let Some(by_ms) = self.clock_moved.get_untracked() else { return };
        self.clock_moved.set(None);
        let at = self.lesson_ms();
        if let Some(held) = self.held().borrow_mut().as_mut() {
            held.clock.slept(by_ms.unsigned_abs());
        }
        self.keep(None, Tap::Is(EventKind::ClockMoved { by_ms: -by_ms }), at);
    }

    /// The tablet's clock was put right while the page was away: says it and keeps its event.
    pub(super) fn note_clock(self, by_ms: i32) {
        let at = self.lesson_ms();
        self.clock_moved.set(Some(by_ms));
        self.keep(None, Tap::Is(EventKind::ClockMoved { by_ms }), at);
    }

    fn keep(self, target: Option<u8>, tap: Tap, at_ms: u32) {
        let done = self.record(at_ms, Box::new(move |_| Some((target, tap))), Box::new(|_, _| ()));
        self.device.task(async move {
            if let Err(error) = done.await {
                self.device.say(Notice::error(&error));
            }
        });
    }

    /// Appends what happened at this time of the lesson, when the writes asked for before it are done. What a tap means
    /// depends on the taps before it, so `next` says it only when its turn has come. `kept` runs when it is on the disk and
    /// before the next one's turn; resolves then too.
    pub fn record(self, at_ms: u32, next: Next, kept: Kept) -> impl Future<Output = Result<(), RepositoryError>> {
        page::mark("tap:start");
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let held = self.held();
            let row = held.borrow().as_ref().and_then(|held| {
                let (target, tap) = next(&held.recording)?;
                held.recording.next(target, &tap, at_ms)
            });
            let Some((seq, event)) = row else { return Ok(()) };
            let place = self.write_event(&repository, &held, seq, event.clone()).await?;
            page::mark("tap:end");
            if event.what == EventKind::Ended {
                self.running.set(false);
            }
            kept(&event, place);
            Ok(())
        });
        async move { done.await.unwrap_or(Err(RepositoryError::Locked)) }
    }

    async fn write_event(
        self,
        repository: &Repository,
        held: &Held,
        seq: u64,
        event: Event,
    ) -> Result<u32, RepositoryError> {
        let plain = records::encode_event(&EventRow { seq, event: event.clone() });
        repository.keep_draft(NO_FILE, observation_draft(), seq, &plain).await?;
        Ok(held.borrow_mut().as_mut().map_or(0, |held| held.recording.kept(event)))
    }

    /// Before the casebook is locked: recording pauses for everybody who is observed, and takes nothing more.
    pub(crate) fn pause_observation(self) -> impl Future<Output = Option<Result<(), RepositoryError>>> {
        let at_ms = self.lesson_ms();
        self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let held = self.held();
            let who = held.borrow().as_ref().map(|held| held.recording.to_pause()).unwrap_or_default();
            for target in who {
                let pause = Tap::Is(EventKind::Paused { reason: PauseReason::Locked, words: String::new() });
                let row = held.borrow().as_ref().and_then(|held| held.recording.next(target, &pause, at_ms));
                if let Some((seq, event)) = row {
                    self.write_event(&repository, &held, seq, event).await?;
                }
            }
            if let Some(held) = held.borrow_mut().as_mut() {
                held.recording.close();
            }
            Ok(())
        })
    }
}
