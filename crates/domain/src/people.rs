//! Who can open the casebook: the mentor, and colleagues who cover.

use super::text::clean;

/// Characters of a name.
pub const NAME_MAX: usize = 60;

/// Why a person can't be called so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// Nothing was written.
    Missing,
    /// More than [`NAME_MAX`] characters.
    TooLong,
    /// Somebody is called so already: nobody could tell who wrote an entry.
    Taken,
}

/// The name of one more person, as entries will bear it.
///
/// # Errors
/// [`NameFault`].
pub fn person_name<'a>(typed: &str, others: impl IntoIterator<Item = &'a str>) -> Result<String, NameFault> {
    let name = clean(typed, false).split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        Err(NameFault::Missing)
    } else if name.chars().nth(NAME_MAX).is_some() {
        Err(NameFault::TooLong)
    } else if others.into_iter().any(|other| other.trim().to_lowercase() == name.to_lowercase()) {
        Err(NameFault::Taken)
    } else {
        Ok(name)
    }
}

/// Whose entry it is, where it is not the mentor's.
pub fn by_another<'a>(author: Option<&'a str>, mentor: &str) -> Option<&'a str> {
    author.map(str::trim).filter(|author| !author.is_empty() && *author != mentor.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_people_do_not_share_a_name() {
        let others = ["Made-up Mentor", "Made-up Cover"];
        assert_eq!(person_name("  Made-up   Third ", others), Ok("Made-up Third".to_owned()));
        assert_eq!(person_name("made-up cover", others), Err(NameFault::Taken));
        assert_eq!(person_name("   ", others), Err(NameFault::Missing));
        assert_eq!(person_name(&"é".repeat(NAME_MAX), []), Ok("é".repeat(NAME_MAX)));
        assert_eq!(person_name(&"é".repeat(NAME_MAX + 1), []), Err(NameFault::TooLong));
    }

    #[test]
    fn an_entry_says_who_wrote_it_where_it_was_not_the_mentor() {
        assert_eq!(by_another(Some("Made-up Cover"), "Made-up Mentor"), Some("Made-up Cover"));
        assert_eq!(by_another(Some(" Made-up Mentor"), "Made-up Mentor "), None);
        assert_eq!(by_another(Some(""), "Made-up Mentor"), None, "written before anybody had a name");
        assert_eq!(by_another(None, "Made-up Mentor"), None);
    }
}
