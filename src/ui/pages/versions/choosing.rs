//! Choosing among the versions of a record: one of them, or field by field.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use super::answer::{answer_view, write};
use crate::app::notices::storage::repository_words;
use crate::app::store::Store;
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::{PageHead, Submit, facts, whose_line};
use casebook_domain::case::CaseFile;
use casebook_domain::content::Entry;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::written::{Said, Written};
use casebook_present::dates;
use casebook_present::disclosure::may_hold_a_worry;
use casebook_present::facts::facts_of;
use casebook_present::forms::FormCtx;
use casebook_present::numbers::counted;
use casebook_present::versions::{
    Also, Compared, Difference, NotTogether, Take, compare, device, the_record, together,
};
use casebook_present::words::capital;
use casebook_repository::VersionChoice;

/// What the parts of the page look at.
#[derive(Clone)]
pub(super) struct Choosing {
    pub(super) store: Store,
    pub(super) file: FileId,
    pub(super) record: RecordId,
    pub(super) case: Arc<CaseFile>,
    pub(super) ctx: Arc<FormCtx>,
    /// What the versions are called.
    pub(super) names: Arc<Vec<String>>,
    /// The current versions, newest first.
    pub(super) stand: Arc<Vec<Written>>,
    /// Every version that is here.
    pub(super) written: Arc<Vec<Written>>,
    pub(super) submit: Submit<String>,
}

impl Choosing {
    pub(super) fn view(&self) -> AnyView {
        let what = self.stand.iter().find_map(|version| version.said.entry()).map_or_else(
            || self.stand[0].kind.map_or_else(|| "a record".to_owned(), |kind| kind.label().to_lowercase()),
            |entry| the_record(&entry.content),
        );
        let lead = [
            capital(&what).as_str(),
            " was changed on ",
            &counted(self.stand.len() as u64, "tablet", "tablets"),
            ". Nothing is lost: choose what it says from now on. The other versions stay in its history.",
        ]
        .concat();
        let cards: Vec<AnyView> = (0..self.stand.len()).map(|place| self.card(place)).collect();
        let entries: Vec<(usize, &Entry)> =
            self.stand.iter().enumerate().filter_map(|(place, version)| Some((place, version.said.entry()?))).collect();
        let compared = match entries.as_slice() {
            [_, _, ..] => {
                let list: Vec<&Entry> = entries.iter().map(|(_, entry)| *entry).collect();
                compare(&list, &self.case, &self.ctx)
            }
            _ => None,
        };
        let places: Vec<usize> = entries.iter().map(|(place, _)| *place).collect();
        let body = match compared {
            Some(compared) if places.len() == self.stand.len() || !compared.different.is_empty() => {
                self.fields(&compared, places)
            }
            _ => self.whole(),
        };
        let refused = self.submit.problem;
        view! {
            <PageHead title="Changed on two tablets: choose" />
            {whose_line(self.store, self.file)}
            <p class="lead">{lead}</p>
            <div class="versions">{cards}</div>
            {move || {
                refused
                    .get()
                    .map(|words| {
                        view! {
                            <div class="advice bad" id="not-chosen" tabindex="-1" role="alert">
                                <p>{words}</p>
                            </div>
                        }
                    })
            }}
            {body}
        }
        .into_any()
    }

    /// Who wrote a version, when and where, with the way to take all of it.
    pub(super) fn card(&self, place: usize) -> AnyView {
        let version = &self.stand[place];
        let first = self.first_said(version);
        let name = self.names[place].clone();
        let who = if first.author.trim().is_empty() { "Somebody".to_owned() } else { first.author.clone() };
        let written = [&who, ", ", &dates::moment(first.time), ", on ", &device(first.here, first.actor)].concat();
        let (note, take) = match version.said {
            Said::Entry(_) => (None, ["Keep ", &uncapital(&name)].concat()),
            Said::Deleted => (Some("Deleted."), "Delete the record".to_owned()),
            Said::Newer => (
                Some("Made by a newer Casebook: it can be kept, and read once Casebook is updated."),
                ["Keep ", &uncapital(&name)].concat(),
            ),
        };
        let id = version.id;
        let this = self.clone();
        let submit = self.submit;
        view! {
            <section class="version" aria-label=name.clone()>
                <h2>{name.clone()}</h2>
                <p>{written}</p>
                {note
                    .map(|note| {
                        view! {
                            <p>
                                <strong>{note}</strong>
                            </p>
                        }
                    })}
                <div class="actions">
                    <button
                        class="button"
                        type="button"
                        aria-disabled=move || submit.slow()
                        on:click=move |_| this.save(VersionChoice::Version(id))
                    >
                        {take}
                    </button>
                </div>
            </section>
        }
        .into_any()
    }

    /// The version that said it first: after a choice was taken back, the current version is a copy.
    pub(super) fn first_said(&self, version: &Written) -> Written {
        let same = |other: &&Written| other.said == version.said && version.said != Said::Newer;
        let copied = version.here
            && version.after.is_some_and(|after| self.written.iter().any(|other| other.id == after && other.chosen));
        let first = if copied { self.written.iter().rev().find(same) } else { None };
        first.unwrap_or(version).clone()
    }

    /// Field by field.
    pub(super) fn fields(&self, compared: &Compared, places: Vec<usize>) -> AnyView {
        let takes = RwSignal::new(BTreeMap::<String, Take>::new());
        let open = RwSignal::new(Vec::<String>::new());
        let rows: Vec<AnyView> = compared
            .different
            .iter()
            .enumerate()
            .map(|(number, difference)| self.field(number, difference, &places, takes, open))
            .collect();
        let same = compared.same.len();
        let same_list = facts(compared.same.clone());
        let same = (same > 0).then(|| {
            let words = ["What is the same (", &same.to_string(), ")"].concat();
            view! {
                <details>
                    <summary>{words}</summary>
                    {same_list}
                </details>
            }
        });
        if rows.is_empty() {
            return view! {
                <p class="advice good">"They say the same. Keep either."</p>
                {same}
            }
            .into_any();
        }
        let number_of: Vec<String> = compared.different.iter().map(|difference| difference.id.clone()).collect();
        let this = self.clone();
        let combine = move |_| {
            let entries: Vec<&Entry> = this.stand.iter().filter_map(|version| version.said.entry()).collect();
            let made = takes.with_untracked(|takes| together(&entries, takes, &this.case, &this.ctx));
            match made {
                Ok(entry) => this.save(VersionChoice::Together(entry)),
                Err(NotTogether::Open(ids)) => {
                    let first = ids.first().and_then(|id| number_of.iter().position(|other| other == id)).unwrap_or(0);
                    open.set(ids);
                    this.store.device.focus(&radio_id(first, 0));
                }
                Err(NotTogether::Fields(errors)) => {
                    let words: Vec<String> = errors.into_iter().map(|error| error.message).collect();
                    let words = ["These choices do not fit together. ", &words.join(" ")].concat();
                    this.submit.stop(words, "not-chosen");
                }
            }
        };
        let submit = self.submit;
        view! {
            <section class="stack wide" aria-labelledby="by-field">
                <h2 id="by-field">"Or choose field by field"</h2>
                <p class="hint">"Words that differ are marked."</p>
                {rows}
                {same}
                <div class="form-foot no-print">
                    <button class="button main" type="button" aria-disabled=move || submit.slow() on:click=combine>
                        "Save what I chose"
                    </button>
                </div>
            </section>
        }
        .into_any()
    }

    pub(super) fn field(
        &self,
        number: usize,
        difference: &Difference,
        places: &[usize],
        takes: RwSignal<BTreeMap<String, Take>>,
        open: RwSignal<Vec<String>>,
    ) -> AnyView {
        let name = ["choose-", &number.to_string()].concat();
        let id = StoredValue::new(difference.id.clone());
        let set = move |take: Take| {
            id.with_value(|id| {
                takes.update(|takes| drop(takes.insert(id.clone(), take)));
                open.update(|open| open.retain(|other| other != id));
            });
        };
        let options: Vec<AnyView> = difference
            .answers
            .iter()
            .enumerate()
            .map(|(place, answer)| {
                let words = self.names[places[place]].clone();
                view! {
                    <label class="choice answer">
                        <input type="radio" name=name.clone() id=radio_id(number, place) on:change=move |_| set(Take::Of(place)) />
                        <span>
                            <strong>{words}</strong>
                            {answer_view(answer, difference.nothing)}
                        </span>
                    </label>
                }
                .into_any()
            })
            .collect();
        let also = match difference.also {
            Also::Nothing => None,
            Also::Both => Some(
                view! {
                    <label class="choice answer">
                        <input type="radio" name=name.clone() on:change=move |_| set(Take::Both) />
                        <span>
                            <strong>"Keep both"</strong>
                        </span>
                    </label>
                }
                .into_any(),
            ),
            Also::Write { lines } => {
                // A safeguarding entry is about safety anyway, and some kinds hold what the lead said.
                let kind = self.stand.iter().find_map(|version| version.kind);
                let about = kind.filter(|kind| may_hold_a_worry(*kind)).map(|_| self.file);
                Some(write(number, &name, difference, lines, (id, about), takes, set))
            }
        };
        let wrong = move || id.with_value(|id| open.with(|open| open.contains(id)));
        let section =
            (!difference.section.is_empty()).then(|| view! { <span class="hint">{difference.section} ": "</span> });
        view! {
            <fieldset class="field difference" aria-describedby=[&name, "-error"].concat()>
                <legend>{section} {difference.label.clone()}</legend>
                <div class="answers">{options}</div>
                {also}
                <p class="error" id=[&name, "-error"].concat()>
                    {move || wrong().then_some("Choose one.")}
                </p>
            </fieldset>
        }
        .into_any()
    }

    /// Where there is nothing to compare field by field: each version in full.
    pub(super) fn whole(&self) -> AnyView {
        let told: Vec<AnyView> = self
            .stand
            .iter()
            .enumerate()
            .filter_map(|(place, version)| {
                let entry = version.said.entry()?;
                let groups: Vec<AnyView> = facts_of(&entry.content, &self.ctx)
                    .into_iter()
                    .map(|group| {
                        let list = facts(group.facts.into_iter().map(|fact| (fact.label, fact.text)));
                        view! {
                            {(!group.title.is_empty()).then(|| view! { <h3>{group.title}</h3> })}
                            {list}
                        }
                        .into_any()
                    })
                    .collect();
                let head = self.names[place].clone();
                Some(
                    view! {
                        <section class="stack tight">
                            <h2>{head}</h2>
                            {groups}
                        </section>
                    }
                    .into_any(),
                )
            })
            .collect();
        view! { <div class="stack wide reading">{told}</div> }.into_any()
    }

    pub(super) fn save(&self, choice: VersionChoice) {
        let Self { store, file, record, submit, .. } = *self;
        if !submit.pressed() {
            return;
        }
        let deletes = match &choice {
            VersionChoice::Version(id) => {
                self.stand.iter().any(|version| version.id == *id && version.said == Said::Deleted)
            }
            VersionChoice::Together(_) => false,
        };
        submit.run("not-chosen", async move {
            let warnings =
                store.casebook.choose(file, record, choice).await.map_err(|error| repository_words(&error))?;
            let words = if deletes {
                "Saved: the record is deleted."
            } else {
                "Saved. The other version stays in the history."
            };
            store.casebook.say_saved(words, &warnings);
            // What else is to be chosen comes next.
            let next = store.casebook.file.with_untracked(|open| {
                let open = open.as_ref().filter(|open| open.id == file)?;
                open.two_versions.iter().find(|other| **other != record).copied()
            });
            store.navigation.go(match next {
                Some(next) => Route::Of(file, FilePage::Versions(next)),
                None if deletes => Route::Of(file, FilePage::Tab(Tab::Timeline)),
                None => Route::Of(file, FilePage::Record(record)),
            });
            Ok(())
        });
    }
}

/// "Yours" within a sentence; a name stays as it is.
fn uncapital(name: &str) -> String {
    match name.strip_prefix("Yours") {
        Some(rest) => ["yours", rest].concat(),
        None => name.to_owned(),
    }
}

fn radio_id(number: usize, place: usize) -> String {
    ["choose-", &number.to_string(), "-", &place.to_string()].concat()
}
