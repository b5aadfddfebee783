//! Measures in words.

use casebook_domain::case::CaseFile;
use casebook_domain::measure::{MeasureReading, Sessions};
use casebook_domain::settings::Settings;

use super::dates;
use super::numbers::{counted, hundredths, whole};

/// What was measured: "Attendance", the subject, the scale's name.
pub fn reading_name(reading: &MeasureReading) -> &str {
    match reading {
        MeasureReading::Attendance { .. } => "Attendance",
        MeasureReading::Attainment { subject, .. } => subject,
        MeasureReading::Scale { name, .. } => name,
    }
}

/// The figure itself: "87.88%", "4b", "6 (0 to 10)".
pub fn reading_value(reading: &MeasureReading) -> String {
    match reading {
        MeasureReading::Attendance { sessions, .. } => attendance(*sessions),
        MeasureReading::Attainment { level, .. } => level.clone(),
        MeasureReading::Scale { least, greatest, value, .. } => {
            [&hundredths(*value), " (", &hundredths(*least), " to ", &hundredths(*greatest), ")"].concat()
        }
    }
}

/// Attendance as a figure: "87.88%".
pub fn attendance(sessions: Sessions) -> String {
    match sessions.attendance() {
        Some(value) => hundredths(i64::from(value)) + "%",
        None => "No possible sessions".to_owned(),
    }
}

fn count(number: u32, one: &str, many: &str) -> String {
    counted(u64::from(number), one, many)
}

/// Attendance with the sessions behind it, which are beside every per cent:
/// "87.88% of 66 possible sessions; absent 8 (5 authorised, 3 not); late 5 times".
pub fn attendance_words(sessions: Sessions) -> String {
    if sessions.possible() == 0 {
        return attendance(sessions);
    }
    let mut text =
        [&attendance(sessions), " of ", &count(sessions.possible(), "possible session", "possible sessions")].concat();
    if sessions.absent() > 0 {
        let (authorised, not) = (whole(u64::from(sessions.authorised)), whole(u64::from(sessions.unauthorised)));
        text += &["; absent ", &whole(u64::from(sessions.absent())), " (", &authorised, " authorised, ", &not, " not)"]
            .concat();
    }
    if sessions.late > 0 {
        text += &["; late ", &count(u32::from(sessions.late), "time", "times")].concat();
    }
    text
}

/// Lateness with what it is of: "7.58%, late 5 times in 66 possible sessions".
pub fn lateness_words(sessions: Sessions) -> String {
    let Some(share) = sessions.lateness() else { return attendance(sessions) };
    let times = count(u32::from(sessions.late), "time", "times");
    let possible = count(sessions.possible(), "possible session", "possible sessions");
    [&hundredths(i64::from(share)), "%, late ", &times, " in ", &possible].concat()
}

/// What the absence amounts to, where enough sessions are behind it to say so.
pub fn absence_flag(sessions: Sessions, settings: &Settings) -> Option<&'static str> {
    let least = settings.absence_flag_sessions;
    if sessions.severe_absence(least)? {
        Some("Severe absence: half or more of the possible sessions")
    } else if sessions.persistent_absence(least)? {
        Some("Persistent absence: a tenth or more of the possible sessions")
    } else {
        None
    }
}

/// What the newest count of attendance amounts to, with what to read it by; `None` where it is no matter.
pub fn absence_words(case: &CaseFile, settings: &Settings) -> Option<String> {
    let newest = case.measures().into_iter().rev().find_map(|measure| match measure.body.reading {
        MeasureReading::Attendance { sessions, until, .. } => Some((sessions, until)),
        _ => None,
    });
    let (sessions, until) = newest?;
    let flag = absence_flag(sessions, settings)?;
    Some([flag, " (counted until ", &dates::long(until), ")."].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::case::Item;
    use casebook_domain::content::{Content, Entry};
    use casebook_domain::ids::{FileId, RecordId};
    use casebook_domain::measure::{Measure, Occasion};

    #[test]
    fn p14_a_per_cent_never_stands_without_the_sessions_behind_it() {
        let sessions = Sessions { attended: 58, authorised: 5, unauthorised: 3, late: 5 };
        assert_eq!(
            attendance_words(sessions),
            "87.88% of 66 possible sessions; absent 8 (5 authorised, 3 not); late 5 times"
        );
        assert_eq!(lateness_words(sessions), "7.58%, late 5 times in 66 possible sessions");
        let none = Sessions { attended: 0, authorised: 0, unauthorised: 0, late: 0 };
        assert_eq!(
            (attendance_words(none), lateness_words(none)),
            ("No possible sessions".to_owned(), "No possible sessions".to_owned())
        );
    }

    #[test]
    fn p14_absence_is_flagged_only_with_enough_sessions() {
        let settings = Settings::new(String::new(), String::new());
        let sessions = |attended, authorised| Sessions { attended, authorised, unauthorised: 0, late: 0 };
        assert_eq!(absence_flag(sessions(9, 1), &settings), None);
        assert!(absence_flag(sessions(18, 2), &settings).is_some_and(|words| words.starts_with("Persistent")));
        assert!(absence_flag(sessions(10, 10), &settings).is_some_and(|words| words.starts_with("Severe")));
        assert_eq!(absence_flag(sessions(20, 0), &settings), None);
    }

    #[test]
    fn p14_the_newest_count_says_whether_absence_is_persistent() {
        let settings = Settings::new(String::new(), String::new());
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        let mut put = |id, until: &str, attended, authorised| {
            let date = parse_iso(until).expect("a day");
            let sessions = Sessions { attended, authorised, unauthorised: 0, late: 0 };
            let reading = MeasureReading::Attendance { from: date, until: date, sessions };
            let content =
                Content::Measure(Measure { date, occasion: Occasion::Progress, reading, source: String::new() });
            let saved = Moment { utc_ms: 0, offset_min: 0 };
            case.put(Item { id: RecordId::from_bytes([id; 16]), saved, entry: Entry { episode: None, content } });
            absence_words(&case, &settings)
        };
        assert_eq!(put(1, "2026-09-30", 30, 1), None);
        assert_eq!(
            put(2, "2026-11-20", 50, 10).as_deref(),
            Some("Persistent absence: a tenth or more of the possible sessions (counted until 20 November 2026).")
        );
        assert_eq!(put(3, "2026-12-18", 60, 1), None, "it is over");
    }
}
