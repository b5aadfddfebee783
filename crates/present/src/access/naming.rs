//! Names of other people in the copy.

use super::super::forms::form_ctx;
use super::redact;
use super::redact::Pattern;
use casebook_domain::calendar::Moment;
use casebook_domain::case::CaseFile;
use casebook_domain::order;
use casebook_domain::pupil::Pupil;
use casebook_domain::settings::Settings;
use std::collections::{BTreeMap, BTreeSet};

use super::{AccessCopy, RedactionReview, for_each_text};

/// What somebody named in a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Another pupil of this casebook.
    Pupil,
    /// Somebody at home, or how to reach them.
    Home,
    /// Somebody who works with the pupil, or an agency.
    Staff,
}

impl Who {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pupil => "Another pupil",
            Self::Home => "At home",
            Self::Staff => "Staff or agency",
        }
    }

    /// What is done until somebody decides: people who work with the pupil stay, everybody else is removed.
    pub const fn stays(self) -> bool {
        matches!(self, Self::Staff)
    }
}

/// A form of a name that is in the copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// By what it is known in a [`RedactionReview`].
    pub key: String,
    /// As it is written.
    pub text: String,
    /// Whose it is.
    pub who: Who,
    /// How often it is in the copy.
    pub count: usize,
}

/// Words that are before names and are none.
pub(super) const TITLES_OF_PEOPLE: [&str; 8] = ["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "the"];

/// Shorter pieces of a name are not looked for by themselves.
pub(super) const SHORTEST: usize = 3;

/// Who is named in the copy besides the pupil: people at home with their numbers and addresses, staff and agencies, other
/// pupils by any part of their names. Each form that is in it is a line of its own.
pub fn names(copy: &AccessCopy, case: &CaseFile, settings: &Settings, others: &[String]) -> Vec<Name> {
    let mut forms = Forms { own: case.pupil().into_iter().flat_map(own_words).collect(), found: BTreeMap::new() };
    // The most careful comes first: a name that several have is treated as that one's.
    for name in others {
        forms.put_person(name, Who::Pupil);
    }
    for contact in case.contacts() {
        forms.put_person(&contact.name.whole(), Who::Home);
        for text in [&contact.phone, &contact.email, &contact.address] {
            forms.put(text, Who::Home);
        }
    }
    let ctx = form_ctx(case, settings, copy.made, Moment { utc_ms: 0, offset_min: 0 });
    let posts = [&settings.line_manager, &settings.head, &settings.student_performance, &settings.safeguarding_lead];
    let posts = posts.into_iter().chain(&settings.safeguarding_deputies).map(|post| &post.name);
    let authors = copy.parts.iter().flat_map(|part| &part.lines).map(|line| &line.by);
    for name in ctx.people.iter().chain(&ctx.agencies).chain(posts).chain(authors).chain([&settings.mentor]) {
        forms.put_person(name, Who::Staff);
    }
    let mut found = Vec::new();
    for (key, (text, who)) in forms.found {
        let Some(pattern) = Pattern::name(&text) else { continue };
        let mut count = 0;
        for_each_text(copy, &mut |text| count += redact::count(text, &pattern));
        if count > 0 {
            found.push(Name { key, text, who, count });
        }
    }
    order::by_key(&mut found, |name| (name.who, name.key.clone()));
    found
}

/// Forms of names to look for.
pub(super) struct Forms {
    /// Words of the pupil's own names, which stay.
    pub(super) own: BTreeSet<String>,
    pub(super) found: BTreeMap<String, (String, Who)>,
}

impl Forms {
    pub(super) fn put(&mut self, text: &str, who: Who) {
        let key = redact::key(text);
        let own = key.split(' ').all(|word| self.own.contains(word) || TITLES_OF_PEOPLE.contains(&word));
        if key.chars().count() >= SHORTEST && !own {
            self.found.entry(key).or_insert_with(|| (text.trim().to_owned(), who));
        }
    }

    /// A name, and each of its words.
    pub(super) fn put_person(&mut self, name: &str, who: Who) {
        self.put(name, who);
        for word in name.split_whitespace() {
            self.put(word.trim_matches(|char: char| !char.is_alphanumeric()), who);
        }
    }
}

pub(super) fn own_words(pupil: &Pupil) -> Vec<String> {
    let Pupil { first_names, surname, known_as, letter_name, .. } = pupil;
    let names = [first_names, surname, known_as, letter_name];
    let keys = names.into_iter().map(|name| redact::key(name));
    keys.flat_map(|key| key.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Words that are still in the copy and like a name that was removed: spelt a little differently, or short for it.
pub fn like_names(copy: &AccessCopy, names: &[Name], review: &RedactionReview) -> Vec<String> {
    let own: Vec<String> = redact::key(&copy.pupil).split(' ').map(str::to_owned).collect();
    let stays: Vec<&str> = names.iter().filter(|name| review.keeps(name)).map(|name| name.key.as_str()).collect();
    let mut found = BTreeSet::new();
    for name in
        names.iter().filter(|name| !review.keeps(name) && !name.text.contains(|char: char| char.is_ascii_digit()))
    {
        for_each_text(copy, &mut |text| found.extend(redact::like(text, &name.text)));
    }
    let mark = redact::key(redact::MARK);
    let open = |word: &String| {
        let key = redact::key(word);
        key != mark && !own.contains(&key) && !stays.contains(&key.as_str())
    };
    found.into_iter().filter(open).collect()
}
