//! A half-filled form: a map of values and nothing else.

use std::collections::BTreeMap;

/// What is in a form. Keys are field names; see [`super::Input`] for how each input writes its value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The values; an empty one is the same as none.
    pub values: BTreeMap<String, String>,
}

impl Draft {
    /// An empty draft.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a field; "" when there is none.
    pub fn get(&self, key: &str) -> &str {
        self.values.get(key).map_or("", String::as_str)
    }

    /// Sets a value; an empty one is removed.
    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        let value = value.into();
        if value.is_empty() {
            self.values.remove(key);
        } else {
            self.values.insert(key.to_owned(), value);
        }
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, key: &str) -> bool {
        self.get(key) == "yes"
    }

    /// Ticks or unticks a box.
    pub fn tick(&mut self, key: &str, on: bool) {
        self.set(key, if on { "yes" } else { "" });
    }

    /// Whether a code is among those chosen.
    pub fn has(&self, key: &str, code: &str) -> bool {
        self.get(key).split_ascii_whitespace().any(|chosen| chosen == code)
    }

    /// Chooses a code, or takes the choice back; the others stay.
    pub fn choose(&mut self, key: &str, code: &str, on: bool) {
        let mut codes: Vec<&str> = self.get(key).split_ascii_whitespace().filter(|chosen| *chosen != code).collect();
        if on {
            codes.push(code);
        }
        let value = codes.join(" ");
        self.set(key, value);
    }

    /// How many rows a table has.
    pub fn rows(&self, name: &str) -> usize {
        self.row_numbers(name).len()
    }

    /// Adds an empty row and says which it is, from 0.
    pub fn add_row(&mut self, name: &str) -> usize {
        let row = self.row_numbers(name).last().map_or(0, |last| last.saturating_add(1));
        self.values.insert(row_key(name, row), String::new());
        row
    }

    /// Takes a row out; the rows after it move up.
    pub fn remove_row(&mut self, name: &str, row: usize) {
        self.renumber(name, Some(row));
    }

    /// The rows that have a value or were added, in order. Numbers can be
    /// missing in a damaged draft; nobody counts up to the last one.
    pub(crate) fn row_numbers(&self, name: &str) -> Vec<usize> {
        let mut rows: Vec<usize> = self.of(name).filter_map(|(rest, _)| row_number(rest)).collect();
        casebook_domain::order::plain(&mut rows);
        rows.dedup();
        rows
    }

    /// (what comes after `NAME.`, value) of every key within `NAME`.
    pub(crate) fn of(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let mut prefix = String::from(name);
        prefix.push('.');
        self.values
            .range(prefix.clone()..)
            .map_while(move |(key, value)| Some((key.strip_prefix(prefix.as_str())?, value.as_str())))
    }

    /// Numbers the rows 0, 1, 2 … again, leaving one out.
    fn renumber(&mut self, name: &str, without: Option<usize>) {
        let kept: Vec<usize> = self.row_numbers(name).into_iter().filter(|row| Some(*row) != without).collect();
        let old: Vec<(String, String)> =
            self.of(name).map(|(rest, value)| (rest.to_owned(), value.to_owned())).collect();
        let mut moved = Vec::with_capacity(old.len());
        for (rest, value) in old {
            let Some(row) = row_number(&rest) else { continue };
            let mut key = String::from(name);
            key.push('.');
            key.push_str(&rest);
            self.values.remove(&key);
            if let Ok(to) = kept.binary_search(&row) {
                let mut key = row_key(name, to);
                if let Some((_, field)) = rest.split_once('.') {
                    key.push('.');
                    key.push_str(field);
                }
                moved.push((key, value));
            }
        }
        self.values.extend(moved);
    }

    /// As JSON: one object of strings.
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.values).unwrap_or_default()
    }

    /// From JSON; `None` when it is no object of strings.
    pub fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok().map(|values| Self { values })
    }
}

/// `NAME.ROW`.
pub(crate) fn row_key(name: &str, row: usize) -> String {
    let mut key = String::from(name);
    key.push('.');
    key.push_str(&row.to_string());
    key
}

/// The row in what comes after `NAME.`: plain digits without leading zeros, at most six.
fn row_number(rest: &str) -> Option<usize> {
    let digits = rest.split_once('.').map_or(rest, |(row, _)| row);
    let plain = digits.len() <= 6
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'));
    if plain { digits.parse().ok() } else { None }
}
