//! A planned session: when, where, how often.

use casebook_domain::calendar::add_weeks;
use casebook_domain::content::Kind;
use casebook_domain::planned::{DayChange, DayChanged, OffReason, PlannedSession, SessionTime, TimeOfDay};
use casebook_domain::session::SessionKind;

use super::read::Reader;
use super::{Draft, Field, Form, FormCtx, Formed, Input, Options, Section, Source, Span, When, field, join};

/// Codes of the choice when; periods are beside them, see [`slot_code`].
const TIME: &str = "=time";
const ANY: &str = "=any";
/// What comes before a period's name in its code.
const PERIOD: &str = "p:";

const AT_A_TIME: When = ("slot", &[TIME]);
const WEEKLY: When = ("weekly", &["yes"]);
const MOVED: When = ("what", &["moved"]);

/// Longer than a school year and its summer: a row that runs on for ever is forgotten.
const MOST_WEEKS: u16 = 60;

const WHAT: Options = &[
    ("moved", "Moved"),
    (OffReason::Pupil.code(), OffReason::Pupil.label()),
    (OffReason::Mentor.code(), OffReason::Mentor.label()),
    (OffReason::School.code(), OffReason::School.label()),
    (OffReason::Other.code(), OffReason::Other.label()),
];

const CHANGES: &[Field] = &[
    field("day", "Planned day", Input::Date(Span::Any)).required(),
    field("what", "What happened", Input::Choice(WHAT)).required(),
    field("to", "Moved to", Input::Date(Span::Any)).required().when(MOVED),
    field("slot", "Period or time", Input::LineFrom(Source::Slots)).when(MOVED),
];

pub(super) static PLANNED_SESSION: Form = Form {
    kind: Kind::PlannedSession,
    title: "Plan a session",
    intro: "",
    sections: &[
        Section {
            title: "",
            hint: "",
            more: false,
            fields: &[
                field("date", "Day", Input::Date(Span::Any)).required(),
                field("slot", "When", Input::Pick(Source::Slots)).required(),
                field("time", "Time", Input::Time).required().when(AT_A_TIME),
                field("place", "Where", Input::LineFrom(Source::Places)),
                field("weekly", "Every week", Input::Tick).hint("Holidays are left out."),
                field("until", "Until", Input::Date(Span::Any)).required().when(WEEKLY),
            ],
        },
        Section {
            title: "",
            hint: "",
            more: false,
            fields: &[
                field("kind", "Kind", Input::Choice(SessionKind::OPTIONS)).required(),
                field("minutes", "Length", Input::Number { least: 0, most: 600, decimals: 0, unit: "minutes" })
                    .required(),
                field("about", "What for", Input::Line),
            ],
        },
        Section {
            title: "Changes to single days",
            hint: "",
            more: true,
            fields: &[field("changes", "Changed day", Input::Rows { fields: CHANGES, add: "Add a day", most: 200 })],
        },
    ],
};

/// The code of a choice when.
pub fn slot_code(slot: &SessionTime) -> String {
    match slot {
        SessionTime::Period(name) => join(PERIOD, name),
        SessionTime::At(_) => TIME.to_owned(),
        SessionTime::AnyTime => ANY.to_owned(),
    }
}

/// The choices beside the periods: (code, words).
pub(super) const BESIDE_PERIODS: Options = &[(TIME, "At a time"), (ANY, "Any time that day")];

/// What a slot's two fields say.
pub fn slot_values(slot: &SessionTime) -> [(&'static str, String); 2] {
    let time = match slot {
        SessionTime::At(time) => time.to_string(),
        SessionTime::Period(_) | SessionTime::AnyTime => String::new(),
    };
    [("slot", slot_code(slot)), ("time", time)]
}

impl Formed for PlannedSession {
    const FORM: &'static Form = &PLANNED_SESSION;

    fn read(r: &Reader) -> Option<Self> {
        let time = TimeOfDay::parse(r.get("time"));
        let slot = match r.get("slot") {
            TIME => SessionTime::At(time?),
            ANY => SessionTime::AnyTime,
            period => SessionTime::Period(period.strip_prefix(PERIOD)?.to_owned()),
        };
        let weekly = r.tick("weekly");
        r.in_order(r.date("date"), "until", "This day is before the first day. Check both.");
        if let (Some(first), Some(until)) = (r.date("date"), r.date("until"))
            && until > add_weeks(first, MOST_WEEKS)
        {
            r.wrong("until", "This is more than a year away. Choose a day up to the end of the school year.");
        }
        let changes = r.rows("changes").iter().filter_map(read_change).collect();
        Some(PlannedSession {
            date: r.date("date")?,
            slot,
            minutes: r.u16("minutes")?,
            place: r.text("place"),
            kind: SessionKind::from_code(r.get("kind"))?,
            weekly_until: if weekly { Some(r.date("until")?) } else { None },
            about: r.text("about"),
            changes,
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let PlannedSession { date, slot, minutes, place, kind, weekly_until, about, changes } = self;
        d.put_date("date", Some(*date));
        for (key, value) in slot_values(slot) {
            d.set(key, value);
        }
        d.put_number("minutes", Some(i64::from(*minutes)), 0);
        d.set("place", place);
        d.set("kind", kind.code());
        d.tick("weekly", weekly_until.is_some());
        d.put_date("until", *weekly_until);
        d.set("about", about);
        for DayChange { day, what } in changes {
            let row = d.put_row("changes");
            d.put_date(&join(&row, "day"), Some(*day));
            match what {
                DayChanged::Off(reason) => d.set(&join(&row, "what"), reason.code()),
                DayChanged::Moved { to, slot } => {
                    d.set(&join(&row, "what"), "moved");
                    d.put_date(&join(&row, "to"), Some(*to));
                    let words = match slot {
                        SessionTime::Period(name) => name.clone(),
                        SessionTime::At(time) => time.to_string(),
                        SessionTime::AnyTime => String::new(),
                    };
                    d.set(&join(&row, "slot"), words);
                }
            }
        }
    }
}

fn read_change(row: &Reader) -> Option<DayChange> {
    let slot = match row.get("slot") {
        "" => SessionTime::AnyTime,
        text => TimeOfDay::parse(text).map_or_else(|| SessionTime::Period(text.to_owned()), SessionTime::At),
    };
    let what = match row.get("what") {
        "moved" => DayChanged::Moved { to: row.date("to")?, slot },
        reason => DayChanged::Off(OffReason::from_code(reason)?),
    };
    Some(DayChange { day: row.date("day")?, what })
}
