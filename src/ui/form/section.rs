//! The sections of a form, each with its heading and its fields.

use leptos::prelude::*;

use super::beside::evidence_view;
use super::field::field_view;
use super::handle::Handle;
use super::known::about;
use casebook_present::forms::{self, Form, Section};

/// Draws all sections of a form.
pub fn form_view(form: &'static Form, handle: Handle) -> AnyView {
    handle.kind.set_value(Some(form.kind));
    let drawn = |from: usize, to: usize| {
        let sections = form.sections.iter().enumerate().take(to).skip(from);
        sections
            .map(|(at, section)| {
                view! {
                    {section_view(section, handle)}
                    {(at == 0).then(|| about(form.kind, handle))}
                }
            })
            .collect_view()
    };
    let all = form.sections.len();
    let needs = |section: &Section| section.fields.first().map(|field| field.name) == forms::evidence_for(form.kind);
    let groups = handle.ctx().evidence.groups.clone();
    match form.sections.iter().position(needs).filter(|_| !groups.is_empty()) {
        None => drawn(0, all).into_any(),
        Some(at) => view! {
            <div class="with-evidence">
                <div class="asked">{drawn(0, at)}</div>
                {evidence_view(groups)}
                <div class="asked">{drawn(at, all)}</div>
            </div>
        }
        .into_any(),
    }
}

/// Draws one section; nothing where it has nothing to ask.
pub fn section_view(section: &'static Section, handle: Handle) -> AnyView {
    let asked = handle.draft.with_untracked(|draft| section.asks(draft, &handle.ctx()));
    if asked.is_empty() {
        return ().into_any();
    }
    let fields = asked.into_iter().map(|field| field_view(field, String::new(), handle)).collect_view();
    let hint = (!section.hint.is_empty()).then(|| view! { <p class="hint">{handle.titled(section.hint)}</p> });
    if section.more { folded(section, handle, hint, fields) } else { unfolded(section, handle, hint, fields) }
}

/// A section that is folded away until it is used or wrong.
fn folded(section: &'static Section, handle: Handle, hint: impl IntoView, fields: impl IntoView) -> AnyView {
    let open = handle.draft.with_untracked(|draft| section.is_used(draft));
    let wrong = Memo::new(move |_| handle.errors.with(|errors| errors.iter().any(|error| section.has(&error.field))));
    view! {
        <details open=move || open || wrong.get()>
            <summary>
                <h2>{handle.titled(section.title)}</h2>
            </summary>
            <div class="form-section">{hint} {fields}</div>
        </details>
    }
    .into_any()
}

/// A section under its heading, which disappears with the fields under it.
fn unfolded(section: &'static Section, handle: Handle, hint: impl IntoView, fields: impl IntoView) -> AnyView {
    let any = Memo::new(move |_| handle.draft.with(|draft| section.fields.iter().any(|field| field.shown(draft, ""))));
    let class = if forms::on_one_line(section.fields) { "form-section in-line" } else { "form-section" };
    view! {
        <section class=class hidden=move || !any.get()>
            {(!section.title.is_empty()).then(|| view! { <h2>{handle.titled(section.title)}</h2> })}
            {hint}
            {fields}
        </section>
    }
    .into_any()
}
