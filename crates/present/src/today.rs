//! Today: what the headers say is due, in groups and in words. Reads no file. The planned sessions are in [`super::day`].

use casebook_domain::calendar::Date;

use casebook_domain::calendar::days_between;
use casebook_domain::due::{Due, DueKind, WaitsFor};
use casebook_domain::header::Header;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::order;
use casebook_domain::settings::Term;
use casebook_domain::states::{Overlay, State};
use casebook_domain::terms::terms;

use super::numbers::counted;
use super::{dates, initials};

terms! {
    /// Groups of what is due, the most pressing first.
    Group {
        Due = "due", "Due";
        Week = "week", "In the next seven days";
        Waiting = "waiting", "Waiting for others";
        Running = "running", "Current cases";
    }
}

/// One line of Today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TodayLine {
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
    /// Whether its day has passed.
    pub late: bool,
    /// The date it was or is due, for the order.
    by: Option<Date>,
}

/// One group with its lines, those of one pupil together; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// The group.
    pub group: Group,
    /// Its lines by pupil: the pupil with the oldest date first, of each the oldest date first.
    pub pupils: Vec<Vec<TodayLine>>,
}

impl Lines {
    /// All its lines.
    pub fn lines(&self) -> impl Iterator<Item = &TodayLine> {
        self.pupils.iter().flatten()
    }
}

fn group(due: &Due, today: Date) -> Option<Group> {
    let ahead = due.by.map_or(0, |by| days_between(today, by));
    match (due.waits_for, ahead) {
        // Who has to act: what falls due today is due.
        (_, i32::MIN..0) | (WaitsFor::Mentor, 0) => Some(Group::Due),
        (WaitsFor::Others, 0) if due.by.is_some() => Some(Group::Due),
        (WaitsFor::Others, _) => Some(Group::Waiting),
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
/// not there yet; what waits for others is, until it is due.
pub fn today(headers: &[Header], today: Date, terms: &[Term], initials_only: bool) -> Vec<Lines> {
    let names = initials::list_names(headers, initials_only);
    let mut groups: Vec<Lines> = Group::ALL.iter().map(|&group| Lines { group, pupils: Vec::new() }).collect();
    for (header, name) in headers.iter().zip(&names) {
        let mut own: Vec<Vec<TodayLine>> = Group::ALL.iter().map(|_| Vec::new()).collect();
        for due in header.due.iter().filter(|due| !due.kind.guarded()) {
            let Some(group) = group(due, today) else { continue };
            own[group as usize].push(line(header.file, due, name, today, terms));
        }
        if let Some(when) = running(header, today) {
            own[Group::Running as usize].push(TodayLine {
                file: header.file,
                record: None,
                kind: None,
                pupil: name.clone(),
                what: header.state.label(),
                when,
                late: false,
                // The longest without a session comes first.
                by: header.last_session,
            });
        }
        for (group, mut lines) in groups.iter_mut().zip(own) {
            if !lines.is_empty() {
                order::by_key(&mut lines, |line| line.by);
                group.pupils.push(lines);
            }
        }
    }
    groups.retain(|group| !group.pupils.is_empty());
    for group in &mut groups {
        let first = |lines: &[TodayLine]| lines.first().map(|line| (line.by, line.pupil.clone()));
        order::by(&mut group.pupils, |one, other| first(one).cmp(&first(other)));
    }
    groups
}

/// Whether somebody should act by today.
fn presses(due: &Due, today: Date) -> bool {
    matches!(group(due, today), Some(Group::Due))
}

/// What is behind one tap and in no list: [`DueKind::guarded`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guarded {
    /// NOBODY HAS BEEN TOLD: Today insists on it, and names nobody.
    pub untold: Vec<TodayLine>,
    /// The rest.
    pub others: Vec<TodayLine>,
}

impl Guarded {
    /// Nothing is left to do.
    pub const fn is_empty(&self) -> bool {
        self.untold.is_empty() && self.others.is_empty()
    }
}

/// What is due and guarded, with names: for the person who asks to see it.
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
pub fn to_finish(file: FileId, due: &[Due], today: Date, terms: &[Term]) -> Vec<TodayLine> {
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

fn line(file: FileId, due: &Due, pupil: &str, today: Date, terms: &[Term]) -> TodayLine {
    let when = match due.by {
        _ if due.kind == DueKind::NobodyTold => "now".to_owned(),
        Some(by) => dates::due(by, today, terms),
        None if due.waits_for == WaitsFor::Others => String::new(),
        None => "to do".to_owned(),
    };
    let (pupil, what) = (pupil.to_owned(), due.kind.label());
    let late = due.by.is_some_and(|by| by < today);
    TodayLine { file, record: due.record, kind: Some(due.kind), pupil, what, when, late, by: due.by }
}

/// A sentence for a day on which nothing is due: what waits, what comes next. `None` where something is; the sentence is not
/// for a day on which anything else is asked of the mentor.
pub fn nothing_due(groups: &[Lines], headers: &[Header], today: Date) -> Option<String> {
    let guarded = headers.iter().flat_map(|header| &header.due).any(|due| due.kind.guarded());
    if guarded || groups.iter().any(|group| group.group == Group::Due) {
        return None;
    }
    let waiting = groups.iter().find(|group| group.group == Group::Waiting).map_or(0, |group| group.lines().count());
    let mut words = match waiting {
        0 => "Nothing is due.".to_owned(),
        1 => "Nothing is due today. 1 thing is waiting for others.".to_owned(),
        more => {
            ["Nothing is due today. ", &counted(more as u64, "thing", "things"), " are waiting for others."].concat()
        }
    };
    let mine = headers
        .iter()
        .flat_map(|header| &header.due)
        .filter(|due| due.waits_for == WaitsFor::Mentor && !due.kind.guarded());
    if let Some(next) = mine.filter_map(|due| due.by).filter(|by| *by > today).min() {
        words.push_str(" Next: ");
        words.push_str(&dates::short(next, today));
        words.push('.');
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::parse_iso;

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
            planned: Vec::new(),
            episodes: 1,
        }
    }

    fn due(kind: DueKind, by: Option<&str>, waits_for: WaitsFor) -> Due {
        Due { kind, by: by.map(day), waits_for, record: None }
    }

    fn told(headers: &[Header]) -> Vec<(Group, String, String)> {
        let groups = today(headers, day("2026-11-23"), &[], false);
        let line = |lines: &Lines| {
            lines.lines().map(|line| (lines.group, line.what.to_owned(), line.when.clone())).collect::<Vec<_>>()
        };
        groups.iter().flat_map(line).collect()
    }

    fn calm(headers: &[Header]) -> Option<String> {
        let on = day("2026-11-23");
        nothing_due(&today(headers, on, &[], false), headers, on)
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
        let line = |group, kind: DueKind, when: &str| (group, kind.label().to_owned(), when.to_owned());
        assert_eq!(
            told(&headers),
            [
                line(Group::Due, DueKind::Circulate, "to do"),
                line(Group::Due, DueKind::LetterHome, "2 school days overdue"),
                line(Group::Due, DueKind::Review, "due today"),
                line(Group::Week, DueKind::Plan, "due Thu 26 Nov"),
                line(Group::Waiting, DueKind::Authorisation, "due Fri 27 Nov"),
            ]
        );
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
    fn what_is_due_stands_by_pupil_with_the_oldest_first() {
        use WaitsFor::Mentor;
        let headers = [
            header(1, "A", vec![due(DueKind::Review, Some("2026-11-23"), Mentor)]),
            header(
                2,
                "B",
                vec![
                    due(DueKind::Plan, Some("2026-11-20"), Mentor),
                    due(DueKind::LetterHome, Some("2026-11-18"), Mentor),
                ],
            ),
        ];
        let groups = today(&headers, day("2026-11-23"), &[], false);
        let pupils: Vec<_> = groups[0].pupils.iter().map(|lines| (lines[0].file, lines.len(), lines[0].late)).collect();
        assert_eq!(pupils, [(FileId::from_bytes([2; 16]), 2, true), (FileId::from_bytes([1; 16]), 1, false)]);
    }

    #[test]
    fn a_request_for_access_stands_there_from_the_day_it_arrives() {
        let group = |by: &str| {
            let due = due(DueKind::AccessRequest, Some(by), WaitsFor::Mentor);
            told(&[header(1, "Robin", vec![due])]).first().map(|(group, ..)| *group)
        };
        assert_eq!(group("2026-12-23"), Some(Group::Waiting));
        assert_eq!(group("2026-11-30"), Some(Group::Week));
        assert_eq!(group("2026-11-23"), Some(Group::Due));
        assert_eq!(group("2026-11-20"), Some(Group::Due));
    }

    #[test]
    fn what_waits_for_others_is_due_on_its_day_too() {
        let of = |by: &str| [header(1, "Robin", vec![due(DueKind::Authorisation, Some(by), WaitsFor::Others)])];
        let words = DueKind::Authorisation.label().to_owned();
        assert_eq!(told(&of("2026-11-20")), [(Group::Due, words.clone(), "1 school day overdue".to_owned())]);
        assert_eq!(told(&of("2026-11-23")), [(Group::Due, words, "due today".to_owned())]);
        assert_eq!(calm(&of("2026-11-23")), None, "not \"Nothing is due\" beside it");
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
    fn an_empty_day_says_what_waits_and_what_comes_next() {
        use WaitsFor::{Mentor, Others};
        let next = due(DueKind::FollowUp, Some("2027-02-01"), Mentor);
        let waits = || due(DueKind::Receipt, Some("2026-11-27"), Others);
        let says = |due: Vec<Due>| calm(&[header(1, "Robin", due)]);
        assert_eq!(says(vec![next.clone()]).as_deref(), Some("Nothing is due. Next: Mon 1 Feb 2027."));
        let both = "Nothing is due today. 1 thing is waiting for others. Next: Mon 1 Feb 2027.";
        assert_eq!(says(vec![next, waits()]).as_deref(), Some(both));
        let two = "Nothing is due today. 2 things are waiting for others.";
        assert_eq!(says(vec![waits(), waits()]).as_deref(), Some(two));
        assert_eq!(calm(&[]).as_deref(), Some("Nothing is due."));
        assert_eq!(says(vec![due(DueKind::Review, Some("2026-11-23"), Mentor)]), None);
        assert_eq!(
            says(vec![due(DueKind::HandOverWords, Some("2026-11-27"), Others)]),
            None,
            "something is to be finished"
        );
    }
}
