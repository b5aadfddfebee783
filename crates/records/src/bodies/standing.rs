//! Changes of status.

use crate::wire::{Code, Day, stored};
use casebook_domain::standing;

stored! {
    Standing = standing::Standing {
        date: Day,
        kind: Code<standing::StandingKind>,
        reason: String,
        until: Option<Day>,
    }
}
