//! Real documents out of shape, through the library, in programs of their own.
//!
//! Takes a seed and a time; gives what panicked, aborted, or took more time or memory than its size allows, each minimised. A
//! batch is one process; when it ends before its time, the document it was at is the finding and another goes on after it.

use super::in_memory::Finding;
use super::in_memory::library::{self, Outcome};
use super::in_memory::random::Random;
use super::in_memory::{minimal, mutate};
use super::siege::{Report, Siege};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Documents larger than this are left to `bench`.
const LARGEST: u64 = 5_000_000;

/// Parts of a document that are put into one another can grow without bound; what is larger is passed over.
const LARGEST_VARIANT: u64 = 4 * LARGEST;

/// Most variants are made of documents up to this size, of which there are many in the time of a large one.
const SMALL: u64 = 150_000;

/// One variant in so many is made of a document of any size.
const LARGE_ONE_IN: usize = 12;

/// Time that any document may take, and for each megabyte of it (this program is not optimised).
const SECONDS: f64 = 10.0;
const SECONDS_PER_MEGABYTE: f64 = 60.0;

/// Memory that any document may take, and for each byte of it.
const MEMORY: u64 = 768 << 20;
const MEMORY_PER_BYTE: u64 = 400;

/// Time for making one finding small.
const MINIMISING: Duration = Duration::from_secs(20);

/// Runs batches until the time is over.
pub fn documents(siege: &Siege, until: Instant) -> Result<Report, String> {
    let files = sources(&siege.root);
    let mut report = Report { note: format!("of {} documents", files.len()), ..Report::default() };
    let mut next = 0;
    while Instant::now() < until && report.findings.len() < 20 {
        let seconds = until.saturating_duration_since(Instant::now()).as_secs().max(1);
        let said = batch(siege, next, seconds, None)?;
        let Some((number, broken)) = said.broken else {
            report.tried += said.tried;
            break;
        };
        report.tried += said.tried + 1;
        let text = variant(siege.seed, number, &files)?;
        let stop = Instant::now() + MINIMISING;
        let kind = broken.split(':').next().unwrap_or_default().to_owned();
        let file = siege.place.join("variant.txt");
        let document = minimal::minimise(&text, stop, &mut |smaller| {
            fs::write(&file, smaller).is_ok()
                && batch(siege, 0, 15, Some(&file))
                    .is_ok_and(|said| said.broken.is_some_and(|(_, it)| it.starts_with(&kind)))
        });
        report.findings.push(Finding { what: format!("variant {number} of seed {}", siege.seed), broken, document });
        next = number + 1;
    }
    Ok(report)
}

/// What a batch said.
struct Said {
    tried: usize,
    broken: Option<(u64, String)>,
}

fn batch(siege: &Siege, first: u64, seconds: u64, one: Option<&Path>) -> Result<Said, String> {
    fs::create_dir_all(&siege.place).map_err(|error| error.to_string())?;
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(program);
    command.arg("hostile-batch").arg(siege.seed.to_string()).arg(first.to_string()).arg(seconds.to_string());
    // Little is reserved ahead of what is asked for, so that the limit of memory is one of what is used.
    command
        .env("MIMALLOC_ARENA_RESERVE", "32768")
        .args(one)
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .stdout(Stdio::piped());
    let output = command.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stdout);
    let mut tried = 0;
    let mut at = first;
    for line in said.lines() {
        match line.split_once(' ') {
            Some(("at", number)) => at = number.parse().unwrap_or(at),
            Some(("well", _)) => tried += 1,
            Some(("broken", why)) => return Ok(Said { tried, broken: Some((at, why.to_owned())) }),
            _ => {}
        }
    }
    let last = String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default().to_owned();
    let broken = (!output.status.success()).then(|| (at, format!("{}: {last}", output.status)));
    Ok(Said { tried, broken })
}

/// The documents that are changed, smallest first.
fn sources(root: &Path) -> Vec<PathBuf> {
    let shared = root.join("../shared/documents");
    let folders = if shared.is_dir() { vec![shared] } else { vec![root.join("specs"), root.join("tests/cases")] };
    let mut found = Vec::new();
    let mut waiting = folders;
    while let Some(folder) = waiting.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let size = fs::metadata(&path).map_or(0, |metadata| metadata.len());
            if path.is_dir() {
                waiting.push(path);
            } else if size <= LARGEST
                && path.extension().is_some_and(|it| ["json", "yaml", "yml"].iter().any(|known| it == *known))
            {
                found.push((size, path));
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, path)| path).collect()
}

fn variant(seed: u64, number: u64, files: &[PathBuf]) -> Result<String, String> {
    let mut random = Random::new(seed.wrapping_mul(0x1_0000_0001).wrapping_add(number));
    let small = files.iter().take_while(|path| fs::metadata(path).is_ok_and(|it| it.len() <= SMALL)).count();
    let any = random.below(LARGE_ONE_IN) == 0;
    let files = files.get(..small).filter(|small| !any && !small.is_empty()).unwrap_or(files);
    let mut load = || {
        let text = random.choose(files).and_then(|path| fs::read_to_string(path).ok())?;
        library::as_json(&text)
    };
    let (document, other) = (load(), load());
    let document = document.or_else(|| library::as_json(super::in_memory::inject::RICH)).ok_or("no document")?;
    let others: Vec<_> = other.into_iter().collect();
    Ok(mutate::variant(&document, &others, &mut random))
}

/// One batch: what the process of it runs. `arguments` are the seed, the first number, the seconds, and a file where only that
/// is tried.
pub fn run_batch(root: &Path, arguments: &[String]) -> ExitCode {
    std::panic::set_hook(Box::new(|_| {}));
    let number = |index: usize| arguments.get(index).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    let (seed, first, until) = (number(0), number(1), Instant::now() + Duration::from_secs(number(2)));
    let one = arguments.get(3).map(PathBuf::from);
    let files = if one.is_some() { Vec::new() } else { sources(root) };
    std::thread::spawn(watch);
    for number in first.. {
        let text = match &one {
            Some(path) => fs::read_to_string(path).map_err(|error| error.to_string()),
            None => variant(seed, number, &files),
        };
        let Ok(text) = text else { return ExitCode::from(2) };
        if text.len() as u64 > LARGEST_VARIANT {
            continue;
        }
        println!("at {number}");
        BYTES.store(text.len() as u64, Ordering::SeqCst);
        BEGUN.store(now(), Ordering::SeqCst);
        limit_memory(Some(MEMORY + MEMORY_PER_BYTE * text.len() as u64));
        let outcome = library::generate(&text);
        // The next variant is made by this program, not by the library.
        limit_memory(None);
        BEGUN.store(0, Ordering::SeqCst);
        match outcome {
            Outcome::Broken(why) => {
                println!("broken {}", why.replace('\n', " "));
                return ExitCode::FAILURE;
            }
            Outcome::Made(_) | Outcome::Refused => println!("well {number}"),
        }
        if one.is_some() || Instant::now() >= until {
            break;
        }
    }
    ExitCode::SUCCESS
}

/// When the document at work was begun, in milliseconds; 0 while there is none.
static BEGUN: AtomicU64 = AtomicU64::new(0);

/// How long the document at work is.
static BYTES: AtomicU64 = AtomicU64::new(0);

fn now() -> u64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_millis() as u64 + 1
}

/// Lets this process have so much memory more than it has now, or as much as there is. What asks for more gets none, and the process aborts.
#[cfg(unix)]
fn limit_memory(more: Option<u64>) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(Resource::As).maximum;
    let wanted = more.and_then(|more| held().checked_add(more));
    let current = wanted.filter(|wanted| maximum.is_none_or(|most| *wanted <= most)).or(maximum);
    if let Err(error) = setrlimit(Resource::As, Rlimit { current, maximum }) {
        eprintln!("memory cannot be limited: {error}");
    }
}

#[cfg(not(unix))]
fn limit_memory(_: Option<u64>) {}

/// Ends this process when a document takes more time than its size allows.
fn watch() {
    loop {
        std::thread::sleep(Duration::from_millis(20));
        let (begun, bytes) = (BEGUN.load(Ordering::SeqCst), BYTES.load(Ordering::SeqCst));
        if begun == 0 {
            continue;
        }
        let seconds = now().saturating_sub(begun) as f64 / 1e3;
        if seconds > SECONDS + SECONDS_PER_MEGABYTE * bytes as f64 / 1e6 {
            println!("broken slow: {seconds:.0} s for {bytes} bytes");
            std::process::exit(1);
        }
    }
}

/// Memory that this process may address, in bytes, where Linux tells it.
fn held() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmSize:"));
    let kib: Option<u64> = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    kib.unwrap_or(0) << 10
}
