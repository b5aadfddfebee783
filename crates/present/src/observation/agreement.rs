//! How far two observers agree, in words. A per cent is never shown without what it is of.

use crate::dates;
use crate::numbers::{counted, push_number, whole};
use casebook_domain::observation::agreement::{Agreed, Agreement, Band, Ratio, Scored, step_ms};
use casebook_domain::observation::{Observation, Share};

use super::share;

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementLine {
    /// The code's place on the first's sheet.
    pub place: usize,
    /// Its name.
    pub name: String,
    /// Interval by interval, scored, unscored, total, kappa.
    pub cells: [String; 5],
}

/// The rows, in the order of the first's sheet.
pub fn lines(one: &Observation, agreement: &Agreement) -> Vec<AgreementLine> {
    let mut all = Vec::new();
    for (place, agreed) in &agreement.codes {
        let Some(code) = one.sheet.codes.get(*place) else { continue };
        let none = || "–".to_owned();
        let cells = match agreed {
            Agreed::Intervals(Scored { by_interval, scored, unscored, total, kappa }) => {
                [of(*by_interval), of(*scored), of(*unscored), of(*total), kappa_words(*kappa)]
            }
            Agreed::Counts(total) => [none(), none(), none(), of(*total), none()],
            Agreed::Times(total) => {
                let times = [
                    share(*total),
                    ", ".to_owned(),
                    dates::clock(total.scored),
                    " of ".to_owned(),
                    dates::clock(total.of),
                ];
                [none(), none(), none(), if total.of == 0 { none() } else { times.concat() }, none()]
            }
        };
        all.push(AgreementLine { place: *place, name: code.name.clone(), cells });
    }
    all
}

/// "71.4%, 5 of 7"; a dash of nothing.
fn of(part: Share) -> String {
    if part.of == 0 {
        return "–".to_owned();
    }
    [&share(part), ", ", &whole(u64::from(part.scored)), " of ", &whole(u64::from(part.of))].concat()
}

/// "0.42, moderate"; "not computable".
pub fn kappa_words(kappa: Option<Ratio>) -> String {
    let Some(kappa) = kappa else { return "not computable".to_owned() };
    let thousandths = kappa.thousandths();
    let mut text = String::new();
    if thousandths < 0 {
        text.push('−');
    }
    let size = thousandths.unsigned_abs();
    push_number(&mut text, size / 1_000);
    text.push('.');
    for digit in [size / 100 % 10, size / 10 % 10, size % 10] {
        push_number(&mut text, digit);
    }
    [&text, ", ", Band::of(kappa).label()].concat()
}

/// The momentary codes together: "At the moment, all codes together: 75.0%, 3 of 4. Kappa".
pub fn moments_words(together: Share) -> String {
    ["At the moment, all behaviours together: ", &of(together), ". Kappa"].concat()
}

/// When the second began, as it is taken, and what the clocks say.
pub fn offset_words(one: &Observation, shift: i64, proposed: i64) -> String {
    let step = step_ms(one);
    let words = |shift: i64| {
        let size = shift.unsigned_abs();
        let much = if step == 1_000 {
            counted(size, "second", "seconds")
        } else {
            let ms = u32::try_from(size.saturating_mul(step.unsigned_abs())).unwrap_or(u32::MAX);
            [&counted(size, "interval", "intervals"), " (", &dates::clock(ms), ")"].concat()
        };
        match shift {
            0 => "at the same moment as the first".to_owned(),
            1.. => much + " after the first",
            _ => much + " before the first",
        }
    };
    let mut text = ["The second observation is taken to have started ", &words(shift), "."].concat();
    text += &if shift == proposed {
        " This is what the clocks of the two tablets say.".to_owned()
    } else {
        [" The clocks of the two tablets say ", &words(proposed), "."].concat()
    };
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::Moment;
    use casebook_domain::observation::agreement::{kappa, scored};
    use casebook_domain::observation::starters::sheet;
    use casebook_domain::observation::{Lesson, Starter};

    fn bare(starter: Starter) -> Observation {
        Observation {
            began: Moment { utc_ms: 0, offset_min: 0 },
            sheet: sheet(starter),
            lesson: Lesson::default(),
            events: Vec::new(),
            comment: String::new(),
            uses: Vec::new(),
        }
    }

    #[test]
    fn p16_agreement_reads_with_what_it_is_of() {
        let bits = |text: &str| text.bytes().map(|byte| byte == b'1').collect::<Vec<_>>();
        let pairs: Vec<_> = bits("1000110").into_iter().zip(bits("0000111")).collect();
        let agreement = Agreement { paired: 7, codes: vec![(0, Agreed::Intervals(scored(&pairs)))], moments: None };
        let [line] = &lines(&bare(Starter::Engagement), &agreement)[..] else { panic!("one line") };
        assert_eq!(
            line.cells,
            ["71.4%, 5 of 7", "50.0%, 2 of 4", "60.0%, 3 of 5", "100.0%, 3 of 3", "0.417, moderate"]
        );
    }

    #[test]
    fn p16_a_kappa_that_is_none_is_said_to_be_none() {
        assert_eq!(kappa_words(kappa(&[vec![7, 0], vec![0, 0]])), "not computable");
        assert_eq!(kappa_words(kappa(&[vec![20, 5], vec![10, 15]])), "0.400, fair");
        assert_eq!(kappa_words(kappa(&[vec![0, 10], vec![10, 0]])), "−1.000, less than chance");
        let nothing = Agreement { paired: 0, codes: vec![(0, Agreed::Intervals(scored(&[])))], moments: None };
        let [line] = &lines(&bare(Starter::Engagement), &nothing)[..] else { panic!("one line") };
        assert_eq!(line.cells, ["–", "–", "–", "–", "not computable"]);
    }

    #[test]
    fn p16_the_clocks_proposal_stands_beside_what_is_taken() {
        assert_eq!(
            offset_words(&bare(Starter::Engagement), 2, 2),
            "The second observation is taken to have started 2 intervals (0:40) after the first. This is what the clocks of the two tablets say."
        );
        assert_eq!(
            offset_words(&bare(Starter::Disruption), 0, -1),
            "The second observation is taken to have started at the same moment as the first. The clocks of the two tablets say 1 second before the first."
        );
    }
}
