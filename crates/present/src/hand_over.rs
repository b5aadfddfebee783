//! A hand-over in the making, in words: what has been chosen so far, what is still missing, what is sent and what
//! stays.

mod going;
mod log;

use super::forms::{Draft, NO_DATE};
use casebook_domain::calendar::{Date, parse_iso};
use casebook_domain::due::DueKind;
use casebook_domain::hand_over::{Carried, LeadSays, Parts, Place, Purpose};
use casebook_domain::header::Header;
use casebook_domain::ids::FileId;
use std::collections::{BTreeMap, BTreeSet};

pub use going::{always_stays, goes, leaving, left_out, left_out_words};
pub use log::{SHARED_FIELDS, came_facts, count_words, lead_facts, log_facts, transition, with_shared};

/// What was chosen so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOverDraft {
    /// The pupils' files.
    pub files: BTreeSet<FileId>,
    /// What for.
    pub purpose: Option<Purpose>,
    /// It gives a case back that was here for cover or shared.
    pub back: bool,
    /// Until when, as typed.
    pub until: String,
    /// To whom.
    pub to: String,
    /// Where they work.
    pub place: Option<Place>,
    /// How much.
    pub parts: Parts,
    /// What the safeguarding lead said.
    pub lead: Option<LeadSays>,
    /// Who was asked.
    pub lead_name: String,
    /// How it travels.
    pub carried: Option<Carried>,
    /// The receiving tablet's `age1…`, checked.
    pub key: String,
    /// The seven words, once there are some.
    pub words: String,
    /// What the transition records share, as typed: fields of their form.
    pub shared: Draft,
}
impl Default for HandOverDraft {
    fn default() -> Self {
        Self {
            files: BTreeSet::new(),
            purpose: None,
            back: false,
            until: String::new(),
            to: String::new(),
            place: None,
            parts: Parts::Whole,
            lead: None,
            lead_name: String::new(),
            carried: None,
            key: String::new(),
            words: String::new(),
            shared: Draft::new(),
        }
    }
}
/// How the keys of what transition records share begin in the stored draft.
const SHARED: &str = "shared.";
impl HandOverDraft {
    /// As it is kept.
    pub fn values(&self) -> BTreeMap<String, String> {
        let Self { files, purpose, back, until, to, place, parts, lead, lead_name, carried, key, words, shared } = self;
        let files: Vec<String> = files.iter().map(FileId::to_string).collect();
        let mut draft = Draft::new();
        draft.set("files", files.join(" "));
        draft.set("purpose", purpose.map_or("", Purpose::code));
        draft.tick("back", *back);
        draft.set("until", until.as_str());
        draft.set("to", to.as_str());
        draft.set("place", place.map_or("", Place::code));
        draft.set("parts", parts.code());
        draft.set("lead", lead.map_or("", LeadSays::code));
        draft.set("lead_name", lead_name.as_str());
        draft.set("carried", carried.map_or("", Carried::code));
        draft.set("key", key.as_str());
        draft.set("words", words.as_str());
        for (name, value) in &shared.values {
            draft.set(&[SHARED, name].concat(), value.as_str());
        }
        draft.values
    }

    /// Reads what was kept; what can't be read is not chosen yet.
    pub fn of_values(values: &BTreeMap<String, String>) -> Self {
        let get = |name: &str| values.get(name).map_or("", String::as_str);
        let mut shared = Draft::new();
        for (key, value) in values {
            if let Some(name) = key.strip_prefix(SHARED) {
                shared.set(name, value.as_str());
            }
        }
        Self {
            files: get("files").split_ascii_whitespace().filter_map(FileId::parse).collect(),
            purpose: Purpose::from_code(get("purpose")),
            back: get("back") == "yes",
            until: get("until").to_owned(),
            to: get("to").to_owned(),
            place: Place::from_code(get("place")),
            parts: Parts::from_code(get("parts")).unwrap_or(Parts::Whole),
            lead: LeadSays::from_code(get("lead")),
            lead_name: get("lead_name").to_owned(),
            carried: Carried::from_code(get("carried")),
            key: get("key").to_owned(),
            words: get("words").to_owned(),
            shared,
        }
    }

    /// Until when, where that was asked for and can be read.
    pub fn until(&self) -> Option<Date> {
        (self.purpose != Some(Purpose::Transfer)).then(|| parse_iso(&self.until)).flatten()
    }

    /// A case goes back to its owner: nothing is left to be chosen but what the safeguarding lead says.
    pub fn giving_back(file: FileId, to: &str) -> Self {
        Self {
            files: BTreeSet::from([file]),
            purpose: Some(Purpose::Transfer),
            back: true,
            to: to.trim().to_owned(),
            place: Some(Place::Elsewhere),
            ..Self::default()
        }
    }

    /// What it is for, in words.
    pub fn purpose_words(&self) -> &'static str {
        purpose_words(self.purpose, self.back)
    }

    /// What is noted of the safeguarding lead's answer.
    pub fn lead_words(&self) -> String {
        let says = self.lead.map_or("", LeadSays::label);
        [self.lead_name.trim(), ": ", says].concat()
    }

    /// What is missing under "who": the field and what to do.
    pub fn missing_who(&self, headers: &[Header]) -> Vec<(&'static str, &'static str)> {
        let chosen = || headers.iter().filter(|header| self.files.contains(&header.file));
        let mut missing = Vec::new();
        if chosen().next().is_none() {
            missing.push(("find-pupil", "Choose at least one pupil."));
        }
        if chosen().any(untold) {
            missing.push(("untold", "Finish what is listed first, or leave that pupil out."));
        }
        missing
    }

    /// What is missing under "what for, and how much".
    pub fn missing_what(&self, today: Date) -> Vec<(&'static str, &'static str)> {
        let mut missing = Vec::new();
        if self.purpose.is_none() {
            missing.push(("purpose", "Choose what it is for."));
        }
        let day = parse_iso(&self.until);
        match self.purpose {
            Some(Purpose::Shared | Purpose::Cover) if !self.until.is_empty() && day.is_none() => {
                missing.push(("until", NO_DATE));
            }
            Some(Purpose::Shared) if day.is_none() => {
                missing.push(("until", "Enter the day until which it is shared."));
            }
            Some(Purpose::Shared | Purpose::Cover) if day.is_some_and(|day| day < today) => {
                missing.push(("until", "This day has passed. Enter a later one."));
            }
            _ => {}
        }
        if self.to.trim().is_empty() {
            missing.push(("to", "Enter who gets it."));
        }
        if self.place.is_none() {
            missing.push(("place", "Choose where they work."));
        }
        missing
    }

    /// Whether earlier versions of the records go along.
    pub fn takes_history(&self) -> bool {
        self.purpose.zip(self.place).is_some_and(|(purpose, place)| purpose.takes_history(place))
    }

    /// The chosen pupils about whom there is an entry on this tablet that the safeguarding lead has not confirmed.
    pub fn unconfirmed<'a>(&'a self, headers: &'a [Header]) -> impl Iterator<Item = &'a Header> {
        headers.iter().filter(|header| self.files.contains(&header.file) && unconfirmed(header))
    }

    /// What is missing before it goes: the safeguarding lead is asked every time. "Nothing to send" is no answer while there
    /// is an entry here that the lead has not confirmed.
    pub fn missing_before(&self, headers: &[Header]) -> Vec<(&'static str, &'static str)> {
        let mut missing = Vec::new();
        match self.lead {
            None => missing.push(("lead", "Ask the safeguarding lead, and choose what they say.")),
            Some(LeadSays::Nothing) if self.unconfirmed(headers).next().is_some() => missing.push((
                "lead",
                "There is an entry that the lead has not confirmed. Ask the lead about it, then choose what they say.",
            )),
            Some(_) => {}
        }
        if self.lead_name.trim().is_empty() {
            missing.push(("lead-name", "Enter who you asked."));
        }
        missing
    }

    /// What is missing under "how it travels".
    pub fn missing_seal(&self) -> Vec<(&'static str, &'static str)> {
        match self.carried {
            None => vec![("carried", "Choose how to send it.")],
            Some(Carried::Recipient) if self.key.is_empty() => {
                vec![("scan-start", "Scan or paste the key of the receiving tablet, or choose another way.")]
            }
            Some(_) => Vec::new(),
        }
    }
}
/// What a hand-over is for, in words.
pub fn purpose_words(purpose: Option<Purpose>, back: bool) -> &'static str {
    match purpose {
        Some(Purpose::Transfer) if back => "The case goes back",
        purpose => purpose.map_or("", Purpose::label),
    }
}
/// Whether nobody has been told of a worry about this pupil: nothing is handed over before.
pub fn untold(header: &Header) -> bool {
    header.due.iter().any(|due| due.kind == DueKind::NobodyTold)
}
/// Whether there is an entry about this pupil that the safeguarding lead has not confirmed.
fn unconfirmed(header: &Header) -> bool {
    header.due.iter().any(|due| matches!(due.kind, DueKind::NobodyTold | DueKind::HandOverWords))
}
/// The year group that a pupil is in, as taught or by birth date.
pub fn year_of(header: &Header, today: Date) -> Option<i8> {
    header.year_on(today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::content::Kind;
    use casebook_domain::due::{Due, WaitsFor};
    use casebook_domain::states::{Overlay, State};

    fn day(text: &str) -> Date {
        parse_iso(text).expect("a day")
    }

    fn full() -> HandOverDraft {
        let mut shared = Draft::new();
        shared.set("to", "Example Academy");
        HandOverDraft {
            files: BTreeSet::from([FileId::from_bytes([1; 16]), FileId::from_bytes([2; 16])]),
            purpose: Some(Purpose::Shared),
            back: true,
            until: "2026-12-18".to_owned(),
            to: "Mo Colleague".to_owned(),
            place: Some(Place::Elsewhere),
            parts: Parts::WithoutSessions,
            lead: Some(LeadSays::WillSend),
            lead_name: " Ms Lead ".to_owned(),
            carried: Some(Carried::Words),
            key: "age1madeup".to_owned(),
            words: "zoo zone".to_owned(),
            shared,
        }
    }

    #[test]
    fn what_was_chosen_reads_back_and_nonsense_is_not_chosen_yet() {
        for choice in [full(), HandOverDraft::default()] {
            assert_eq!(HandOverDraft::of_values(&choice.values()), choice);
        }
        let nonsense = ["files", "purpose", "until", "place", "parts", "lead", "carried"]
            .map(|name| (name.to_owned(), "é !".to_owned()));
        let read = HandOverDraft::of_values(&BTreeMap::from(nonsense));
        assert_eq!(read, HandOverDraft { until: "é !".to_owned(), ..HandOverDraft::default() });
    }

    #[test]
    fn every_step_says_what_is_missing_and_nothing_when_it_is_there() {
        let today = day("2026-12-01");
        let fields = |missing: Vec<(&'static str, &'static str)>| {
            missing.into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        let empty = HandOverDraft::default();
        assert_eq!(fields(empty.missing_who(&[])), ["find-pupil"]);
        assert_eq!(fields(empty.missing_what(today)), ["purpose", "to", "place"]);
        assert_eq!(fields(empty.missing_before(&[])), ["lead", "lead-name"]);
        assert_eq!(fields(empty.missing_seal()), ["carried"]);
        let full = full();
        assert!(
            full.missing_what(today).is_empty()
                && full.missing_before(&[]).is_empty()
                && full.missing_seal().is_empty()
        );
        let with =
            |purpose, until: &str| HandOverDraft { purpose: Some(purpose), until: until.to_owned(), ..self::full() };
        assert_eq!(fields(with(Purpose::Shared, "").missing_what(today)), ["until"]);
        assert_eq!(fields(with(Purpose::Shared, "2026-11-30").missing_what(today)), ["until"]);
        assert_eq!(fields(with(Purpose::Cover, "soon").missing_what(today)), ["until"]);
        assert!(with(Purpose::Cover, "").missing_what(today).is_empty());
        assert!(with(Purpose::Transfer, "soon").missing_what(today).is_empty(), "not asked for");
        assert_eq!(with(Purpose::Transfer, "2026-12-18").until(), None);
        let keyless = HandOverDraft { carried: Some(Carried::Recipient), key: String::new(), ..self::full() };
        assert_eq!(fields(keyless.missing_seal()), ["scan-start"]);
        assert_eq!(full.lead_words(), "Ms Lead: It will be sent, separately");
    }

    fn header(due: &[DueKind]) -> Header {
        let of = |kind: &DueKind| Due { kind: *kind, by: None, waits_for: WaitsFor::Mentor, record: None };
        Header {
            file: FileId::from_bytes([1; 16]),
            first_names: "Robin".to_owned(),
            surname: "Sample".to_owned(),
            upn: String::new(),
            known_as: String::new(),
            letter_name: String::new(),
            form: String::new(),
            born: None,
            year_as_taught: Some(6),
            state: State::None,
            overlay: Overlay::None,
            due: due.iter().map(of).collect(),
            last_session: None,
            planned: Vec::new(),
            episodes: 0,
        }
    }

    #[test]
    fn p40_nothing_is_handed_over_before_somebody_was_told() {
        let missing = full().missing_who(&[header(&[DueKind::NobodyTold])]);
        assert_eq!(missing.first().map(|(field, _)| *field), Some("untold"));
        assert!(full().missing_who(&[header(&[])]).is_empty());
        assert_eq!(year_of(&header(&[]), day("2026-12-01")), Some(6));
    }

    #[test]
    fn p40_nothing_to_send_is_no_answer_while_the_lead_has_not_confirmed_an_entry() {
        let says = |lead| HandOverDraft { lead: Some(lead), ..full() };
        for kind in [DueKind::HandOverWords, DueKind::NobodyTold] {
            let missing = says(LeadSays::Nothing).missing_before(&[header(&[kind])]);
            assert_eq!(missing.first().map(|(field, _)| *field), Some("lead"), "{kind:?}");
            for other in [LeadSays::Sent, LeadSays::WillSend] {
                assert!(says(other).missing_before(&[header(&[kind])]).is_empty(), "{other:?}");
            }
        }
        assert!(says(LeadSays::Nothing).missing_before(&[header(&[DueKind::Review])]).is_empty());
        let of_another = Header { file: FileId::from_bytes([9; 16]), ..header(&[DueKind::HandOverWords]) };
        assert!(says(LeadSays::Nothing).missing_before(&[of_another]).is_empty(), "who does not go with it");
    }

    #[test]
    fn what_goes_names_no_part_that_stays() {
        for &parts in Parts::ALL {
            let words = goes(parts).join(" ").to_lowercase();
            assert!(words.contains("transition record") && words.contains("plan"), "{parts:?}");
            assert_eq!(words.contains("session"), parts.take_kind(Kind::Session), "{parts:?}");
            assert_eq!(words.contains("and the people at home"), parts.take_kind(Kind::Contact), "{parts:?}");
            assert_eq!(words.contains("observations"), parts.take_kind(Kind::Observation), "{parts:?}");
            assert_eq!(words.contains("letters"), parts.take_kind(Kind::Letter), "{parts:?}");
            assert_eq!(words.contains("\"mentor only\": this"), parts == Parts::Whole, "{parts:?}");
            assert_eq!(left_out_words(parts).is_empty(), parts == Parts::Whole);
        }
        let stays = |purpose, place| always_stays(&HandOverDraft { purpose, place, ..HandOverDraft::default() }).len();
        let cover = Some(Purpose::Cover);
        assert_eq!(stays(Some(Purpose::Transfer), Some(Place::Here)), stays(cover, Some(Place::Here)) + 1);
        assert_eq!(stays(cover, Some(Place::Elsewhere)), stays(cover, Some(Place::Here)) + 1);
        assert!(always_stays(&HandOverDraft::default())[0].starts_with("Safeguarding entries"));
    }
}
