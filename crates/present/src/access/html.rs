//! The copy as one page of HTML that needs nothing else: no script, no picture, no font, readable and printable anywhere and
//! in ten years.
//!
//! Whatever a text holds is text: markup is escaped, each text keeps its own direction, and characters that turn the
//! direction of what follows are left out.

use super::internal::InternalSheet;
use super::{AccessCopy, AccessLine, CopyPart};
use crate::dates;
use crate::numbers::whole;
use casebook_domain::calendar::{Date, iso};
use casebook_domain::names::invisible;

const STYLE: &str = "@page{size:A4;margin:18mm}\
body{font:11pt/1.45 Georgia,'Times New Roman',serif;color:#111;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.6rem;margin:0 0 .5rem}h2{font-size:1.25rem;margin:2rem 0 .5rem;border-bottom:2px solid #333;break-after:avoid}\
h3{font-size:1.05rem;margin:0;break-after:avoid}article{margin:0 0 1.2rem;padding:0 0 .8rem;border-bottom:1px solid #bbb}\
.when{color:#444;margin:.1rem 0 .4rem;font-size:.92em}dl{margin:0;display:grid;grid-template-columns:minmax(8rem,13rem) 1fr;gap:.25rem 1rem}\
dt{color:#444}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}svg{border:1px solid #bbb;width:15rem;height:5rem}\
bdi{unicode-bidi:isolate}@media print{body{margin:0;max-width:none;padding:0}}";

/// The copy.
pub fn copy(copy: &AccessCopy) -> String {
    let AccessCopy { school, pupil, route, arrived, made, parts, attachments } = copy;
    let mut page = Page::begin("Copy of what is held");
    page.tag("h1", "", &["What is held about ", pupil].concat());
    for line in [
        ["School: ", school].concat(),
        ["Requested on ", &dates::long(*arrived), ": ", route].concat(),
        ["Copy made on ", &dates::long(*made)].concat(),
    ] {
        page.tag("p", "when", &line);
    }
    for part in parts {
        page.part(part);
    }
    if *attachments > 0 {
        page.tag("h2", "", "Attachments");
        let words = [&whole(*attachments as u64), " held beside these entries; they are given separately."].concat();
        page.tag("p", "", &words);
    }
    page.end()
}

/// The internal sheet.
pub fn sheet(sheet: &InternalSheet) -> String {
    let mut page = Page::begin("Internal sheet");
    page.tag("h1", "", &sheet.title);
    page.tag("p", "", super::internal::WARNING);
    for (title, lines) in &sheet.groups {
        page.tag("h2", "", title);
        page.0.push_str("<ul>");
        for line in lines {
            page.tag("li", "", line);
        }
        page.0.push_str("</ul>");
    }
    page.end()
}

struct Page(String);

impl Page {
    fn begin(title: &str) -> Self {
        let mut page = Self(String::from(
            "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n<title>",
        ));
        page.text(title);
        page.0.push_str("</title>\n<style>");
        page.0.push_str(STYLE);
        page.0.push_str("</style>\n</head>\n<body>\n");
        page
    }

    fn end(mut self) -> String {
        self.0.push_str("</body>\n</html>\n");
        self.0
    }

    /// An element with a text.
    fn tag(&mut self, name: &str, class: &str, text: &str) {
        self.0.push('<');
        self.0.push_str(name);
        if !class.is_empty() {
            self.0.push_str(" class=\"");
            self.0.push_str(class);
            self.0.push('"');
        }
        self.0.push_str("><bdi>");
        self.text(text);
        self.0.push_str("</bdi></");
        self.0.push_str(name);
        self.0.push_str(">\n");
    }

    fn text(&mut self, text: &str) {
        for char in text.chars() {
            match char {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                // Joiners belong to scripts and to emoji; what turns or hides does not.
                char if invisible(char) && !matches!(char, '\u{200c}' | '\u{200d}') => {}
                char => self.0.push(char),
            }
        }
    }

    fn part(&mut self, part: &CopyPart) {
        self.tag("h2", "", part.title);
        for line in &part.lines {
            self.line(line);
        }
    }

    fn line(&mut self, line: &AccessLine) {
        let AccessLine { key: _, kind, title, day, written, by, since, facts, drawing } = line;
        self.0.push_str("<article>\n");
        self.tag("h3", "", if title.is_empty() { kind } else { title });
        let day = day.map(|day| [&dates::long(day), ". "].concat()).unwrap_or_default();
        self.tag("p", "when", &[&day, *kind, ". Written ", &dates::moment(*written), " by ", by].concat());
        if !since.is_empty() {
            self.tag("p", "when", since);
        }
        if !facts.is_empty() {
            self.0.push_str("<dl>\n");
            for (label, text) in facts {
                self.tag("dt", "", label);
                self.tag("dd", "", text);
            }
            self.0.push_str("</dl>\n");
        }
        if let Some(path) = drawing {
            // Path data was held to its few characters when it was copied.
            self.0.push_str(
                "<svg viewBox=\"0 0 600 200\" role=\"img\" aria-label=\"Signature\"><path fill=\"none\" stroke=\"#111\" stroke-width=\"3\" d=\"",
            );
            self.text(path);
            self.0.push_str("\"/></svg>\n");
        }
        self.0.push_str("</article>\n");
    }
}

/// Name of the file: nobody's name is in it.
pub fn file_name(made: Date, what: &str, mark: &str, ending: &str) -> String {
    [&iso(made), " ", what, " ", mark, ".", ending].concat()
}
