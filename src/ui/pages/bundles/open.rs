//! Opening a bundle: choose the file, what opens it, look, choose, write.

use leptos::prelude::*;

use crate::app::notices::{Notice, applied_words, transfer_words};
use crate::app::store::{Store, use_store};
use crate::app::transfer::{OpenBy, Preview, PreviewFate, PreviewFile, PreviewKind, TransferError};
use crate::domain::ids::FileId;
use crate::present::dates;
use crate::route::{Route, Section, Tab};
use crate::ui::form::whose;
use crate::ui::parts::{ChooseFiles, ChosenFile, Icon, PageHead, icon};

/// What an import did, in words, and the files that it brought.
type Done = (String, Vec<FileId>);

/// A pupil who came in, with the way there.
fn came(store: Store, file: FileId) -> Option<AnyView> {
    let name = whose(store, file)?;
    Some(view! { <li><a class="line" href=Route::Pupil(file, Tab::Timeline).to_string()><span class="name">{name}</span></a></li> }.into_any())
}

/// The page "open a backup or hand-over".
#[component]
pub fn OpenBundle() -> impl IntoView {
    let store = use_store();
    let chosen = RwSignal::new(Vec::<ChosenFile>::new());
    let preview = RwSignal::new(None::<Preview>);
    let done = RwSignal::new(None::<Done>);
    view! {
        <PageHead title="Open a backup or hand-over">
            <a class="button quiet" href=Route::Settings(Section::Storage).to_string()>{icon(Icon::Back)} "Storage and backups"</a>
        </PageHead>
        {move || match (done.get(), preview.get()) {
            (Some((words, files)), _) => view! {
                <div class="advice good measure" id="opened" tabindex="-1" role="status"><p><strong>"Done. "</strong>{words}</p></div>
                <ul class="ruled measure">{files.iter().filter_map(|&file| came(store, file)).collect_view()}</ul>
                <div class="actions">
                    <a class="button main" href=Route::Pupils.to_string()>"To the pupils"</a>
                    <button class="button" type="button" on:click=move |_| { done.set(None); preview.set(None); chosen.set(Vec::new()); }>"Open another file"</button>
                </div>
            }
            .into_any(),
            (None, Some(found)) => view! { <Look found preview done/> }.into_any(),
            (None, None) => view! { <Choose chosen preview/> }.into_any(),
        }}
        {store.demo.get_untracked().then(|| view! { <p class="hint">"In the demo whatever you open goes when you leave it."</p> })}
    }
}

/// The file and what opens it.
#[component]
fn Choose(chosen: RwSignal<Vec<ChosenFile>>, preview: RwSignal<Option<Preview>>) -> impl IntoView {
    let store = use_store();
    let by_sheet = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<(&'static str, String)>);
    let busy = RwSignal::new(false);
    on_cleanup(move || store.cancel_transfer());
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        let secret = typed.get_untracked().trim().to_owned();
        let files = chosen.get_untracked();
        let [file] = files.as_slice() else {
            let words = if files.is_empty() { "Choose the file first." } else { ONE_AT_A_TIME };
            problem.set(Some(("bundle-file", words.to_owned())));
            return store.focus("bundle-file");
        };
        let bytes = file.bytes.clone();
        let checked = if by_sheet.get_untracked() {
            check_secret(secret).map(OpenBy::Secret)
        } else {
            store.seven_words(&secret).map(OpenBy::Words)
        };
        let by = match checked {
            Ok(by) => by,
            Err(words) => {
                problem.set(Some(("bundle-words", words)));
                return store.focus("bundle-words");
            }
        };
        problem.set(None);
        busy.set(true);
        store.task(async move {
            match store.inspect((*bytes).clone(), by).await {
                Ok(found) => {
                    let _ = preview.try_set(Some(found));
                    store.focus("preview");
                    ChosenFile::done(store, &files);
                }
                Err(error) => {
                    if error != TransferError::Cancelled {
                        let _ = problem.try_set(Some(("form", transfer_words(&error))));
                        store.focus("open-error");
                    }
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let error = move |at: &'static str| {
        move || {
            problem
                .get()
                .filter(|(field, _)| *field == at)
                .map(|(_, words)| view! { <p class="error" role="alert" id=[at, "-error"].concat()>{words}</p> })
        }
    };
    let last = move || typed.with(|typed| typed.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase());
    // What the last, unfinished word can become: all words differ in their first four letters.
    let offers = move || {
        let begun = last();
        if begun.chars().count() < 2 {
            Vec::new()
        } else {
            store.complete_word(&begun).into_iter().filter(|word| *word != begun).take(6).collect()
        }
    };
    let complete = move |word: &str| {
        typed.update(|typed| {
            let keep = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
            typed.truncate(keep);
            typed.push_str(word);
            typed.push(' ');
        });
        store.focus("bundle-words");
    };
    view! {
        <form class="form" novalidate autocomplete="off" on:submit=move |event| { event.prevent_default(); submit(); }>
            <section class="form-section">
                <ChooseFiles chosen problem=Signal::derive(move || problem.get().filter(|(at, _)| *at == "bundle-file").map(|(_, words)| words))/>
                <fieldset class="field">
                    <legend>"What opens it"</legend>
                    <label class="choice"><input type="radio" name="open-by" prop:checked=true on:change=move |_| { by_sheet.set(false); problem.set(None); }/> <span>"Seven words"</span></label>
                    <label class="choice"><input type="radio" name="open-by" on:change=move |_| { by_sheet.set(true); problem.set(None); }/> <span>"Recovery sheet: its twelve words, or the AGE-SECRET-KEY"</span></label>
                </fieldset>
                <div class="field">
                    <label for="bundle-words">{move || if by_sheet.get() { "Twelve words, or the key" } else { "The seven words, with blanks between" }}</label>
                    <textarea class="input" id="bundle-words" rows="2" autocapitalize="none" autocomplete="off" spellcheck="false" aria-describedby="bundle-words-error"
                        prop:value=typed on:input:target=move |event| typed.set(event.target().value())></textarea>
                    <div class="actions offers" role="group" aria-label="Complete the word">
                        {move || offers().into_iter().map(|word| view! { <button class="button" type="button" on:click=move |_| complete(word)>{word}</button> }).collect_view()}
                    </div>
                    {error("bundle-words")}
                </div>
            </section>
            <div id="open-error" tabindex="-1">
                {move || problem.get().filter(|(at, _)| *at == "form").map(|(_, words)| view! {
                    <div class="advice bad measure" role="alert"><p><strong>"Not opened; nothing was written. "</strong>{words}</p></div>
                })}
            </div>
            <div class="actions">
                <button class="button main" type="submit" disabled=move || busy.get()>{move || if busy.get() { "Opening and checking …" } else { "Look what it holds" }}</button>
            </div>
            {move || busy.get().then(|| super::making::bar(store, "Opening"))}
        </form>
    }
}

const ONE_AT_A_TIME: &str = "Several files are chosen. Open them one after the other: take away all but one first. They stay where they came from.";

fn check_secret(secret: String) -> Result<String, String> {
    if secret.is_empty() {
        Err("Type the twelve words of the recovery sheet, or its AGE-SECRET-KEY.".to_owned())
    } else {
        Ok(secret)
    }
}

/// What it holds, before anything is written.
#[component]
fn Look(found: Preview, preview: RwSignal<Option<Preview>>, done: RwSignal<Option<Done>>) -> impl IntoView {
    let store = use_store();
    let left_out = RwSignal::new(Vec::<FileId>::new());
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let useful: Vec<FileId> =
        found.files.iter().filter(|file| file.fate != PreviewFate::Same).map(|file| file.file).collect();
    let any = !useful.is_empty();
    let useful = StoredValue::new(useful);
    let taken = move || {
        left_out.with(|out| {
            useful.with_value(|all| all.iter().filter(|file| !out.contains(file)).copied().collect::<Vec<_>>())
        })
    };
    let apply = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        let chosen = untrack(taken);
        store.task(async move {
            match store.apply(chosen.clone()).await {
                Ok(applied) => {
                    store.say(Notice::good("The bundle is in your casebook."));
                    let _ = done.try_set(Some((applied_words(&applied), chosen)));
                    store.focus("opened");
                }
                Err(error) => {
                    let _ = problem.try_set(Some(transfer_words(&error)));
                    let _ = busy.try_set(false);
                }
            }
        });
    };
    // The worker holds the bundle in clear for as long as this is shown.
    on_cleanup(move || store.close_bundle());
    let what = match found.kind {
        PreviewKind::HandOver => "A hand-over",
        PreviewKind::Backup => "A backup",
    };
    let by = if found.author.trim().is_empty() { "somebody who gave no name".to_owned() } else { found.author.clone() };
    view! {
        <section class="stack measure" id="preview" tabindex="-1">
            <h2>{what} " by " {by}</h2>
            <p>"Made on " {dates::moment(found.made)} ". The name is what its maker wrote; Casebook can't prove it yet."</p>
            <p><strong>"Nothing has been written so far. "</strong>{if any { "Untick what you do not want." } else { "Everything in it is here already." }}</p>
        </section>
        <ul class="ruled bundle-files">
            {found.files.into_iter().map(|file| line(file, left_out)).collect_view()}
        </ul>
        {move || problem.get().map(|words| view! { <div class="advice bad measure" role="alert"><p><strong>"Nothing was written. "</strong>{words}</p></div> })}
        <div class="actions">
            {any.then(|| view! {
                <button class="button main" type="button" disabled=move || busy.get() || taken().is_empty() on:click=apply>
                    {move || if busy.get() { "Writing …" } else { "Put it into my casebook" }}
                </button>
            })}
            <button class="button" type="button" disabled=move || busy.get() on:click=move |_| preview.set(None)>"Don't"</button>
        </div>
    }
}

fn line(file: PreviewFile, left_out: RwSignal<Vec<FileId>>) -> AnyView {
    let id = file.file;
    let (fate, class) = match file.fate {
        PreviewFate::New => ("New here", "state running"),
        PreviewFate::Changed => ("Changes what is here", "state"),
        PreviewFate::Same => ("The same as here", "state closed"),
    };
    let mut parts = Vec::new();
    for (count, words) in [
        (file.new, " new"),
        (file.changed, " changed"),
        (file.same, " the same"),
        (file.refused, " not taken: unreadable, or safeguarding entries that belong to the lead"),
    ] {
        if count > 0 {
            parts.push([&count.to_string(), words].concat());
        }
    }
    let records = parts.join(", ");
    let same = file.fate == PreviewFate::Same;
    let alike = (!file.alike.is_empty()).then(|| {
        let names = file.alike.join(", ");
        view! { <br/><span class="hint">"Perhaps the same pupil as " {names} ", who is here already: look before you take both."</span> }
    });
    view! {
        <li>
            <label class="line bundle-line">
                <span class="choice">
                    <input type="checkbox" prop:checked=!same disabled=same on:change:target=move |event| {
                        let keep = event.target().checked();
                        left_out.update(|out| { out.retain(|other| *other != id); if !keep { out.push(id); } });
                    }/>
                    <span><span class="name">{file.name}</span><br/><span class="hint">"Records: " {records}</span>{alike}</span>
                </span>
                <span class=class>{fate}</span>
            </label>
        </li>
    }
    .into_any()
}
