//! A worry about a child's safety (p40). The form helps to hand it over; once
//! the lead holds the words, they are kept here no longer.

use casebook_domain::content::Kind;
use casebook_domain::safety::{Told, Withdrawn, Worry};

use super::read::Reader;
use super::{Draft, Form, FormCtx, Formed, Input, Section, Source, When, field};

const TOLD: When = ("told", &["yes"]);
const WITHDRAWN: When = ("withdrawn", &["yes"]);

pub(super) static WORRY: Form = Form {
    kind: Kind::Worry,
    title: "Worried about safety",
    intro: "Saving this tells nobody. Go to the designated safeguarding lead now, then write here who you told.",
    sections: &[
        Section {
            title: "What you saw or heard",
            hint: "",
            more: false,
            fields: &[
                field("at", "When", Input::Moment).required(),
                field("words", "The child's exact words, and what you saw", Input::Area { rows: 8 })
                    .hint("Their words, not yours. No guesses, no leading questions.")
                    .required_if(("held_by_lead", &[""]))
                    .when(("held_by_lead", &[""])),
            ],
        },
        Section {
            title: "Who was told",
            hint: "",
            more: false,
            fields: &[
                field("told", "I have told the safeguarding lead or a deputy", Input::Tick),
                field("told_name", "Who you told", Input::LineFrom(Source::People)).required().when(TOLD),
                field("told_at", "When", Input::Moment).required().when(TOLD),
                field("told_how", "How", Input::Line).hint("In person, by phone.").required().when(TOLD),
                field("held_by_lead", "They confirmed that they hold my words", Input::Tick)
                    .hint("The words above are then erased here: the lead keeps the child-protection file.")
                    .when(TOLD),
            ],
        },
        Section {
            title: "Withdrawn",
            hint: "Only with a safeguarding lead's agreement: the entry was a mistake, or it is not about safety after all.",
            more: true,
            fields: &[
                field("withdrawn", "A safeguarding lead agrees to withdraw it", Input::Tick),
                field("withdrawn_reason", "Why", Input::Area { rows: 3 }).required().when(WITHDRAWN),
                field("withdrawn_lead", "Safeguarding lead who agreed", Input::LineFrom(Source::People))
                    .required()
                    .when(WITHDRAWN),
                field("withdrawn_at", "When", Input::Moment).required().when(WITHDRAWN),
            ],
        },
    ],
};

impl Formed for Worry {
    const FORM: &'static Form = &WORRY;

    fn read(r: &Reader) -> Option<Self> {
        let held_by_lead = r.tick("held_by_lead");
        let words = r.text("words");
        let told = if r.tick("told") {
            Some(Told { name: r.text("told_name"), at: r.moment("told_at")?, how: r.text("told_how") })
        } else {
            None
        };
        if words.is_empty() && !held_by_lead && !r.is_wrong("words") {
            // The tick was set and whom it was about was taken back.
            r.wrong("told", "Say who you told, or untick that they hold your words.");
        }
        let withdrawn = if r.tick("withdrawn") {
            Some(Withdrawn {
                reason: r.text("withdrawn_reason"),
                lead: r.text("withdrawn_lead"),
                at: r.moment("withdrawn_at")?,
            })
        } else {
            None
        };
        Some(Worry { at: r.moment("at")?, words, told, held_by_lead, withdrawn })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Worry { at, words, told, held_by_lead, withdrawn } = self;
        d.put_moment("at", *at);
        d.set("words", words);
        if let Some(Told { name, at, how }) = told {
            d.tick("told", true);
            d.set("told_name", name);
            d.put_moment("told_at", *at);
            d.set("told_how", how);
        }
        d.tick("held_by_lead", *held_by_lead);
        if let Some(Withdrawn { reason, lead, at }) = withdrawn {
            d.tick("withdrawn", true);
            d.set("withdrawn_reason", reason);
            d.set("withdrawn_lead", lead);
            d.put_moment("withdrawn_at", *at);
        }
    }
}
