//! Things a mentor uses again and again (p37): a text, a game, a page on the web. They are about no pupil.

/// A resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

#[cfg(test)]
mod tests {
    use super::*;

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
