//! Figures, and how they are written.

use super::*;

/// Measured values of one thing, in ascending order.
pub(super) struct Values(pub(super) Vec<f64>);

impl Values {
    pub(super) fn new(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// One field of each of a script's results.
    pub(super) fn of(results: &Value, field: &str) -> Self {
        Self::new(results.as_array().into_iter().flatten().filter_map(|result| result[field].as_f64()).collect())
    }

    /// The value that this share of all stays below.
    pub(super) fn at(&self, share: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        self.0.get((last as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
    }

    pub(super) fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// As a row of a table says it.
    pub(super) fn row(&self, name: &str) -> String {
        format!(
            "| {name} | {} | {} | {} | {} |\n",
            ms(self.at(0.0)),
            ms(self.median()),
            ms(self.at(0.95)),
            self.0.len()
        )
    }
}

pub(super) const HEAD: &str = "| | least | median | p95 | times |\n|---|---:|---:|---:|---:|\n";

pub(super) fn ms(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0} ms"),
        value if value >= 10.0 => format!("{value:.1} ms"),
        value => format!("{value:.2} ms"),
    }
}

pub(super) fn kb(bytes: usize) -> String {
    format!("{:.1} kB", bytes as f64 / 1e3)
}

pub(super) fn mb(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
