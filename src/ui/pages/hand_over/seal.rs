//! How a hand-over is sent: sealed for the receiving tablet, with seven words, or on paper.

use leptos::prelude::*;

use super::wizard::{Wizard, choices};
use crate::app::receiving::Colleague;
use crate::route::HandOverStep;
use crate::ui::parts::ScanKey;
use casebook_domain::hand_over::Carried;
use casebook_vault::Recipient;

fn ways() -> Vec<(Carried, &'static str, &'static str)> {
    let hint = |carried| match carried {
        Carried::Recipient => {
            "Only that tablet opens the file, without words. This is best at a meeting: scan the code on its screen."
        }
        Carried::Words => {
            "Made for this one file, read aloud or written down, never sent with it. For when the two tablets are not together."
        }
        Carried::Paper => {
            "Printed here, with a slip to sign for it. Printed copies are not protected: hand it over in person."
        }
    };
    Carried::ALL.iter().map(|&carried| (carried, carried.label(), hint(carried))).collect()
}

pub(super) fn view(wizard: Wizard) -> AnyView {
    let store = wizard.store;
    let carried = wizard.of(|choice| choice.carried);
    let key = wizard.of(|choice| choice.key.clone());
    let known = RwSignal::new(Vec::<Colleague>::new());
    store.device.task(async move {
        let _ = known.try_set(store.casebook.colleagues().await.unwrap_or_default());
    });
    let got = Callback::new(move |text: String| wizard.change(|choice| choice.key = text));
    let recipient = move || match Recipient::parse(&key.get()) {
        Ok(found) => chosen_key(wizard, known, &found),
        Err(_) => view! {
            {move || offers(wizard, &known.get())}
            <ScanKey on_key=got />
        }
        .into_any(),
    };
    view! {
        <div class="form">
            {choices(
                ("carried", "How to send it"),
                ways(),
                carried,
                wizard.error("carried"),
                move |to| wizard.change(|choice| choice.carried = Some(to)),
            )} {move || (carried.get() == Some(Carried::Recipient)).then(recipient)} {wizard.error("scan-start")}
            {wizard.foot(HandOverStep::Seal, move || wizard.now().missing_seal())}
        </div>
    }
    .into_any()
}

/// Tablets whose keys were learnt at an earlier meeting.
fn offers(wizard: Wizard, known: &[Colleague]) -> AnyView {
    let lines: Vec<AnyView> = known
        .iter()
        .filter(|colleague| !colleague.replaced)
        .filter_map(|colleague| {
            let key = colleague.recipient.clone()?;
            let name = colleague.name.clone();
            Some(
                view! {
                    <button class="button" type="button" on:click=move |_| wizard.change(|choice| choice.key = key.clone())>
                        {name}
                    </button>
                }
                    .into_any(),
            )
        })
        .collect();
    if lines.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="field">
            <p>
                <strong>"Tablets known here"</strong>
            </p>
            <div class="actions">{lines}</div>
        </div>
    }
    .into_any()
}

fn chosen_key(wizard: Wizard, known: RwSignal<Vec<Colleague>>, found: &Recipient) -> AnyView {
    let words = found.fingerprint().join(" ");
    let text = found.text().to_owned();
    let whose = move || {
        known.with(|known| {
            let own = known.iter().find(|colleague| colleague.recipient.as_ref() == Some(&text));
            own.map(|own| ["This is the tablet of ", &own.name, ". "].concat())
        })
    };
    view! {
        <div class="advice measure" role="status">
            <p>{whose} "Encrypted for the tablet that shows these six words:"</p>
            <p>
                <strong>{words}</strong>
            </p>
            <div class="actions">
                <button class="button" type="button" on:click=move |_| wizard.change(|choice| choice.key.clear())>
                    "Another tablet"
                </button>
            </div>
        </div>
    }
    .into_any()
}
