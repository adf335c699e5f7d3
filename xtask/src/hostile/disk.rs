//! Runs that are killed, that meet a full disk, or that meet each other.
//!
//! Takes a seed and a time; gives each state of the disk that may not be. What has to hold: after the next run that succeeds, all
//! crates are of its document, to the byte; a run that says it failed has changed nothing; no byte of the user's is lost.

use super::in_memory::Finding;
use super::in_memory::inject::RICH;
use super::in_memory::random::Random;
use super::siege::{Report, Siege};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// What the user keeps beside and within generated crates.
const OF_THE_USER: [&str; 4] = ["NOTES.md", "mine/Cargo.toml", "client/tests/mine.rs", "types/src/extra.rs"];

/// Size of the small disk, in KiB beyond what lies there: not enough for all crates a second time.
const LEFT_OVER: u64 = 300;

struct Disk<'a> {
    siege: &'a Siege,
    program: PathBuf,
    place: PathBuf,
    /// What each document makes, with the user's files.
    made: [Files; 2],
    /// How long a run takes.
    takes: Duration,
    report: Report,
}

/// Runs rounds until the time is over.
pub fn run(siege: &Siege, until: Instant) -> Result<Report, String> {
    let place = siege.place.join("disk");
    fs::remove_dir_all(&place).ok();
    fs::create_dir_all(&place).map_err(|error| error.to_string())?;
    for (name, title) in [("0.yaml", "Alpha"), ("1.yaml", "Omega")] {
        let text = RICH.replace("title: Rich", &format!("title: {title}"));
        fs::write(place.join(name), text).map_err(|error| error.to_string())?;
    }
    let program = built(siege)?;
    let mut disk = Disk {
        siege,
        program,
        place,
        made: [Files::new(), Files::new()],
        takes: Duration::ZERO,
        report: Report::default(),
    };
    for document in [0, 1] {
        let out = disk.fresh(1 - document)?;
        let started = Instant::now();
        if !disk.finish(document, &out) {
            return Err(String::from("a run on a sound disk fails"));
        }
        disk.takes = started.elapsed();
        disk.made[document] = files(&out);
    }
    let small = disk.small()?;
    let mut random = Random::new(siege.seed);
    while Instant::now() < until || disk.report.tried < 6 {
        disk.killed(&mut random)?;
        disk.limited(&mut random)?;
        disk.at_once(&mut random)?;
        if let Some(small) = &small {
            disk.full(small)?;
        }
        if disk.report.findings.len() > 20 {
            break;
        }
    }
    disk.report.note = match small {
        Some(small) => {
            let _left_mounted = Command::new("umount").arg(&small).stderr(Stdio::null()).status();
            String::from("kills, limits, two at once, a full disk")
        }
        None => String::from("kills, limits, two at once; no small disk may be mounted here"),
    };
    Ok(disk.report)
}

/// The `specwright` binary, as users have it.
fn built(siege: &Siege) -> Result<PathBuf, String> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--offline", "--package", "specwright", "--bin", "specwright", "--target-dir"])
        .arg(siege.root.join("target"))
        .current_dir(&siege.root)
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(siege.root.join("target/debug/specwright").with_extension(std::env::consts::EXE_EXTENSION))
}

impl Disk<'_> {
    fn command(&self, document: usize, out: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["generate", "--name", "disk", "--spec"]).arg(format!("{document}.yaml"));
        command.arg("--out").arg(out).current_dir(&self.place);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Whether a run succeeds.
    fn finish(&self, document: usize, out: &Path) -> bool {
        self.command(document, out).status().is_ok_and(|status| status.success())
    }

    /// A folder with the crates of a document and the user's files.
    fn fresh(&self, document: usize) -> Result<PathBuf, String> {
        let out = self.place.join("root/out");
        fs::remove_dir_all(self.place.join("root")).ok();
        self.fill(document, &out)?;
        Ok(out)
    }

    fn fill(&self, document: usize, out: &Path) -> Result<(), String> {
        fs::create_dir_all(out).map_err(|error| error.to_string())?;
        if !self.finish(document, out) {
            return Err(String::from("the first run fails"));
        }
        for path in OF_THE_USER {
            let path = out.join(path);
            let folder = path.parent().unwrap_or(out);
            let text = format!("the user's own: {}", path.file_name().unwrap_or_default().to_string_lossy());
            fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    fn killed(&mut self, random: &mut Random) -> Result<(), String> {
        let out = self.fresh(0)?;
        let after = self.takes.mul_f64(random.below(1000) as f64 / 900.0);
        let mut child = self.command(1, &out).spawn().map_err(|error| error.to_string())?;
        std::thread::sleep(after);
        child.kill().ok();
        child.wait().map_err(|error| error.to_string())?;
        self.see(&format!("killed after {} ms", after.as_millis()), &out, None);
        Ok(())
    }

    /// A file may not grow beyond a size, as on a disk that ends in the middle of one.
    fn limited(&mut self, random: &mut Random) -> Result<(), String> {
        let out = self.fresh(0)?;
        let blocks = random.below(120);
        let script =
            format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" generate --name disk --spec 1.yaml --out \"$1\"");
        let status = Command::new("sh")
            .arg("-c")
            .arg(script)
            .arg(&self.program)
            .arg(&out)
            .current_dir(&self.place)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .map_err(|error| error.to_string())?;
        let must_be = usize::from(status.success());
        self.see(&format!("files of at most {blocks} blocks"), &out, Some(must_be));
        Ok(())
    }

    fn at_once(&mut self, random: &mut Random) -> Result<(), String> {
        let out = self.fresh(0)?;
        let start = |document| self.command(document, &out).spawn().map_err(|error| error.to_string());
        let mut one = start(0)?;
        std::thread::sleep(self.takes.mul_f64(random.below(1000) as f64 / 1000.0));
        let mut other = start(1)?;
        let ended = |child: &mut Child| child.wait().is_ok_and(|status| status.success());
        let (one, other) = (ended(&mut one), ended(&mut other));
        let left = files(&out);
        if (one || other) && !self.made.contains(&left) {
            self.found("two at once", format!("a mix is left, of which {}", self.first_difference(&left)));
        }
        if !one && !other {
            self.found("two at once", String::from("neither succeeds"));
        }
        self.see("two at once", &out, None);
        Ok(())
    }

    /// A disk that has not enough room for the crates a second time.
    fn full(&mut self, small: &Path) -> Result<(), String> {
        let out = small.join("out");
        self.resize(small, 64 << 10)?;
        for entry in fs::read_dir(small).into_iter().flatten().flatten() {
            fs::remove_dir_all(entry.path()).ok();
        }
        self.fill(0, &out)?;
        let used: u64 = self.made[0].values().map(|bytes| (bytes.len() as u64).div_ceil(4096) * 4).sum();
        self.resize(small, used + LEFT_OVER)?;
        let must_be = usize::from(self.finish(1, &out));
        let left = files(&out);
        self.resize(small, 64 << 10)?;
        if left != self.made[must_be] {
            self.found("a full disk", format!("its failure changed {}", self.first_difference(&left)));
        }
        self.see("a full disk", &out, Some(must_be));
        Ok(())
    }

    /// A disk of its own, where one may be mounted.
    fn small(&self) -> Result<Option<PathBuf>, String> {
        let small = self.siege.place.join("small");
        fs::create_dir_all(&small).map_err(|error| error.to_string())?;
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"])
            .arg(&small)
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        Ok(mounted.then_some(small))
    }

    fn resize(&self, small: &Path, kib: u64) -> Result<(), String> {
        let status = Command::new("mount").args(["-o", &format!("remount,size={kib}k")]).arg(small).status();
        let done = status.is_ok_and(|status| status.success());
        if done { Ok(()) } else { Err(String::from("the small disk cannot be resized")) }
    }

    /// Looks at what an attack left, then at what the next run makes of it.
    fn see(&mut self, what: &str, out: &Path, must_be: Option<usize>) {
        self.report.tried += 1;
        let left = files(out);
        if let Some(lost) = OF_THE_USER.iter().find(|path| !self.is_kept(&left, path)) {
            self.found(what, format!("`{lost}`, which is the user's, is lost or changed"));
        }
        if let Some(document) = must_be
            && left != self.made[document]
        {
            self.found(what, format!("not what the exit status says: {}", self.first_difference(&left)));
        }
        if !self.finish(1, out) {
            self.found(what, String::from("the next run is refused"));
            return;
        }
        let left = files(out);
        if left != self.made[1] {
            let difference = self.first_difference(&left);
            self.found(what, format!("after the next run, other files: {difference}"));
        }
    }

    fn is_kept(&self, left: &Files, path: &str) -> bool {
        let path = Path::new(path);
        left.get(path) == self.made[0].get(path)
    }

    fn found(&mut self, what: &str, broken: String) {
        let document = format!("{what}\nThe documents are `0.yaml` and `1.yaml` in {}\n", self.place.display());
        if !self.report.findings.iter().any(|finding| finding.broken == broken) {
            self.report.findings.push(Finding { what: what.to_owned(), broken, document });
        }
    }

    /// The first path whose bytes are not those of the second document.
    fn first_difference(&self, left: &Files) -> String {
        let [_, wanted] = &self.made;
        let paths = wanted.keys().chain(left.keys());
        let path = paths.into_iter().find(|path| wanted.get(*path) != left.get(*path));
        path.map_or_else(|| String::from("nothing"), |path| format!("`{}`", path.display()))
    }
}

/// Every file below a folder. The lock is none: it may stay or go.
fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(current) = folders.pop() {
        for path in fs::read_dir(current).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|extension| extension != "lock") {
                let inside = path.strip_prefix(folder).unwrap_or(&path).to_path_buf();
                found.insert(inside, fs::read(&path).unwrap_or_default());
            }
        }
    }
    found
}
