//! The rows of a table as pupils, by a mapping.

use casebook_domain::measure::Sessions;

use crate::cells;
use crate::columns::{DateOrder, Mapping, Meaning, Question, read_date};
use crate::incoming::{Attended, Incoming, Note};
use crate::level::Level;
use crate::marks;
use crate::table::{Row, Table};

/// What all cells of a column decide together.
#[derive(Clone, Copy, Debug, Default)]
struct Columns {
    dates: Option<DateOrder>,
    /// Attendance is written as a share of one: 0.875.
    of_one: bool,
    /// Behaviour points are below zero; what is above is praise.
    below_zero: bool,
}

/// Reads the rows of a table as pupils.
///
/// # Errors
/// What has to be asked first; see [`Mapping::questions`].
pub fn read(table: &Table, mapping: &Mapping) -> Result<Vec<Incoming>, Vec<Question>> {
    let questions = mapping.questions(table);
    if !questions.is_empty() {
        return Err(questions);
    }
    let columns = decided(table, mapping);
    Ok(table.rows().map(|row| pupil(table, mapping, columns, row)).collect())
}

fn decided(table: &Table, mapping: &Mapping) -> Columns {
    let numbers = |meaning: Meaning| {
        let column = mapping.column(meaning);
        column.into_iter().flat_map(|column| table.rows().filter_map(move |row| cells::text(row.cell(column))))
    };
    let (mut part, mut more) = (false, false);
    for share in
        numbers(Meaning::Attendance).filter(|text| !text.contains('%')).filter_map(|text| cells::decimal(&text))
    {
        part |= (1..10_000).contains(&share);
        more |= share > 10_000;
    }
    let percent = numbers(Meaning::Attendance).any(|text| text.contains('%'));
    let below_zero = numbers(Meaning::Behaviour).any(|text| cells::points(&text).is_some_and(|points| points < 0));
    Columns { dates: mapping.dates, of_one: part && !more && !percent, below_zero }
}

/// The counts of a row that attendance is made of.
#[derive(Default)]
struct Counts {
    share: Option<u16>,
    possible: Option<u16>,
    attended: Option<u16>,
    authorised: Option<u16>,
    unauthorised: Option<u16>,
    marks: Option<Sessions>,
}

fn pupil(table: &Table, mapping: &Mapping, columns: Columns, row: Row<'_>) -> Incoming {
    let mut pupil = Incoming { place: row.number(), ..Incoming::default() };
    let mut counts = Counts::default();
    if row.extra() > 0 {
        pupil.notes.push(Note::OutOfStep { extra: row.extra() });
        return pupil;
    }
    for (column, meaning) in mapping.columns.iter().enumerate().take(table.headings.len()) {
        let Some(meaning) = *meaning else { continue };
        let raw = row.cell(column);
        match cells::text(raw) {
            None => pupil.notes.push(Note::Formula { meaning }),
            Some(text) if text.is_empty() => {}
            Some(text) => {
                let detail = take_detail(&mut pupil, meaning, &text, columns);
                let read =
                    detail.unwrap_or_else(|| take_figure(&mut pupil, &mut counts, meaning, &text, columns).is_some());
                if !read {
                    pupil.notes.push(Note::Unreadable { meaning, text });
                }
            }
        }
    }
    if !pupil.identity.surname.is_empty() && !pupil.identity.first_names.is_empty() {
        pupil.notes.retain(|note| !matches!(note, Note::NameInOnePiece { .. }));
    }
    attendance(&mut pupil, &counts);
    usual_names(&mut pupil);
    pupil
}

/// Takes who a pupil is: whether the cell could be read. `None` if the column is about something else.
fn take_detail(pupil: &mut Incoming, meaning: Meaning, text: &str, columns: Columns) -> Option<bool> {
    match meaning {
        Meaning::Upn => pupil.identity.upn = cells::upn(text),
        Meaning::FormerUpn => pupil.former_upn = cells::upn(text),
        Meaning::Surname => text.clone_into(&mut pupil.identity.surname),
        Meaning::FirstNames => text.clone_into(&mut pupil.identity.first_names),
        Meaning::KnownAs => text.clone_into(&mut pupil.identity.known_as),
        Meaning::WholeName => take_whole_name(pupil, text),
        Meaning::Form => text.clone_into(&mut pupil.form),
        Meaning::Born => return Some(put(&mut pupil.identity.born, read_date(text, columns.dates))),
        Meaning::Year => return Some(put(&mut pupil.year, cells::year(text))),
        Meaning::Sen => return Some(put(&mut pupil.sen, cells::sen(text))),
        Meaning::PupilPremium => return Some(put(&mut pupil.pupil_premium, cells::flag(text))),
        Meaning::FreeMeals => return Some(put(&mut pupil.free_meals, cells::flag(text))),
        Meaning::LookedAfter => return Some(put(&mut pupil.looked_after, cells::flag(text))),
        Meaning::Eal => return Some(put(&mut pupil.eal, cells::additional_language(text))),
        _ => return None,
    }
    Some(true)
}

fn put<T>(place: &mut Option<T>, read: Option<T>) -> bool {
    let is_read = read.is_some();
    *place = read;
    is_read
}

/// A column of its own says a part of the name better, wherever it stands.
fn take_whole_name(pupil: &mut Incoming, whole: &str) {
    let Some((surname, first)) = cells::split_name(whole) else {
        pupil.notes.push(Note::NameInOnePiece { name: whole.to_owned() });
        return;
    };
    let identity = &mut pupil.identity;
    for (place, part) in [(&mut identity.surname, surname), (&mut identity.first_names, first)] {
        if place.is_empty() {
            *place = part;
        }
    }
}

fn take_figure(
    pupil: &mut Incoming,
    counts: &mut Counts,
    meaning: Meaning,
    text: &str,
    columns: Columns,
) -> Option<()> {
    let figures = &mut pupil.figures;
    match meaning {
        Meaning::Attendance => counts.share = Some(share(text, columns.of_one)?),
        Meaning::Possible => counts.possible = Some(cells::count(text)?),
        Meaning::Attended => counts.attended = Some(cells::count(text)?),
        Meaning::Authorised => counts.authorised = Some(cells::count(text)?),
        Meaning::Unauthorised => counts.unauthorised = Some(cells::count(text)?),
        Meaning::Late => figures.late = Some(cells::count(text)?),
        Meaning::Marks => {
            let marks = marks::count(text)?;
            if !marks.old.is_empty() {
                pupil.notes.push(Note::OldCodes(marks.old.into_iter().collect()));
            }
            if marks.unknown.is_empty() {
                counts.marks = Some(marks.sessions);
                figures.late = figures.late.or(Some(marks.sessions.late));
            } else {
                pupil.notes.push(Note::UnknownCodes(marks.unknown.into_iter().collect()));
            }
        }
        Meaning::AttainmentNow => figures.now = Some(Level::read(text)?),
        Meaning::AttainmentExpected => figures.expected = Some(Level::read(text)?),
        Meaning::AttainmentBefore => figures.before = Some(Level::read(text)?),
        Meaning::Behaviour => {
            let points = cells::points(text)?;
            let bad = if columns.below_zero { -points } else { points };
            figures.behaviour = Some(u16::try_from(bad.max(0)).ok()?);
        }
        Meaning::Exclusions => figures.exclusions = Some(cells::count(text)?),
        _ => {}
    }
    Some(())
}

/// Attendance in hundredths of a per cent.
fn share(text: &str, of_one: bool) -> Option<u16> {
    let ten_thousandths = cells::decimal(text)?;
    let hundredths = if of_one { ten_thousandths } else { (ten_thousandths + 50) / 100 };
    u16::try_from(hundredths).ok().filter(|share| *share <= 10_000)
}

/// Makes attendance of the counts: of the most exact ones that there are, if they agree with each other.
fn attendance(pupil: &mut Incoming, counts: &Counts) {
    let late = pupil.figures.late.unwrap_or_default();
    let Counts { share, possible, attended, authorised, unauthorised, marks } = *counts;
    let made = match (marks, possible, attended, authorised, unauthorised) {
        (Some(sessions), ..) => Ok(Some(Attended::Sessions(Sessions { late, ..sessions }))),
        (None, possible, Some(attended), Some(authorised), Some(unauthorised)) => {
            let sessions = Sessions { attended, authorised, unauthorised, late };
            let agree = possible.is_none_or(|possible| u32::from(possible) == sessions.possible());
            if agree { Ok(Some(Attended::Sessions(sessions))) } else { Err(()) }
        }
        (None, Some(possible), None, Some(authorised), Some(unauthorised)) => {
            let attended = possible.checked_sub(authorised).and_then(|rest| rest.checked_sub(unauthorised));
            attended
                .map(|attended| Some(Attended::Sessions(Sessions { attended, authorised, unauthorised, late })))
                .ok_or(())
        }
        (None, Some(possible), Some(attended), ..) if attended > possible => Err(()),
        (None, Some(possible), Some(attended), ..) => Ok(Some(Attended::Counts { attended, possible })),
        _ => Ok(share.map(Attended::Share)),
    };
    match made {
        Ok(attended) => pupil.figures.attendance = attended,
        Err(()) => pupil.notes.push(Note::DoesNotAddUp { year: None }),
    }
}

/// Writes names that are in capitals alone in the usual way, and says so.
pub(crate) fn usual_names(pupil: &mut Incoming) {
    let Incoming { identity, notes, .. } = pupil;
    for name in [&mut identity.surname, &mut identity.first_names, &mut identity.known_as] {
        if let Some(usual) = cells::from_capitals(name) {
            notes.push(Note::InCapitals { name: core::mem::replace(name, usual) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::propose;
    use crate::table;

    fn rows(text: &str) -> Vec<Incoming> {
        let table = table::read(text).unwrap();
        read(&table, &propose(&table, &[]).mapping).unwrap()
    }

    fn attendances(text: &str) -> Vec<Option<u16>> {
        rows(text).iter().map(|row| row.figures.attendance.and_then(Attended::hundredths)).collect()
    }

    #[test]
    fn p03_attendance_is_a_share_of_a_hundred_or_of_one_by_its_whole_column() {
        assert_eq!(attendances("UPN,Attendance\na,87.5\nb,1\nc,\n"), [Some(8750), Some(100), None]);
        assert_eq!(attendances("UPN,Attendance\na,0.875\nb,1\n"), [Some(8750), Some(10_000)]);
        assert_eq!(attendances("UPN,Attendance\na,0.5%\nb,101\n"), [Some(50), None]);
    }

    #[test]
    fn p03_attendance_comes_from_the_most_exact_figures_and_only_if_they_agree() {
        let head = "UPN,Sessions possible,Sessions attended,Authorised absences,Unauthorised absences,Attendance\n";
        let read = |row: &str| rows(&[head, row].concat()).remove(0).figures.attendance;
        let sessions = Sessions { attended: 58, authorised: 5, unauthorised: 3, late: 0 };
        assert_eq!(read("a,66,58,5,3,80\n"), Some(Attended::Sessions(sessions)));
        assert_eq!(read("a,66,,5,3,80\n"), Some(Attended::Sessions(sessions)));
        assert_eq!(read("a,66,58,,,80\n"), Some(Attended::Counts { attended: 58, possible: 66 }));
        assert_eq!(read("a,66,,,,80\n"), Some(Attended::Share(8000)));
        assert_eq!((read("a,67,58,5,3,80\n"), read("a,5,6,,,80\n"), read("a,5,,3,3,80\n")), (None, None, None));
    }

    #[test]
    fn p03_behaviour_points_below_zero_are_the_bad_ones() {
        let points = |text: &str| rows(text).iter().map(|row| row.figures.behaviour).collect::<Vec<_>>();
        assert_eq!(points("UPN,Behaviour points\na,12\nb,0\n"), [Some(12), Some(0)]);
        assert_eq!(points("UPN,Behaviour points\na,-12\nb,30\n"), [Some(12), Some(0)]);
    }
}
