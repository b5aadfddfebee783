//! Dates of a column: ISO, or with day and month in an order that the whole column decides.

use casebook_domain::calendar::{Date, parse_iso};

use super::DateOrder;

/// What a column's dates say about their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Dates {
    /// ISO, or with the month's name, or no date at all: nothing is to be decided.
    Plain,
    /// At least one date can be read in this order alone, and none in the other alone.
    Order(DateOrder),
    /// All can be read in both orders, and mean another day.
    Ambiguous {
        /// One of them, as written.
        example: String,
    },
    /// One date needs the one order, another the other.
    Mixed {
        /// A date that needs the day first, as written.
        day_first: String,
        /// A date that needs the month first.
        month_first: String,
    },
}

/// A date as far as it can be read alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WrittenDate {
    /// In one way, whatever the column's order.
    Plain(Date),
    /// By the order: with the day first, with the month first. One of them may be no date.
    Ordered(Option<Date>, Option<Date>),
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a date as written; `None` where it is none. A time of day after it is left out.
fn written(text: &str) -> Option<WrittenDate> {
    let text = text.trim();
    if let Some(date) = text.get(..10).and_then(parse_iso) {
        let rest = &text[10..];
        return (rest.is_empty() || rest.starts_with(['T', ' '])).then_some(WrittenDate::Plain(date));
    }
    let text = match text.split_once([' ', 'T']) {
        Some((date, time)) if time.contains(':') && date.len() >= 6 => date,
        _ => text,
    };
    let mut parts = text.split(['/', '.', '-', ' ', ',']).filter(|part| !part.is_empty());
    let (one, two, three) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    if let Some(month) = named_month(two) {
        return day(three, month, number(one)?).map(WrittenDate::Plain);
    }
    let (first, second) = (number(one)?, number(two)?);
    let (day_first, month_first) = (day(three, second, first), day(three, first, second));
    match (day_first, month_first) {
        (None, None) => None,
        (Some(one), Some(other)) if one == other => Some(WrittenDate::Plain(one)),
        both => Some(WrittenDate::Ordered(both.0, both.1)),
    }
}

/// Reads a date in the column's order; `None` where it is none.
pub(crate) fn read(text: &str, order: Option<DateOrder>) -> Option<Date> {
    match (written(text)?, order) {
        (WrittenDate::Plain(date), _) => Some(date),
        (WrittenDate::Ordered(day_first, _), Some(DateOrder::DayFirst)) => day_first,
        (WrittenDate::Ordered(_, month_first), Some(DateOrder::MonthFirst)) => month_first,
        (WrittenDate::Ordered(..), None) => None,
    }
}

/// Decides the order by all dates of a column.
pub(super) fn decide<'c>(cells: impl Iterator<Item = &'c str>) -> Dates {
    let (mut day_first, mut month_first, mut example) = (None, None, None);
    for cell in cells {
        match written(cell) {
            Some(WrittenDate::Ordered(Some(_), None)) => day_first = day_first.or(Some(cell)),
            Some(WrittenDate::Ordered(None, Some(_))) => month_first = month_first.or(Some(cell)),
            Some(WrittenDate::Ordered(..)) => example = example.or(Some(cell)),
            Some(WrittenDate::Plain(_)) | None => {}
        }
    }
    let owned = |text: &str| text.trim().to_owned();
    match (day_first, month_first, example) {
        (Some(day), Some(month), _) => Dates::Mixed { day_first: owned(day), month_first: owned(month) },
        (Some(_), None, _) => Dates::Order(DateOrder::DayFirst),
        (None, Some(_), _) => Dates::Order(DateOrder::MonthFirst),
        (None, None, Some(example)) => Dates::Ambiguous { example: owned(example) },
        (None, None, None) => Dates::Plain,
    }
}

fn number(text: &str) -> Option<u32> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// "Aug", "August", "SEPT".
fn named_month(text: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    let month = MONTHS.iter().position(|month| lower.starts_with(month))?;
    lower.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some(month as u32 + 1)
}

/// Of a year in four digits, or in two: pupils are born in this century.
fn day(year: &str, month: u32, day: u32) -> Option<Date> {
    let written = number(year)?;
    let year = match year.len() {
        2 => 2000 + written,
        4 if (1900..2200).contains(&written) => written,
        _ => return None,
    };
    Date::from_ymd_opt(year as i32, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_every_way_that_systems_write_it() {
        let day = |text: &str| read(text, Some(DateOrder::DayFirst)).map(casebook_domain::calendar::iso);
        for (text, iso) in [
            ("2014-08-31", "2014-08-31"),
            ("2014-08-31T00:00:00", "2014-08-31"),
            ("2014-08-31 00:00", "2014-08-31"),
            ("31/08/2014", "2014-08-31"),
            (" 1/8/2014 ", "2014-08-01"),
            ("31.08.2014", "2014-08-31"),
            ("31-08-14", "2014-08-31"),
            ("31-Aug-2014", "2014-08-31"),
            ("31 August 2014", "2014-08-31"),
            ("31/08/2014 00:00", "2014-08-31"),
        ] {
            assert_eq!(day(text).as_deref(), Some(iso), "{text}");
        }
        for text in ["", "31/02/2014", "41883", "2014-13-01", "31/08/114", "soon", "1/2/3/4", "31/08", "é1/08/2014"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn the_whole_column_decides_the_order() {
        let order = |cells: &[&str]| decide(cells.iter().copied());
        assert_eq!(order(&["01/02/2014", "", "31/02/2014", "13/01/2014"]), Dates::Order(DateOrder::DayFirst));
        assert_eq!(order(&["01/02/2014", "01/13/2014"]), Dates::Order(DateOrder::MonthFirst));
        assert_eq!(order(&["2014-08-31", "05/05/2014", "x"]), Dates::Plain);
        assert_eq!(order(&["2014-08-31", "01/02/2014"]), Dates::Ambiguous { example: "01/02/2014".to_owned() });
        let mixed = Dates::Mixed { day_first: "13/01/2014".to_owned(), month_first: "01/13/2014".to_owned() };
        assert_eq!(order(&["13/01/2014", "01/13/2014"]), mixed);
    }
}
