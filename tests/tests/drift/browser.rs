//! The page of a report in a browser: what fits, what filters show, what keys do.
//!
//! Takes a headless Chromium by its debugging pipe; skipped, and told, where there is none. Promises that the browser ends with the test.

use crate::reports::{drift, hostile};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};
use specwright_tests::{root, run};
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

pub fn trial() -> Trial {
    Trial::test("browser::the_page_works_at_three_widths", || {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let is_there = |name: &&&str| Command::new(name).arg("--version").output().is_ok_and(|it| it.status.success());
        match names.iter().find(is_there) {
            Some(name) if cfg!(unix) => test(name),
            _ => {
                println!("skipped: there is no Chromium");
                Ok(())
            }
        }
    })
}

fn test(name: &str) -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    hostile(place.path())?;
    let case = root().join("tests/drift/two_changes");
    let few = drift(&case, &["old.yaml", "new.yaml", "--format", "html", "--for", "both"]).out;
    let many = drift(place.path(), &["old.json", "new.json", "--format", "html"]).out;
    let api = run(root(), ["inspect", "--format", "html", "tests/used_by/old.yaml"]).out;
    let mut browser = Browser::start(name, place.path())?;
    shown(&mut browser, place.path(), &api)?;
    for (file, text) in [("few.html", few), ("many.html", many)] {
        fs::write(place.path().join(file), text)?;
        browser.open(&place.path().join(file))?;
        for width in [360, 768, 1280] {
            browser.page(
                "Emulation.setDeviceMetricsOverride",
                json!({"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false}),
            )?;
            let wide = browser.number("document.documentElement.scrollWidth")?;
            expect(wide <= f64::from(width), &format!("{file} is {wide} pixels wide in a window of {width}"))?;
        }
        let shown = "[...document.querySelectorAll('details.change')].filter(it => it.offsetParent !== null).length";
        let all = browser.number("document.querySelectorAll('details.change').length")?;
        expect(all >= 2.0 && browser.number(shown)? == all, "everything is shown at first")?;
        browser.run("document.querySelector('input[name=severity][value=error]').click()")?;
        let errors = browser.number("document.querySelectorAll('details.change[data-severity=error]').length")?;
        expect(errors > 0.0 && browser.number(shown)? == all - errors, "a click hides what breaks")?;
        browser.run("document.querySelector('input[name=severity][value=error]').click()")?;
        browser.run("(() => { const it = document.querySelector('input[name=text]'); it.value = 'no such thing'; it.dispatchEvent(new Event('input', {bubbles: true})); })()")?;
        let told = browser.number("Number(document.querySelector('#none').offsetParent !== null)")?;
        expect(
            browser.number(shown)? == 0.0 && told == 1.0,
            "a text that nowhere stands hides everything, and that is told",
        )?;
        browser.run("(() => { const it = document.querySelector('input[name=text]'); it.value = ''; it.dispatchEvent(new Event('input', {bubbles: true})); })()")?;
        // Keys: a summary takes the focus, and Enter closes what is open.
        browser.run("document.querySelector('details.change[open] summary').focus()")?;
        let open = "document.querySelectorAll('details.change[open]').length";
        let before = browser.number(open)?;
        for kind in ["keyDown", "keyUp"] {
            browser.page(
                "Input.dispatchKeyEvent",
                json!({"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}),
            )?;
        }
        expect(browser.number(open)? == before - 1.0, "Enter closes a change")?;
        let background = "getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).color";
        let mut seen = Vec::new();
        for scheme in ["light", "dark"] {
            let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
            browser.page("Emulation.setEmulatedMedia", features)?;
            seen.push(browser.run(background)?);
        }
        expect(seen.first() != seen.get(1), "light and dark look alike")?;
        let asked = browser.number("performance.getEntriesByType('resource').length")?;
        expect(asked == 0.0, "the page asks for something")?;
    }
    Ok(())
}

/// An API as a page: no window is too narrow, and a click leaves what was clicked.
fn shown(browser: &mut Browser, place: &Path, text: &str) -> Result<(), Failed> {
    fs::write(place.join("api.html"), text)?;
    browser.open(&place.join("api.html"))?;
    for width in [360, 768, 1280] {
        let size = json!({"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false});
        browser.page("Emulation.setDeviceMetricsOverride", size)?;
        let wide = browser.number("document.documentElement.scrollWidth")?;
        expect(wide <= f64::from(width), &format!("the page is {wide} pixels wide in a window of {width}"))?;
    }
    browser.run("document.querySelector('input[name=severity][value=type]').click()")?;
    let left = "[...document.querySelectorAll('details.change')].filter(it => it.offsetParent !== null && it.dataset.severity === 'type').length";
    expect(browser.number(left)? == 0.0, "a click hides types")?;
    let asked = browser.number("performance.getEntriesByType('resource').length")?;
    expect(asked == 0.0, "the page asks for something")
}

fn expect(holds: bool, what: &str) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(what.to_owned().into()) }
}

/// A browser with one page.
struct Browser {
    child: Child,
    commands: File,
    answers: mpsc::Receiver<Value>,
    session: Option<String>,
    next: u64,
}

impl Browser {
    fn start(name: &str, place: &Path) -> Result<Self, Failed> {
        for pipe in ["in", "out"] {
            let made = Command::new("mkfifo").arg(place.join(pipe)).status()?;
            expect(made.success(), "no pipe can be made")?;
        }
        // Messages come and go by the descriptors 3 and 4.
        let script = "exec \"$0\" --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --remote-debugging-pipe --user-data-dir=profile about:blank 3<in 4>out";
        let child = Command::new("sh")
            .args(["-c", script, name])
            .current_dir(place)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let commands = OpenOptions::new().write(true).open(place.join("in"))?;
        let read = BufReader::new(File::open(place.join("out"))?);
        let (send, answers) = mpsc::channel();
        thread::spawn(move || {
            for message in read.split(0).map_while(Result::ok) {
                let sent = serde_json::from_slice(&message).map(|it| send.send(it).is_ok());
                if !sent.unwrap_or(true) {
                    return;
                }
            }
        });
        let mut browser = Self { child, commands, answers, session: None, next: 0 };
        let page = browser.call("Target.createTarget", json!({"url": "about:blank"}), false)?;
        let target = page.get("targetId").cloned().unwrap_or_default();
        let attached = browser.call("Target.attachToTarget", json!({"targetId": target, "flatten": true}), false)?;
        browser.session = attached.get("sessionId").and_then(Value::as_str).map(str::to_owned);
        Ok(browser)
    }

    fn open(&mut self, file: &Path) -> Result<(), Failed> {
        self.page("Page.navigate", json!({"url": format!("file://{}", file.display())}))?;
        for _ in 0..300 {
            let ready = "Number(document.readyState === 'complete' && document.querySelector('#filter') !== null)";
            if self.number(ready).is_ok_and(|it| it == 1.0) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(100));
        }
        Err("the page does not load".into())
    }

    fn page(&mut self, method: &str, parameters: Value) -> Result<Value, Failed> {
        self.call(method, parameters, true)
    }

    /// What an expression of the page gives.
    fn run(&mut self, expression: &str) -> Result<Value, Failed> {
        let result = self.page("Runtime.evaluate", json!({"expression": expression, "returnByValue": true}))?;
        match result.get("exceptionDetails") {
            Some(why) => Err(format!("{expression}: {why}").into()),
            None => Ok(result.pointer("/result/value").cloned().unwrap_or_default()),
        }
    }

    fn number(&mut self, expression: &str) -> Result<f64, Failed> {
        let value = self.run(expression)?;
        value.as_f64().ok_or_else(|| format!("{expression} is {value}").into())
    }

    fn call(&mut self, method: &str, parameters: Value, in_page: bool) -> Result<Value, Failed> {
        self.next += 1;
        let mut message = json!({"id": self.next, "method": method, "params": parameters});
        if let (true, Some(session)) = (in_page, &self.session) {
            message["sessionId"] = json!(session);
        }
        self.commands.write_all(format!("{message}\0").as_bytes())?;
        loop {
            let answer =
                self.answers.recv_timeout(Duration::from_secs(60)).map_err(|_| format!("no answer to {method}"))?;
            if answer.get("id").and_then(Value::as_u64) == Some(self.next) {
                return match answer.get("error") {
                    Some(error) => Err(format!("{method}: {error}").into()),
                    None => Ok(answer.get("result").cloned().unwrap_or_default()),
                };
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
