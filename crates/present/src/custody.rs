//! Where a case is worked on, in words.

use casebook_domain::calendar::Date;
use casebook_domain::case::{CaseFile, Recorded};
use casebook_domain::custody::{Custody, custody};
use casebook_domain::hand_over::{HandOverReceipt, HandedOver, Purpose};

use super::dates;
use super::numbers::counted;

/// What is above a pupil's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// In short.
    pub title: String,
    /// What it means.
    pub text: String,
    /// What is offered.
    pub offer: Offer,
    /// The day it was to end has passed.
    pub late: bool,
}

/// What can be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Nothing.
    Nothing,
    /// Take the case back here: this copy is read-only.
    TakeBack,
    /// Open the receipt that came back.
    OpenReceipt,
    /// Hand the case back.
    GiveBack,
}

/// What to say above a pupil's page about where the case is; `None`: it is here.
pub fn banner(case: &CaseFile, today: Date) -> Option<Banner> {
    let banner = |title: String, text: String, offer, late| Some(Banner { title, text, offer, late });
    match custody(case) {
        Custody::Here => None,
        Custody::HandedOver(gone) => {
            let title = ["Handed over to ", &somebody(&gone.to), " on ", &dates::long(gone.at.date())].concat();
            let receipt =
                gone.receipt.as_ref().map(|receipt| [received(receipt), " ".into()].concat()).unwrap_or_default();
            let text = [
                &receipt,
                "This copy is read-only, so that nobody works on the case in two places. Worries about safety can always be recorded. The case can come back in a hand-over, or you can take it back here.",
            ]
            .concat();
            banner(title, text, Offer::TakeBack, false)
        }
        Custody::OnTheWay(out) => {
            let title = ["Handed over to ", &somebody(&out.to), " on ", &dates::long(out.at.date())].concat();
            let after = match out.purpose {
                Purpose::Transfer => "You can work on the case here until you enter their receipt.",
                Purpose::Cover | Purpose::Shared => "Nobody has confirmed yet that it arrived.",
            };
            banner([title, ": no receipt yet".into()].concat(), after.to_owned(), Offer::OpenReceipt, false)
        }
        Custody::Out(out) => {
            let late = out.until.is_some_and(|until| until < today);
            let what = if out.purpose == Purpose::Cover { "Out for cover with " } else { "Shared with " };
            let title = [what, &somebody(&out.to), &until(out.until)].concat();
            let arrived = out.receipt.as_ref().map(received).unwrap_or_default();
            let then = match (late, out.purpose) {
                (true, _) => " The day has passed: ask for a hand-over back.",
                (false, Purpose::Cover) => {
                    " It comes back in their hand-over. If you both change something, you choose a version then."
                }
                (false, _) => " If you both change something, you choose a version when one of you sends a hand-over.",
            };
            banner(title, [&arrived, then].concat().trim().to_owned(), Offer::Nothing, late)
        }
        Custody::Lent(come) => {
            let late = come.until.is_some_and(|until| until < today);
            let what = if come.purpose == Purpose::Cover { "Here for cover, from " } else { "Shared by " };
            let title = [what, &somebody(&come.from), &until(come.until)].concat();
            let text = match come.until {
                Some(day) => [
                    "Return to ",
                    &somebody(&come.from),
                    " by ",
                    &dates::long(day),
                    ": make a hand-over with what was done here.",
                ]
                .concat(),
                None => [
                    "Return to ",
                    &somebody(&come.from),
                    " when you are done: make a hand-over with what was done here.",
                ]
                .concat(),
            };
            banner(title, text, Offer::GiveBack, late)
        }
    }
}

/// "Received by R. Eceiver on …" for the newest hand-over that arrived; it is with what is known about the pupil.
pub fn last_receipt(case: &CaseFile) -> Option<String> {
    let mut all: Vec<Recorded<'_, HandedOver>> = case.all();
    all.retain(|handed_over| handed_over.receipt.is_some());
    let newest = all.into_iter().max_by_key(|handed_over| (handed_over.at.utc_ms, handed_over.id))?;
    newest.receipt.as_ref().map(received)
}

fn received(HandOverReceipt { by, at, missing }: &HandOverReceipt) -> String {
    let left = match missing {
        0 => String::new(),
        some => ["; ", &counted(u64::from(*some), "entry", "entries"), " not imported"].concat(),
    };
    ["Received by ", &somebody(by), " on ", &dates::moment(*at), &left, "."].concat()
}

fn until(day: Option<Date>) -> String {
    day.map(|day| [" until ", &dates::long(day)].concat()).unwrap_or_default()
}

fn somebody(name: &str) -> String {
    match name.trim() {
        "" => "somebody".to_owned(),
        name => name.to_owned(),
    }
}
