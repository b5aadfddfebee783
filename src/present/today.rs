//! Today: what the headers say is due, in groups and in words. Reads no file.

use time::Date;

use crate::domain::calendar::{add_days, days_between};
use crate::domain::due::{Due, DueKind, WaitsFor};
use crate::domain::header::Header;
use crate::domain::ids::{FileId, RecordId};
use crate::domain::order;
use crate::domain::settings::Term;
use crate::domain::states::{Overlay, State};
use crate::domain::terms::terms;

use super::numbers::counted;
use super::{dates, initials};

terms! {
    /// Groups of Today, the most pressing first.
    Group {
        Overdue = "overdue", "Overdue";
        Today = "today", "Due today";
        Week = "week", "In the next seven days";
        Waiting = "waiting", "Waiting for others";
        Running = "running", "Running";
    }
}

/// One line of Today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The file to open.
    pub file: FileId,
    /// The record to open, where there is one.
    pub record: Option<RecordId>,
    /// What is due; `None` for a case that is running.
    pub kind: Option<DueKind>,
    /// The pupil, in full or as initials.
    pub pupil: String,
    /// What: "Letter to parents", "Intervention".
    pub what: &'static str,
    /// When: "2 school days overdue", "last seen 3 days ago".
    pub when: String,
    /// The date it was or is due, for the order.
    by: Option<Date>,
}

/// One group with its lines; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// The group.
    pub group: Group,
    /// Its lines, the oldest date first.
    pub lines: Vec<Line>,
}

fn group(due: &Due, today: Date) -> Option<Group> {
    let ahead = due.by.map_or(0, |by| days_between(today, by));
    match (due.waits_for, ahead) {
        (_, i32::MIN..0) => Some(Group::Overdue),
        (WaitsFor::Others, _) => Some(Group::Waiting),
        (WaitsFor::Mentor, 0) => Some(Group::Today),
        (WaitsFor::Mentor, 1..=7) => Some(Group::Week),
        // There from the day it arrives: the officer answers it, the mentor makes the copy.
        (WaitsFor::Mentor, _) if due.kind == DueKind::AccessRequest => Some(Group::Waiting),
        (WaitsFor::Mentor, _) => None,
    }
}

fn running(header: &Header, today: Date) -> Option<String> {
    let runs = matches!(header.state, State::Intervention | State::ExitProgramme) && header.overlay == Overlay::None;
    runs.then(|| match header.last_session {
        Some(day) => ["last session ", &dates::relative(day, today)].concat(),
        None => "no session yet".to_owned(),
    })
}

/// The groups of Today that have lines. What is due after the next seven days is
/// not there yet; what waits for others is, until it is overdue.
pub fn today(headers: &[Header], today: Date, terms: &[Term], initials_only: bool) -> Vec<Lines> {
    let names = initials::list_names(headers, initials_only);
    let mut groups: Vec<Lines> = Group::ALL.iter().map(|&group| Lines { group, lines: Vec::new() }).collect();
    let mut put = |group: Group, line: Line| groups[group as usize].lines.push(line);
    for (header, name) in headers.iter().zip(&names) {
        for due in header.due.iter().filter(|due| !due.kind.guarded()) {
            let Some(group) = group(due, today) else { continue };
            put(group, line(header.file, due, name, today, terms));
        }
        if let Some(when) = running(header, today) {
            let what = header.state.label();
            // The longest without a session comes first.
            let by = header.last_session;
            put(
                Group::Running,
                Line { file: header.file, record: None, kind: None, pupil: name.clone(), what, when, by },
            );
        }
    }
    groups.retain(|group| !group.lines.is_empty());
    for group in &mut groups {
        order::by(&mut group.lines, |one, other| (one.by, &one.pupil).cmp(&(other.by, &other.pupil)));
    }
    groups
}

/// Whether somebody should act by today.
fn presses(due: &Due, today: Date) -> bool {
    matches!(group(due, today), Some(Group::Overdue | Group::Today))
}

/// How many lines press: overdue and due today, for a badge.
pub fn pressing(headers: &[Header], today: Date) -> usize {
    headers.iter().map(|header| header.due.iter().filter(|due| presses(due, today)).count()).sum()
}

/// What stands behind one tap and in no list: [`DueKind::guarded`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guarded {
    /// NOBODY HAS BEEN TOLD: Today insists on it, and names nobody.
    pub untold: Vec<Line>,
    /// The rest.
    pub others: Vec<Line>,
}

impl Guarded {
    /// Nothing is left to do.
    pub const fn is_empty(&self) -> bool {
        self.untold.is_empty() && self.others.is_empty()
    }
}

/// What is due and guarded, with names: for whoever asks to see it.
pub fn guarded(headers: &[Header], today: Date, terms: &[Term], initials_only: bool) -> Guarded {
    let names = initials::list_names(headers, initials_only);
    let mut guarded = Guarded { untold: Vec::new(), others: Vec::new() };
    for (header, name) in headers.iter().zip(&names) {
        for due in header.due.iter().filter(|due| due.kind.guarded()) {
            let list = if due.kind == DueKind::NobodyTold { &mut guarded.untold } else { &mut guarded.others };
            list.push(line(header.file, due, name, today, terms));
        }
    }
    guarded
}

/// Everything of a pupil that presses, for the pupil's own page: a number at first, and what it is behind a tap. So nobody
/// sees from the number what kind of thing it is.
pub fn to_finish(file: FileId, due: &[Due], today: Date, terms: &[Term]) -> Vec<Line> {
    due.iter()
        .filter(|due| presses(due, today) || due.kind.guarded())
        .map(|due| line(file, due, "", today, terms))
        .collect()
}

/// "1 thing to finish".
pub fn finish_words(count: usize) -> String {
    [&counted(count as u64, "thing", "things"), " to finish"].concat()
}

/// What a list says beside a pupil's name of what is due next, and whether it is late. Never what is guarded: the list is
/// the same with it and without.
pub fn beside_name(due: &[Due], today: Date, terms: &[Term]) -> Option<(String, bool)> {
    let next = due.iter().filter(|due| !due.kind.guarded()).min_by_key(|due| due.by)?;
    let words = match next.by {
        Some(by) => [next.kind.label(), ": ", &dates::due(by, today, terms)].concat(),
        None => next.kind.label().to_owned(),
    };
    Some((words, next.by.is_some_and(|by| by < today)))
}

fn line(file: FileId, due: &Due, pupil: &str, today: Date, terms: &[Term]) -> Line {
    let when = match due.by {
        _ if due.kind == DueKind::NobodyTold => "now".to_owned(),
        Some(by) => dates::due(by, today, terms),
        None if due.waits_for == WaitsFor::Others => String::new(),
        None => "to do".to_owned(),
    };
    let (pupil, what) = (pupil.to_owned(), due.kind.label());
    Line { file, record: due.record, kind: Some(due.kind), pupil, what, when, by: due.by }
}

/// A sentence for a day on which nothing presses: what comes next, if anything.
pub fn nothing_due(headers: &[Header], today: Date) -> String {
    let later = add_days(today, 1);
    let next = headers.iter().flat_map(|header| &header.due).filter_map(|due| due.by).filter(|by| *by >= later).min();
    match next {
        Some(by) => ["Nothing is due. Next: ", &dates::short(by, today), "."].concat(),
        None => "Nothing is due.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::parse_iso;

    fn day(text: &str) -> Date {
        parse_iso(text).unwrap()
    }

    fn header(id: u8, name: &str, due: Vec<Due>) -> Header {
        Header {
            file: FileId::from_bytes([id; 16]),
            first_names: name.to_owned(),
            surname: "Sample".to_owned(),
            known_as: String::new(),
            letter_name: String::new(),
            upn: String::new(),
            form: String::new(),
            born: None,
            year_as_taught: None,
            state: State::None,
            overlay: Overlay::None,
            due,
            last_session: None,
            episodes: 1,
        }
    }

    fn due(kind: DueKind, by: Option<&str>, waits_for: WaitsFor) -> Due {
        Due { kind, by: by.map(day), waits_for, record: None }
    }

    fn told(headers: &[Header]) -> Vec<(Group, String, String)> {
        let groups = today(headers, day("2026-11-23"), &[], false);
        let line = |lines: &Lines| {
            lines.lines.iter().map(|line| (lines.group, line.what.to_owned(), line.when.clone())).collect::<Vec<_>>()
        };
        groups.iter().flat_map(line).collect()
    }

    #[test]
    fn each_due_stands_in_its_group_with_words() {
        use WaitsFor::{Mentor, Others};
        let headers = [header(
            1,
            "Robin",
            vec![
                due(DueKind::Plan, Some("2026-11-26"), Mentor),
                due(DueKind::LetterHome, Some("2026-11-19"), Mentor),
                due(DueKind::Review, Some("2026-11-23"), Mentor),
                due(DueKind::Authorisation, Some("2026-11-27"), Others),
                due(DueKind::NobodyTold, None, Mentor),
                due(DueKind::FollowUp, Some("2027-02-01"), Mentor),
                due(DueKind::Circulate, None, Mentor),
            ],
        )];
        let line = |group, what: &str, when: &str| (group, what.to_owned(), when.to_owned());
        assert_eq!(
            told(&headers),
            [
                line(Group::Overdue, "Letter to parents", "2 school days overdue"),
                line(Group::Today, "Circulate the plan", "to do"),
                line(Group::Today, "Review", "due today"),
                line(Group::Week, "Make the action plan", "due Thu 26 Nov"),
                line(Group::Waiting, "Authorisation", "due Fri 27 Nov"),
            ]
        );
        assert_eq!(pressing(&headers, day("2026-11-23")), 4);
    }

    #[test]
    fn p40_what_is_guarded_is_in_no_group_and_beside_no_name_but_behind_a_tap() {
        use WaitsFor::{Mentor, Others};
        let plain = vec![due(DueKind::LetterHome, Some("2026-11-27"), Mentor)];
        let mut all = plain.clone();
        all.push(due(DueKind::NobodyTold, None, Mentor));
        all.push(due(DueKind::HandOverWords, Some("2026-11-20"), Others));
        let (today, with) = (day("2026-11-23"), [header(1, "Robin", all.clone())]);
        assert_eq!(told(&with), told(&[header(1, "Robin", plain.clone())]));
        assert_eq!(beside_name(&all, today, &[]), beside_name(&plain, today, &[]));
        let kept = guarded(&with, today, &[], false);
        assert_eq!(
            kept.untold.iter().map(|line| (line.what, &*line.when)).collect::<Vec<_>>(),
            [("NOBODY HAS BEEN TOLD", "now")]
        );
        assert_eq!((kept.others.len(), kept.untold[0].pupil.as_str()), (1, "Robin Sample"));
        assert_eq!(finish_words(to_finish(with[0].file, &all, today, &[]).len()), "2 things to finish");
    }

    #[test]
    fn a_request_for_access_stands_there_from_the_day_it_arrives() {
        let group = |by: &str| {
            let due = due(DueKind::AccessRequest, Some(by), WaitsFor::Mentor);
            told(&[header(1, "Robin", vec![due])]).first().map(|(group, ..)| *group)
        };
        assert_eq!(group("2026-12-23"), Some(Group::Waiting));
        assert_eq!(group("2026-11-30"), Some(Group::Week));
        assert_eq!(group("2026-11-23"), Some(Group::Today));
        assert_eq!(group("2026-11-20"), Some(Group::Overdue));
    }

    #[test]
    fn what_waits_for_others_is_overdue_too() {
        let headers = [header(1, "Robin", vec![due(DueKind::Authorisation, Some("2026-11-20"), WaitsFor::Others)])];
        assert_eq!(told(&headers), [(Group::Overdue, "Authorisation".to_owned(), "1 school day overdue".to_owned())]);
    }

    #[test]
    fn running_cases_stand_with_the_longest_unseen_first() {
        let run = |id, name, last: Option<&str>, overlay| Header {
            state: State::Intervention,
            overlay,
            last_session: last.map(day),
            ..header(id, name, Vec::new())
        };
        let headers = [
            run(1, "A", Some("2026-11-20"), Overlay::None),
            run(2, "B", None, Overlay::None),
            run(3, "C", Some("2026-11-20"), Overlay::OnHold),
            run(4, "D", Some("2026-11-13"), Overlay::None),
        ];
        let when: Vec<_> = told(&headers).into_iter().map(|(_, _, when)| when).collect();
        assert_eq!(when, ["no session yet", "last session 10 days ago", "last session 3 days ago"]);
    }

    #[test]
    fn an_empty_day_says_what_comes_next() {
        let headers = [header(1, "Robin", vec![due(DueKind::FollowUp, Some("2027-02-01"), WaitsFor::Mentor)])];
        assert_eq!(nothing_due(&headers, day("2026-11-23")), "Nothing is due. Next: Mon 1 Feb 2027.");
        assert_eq!(nothing_due(&[], day("2026-11-23")), "Nothing is due.");
    }
}
