//! What comes out of the printer: the page on A4 as the browser prints it, its sheets counted and read.

use std::fs;
use std::process::Command as Process;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};

use super::Session;

/// A page as it was printed.
#[derive(Clone, Debug)]
pub struct Printed {
    /// What is to be read on each sheet.
    pub sheets: Vec<String>,
}

impl Printed {
    /// Everything, with single spaces.
    pub fn text(&self) -> String {
        self.sheets.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl Session {
    /// Prints the page to A4 and reads it (`pdftotext`). Every sheet has something on it, or the test fails.
    #[track_caller]
    pub fn printed(&self, name: &str) -> Printed {
        let asked = json!({ "page": { "width": 21.0, "height": 29.7 }, "shrinkToFit": false, "background": false });
        let print = Command::ExtensionCommand(Box::new(Print(asked)));
        let pdf = self.wait(self.driver().cmd(print)).and_then(|answer| answer.value::<Value>());
        let pdf = match pdf {
            Ok(Value::String(pdf)) => STANDARD.decode(pdf).expect("base64"),
            other => self.fail(&format!("printing {name}: {other:?}")),
        };
        let file = super::look::screenshots().join(format!("{}-print-{name}.pdf", self.engine));
        fs::write(&file, pdf).expect("a file for the print");
        let read = Process::new("pdftotext").args(["-layout"]).arg(&file).arg("-").output();
        let read = read.expect("pdftotext; scripts/setup installs it");
        assert!(read.status.success(), "pdftotext: {}", String::from_utf8_lossy(&read.stderr));
        let mut text = String::from_utf8_lossy(&read.stdout).into_owned();
        // Some fonts draw letters together.
        for (one, letters) in
            [('\u{fb00}', "ff"), ('\u{fb01}', "fi"), ('\u{fb02}', "fl"), ('\u{fb03}', "ffi"), ('\u{fb04}', "ffl")]
        {
            text = text.replace(one, letters);
        }
        // A form feed ends each sheet.
        let sheets: Vec<String> = text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect();
        let blank = sheets.iter().position(|sheet| sheet.trim().is_empty());
        assert_eq!(blank, None, "{name} in {}: a blank sheet among {}: {}", self.engine, sheets.len(), file.display());
        Printed { sheets }
    }
}

/// WebDriver's print: thirtyfour's own has no size of the paper.
#[derive(Debug)]
struct Print(Value);

impl ExtensionCommand for Print {
    fn parameters_json(&self) -> Option<Value> {
        Some(self.0.clone())
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/print".into()
    }
}
