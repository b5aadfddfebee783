//! From checked values to types, and back into a draft.

use core::cell::RefCell;

use casebook_domain::calendar::Date;

use casebook_domain::calendar::{Moment, iso, parse_iso};
use casebook_domain::ids::RecordId;
use casebook_domain::plan::{Attainment, TargetRating};

use super::check::{decimal, read_moment};
use super::draft::row_key;
use super::{Draft, FieldError, FormCtx, join};

/// Reads checked values. What is missing or wrong was said before, so a
/// reader that finds nothing says nothing.
pub(super) struct Reader<'a> {
    clean: &'a Draft,
    pub(super) ctx: &'a FormCtx,
    prefix: String,
    errors: &'a RefCell<Vec<FieldError>>,
    /// Names that were read, so that a test finds a field nobody reads.
    #[cfg(test)]
    pub(super) seen: &'a RefCell<std::collections::BTreeSet<String>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        clean: &'a Draft,
        ctx: &'a FormCtx,
        errors: &'a RefCell<Vec<FieldError>>,
        #[cfg(test)] seen: &'a RefCell<std::collections::BTreeSet<String>>,
    ) -> Self {
        Self {
            clean,
            ctx,
            prefix: String::new(),
            errors,
            #[cfg(test)]
            seen,
        }
    }

    fn key(&self, name: &str) -> String {
        let key = join(&self.prefix, name);
        #[cfg(test)]
        self.seen.borrow_mut().insert(key.clone());
        key
    }

    /// A code or any other value; "" when there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.clean.get(&self.key(name))
    }

    pub(super) fn text(&self, name: &str) -> String {
        self.get(name).to_owned()
    }

    pub(super) fn optional(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// Whether something is wrong at this field already.
    pub(super) fn is_wrong(&self, name: &str) -> bool {
        self.errors.borrow().iter().any(|error| error.field == name)
    }

    pub(super) fn tick(&self, name: &str) -> bool {
        self.get(name) == "yes"
    }

    pub(super) fn date(&self, name: &str) -> Option<Date> {
        parse_iso(self.get(name))
    }

    pub(super) fn moment(&self, name: &str) -> Option<Moment> {
        read_moment(self.get(name))
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.get(name).parse().ok()
    }

    pub(super) fn u16(&self, name: &str) -> Option<u16> {
        self.get(name).parse().ok()
    }

    pub(super) fn u8(&self, name: &str) -> Option<u8> {
        self.get(name).parse().ok()
    }

    pub(super) fn id(&self, name: &str) -> Option<RecordId> {
        RecordId::parse(self.get(name))
    }

    /// The chosen codes as terms.
    pub(super) fn many<T>(&self, name: &str, from_code: fn(&str) -> Option<T>) -> Vec<T> {
        self.get(name).split_ascii_whitespace().filter_map(from_code).collect()
    }

    /// A reader for each row.
    pub(super) fn rows(&self, name: &str) -> Vec<Reader<'a>> {
        let key = self.key(name);
        let within = |row| Reader {
            clean: self.clean,
            ctx: self.ctx,
            prefix: join(&row_key(&key, row), "."),
            errors: self.errors,
            #[cfg(test)]
            seen: self.seen,
        };
        self.clean.row_numbers(&key).into_iter().map(within).collect()
    }

    pub(super) fn ratings(&self, name: &str) -> Vec<TargetRating> {
        let key = self.key(name);
        let rating = |number: usize| {
            let rating = row_key(&key, number);
            Some(TargetRating {
                target: u16::try_from(number).ok()?,
                attainment: Attainment::new(self.clean.get(&rating).parse().ok()?)?,
                remark: self.clean.get(&join(&rating, ".remark")).to_owned(),
            })
        };
        self.clean.row_numbers(&key).into_iter().filter_map(rating).collect()
    }

    /// Says what is wrong at a field.
    pub(super) fn wrong(&self, name: &str, message: &str) {
        self.errors.borrow_mut().push(FieldError { field: self.key(name), message: message.to_owned() });
    }

    /// Says that one date must not come before another.
    pub(super) fn in_order(&self, earlier: Option<Date>, name: &str, message: &str) {
        if let (Some(earlier), Some(later)) = (earlier, self.date(name))
            && later < earlier
        {
            self.wrong(name, message);
        }
    }
}

/// Writing values into a draft.
impl Draft {
    pub(super) fn put_date(&mut self, key: &str, date: Option<Date>) {
        self.set(key, date.map(iso).unwrap_or_default());
    }

    pub(super) fn put_number(&mut self, key: &str, value: Option<i64>, decimals: u8) {
        self.set(key, value.map(|value| decimal(value, decimals)).unwrap_or_default());
    }

    /// The picked record, remembered as one that stays allowed.
    pub(super) fn put_id(&mut self, key: &str, id: Option<RecordId>) {
        if let Some(id) = id {
            self.set(key, id.to_string());
            self.set(&join(key, ".was"), id.to_string());
        }
    }

    pub(super) fn put_moment(&mut self, key: &str, moment: Moment) {
        let (hours, minutes, seconds) = moment.local_time();
        let local = moment.utc_ms.saturating_add(i64::from(moment.offset_min) * 60_000);
        let milliseconds = local.rem_euclid(1000);
        let mut text = iso(moment.date());
        two(&mut text, 'T', hours);
        two(&mut text, ':', minutes);
        if seconds > 0 || milliseconds > 0 {
            two(&mut text, ':', seconds);
        }
        if milliseconds > 0 {
            text.push('.');
            for place in [100, 10, 1] {
                text.push(char::from(b'0' + (milliseconds / place % 10) as u8));
            }
        }
        self.set(key, text);
        self.set(&join(key, ".offset"), moment.offset_min.to_string());
    }

    pub(super) fn put_ratings(&mut self, key: &str, ratings: &[TargetRating]) {
        for rating in ratings {
            let key = row_key(key, usize::from(rating.target));
            self.set(&join(&key, ".remark"), rating.remark.as_str());
            self.set(&key, rating.attainment.value().to_string());
        }
    }

    /// Adds a row and gives the start of its keys.
    pub(super) fn put_row(&mut self, name: &str) -> String {
        let row = self.add_row(name);
        join(&row_key(name, row), ".")
    }

    pub(super) fn put_codes(&mut self, key: &str, codes: Vec<&str>) {
        self.set(key, codes.join(" "));
    }
}

fn two(text: &mut String, before: char, number: u8) {
    text.push(before);
    text.push(char::from(b'0' + number / 10));
    text.push(char::from(b'0' + number % 10));
}
