//! Observation templates in words: what a sheet records, and how long.

use casebook_domain::observation::{Method, Sheet};

use super::numbers::{counted, whole};
use super::search::fold;

/// What is recorded: "On task, Off task, Engagement", "Upset, ABC notes".
pub fn what(sheet: &Sheet) -> String {
    let mut names: Vec<&str> = sheet.codes.iter().map(|code| code.name.as_str()).collect();
    if sheet.abc {
        names.push("ABC notes");
    }
    names.join(", ")
}

/// How long, and in which intervals: "20 minutes, every 20 seconds", "15 minutes, every 15 seconds, each 5th for a
/// comparison peer", "30 minutes".
pub fn timing(sheet: &Sheet) -> String {
    let mut text = counted(sheet.planned_min.into(), "minute", "minutes");
    if let Some(intervals) = sheet.intervals {
        text += &[", every ", &seconds(intervals.length_s)].concat();
        if let Some(every) = intervals.peer_every {
            text += &[", each ", &ordinal(every), " for a comparison peer"].concat();
        }
    }
    text
}

/// The name of the file in which a template is shared: "observation-template disruption-counts.json". Plain letters, digits
/// and hyphens, bounded: it ends up on any computer.
pub fn file_name(sheet: &Sheet) -> String {
    let mut name = String::new();
    for character in fold(&sheet.name).chars() {
        if character.is_ascii_alphanumeric() {
            name.push(character);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        if name.len() >= 40 {
            break;
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() {
        "observation-template.json".to_owned()
    } else {
        ["observation-template ", name, ".json"].concat()
    }
}

fn seconds(length: u16) -> String {
    match (length / 60, length % 60) {
        (1, 0) => "minute".to_owned(),
        (minutes @ 2.., 0) => counted(minutes.into(), "minute", "minutes"),
        _ => counted(length.into(), "second", "seconds"),
    }
}

fn ordinal(number: u8) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    whole(number.into()) + ending
}

/// How a code is recorded, in a word or two beside its name.
pub fn method(method: Method) -> &'static str {
    match method {
        Method::Momentary => "At the moment",
        Method::PartialInterval => "At any time in the interval",
        Method::WholeInterval => "Through the whole interval",
        Method::Count => "Counted",
        Method::Duration => "Timed",
        Method::Latency => "Time until the response",
        Method::Level => "Level 1 to 5",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::observation::{Starter, starters};

    #[test]
    fn a_sheet_says_what_it_records_and_how_long() {
        let told = |starter| (what(&starters::sheet(starter)), timing(&starters::sheet(starter)));
        assert!(told(Starter::Abc).0.ends_with("ABC notes"));
        assert_eq!(told(Starter::Abc).1, "30 minutes");
        assert_eq!(told(Starter::TargetAndPeer).1, "15 minutes, every 15 seconds, each 5th for a comparison peer");
        let mut sheet = starters::sheet(Starter::Engagement);
        let mut every = |length_s| {
            if let Some(intervals) = &mut sheet.intervals {
                intervals.length_s = length_s;
            }
            timing(&sheet)
        };
        assert_eq!(every(60), "20 minutes, every minute");
        assert_eq!(every(120), "20 minutes, every 2 minutes");
        assert_eq!(every(90), "20 minutes, every 90 seconds");
    }

    #[test]
    fn a_file_is_named_after_its_template_in_plain_letters() {
        let named = |name: &str| {
            let sheet = Sheet { name: name.to_owned(), ..starters::sheet(Starter::Abc) };
            file_name(&sheet)
        };
        assert_eq!(named("Disruption counts"), "observation-template disruption-counts.json");
        assert_eq!(named("  Zoë's: 2/3 (été) "), "observation-template zoes-2-3-ete.json");
        assert_eq!(named("../../etc/passwd"), "observation-template etc-passwd.json");
        assert_eq!(named("محمد"), "observation-template.json");
        assert!(named(&"a b".repeat(200)).len() < 70);
    }

    #[test]
    fn ordinals_end_as_they_are_spoken() {
        let all: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 22, 111].into_iter().map(ordinal).collect();
        assert_eq!(all, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "111th"]);
    }
}
