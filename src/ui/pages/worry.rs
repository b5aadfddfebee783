//! "Worried about safety" (p40): who to go to, how to listen, the child's words, who was told. Casebook helps to hand a
//! worry over and is never the child-protection file.

use leptos::prelude::*;

use crate::app::notices::Notice;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Section, Tab};
use crate::ui::autosave::{DraftPlace, Keeping, keep};
use crate::ui::form::{Handle, error_summary, field_view};
use crate::ui::parts::about_safety::{fresh_entry, to_the_minute};
use crate::ui::parts::refusal;
use crate::ui::parts::{Busy, Dialog, Empty, PageHead, phones};
use casebook_domain::content::{Content, Kind};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::safety::Worry as Entry;
use casebook_domain::settings::{Post, Settings};
use casebook_present::forms::{self, Draft, Form};
use casebook_present::{dates, initials, search};
use casebook_records::NO_FILE;
use casebook_repository::CoreError;

/// Fields that say what was seen or heard.
const SEEN: &[&str] = &["at", "words"];
/// Fields that say who was told.
const TOLD: &[&str] = &["told_name", "told_at", "told_how"];
/// Fields that say why it is withdrawn, and who agreed.
const WITHDRAWN: &[&str] = &["withdrawn", "withdrawn_reason", "withdrawn_lead", "withdrawn_at"];

/// Draws some fields of the form, in its order.
fn fields(names: &'static [&'static str], handle: Handle) -> AnyView {
    let form: &'static Form = forms::form(Kind::Worry);
    form.sections
        .iter()
        .flat_map(|section| section.fields)
        .filter(|field| names.contains(&field.name))
        .map(|field| field_view(field, String::new(), handle))
        .collect_view()
        .into_any()
}

/// Somebody's name and number.
fn person(post: &Post, usual: &'static str) -> Option<AnyView> {
    if post.name.trim().is_empty() && post.reach.trim().is_empty() {
        return None;
    }
    let reach = phones(&post.reach);
    let title = if post.title.trim().is_empty() { usual.to_owned() } else { post.title.clone() };
    let name = post.name.clone();
    Some(view! { <li class="line"><span><span class="name">{name}</span><br/><span class="hint">{title}</span></span> {reach}</li> }.into_any())
}

/// Whom to go to, as the settings name them.
fn people(settings: &Settings) -> AnyView {
    let lead = person(&settings.safeguarding_lead, "Designated safeguarding lead");
    let deputies: Vec<AnyView> =
        settings.safeguarding_deputies.iter().filter_map(|post| person(post, "Deputy safeguarding lead")).collect();
    let settings_link = || Route::Settings(Section::School).to_string();
    let nobody = lead.is_none() && deputies.is_empty();
    let gap = nobody.then(|| {
        view! {
            <div class="advice bad">
                <p><strong>{use_store().titled("Casebook does not know your safeguarding lead yet. ")}</strong>
                "Ask the school office who it is and go there now. "
                <a href=settings_link()>"Enter names and numbers in Settings"</a> " afterwards, so that they are shown here next time."</p>
            </div>
        }
    });
    view! {
        {gap}
        {(!nobody).then(|| view! { <ul class="ruled people">{lead}{deputies}</ul> })}
    }
    .into_any()
}

/// What to do: the whole of the guidance, short enough to read while worried.
fn guidance(settings: &Settings) -> AnyView {
    let outside = settings.safeguarding_outside.trim().to_owned();
    let outside = || {
        if outside.is_empty() {
            view! { <p class="hint">"No number outside the school has been entered in Settings yet; the school office and the council's website have it."</p> }.into_any()
        } else {
            let number = outside.clone();
            view! { <p class="outside">{number}</p> }.into_any()
        }
    };
    let head = person(&settings.head, "Head");
    view! {
        <section class="stack" aria-labelledby="worry-people">
            <h2 id="worry-people">"Go to one of them now"</h2>
            {people(settings)}
            <p class="measure"><strong>"Is a child in danger this minute? Call 999."</strong></p>
        </section>
        <section class="stack" aria-labelledby="worry-listen">
            <h2 id="worry-listen">"With the child"</h2>
            <ul class="rules">
                <li><strong>"Promise nothing. "</strong>"You can't keep this to yourself; say so kindly."</li>
                <li><strong>"Don't lead. "</strong>"Listen. No questions that suggest an answer, and no \"why\"."</li>
                <li><strong>"Their exact words. "</strong>"Write them down as they were said, as soon as you can."</li>
            </ul>
        </section>
        <div class="measure">
            <details>
                <summary>"Nobody answers"</summary>
                <div class="stack inner">
                    <p>"Try the next name. Don't leave it until tomorrow and don't leave it with a message. If nobody in school can be reached, call outside:"</p>
                    {outside()}
                </div>
            </details>
            <details>
                <summary>"It is about a member of staff"</summary>
                <div class="stack inner">
                    <p>"Tell the head, and nobody else. Don't speak to the person it is about."</p>
                    {head.map(|head| view! { <ul class="ruled people">{head}</ul> })}
                </div>
            </details>
            <details>
                <summary>"It is about the head"</summary>
                <div class="stack inner">
                    <p>"Go outside the school: to the chair of governors or the proprietor, or to the LADO (the local authority's designated officer for allegations against staff)."</p>
                    {outside()}
                </div>
            </details>
        </div>
    }
    .into_any()
}

/// The page "worried about safety": guidance, then the entry.
#[component]
pub fn Worry() -> impl IntoView {
    let store = use_store();
    let about = RwSignal::new(store.route.get_untracked().file());
    let ready = RwSignal::new(None::<(Handle, bool)>);
    let place = DraftPlace::of(NO_FILE, Kind::Worry, None);
    let begin = move |afresh: bool| {
        store.task(async move {
            let case = store.case_or_blank(about.get_untracked().unwrap_or(NO_FILE));
            let ctx = store.form_ctx(&case);
            if afresh {
                let _ = store.drop_draft(place.home, place.id).await;
            }
            let kept = if afresh { None } else { store.kept_draft(place.home, place.id).await };
            let restored = kept.is_some();
            let draft = match kept {
                Some(row) => {
                    // What was typed about one child is never put under another.
                    if row.file.is_some() {
                        let _ = about.try_set(row.file);
                    }
                    Draft { values: row.values }
                }
                None => fresh_entry(store, about.get_untracked()),
            };
            let _ = ready.try_set(Some((Handle::new(draft, ctx), restored)));
        });
    };
    begin(false);
    view! {
        <PageHead title="Worried about safety"/>
        {move || guidance(&store.settings.get())}
        <hr/>
        {move || ready.get().map(|(handle, restored)| view! { <Writing about handle place/> {restored.then(|| view! {
            <p class="hint">"What you typed before is back. " <button class="button quiet" type="button" on:click=move |_| begin(true)>"Start again"</button></p>
        })} })}
    }
}

/// The child's words, saved at once.
#[component]
fn Writing(about: RwSignal<Option<FileId>>, handle: Handle, place: DraftPlace) -> impl IntoView {
    let store = use_store();
    let keeping = keep(store, place, handle.draft, about.into());
    let refused = RwSignal::new(None::<CoreError>);
    let nobody = RwSignal::new(false);
    let busy = Busy::free();
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        refused.set(None);
        nobody.set(about.get_untracked().is_none());
        let parsed = handle.draft.with_untracked(|draft| forms::parse(Kind::Worry, draft, &handle.ctx()));
        let content = match parsed {
            Err(errors) => {
                handle.errors.set(errors);
                store.hush();
                return store.focus("error-summary");
            }
            Ok(content) => content,
        };
        let Some(file) = about.get_untracked() else { return store.focus("worry-pupil") };
        busy.set(true);
        store.task(async move {
            let record = Store::new_record();
            match store.save(file, record, content, Some(place.at())).await {
                Ok(_) => {
                    // The next page says loudly what is still to do; a notice would lie over its button.
                    store.notice.set(None);
                    store.go(Route::Of(file, FilePage::Edit(record)));
                }
                Err(error) => {
                    let _ = refused.try_set(Some(error));
                    let _ = busy.try_set(false);
                    store.focus("refused");
                }
            }
        });
    };
    view! {
        <form class="form" novalidate autocomplete="off" on:submit=move |event| { event.prevent_default(); submit(); }>
            <section class="form-section" aria-labelledby="worry-write">
                <div class="stack">
                    <h2 id="worry-write">"What was said or seen"</h2>
                    <p class="advice bad measure"><strong>"Saving is not reporting. "</strong>"Go to the lead first if you can; write as soon as you have."</p>
                </div>
                {move || handle.errors.with(|errors| (!errors.is_empty()).then(|| error_summary(store, handle, Kind::Worry, errors)))}
                <Child about nobody/>
                {fields(SEEN, handle)}
            </section>
            {move || refused.get().map(|error| refusal(store, about.get_untracked().unwrap_or(NO_FILE), &error))}
            <div class="actions">
                <button class="button main" type="submit" aria-disabled=move || busy.shown()>"Save the words"</button>
                {keeping.words()}
            </div>
        </form>
    }
}

/// Which pupil: typed, any part of any name.
#[component]
fn Child(about: RwSignal<Option<FileId>>, nobody: RwSignal<bool>) -> impl IntoView {
    let store = use_store();
    let typed = RwSignal::new(String::new());
    let names = Memo::new(move |_| {
        initials::list_names(&store.headers.get(), store.settings.with(|settings| settings.initials_only))
    });
    let name_of = move |file: FileId| {
        let at = store.headers.with(|all| all.iter().position(|header| header.file == file));
        at.and_then(|at| names.with(|names| names.get(at).cloned())).unwrap_or_default()
    };
    let index = Memo::new(move |_| store.headers.with(|all| search::Index::new(all, store.today())));
    let found = move || {
        let query = typed.get();
        if query.trim().is_empty() {
            return Vec::<FileId>::new();
        }
        let places: Vec<usize> = index.with(|index| index.find(&query));
        store
            .headers
            .with(|all| places.into_iter().take(8).filter_map(|at| all.get(at).map(|header| header.file)).collect())
    };
    let none = move || typed.with(|typed| !typed.trim().is_empty()) && found().is_empty();
    move || {
        match about.get() {
        Some(file) => view! {
            <div class="field">
                <p><strong>"About"</strong></p>
                <p class="about-child">{name_of(file)} <button class="button quiet" type="button" on:click=move |_| { about.set(None); store.focus("worry-pupil"); }>"Somebody else"</button></p>
            </div>
        }
        .into_any(),
        None => view! {
            <div class="field">
                <label for="worry-pupil">"About which pupil"</label>
                <input class="input" id="worry-pupil" autocomplete="off" spellcheck="false" aria-describedby="worry-pupil-error worry-pupil-none"
                    aria-invalid=move || nobody.get().then_some("true") prop:value=typed
                    on:input:target=move |event| { typed.set(event.target().value()); nobody.set(false); }/>
                {move || nobody.get().then(|| view! { <p class="error" id="worry-pupil-error">"Type part of the name and choose the pupil."</p> })}
                {move || (!found().is_empty()).then(|| view! {
                    <ul class="ruled">
                        {found().into_iter().map(|file| view! {
                            <li><button class="line plain" type="button" on:click=move |_| { about.set(Some(file)); store.focus("f-words"); }>{name_of(file)}</button></li>
                        }).collect_view()}
                    </ul>
                })}
                {move || none().then(|| view! {
                    <p class="hint" id="worry-pupil-none">"No pupil in this casebook has that name. Write the words on paper, with the time and your name, and hand them to the lead."</p>
                })}
            </div>
        }
        .into_any(),
    }
    }
}

/// A worry that is saved: who was told, and that the lead holds it.
#[component]
pub fn Told(
    /// The file, open.
    file: FileId,
    /// The entry.
    record: RecordId,
) -> impl IntoView {
    let store = use_store();
    let entry = Memo::new(move |_| store.file.with(|case| Some((*case.as_ref()?.find::<Entry>(record)?).clone())));
    view! {
        <PageHead title="Safeguarding entry">
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>"Back to the pupil"</a>
        </PageHead>
        {move || match entry.get() {
            None => view! { <Empty text="This entry is not in the file any more."/> }.into_any(),
            Some(entry) if entry.held_by_lead => held(&entry),
            Some(entry) if entry.is_withdrawn() => was_withdrawn(&entry),
            Some(entry) => view! { <Open file record entry/> }.into_any(),
        }}
    }
}

fn told_words(entry: &Entry) -> Option<String> {
    entry.told.as_ref().map(|told| [&told.name, ", ", &dates::moment(told.at), ", ", &told.how].concat())
}

/// The lead has it: nothing is left to do.
fn held(entry: &Entry) -> AnyView {
    view! {
        <div class="advice good"><p><strong>{use_store().titled("The safeguarding lead holds this. ")}</strong>"The words were erased here; the note that they were handed over is kept."</p></div>
        <dl class="facts">
            <dt>"Seen or heard"</dt><dd>{dates::moment(entry.at)}</dd>
            <dt>"Told"</dt><dd>{told_words(entry)}</dd>
        </dl>
    }
    .into_any()
}

/// A lead agreed that it is withdrawn: nothing is left to do.
fn was_withdrawn(entry: &Entry) -> AnyView {
    let lines = entry.withdrawn.as_ref().map(|one| {
        view! {
            <dt>"Why"</dt><dd>{one.reason.clone()}</dd>
            <dt>"Agreed with"</dt><dd>{[&one.lead, ", ", &dates::moment(one.at)].concat()}</dd>
        }
    });
    view! {
        <div class="advice good"><p><strong>"This entry is withdrawn. "</strong>"It is kept here with the reason."</p></div>
        <p class="quoted">{entry.words.clone()}</p>
        <dl class="facts">
            <dt>"Seen or heard"</dt><dd>{dates::moment(entry.at)}</dd>
            {lines}
        </dl>
    }
    .into_any()
}

#[component]
fn Open(file: FileId, record: RecordId, entry: Entry) -> impl IntoView {
    let store = use_store();
    let told = told_words(&entry);
    let content = Content::Worry(entry.clone());
    let case = store.case_or_blank(file);
    let ctx = store.form_ctx(&case);
    let mut draft = forms::fill(&content, &ctx);
    if entry.told.is_none() {
        draft.tick("told", true);
        forms::follow(Kind::Worry, "told", &mut draft, &ctx);
        to_the_minute(&mut draft, "told_at");
    }
    let handle = Handle::new(draft, ctx).of(Kind::Worry);
    let place = DraftPlace::of(file, Kind::Worry, Some(record));
    // What was half typed comes back into the fields that are on the screen.
    let ready = RwSignal::new(false);
    store.task(async move {
        if let Some(row) = store.kept_draft(place.home, place.id).await {
            let _ = handle.draft.try_set(Draft { values: row.values });
        }
        let _ = ready.try_set(true);
    });
    view! {
        {move || ready.get().then(|| view! { <Telling place handle entry=entry.clone() told=told.clone()/> })}
    }
}

#[component]
fn Telling(place: DraftPlace, handle: Handle, entry: Entry, told: Option<String>) -> impl IntoView {
    let store = use_store();
    let (file, record) = (place.home, place.record.unwrap_or_else(Store::new_record));
    let keeping: Keeping = keep(store, place, handle.draft, Signal::derive(move || Some(file)));
    let refused = RwSignal::new(None::<CoreError>);
    let busy = Busy::free();
    let erase = RwSignal::new(false);
    let before = StoredValue::new(entry.clone());
    let save = move |content: Content, words: &'static str| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refused.set(None);
        store.task(async move {
            match store.save(file, record, content, Some(place.at())).await {
                Ok(_) => {
                    keeping.begin_again();
                    store.say(Notice::good(words));
                }
                Err(error) => {
                    let _ = refused.try_set(Some(error));
                    store.focus("refused");
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let parse = move |draft: &Draft| forms::parse(Kind::Worry, draft, &handle.ctx());
    let save_draft = move |draft: &Draft, words: &'static str| match parse(draft) {
        Err(errors) => {
            handle.errors.set(errors);
            store.hush();
            store.focus("error-summary");
        }
        Ok(content) => save(content, words),
    };
    // Each button saves its own part: what is half typed in another stays a draft.
    let submit = move || {
        let mut draft = handle.draft.get_untracked();
        draft.tick("withdrawn", false);
        save_draft(&draft, "Saved.");
    };
    let without_telling = move || {
        let mut draft = handle.draft.get_untracked();
        if before.with_value(|entry| entry.told.is_none()) {
            draft.tick("told", false);
        }
        draft
    };
    let correct = move |_| {
        let mut draft = without_telling();
        draft.tick("withdrawn", false);
        save_draft(&draft, "The words are changed.");
    };
    let withdraw = move |_| save_draft(&without_telling(), "Withdrawn.");
    let confirmed = move |_| {
        erase.set(false);
        save(
            Content::Worry(Entry { held_by_lead: true, words: String::new(), ..before.get_value() }),
            "Erased here. The lead holds it.",
        );
    };
    let open = told.is_none();
    let lead = move || guidance_short(store);
    view! {
        {open.then(|| view! {
            <div class="advice bad loud" role="alert">
                <p class="loud-words">"NOBODY HAS BEEN TOLD"</p>
                <p>{use_store().titled("Saving is not reporting. Go to the safeguarding lead now, then write here who you told.")}</p>
            </div>
            {lead()}
        })}
        <section class="stack">
            <h2>"What was said or seen"</h2>
            <p class="hint">{dates::moment(entry.at)}</p>
            <p class="quoted">{entry.words.clone()}</p>
            <details>
                <summary>"Correct the words or the time"</summary>
                <div class="form-section inner">
                    {fields(SEEN, handle)}
                    <div class="actions"><button class="button" type="button" aria-disabled=move || busy.shown() on:click=correct>"Save the correction"</button></div>
                </div>
            </details>
        </section>
        <form class="form" novalidate autocomplete="off" on:submit=move |event| { event.prevent_default(); submit(); }>
            <section class="form-section">
                <h2>{if open { "Who did you tell?" } else { "Who was told" }}</h2>
                {move || handle.errors.with(|errors| (!errors.is_empty()).then(|| error_summary(store, handle, Kind::Worry, errors)))}
                {told.map(|told| view! { <p class="quoted">{told}</p> })}
                {if open {
                    view! { {fields(TOLD, handle)} <div class="actions"><button class="button main" type="submit" aria-disabled=move || busy.shown()>"They have been told"</button> {keeping.words()}</div> }.into_any()
                } else {
                    view! { <details><summary>"Change who was told"</summary><div class="form-section inner">{fields(TOLD, handle)}
                        <div class="actions"><button class="button" type="submit" aria-disabled=move || busy.shown()>"Save the change"</button></div></div></details> }.into_any()
                }}
            </section>
        </form>
        {move || refused.get().map(|error| refusal(store, file, &error))}
        {(!open).then(|| view! {
            <section class="stack">
                <h2>"Does the lead hold your words?"</h2>
                <p class="measure">{use_store().titled("Once the safeguarding lead confirms that they hold what you wrote, erase it here. The child-protection file is theirs; Casebook keeps only that it was handed over, when and to whom.")}</p>
                <div class="actions"><button class="button danger" type="button" aria-disabled=move || busy.shown() on:click=move |_| erase.set(true)>"The lead confirmed: erase the words here"</button></div>
            </section>
        })}
        <details class="measure">
            <summary>"Entered by mistake, or not about safety after all"</summary>
            <div class="form-section inner">
                <p>{use_store().titled("An entry can't be deleted. Speak with a safeguarding lead. If they agree, withdraw it here: it is kept with the reason, and nothing more is due.")}</p>
                {fields(WITHDRAWN, handle)}
                {move || handle.draft.with(|draft| draft.ticked("withdrawn")).then(|| view! {
                    <div class="actions"><button class="button" type="button" aria-disabled=move || busy.shown() on:click=withdraw>"Withdraw the entry"</button></div>
                })}
            </div>
        </details>
        <Dialog open=erase id="erase-words" title="Erase the words here?">
            <p>"They are erased from this tablet, older versions included, and can't be brought back. Only do this once the lead has said that they hold them. Backups made before still hold them."</p>
            <div class="actions">
                <button class="button danger" type="button" on:click=confirmed>"The lead holds them: erase"</button>
                <button class="button" type="button" autofocus on:click=move |_| erase.set(false)>"Keep them"</button>
            </div>
        </Dialog>
    }
}

fn guidance_short(store: Store) -> AnyView {
    view! { {people(&store.settings.get_untracked())} }.into_any()
}
