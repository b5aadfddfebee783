//! What only a browser's own tools can do: a slow processor, a small disk, another size, another scheme.

use super::*;

impl Session {
    /// Slows the page's processor down by a factor, 1 is full speed. Chromium only.
    #[track_caller]
    pub fn slow_down(&self, factor: f64) {
        self.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": factor }));
    }

    /// The page's JavaScript heap in bytes, after a collection. Chromium only.
    #[track_caller]
    pub fn heap(&self) -> u64 {
        self.devtools("HeapProfiler.collectGarbage", json!({}));
        self.devtools("Performance.enable", json!({}));
        let metrics = self.devtools("Performance.getMetrics", json!({}));
        let used =
            metrics["metrics"].as_array().into_iter().flatten().find(|metric| metric["name"] == "JSHeapUsedSize");
        used.and_then(|metric| metric["value"].as_f64()).unwrap_or_default() as u64
    }

    /// How much this origin stores, as the browser estimates it, in bytes.
    #[track_caller]
    pub fn stored(&self) -> u64 {
        self.run_async("return (await navigator.storage.estimate()).usage", json!([])).as_u64().unwrap_or_default()
    }

    /// Limits how much this origin may store, in bytes. Chromium only, and before the session's first write.
    #[track_caller]
    pub fn set_quota(&self, origin: &str, bytes: u64) {
        self.devtools("Storage.overrideQuotaForOrigin", json!({ "origin": origin, "quotaSize": bytes }));
    }

    /// A command of Chromium's developer tools.
    #[track_caller]
    pub fn devtools(&self, method: &str, parameters: Value) -> Value {
        assert_eq!(self.engine, Engine::Chromium, "{method} is Chromium's");
        match self.wait(self.driver().cdp().send_raw(method, parameters)) {
            Ok(value) => value,
            Err(error) => panic!("{method}: {error}"),
        }
    }

    /// Gives the page another size.
    #[track_caller]
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        let Size(width, height) = size;
        match self.engine {
            Engine::Chromium => {
                let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
                self.devtools("Emulation.setDeviceMetricsOverride", metrics);
            }
            Engine::WebKit => {
                // The screen has no window manager, so the window has no frame.
                if let Err(error) = self.wait(self.driver().set_window_rect(0, 0, width, height)) {
                    panic!("resize: {error}");
                }
            }
            Engine::Firefox => {
                // The window has a frame of unknown size around the page.
                let (mut outer_width, mut outer_height) = (width, height);
                for _ in 0..3 {
                    if let Err(error) = self.wait(self.driver().set_window_rect(0, 0, outer_width, outer_height)) {
                        panic!("resize: {error}");
                    }
                    let inner = self.run("return [innerWidth, innerHeight]", json!([]));
                    let off = |wanted: u32, is: &Value| i64::from(wanted) - is.as_i64().unwrap_or(i64::from(wanted));
                    let (wide, high) = (off(width, &inner[0]), off(height, &inner[1]));
                    if (wide, high) == (0, 0) {
                        break;
                    }
                    outer_width = (i64::from(outer_width) + wide).max(1) as u32;
                    outer_height = (i64::from(outer_height) + high).max(1) as u32;
                }
            }
        }
        self.wait_until("the page's new size", &format!("return innerWidth === {width} && innerHeight === {height}"));
    }

    /// Tells the page which scheme the user prefers.
    #[track_caller]
    pub fn set_theme(&mut self, theme: Theme) {
        self.theme = theme;
        match self.engine {
            Engine::Chromium => {
                let value = if theme == Theme::Dark { "dark" } else { "light" };
                self.devtools(
                    "Emulation.setEmulatedMedia",
                    json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] }),
                );
            }
            Engine::Firefox => {
                let value = if theme == Theme::Dark { 0 } else { 1 };
                self.preference("layout.css.prefers-color-scheme.content-override", value);
            }
            Engine::WebKit => webkit::prefer(&self.profile, theme),
        }
        let wanted = theme == Theme::Dark;
        self.wait_until(
            "the page's new theme",
            &format!("return matchMedia('(prefers-color-scheme: dark)').matches === {wanted}"),
        );
    }

    /// Sets one of Firefox's preferences while it runs.
    #[track_caller]
    pub(super) fn preference(&self, name: &str, value: i64) {
        let script = "Services.prefs.setIntPref(arguments[0], arguments[1])";
        if let Err(error) = self.in_chrome(script, json!([name, value])) {
            panic!("{name}: {error}");
        }
    }

    /// Runs one of the browser's own scripts. Firefox only.
    pub(super) fn in_chrome(&self, script: &str, arguments: Value) -> WebDriverResult<Value> {
        self.wait(async {
            self.driver().cmd(Command::ExtensionCommand(Box::new(Context("chrome")))).await?;
            let done = self.driver().execute(script, arguments.as_array().cloned().unwrap_or_default()).await;
            self.driver().cmd(Command::ExtensionCommand(Box::new(Context("content")))).await?;
            done.map(|returned| returned.json().clone())
        })
    }
}

/// Geckodriver's switch between the page and the browser's own scripts.
#[derive(Debug)]
struct Context(&'static str);

impl ExtensionCommand for Context {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "context": self.0 }))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/moz/context".into()
    }
}
