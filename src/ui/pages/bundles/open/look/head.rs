//! What a bundle is, whom it is from, and what to know first.

use leptos::prelude::*;

use crate::app::receiving::{Preview, PreviewKind};
use casebook_present::dates;
use casebook_present::numbers::{counted, whole};

/// What it is, who it is from and when it was made.
pub(super) fn head(found: &Preview) -> AnyView {
    let what = match found.kind {
        PreviewKind::HandOver(_) => "A hand-over",
        PreviewKind::Backup => "A backup",
        PreviewKind::Receipt => "A receipt",
    };
    let by = if found.author.trim().is_empty() { "somebody who gave no name".to_owned() } else { found.author.clone() };
    let purpose = match found.kind {
        PreviewKind::HandOver(purpose) => {
            let until = found.until.map(|until| [", until ", &dates::long(until)].concat()).unwrap_or_default();
            Some([purpose.label(), &until, "."].concat())
        }
        _ => None,
    };
    let missing = (!found.missing.is_empty()).then(|| {
        let numbers: Vec<String> = found.missing.iter().map(|part| whole(u64::from(*part))).collect();
        let words = [
            "It was made in ",
            &counted(u64::from(found.parts), "part", "parts"),
            "; not chosen: ",
            &numbers.join(", "),
            ". You can import what is here now and the rest later, in any order.",
        ]
        .concat();
        view! {
            <p class="advice measure">
                <strong>"Parts are missing. "</strong>
                {words}
            </p>
        }
    });
    view! {
        <section class="stack measure" id="preview" tabindex="-1">
            <h2>{what} " by " <bdi>{by}</bdi></h2>
            <p>{purpose} " Made on " {dates::moment(found.made)} "."</p>
            {missing}
        </section>
    }
    .into_any()
}

/// "Read this first", of everybody it is written for.
pub(super) fn know_first(found: &Preview) -> Option<AnyView> {
    let told: Vec<AnyView> = found
        .files
        .iter()
        .filter(|file| !file.first.trim().is_empty())
        .map(|file| {
            view! {
                <dt>{file.name.clone()}</dt>
                <dd class="text">{file.first.clone()}</dd>
            }
            .into_any()
        })
        .collect();
    (!told.is_empty()).then(|| {
        view! {
            <section class="advice measure stack tight">
                <h2>"Read this first"</h2>
                <dl class="facts">{told}</dl>
            </section>
        }
        .into_any()
    })
}
