//! "Check a backup": whether it opens and is whole, before the day it is needed. Nothing is written.

use leptos::prelude::*;

use crate::app::checking::{Checked, PartsError};
use crate::app::notices::transfers::transfer_words;
use crate::app::store::use_store;
use crate::app::transfer::{OpenBy, TransferError};
use crate::route::{Route, Section};
use crate::ui::pages::files_and_words::FilesAndWords;
use crate::ui::parts::{ChosenFile, Icon, PageHead, Submit, icon};
use casebook_present::backup::{Verdict, checked, not_together};
use casebook_present::file_name;

/// The page "check a backup".
#[component]
pub fn CheckBackup() -> impl IntoView {
    let store = use_store();
    let submit = Submit::<String>::ready();
    let verdict = RwSignal::new(None::<Verdict>);
    on_cleanup(move || store.transfers.cancel_transfer());
    let open = Callback::new(move |(files, by): (Vec<ChosenFile>, OpenBy)| {
        verdict.set(None);
        submit.run("open-error", async move {
            let contents = files.iter().map(|file| file.content.clone()).collect();
            let name = |place: usize| files.get(place).map(|file| file_name::shown(&file.name)).unwrap_or_default();
            match store.transfers.check_bundle(contents, by).await {
                Ok(found) => {
                    let _ = verdict.try_set(Some(say(found, &name)));
                    store.device.focus("verdict");
                }
                Err((_, TransferError::Cancelled)) => {}
                Err((place, error)) => {
                    let words = transfer_words(&error);
                    return Err(if files.len() > 1 { [&name(place), ": ", &words].concat() } else { words });
                }
            }
            submit.end();
            Ok(())
        });
    });
    view! {
        <PageHead title="Check a backup">
            <a class="button quiet" href=Route::Settings(Section::Storage).to_string()>
                {icon(Icon::Back)}
                "Storage and backups"
            </a>
        </PageHead>
        <p class="measure">
            "This opens a backup, reads all of it and tells you what it holds. It changes nothing. An untested backup may not work."
        </p>
        {move || verdict.get().map(shown)}
        <FilesAndWords sheet=true most=512 label="Check it" trying=submit open />
    }
}

fn say(found: Result<Checked, PartsError>, name: &dyn Fn(usize) -> String) -> Verdict {
    use crate::app::checking::BundleKind;
    use casebook_present::backup::Contents;
    match found {
        Err(PartsError::OfAnother { place }) => not_together(Some(&name(place)), 0),
        Err(PartsError::NotTheSame { part }) => not_together(None, part),
        // The worker has refused that.
        Err(PartsError::Nothing) => not_together(None, 0),
        Ok(Checked {
            kind,
            author,
            made,
            parts,
            missing,
            pupils,
            records,
            rows,
            unreadable,
            newer,
            blobs: _,
            lacking,
            lacking_pupils,
            own,
        }) => checked(&Contents {
            backup: kind == BundleKind::Backup,
            author,
            made,
            parts,
            missing,
            pupils,
            records,
            rows,
            unreadable,
            newer,
            lacking,
            lacking_pupils,
            own,
        }),
    }
}

fn shown(verdict: Verdict) -> AnyView {
    let class = if verdict.good { "advice good measure stack tight" } else { "advice bad measure stack tight" };
    let lines: Vec<AnyView> = verdict.lines.into_iter().map(|line| view! { <li>{line}</li> }.into_any()).collect();
    view! {
        <section class=class id="verdict" tabindex="-1" role="status">
            <p>
                <strong>{verdict.title}</strong>
            </p>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}
