//! Checks a draft against its form: hidden fields are dropped, text is cleaned, every bound is enforced, and each error
//! is reported at its field.

use casebook_domain::calendar::{Date, Datelike, julian_day};
use casebook_domain::ids::RecordId;
use casebook_domain::planned::TimeOfDay;

use casebook_domain::calendar::{Moment, iso, parse_iso};
use casebook_domain::text::clean;

use super::draft::row_key;
use super::{
    AREA_MAX, Draft, Field, FieldError, Form, FormCtx, Input, LINE_MAX, NO_DATE, NO_TIME, Options, STROKES_MAX, Span,
    join,
};

/// The cleaned values of what is shown, and what is wrong. Dates are ISO,
/// numbers are whole numbers of their last decimal place, codes are known ones.
pub(super) fn check(form: &Form, draft: &Draft, ctx: &FormCtx) -> (Draft, Vec<FieldError>) {
    let mut check = Check { draft, ctx, clean: Draft::new(), errors: Vec::new() };
    for section in form.sections {
        check.fields(section.fields, "");
    }
    (check.clean, check.errors)
}

struct Check<'a> {
    draft: &'a Draft,
    ctx: &'a FormCtx,
    clean: Draft,
    errors: Vec<FieldError>,
}

/// What a value is worth.
enum Verdict {
    Empty,
    Value(String),
    Wrong(String),
}

impl Check<'_> {
    fn fields(&mut self, fields: &[Field], prefix: &str) {
        for field in fields {
            if field.shown(self.draft, prefix) {
                self.field(field, prefix);
            }
        }
    }

    fn field(&mut self, field: &Field, prefix: &str) {
        let key = join(prefix, field.name);
        let empty = match field.input {
            Input::Rows { fields, most, .. } => self.rows(fields, &key, most),
            Input::Evidence(groups) => self.evidence(groups, &key),
            Input::Ratings => self.ratings(&key),
            _ => match self.value(&field.input, &key) {
                Verdict::Empty => true,
                Verdict::Value(value) => {
                    self.clean.set(&key, value);
                    false
                }
                Verdict::Wrong(message) => {
                    self.errors.push(FieldError { field: key, message });
                    return;
                }
            },
        };
        if empty && field.needed(self.draft, prefix) {
            self.wrong(key, missing(&field.input));
        }
    }

    fn wrong(&mut self, field: String, message: &str) {
        self.errors.push(FieldError { field, message: message.to_owned() });
    }

    fn value(&self, input: &Input, key: &str) -> Verdict {
        let raw = self.draft.get(key);
        match *input {
            Input::Line | Input::LineFrom(_) | Input::Hidden => text(raw, LINE_MAX, false),
            Input::Area { .. } => text(raw, AREA_MAX, true),
            Input::Date(span) => date(raw, span, self.ctx.today),
            Input::Time => time_of_day(raw),
            Input::Moment => self.moment(raw, key),
            Input::Number { least, most, decimals, unit } => number(raw, least, most, decimals, unit),
            Input::Choice(options) | Input::Shown(options) => one_of(raw, options),
            Input::Many(options) => {
                let codes = known(self.draft, key, options);
                if codes.is_empty() { Verdict::Empty } else { Verdict::Value(codes.join(" ")) }
            }
            Input::Tick if raw == "yes" => Verdict::Value("yes".to_owned()),
            Input::Pick(source) => self.pick(raw, key, self.ctx.choices(source)),
            Input::Strokes => strokes(raw),
            Input::Tick | Input::Rows { .. } | Input::Evidence(_) | Input::Ratings => Verdict::Empty,
        }
    }

    fn pick(&self, raw: &str, key: &str, choices: &[super::Pickable]) -> Verdict {
        let id = raw.trim();
        if id.is_empty() {
            return Verdict::Empty;
        }
        // What a record had stays allowed, if it is an identifier at all.
        if id == self.draft.get(&join(key, ".was")) && RecordId::parse(id).is_some() {
            return Verdict::Value(id.to_owned());
        }
        match choices.iter().find(|choice| choice.id == id) {
            None => wrong("Choose one from the list."),
            Some(choice) => match &choice.blocked {
                None => Verdict::Value(choice.id.clone()),
                Some(why) => Verdict::Wrong([why, ". Choose another."].concat()),
            },
        }
    }

    fn moment(&self, raw: &str, key: &str) -> Verdict {
        let offset_key = join(key, ".offset");
        let offset = match self.draft.get(&offset_key).parse() {
            Ok(minutes @ -840..=840) => minutes,
            _ => self.ctx.now.offset_min,
        };
        let raw = raw.trim();
        if raw.is_empty() {
            return Verdict::Empty;
        }
        match local_moment(raw, offset) {
            None => wrong("This day or time doesn't exist or isn't complete. Enter both, such as 23/11/2026 14:05."),
            Some(moment) if !sensible(moment.date()) => wrong(YEARS),
            // A clock that was put right by a few minutes is no mistake of the mentor's.
            Some(moment) if moment.utc_ms > self.ctx.now.utc_ms.saturating_add(600_000) => {
                wrong("This time is in the future. Check the day and the time.")
            }
            Some(moment) => Verdict::Value(write_moment(moment)),
        }
    }

    /// Empty rows are dropped; one that was begun is held to its fields.
    fn rows(&mut self, fields: &[Field], key: &str, most: u8) -> bool {
        let mut count = 0;
        for row in self.draft.row_numbers(key) {
            let row = row_key(key, row);
            let prefix = join(&row, ".");
            if !self.begun(fields, &prefix) {
                continue;
            }
            count += 1;
            if count > usize::from(most) {
                let message = ["At most ", &most.to_string(), " here. Combine two, or remove one."].concat();
                self.errors.push(FieldError { field: key.to_owned(), message });
                break;
            }
            self.clean.values.insert(row, String::new());
            self.fields(fields, &prefix);
        }
        count == 0
    }

    /// Whether somebody wrote something in a row; what is preset does not count, and a number may be.
    fn begun(&self, fields: &[Field], prefix: &str) -> bool {
        fields.iter().any(|field| {
            !matches!(field.input, Input::Hidden | Input::Number { .. })
                && field.preset.is_empty()
                && !clean(self.draft.get(&join(prefix, field.name)), false).is_empty()
        })
    }

    fn evidence(&mut self, groups: &[(&str, Options)], key: &str) -> bool {
        let mut all = String::new();
        for (_, options) in groups {
            for code in known(self.draft, key, options) {
                if !all.is_empty() {
                    all.push(' ');
                }
                all.push_str(code);
                let key = [key, ".", code].concat();
                match text(self.draft.get(&key), AREA_MAX, true) {
                    Verdict::Empty => self.wrong(key, "Write what was seen, when and by whom."),
                    Verdict::Value(value) => self.clean.set(&key, value),
                    Verdict::Wrong(message) => self.errors.push(FieldError { field: key, message }),
                }
            }
        }
        let empty = all.is_empty();
        self.clean.set(key, all);
        empty
    }

    fn ratings(&mut self, key: &str) -> bool {
        for number in self.draft.row_numbers(key).into_iter().take(usize::from(super::ROWS_MAX)) {
            let rating_key = row_key(key, number);
            let remark_key = join(&rating_key, ".remark");
            let remark = text(self.draft.get(&remark_key), LINE_MAX, false);
            match (one_of(self.draft.get(&rating_key), super::RATINGS), remark) {
                (_, Verdict::Wrong(message)) => self.errors.push(FieldError { field: remark_key, message }),
                (Verdict::Value(rating), remark) => {
                    self.clean.set(&rating_key, rating);
                    if let Verdict::Value(remark) = remark {
                        self.clean.set(&remark_key, remark);
                    }
                }
                (Verdict::Empty, Verdict::Empty) => {}
                _ => self.wrong(rating_key, "Choose a rating for this target, or clear the remark."),
            }
        }
        false
    }
}

fn wrong(message: &str) -> Verdict {
    Verdict::Wrong(message.to_owned())
}

/// What to do about a field that is needed and empty.
const fn missing(input: &Input) -> &'static str {
    match input {
        Input::Date(_) => "Choose a date.",
        Input::Time => "Choose a time.",
        Input::Moment => "Choose a day and a time.",
        Input::Number { .. } => "Write a number.",
        Input::Choice(_) | Input::Pick(_) | Input::Shown(_) => "Choose one.",
        Input::Many(_) | Input::Evidence(_) => "Tick at least one.",
        Input::Rows { .. } => "Add at least one.",
        Input::Strokes => "Sign in the box.",
        _ => "Fill this in.",
    }
}

/// Cleans a text and holds it to its length; nothing is cut off.
fn text(raw: &str, most: usize, lines: bool) -> Verdict {
    // Nobody needs to clean megabytes to know that they are too long.
    let too_long = raw.len() > most * 16 || {
        let clean = clean(raw, lines);
        if clean.is_empty() {
            return Verdict::Empty;
        }
        if clean.chars().count() <= most {
            return Verdict::Value(clean);
        }
        true
    };
    debug_assert!(too_long);
    Verdict::Wrong(if lines {
        "This is too long: 10,000 characters at most. Put the rest into a note.".to_owned()
    } else {
        "This is too long: 200 characters at most.".to_owned()
    })
}

/// The chosen codes that are on the list, in its order, each once.
fn known<'o>(draft: &Draft, key: &str, options: &'o [(&'o str, &'o str)]) -> Vec<&'o str> {
    let raw = draft.get(key);
    if raw.is_empty() || raw.len() > AREA_MAX {
        return Vec::new();
    }
    options.iter().map(|(code, _)| *code).filter(|code| draft.has(key, code)).collect()
}

fn one_of(raw: &str, options: Options) -> Verdict {
    let raw = raw.trim();
    if raw.is_empty() {
        return Verdict::Empty;
    }
    match options.iter().find(|(code, _)| *code == raw) {
        Some((code, _)) => Verdict::Value((*code).to_owned()),
        None => wrong("Choose one from the list."),
    }
}

const YEARS: &str = "Write a year from 1990 to 2100.";

fn sensible(date: Date) -> bool {
    (1990..=2100).contains(&date.year())
}

fn date(raw: &str, span: Span, today: Date) -> Verdict {
    let raw = raw.trim();
    if raw.is_empty() {
        return Verdict::Empty;
    }
    match parse_iso(raw).or_else(|| day_month_year(raw)) {
        None => wrong(NO_DATE),
        Some(date) if !sensible(date) => wrong(YEARS),
        Some(date) if span == Span::Past && date > today => wrong("This day is in the future. Check the date."),
        Some(date) => Verdict::Value(iso(date)),
    }
}

fn time_of_day(raw: &str) -> Verdict {
    match (raw.trim(), TimeOfDay::parse(raw)) {
        ("", _) => Verdict::Empty,
        (_, None) => wrong(NO_TIME),
        (_, Some(time)) => Verdict::Value(time.to_string()),
    }
}

/// "23/11/2026", also with dots, dashes or blanks, for browsers without a date box.
fn day_month_year(raw: &str) -> Option<Date> {
    if raw.len() > 20 {
        return None;
    }
    let mut parts = raw.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty());
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || day.len() > 2 || month.len() > 2 {
        return None;
    }
    Date::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Reads "2026-11-23T14:05", with seconds and milliseconds where there are any.
pub(super) fn local_moment(raw: &str, offset_min: i16) -> Option<Moment> {
    let raw = raw.trim();
    if raw.len() > 40 {
        return None;
    }
    let (day, clock) = raw.split_once(['T', ' '])?;
    let date = parse_iso(day).or_else(|| day_month_year(day))?;
    let (clock, milliseconds) = match clock.split_once('.') {
        None => (clock, 0),
        Some((clock, fraction)) if fraction.len() == 3 => (clock, digits(fraction, 999)?),
        Some(_) => return None,
    };
    let mut parts = clock.split(':');
    let hours = digits(parts.next()?, 23)?;
    let minutes = digits(parts.next()?, 59)?;
    let seconds = match parts.next() {
        None => 0,
        Some(seconds) => digits(seconds, 59)?,
    };
    if parts.next().is_some() {
        return None;
    }
    let days = i64::from(julian_day(date)) - 2_440_588;
    let local = ((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000 + milliseconds;
    Some(Moment { utc_ms: local - i64::from(offset_min) * 60_000, offset_min })
}

fn digits(text: &str, most: i64) -> Option<i64> {
    if text.is_empty() || text.len() > 3 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|number| *number <= most)
}

/// A moment as it is kept after checking: "utc_ms offset_min".
fn write_moment(moment: Moment) -> String {
    [&moment.utc_ms.to_string(), " ", &moment.offset_min.to_string()].concat()
}

/// Reads what [`write_moment`] wrote.
pub(super) fn read_moment(clean: &str) -> Option<Moment> {
    let (utc_ms, offset_min) = clean.split_once(' ')?;
    Some(Moment { utc_ms: utc_ms.parse().ok()?, offset_min: offset_min.parse().ok()? })
}

fn number(raw: &str, least: i64, most: i64, decimals: u8, unit: &str) -> Verdict {
    let raw = raw.trim();
    let bare = if unit.is_empty() { raw } else { raw.strip_suffix(unit).map_or(raw, str::trim_end) };
    if bare.is_empty() {
        return Verdict::Empty;
    }
    match scaled(bare, decimals) {
        None if decimals == 0 => wrong("Write a whole number, such as 12."),
        None if decimals == 1 => wrong("Write a number, such as 12 or 12.5, with at most one decimal place."),
        None => wrong("Write a number, such as 12 or 12.5, with at most two decimal places."),
        Some(value) if value < least || value > most => {
            let (least, most) = (decimal(least, decimals), decimal(most, decimals));
            Verdict::Wrong(["Write a number from ", &least, " to ", &most, "."].concat())
        }
        Some(value) => Verdict::Value(value.to_string()),
    }
}

/// "87.5" with one decimal place is 875. Exact: no floating point.
fn scaled(text: &str, decimals: u8) -> Option<i64> {
    if text.len() > 24 {
        return None;
    }
    let (negative, text) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.trim_end_matches('0');
    if (whole.is_empty() && fraction.is_empty()) || fraction.len() > usize::from(decimals) {
        return None;
    }
    let mut value: i64 = 0;
    let padding = usize::from(decimals) - fraction.len();
    for byte in whole.bytes().chain(fraction.bytes()).chain(core::iter::repeat_n(b'0', padding)) {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
    }
    Some(if negative { -value } else { value })
}

/// 875 with one decimal place is "87.5"; 870 is "87".
pub(super) fn decimal(value: i64, decimals: u8) -> String {
    let scale = 10u64.pow(u32::from(decimals));
    let size = value.unsigned_abs();
    let mut text = String::new();
    if value < 0 {
        text.push('-');
    }
    text.push_str(&(size / scale).to_string());
    let mut rest = size % scale;
    if rest > 0 {
        text.push('.');
        let mut place = scale / 10;
        while rest > 0 {
            text.push(char::from(b'0' + (rest / place) as u8));
            rest %= place;
            place /= 10;
        }
    }
    text
}

/// SVG path data of moves and lines only, so that a signature can be nothing else.
fn strokes(raw: &str) -> Verdict {
    if raw.trim().is_empty() {
        return Verdict::Empty;
    }
    if raw.len() > STROKES_MAX {
        return wrong("The signature is too long to keep. Clear the box and sign again.");
    }
    if !raw.bytes().all(|byte| matches!(byte, b'M' | b'L' | b' ' | b'0'..=b'9')) {
        return wrong("The signature cannot be read. Clear the box and sign again.");
    }
    Verdict::Value(raw.trim().to_owned())
}
