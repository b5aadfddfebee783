//! The bank of resources (p37).

use casebook_domain::content::Kind;
use casebook_domain::resource::{Resource, is_web_address};

use super::read::Reader;
use super::{Draft, Form, FormCtx, Formed, Input, Section, field};

pub(super) static RESOURCE: Form = Form {
    kind: Kind::Resource,
    title: "Resource",
    intro: "Do not write about a pupil: a resource can be passed on to colleagues.",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("title", "Title", Input::Line).required(),
            field("text", "What it is, how it is used", Input::Area { rows: 8 }),
            field("link", "Page on the web", Input::Line).hint("Begins with https://"),
            field("tags", "Good for", Input::Area { rows: 3 })
                .hint("Words to find it by, one per line: anger, turn-taking, year 7."),
        ],
    }],
};

impl Formed for Resource {
    const FORM: &'static Form = &RESOURCE;

    fn read(r: &Reader) -> Option<Self> {
        let link = r.text("link");
        if !link.is_empty() && !is_web_address(&link) {
            r.wrong("link", "Enter the whole address, beginning with https:// and without spaces.");
        }
        let tags = r.text("tags").lines().map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
        Some(Resource { title: r.text("title"), text: r.text("text"), link, tags })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Resource { title, text, link, tags } = self;
        d.set("title", title);
        d.set("text", text);
        d.set("link", link);
        d.set("tags", tags.join("\n"));
    }
}
