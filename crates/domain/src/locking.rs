//! When an open casebook that nobody uses says that it is about to lock, and when it locks.

/// So long before it locks, it says so. Any key or touch keeps it open (WCAG 2.2.1).
pub const WARNING_MS: u64 = 20_000;

/// What an idle time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// It is in use; the warning is due this many milliseconds from now if nothing happens.
    InUse(u64),
    /// It locks this many milliseconds from now if nothing happens.
    AboutToLock(u64),
    /// It is to be locked.
    Over,
}

/// What it means that nobody used it for `idle_ms`, where it locks after `limit_ms`.
pub fn idle(idle_ms: u64, limit_ms: u64) -> Idle {
    let left = limit_ms.saturating_sub(idle_ms);
    match left {
        0 => Idle::Over,
        left if left <= WARNING_MS => Idle::AboutToLock(left),
        left => Idle::InUse(left - WARNING_MS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_seconds_before_it_locks_it_says_so() {
        assert_eq!(idle(0, 300_000), Idle::InUse(280_000));
        assert_eq!(idle(279_999, 300_000), Idle::InUse(1));
        assert_eq!(idle(280_000, 300_000), Idle::AboutToLock(20_000));
        assert_eq!(idle(299_999, 300_000), Idle::AboutToLock(1));
        assert_eq!(idle(300_000, 300_000), Idle::Over);
        assert_eq!(idle(u64::MAX, 60_000), Idle::Over);
        assert_eq!(idle(0, 60_000), Idle::InUse(40_000), "the shortest time that can be set leaves time to read");
    }
}
