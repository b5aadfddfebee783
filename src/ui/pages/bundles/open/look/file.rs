//! One file of a bundle, to be taken or left out.

use leptos::prelude::*;

use super::alike::alike;
use super::deciding::{Deciding, useful};
use super::inside::Inside;
use crate::app::receiving::{PreviewFile, PreviewKind};
use crate::ui::parts::fold;
use casebook_present::numbers::{counted, whole};
use casebook_records::{RESOURCES_FILE, SETTINGS_FILE, UNATTACHED_FILE};

/// Whose file it is, or what it is.
fn title(file: &PreviewFile) -> String {
    match file.file {
        SETTINGS_FILE => "The school and other settings".to_owned(),
        UNATTACHED_FILE => "Observations without a pupil".to_owned(),
        RESOURCES_FILE => "Resources".to_owned(),
        _ if file.name.is_empty() => "A file without a name".to_owned(),
        _ => file.name.clone(),
    }
}

/// A file's line.
pub(super) fn line(kind: PreviewKind, file: &PreviewFile, deciding: Deciding) -> AnyView {
    let id = file.file;
    let can = useful(kind, file);
    let (fate, class) = match file {
        file if file.erased => ("Erased here", "state stopped"),
        file if !file.here => ("New here", "state running"),
        file if file.changes() => ("Changes what is here", "state"),
        _ => ("The same as here", "state closed"),
    };
    let mut parts = Vec::new();
    for (count, words) in [
        (file.new, " new"),
        (file.changed, " newer in the file"),
        (if file.of_pupil() { file.two } else { 0 }, " changed on both tablets"),
        (file.moved, " to remove"),
        (file.same, " the same"),
        (file.newer, " made by a newer Casebook"),
        (file.refused, " not imported"),
    ] {
        if count > 0 {
            parts.push([&whole(u64::from(count)), words].concat());
        }
    }
    let records = parts.join(", ");
    let stays = (file.kept > 0).then(|| {
        let words = [
            "The sender says that ",
            &counted(u64::from(file.kept), "record here belongs", "records here belong"),
            " to another pupil. The sender is not known here, so nothing is removed.",
        ]
        .concat();
        view! { <p class="advice">{words}</p> }
    });
    let doubtful = (!file.doubtful.is_empty()).then(|| {
        let words = [
            "The sender removed ",
            &counted(file.doubtful.len() as u64, "record", "records"),
            " from this file that you wrote or changed here. They stay unless you tick them below.",
        ]
        .concat();
        view! { <p class="advice">{words}</p> }
    });
    let erased = file.erased.then(|| {
        view! { <p class="hint">"This file was erased on this tablet. It comes back only if you tick it."</p> }
    });
    let set = move |on: bool| {
        deciding.out.update(|out| {
            out.retain(|other| *other != id);
            if !on {
                out.push(id);
            }
        });
    };
    let held = StoredValue::new(file.clone());
    let asked = deciding;
    view! {
        <li class="stack tight">
            <label class="line bundle-line">
                <span class="choice">
                    <input
                        type="checkbox"
                        disabled=!can
                        prop:checked=move || deciding.out.with(|out| !out.contains(&id))
                        on:change:target=move |event| set(event.target().checked())
                    />
                    <span>
                        <span class="name">{title(file)}</span>
                        <br />
                        <span class="hint">"Records: " {records}</span>
                    </span>
                </span>
                <span class=class>{fate}</span>
            </label>
            {erased}
            {stays}
            {doubtful}
            {file.alike.iter().map(|other| alike(id, title(file), other.clone(), asked)).collect_view()}
            {fold("Every record, and what to leave out", move || view! { <Inside held deciding /> }.into_any())}
        </li>
    }
    .into_any()
}
