//! What happens before the start: conversations, letters, the decision about home, waivers, the start.

use crate::wire::{Code, Day, Id, stored};
use casebook_domain::ids::RecordId;
use casebook_domain::preparation;

stored! {
    Liaison = preparation::Liaison {
        date: Day,
        with: Code<preparation::LiaisonWith>,
        name: String,
        role: String,
        learnt: String,
        audience: Code<preparation::Audience>,
    }
}
stored! {
    Letter = preparation::Letter {
        date: Day,
        kind: Code<preparation::LetterKind>,
        contact: Id<RecordId>,
        method: Code<preparation::SendMethod>,
        text: String,
    }
}
stored! {
    FamilyContact = preparation::FamilyContact {
        date: Day,
        contact: Id<RecordId>,
        way: Code<preparation::ContactWay>,
        reached: Code<preparation::Reached>,
        about: String,
        meeting_offered: bool,
        audience: Code<preparation::Audience>,
    }
}
stored! {
    Waiver = preparation::Waiver {
        date: Day,
        gate: Code<preparation::Gate>,
        reason: String,
    }
}
stored! {
    Start = preparation::Start {
        date: Day,
        weeks: u8,
        arrangement: String,
        urgent_agreed_by: Option<String>,
        urgent_reason: String,
    }
}
stored! {
    LeadDecision = preparation::LeadDecision {
        date: Day,
        lead: String,
        ruling: Code<preparation::HomeRuling>,
        until: Option<Day>,
    }
}
