//! The templates that Casebook starts with, in its own words; a school makes them its own.
//!
//! The target-and-peer sheet follows the schedule of 15-second intervals with a comparison peer in every fifth (domain facts
//! section 3); the categories' names and definitions are Casebook's own.

use super::super::measure::Direction;
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
                code("On task", Momentary, Blue, Higher, "Doing what the class was asked to do, or waiting as asked."),
                code("Off task", Momentary, Orange, Lower, "Doing something else, or nothing."),
                code("Engagement", Level, Purple, Higher, "1 not at all, 3 on and off, 5 absorbed all the time."),
            ],
        ),
        Starter::TargetAndPeer => {
            let mut codes = vec![
                code("Active", Momentary, Blue, Higher, "At that instant writing, answering, handling the task."),
                code("Passive", Momentary, Teal, Higher, "At that instant looking at or listening to the task."),
                code(
                    "Moving",
                    PartialInterval,
                    Orange,
                    Lower,
                    "Leaves the place, fidgets, handles what is not the task.",
                ),
                code(
                    "Calling out",
                    PartialInterval,
                    Red,
                    Lower,
                    "Speaks or makes a noise that the task does not ask for.",
                ),
                code(
                    "Looking away",
                    PartialInterval,
                    Yellow,
                    Lower,
                    "Looks away from the task for three seconds or more.",
                ),
                code("Instruction", PartialInterval, Grey, Higher, "The teacher instructs the class or a pupil."),
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
                code("Calls out", Count, Orange, Lower, "Speaks to the class or the teacher without being asked."),
                code("Leaves seat", Count, Red, Lower, "Stands up or walks without leave."),
                code("Disturbs others", Count, Purple, Lower, "Touches, talks to or takes from a pupil at work."),
                code("Asks for help", Count, Green, Higher, "Puts a hand up or asks an adult."),
                code("Out of seat", Duration, Yellow, Lower, "From standing up until sitting down again."),
            ],
        ),
        Starter::Abc => Sheet {
            abc: true,
            ..sheet(30, None, vec![code("Upset", Duration, Red, Lower, "From the first sign until calm again.")])
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
                    "From the teacher's instruction until the pupil begins.",
                ),
                code(
                    "Changing over",
                    Duration,
                    Orange,
                    Lower,
                    "From the end of one activity until settled in the next.",
                ),
                code("Reminders", Count, Yellow, Lower, "An adult repeats the instruction to the pupil alone."),
            ],
        ),
        Starter::Playground => sheet(
            15,
            every(30, Instant::End),
            vec![
                code("Playing together", Momentary, Green, Higher, "Joins in with others."),
                code("Beside others", Momentary, Teal, Higher, "Near others, doing the like, not together."),
                code("Alone", Momentary, Grey, Lower, "Away from others."),
                code("Conflict", Count, Red, Lower, "A quarrel, push or blow, by anybody involved with the pupil."),
                code("Approaches others", Count, Blue, Higher, "Goes up to a pupil and says or offers something."),
            ],
        ),
    }
}

/// The lists that Casebook starts with.
pub fn lists() -> Lists {
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
            "Nothing to be seen",
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
        subjects: list(&["English", "Mathematics", "Science", "Humanities", "Art", "PE", "Assembly", "Playground"]),
        activities: list(&["Whole class", "Working alone", "In pairs", "In a group", "Practical", "Test", "Free"]),
        seatings: list(&[
            "Front",
            "Middle",
            "Back",
            "By the window",
            "By the door",
            "Carpet",
            "Alone",
            "Beside an adult",
        ]),
    }
}
