//! Browsers and their drivers: started with a profile, ended, ended hard, started again.

use super::*;

impl Session {
    /// Kills the driver and the browser with all its processes at once: nothing is flushed, nobody is asked.
    pub fn kill9(&mut self) {
        self.hear_console();
        if let Some(mut running) = self.running.take() {
            process::kill_tree(&mut running.process, &self.profile.to_string_lossy());
            // Otherwise it would ask the driver, which is gone, to end the session.
            let _ = running.driver.leak();
        }
    }

    /// Ends the browser as a user does, by closing it.
    pub fn quit(&mut self) {
        self.hear_console();
        if let Some(running) = self.running.take() {
            // Closing is a wish; the processes end either way.
            let closed = async { tokio::time::timeout(Duration::from_secs(10), running.driver.clone().quit()).await };
            let _ = self.runtime.block_on(closed);
            let mut process = running.process;
            process::kill_tree(&mut process, &self.profile.to_string_lossy());
            let _ = running.driver.leak();
        }
    }

    /// Opens the browser again on the same profile, after `kill9` or `quit`.
    #[track_caller]
    pub fn reopen(&mut self) {
        self.open();
    }

    /// The system takes the whole storage while the browser is closed, and the browser is opened again.
    #[track_caller]
    pub fn lose_everything(&mut self) {
        self.kill9();
        for dir in [&self.profile, &self.downloads] {
            fs::remove_dir_all(dir).and_then(|()| fs::create_dir_all(dir)).expect("an empty folder");
        }
        self.open();
    }

    #[track_caller]
    pub(super) fn open(&mut self) {
        assert!(self.running.is_none(), "the browser runs already");
        self.tabs.borrow_mut().clear();
        // A browser on a busy machine sometimes fails to start; that says nothing about the app.
        let mut last = String::new();
        for _ in 0..3 {
            match self.try_open() {
                Ok(()) => return self.dress(),
                Err(words) => last = words,
            }
        }
        panic!("{} does not start: {last}", self.engine);
    }

    pub(super) fn try_open(&mut self) -> Result<(), String> {
        let port = free_port().map_err(|error| error.to_string())?;
        let (variable, default) = match self.engine {
            Engine::Chromium => ("CHROMEDRIVER", "chromedriver"),
            Engine::Firefox => ("CASEBOOK_GECKODRIVER", "geckodriver"),
            Engine::WebKit => ("CASEBOOK_WEBKITDRIVER", "WebKitWebDriver"),
        };
        let program = std::env::var(variable).unwrap_or_else(|_| default.into());
        let screen = if self.engine == Engine::WebKit { Some(webkit::Screen::start()?) } else { None };
        let mut command = match &screen {
            Some(screen) => webkit::command(&program, screen, &webkit::console_of(&self.profile))?,
            None => {
                let mut command = Process::new(&program);
                command.stdout(Stdio::null()).stderr(Stdio::null());
                command
            }
        };
        command.arg(format!("--port={port}")).stdin(Stdio::null());
        // The same language on every machine: dates are typed day first.
        command.env("LANGUAGE", "en_GB").env("LANG", "en_GB.UTF-8").env("TZ", "Europe/London");
        if self.engine == Engine::Firefox {
            // The harness changes preferences while the browser runs; and a headless screen has to hold an upright tablet.
            command.arg("--allow-system-access").env("MOZ_HEADLESS_WIDTH", "2000").env("MOZ_HEADLESS_HEIGHT", "2000");
        }
        let mut process = command
            .spawn()
            .map_err(|error| format!("{program}: {error}; scripts/setup installs it, scripts/env names it"))?;
        match self.connect(port) {
            Ok(driver) => {
                self.running = Some(Running { driver, process, _screen: screen });
                Ok(())
            }
            Err(words) => {
                process::kill_tree(&mut process, &self.profile.to_string_lossy());
                Err(words)
            }
        }
    }

    pub(super) fn connect(&self, port: u16) -> Result<WebDriver, String> {
        let deadline = Instant::now() + Duration::from_secs(20);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if Instant::now() > deadline {
                return Err("the driver does not listen".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let capabilities = self.capabilities().map_err(|error| error.to_string())?;
        self.runtime.block_on(async {
            let asked = async {
                WebDriver::builder(format!("http://127.0.0.1:{port}"), capabilities)
                    .request_timeout(Duration::from_secs(90))
                    .await
                    .map_err(|error| error.to_string())
            };
            // WebKit's driver waits for ever for a browser that ended.
            tokio::time::timeout(Duration::from_secs(40), asked)
                .await
                .unwrap_or_else(|_| Err("the driver gives no session".into()))
        })
    }

    pub(super) fn capabilities(&self) -> Result<Capabilities, Box<dyn Error>> {
        let mut all = Capabilities::new();
        match self.engine {
            Engine::Chromium => {
                let args = [
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-dev-shm-usage",
                    "--lang=en-GB",
                ];
                let mut args: Vec<String> = args.map(String::from).into();
                args.push(format!("--window-size={},{}", self.size.0, self.size.1));
                args.push(format!("--user-data-dir={}", self.profile.display()));
                args.extend(self.extras.arguments.iter().cloned());
                all.set("browserName", "chrome")?;
                all.set("goog:loggingPrefs", json!({ "browser": "ALL" }))?;
                all.set(
                    "goog:chromeOptions",
                    json!({
                        "args": args,
                        "prefs": {
                            "download.default_directory": self.downloads,
                            "download.prompt_for_download": false,
                            "intl.accept_languages": "en-GB",
                        },
                    }),
                )?;
            }
            Engine::Firefox => {
                all.set("browserName", "firefox")?;
                let mut prefs = json!({
                    "browser.download.folderList": 2,
                    "browser.download.dir": self.downloads,
                    // Its panel swallows the next key.
                    "browser.download.alwaysOpenPanel": false,
                    "dom.w3c_touch_events.enabled": 1,
                    "ui.primaryPointerCapabilities": 1,
                    "ui.allPointerCapabilities": 1,
                    "toolkit.startup.max_resumed_crashes": -1,
                    // Else printing asks, and the session hangs.
                    "print.always_print_silent": true,
                    "print_printer": "Mozilla Save to PDF",
                    "print.printer_Mozilla_Save_to_PDF.print_to_file": true,
                    "print.printer_Mozilla_Save_to_PDF.print_to_filename": self.downloads.join("print.pdf"),
                    "dom.storageManager.prompt.testing": true,
                    "dom.storageManager.prompt.testing.allow": true,
                    "intl.accept_languages": "en-GB",
                    "intl.locale.requested": "en-GB",
                    "intl.regional_prefs.use_os_locales": true,
                });
                for (name, value) in &self.extras.preferences {
                    prefs[name] = value.clone();
                }
                all.set(
                    "moz:firefoxOptions",
                    json!({ "args": ["-headless", "-profile", self.profile], "prefs": prefs }),
                )?;
            }
            Engine::WebKit => {
                all.set(
                    "webkitgtk:browserOptions",
                    webkit::options(&self.profile, &self.downloads, self.extras.script)?,
                )?;
            }
        }
        Ok(all)
    }

    /// Gives a fresh browser the size and theme that the session has.
    #[track_caller]
    pub(super) fn dress(&mut self) {
        if self.engine == Engine::WebKit {
            let limited = self.wait(self.driver().set_script_timeout(webkit::SCRIPT_TIME));
            assert!(limited.is_ok(), "the time of a script: {limited:?}");
        }
        self.resize(self.size);
        self.set_theme(self.theme);
    }
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
