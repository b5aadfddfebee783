//! The templates that Casebook starts with, in its own words; a school makes them its own.
//!
//! The target-and-peer sheet follows the schedule of 15-second intervals with a comparison peer in every fifth
//! (docs/policy.md#observation); the categories' names and definitions are Casebook's own.

use super::super::measure::Direction;
use super::super::settings::SchoolPhase;
use super::kit::{Lists, Starter};
use super::sheet::{Code, Colour, Instant, Intervals, Method, Sheet, Watching};

fn code(name: &str, method: Method, colour: Colour, better: Direction, definition: &str) -> Code {
    Code {
        name: name.to_owned(),
        definition: definition.to_owned(),
        colour,
        method,
        better,
        watching: Watching::Everyone,
    }
}

fn every(length_s: u16, instant: Instant) -> Option<Intervals> {
    Some(Intervals { length_s, instant, peer_every: None })
}

/// The sheet of a starter in the words of such a school: secondary schools have no playground.
pub fn school_sheet(starter: Starter, phase: SchoolPhase) -> Sheet {
    let mut sheet = sheet(starter);
    if (starter, phase) == (Starter::Playground, SchoolPhase::Secondary) {
        BREAK_AND_LUNCH.clone_into(&mut sheet.name);
    }
    sheet
}

/// What a secondary school has in place of the playground.
const BREAK_AND_LUNCH: &str = "Break and lunch";

/// The sheet of a starter.
pub fn sheet(starter: Starter) -> Sheet {
    use Colour::{Blue, Green, Grey, Orange, Purple, Red, Teal, Yellow};
    use Direction::{Higher, Lower};
    use Method::{Count, Duration, Latency, Level, Momentary, PartialInterval};
    let sheet = |planned_min, intervals, codes| Sheet {
        name: starter.label().to_owned(),
        planned_min,
        intervals,
        codes,
        abc: false,
    };
    match starter {
        Starter::Engagement => sheet(
            20,
            every(20, Instant::End),
            vec![
                code(
                    "On task",
                    Momentary,
                    Blue,
                    Higher,
                    "Doing what the class was asked to do. Waiting as asked counts.",
                ),
                code(
                    "Off task",
                    Momentary,
                    Orange,
                    Lower,
                    "Doing something else, or nothing, while there is work to do.",
                ),
                code(
                    "Engagement",
                    Level,
                    Purple,
                    Higher,
                    "How far the pupil is in it: 1 not at all, 3 on and off, 5 so absorbed that little disturbs.",
                ),
            ],
        ),
        Starter::TargetAndPeer => {
            let mut codes = vec![
                code(
                    "Active",
                    Momentary,
                    Blue,
                    Higher,
                    "As the interval begins: writing, reading aloud, answering, handling what the task needs.",
                ),
                code(
                    "Passive",
                    Momentary,
                    Teal,
                    Higher,
                    "As the interval begins: watching or listening as the task asks, without doing anything.",
                ),
                code(
                    "Moving",
                    PartialInterval,
                    Orange,
                    Lower,
                    "Leaves the place, rocks, or plays with things the task does not need.",
                ),
                code(
                    "Calling out",
                    PartialInterval,
                    Red,
                    Lower,
                    "Talks, hums or makes a noise that the task does not ask for. A hand up first does not count.",
                ),
                code(
                    "Looking away",
                    PartialInterval,
                    Yellow,
                    Lower,
                    "Eyes off the task for a slow count of three, while seated and quiet.",
                ),
                code(
                    "Instruction",
                    PartialInterval,
                    Grey,
                    Higher,
                    "The teacher explains, asks, demonstrates or helps. Marking at the desk does not count.",
                ),
            ];
            if let Some(instruction) = codes.last_mut() {
                instruction.watching = Watching::PeerIntervals;
            }
            let intervals = Intervals { length_s: 15, instant: Instant::Start, peer_every: Some(5) };
            sheet(15, Some(intervals), codes)
        }
        Starter::Disruption => sheet(
            20,
            None,
            vec![
                code(
                    "Calls out",
                    Count,
                    Orange,
                    Lower,
                    "Says something to the class or the teacher without being asked.",
                ),
                code("Leaves seat", Count, Red, Lower, "Stands up or walks about without leave."),
                code(
                    "Disturbs others",
                    Count,
                    Purple,
                    Lower,
                    "Talks to, touches or takes from somebody who is working.",
                ),
                code("Asks for help", Count, Green, Higher, "Puts a hand up, or goes to an adult as agreed."),
                code("Out of seat", Duration, Yellow, Lower, "From standing up without leave until sitting again."),
            ],
        ),
        Starter::Abc => Sheet {
            abc: true,
            ..sheet(
                30,
                None,
                vec![
                    code("Upset", Duration, Red, Lower, "From the first sign until the pupil can be spoken to again."),
                    code("Adult steps in", Count, Blue, Lower, "An adult goes to the pupil because of the behaviour."),
                ],
            )
        },
        Starter::Transitions => sheet(
            30,
            None,
            vec![
                code(
                    "Starts when asked",
                    Latency,
                    Blue,
                    Lower,
                    "From the end of the instruction until the pupil begins.",
                ),
                code(
                    "Changing over",
                    Duration,
                    Orange,
                    Lower,
                    "From putting one thing away until settled at the next.",
                ),
                code("Reminders", Count, Yellow, Lower, "An adult says it again, to this pupil."),
                code("Ready unprompted", Count, Green, Higher, "Ready for the next thing without a reminder."),
            ],
        ),
        Starter::Playground => sheet(
            15,
            every(30, Instant::End),
            vec![
                code("Playing together", Momentary, Green, Higher, "Joins in with others: one game, or talking."),
                code("Beside others", Momentary, Teal, Higher, "Near others who do the same, each on their own."),
                code("Alone", Momentary, Grey, Lower, "Away from others, or only with an adult."),
                code("Conflict", Count, Red, Lower, "A quarrel, push or blow with the pupil in it, whoever began."),
                code("Approaches others", Count, Blue, Higher, "Goes up to somebody to say, show or offer something."),
            ],
        ),
    }
}

/// The lists that Casebook starts with, in the words of such a school.
pub fn lists(phase: SchoolPhase) -> Lists {
    let mut lists = every_list();
    if phase == SchoolPhase::Secondary {
        lists.seatings.retain(|seating| seating != CARPET);
        for subject in lists.subjects.iter_mut().filter(|subject| *subject == PLAYGROUND) {
            BREAK_AND_LUNCH.clone_into(subject);
        }
    }
    lists
}

const CARPET: &str = "Carpet";
const PLAYGROUND: &str = "Playground";

fn every_list() -> Lists {
    let list = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    Lists {
        antecedents: list(&[
            "Asked to start",
            "Task is hard",
            "Change of activity",
            "Waiting",
            "Told off",
            "A pupil says something",
            "Noise or crowd",
            "Nothing seen",
        ]),
        behaviours: list(&[
            "Refuses",
            "Calls out",
            "Leaves seat",
            "Leaves room",
            "Puts head down",
            "Cries",
            "Pushes or hits",
            "Breaks or throws",
        ]),
        consequences: list(&[
            "Ignored",
            "Reminded",
            "Helped",
            "Task made easier",
            "Sent out",
            "Others laugh",
            "Calmed down alone",
            "Praised",
        ]),
        phrases: list(&[
            "Teacher talks",
            "Group work",
            "Working alone",
            "Adult beside the pupil",
            "Changed seat",
            "Class is restless",
        ]),
        subjects: list(&["English", "Mathematics", "Science", "Humanities", "Art", "PE", "Assembly", PLAYGROUND]),
        activities: list(&["Whole class", "Working alone", "In pairs", "In a group", "Practical", "Test", "Free"]),
        seatings: list(&[
            "Front",
            "Middle",
            "Back",
            "By the window",
            "By the door",
            CARPET,
            "Alone",
            "Beside an adult",
        ]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many buttons as a thumb finds without looking, three to a row in two rows.
    const ON_ONE_SCREEN: usize = 6;
    /// Characters of a name that are on a button in one or two lines.
    const ON_A_BUTTON: usize = 18;

    #[test]
    fn every_starter_can_be_observed_with() {
        for &starter in Starter::ALL {
            let sheet = sheet(starter);
            assert_eq!(sheet.faults(), [], "{starter:?}");
            assert!(sheet.planned_min >= 10, "{starter:?}: a lesson, not a glance");
        }
    }

    #[test]
    fn every_starter_fits_the_screen_and_no_two_of_its_colours_are_alike() {
        for &starter in Starter::ALL {
            let codes = sheet(starter).codes;
            assert!(codes.len() <= ON_ONE_SCREEN, "{starter:?}");
            for (place, code) in codes.iter().enumerate() {
                assert!(code.name.chars().count() <= ON_A_BUTTON, "{}", code.name);
                assert!(codes[..place].iter().all(|other| other.colour != code.colour), "{}", code.name);
            }
        }
    }

    #[test]
    fn every_behaviour_says_what_counts() {
        for code in Starter::ALL.iter().flat_map(|&starter| sheet(starter).codes) {
            assert!(code.definition.ends_with('.') && code.definition.len() > 20, "{}", code.name);
        }
    }

    #[test]
    fn together_the_starters_show_every_way_of_recording_but_the_strictest() {
        let all: Vec<Code> = Starter::ALL.iter().flat_map(|&starter| sheet(starter).codes).collect();
        for &method in Method::ALL {
            let shown = all.iter().any(|code| code.method == method);
            assert_eq!(shown, method != Method::WholeInterval, "{method:?}");
        }
        assert!(sheet(Starter::Abc).abc);
    }

    #[test]
    fn the_lists_have_no_entry_twice_and_fit_on_buttons() {
        for &phase in SchoolPhase::ALL {
            let Lists { antecedents, behaviours, consequences, phrases, subjects, activities, seatings } = lists(phase);
            for list in [antecedents, behaviours, consequences, phrases, subjects, activities, seatings] {
                assert!((4..=12).contains(&list.len()), "{list:?}");
                for (place, entry) in list.iter().enumerate() {
                    assert!(!list[..place].contains(entry) && entry.chars().count() <= 24, "{entry}");
                }
            }
        }
    }

    #[test]
    fn a_secondary_school_is_offered_no_carpet_and_no_playground() {
        let told = |phase| {
            let lists = lists(phase);
            let all = [lists.subjects, lists.seatings, vec![school_sheet(Starter::Playground, phase).name]];
            all.concat().iter().filter(|words| *words == CARPET || *words == PLAYGROUND).count()
        };
        assert_eq!(SchoolPhase::ALL.iter().map(|&phase| told(phase)).collect::<Vec<_>>(), [3, 0, 3]);
    }
}
