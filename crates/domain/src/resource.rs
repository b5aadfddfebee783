//! Things a mentor uses again and again (p37): a text, a game, a page on the web. They are about no pupil.

use crate::calendar::Date;

use super::case::CaseFile;
use super::ids::RecordId;
use super::session::Session;

/// A resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Resource {
    /// What it is called.
    pub title: String,
    /// What it is and how it is used.
    pub text: String,
    /// An address on the web; may be empty. See [`is_web_address`].
    pub link: String,
    /// Words to find it by.
    pub tags: Vec<String>,
}

/// Whether a text is an address that may be offered as a link: `http` or `https`, no white space, nothing that a reader
/// can't see. A resource pack comes from somebody else, and a link can be made to do more than open a page.
pub fn is_web_address(link: &str) -> bool {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    let hidden = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && link.len() <= 2_000
        && !link.chars().any(hidden)
}

/// How often a resource was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Sessions in which it was used.
    pub sessions: u32,
    /// Pupils with whom.
    pub pupils: u32,
    /// Day of the newest of those sessions.
    pub last: Option<Date>,
}

impl Uses {
    /// Adds the sessions of a pupil's file.
    pub fn count(&mut self, case: &CaseFile, resource: RecordId) {
        let days: Vec<Date> = case
            .all::<Session>()
            .iter()
            .filter(|session| session.body.resources.contains(&resource))
            .map(|session| session.body.date)
            .collect();
        self.sessions = self.sessions.saturating_add(u32::try_from(days.len()).unwrap_or(u32::MAX));
        self.pupils = self.pupils.saturating_add(u32::from(!days.is_empty()));
        self.last = self.last.into_iter().chain(days).max();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Moment, parse_iso};
    use crate::case::Item;
    use crate::content::{Content, Entry};
    use crate::ids::FileId;
    use crate::preparation::Audience;
    use crate::session::{Attended, SessionKind};

    #[test]
    fn uses_are_counted_over_sessions_and_pupils() {
        let (wanted, other) = (RecordId::from_bytes([7; 16]), RecordId::from_bytes([8; 16]));
        let case = |file: u8, sessions: &[(&str, &[RecordId])]| {
            let mut case = CaseFile::new(FileId::from_bytes([file; 16]));
            for (at, (date, used)) in (1..).zip(sessions) {
                let content = Content::Session(Session {
                    date: parse_iso(date).unwrap(),
                    kind: SessionKind::OneToOne,
                    minutes: 30,
                    attended: Attended::Yes,
                    lesson_missed: String::new(),
                    notes: String::new(),
                    next_step: String::new(),
                    audience: Audience::MentorOnly,
                    ratings: Vec::new(),
                    gifted: false,
                    resources: used.to_vec(),
                });
                let saved = Moment { utc_ms: 0, offset_min: 0 };
                case.put(Item { id: RecordId::from_bytes([at; 16]), saved, entry: Entry { episode: None, content } });
            }
            case
        };
        let mut uses = Uses::default();
        uses.count(
            &case(1, &[("2026-11-02", &[wanted, other]), ("2026-11-09", &[wanted]), ("2026-11-16", &[])]),
            wanted,
        );
        uses.count(&case(2, &[("2026-11-04", &[wanted])]), wanted);
        uses.count(&case(3, &[("2026-11-20", &[other])]), wanted);
        assert_eq!(uses, Uses { sessions: 3, pupils: 2, last: parse_iso("2026-11-09") });
    }

    #[test]
    fn only_pages_on_the_web_are_links() {
        for link in ["https://example.org/feelings", "http://example.org"] {
            assert!(is_web_address(link), "{link}");
        }
        for link in [
            "",
            "https://",
            "https:///x",
            "HTTPS:x",
            "javascript:alert(1)",
            " https://example.org",
            "data:text/html,x",
            "https://example.org/a b",
            "https://example.org/\u{202e}gro",
            "file:///etc/passwd",
            "//example.org",
        ] {
            assert!(!is_web_address(link), "{link}");
        }
    }
}
