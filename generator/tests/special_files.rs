//! The program against files that are none: pipes, devices, sockets, links out of a folder, a full device, a reader that leaves.
//!
//! Each test runs the program itself, with a limit of time, as what is tried is that it never waits and never reads on without end.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const SOUND: &str = "openapi: 3.1.0
info: {title: Sound, version: '1'}
paths:
  /things:
    get:
      operationId: getThing
      responses: {'200': {description: A thing., content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}}
";

fn program(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
    command.current_dir(directory).stdin(Stdio::null());
    command
}

/// Runs to the end, or fails after a time that no healthy run comes near.
fn ended(mut command: Command) -> (i32, String) {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("{command:?} does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let Output { status, stderr, .. } = child.wait_with_output().unwrap();
    (status.code().unwrap_or(-1), String::from_utf8_lossy(&stderr).into_owned())
}

fn run(directory: &Path, line: &str) -> (i32, String) {
    let mut command = program(directory);
    command.args(line.split(' '));
    ended(command)
}

fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("sound.yaml"), SOUND).unwrap();
    place
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_result_that_cannot_be_written_is_told() {
    let place = place();
    for line in ["inspect sound.yaml", "inspect sound.yaml --format json", "export sound.yaml", "explain", "--help"] {
        let mut command = program(place.path());
        command.args(line.split(' ')).stdout(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{line}: {said}");
        assert!(said.contains("could not be written to standard output"), "{line}: {said}");
    }
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let place = place();
    for line in ["explain", "export sound.yaml"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = program(place.path()).args(line.split(' ')).stdout(writer).output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{line}");
    }
}

#[test]
fn what_is_no_regular_file_is_told_and_never_waited_for() {
    let place = place();
    pipe(&place.path().join("pipe.yaml"));
    let _socket = UnixListener::bind(place.path().join("socket.yaml")).unwrap();
    for (file, kind) in
        [("pipe.yaml", "a named pipe"), ("/dev/zero", "a device"), ("socket.yaml", "a socket"), (".", "a folder")]
    {
        for line in [format!("inspect {file}"), format!("export sound.yaml --overlay {file}")] {
            let (status, said) = run(place.path(), &line);
            assert_eq!(status, 2, "{line}: {said}");
            assert!(said.contains(&format!("`{file}` cannot be read: it is {kind}")), "{line}: {said}");
        }
    }
    for target in ["pipe.yaml", "zero.yaml"] {
        let _there = symlink("/dev/zero", place.path().join("zero.yaml"));
        let text =
            SOUND.replace("{type: object, properties: {id: {type: string}}}", &format!("{{$ref: '{target}#/a'}}"));
        fs::write(place.path().join("refers.yaml"), text).unwrap();
        let (status, said) = run(place.path(), "inspect refers.yaml");
        assert_ne!(status, 0, "{said}");
        assert!(said.contains(target), "{said}");
    }
}

#[test]
fn a_link_that_the_command_line_names_may_lead_anywhere() {
    let place = place();
    let elsewhere = tempfile::tempdir().unwrap();
    symlink(place.path().join("sound.yaml"), elsewhere.path().join("link.yaml")).unwrap();
    assert_eq!(run(elsewhere.path(), "inspect link.yaml").0, 0);
    fs::write(elsewhere.path().join("made.yaml"), "old").unwrap();
    symlink("made.yaml", elsewhere.path().join("made-link.yaml")).unwrap();
    assert_eq!(run(elsewhere.path(), "export link.yaml --out made-link.yaml").0, 0);
    assert!(elsewhere.path().join("made-link.yaml").is_symlink());
    assert!(fs::read_to_string(elsewhere.path().join("made.yaml")).unwrap().starts_with("openapi: 3.0."));
    assert_eq!(run(elsewhere.path(), "export link.yaml --out /dev/null").0, 0);
}

/// A vendor whose every file is sound.
fn vendor() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("specs/acme");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("vendor.yaml"), "name: acme\ndocuments: [api.yaml]\noverlays: [overlay.yaml]\n").unwrap();
    fs::write(folder.join("api.yaml"), SOUND).unwrap();
    let overlay = "overlay: 1.0.0\ninfo: {title: Corrections, version: '1'}\nactions:\n  - {target: $.info, description: Says more., update: {description: More.}}\n";
    fs::write(folder.join("overlay.yaml"), overlay).unwrap();
    let (status, said) = run(place.path(), "generate --update-lock");
    assert_eq!(status, 0, "{said}");
    place
}

#[test]
fn a_vendors_files_lie_in_its_folder() {
    let outside = tempfile::tempdir().unwrap();
    let secret = outside.path().join("secret");
    fs::write(&secret, "password: hunter2\n").unwrap();
    for file in ["vendor.yaml", "api.yaml", "overlay.yaml", "spec.lock"] {
        for line in ["generate", "generate --check", "generate --update-lock"] {
            let place = vendor();
            let path = place.path().join("specs/acme").join(file);
            fs::remove_file(&path).unwrap();
            symlink(&secret, &path).unwrap();
            let (status, said) = run(place.path(), line);
            assert_ne!(status, 0, "{file}, {line}: {said}");
            assert!(said.contains("[file-outside]") && said.contains(file), "{file}, {line}: {said}");
            assert!(!said.contains("hunter2") && !said.contains("password"), "{file}, {line}: {said}");
            assert_eq!(fs::read_to_string(&secret).unwrap(), "password: hunter2\n");
        }
    }
}

#[test]
fn a_vendors_files_are_regular() {
    for file in ["vendor.yaml", "api.yaml", "overlay.yaml", "spec.lock"] {
        let place = vendor();
        let path = place.path().join("specs/acme").join(file);
        fs::remove_file(&path).unwrap();
        pipe(&path);
        for line in ["generate", "generate --check", "generate --update-lock"] {
            let (status, said) = run(place.path(), line);
            assert_eq!(status, 2, "{file}, {line}: {said}");
            assert!(said.contains(file) && said.contains("a named pipe"), "{file}, {line}: {said}");
        }
    }
}
