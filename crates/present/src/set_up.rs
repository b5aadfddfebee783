//! The set-up of an observation: what was chosen so far is a [`Draft`], and this is what it means.
//!
//! Those observed are the rows of [`WHO`], each with a pupil or none yet, a colour, and a sign for it on the screen.
//! The sign is never a pupil's name: others see the screen.

use casebook_domain::advice::names_in;
use casebook_domain::content::{Content, Kind};
use casebook_domain::header::Header;
use casebook_domain::ids::FileId;
use casebook_domain::observation::kit::Offer;
use casebook_domain::observation::sheet::LONGEST_MIN;
use casebook_domain::observation::{Colour, MOST_TARGETS, Observed, PartOfDay, RunningObservation};
use casebook_domain::terms::terms;

use super::forms::{self, Draft, FieldError, FormCtx};
use super::initials;
use super::live::Labels;

/// Key of the chosen template, see [`offer_key`].
pub const TEMPLATE: &str = "template";
/// Key of the planned minutes; empty: the template's.
pub const MINUTES: &str = "planned_min";
/// Key of the part of the day; empty: what the clock says when it begins.
pub const PART_OF_DAY: &str = "part_of_day";
/// Key of what stands for a pupil as long as nothing else was chosen.
const SHOWN: &str = "shown";
/// The table of those observed.
pub const WHO: &str = "who";
/// Most characters of a seat: what fits on the screen beside its colour.
pub const SEAT_MAX: usize = 24;

terms! {
    /// What stands for a pupil on the screen beside the colour.
    Shown {
        Colour = "colour", "Colour only";
        Seat = "seat", "Seat";
        Initials = "initials", "Initials";
    }
}

/// The key of a field of one of those observed: "who.0.seat".
pub fn who_key(row: usize, name: &str) -> String {
    [WHO, ".", &super::numbers::whole(row as u64), ".", name].concat()
}

/// What a template is remembered by: its record, or the starter that nobody has changed.
pub fn offer_key(offer: &Offer) -> String {
    match (offer.record, offer.template.starter) {
        (Some(record), _) => record.to_string(),
        (None, starter) => starter.map_or("", |starter| starter.code()).to_owned(),
    }
}

/// The templates on offer, the one that was used last before the others.
pub fn last_first(mut offers: Vec<Offer>, last: &str) -> Vec<Offer> {
    if let Some(place) = offers.iter().position(|offer| offer_key(offer) == last) {
        offers[..=place].rotate_right(1);
    }
    offers
}

/// A set-up with nothing chosen but whom it was opened for, and what usually stands for a pupil on this tablet.
pub fn blank(file: Option<FileId>, usual: Labels) -> Draft {
    let mut draft = Draft::new();
    let usual = match usual {
        Labels::Colour => Shown::Colour,
        Labels::Seat => Shown::Seat,
        Labels::Initials => Shown::Initials,
    };
    draft.set(SHOWN, usual.code());
    add_who(&mut draft);
    choose(&mut draft, 0, file);
    draft
}

/// A set-up that was kept, opened again for a pupil or for nobody in particular. Template and lesson stay; those observed
/// stay only if the pupil is among them. Pupils who are gone are not chosen any more.
pub fn again(mut draft: Draft, file: Option<FileId>, headers: &[Header]) -> Draft {
    let among = who(&draft);
    if among.is_empty() || file.is_some_and(|file| !among.contains(&Some(file))) {
        while draft.rows(WHO) > 0 {
            draft.remove_row(WHO, 0);
        }
        add_who(&mut draft);
        choose(&mut draft, 0, file);
    } else {
        for (row, file) in among.into_iter().enumerate() {
            if file.is_some_and(|file| !headers.iter().any(|header| header.file == file)) {
                choose(&mut draft, row, None);
            }
        }
    }
    draft
}

/// The pupils of those observed, row by row; `None`: not chosen yet.
pub fn who(draft: &Draft) -> Vec<Option<FileId>> {
    (0..draft.rows(WHO)).map(|row| FileId::parse(draft.get(&who_key(row, "file")))).collect()
}

/// Chooses the pupil of a row, or nobody.
pub fn choose(draft: &mut Draft, row: usize, file: Option<FileId>) {
    draft.set(&who_key(row, "file"), file.map(|file| file.to_string()).unwrap_or_default());
}

/// Adds a row, with a colour that no other has.
pub fn add_who(draft: &mut Draft) {
    if draft.rows(WHO) >= MOST_TARGETS {
        return;
    }
    let taken: Vec<Colour> = (0..draft.rows(WHO)).map(|row| colour(draft, row)).collect();
    let free = Colour::ALL.iter().find(|colour| !taken.contains(colour)).copied().unwrap_or(Colour::Blue);
    let row = draft.add_row(WHO);
    draft.set(&who_key(row, "colour"), free.code());
}

/// The colour of a row.
pub fn colour(draft: &Draft, row: usize) -> Colour {
    Colour::from_code(draft.get(&who_key(row, "colour"))).unwrap_or(Colour::Blue)
}

/// Gives a row a colour. The row that had it gets this row's colour: no two are alike.
pub fn set_colour(draft: &mut Draft, row: usize, new: Colour) {
    let old = colour(draft, row);
    for other in 0..draft.rows(WHO) {
        if other != row && colour(draft, other) == new {
            draft.set(&who_key(other, "colour"), old.code());
        }
    }
    draft.set(&who_key(row, "colour"), new.code());
}

/// What stands for a row on the screen: as chosen, else as usual. Nobody has no initials.
pub fn shown(draft: &Draft, row: usize) -> Shown {
    let chosen = Shown::from_code(draft.get(&who_key(row, "shown")));
    match chosen.or(Shown::from_code(draft.get(SHOWN))) {
        Some(Shown::Initials) if draft.get(&who_key(row, "file")).is_empty() => Shown::Colour,
        shown => shown.unwrap_or(Shown::Colour),
    }
}

/// Initials of those observed by file, as on every other page.
pub fn initials(draft: &Draft, headers: &[Header]) -> Vec<(FileId, String)> {
    let files = who(draft);
    let all = headers.iter().map(|header| header.file).zip(initials::short_names(headers));
    all.filter(|(file, _)| files.contains(&Some(*file))).collect()
}

/// A pupil's name that is in a seat, where everybody could read it.
pub fn name_in_seat(draft: &Draft, row: usize, headers: &[Header]) -> Option<String> {
    if shown(draft, row) != Shown::Seat {
        return None;
    }
    let files = who(draft);
    let mut names = Vec::new();
    for header in headers.iter().filter(|header| files.contains(&Some(header.file))) {
        for name in [&header.known_as, &header.first_names, &header.surname] {
            names.extend(name.split_whitespace().filter(|name| name.chars().count() > 1));
        }
    }
    names_in(draft.get(&who_key(row, "seat")), &names).into_iter().next()
}

/// The part of the day: as chosen, else what the clock says.
pub fn part_of_day(draft: &Draft, ctx: &FormCtx) -> PartOfDay {
    PartOfDay::from_code(draft.get(PART_OF_DAY)).unwrap_or(PartOfDay::of(ctx.now))
}

/// The template that is chosen, else the first one.
pub fn chosen<'a>(draft: &Draft, offers: &'a [Offer]) -> Option<&'a Offer> {
    let key = draft.get(TEMPLATE);
    offers.iter().find(|offer| offer_key(offer) == key).or(offers.first())
}

/// What is to begin now.
///
/// # Errors
/// What is wrong at which field; at least one.
pub fn running(
    draft: &Draft,
    offers: &[Offer],
    headers: &[Header],
    ctx: &FormCtx,
) -> Result<RunningObservation, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, message: &str| {
        errors.push(FieldError { field: field.to_owned(), message: message.to_owned() });
    };
    let sheet = chosen(draft, offers).map(|offer| offer.template.sheet.clone());
    let Some(mut sheet) = sheet else {
        wrong(TEMPLATE, "There is no template to observe with. Show one again in the settings.");
        return Err(errors);
    };
    let minutes = draft.get(MINUTES).trim();
    if !minutes.is_empty() {
        match minutes.parse() {
            Ok(minutes @ 1..=LONGEST_MIN) => {
                sheet.planned_min = minutes;
                if !sheet.faults().is_empty() {
                    wrong(MINUTES, "The lesson is shorter than one interval of this template. Plan more minutes.");
                }
            }
            _ => wrong(MINUTES, "Write whole minutes from 1 to 90."),
        }
    }
    let initials = initials(draft, headers);
    let mut observed: Vec<Observed> = Vec::new();
    for (row, file) in who(draft).into_iter().enumerate().take(MOST_TARGETS) {
        if file.is_some() && observed.iter().any(|other| other.file == file) {
            wrong(&who_key(row, "file"), "This pupil is chosen twice. Remove one.");
        }
        let label = match shown(draft, row) {
            Shown::Colour => String::new(),
            Shown::Seat => forms::clean_line(draft.get(&who_key(row, "seat"))),
            Shown::Initials => initials
                .iter()
                .find(|(other, _)| Some(*other) == file)
                .map_or_else(String::new, |(_, initials)| initials.clone()),
        };
        if shown(draft, row) == Shown::Seat && label.chars().count() > SEAT_MAX {
            wrong(&who_key(row, "seat"), "This is too long for the screen: 24 characters at most.");
        }
        observed.push(Observed { file, colour: colour(draft, row), label });
    }
    if observed.is_empty() {
        observed.push(Observed { file: None, colour: Colour::Blue, label: String::new() });
    }
    let mut lesson = match forms::parse(Kind::Observation, draft, ctx) {
        Ok(Content::Observation(observation)) => observation.lesson,
        Ok(_) => return Err(errors),
        Err(others) => {
            errors.extend(others);
            return Err(errors);
        }
    };
    lesson.part_of_day = Some(part_of_day(draft, ctx));
    if errors.is_empty() { Ok(RunningObservation { began: ctx.now, sheet, lesson, observed }) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::case::CaseFile;
    use casebook_domain::observation::{Kit, Starter};
    use casebook_domain::settings::SchoolPhase;
    use casebook_domain::settings::Settings;
    use casebook_domain::states::{Overlay, State};

    fn file(id: u8) -> FileId {
        FileId::from_bytes([id; 16])
    }

    fn header(id: u8, first: &str, form: &str) -> Header {
        Header {
            file: file(id),
            first_names: first.to_owned(),
            surname: "Sample".to_owned(),
            known_as: String::new(),
            letter_name: String::new(),
            upn: String::new(),
            form: form.to_owned(),
            born: None,
            year_as_taught: None,
            state: State::None,
            overlay: Overlay::None,
            due: Vec::new(),
            last_session: None,
            planned: Vec::new(),
            episodes: 1,
        }
    }

    /// Monday 23 November 2026, 11:00.
    fn ctx() -> FormCtx {
        let settings = Settings::new("M".to_owned(), "S".to_owned());
        let now = Moment { utc_ms: 1_795_431_600_000, offset_min: 0 };
        let today = parse_iso("2026-11-23").unwrap();
        assert_eq!(now.date(), today);
        forms::form_ctx(&CaseFile::new(file(9)), &settings, today, now)
    }

    fn offers() -> Vec<Offer> {
        Kit::default().offered(SchoolPhase::AllThrough)
    }

    fn begins(draft: &Draft, headers: &[Header]) -> RunningObservation {
        running(draft, &offers(), headers, &ctx()).unwrap()
    }

    fn fields(draft: &Draft, headers: &[Header]) -> Vec<String> {
        running(draft, &offers(), headers, &ctx()).unwrap_err().into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn opened_and_started_at_once_it_is_the_first_template_for_this_pupil_by_colour() {
        let begun = begins(&blank(Some(file(1)), Labels::Colour), &[header(1, "Ada", "7B")]);
        assert_eq!(begun.sheet, offers()[0].template.sheet);
        let alone = Observed { file: Some(file(1)), colour: Colour::Blue, label: String::new() };
        assert_eq!(begun.observed, [alone]);
        assert_eq!(begun.lesson.part_of_day, Some(PartOfDay::Morning));
    }

    #[test]
    fn without_a_pupil_it_begins_and_the_pupil_is_chosen_later() {
        assert_eq!(begins(&blank(None, Labels::Colour), &[]).observed[0].file, None);
        // A draft that lost its rows still watches somebody.
        assert_eq!(begins(&Draft::new(), &[]).observed.len(), 1);
    }

    #[test]
    fn no_more_than_four_are_observed_and_no_two_in_one_colour() {
        let mut draft = blank(None, Labels::Colour);
        for _ in 0..6 {
            add_who(&mut draft);
        }
        set_colour(&mut draft, 3, Colour::Blue);
        let observed = begins(&draft, &[]).observed;
        let colours: Vec<Colour> = observed.iter().map(|one| one.colour).collect();
        assert_eq!(colours, [Colour::Purple, Colour::Orange, Colour::Green, Colour::Blue]);
        draft.remove_row(WHO, 1);
        add_who(&mut draft);
        assert_eq!(colour(&draft, 3), Colour::Orange, "the colour that came free");
    }

    #[test]
    fn twins_share_initials_and_are_told_apart() {
        let headers = [header(1, "Ada", "7B"), header(2, "Amy", "7B"), header(3, "Bo", "8K")];
        let mut draft = blank(Some(file(1)), Labels::Colour);
        add_who(&mut draft);
        choose(&mut draft, 1, Some(file(2)));
        for row in 0..2 {
            draft.set(&who_key(row, "shown"), Shown::Initials.code());
        }
        let labels: Vec<String> = begins(&draft, &headers).observed.into_iter().map(|one| one.label).collect();
        assert_eq!(labels, ["AS 1", "AS 2"]);
        draft.remove_row(WHO, 1);
        assert_eq!(begins(&draft, &headers).observed[0].label, "AS 1", "the same alone");
        // Nobody has no initials.
        choose(&mut draft, 0, None);
        assert_eq!(shown(&draft, 0), Shown::Colour);
    }

    #[test]
    fn what_usually_stands_for_a_pupil_does_so_until_something_else_is_chosen() {
        let headers = [header(1, "Ada", "7B")];
        let mut draft = blank(Some(file(1)), Labels::Initials);
        add_who(&mut draft);
        let labels = |draft: &Draft| -> Vec<String> {
            begins(draft, &headers).observed.into_iter().map(|one| one.label).collect()
        };
        assert_eq!(labels(&draft), ["AS", ""], "and nobody by colour");
        draft.set(&who_key(0, "shown"), Shown::Colour.code());
        assert_eq!(labels(&draft), ["", ""]);
    }

    #[test]
    fn a_seat_stands_on_the_screen_and_a_name_in_it_is_pointed_out() {
        let headers = [header(1, "Ada", "7B")];
        let mut draft = blank(Some(file(1)), Labels::Colour);
        draft.set(&who_key(0, "shown"), Shown::Seat.code());
        draft.set(&who_key(0, "seat"), "  Window,\trow 2 ");
        assert_eq!(begins(&draft, &headers).observed[0].label, "Window, row 2");
        assert_eq!(name_in_seat(&draft, 0, &headers), None);
        draft.set(&who_key(0, "seat"), "Next to Ada");
        assert_eq!(name_in_seat(&draft, 0, &headers).as_deref(), Some("Ada"));
        draft.set(&who_key(0, "seat"), "x".repeat(25));
        assert_eq!(fields(&draft, &headers), ["who.0.seat"]);
    }

    #[test]
    fn the_lesson_may_be_longer_or_shorter_than_the_template_says() {
        let mut draft = blank(None, Labels::Colour);
        draft.set(MINUTES, "45");
        assert_eq!(begins(&draft, &[]).sheet.planned_min, 45);
        for wrong in ["0", "91", "-5", "ten", "20.5", "99999999999"] {
            draft.set(MINUTES, wrong);
            assert_eq!(fields(&draft, &[]), [MINUTES], "{wrong}");
        }
    }

    #[test]
    fn a_lesson_shorter_than_an_interval_is_refused() {
        let mut offers = offers();
        offers.truncate(1);
        offers[0].template.sheet.planned_min = 30;
        if let Some(intervals) = &mut offers[0].template.sheet.intervals {
            intervals.length_s = 600;
        }
        let mut draft = blank(None, Labels::Colour);
        draft.set(MINUTES, "5");
        let errors = running(&draft, &offers, &[], &ctx()).unwrap_err();
        assert_eq!(errors[0].field, MINUTES);
    }

    #[test]
    fn where_no_template_is_offered_it_says_so() {
        assert_eq!(running(&blank(None, Labels::Colour), &[], &[], &ctx()).unwrap_err()[0].field, TEMPLATE);
    }

    #[test]
    fn the_template_used_last_comes_first_and_the_others_keep_their_order() {
        let keys = |offers: Vec<Offer>| -> Vec<String> { offers.iter().map(offer_key).collect() };
        let all = keys(offers());
        assert_eq!(keys(last_first(offers(), "gone")), all);
        let first = keys(last_first(offers(), Starter::Disruption.code()));
        assert_eq!(first[..4], [&all[2..3], &all[..2], &all[3..4]].concat());
    }

    #[test]
    fn a_kept_set_up_is_nobody_elses() {
        let headers = [header(1, "Ada", "7B"), header(2, "Bo", "8K")];
        let mut kept = blank(Some(file(1)), Labels::Colour);
        kept.set("subject", "Art");
        add_who(&mut kept);
        choose(&mut kept, 1, Some(file(7)));
        // Opened for the same pupil or for nobody: all of it; who is gone is not chosen.
        assert_eq!(who(&again(kept.clone(), Some(file(1)), &headers)), [Some(file(1)), None]);
        assert_eq!(who(&again(kept.clone(), None, &headers)), [Some(file(1)), None]);
        // Opened for another: the lesson stays, the pupils do not.
        let other = again(kept, Some(file(2)), &headers);
        assert_eq!(who(&other), [Some(file(2))]);
        assert_eq!(other.get("subject"), "Art");
    }

    #[test]
    fn the_part_of_the_day_is_the_clocks_until_it_is_chosen() {
        let mut draft = blank(None, Labels::Colour);
        assert_eq!(part_of_day(&draft, &ctx()), PartOfDay::Morning);
        draft.set(PART_OF_DAY, PartOfDay::Afternoon.code());
        assert_eq!(begins(&draft, &[]).lesson.part_of_day, Some(PartOfDay::Afternoon));
    }
}
