//! Observations that belong to no pupil yet, in the order in which they fall due for erasing.

use casebook_domain::calendar::{Date, Moment, days_between};
use casebook_domain::case::CaseFile;
use casebook_domain::content::Content;
use casebook_domain::ids::RecordId;
use casebook_domain::observation::unattached::erase_by;
use casebook_domain::order;
use casebook_domain::settings::Settings;

use super::dates;

/// One observation without a pupil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnattachedLine {
    /// Its record.
    pub record: RecordId,
    /// When it was made.
    pub began: Moment,
    /// The template and the lesson: "Engagement, Mathematics".
    pub what: String,
    /// The last day on which it may be without a pupil.
    pub erase_by: Date,
    /// That day is past.
    pub overdue: bool,
}

impl UnattachedLine {
    /// When it falls due: "choose the pupil by Fri 12 Feb", "erase or choose the pupil: due 3 days ago".
    pub fn when(&self, today: Date) -> String {
        if self.overdue {
            ["Erase or attach: was due ", &dates::relative(self.erase_by, today)].concat()
        } else {
            ["choose the pupil by ", &dates::short(self.erase_by, today)].concat()
        }
    }
}

/// The observations of the register, the one that falls due first before the others.
pub fn waiting(register: &CaseFile, settings: &Settings, today: Date) -> Vec<UnattachedLine> {
    let mut found = Vec::new();
    for item in register.items() {
        let Content::Observation(observation) = &item.entry.content else { continue };
        let subject = observation.lesson.subject.trim();
        let mut what = observation.sheet.name.clone();
        if !subject.is_empty() {
            what += &[", ", subject].concat();
        }
        let erase_by = erase_by(observation.began.date(), &settings.terms, settings.keep_unused_half_terms);
        let overdue = days_between(today, erase_by) < 0;
        found.push(UnattachedLine { record: item.id, began: observation.began, what, erase_by, overdue });
    }
    order::by_key(&mut found, |one| (one.erase_by, one.began, one.record));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{add_days, parse_iso};
    use casebook_domain::case::Item;
    use casebook_domain::content::Entry;
    use casebook_domain::ids::FileId;
    use casebook_domain::observation::{Lesson, Observation, Starter, starters};

    /// 23 November 2026, noon, and this many days later.
    fn moment(days: i64) -> Moment {
        Moment { utc_ms: 1_795_435_200_000 + days * 86_400_000, offset_min: 0 }
    }

    fn settings() -> Settings {
        Settings::new(String::new(), String::new())
    }

    fn put(register: &mut CaseFile, id: u8, days: i64, subject: &str) {
        let observation = Observation {
            began: moment(days),
            sheet: starters::sheet(Starter::Engagement),
            lesson: Lesson { subject: subject.to_owned(), ..Lesson::default() },
            events: Vec::new(),
            comment: String::new(),
            uses: Vec::new(),
        };
        let entry = Entry { episode: None, content: Content::Observation(observation) };
        register.put(Item { id: RecordId::from_bytes([id; 16]), saved: moment(days), entry });
    }

    #[test]
    fn what_falls_due_first_comes_first_and_says_when() {
        let mut register = CaseFile::new(FileId::from_bytes([0; 16]));
        put(&mut register, 1, 0, "Mathematics");
        put(&mut register, 2, -100, "");
        let today = parse_iso("2026-11-23").unwrap();
        let found = waiting(&register, &settings(), today);
        let told: Vec<(&str, String)> = found.iter().map(|one| (one.what.as_str(), one.when(today))).collect();
        assert_eq!(
            told,
            [
                ("Engagement", "Erase or attach: was due 9 days ago".to_owned()),
                ("Engagement, Mathematics", "choose the pupil by Mon 22 Feb 2027".to_owned()),
            ]
        );
    }

    #[test]
    fn on_its_last_day_it_is_not_overdue() {
        let mut register = CaseFile::new(FileId::from_bytes([0; 16]));
        put(&mut register, 1, 0, "");
        let last = parse_iso("2027-02-22").unwrap();
        assert!(!waiting(&register, &settings(), last)[0].overdue);
        assert!(waiting(&register, &settings(), add_days(last, 1))[0].overdue);
    }
}
