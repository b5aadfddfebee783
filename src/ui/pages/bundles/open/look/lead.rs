//! The safeguarding lead's question, asked at every hand-over.

use leptos::prelude::*;

use super::deciding::Deciding;
use casebook_domain::hand_over::{LeadHas, LeadSays};

/// The question that is asked at every hand-over (p40).
pub(super) fn lead(
    deciding: Deciding,
    says: Option<LeadSays>,
    problem: RwSignal<Option<(&'static str, String)>>,
) -> AnyView {
    let choices: Vec<AnyView> = LeadHas::ALL
        .iter()
        .map(|&answer| {
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name="lead-sent"
                        prop:checked=move || deciding.lead.get() == Some(answer)
                        on:change=move |_| {
                            deciding.lead.set(Some(answer));
                            problem.set(None);
                        }
                    />
                    <span>{answer.label()}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="field" id="lead-question" tabindex="-1" aria-describedby="lead-hint lead-error">
            <legend>"Has the sender's safeguarding lead sent anything separately?"</legend>
            <p class="hint" id="lead-hint">
                "Safeguarding entries are never in a hand-over. They go from lead to lead. Your answer is kept with each pupil; if you still have to ask, it is on Today until you have."
            </p>
            {says.map(|says| view! { <p class="advice">"The sender's safeguarding lead says: " <strong>{says.label()}</strong> "."</p> })}
            {choices}
            {move || {
                problem
                    .get()
                    .filter(|(at, _)| *at == "lead")
                    .map(|(_, words)| {
                        view! {
                            <p class="error" role="alert" id="lead-error">
                                {words}
                            </p>
                        }
                    })
            }}
        </fieldset>
    }
    .into_any()
}
