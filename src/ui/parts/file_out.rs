//! A file that leaves the tablet: saved by the browser or handed to another app. Every file that Casebook offers goes
//! through here, since an app on an iPad's Home Screen can save only by the share sheet.

use std::rc::Rc;

use leptos::prelude::*;

use crate::app::incoming_files::Shared;
use crate::app::store::Store;

/// How a file left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// The browser saved it, where it is set to.
    Saved,
    /// Another app took it.
    Shared,
}

/// A file as it is made at the tap: its name, which names nobody, and what it holds; or why it can't be made.
pub type Made = Result<(String, Vec<u8>), String>;

/// A button whose words begin with "Save" and, where the device has a share sheet for a file of this size, one with "Share"
/// in their place, with what comes of it. `left` is
/// called when the file has left; a share sheet that was closed changes nothing.
pub fn file_out(
    store: Store,
    save: impl Into<String>,
    main: Signal<bool>,
    size: usize,
    make: impl Fn() -> Made + 'static,
    left: Callback<(Left, String)>,
) -> AnyView {
    let said = RwSignal::new(None::<Result<(Left, String), String>>);
    let make = Rc::new(make);
    let saved = make.clone();
    let on_save = move |_| {
        let done = saved().and_then(|(name, bytes)| {
            store.device.save_file(&name, &bytes).map_err(str::to_owned)?;
            left.run((Left::Saved, name.clone()));
            Ok((Left::Saved, name))
        });
        let _ = said.try_set(Some(done));
    };
    let save = save.into();
    let share_words = save.replacen("Save", "Share", 1);
    let share = store.device.can_share(size).then(|| {
        let on_share = move |_| {
            said.set(None);
            let made = make();
            store.device.task(async move {
                let done = match made {
                    Ok((name, bytes)) => match store.device.share(&name, &bytes).await {
                        Shared::Done => {
                            left.run((Left::Shared, name.clone()));
                            Ok((Left::Shared, name))
                        }
                        Shared::Cancelled => return,
                        Shared::Unavailable => {
                            Err("This device did not accept the file. Save it, then send it yourself.".to_owned())
                        }
                    },
                    Err(words) => Err(words),
                };
                let _ = said.try_set(Some(done));
            });
        };
        view! {
            <button class="button" type="button" on:click=on_share>
                {share_words}
            </button>
        }
        .into_any()
    });
    let words = move || {
        match said.get()? {
        Ok((Left::Saved, _)) => {
            Some(view! { <p class="hint">"✓ Saved. It is in Downloads, or where you chose."</p> }.into_any())
        }
        Ok((Left::Shared, name)) if name.ends_with(SEALED) => Some(
            view! { <p class="hint">"✓ Shared as text: its name now ends in .casebook.txt. Casebook opens it like the other."</p> }
                .into_any(),
        ),
        Ok((Left::Shared, _)) => Some(view! { <p class="hint">"✓ Shared."</p> }.into_any()),
        Err(words) => Some(view! { <p class="error">{words}</p> }.into_any()),
    }
    };
    view! {
        <button class="button" class:main=move || main.get() type="button" on:click=on_save>
            {save}
        </button>
        {share}
        <div role="status">{words}</div>
    }
    .into_any()
}

/// How the names of encrypted files end.
const SEALED: &str = ".casebook";
