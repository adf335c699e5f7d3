//! Output folders that others use as well: what is the user's stays, edits are told, and crates change together.
//!
//! Runs the program itself, several at once and killed at any time, as promises about processes cannot be tried within one.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const RECORD: &str = "specwright.sha256";

/// A description whose crates differ from those of every other number.
fn description(number: usize) -> String {
    let mut text = format!("openapi: 3.1.0\ninfo: {{title: Number {number}, version: '{number}'}}\npaths:\n");
    for operation in 0..6 {
        text.push_str(&format!(
            "  /things{number}/{operation}:\n    get:\n      operationId: getThing{number}Of{operation}\n      tags: [tag{number}]\n      \
             responses: {{'200': {{description: A thing., content: {{application/json: {{schema: {{type: object, properties: {{id: {{type: string}}}}}}}}}}}}}}\n"
        ));
    }
    text
}

/// A folder with two descriptions, `1.yaml` and `2.yaml`.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    for number in [1, 2] {
        fs::write(place.path().join(format!("{number}.yaml")), description(number)).unwrap();
    }
    place
}

fn command(directory: &Path, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
    command.current_dir(directory).args(line.split(' ')).stdin(Stdio::null()).stdout(Stdio::null());
    command
}

fn generate(number: usize, out: &str) -> String {
    format!("generate --spec {number}.yaml --name sound --out {out}")
}

fn run(directory: &Path, line: &str) -> (i32, String) {
    let output = command(directory, line).output().unwrap();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn sound(directory: &Path, line: &str) -> String {
    let (status, said) = run(directory, line);
    assert_eq!(status, 0, "{line}: {said}");
    said
}

fn start(directory: &Path, line: &str) -> Child {
    command(directory, line).stderr(Stdio::null()).spawn().unwrap()
}

/// Everything below a folder: files with their bytes, links with where they lead, folders.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(at) = waiting.pop() {
        for path in fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path()) {
            let metadata = path.symlink_metadata().unwrap();
            let bytes = if metadata.is_symlink() {
                fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes()
            } else if metadata.is_dir() {
                waiting.push(path.clone());
                b"a folder".to_vec()
            } else {
                fs::read(&path).unwrap()
            };
            found.insert(path.strip_prefix(folder).unwrap().to_path_buf(), bytes);
        }
    }
    found
}

/// Runs a command that must be refused, and sees that nothing changes.
fn refused(directory: &Path, line: &str, says: &[&str]) -> String {
    let before = everything(directory);
    let (status, said) = run(directory, line);
    assert_eq!(status, 2, "{line}: {said}");
    for part in says {
        assert!(said.contains(part), "{line}: `{part}` is not in {said}");
    }
    assert!(everything(directory) == before, "{line}: a command that failed changed the disk");
    said
}

/// What a user keeps in a folder of generated crates.
const MINE: [&str; 7] = [
    ".git/config",
    "NOTES.md",
    "client/tests/mine.rs",
    "client/src/extra.rs",
    "types/target/debug/x",
    "Cargo.lock",
    "client/src/empty/.keep",
];

fn keep_mine(out: &Path) {
    for path in MINE {
        fs::create_dir_all(out.join(path).parent().unwrap()).unwrap();
        fs::write(out.join(path), format!("mine: {path}")).unwrap();
    }
}

fn assert_mine(out: &Path) {
    for path in MINE {
        assert_eq!(fs::read_to_string(out.join(path)).unwrap(), format!("mine: {path}"));
    }
}

#[test]
fn the_record_is_what_sha256sum_reads() {
    let place = place();
    sound(place.path(), &generate(1, "o"));
    let checked = Command::new("sha256sum")
        .args(["--check", "--strict", "--quiet", RECORD])
        .current_dir(place.path().join("o"))
        .status();
    assert!(checked.unwrap().success());
    assert_eq!(sound(place.path(), &generate(1, "o")), "", "nothing changes, and nothing is said");
    let left: Vec<_> = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn a_crate_of_the_user_is_not_replaced() {
    let place = place();
    sound(place.path(), &generate(1, "o/server"));
    fs::write(place.path().join("o/server/Cargo.toml"), "[package]\n").unwrap();
    fs::create_dir(place.path().join("o/server/src")).unwrap();
    fs::write(place.path().join("o/server/src/main.rs"), "fn main() {}\n").unwrap();
    refused(place.path(), &generate(2, "o"), &["[foreign-folder]", "o/server", "--adopt"]);
}

#[test]
fn what_is_the_users_stays() {
    let place = place();
    let out = place.path().join("o");
    sound(place.path(), &generate(1, "o"));
    keep_mine(&out);
    symlink("/etc/passwd", out.join("types/link")).unwrap();
    let said = sound(place.path(), &format!("{} --verbose", generate(2, "o")));
    assert_mine(&out);
    assert!(out.join("types/link").is_symlink());
    for path in [
        ".git/",
        "NOTES.md",
        "client/tests/",
        "client/src/extra.rs",
        "types/target/",
        "types/link",
        "client/src/empty/",
    ] {
        assert!(said.lines().any(|line| line == format!("kept: o/{path}")), "{path}: {said}");
    }
    assert!(!sound(place.path(), &generate(1, "o")).contains("kept"));
    // What was generated is that of a fresh folder.
    sound(place.path(), &generate(1, "fresh"));
    let (all, fresh) = (everything(&out), everything(&place.path().join("fresh")));
    assert!(fresh.iter().all(|(path, bytes)| all.get(path) == Some(bytes)));
    sound(place.path(), &format!("{} --check", generate(1, "o")));
}

#[test]
fn crates_that_are_no_longer_asked_for_go() {
    let place = place();
    let out = place.path().join("o");
    sound(place.path(), &generate(1, "o"));
    fs::write(out.join("client/mine.txt"), "mine").unwrap();
    sound(place.path(), &format!("{} --only types", generate(1, "o")));
    assert!(!out.join("server").exists() && !out.join("client/src").exists());
    assert_eq!(fs::read_to_string(out.join("client/mine.txt")).unwrap(), "mine");
    refused(place.path(), &generate(1, "o"), &["[foreign-folder]", "o/client"]);
    sound(place.path(), &format!("{} --adopt", generate(1, "o")));
    assert_eq!(fs::read_to_string(out.join("client/mine.txt")).unwrap(), "mine");
}

#[test]
fn an_edited_file_is_told() {
    let place = place();
    let out = place.path().join("o");
    sound(place.path(), &generate(1, "o"));
    let edited = ["types/src/lib.rs", "client/Cargo.toml"];
    edited.iter().for_each(|path| fs::write(out.join(path), "// mine\n").unwrap());
    for number in [1, 2] {
        refused(
            place.path(),
            &generate(number, "o"),
            &["[edited-file]", "`o/types/src/lib.rs`", "`o/client/Cargo.toml`", "--overwrite"],
        );
    }
    // Also where the file would be removed.
    refused(place.path(), &format!("{} --only types", generate(1, "o")), &["[edited-file]", "`o/client/Cargo.toml`"]);
    let (status, said) = run(place.path(), &format!("{} --check", generate(1, "o")));
    assert_eq!(status, 1, "{said}");
    for path in edited {
        assert!(said.lines().any(|line| line == format!("edited: o/{path}")), "{said}");
    }
    assert!(!said.contains("stale"), "{said}");
    let both = run(place.path(), &format!("{} --check", generate(2, "o"))).1;
    assert!(both.contains("edited: o/types/src/lib.rs") && both.contains("stale: o/types/Cargo.toml"), "{both}");
    sound(place.path(), &format!("{} --overwrite", generate(2, "o")));
    sound(place.path(), &format!("{} --check", generate(2, "o")));
    // An edit that makes it what it will be is none.
    fs::write(place.path().join("3.yaml"), description(2).replace("Number 2", "Number 3")).unwrap();
    sound(place.path(), &generate(3, "p"));
    fs::copy(place.path().join("p/types/Cargo.toml"), out.join("types/Cargo.toml")).unwrap();
    sound(place.path(), &generate(3, "o"));
    // One that is missing is written again.
    fs::remove_file(out.join("types/src/lib.rs")).unwrap();
    assert!(sound(place.path(), &generate(3, "o")).contains("added: o/types/src/lib.rs"));
}

#[test]
fn a_folder_without_a_record_is_adopted_when_that_is_asked_for() {
    let place = place();
    let out = place.path().join("o");
    sound(place.path(), &generate(1, "o"));
    let fresh = everything(&out);
    fs::remove_file(out.join(RECORD)).unwrap();
    refused(place.path(), &generate(1, "o"), &["[foreign-folder]", "--adopt"]);
    refused(place.path(), &format!("{} --check", generate(1, "o")), &["[foreign-folder]"]);
    sound(place.path(), &format!("{} --adopt", generate(1, "o")));
    assert!(everything(&out) == fresh);
    fs::remove_file(out.join(RECORD)).unwrap();
    fs::write(out.join("server/mine.txt"), "mine").unwrap();
    sound(place.path(), &format!("{} --adopt", generate(2, "o")));
    assert_eq!(fs::read_to_string(out.join("server/mine.txt")).unwrap(), "mine");
    assert!(
        sound(place.path(), &format!("{} --check --verbose", generate(2, "o"))).contains("kept: o/server/mine.txt")
    );
}

#[test]
fn what_stands_in_the_way_is_not_replaced() {
    for adopt in ["", " --adopt", " --overwrite"] {
        let place = place();
        let out = place.path().join("o");
        sound(place.path(), &generate(1, "o"));
        let way = out.join("types/Cargo.toml");
        fs::remove_file(&way).unwrap();
        fs::create_dir(&way).unwrap();
        refused(place.path(), &format!("{}{adopt}", generate(2, "o")), &["[foreign-folder]", "o/types/Cargo.toml"]);
        fs::remove_dir(&way).unwrap();
        let elsewhere = place.path().join("elsewhere");
        fs::write(&elsewhere, "mine").unwrap();
        symlink(&elsewhere, &way).unwrap();
        refused(place.path(), &format!("{}{adopt}", generate(2, "o")), &["[foreign-folder]", "a symbolic link"]);
        fs::remove_file(&way).unwrap();
        fs::rename(out.join("client/src"), place.path().join("source")).unwrap();
        symlink(place.path().join("source"), out.join("client/src")).unwrap();
        refused(
            place.path(),
            &format!("{}{adopt}", generate(2, "o")),
            &["[foreign-folder]", "o/client/src", "a symbolic link"],
        );
        refused(
            place.path(),
            &format!("{} --only types{adopt}", generate(2, "o")),
            &["[foreign-folder]", "o/client/src"],
        );
        fs::remove_file(out.join("client/src")).unwrap();
        fs::write(out.join("client/src"), "mine").unwrap();
        refused(place.path(), &format!("{}{adopt}", generate(2, "o")), &["[foreign-folder]", "o/client/src"]);
    }
}

#[test]
fn a_hostile_record_is_not_believed() {
    let place = place();
    let record = place.path().join("o").join(RECORD);
    sound(place.path(), &generate(1, "o"));
    fs::write(place.path().join("precious"), "mine").unwrap();
    let text = fs::read_to_string(&record).unwrap();
    let digest = "8b5cfd9d9ea2f1d0ae6cb1d5a5a4d3d3a6e0b7f0d4c2b1a09f8e7d6c5b4a3928";
    let mut hostile: Vec<Vec<u8>> = ["../precious", "/etc/passwd", "types/../../precious", "a//b", ".git/config"]
        .iter()
        .map(|path| format!("{text}{digest}  {path}\n").into_bytes())
        .collect();
    hostile.push(format!("{text}{}", text.lines().last().unwrap()).into_bytes());
    hostile.push(b"<<<<<<< ours\n".to_vec());
    hostile.push(vec![0xff; 100]);
    for bytes in hostile {
        fs::write(&record, bytes).unwrap();
        for more in ["", " --adopt", " --overwrite", " --check"] {
            refused(place.path(), &format!("{}{more}", generate(2, "o")), &["[record-unusable]", RECORD]);
        }
    }
    fs::File::create(&record).unwrap().set_len(1 << 40).unwrap();
    assert!(run(place.path(), &generate(2, "o")).1.contains("[record-unusable]"));
    fs::remove_file(&record).unwrap();
    symlink(place.path().join("precious"), &record).unwrap();
    refused(place.path(), &generate(2, "o"), &["[record-unusable]", "a symbolic link"]);
    fs::remove_file(&record).unwrap();
    assert!(Command::new("mkfifo").arg(&record).status().unwrap().success());
    assert!(run(place.path(), &generate(2, "o")).1.contains("a named pipe"));
}

#[test]
fn a_folder_that_is_named_by_a_link_or_as_here() {
    let place = place();
    fs::create_dir(place.path().join("real")).unwrap();
    symlink("real", place.path().join("link")).unwrap();
    sound(place.path(), &generate(1, "link"));
    assert!(place.path().join("link").is_symlink() && place.path().join("real/types").is_dir());
    sound(place.path(), &generate(1, "."));
    sound(place.path(), &generate(2, "."));
    sound(place.path(), &generate(1, "a/b/c"));
    let before = everything(place.path());
    assert_eq!(run(place.path(), "generate --spec nowhere.yaml --name sound --out x/y/z").0, 2);
    assert!(everything(place.path()) == before);
}

/// The folder as each description makes it.
fn wholes(directory: &Path) -> [BTreeMap<PathBuf, Vec<u8>>; 2] {
    [1, 2].map(|number| {
        sound(directory, &generate(number, &format!("whole{number}")));
        everything(&directory.join(format!("whole{number}")))
    })
}

/// Without what is the user's.
fn generated(out: &Path, foreign: bool) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = everything(out);
    if foreign {
        assert_mine(out);
        let mine = |path: &PathBuf| MINE.iter().any(|mine| Path::new(mine).starts_with(path));
        let ours = |path: &PathBuf| ["client", "client/src", "types"].iter().any(|ours| path == Path::new(ours));
        all.retain(|path, _| ours(path) || !mine(path));
    }
    all
}

fn nothing_is_left(directory: &Path) {
    let left: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".specwright")), "{left:?}");
}

#[test]
fn two_at_once_end_in_one_of_both() {
    let place = place();
    let wholes = wholes(place.path());
    for foreign in [false, true] {
        for round in 0..30 {
            if round == 0 || !foreign {
                let _fresh = fs::remove_dir_all(place.path().join("o"));
            }
            let mut both = [start(place.path(), &generate(1, "o")), start(place.path(), &generate(2, "o"))];
            for child in &mut both {
                assert!(child.wait().unwrap().success(), "round {round}");
            }
            if round == 0 && foreign {
                keep_mine(&place.path().join("o"));
            }
            assert!(wholes.contains(&generated(&place.path().join("o"), foreign)), "round {round}: a mix");
            nothing_is_left(place.path());
        }
    }
}

#[test]
fn killed_at_any_time_it_is_the_old_the_new_or_completed() {
    let place = place();
    let out = place.path().join("o");
    let wholes = wholes(place.path());
    for foreign in [false, true] {
        let _fresh = fs::remove_dir_all(&out);
        sound(place.path(), &generate(1, "o"));
        if foreign {
            keep_mine(&out);
        }
        let mut unfinished = 0;
        for round in 0..30_u64 {
            let mut child = start(place.path(), &generate(2 - usize::try_from(round % 2).unwrap(), "o"));
            std::thread::sleep(Duration::from_micros(5_000 + round * 1_700));
            child.kill().unwrap();
            child.wait().unwrap();
            let begun = is_begun(place.path());
            let now = generated(&out, foreign);
            assert!(begun || wholes.contains(&now), "round {round}: a mix, and no journal");
            if begun {
                unfinished += 1;
                let (status, said) = run(place.path(), &format!("{} --check", generate(1, "o")));
                assert!(status == 1 && said.contains("unfinished: o"), "{said}");
                assert!(generated(&out, foreign) == now, "a check changed something");
            }
            sound(place.path(), &generate(1 + usize::try_from(round % 2).unwrap(), "o"));
            assert!(generated(&out, foreign) == wholes[usize::try_from(round % 2).unwrap()], "round {round}");
            nothing_is_left(place.path());
        }
        println!("killed within the journal: {unfinished} of 30");
    }
}

fn is_begun(directory: &Path) -> bool {
    fs::read_dir(directory).unwrap().any(|entry| entry.unwrap().path().join("journal").exists())
}

#[test]
fn a_full_disk_changes_nothing() {
    let place = place();
    let out = place.path().join("o");
    sound(place.path(), &generate(1, "o"));
    for foreign in [false, true] {
        if foreign {
            keep_mine(&out);
        }
        let before = everything(place.path());
        // No file may have more than so many half kilobytes: writing fails as on a full disk.
        for limit in [0, 1, 4, 8] {
            let program = env!("CARGO_BIN_EXE_specwright");
            let script = format!("trap '' XFSZ; ulimit -f {limit}; exec {program} {}", generate(2, "o"));
            let output = Command::new("sh").args(["-c", &script]).current_dir(place.path()).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{said}");
            assert!(said.contains("[unwritable-folder]"), "{said}");
            assert!(everything(place.path()) == before, "a full disk left something half written");
        }
    }
}
