//! One page for the staff of a school.

use crate::posts::titled;
use crate::targets;
use crate::{dates, initials, numbers, words};
use casebook_domain::calendar::Date;
use casebook_domain::case::{CaseFile, Recorded};
use casebook_domain::ids::EpisodeId;
use casebook_domain::order;
use casebook_domain::plan::Plan;
use casebook_domain::preparation::{Audience, LiaisonWith};
use casebook_domain::settings::Settings;

use super::page::{Block, Page, SummarySection, foot, head, list, said, section};

/// Lines of an A4 sheet in print, and letters of a line, so that they surely fit.
pub(super) const SHEET: usize = 46;

pub(super) const WIDTH: usize = 84;

/// How much is on a page that must stay one page.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// Letters of a text.
    pub(super) line: usize,
    pub(super) targets: usize,
    pub(super) notes: usize,
    pub(super) achievements: usize,
}

/// From much to little: the first that fits on one sheet is taken.
pub(super) const ROOMS: [Room; 7] = [
    Room { line: 240, targets: 9, notes: 6, achievements: 3 },
    Room { line: 180, targets: 8, notes: 5, achievements: 3 },
    Room { line: 160, targets: 7, notes: 4, achievements: 2 },
    Room { line: 150, targets: 6, notes: 3, achievements: 1 },
    Room { line: 100, targets: 6, notes: 2, achievements: 1 },
    Room { line: 80, targets: 5, notes: 1, achievements: 1 },
    Room { line: 70, targets: 4, notes: 1, achievements: 0 },
];

/// The beginning of a text up to a word's end.
pub fn clip(text: &str, most: usize) -> String {
    let text = text.trim();
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => {
            let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
            [text[..cut].trim_end(), " …"].concat()
        }
    }
}

/// The page for staff about one episode (p04): what it is about, what helps,
/// the state of the targets and what was noted for staff, on one page. What has no room is counted, with where it is.
pub fn staff_page(case: &CaseFile, episode: EpisodeId, settings: &Settings, today: Date) -> Option<Page> {
    let mut pages = ROOMS.iter().map_while(|&room| staff_page_in(case, episode, settings, today, room));
    let mut page = pages.next()?;
    for smaller in pages {
        if lines_of(&page) <= SHEET {
            break;
        }
        page = smaller;
    }
    Some(page)
}

/// How many lines a page takes in print, counted generously.
pub(super) fn lines_of(page: &Page) -> usize {
    let lines = |text: &str| text.lines().map(|line| line.chars().count().div_ceil(WIDTH).max(1)).sum::<usize>();
    let of_block = |block: &Block| match block {
        Block::Text(text) => lines(text),
        Block::List(list) | Block::Steps(list) => list.iter().map(|text| lines(text)).sum(),
        Block::Table { rows, .. } => rows.len() + 1,
        Block::Gap(_) => 1,
    };
    // The facts are side by side; a heading takes two lines with its space.
    let sections: usize = page.sections.iter().map(|section| 2 + of_block(&section.block)).sum();
    page.head.len() + 3 + page.facts.len().div_ceil(2) + sections + lines(&page.foot)
}

/// The first of a list, and how many more there are and where.
pub(super) fn first_of(mut list: Vec<String>, most: usize, more: (&'static str, &'static str)) -> Vec<String> {
    if list.len() > most {
        let left = list.len() - most;
        list.truncate(most);
        list.push([&numbers::counted(left as u64, more.0, more.1), "."].concat());
    }
    list
}

pub(super) fn staff_page_in(
    case: &CaseFile,
    episode: EpisodeId,
    settings: &Settings,
    today: Date,
    room: Room,
) -> Option<Page> {
    let line = room.line;
    let (pupil, this) = (case.pupil()?, case.episode(episode)?);
    let mut facts = vec![("Name", initials::full_name(pupil))];
    if !pupil.form().is_empty() {
        facts.push(("Form", pupil.form().to_owned()));
    }
    if let Some(year) = pupil.year_on(today) {
        facts.push(("Year", dates::year_group(year)));
    }
    facts.push(("Status", titled(words::state(this.state), settings)));
    let plan = case.latest_plan(episode);
    if let Some(review) = plan.and_then(|plan| plan.review_on) {
        facts.push(("Review", dates::long(review)));
    }
    let reasons = case.criteria(episode).into_iter().filter(|criterion| criterion.prints_for_home());
    let mut sections: Vec<Option<SummarySection>> = vec![
        // Never cut: an allergy may stand at its end.
        section("Important", pupil.remarks.trim()),
        list("Reasons for the referral", reasons.map(|criterion| criterion.label().to_owned()).collect()),
    ];
    if let Some(plan) = plan {
        let lines = targets::progress(case, plan.id, true).into_iter().map(|target| match target.latest() {
            None => clip(&target.aim, line),
            Some(rating) => [
                &clip(&target.aim, line),
                " Last: ",
                &rating.label.to_lowercase(),
                ", ",
                &dates::short(rating.date, today),
                ".",
            ]
            .concat(),
        });
        let more = ("more target is in the action plan", "more targets are in the action plan");
        sections.push(list("Targets", first_of(lines.collect(), room.targets, more)));
        sections.push(section("What helps in lessons", &clip(&plan.strategies, 2 * line)));
        sections.push(section("What the school does", &clip(&plan.school, 2 * line)));
        sections.push(section("Sanctions and rewards", &clip(&plan.rewards, line)));
    } else if let Some(before) = case.all::<Plan>().into_iter().next_back() {
        // Until there is a new plan, the strategies of the last one are shown.
        let helped = ["What helped before (plan of ", &dates::long(before.date), ")"].concat();
        sections.push(section(&helped, &clip(&before.strategies, 2 * line)));
        sections.push(section("What the school did", &clip(&before.school, 2 * line)));
    }
    let earlier = ("earlier note: ask the learning mentor", "earlier notes: ask the learning mentor");
    let notes = staff_notes(case, episode, today, line);
    sections.push(list("Notes for staff", first_of(notes, room.notes, earlier)));
    let mut achievements = case.of::<casebook_domain::session::Achievement>(episode);
    achievements.reverse();
    let achievements = achievements.iter().take(room.achievements);
    sections.push(list("Achievements", achievements.map(|one| dated(one.date, &one.what, today, line)).collect()));
    Some(Page {
        head: head(settings),
        title: "For staff".to_owned(),
        facts,
        sections: sections.into_iter().flatten().collect(),
        sign: None,
        foot: [&foot(settings), ". ", &dates::long(today), ". For staff who teach or support this pupil."].concat(),
    })
}

pub(super) fn dated(date: Date, text: &str, today: Date, most: usize) -> String {
    [&dates::short(date, today), ": ", &clip(text, most)].concat()
}

/// The notes of an episode that may go to staff, newest first.
pub(super) fn staff_notes(case: &CaseFile, episode: EpisodeId, today: Date, most: usize) -> Vec<String> {
    fn take<T>(
        notes: &mut Vec<(Date, String)>,
        records: Vec<Recorded<'_, T>>,
        pick: impl Fn(&T) -> (Date, Audience, String),
    ) {
        for record in records {
            let (date, audience, text) = pick(record.body);
            if audience != Audience::MentorOnly && said(&text) {
                notes.push((date, text));
            }
        }
    }
    use casebook_domain::preparation::{FamilyContact, Liaison};
    use casebook_domain::session::{Note, Session};
    let mut notes = Vec::new();
    take(&mut notes, case.of::<Liaison>(episode), |liaison| {
        let who = if said(&liaison.name) { liaison.name.trim() } else { liaison.with.label() };
        let learnt = liaison.learnt.trim();
        let text = match liaison.with {
            LiaisonWith::NoAgency => String::new(),
            _ if learnt.is_empty() => String::new(),
            _ => [who, ": ", learnt].concat(),
        };
        (liaison.date, liaison.audience, text)
    });
    take(&mut notes, case.of::<Session>(episode), |session| (session.date, session.audience, session.notes.clone()));
    take(&mut notes, case.of::<FamilyContact>(episode), |contact| {
        (contact.date, contact.audience, contact.about.clone())
    });
    take(&mut notes, case.of::<Note>(episode), |note| (note.date, note.audience, note.text.clone()));
    order::by_key(&mut notes, |(date, _)| core::cmp::Reverse(*date));
    notes.into_iter().map(|(date, text)| dated(date, &text, today, most)).collect()
}
