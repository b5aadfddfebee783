//! What can be changed of an observation afterwards, the templates to observe with and the lists of words (p16).

use casebook_domain::content::Kind;
use casebook_domain::measure::Direction;
use casebook_domain::observation::sheet::{
    LONGEST_INTERVAL_S, LONGEST_MIN, MOST_CODES, SHORTEST_INTERVAL_S, SheetFault,
};
use casebook_domain::observation::{
    Code, Colour, Instant, Intervals, Lesson, Lists, Method, Observation, PartOfDay, Sheet, Starter, Template, Watching,
};

use super::read::Reader;
use super::{Draft, Form, FormCtx, Formed, Input, Section, Source, field, join};

pub(super) static OBSERVATION: Form = Form {
    kind: Kind::Observation,
    title: "Classroom observation",
    intro: "What you recorded in the lesson stays as it is. You can change the lesson details and your comments.",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("subject", "Subject or place", Input::LineFrom(Source::Subjects)),
            field("activity", "Activity", Input::Line),
            field("seating", "Seating", Input::Line),
            field("part_of_day", "Time of day", Input::Choice(PartOfDay::OPTIONS)),
            field("comment", "Your comments", Input::Area { rows: 5 }),
        ],
    }],
};

impl Formed for Observation {
    const FORM: &'static Form = &OBSERVATION;

    /// A new one begins now and nothing has happened; [`super::keep_unseen`] puts back what a recorded one has.
    fn read(r: &Reader) -> Option<Self> {
        Some(Observation {
            began: r.ctx.now,
            sheet: Sheet { name: String::new(), planned_min: 0, intervals: None, codes: Vec::new(), abc: false },
            lesson: Lesson {
                subject: r.text("subject"),
                activity: r.text("activity"),
                seating: r.text("seating"),
                part_of_day: PartOfDay::from_code(r.get("part_of_day")),
            },
            events: Vec::new(),
            comment: r.text("comment"),
            uses: Vec::new(),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Observation { began: _, sheet: _, lesson, events: _, comment, uses: _ } = self;
        let Lesson { subject, activity, seating, part_of_day } = lesson;
        d.set("subject", subject);
        d.set("activity", activity);
        d.set("seating", seating);
        d.set("part_of_day", part_of_day.map_or("", PartOfDay::code));
        d.set("comment", comment);
    }
}

/// How a behaviour is recorded, the usual ways first.
const METHODS: super::Options = &[
    ("count", "Count: a tap each time it happens"),
    ("duration", "How long: from start to stop, and how often"),
    ("momentary", "At the moment: yes or no when an interval is over"),
    ("level", "Level from 1 to 5"),
    ("partial", "More: at any time in the interval"),
    ("whole", "More: through the whole interval"),
    ("latency", "More: how long until the response"),
];

/// Whether a method with this code needs intervals.
pub(super) fn by_interval(method: &str) -> bool {
    Method::from_code(method).is_some_and(Method::by_interval)
}

const TIMED: super::When = ("timed", &["yes"]);

pub(super) const CODES: &[super::Field] = &[
    field("name", "Name on the button", Input::Line).hint("Short, such as: Calls out.").required(),
    field("method", "How it is recorded", Input::Choice(METHODS)).required().preset("count"),
    field("colour", "Colour", Input::Choice(Colour::OPTIONS)).required().preset("blue"),
    field("better", "Which way is better", Input::Choice(Direction::OPTIONS)).required().preset("lower"),
    field("watching", "Who is watched", Input::Choice(Watching::OPTIONS))
        .hint("Only needed if a comparison peer is watched too.")
        .required()
        .when(("method", &["momentary", "partial", "whole"]))
        .preset("everyone"),
    field("definition", "What counts, and what does not", Input::Area { rows: 2 })
        .hint("Clear enough for two observers to tap at the same time.")
        .advised(),
];

pub(super) static TEMPLATE: Form = Form {
    kind: Kind::Template,
    title: "Observation template",
    intro: "What is recorded in a lesson, and how. Earlier observations made with it stay as they are.",
    sections: &[
        Section {
            title: "",
            hint: "",
            more: false,
            fields: &[
                field("name", "Name of the template", Input::Line).required(),
                field(
                    "planned_min",
                    "Planned length",
                    Input::Number { least: 1, most: LONGEST_MIN as i64, decimals: 0, unit: "minutes" },
                )
                .hint("You can change it for each lesson.")
                .required(),
                field("starter", "", Input::Hidden),
            ],
        },
        Section {
            title: "What is recorded",
            hint: "Each behaviour becomes a button on the screen. Up to six are easy to find without looking.",
            more: false,
            fields: &[
                field(
                    "codes",
                    "Behaviours",
                    Input::Rows { fields: CODES, add: "Add a behaviour", most: MOST_CODES as u8 },
                ),
                field("abc", "Allow notes of antecedent, behaviour and consequence (ABC)", Input::Tick),
            ],
        },
        Section {
            title: "Intervals",
            hint: "",
            more: false,
            fields: &[
                field("timed", "The lesson is divided into intervals", Input::Tick).hint(
                    "Needed for what is recorded at the moment or in an interval. Casebook says when each is over.",
                ),
                field(
                    "length_s",
                    "Length of an interval",
                    Input::Number {
                        least: SHORTEST_INTERVAL_S as i64,
                        most: LONGEST_INTERVAL_S as i64,
                        decimals: 0,
                        unit: "seconds",
                    },
                )
                .required()
                .when(TIMED),
                field("instant", "When to look up", Input::Choice(Instant::OPTIONS)).required().when(TIMED),
                field("peer_every", "Comparison peer", Input::Number { least: 2, most: 20, decimals: 0, unit: "" })
                    .hint("5 means: in every fifth interval you watch a classmate instead. Leave empty for never.")
                    .when(TIMED),
            ],
        },
        Section { title: "", hint: "", more: false, fields: &[field("hidden", "Hide this template", Input::Tick)] },
    ],
};

impl Formed for Template {
    const FORM: &'static Form = &TEMPLATE;

    fn read(r: &Reader) -> Option<Self> {
        let mut codes = Vec::new();
        let rows = r.rows("codes");
        for row in &rows {
            codes.push(Code {
                name: row.text("name"),
                definition: row.text("definition"),
                colour: Colour::from_code(row.get("colour"))?,
                method: Method::from_code(row.get("method"))?,
                better: Direction::from_code(row.get("better"))?,
                watching: Watching::from_code(row.get("watching")).unwrap_or(Watching::Everyone),
            });
        }
        let instant = Instant::from_code(r.get("instant"));
        let (length_s, peer_every) = (r.u16("length_s"), r.u8("peer_every"));
        let intervals = match (r.tick("timed"), length_s, instant) {
            (true, Some(length_s), Some(instant)) => Some(Intervals { length_s, instant, peer_every }),
            _ => None,
        };
        let sheet = Sheet {
            name: r.text("name"),
            planned_min: r.u16("planned_min").unwrap_or(0),
            intervals,
            codes,
            abc: r.tick("abc"),
        };
        for fault in sheet.faults() {
            let (name, words) = fault_words(fault);
            match fault {
                // A name that is missing was said at its field.
                SheetFault::CodeWithoutName(_) => {}
                SheetFault::SameName(row) => rows[row].wrong("name", words),
                _ if r.is_wrong(name) => {}
                _ => r.wrong(name, words),
            }
        }
        Some(Template { sheet, starter: Starter::from_code(r.get("starter")), hidden: r.tick("hidden") })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Template { sheet, starter, hidden } = self;
        let Sheet { name, planned_min, intervals, codes, abc } = sheet;
        d.set("name", name);
        d.put_number("planned_min", Some(i64::from(*planned_min)), 0);
        d.tick("timed", intervals.is_some());
        d.put_number("length_s", intervals.map(|intervals| i64::from(intervals.length_s)), 0);
        d.set("instant", intervals.map_or(Instant::End, |intervals| intervals.instant).code());
        d.put_number("peer_every", intervals.and_then(|intervals| intervals.peer_every).map(i64::from), 0);
        d.tick("abc", *abc);
        d.set("starter", starter.map_or("", Starter::code));
        d.tick("hidden", *hidden);
        for Code { name, definition, colour, method, better, watching } in codes {
            let row = d.put_row("codes");
            d.set(&join(&row, "name"), name);
            d.set(&join(&row, "definition"), definition);
            d.set(&join(&row, "colour"), colour.code());
            d.set(&join(&row, "method"), method.code());
            d.set(&join(&row, "better"), better.code());
            d.set(&join(&row, "watching"), watching.code());
        }
    }
}

/// The field of the template's form that a fault belongs to, and what to do about it.
pub fn fault_words(fault: SheetFault) -> (&'static str, &'static str) {
    match fault {
        SheetFault::NoName => ("name", "Give the template a name."),
        SheetFault::Nothing => ("codes", "Add at least one behaviour, or allow ABC notes."),
        SheetFault::TooManyCodes => ("codes", "These are more behaviours than fit on the screen. Remove some."),
        SheetFault::CodeWithoutName(_) => ("codes", "Give every behaviour a name."),
        SheetFault::SameName(_) => ("codes", "Two behaviours have the same name. Change one of them."),
        SheetFault::NeedsIntervals(_) => {
            ("timed", "A behaviour above is recorded by intervals. Tick this and say how long one is.")
        }
        SheetFault::IntervalLength => ("length_s", "Choose an interval from 5 seconds to 30 minutes."),
        SheetFault::Length => ("planned_min", "Choose a length from one interval to 90 minutes."),
        SheetFault::Peer => {
            ("peer_every", "A behaviour above belongs to comparison intervals. Say which intervals these are.")
        }
    }
}

const LINES: Input = Input::Area { rows: 5 };

pub(super) static LISTS: Form = Form {
    kind: Kind::Lists,
    title: "Lists for observing",
    intro: "One entry per line. You can pick them with one tap in a lesson, and type anything else.",
    sections: &[
        Section { title: "One-tap notes", hint: "", more: false, fields: &[field("phrases", "Quick phrases", LINES)] },
        Section {
            title: "Antecedent, behaviour, consequence",
            hint: "",
            more: false,
            fields: &[
                field("antecedents", "What comes before", LINES),
                field("behaviours", "What the pupil does", LINES),
                field("consequences", "What comes after", LINES),
            ],
        },
        Section {
            title: "The lesson",
            hint: "",
            more: false,
            fields: &[
                field("subjects", "Subjects and places", LINES),
                field("activities", "Activities", LINES),
                field("seatings", "Seating", LINES),
            ],
        },
    ],
};

/// Most entries of a list: what can be overlooked on a screen.
const ENTRIES_MAX: usize = 40;
/// Most characters of an entry: what fits on a button.
const ENTRY_MAX: usize = 60;

/// The entries of a list, one a line.
fn lines(r: &Reader, name: &str) -> Vec<String> {
    let mut entries = Vec::new();
    for line in r.get(name).lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.chars().count() > ENTRY_MAX {
            r.wrong(name, "An entry is too long for a button: 60 characters at most. Make it shorter.");
            return entries;
        }
        entries.push(line.to_owned());
    }
    if entries.len() > ENTRIES_MAX {
        r.wrong(name, "This list is too long: 40 entries at most. Remove some.");
    }
    entries
}

impl Formed for Lists {
    const FORM: &'static Form = &LISTS;

    fn read(r: &Reader) -> Option<Self> {
        Some(Lists {
            antecedents: lines(r, "antecedents"),
            behaviours: lines(r, "behaviours"),
            consequences: lines(r, "consequences"),
            phrases: lines(r, "phrases"),
            subjects: lines(r, "subjects"),
            activities: lines(r, "activities"),
            seatings: lines(r, "seatings"),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Lists { antecedents, behaviours, consequences, phrases, subjects, activities, seatings } = self;
        d.set("antecedents", antecedents.join("\n"));
        d.set("behaviours", behaviours.join("\n"));
        d.set("consequences", consequences.join("\n"));
        d.set("phrases", phrases.join("\n"));
        d.set("subjects", subjects.join("\n"));
        d.set("activities", activities.join("\n"));
        d.set("seatings", seatings.join("\n"));
    }
}
