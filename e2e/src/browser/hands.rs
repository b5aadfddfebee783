//! What somebody does with a page, by the names that it shows: press, fill, choose, tick, read. With a pointer, or by keyboard alone.

use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use super::Session;

/// How the verbs work the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hands {
    /// Clicks, and types into what was clicked.
    Pointer,
    /// Tab until it has the focus, then Enter, Space, arrows or letters. What cannot be reached so fails the test.
    Keyboard,
}

/// More stops than any page has; beyond them Tab goes round in a circle.
const MOST_STOPS: usize = 300;

impl Session {
    /// From now on the verbs work with these hands.
    pub fn use_hands(&mut self, hands: Hands) {
        self.hands = hands;
    }

    /// Presses a button, link, tab or menu entry.
    #[track_caller]
    pub fn click(&self, name: &str) {
        let pressed = self.until(|| {
            let element = self.one("press", name)?;
            self.press(&element)
        });
        self.settle(pressed, "press", name);
    }

    /// Writes into a field, in place of what is there. Dates, times and months are given in ISO form.
    #[track_caller]
    pub fn fill(&self, label: &str, text: &str) {
        let filled = self.until(|| {
            let element = self.one("field", label)?;
            self.write(&element, text)
        });
        self.settle(filled, "field", label);
    }

    /// Chooses an option of a select by its words, or the radio button of that name within the group called `label`.
    #[track_caller]
    pub fn choose(&self, label: &str, option: &str) {
        let chosen = self.until(|| match self.one("field", label) {
            Ok(select) => self.choose_in(&select, option),
            Err(words) => match self.one("tick", &format!("{label} > {option}")) {
                Ok(radio) => self.set_tick(&radio, true),
                Err(_) => Err(words),
            },
        });
        self.settle(chosen, "field", label);
    }

    /// Ticks a checkbox, radio button or switch; nothing happens where it is ticked.
    #[track_caller]
    pub fn tick(&self, name: &str) {
        let ticked = self.until(|| self.set_tick(&self.one("tick", name)?, true));
        self.settle(ticked, "tick", name);
    }

    /// Takes the tick away again.
    #[track_caller]
    pub fn untick(&self, name: &str) {
        let unticked = self.until(|| self.set_tick(&self.one("tick", name)?, false));
        self.settle(unticked, "tick", name);
    }

    /// Hands a file to the file field of that name, which may be hidden behind a button.
    #[track_caller]
    pub fn give_file(&self, label: &str, file: &Path) {
        let given = self.until(|| {
            let element = self.one("file", label)?;
            self.wait(element.send_keys(file.to_string_lossy())).map_err(|error| error.to_string())
        });
        self.settle(given, "file", label);
    }

    /// Draws a line across an element with the pointer, as a signature is drawn: offsets in pixels from its middle.
    #[track_caller]
    pub fn draw_on(&self, css: &str, points: &[(i64, i64)]) {
        let drawn = self.until(|| {
            let element = self.wait(self.driver().find(By::Css(css))).map_err(|error| error.to_string())?;
            // At once: a smooth scroll would continue under the pointer.
            self.with("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", &element, Value::Null)?;
            let mut chain = self.driver().action_chain().move_to_element_center(&element).click_and_hold();
            for (x, y) in points {
                chain = chain.move_by_offset(*x, *y);
            }
            self.wait(chain.release().perform()).map_err(|error| error.to_string())
        });
        if let Err(words) = drawn {
            self.fail(&format!("could not draw on {css}: {words}"));
        }
    }

    /// Whether the page shows this text now. White space counts as one blank.
    #[track_caller]
    pub fn text_visible(&self, text: &str) -> bool {
        self.run("return page.text().includes(page.squeeze(arguments[0]))", json!([text])) == Value::Bool(true)
    }

    /// Waits until the page shows this text.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        self.wait_for_text(text, true);
    }

    /// Waits until the page does not show this text any more.
    #[track_caller]
    pub fn wait_gone(&self, text: &str) {
        self.wait_for_text(text, false);
    }

    #[track_caller]
    fn wait_for_text(&self, text: &str, wanted: bool) {
        let body = "return page.text().includes(page.squeeze(arguments[0]))";
        let seen = || match self.script(body, json!([text]))? {
            Value::Bool(is) if is == wanted => Ok(()),
            _ => Err(if wanted { "it never appeared".to_owned() } else { "it never went away".to_owned() }),
        };
        if let Err(words) = self.until(seen) {
            self.fail(&format!("waited for \"{text}\": {words}"));
        }
    }

    /// All that the page shows, white space squeezed.
    #[track_caller]
    pub fn text(&self) -> String {
        self.run("return page.text()", json!([])).as_str().unwrap_or_default().to_owned()
    }

    /// Whether a button, link, tab or menu entry of that name is there now.
    #[track_caller]
    pub fn can_click(&self, name: &str) -> bool {
        self.run("return page.find('press', arguments[0]).length > 0", json!([name])) == Value::Bool(true)
    }

    /// What is in a field; of a checkbox, `true` or `false`.
    #[track_caller]
    pub fn value(&self, label: &str) -> String {
        let body = "const [el] = page.find('field', arguments[0]).concat(page.find('tick', arguments[0])); \
                    if (!el) return null; return el.matches('[type=checkbox], [type=radio]') ? String(el.checked) : el.value ?? el.textContent";
        let found = self.until(|| {
            self.script(body, json!([label]))?.as_str().map(str::to_owned).ok_or_else(|| "no such field".to_owned())
        });
        match found {
            Ok(value) => value,
            Err(_) => self.fail(&self.not_there("field", label)),
        }
    }

    /// Presses keys where the focus is: text, or keys such as `Key::Escape + ""`.
    #[track_caller]
    pub fn press_keys(&self, keys: impl Into<TypingData>) {
        if let Err(words) = self.keys(keys) {
            self.fail(&words);
        }
    }

    /// The accessible name of what has the focus.
    #[track_caller]
    pub fn focused(&self) -> String {
        self.run("return page.name(document.activeElement)", json!([])).as_str().unwrap_or_default().to_owned()
    }

    /// Presses Tab until what has that name has the focus, whatever it is.
    #[track_caller]
    pub fn tab_to(&self, name: &str) {
        let reached = self.until(|| {
            let element =
                self.one("press", name).or_else(|_| self.one("field", name)).or_else(|_| self.one("tick", name))?;
            self.focus_by_keyboard(&element)
        });
        self.settle(reached, "press", name);
    }

    #[track_caller]
    fn settle(&self, done: Result<(), String>, kind: &str, name: &str) {
        if let Err(words) = done {
            self.fail(&format!("{words}; {}", self.not_there(kind, name)));
        }
    }

    fn not_there(&self, kind: &str, name: &str) -> String {
        let names = self.script("return page.names(arguments[0])", json!([kind])).unwrap_or_default();
        format!("looked for \"{name}\" ({kind}) among {names}")
    }

    /// The one element of that kind and name; none or several is an error.
    fn one(&self, kind: &str, name: &str) -> Result<WebElement, String> {
        let returned = self.returned("return page.find(arguments[0], arguments[1])", json!([kind, name]))?;
        let mut found = returned.elements().map_err(|error| error.to_string())?;
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err("nothing has that name".into()),
            many => Err(format!("{many} have that name; say which, as in `Group > {name}` or `{name} #2`")),
        }
    }

    fn with(&self, body: &str, element: &WebElement, more: Value) -> Result<Value, String> {
        let element = element.to_json().map_err(|error| error.to_string())?;
        self.script(body, json!([element, more]))
    }

    fn press(&self, element: &WebElement) -> Result<(), String> {
        match self.hands {
            Hands::Pointer => self.tap(element),
            Hands::Keyboard => {
                self.focus_by_keyboard(element)?;
                let by_space =
                    self.with("return arguments[0].matches('[role=switch], [role=checkbox]')", element, Value::Null)?;
                self.keys(if by_space == Value::Bool(true) { Key::Space } else { Key::Enter })
            }
        }
    }

    /// Clicks, and scrolls first where something that stays in place (a bar at the foot) lies over it, as a person would.
    fn tap(&self, element: &WebElement) -> Result<(), String> {
        self.uncover(element)?;
        self.wait(element.click()).map_err(|error| error.to_string())
    }

    fn uncover(&self, element: &WebElement) -> Result<(), String> {
        let body = "const el = arguments[0], at = el.getBoundingClientRect(); \
            const hit = document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2); \
            if (!hit || !(el.contains(hit) || hit.contains(el))) el.scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.with(body, element, Value::Null).map(|_| ())
    }

    fn write(&self, element: &WebElement, text: &str) -> Result<(), String> {
        let kind = self.with("return arguments[0].type || ''", element, Value::Null)?;
        let kind = kind.as_str().unwrap_or_default();
        let now =
            |session: &Self| session.with("return arguments[0].value ?? arguments[0].innerText", element, Value::Null);
        match (kind, self.hands) {
            ("date" | "time" | "month" | "week" | "datetime-local" | "range" | "color", Hands::Pointer) => {
                // Their own widgets differ from browser to browser; what counts is what the page is told.
                let body = "const el = arguments[0]; el.focus(); \
                    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(el, arguments[1]); \
                    el.dispatchEvent(new Event('input', { bubbles: true })); el.dispatchEvent(new Event('change', { bubbles: true }));";
                self.with(body, element, json!(text))?;
            }
            ("date", Hands::Keyboard) => {
                let parts: Vec<&str> = text.split('-').collect();
                let [year, month, day] = parts[..] else { return Err(format!("\"{text}\" is no ISO date")) };
                // Which part comes first is the browser's affair, by its language.
                for order in [[day, month, year], [month, day, year], [year, month, day]] {
                    self.focus_by_keyboard(element)?;
                    self.keys(order.concat())?;
                    if now(self)? == json!(text) {
                        return Ok(());
                    }
                    // Back to the first part for the next try.
                    for _ in 0..3 {
                        self.keys(Key::Left)?;
                    }
                }
            }
            _ => {
                match self.hands {
                    Hands::Pointer => self.tap(element)?,
                    Hands::Keyboard => self.focus_by_keyboard(element)?,
                }
                self.chord(Key::Control, 'a')?;
                // A line ends with Enter, as somebody types it: WebKit's driver drops the bare character.
                let typed = text.replace('\n', &char::from(Key::Enter).to_string());
                self.keys(if typed.is_empty() { Key::Delete.into() } else { TypingData::from(typed) })?;
            }
        }
        let is = now(self)?;
        let same = |a: &str, b: &str| a.split_whitespace().eq(b.split_whitespace());
        match is.as_str() {
            Some(is) if same(is, text) => Ok(()),
            _ => Err(format!("the field shows {is} after \"{text}\" was written")),
        }
    }

    fn choose_in(&self, select: &WebElement, option: &str) -> Result<(), String> {
        let body = "const [el, wanted] = arguments; if (!el.options) return null; \
            const words = [...el.options].map((o) => page.squeeze(o.textContent)); \
            for (const way of [(w) => w === wanted, (w) => w.toLowerCase() === wanted.toLowerCase(), (w) => w.startsWith(wanted), (w) => w.includes(wanted)]) { \
              const at = words.findIndex(way); if (at >= 0) return [at, el.selectedIndex]; } \
            return words";
        let found = self.with(body, select, json!(option))?;
        let (Some(wanted), Some(now)) = (found[0].as_i64(), found[1].as_i64()) else {
            return Err(format!("no option \"{option}\" among {found}"));
        };
        match self.hands {
            Hands::Pointer => {
                self.uncover(select)?;
                let options = self.wait(select.find_all(By::Css("option"))).map_err(|error| error.to_string())?;
                let option = options.get(wanted as usize).ok_or("the options changed meanwhile")?;
                self.wait(option.click()).map_err(|error| error.to_string())?;
            }
            Hands::Keyboard => {
                self.focus_by_keyboard(select)?;
                for _ in 0..wanted.abs_diff(now) {
                    self.keys(if wanted > now { Key::Down } else { Key::Up })?;
                }
            }
        }
        match self.with("return arguments[0].selectedIndex", select, Value::Null)?.as_i64() {
            Some(is) if is == wanted => Ok(()),
            _ => Err(format!("\"{option}\" did not stay chosen")),
        }
    }

    fn set_tick(&self, element: &WebElement, wanted: bool) -> Result<(), String> {
        let is_set = |session: &Self| -> Result<bool, String> {
            let body = "const el = arguments[0]; return el.matches('input') ? el.checked : el.getAttribute('aria-checked') === 'true'";
            Ok(session.with(body, element, Value::Null)? == Value::Bool(true))
        };
        if is_set(self)? == wanted {
            return Ok(());
        }
        match self.hands {
            // A styled box often lies under its label, which is what a finger hits.
            Hands::Pointer => {
                if self.tap(element).is_err() {
                    let label = self.with("return arguments[0].labels?.[0] ?? null", element, Value::Null)?;
                    let handle = self.driver().handle().clone();
                    let label = WebElement::from_json(label, handle)
                        .map_err(|_| "it cannot be clicked and has no label".to_owned())?;
                    self.tap(&label)?;
                }
            }
            Hands::Keyboard => {
                self.focus_by_keyboard(element)?;
                // Arrows on the way to a radio button have chosen it already.
                if is_set(self)? != wanted {
                    self.keys(Key::Space)?;
                }
            }
        }
        match is_set(self)? == wanted {
            true => Ok(()),
            false => Err("the tick did not stay".into()),
        }
    }

    /// Tab, or Shift and Tab for what is before; within radio buttons, tabs and menus the arrows.
    fn focus_by_keyboard(&self, element: &WebElement) -> Result<(), String> {
        let body = "const el = arguments[0], now = document.activeElement; \
            if (!el.isConnected) return 'gone'; \
            if (now === el) return 'here'; \
            const set = (e) => e?.matches?.('[type=radio]') && e.name ? `radio ${e.name}` : e?.closest?.('[role=tablist], [role=menu], [role=listbox], [role=toolbar], [role=radiogroup]'); \
            if (now && now !== document.body && set(now) && set(now) === set(el) && (el.tabIndex < 0 || el.matches('[type=radio]'))) \
              return now.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING ? 'arrow on' : 'arrow back'; \
            if (!now || now === document.body) return 'on'; \
            return now.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING ? 'on' : 'back'";
        for _ in 0..MOST_STOPS {
            let way = self.with(body, element, Value::Null)?;
            match way.as_str() {
                Some("here") => return Ok(()),
                Some("on") => self.keys(Key::Tab)?,
                Some("back") => self.chord(Key::Shift, Key::Tab)?,
                Some("arrow on") => self.keys(Key::Down)?,
                Some("arrow back") => self.keys(Key::Up)?,
                _ => return Err("it is gone".into()),
            }
        }
        Err("no number of Tabs leads there".into())
    }

    fn keys(&self, keys: impl Into<TypingData>) -> Result<(), String> {
        let keys: TypingData = keys.into();
        self.wait(self.driver().action_chain().send_keys(keys).perform()).map_err(|error| error.to_string())
    }

    /// A key while another is held down.
    fn chord(&self, held: Key, key: impl Into<char>) -> Result<(), String> {
        let key = key.into();
        let chain = self.driver().action_chain().key_down(held.clone()).key_down(key).key_up(key).key_up(held);
        self.wait(chain.perform()).map_err(|error| error.to_string())
    }
}
