//! The open casebook: what is read of it, and the way of a change. Persist before publish, always.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::device::Device;
use super::files::Files;
use super::held::{Held, Holding};
use super::navigation::Navigation;
use super::notice::Notice;
use super::published::Published;
use super::session::Session;
use crate::browser::{clock, page};
use casebook_domain::backup::BackupLog;
use casebook_domain::case::CaseFile;
use casebook_domain::decide::Ctx;
use casebook_domain::header::Header;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::names::fold;
use casebook_domain::observation::Kit;
use casebook_domain::order;
use casebook_domain::settings::{SchoolPhase, Settings};
use casebook_present::forms::{FormCtx, form_ctx};
use casebook_present::hand_over::HandOverDraft;
use casebook_present::initials::header_name;
use casebook_records::{RESOURCES_FILE, UNATTACHED_FILE, is_register};
use casebook_repository::{Back, DraftSlot, Loaded, Repository, RepositoryError};

/// A change that can be taken back.
#[derive(Clone, Debug)]
pub(super) struct Undo {
    pub(super) steps: Vec<(FileId, Back)>,
}

/// The files, the settings and the registers, and the commands that change them.
#[derive(Clone, Copy)]
pub struct Casebook {
    pub(super) device: Device,
    pub(super) navigation: Navigation,
    pub(super) session: Session,
    /// All headers, by surname.
    pub headers: Published<Arc<Vec<Header>>>,
    /// The open file.
    pub file: Published<Option<Arc<CaseFile>>>,
    /// Settings.
    pub settings: Published<Arc<Settings>>,
    /// What is kept ready for observing.
    pub kit: Published<Arc<Kit>>,
    /// The bank of resources; `None` until a page asks for it.
    pub resources: Published<Option<Arc<CaseFile>>>,
    /// What is known of this device's backups; `None` until it was read, soon after unlocking.
    pub backups: Published<Option<BackupLog>>,
    /// The page for backups is to begin at once.
    pub(super) backing_up: Published<bool>,
    /// Observations that belong to no pupil yet.
    pub unattached: Published<Arc<CaseFile>>,
    /// Why the file of this page could not be opened.
    pub file_error: Published<Option<RepositoryError>>,
    /// Whether this page holds something that the tablet's storage does not take just now.
    pub holding: Published<Holding>,
    /// The hand-over in the making, once its page was opened.
    pub hand_over: Published<Option<HandOverDraft>>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

#[derive(Default)]
pub(super) struct Inner {
    pub(super) loaded: RefCell<Option<Rc<Loaded>>>,
    /// Which files are here, and which of them are joined.
    files: Rc<RefCell<Files>>,
    pub(super) undo: RefCell<Option<Undo>>,
    /// Drafts that are not written yet.
    held_drafts: Rc<RefCell<Vec<Held>>>,
    /// The forms that are open, each with the draft it keeps.
    slots: Rc<RefCell<Vec<DraftSlot>>>,
}

impl Casebook {
    /// Nothing was read yet.
    pub(super) fn new(device: Device, navigation: Navigation, session: Session) -> Self {
        Self {
            device,
            navigation,
            session,
            headers: Published::new(Arc::default()),
            file: Published::new(None),
            settings: Published::new(Arc::new(Settings::new(String::new(), String::new()))),
            kit: Published::new(Arc::default()),
            resources: Published::new(None),
            backups: Published::new(None),
            backing_up: Published::new(false),
            unattached: Published::new(Arc::new(CaseFile::new(UNATTACHED_FILE))),
            file_error: Published::new(None),
            holding: Published::new(Holding::default()),
            hand_over: Published::new(None),
            inner: StoredValue::new_local(Rc::default()),
        }
    }

    pub(super) fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    /// Drafts that are not written yet.
    pub(super) fn held_drafts(self) -> Rc<RefCell<Vec<Held>>> {
        self.inner().held_drafts.clone()
    }

    pub(super) fn slots(self) -> Rc<RefCell<Vec<DraftSlot>>> {
        self.inner().slots.clone()
    }

    pub(super) fn files(self) -> Rc<RefCell<Files>> {
        self.inner().files.clone()
    }

    /// Milliseconds without a touch after which the casebook locks.
    pub(super) fn lock_after_ms(self) -> u64 {
        u64::from(self.settings.with_untracked(|settings| settings.lock_minutes).max(1)) * 60_000
    }

    /// Reads settings and headers again, after an import.
    pub(super) async fn refresh(self, repository: &Repository) -> Result<(), RepositoryError> {
        let (settings, kit) = repository.settings_and_kit().await?;
        match settings {
            Some(settings) => self.settings.set(Arc::new(settings)),
            None => self.device.say(Notice::bad(super::notices::storage::SETTINGS_LOST)),
        }
        self.kit.set(Arc::new(kit));
        self.unattached.set(repository.load(UNATTACHED_FILE).await?.case);
        let settings = self.settings.get_untracked();
        let headers = repository.headers(&settings).await?;
        let here = headers.iter().map(|header| header.file).fold(BTreeSet::new(), |mut here, file| {
            here.insert(file);
            here
        });
        *self.inner().files.borrow_mut() = Files { here, aliases: repository.aliases().await? };
        let mut headers = self.unite(repository, headers).await;
        sort(&mut headers);
        self.headers.set(Arc::new(headers));
        Ok(())
    }

    /// After an import: everything is read again.
    pub async fn reread(self) {
        let Ok(repository) = self.session.repository() else { return };
        self.inner().loaded.borrow_mut().take();
        self.file.set(None);
        self.inner().undo.borrow_mut().take();
        if let Err(error) = self.refresh(&repository).await {
            self.device.say(Notice::error(&error));
        }
        self.reread_resources().await;
        self.open_for_route().await;
    }

    /// Opens the file that the page belongs to.
    pub async fn open_for_route(self) {
        let Some(file) = self.navigation.route.get_untracked().file() else { return };
        // A page of a joined file continues at the one that stands for all; this is asked for again then.
        if self.is_open(file) || self.to_the_standing_file(file) {
            return;
        }
        let Ok(repository) = self.session.repository() else { return };
        page::mark("file:start");
        match self.load_joined(&repository, file).await {
            Ok(loaded) => {
                self.file_error.set(None);
                if loaded.damaged() > 0 {
                    self.device.say(Notice::bad(super::notices::storage::RECORDS_LOST));
                }
                self.publish(loaded, None);
                page::mark("file:end");
            }
            Err(error) => {
                self.file.set(None);
                self.file_error.set(Some(error));
            }
        }
    }

    pub(super) fn publish(self, loaded: Loaded, header: Option<Header>) {
        let inner = self.inner();
        inner.files.borrow_mut().here.extend(loaded.files());
        // Whichever of joined files was written to, the one that stands for all is open.
        let loaded = loaded.arranged(self.stands_for(loaded.case.id));
        let case = loaded.united();
        let united = |own: Header| {
            let settings = self.settings.get_untracked();
            if loaded.beside.is_empty() {
                own
            } else {
                casebook_domain::header::header(&case, &settings, clock::today())
            }
        };
        let header = header.map(united);
        self.file.set(Some(case.clone()));
        *inner.loaded.borrow_mut() = Some(Rc::new(loaded));
        if let Some(header) = header {
            self.headers.update(|headers| {
                let headers = Arc::make_mut(headers);
                let old = headers.iter_mut().find(|old| old.file == header.file);
                let stays = old.as_ref().is_some_and(|old| header_name(old) == header_name(&header));
                match old {
                    Some(old) => *old = header,
                    None => headers.push(header),
                }
                // Names are folded to sort them: not at each save.
                if !stays {
                    sort(headers);
                }
            });
        }
    }

    /// The file as it is now, read if it is not the open one; a file that nobody has written yet is blank.
    pub(super) async fn loaded(self, repository: &Repository, file: FileId) -> Result<Rc<Loaded>, RepositoryError> {
        let held = self.inner().loaded.borrow().as_ref().filter(|held| held.files().contains(&file)).cloned();
        if let Some(held) = held {
            return Ok(held);
        }
        let known = is_register(file) || self.inner().files.borrow().here.contains(&file);
        if known { self.load_joined(repository, file).await.map(Rc::new) } else { Ok(Rc::new(repository.blank(file))) }
    }

    /// The same, with the file to write to that holds this record, where files are joined.
    pub(super) async fn loaded_for(
        self,
        repository: &Repository,
        file: FileId,
        record: RecordId,
    ) -> Result<Rc<Loaded>, RepositoryError> {
        Ok(self.loaded(repository, file).await?.holding(record))
    }

    /// After a mismatch was shown: continues with the rows that are there.
    pub async fn rebuild(self, file: FileId) -> Result<(), RepositoryError> {
        let done = self.session.inner().queue.run(async move {
            let repository = self.session.repository()?;
            let settings = self.settings.get_untracked();
            let (loaded, header) = repository.rebuild(file, &settings).await?;
            self.file_error.set(None);
            self.publish(loaded, Some(header));
            Ok(())
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// The open file with what is behind it.
    pub(super) fn held(self) -> Option<Rc<Loaded>> {
        self.inner().loaded.borrow().clone()
    }

    /// Lets go of what is held of files, and of what a form was to start with.
    pub(super) fn forget_loaded(self, files: &[FileId]) {
        let inner = self.inner();
        inner.files.borrow_mut().here.retain(|file| !files.contains(file));
        inner.loaded.borrow_mut().take_if(|held| held.files().iter().any(|file| files.contains(file)));
        self.navigation.forget_visit();
    }

    /// Lets go of what is held of the open file, and of what a form was to start with.
    pub(super) fn let_go(self) {
        let inner = self.inner();
        inner.loaded.borrow_mut().take();
        inner.undo.borrow_mut().take();
        self.navigation.forget_visit();
    }

    /// The open file if it is this one, else a blank one.
    pub fn case_or_blank(self, file: FileId) -> Arc<CaseFile> {
        if file == RESOURCES_FILE {
            return self.resources_now();
        }
        self.file
            .with_untracked(|open| open.as_ref().filter(|open| open.id == file).cloned())
            .unwrap_or_else(|| Arc::new(CaseFile::new(file)))
    }

    /// What a form needs to know of its case.
    pub fn form_ctx(self, case: &CaseFile) -> FormCtx {
        let ctx = self.settings.with_untracked(|settings| form_ctx(case, settings, clock::today(), clock::now()));
        self.resources.with_untracked(|all| match all {
            Some(all) => ctx.with_resources(all),
            None => ctx,
        })
    }

    /// The same for a pupil's own form: with the other pupils of the casebook.
    pub fn with_others(self, ctx: FormCtx, file: FileId) -> FormCtx {
        let short = self.settings.with_untracked(|settings| settings.initials_only);
        self.headers.with_untracked(|headers| ctx.with_others(headers, file, short))
    }

    /// What the rules need to know of this moment.
    pub fn decide_ctx(self) -> Ctx {
        Ctx { today: clock::today(), now: clock::now() }
    }

    /// Which pupils the school has.
    pub fn school_phase(self) -> SchoolPhase {
        self.settings.with_untracked(|settings| settings.phase)
    }

    /// The hand-over in the making is this now.
    pub fn change_hand_over(self, choice: HandOverDraft) {
        self.hand_over.set(Some(choice));
    }

    /// A sentence of Casebook's with the school's own titles of posts.
    pub fn titled(self, text: &str) -> String {
        self.settings.with_untracked(|settings| casebook_present::posts::titled(text, settings))
    }
}

/// In the order in which names are read: by the name that is shown, whatever its case and accents.
fn sort(headers: &mut Vec<Header>) {
    let keys: Vec<String> = headers.iter().map(|header| fold(&header_name(header))).collect();
    let mut places: Vec<usize> = (0..headers.len()).collect();
    order::by(&mut places, |&one, &other| (&keys[one], headers[one].file).cmp(&(&keys[other], headers[other].file)));
    let mut taken: Vec<Option<Header>> = headers.drain(..).map(Some).collect();
    headers.extend(places.into_iter().filter_map(|place| taken[place].take()));
}
