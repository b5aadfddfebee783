//! The piles that a mentor sorts pupils into when looking over the list.

use casebook_domain::header::Header;
use casebook_domain::states::{Overlay, State};

/// A pile of pupils.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pile {
    /// Referred and not decided yet.
    Waiting,
    /// Authorised; the gates are being met.
    Preparing,
    /// Intervention runs.
    Running,
    /// Exit programme runs.
    Leaving,
    /// On hold or objected to.
    Stopped,
    /// Records disagree.
    Undecided,
    /// Nothing is open: exited, declined, redirected, left.
    Closed,
    /// Never referred.
    Unreferred,
}

impl Pile {
    /// All of them, in the order in which they are shown.
    pub const ALL: &'static [Self] = &[
        Self::Waiting,
        Self::Preparing,
        Self::Running,
        Self::Leaving,
        Self::Stopped,
        Self::Undecided,
        Self::Closed,
        Self::Unreferred,
    ];

    /// The words on its button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Awaiting authorisation",
            Self::Preparing => "Preparing",
            Self::Running => "Intervention",
            Self::Leaving => "Exit programme",
            Self::Stopped => "On hold",
            Self::Undecided => "Records disagree",
            Self::Closed => "Closed",
            Self::Unreferred => "No referral",
        }
    }

    /// The pile a pupil lies on; every pupil lies on one.
    pub const fn of(header: &Header) -> Self {
        match (header.overlay, header.state) {
            (Overlay::Left | Overlay::Died | Overlay::HandedOver, _) => Self::Closed,
            (_, State::Undecided) => Self::Undecided,
            (_, State::Exited | State::Declined | State::Redirected) => Self::Closed,
            (Overlay::OnHold | Overlay::Objected, _) => Self::Stopped,
            (Overlay::None, State::AwaitingAuthorisation | State::MoreInformation) => Self::Waiting,
            (Overlay::None, State::Preparing) => Self::Preparing,
            (Overlay::None, State::Intervention) => Self::Running,
            (Overlay::None, State::ExitProgramme) => Self::Leaving,
            (Overlay::None, State::None) => Self::Unreferred,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::ids::FileId;

    #[test]
    fn every_state_lies_on_a_pile_and_a_pupil_who_left_is_closed_in_all() {
        for &state in State::ALL {
            for &overlay in Overlay::ALL {
                let header = Header {
                    file: FileId::from_bytes([0; 16]),
                    first_names: String::new(),
                    surname: String::new(),
                    known_as: String::new(),
                    letter_name: String::new(),
                    upn: String::new(),
                    form: String::new(),
                    born: None,
                    year_as_taught: None,
                    state,
                    overlay,
                    due: Vec::new(),
                    last_session: None,
                    planned: Vec::new(),
                    episodes: 0,
                };
                let pile = Pile::of(&header);
                assert!(Pile::ALL.contains(&pile));
                if matches!(overlay, Overlay::Left | Overlay::Died | Overlay::HandedOver) {
                    assert_eq!(pile, Pile::Closed, "{state:?}");
                }
            }
        }
    }
}
