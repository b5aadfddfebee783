//! The running observation in memory: its one owner.

use std::cell::RefCell;
use std::rc::Rc;

use casebook_domain::observation::{LessonClock, Recording};

/// What runs and its clock; `None`: nothing.
pub type Held = Rc<RefCell<Option<ObservingSession>>>;

/// The running observation and its lesson's clock.
pub struct ObservingSession {
    pub(super) recording: Recording,
    pub(super) clock: LessonClock,
}
