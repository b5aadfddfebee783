//! Attainment as a school writes it, as far as two of them can be compared.

use casebook_domain::measure::Hundredths;

use crate::cells::decimal;

/// What a level is written in. Levels of two scales are never compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Scale {
    /// A number, or a grade 9 to 1 with its fine part: "5", "5.5", "5+".
    Number,
    /// A level of the older national curriculum with its third: "3c", "3b", "3a".
    SubLevel,
    /// A grade A* to G, or U.
    Letter,
    /// A share: "65 %".
    Percent,
}

/// A level.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Level {
    /// As written.
    pub written: String,
    /// What it is written in.
    pub scale: Scale,
    /// On that scale, higher is better: a whole grade or level is 100, of a share a per cent is.
    pub points: Hundredths,
}

impl Level {
    /// Reads a level; `None` where it is on no scale that is known here ("working towards").
    pub fn read(text: &str) -> Option<Self> {
        let written = text.trim();
        let (scale, points) = points(written)?;
        Some(Self { written: written.to_owned(), scale, points })
    }

    /// By how much this is below another one; `None` where they can't be compared. Negative: it is above.
    pub fn below(&self, other: &Self) -> Option<Hundredths> {
        (self.scale == other.scale).then(|| other.points - self.points)
    }
}

fn points(written: &str) -> Option<(Scale, Hundredths)> {
    let lower = written.to_ascii_lowercase();
    if lower.ends_with('%') {
        return Some((Scale::Percent, Hundredths::from(decimal(&lower)? / 100)));
    }
    if let Some(at) = ["u", "g", "f", "e", "d", "c", "b", "a", "a*"].iter().position(|grade| *grade == lower) {
        return Some((Scale::Letter, at as Hundredths * 100));
    }
    let thirds = [('c', 0, Scale::SubLevel), ('b', 33, Scale::SubLevel), ('a', 67, Scale::SubLevel)];
    let fine = [('+', 33, Scale::Number), ('=', 0, Scale::Number), ('-', -33, Scale::Number)];
    for (mark, part, scale) in thirds.into_iter().chain(fine) {
        if let Some(whole) = lower.strip_suffix(mark) {
            let level = whole.len() == 1 && whole.bytes().all(|byte| byte.is_ascii_digit());
            return if level { Some((scale, Hundredths::from(decimal(whole)? / 100) + part)) } else { None };
        }
    }
    Some((Scale::Number, Hundredths::from(decimal(&lower)? / 100)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p03_levels_of_one_scale_are_compared_and_of_two_never() {
        let below = |one: &str, other: &str| Level::read(one)?.below(&Level::read(other)?);
        assert_eq!((below("4", "5"), below("5.5", "5"), below("4+", "5-")), (Some(100), Some(-50), Some(34)));
        assert_eq!((below("3c", "4a"), below("C", "A*"), below("55%", "65 %")), (Some(167), Some(300), Some(1000)));
        assert_eq!((below("4", "C"), below("3b", "3"), below("55%", "5")), (None, None, None));
        for text in ["", "WTS", "at", "33b", "é", "-", "b+"] {
            assert_eq!(Level::read(text), None, "{text}");
        }
    }
}
