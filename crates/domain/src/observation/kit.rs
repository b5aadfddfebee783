//! What a school keeps ready for observing: its templates and its lists of words.

use super::super::ids::RecordId;
use super::super::settings::SchoolPhase;
use super::super::terms::terms;
use super::sheet::Sheet;
use super::starters;

terms! {
    /// The templates that Casebook starts with.
    Starter {
        Engagement = "engagement", "Engagement";
        TargetAndPeer = "target_and_peer", "Target and peer";
        Disruption = "disruption", "Disruption counts";
        Abc = "abc", "Antecedent, behaviour, consequence";
        Transitions = "transitions", "Transitions";
        Playground = "playground", "Playground";
    }
}

/// A sheet kept to observe with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The sheet.
    pub sheet: Sheet,
    /// The starter whose place it takes; `None`: the school's own.
    pub starter: Option<Starter>,
    /// It is not offered.
    pub hidden: bool,
}

/// Words to pick from, in the school's order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Lists {
    /// What comes before.
    pub antecedents: Vec<String>,
    /// What pupils do.
    pub behaviours: Vec<String>,
    /// What comes after.
    pub consequences: Vec<String>,
    /// Notes of one tap.
    pub phrases: Vec<String>,
    /// Subjects and places.
    pub subjects: Vec<String>,
    /// What classes do.
    pub activities: Vec<String>,
    /// How pupils sit.
    pub seatings: Vec<String>,
}

/// What is kept ready for observing.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Kit {
    /// The templates that were made or changed, each with its record.
    pub templates: Vec<(RecordId, Template)>,
    /// The lists, once they were changed.
    pub lists: Option<Lists>,
}

/// A template on offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its record; `None`: a starter that nobody has changed.
    pub record: Option<RecordId>,
    /// The template.
    pub template: Template,
}

impl Kit {
    /// Every template, hidden ones too: the starters in their order, each replaced by what the school made of it, then the
    /// school's own. The first record that takes a starter's place counts; others stand as the school's own.
    pub fn all(&self, phase: SchoolPhase) -> Vec<Offer> {
        let mut own: Vec<&(RecordId, Template)> = self.templates.iter().collect();
        let mut all = Vec::new();
        for &starter in Starter::ALL {
            let place = own.iter().position(|(_, template)| template.starter == Some(starter));
            all.push(match place {
                Some(place) => {
                    let (record, template) = own.remove(place);
                    Offer { record: Some(*record), template: template.clone() }
                }
                None => Offer {
                    record: None,
                    template: Template {
                        sheet: starters::school_sheet(starter, phase),
                        starter: Some(starter),
                        hidden: false,
                    },
                },
            });
        }
        all.extend(
            own.into_iter().map(|(record, template)| Offer { record: Some(*record), template: template.clone() }),
        );
        all
    }

    /// The templates that are offered.
    pub fn offered(&self, phase: SchoolPhase) -> Vec<Offer> {
        let mut all = self.all(phase);
        all.retain(|offer| !offer.template.hidden);
        all
    }

    /// The lists, as the school has them or as Casebook starts with them.
    pub fn lists(&self, phase: SchoolPhase) -> Lists {
        self.lists.clone().unwrap_or_else(|| starters::lists(phase))
    }
}
