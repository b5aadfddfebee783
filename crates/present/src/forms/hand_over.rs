//! A pupil's file on its way to somebody else (p11, p30).

use casebook_domain::content::Kind;
use casebook_domain::exit::Consent;
use casebook_domain::hand_over::{
    Carried, HandOverReceipt, HandedOver, LeadHas, Parts, Purpose, Received, Transition, TransitionStage,
    TransitionStep,
};

use super::read::Reader;
use super::{Draft, Form, FormCtx, Formed, Input, Section, Source, Span, When, field};

pub(super) static TRANSITION: Form = Form {
    kind: Kind::Transition,
    title: "Transition record",
    intro: "It goes with the hand-over. The receiving mentor reads it first.",
    sections: &[
        Section {
            title: "The move",
            hint: "",
            more: false,
            fields: &[
                field("date", "Day of this record", Input::Date(Span::Any)).required(),
                field("stage", "Which transition", Input::Choice(TransitionStage::OPTIONS)).required(),
                field("from", "Leaves", Input::Line).hint("School or class.").required(),
                field("to", "Goes to", Input::Line).hint("School or class.").required(),
                field("due", "Date of the move", Input::Date(Span::Any)).advised(),
                field("receiving", "Receiving mentor or other person", Input::LineFrom(Source::People)).advised(),
                field("met", "Who was met, and when", Input::Area { rows: 2 }).advised(),
            ],
        },
        Section {
            title: "What they should read first",
            hint: "",
            more: false,
            fields: &[
                field("first", "Read this first", Input::Area { rows: 5 })
                    .hint("What helps on the first day, what to avoid, who the pupil trusts. Nothing about safeguarding: the lead passes that on.")
                    .advised(),
                field("done", "What has been done so far", Input::Many(TransitionStep::OPTIONS)),
            ],
        },
        Section {
            title: "Consent",
            hint: "",
            more: false,
            fields: &[
                field("consent", "Consent to passing the file on", Input::Choice(Consent::OPTIONS)).required(),
                field("consent_by", "Who agreed or refused, when; or why it is not needed", Input::Line).advised(),
            ],
        },
    ],
};

impl Formed for Transition {
    const FORM: &'static Form = &TRANSITION;

    fn read(r: &Reader) -> Option<Self> {
        Some(Transition {
            date: r.date("date")?,
            from: r.text("from"),
            to: r.text("to"),
            stage: TransitionStage::from_code(r.get("stage"))?,
            due: r.date("due"),
            receiving: r.text("receiving"),
            met: r.text("met"),
            consent: Consent::from_code(r.get("consent"))?,
            consent_by: r.text("consent_by"),
            first: r.text("first"),
            done: r.many("done", TransitionStep::from_code),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Transition { date, from, to, stage, due, receiving, met, consent, consent_by, first, done } = self;
        d.put_date("date", Some(*date));
        d.set("from", from);
        d.set("to", to);
        d.set("stage", stage.code());
        d.put_date("due", *due);
        d.set("receiving", receiving);
        d.set("met", met);
        d.set("consent", consent.code());
        d.set("consent_by", consent_by);
        d.set("first", first);
        d.put_codes("done", done.iter().map(|step| step.code()).collect());
    }
}

const ARRIVED: When = ("arrived", &["yes"]);

pub(super) static HANDED_OVER: Form = Form {
    kind: Kind::HandedOver,
    title: "Hand-over",
    intro: "A receipt file fills this in for you. Enter a paper slip here.",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("to", "To", Input::LineFrom(Source::People)).required(),
            field("arrived", "It arrived", Input::Tick),
            field("received_by", "Received by", Input::LineFrom(Source::People)).required().when(ARRIVED),
            field("received_at", "When", Input::Moment).required().when(ARRIVED),
        ],
    }],
};

impl Formed for HandedOver {
    const FORM: &'static Form = &HANDED_OVER;

    /// What went out is in the record: a new one went out now, on paper. [`super::keep_unseen`] puts back the rest.
    fn read(r: &Reader) -> Option<Self> {
        let receipt = if r.tick("arrived") {
            Some(HandOverReceipt { by: r.text("received_by"), at: r.moment("received_at")?, missing: 0 })
        } else {
            None
        };
        Some(HandedOver {
            at: r.ctx.now,
            to: r.text("to"),
            purpose: Purpose::Shared,
            until: None,
            parts: Parts::Whole,
            carried: Carried::Paper,
            lead: String::new(),
            file_name: String::new(),
            bundles: Vec::new(),
            rows: 0,
            receipt,
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let handed_over = self;
        d.set("to", &handed_over.to);
        if let Some(HandOverReceipt { by, at, missing: _ }) = &handed_over.receipt {
            d.tick("arrived", true);
            d.set("received_by", by);
            d.put_moment("received_at", *at);
        }
    }
}

pub(super) static RECEIVED: Form = Form {
    kind: Kind::Received,
    title: "Received",
    intro: "Casebook wrote this when the hand-over was opened.",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("from", "From", Input::LineFrom(Source::People)).required(),
            field(
                "lead_has",
                "Has the sender's safeguarding lead sent anything separately?",
                Input::Choice(LeadHas::OPTIONS),
            )
            .hint("Ask your own safeguarding lead. Don't write here what it is about."),
            field("lead", "Who was asked, and when", Input::LineFrom(Source::People)),
        ],
    }],
};

impl Formed for Received {
    const FORM: &'static Form = &RECEIVED;

    /// As [`read_handed_over`].
    fn read(r: &Reader) -> Option<Self> {
        Some(Received {
            at: r.ctx.now,
            from: r.text("from"),
            fingerprint: String::new(),
            known: false,
            purpose: Purpose::Shared,
            until: None,
            lead_says: None,
            lead_has: LeadHas::from_code(r.get("lead_has")),
            lead: r.text("lead"),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let received = self;
        d.set("from", &received.from);
        d.set("lead_has", received.lead_has.map_or("", LeadHas::code));
        d.set("lead", &received.lead);
    }
}
