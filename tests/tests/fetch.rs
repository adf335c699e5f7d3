//! `fetch` against a server on this machine that answers well, late, too much, in part, in gzip, and with redirects.
//!
//! Each test makes a vendor's folder, serves what the vendor publishes now, and looks at what the command says and at every byte on disk. Nothing here leaves the machine.

use specwright_tests::{Ran, files, root, run};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What the server says to one path, and the requests that it has seen.
struct Server {
    address: String,
    seen: Arc<Mutex<Vec<String>>>,
}

type Answers = fn(&str, &str, &mut TcpStream) -> std::io::Result<()>;

/// Serves until the test's process ends; `answers` takes the path and the head of the request.
fn serve(answers: Answers) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let kept = Arc::clone(&kept);
            std::thread::spawn(move || {
                let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
                loop {
                    let mut head = String::new();
                    while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
                    let Some(path) = head.split(' ').nth(1).map(str::to_owned) else { return };
                    kept.lock().expect("no panic").push(head.clone());
                    let mut stream = stream.try_clone().expect("a third handle");
                    // Who asked may have gone.
                    if answers(&path, &head, &mut stream).is_err() {
                        return;
                    }
                }
            });
        }
    });
    Server { address, seen }
}

fn old() -> String {
    fs::read_to_string(root().join("tests/drift/property_required/old.yaml")).expect("a document")
}

fn new() -> String {
    fs::read_to_string(root().join("tests/drift/property_required/new.yaml")).expect("a document")
}

fn send(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}\r\n", body.len())?;
    stream.write_all(body)
}

/// A vendor's folder whose document came from an address.
fn vendor(url: &str) -> TempDir {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("specs/acme");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("openapi.yaml"), old()).expect("a document");
    let config = format!("name: acme\ndocuments:\n  - {{path: openapi.yaml, url: '{url}'}}\n");
    fs::write(folder.join("vendor.yaml"), config).expect("a configuration");
    place
}

fn fetch(place: &Path, options: &[&str]) -> Ran {
    run(place, ["fetch"].iter().chain(options).copied())
}

/// The command ends as it should, and no byte on disk has changed.
fn unchanged(place: &TempDir, options: &[&str], status: u8, said: &str) -> Ran {
    let before = files(place.path());
    let ran = fetch(place.path(), options);
    assert_eq!(ran.status, status, "{ran:?}");
    assert!(ran.err.contains(said) || ran.out.contains(said), "`{said}` is not said: {ran:?}");
    assert_eq!(before, files(place.path()), "{ran:?}");
    ran
}

fn well(path: &str, head: &str, stream: &mut TcpStream) -> std::io::Result<()> {
    let validators = "ETag: \"second\"\r\nLast-Modified: Fri, 27 Nov 2026 10:00:00 GMT\r\n";
    match path {
        "/same.yaml" => send(stream, "200 OK", validators, old().as_bytes()),
        "/new.yaml" if head.to_lowercase().contains("if-none-match: \"second\"") => {
            write!(stream, "HTTP/1.1 304 Not Modified\r\n\r\n")
        }
        "/new.yaml" => send(stream, "200 OK", validators, new().as_bytes()),
        "/gzip.yaml" => send(stream, "200 OK", "Content-Encoding: gzip\r\n", &gzip(new().as_bytes())),
        "/half.yaml" => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", new().len() + 100, new())?;
            Err(std::io::Error::other("and gone"))
        }
        "/chunks.yaml" => {
            write!(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nopena\r\n40\r\npi: 3")?;
            Err(std::io::Error::other("and gone"))
        }
        "/cut.json" => send(stream, "200 OK", "", br#"{"openapi": "3.1.0", "info": {"title": "#),
        "/bytes.yaml" => send(stream, "200 OK", "", b"openapi: \xff\xfe"),
        "/empty.yaml" => send(stream, "200 OK", "", b"\n"),
        "/slow.yaml" => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")?;
            for _ in 0..100 {
                stream.write_all(b"#")?;
                std::thread::sleep(Duration::from_millis(100));
            }
            Ok(())
        }
        "/huge.yaml" => {
            write!(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
            for _ in 0..100_000 {
                write!(stream, "400\r\n{}\r\n", "#".repeat(1024))?;
            }
            Ok(())
        }
        "/bomb.yaml" => send(stream, "200 OK", "Content-Encoding: gzip\r\n", &gzip(&vec![b'#'; 3_000_000])),
        "/gone.yaml" => send(stream, "404 Not Found", "", b"nothing"),
        "/moved.yaml" => send(stream, "301 Moved Permanently", "Location: new.yaml\r\n", b""),
        "/round.yaml" => send(stream, "302 Found", "Location: /round.yaml\r\n", b""),
        "/inside.yaml" => send(stream, "302 Found", "Location: https://10.0.0.1/openapi.yaml\r\n", b""),
        "/metadata.yaml" => send(stream, "302 Found", "Location: http://169.254.169.254/latest/\r\n", b""),
        "/other-port.yaml" => send(stream, "307 Temporary Redirect", "Location: http://127.0.0.1:9/a\r\n", b""),
        "/nowhere.yaml" => send(stream, "302 Found", "", b""),
        "/docs/llms.txt" => send(
            stream,
            "200 OK",
            "",
            b"# Acme\n\n- [One](/docs/api/one.md): first\n- [Two](two.md)\n- [Else](https://b.example/docs/api/three.md)\n- [Up](/docs/api/../../etc/passwd)\n",
        ),
        "/docs/api/one.md" => send(stream, "200 OK", "Content-Type: text/markdown\r\n", PAGE.as_bytes()),
        _ => send(stream, "404 Not Found", "", b""),
    }
}

/// A page that holds a document.
const PAGE: &str = "# One\n\n```yaml\nopenapi: 3.1.0\ninfo: {title: Acme, version: '1'}\npaths:\n  /a:\n    get:\n      operationId: get_a\n      responses:\n        '200': {description: Well.}\n```\n";

/// Bytes in gzip's form, stored as they are.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let blocks: Vec<&[u8]> = bytes.chunks(65_535).collect();
    for (at, block) in blocks.iter().enumerate() {
        let length = u16::try_from(block.len()).expect("a short block");
        out.push(u8::from(at + 1 == blocks.len()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    out.extend((!sum).to_le_bytes());
    out.extend(u32::try_from(bytes.len()).expect("few bytes").to_le_bytes());
    out
}

#[test]
fn what_has_not_changed_is_told_and_nothing_is_written() {
    let server = serve(well);
    let place = vendor(&format!("{}/same.yaml", server.address));
    unchanged(&place, &[], 0, "acme: nothing has changed");
    unchanged(&place, &["--accept"], 0, "acme: nothing has changed");
}

#[test]
fn a_change_is_told_and_takes_its_place_only_when_accepted() {
    let server = serve(well);
    let place = vendor(&format!("{}/new.yaml", server.address));
    let ran = unchanged(&place, &[], 1, "breaking[property-required]");
    assert!(ran.out.contains("specs/acme/openapi.yaml:") && ran.err.contains("with --accept"), "{ran:?}");
    unchanged(&place, &["--accept", "--fail-on", "breaking"], 1, "findings of the kind that --fail-on names");
    let ran = fetch(place.path(), &["acme", "--accept", "--format", "markdown"]);
    assert!(ran.status == 0 && ran.err.contains("replaced specs/acme/spec.lock"), "{ran:?}");
    let folder = place.path().join("specs/acme");
    assert_eq!(fs::read_to_string(folder.join("openapi.yaml")).expect("a document"), new());
    let lock = fs::read_to_string(folder.join("spec.lock")).expect("a lock");
    assert!(lock.contains("etag: '\"second\"'") && lock.contains("last-modified: Fri, 27 Nov 2026"), "{lock}");
    // What is recorded is asked for by its name; what was changed by hand since is asked for whole.
    unchanged(&place, &[], 0, "acme: nothing has changed");
    let heads = |server: &Server| server.seen.lock().expect("no panic").clone();
    assert!(heads(&server).last().is_some_and(|it| it.to_lowercase().contains("if-none-match: \"second\"")));
    fs::write(folder.join("openapi.yaml"), old()).expect("an edit");
    unchanged(&place, &[], 1, "breaking[property-required]");
    assert!(heads(&server).last().is_some_and(|it| !it.to_lowercase().contains("if-none-match")));
    // The lock is one that `generate` reads, and keeps what servers said.
    fs::write(folder.join("openapi.yaml"), new()).expect("an edit");
    let ran = run(place.path(), ["generate", "--update-lock"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(fs::read_to_string(folder.join("spec.lock")).expect("a lock"), lock);
}

#[test]
fn compressed_and_moved_documents_are_read() {
    let server = serve(well);
    for path in ["gzip.yaml", "moved.yaml"] {
        unchanged(&vendor(&format!("{}/{path}", server.address)), &[], 1, "breaking[property-required]");
    }
}

#[test]
fn what_fails_changes_nothing() {
    let server = serve(well);
    for (path, said) in [
        ("half.yaml", "it does not come whole"),
        ("chunks.yaml", "error: acme: "),
        ("cut.json", "error"),
        ("bytes.yaml", "it is not UTF-8"),
        ("empty.yaml", "it is empty"),
        ("gone.yaml", "status 404"),
        ("round.yaml", "there are more than 5"),
        ("inside.yaml", "`10.0.0.1` is a private address"),
        ("metadata.yaml", "plain HTTP"),
        ("other-port.yaml", "`127.0.0.1` is a private address"),
        ("nowhere.yaml", "it says not where to"),
    ] {
        let place = vendor(&format!("{}/{path}", server.address));
        let ran = unchanged(&place, &["--accept"], 2, said);
        assert!(ran.err.contains("nothing on disk has changed"), "{path}: {ran:?}");
    }
    for (url, said) in [
        ("http://acme.example/openapi.yaml", "plain HTTP"),
        ("ftp://acme.example/openapi.yaml", "`https://` alone"),
        ("https://user:word@acme.example/openapi.yaml", "no credentials"),
        ("http://127.0.0.1:1/openapi.yaml", "error: acme: "),
    ] {
        unchanged(&vendor(url), &["--accept"], 2, said);
    }
}

#[test]
fn what_is_slow_or_large_ends() {
    let server = serve(well);
    let start = Instant::now();
    let place = vendor(&format!("{}/slow.yaml", server.address));
    unchanged(&place, &["--accept", "--timeout", "1"], 2, "it is not there after 1 seconds");
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    for path in ["huge.yaml", "bomb.yaml"] {
        let place = vendor(&format!("{}/{path}", server.address));
        unchanged(&place, &["--accept", "--budget", "file-bytes=1000000"], 2, "more than 1000000 bytes");
    }
}

#[test]
fn one_vendor_that_fails_keeps_the_others_as_they_are() {
    let server = serve(well);
    let place = vendor(&format!("{}/new.yaml", server.address));
    let other = place.path().join("specs/zenith");
    fs::create_dir_all(&other).expect("a folder");
    fs::write(other.join("openapi.yaml"), old()).expect("a document");
    let config = format!("name: zenith\ndocuments: [{{path: openapi.yaml, url: '{}/gone.yaml'}}]\n", server.address);
    fs::write(other.join("vendor.yaml"), config).expect("a configuration");
    unchanged(&place, &["--accept"], 2, "zenith: ");
}

#[test]
fn pages_of_an_index_come_with_it() {
    let server = serve(well);
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("specs/acme");
    fs::create_dir_all(&folder).expect("a folder");
    let config = |pages: &str| {
        let url = format!("{}/docs/llms.txt", server.address);
        let text =
            format!("name: acme\ndocuments: [{{path: llms.txt, url: '{url}'}}]\nupstream: {{pages: ['{pages}']}}\n");
        fs::write(folder.join("vendor.yaml"), text).expect("a configuration");
    };
    // `/docs/two.md` is not there, and not wanted.
    config("/docs/api/**");
    let ran = fetch(place.path(), &["--accept"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(fs::read_to_string(folder.join("docs/api/one.md")).expect("a page"), PAGE);
    assert!(folder.join("llms.txt").is_file() && folder.join("spec.lock").is_file());
    assert!(!place.path().join("etc").exists() && !folder.join("docs/api/three.md").exists());
    unchanged(&place, &[], 0, "acme: nothing has changed");
    config("/docs/**");
    unchanged(&place, &["--accept"], 2, "status 404");
    config("/elsewhere/**");
    unchanged(&place, &["--accept"], 2, "it names no page");
}
