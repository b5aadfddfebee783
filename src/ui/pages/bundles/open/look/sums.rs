//! What would happen on the whole.

use leptos::prelude::*;

use super::deciding::Deciding;
use crate::app::receiving::Preview;
use casebook_domain::ids::FileId;
use casebook_present::numbers::counted;

/// What would happen on the whole.
pub(super) fn in_all(found: &Preview, deciding: Deciding) -> AnyView {
    let files: Vec<(FileId, bool, [u32; 4])> = found
        .files
        .iter()
        // Of two settings one is taken without asking.
        .map(|file| {
            let two = if file.of_pupil() { file.two } else { 0 };
            let moved = file.moved.saturating_sub(u32::try_from(file.doubtful.len()).unwrap_or(u32::MAX));
            (file.file, !file.here && file.of_pupil(), [file.new, file.changed, two, moved])
        })
        .collect();
    let words = move || {
        let out = deciding.out.get();
        let (mut pupils, mut sums) = (0_u64, [0_u64; 4]);
        for (_, new, counts) in files.iter().filter(|(file, ..)| !out.contains(file)) {
            pupils += u64::from(*new);
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += u64::from(*count);
            }
        }
        let [new, changed, two, moved] = sums;
        let mut parts = Vec::new();
        for (count, one, many) in [
            (pupils, "pupil who is new here", "pupils who are new here"),
            (new, "new record", "new records"),
            (changed, "record that is newer in the file", "records that are newer in the file"),
            (
                two,
                "record changed on both tablets, for you to choose from",
                "records changed on both tablets, for you to choose from",
            ),
            (
                moved,
                "record removed, because it was in the wrong pupil's file",
                "records removed, because they were in the wrong pupil's file",
            ),
        ] {
            if count > 0 {
                parts.push(counted(count, one, many));
            }
        }
        if parts.is_empty() { "Nothing changes.".to_owned() } else { [&parts.join(", "), "."].concat() }
    };
    view! {
        <p class="measure" role="status">
            <strong>"In all: "</strong>
            {words}
            " You can import later, from the same file, what you leave out now."
        </p>
    }
    .into_any()
}
