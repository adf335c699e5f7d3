//! What `drift` prints, and how it ends.

use jsonschema::{Draft, options};
use libtest_mimic::{Failed, Trial};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;
use specwright_tests::{Ran, root, run};
use std::fs;
use std::path::Path;
use std::process::Command;

pub fn trials() -> Vec<Trial> {
    let mut trials = vec![
        Trial::test("reports::the_exit_status_is_what_was_asked_for", exit_status),
        Trial::test("reports::json_is_what_its_schema_says", json),
        Trial::test("reports::sarif_has_a_result_for_each_change", sarif),
        Trial::test("reports::sarif_is_what_its_schema_says", sarif_schema),
        Trial::test("reports::a_comment_stays_short_and_holds_no_markup_of_others", markdown),
        Trial::test("reports::a_page_asks_for_nothing", page),
        Trial::test("reports::an_api_as_a_page_asks_for_nothing", inspected),
        Trial::test("reports::github_and_junit_name_the_place", places),
        Trial::test("reports::what_is_accepted_counts_no_more", accepted),
        Trial::test("reports::what_ends_as_announced_counts_no_more", announced),
        Trial::test("reports::revisions_are_read_by_git", revisions),
        Trial::test("reports::rules_are_explained", explained),
    ];
    trials.push(Trial::test("reports::a_vendors_folder_is_read_as_generate_reads_it", vendor_folder));
    trials.push(Trial::test("reports::overlays_belong_to_a_side", overlays));
    trials.push(Trial::test("reports::vendors_are_compared_with_what_they_were", vendors));
    trials
}

pub(super) fn drift(directory: &Path, arguments: &[&str]) -> Ran {
    run(directory, ["drift"].iter().chain(arguments).copied())
}

fn case(name: &str, more: &[&str]) -> Ran {
    let folder = root().join("tests/drift").join(name);
    drift(&folder, &[&["old.yaml", "new.yaml"], more].concat())
}

fn check(holds: bool, ran: &Ran) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(format!("status {}\n{}\n{}", ran.status, ran.out, ran.err).into()) }
}

fn exit_status() -> Result<(), Failed> {
    for (name, more, status) in [
        ("property_required", &[][..], 1),
        ("property_required", &["--fail-on", "none"], 0),
        ("equal_order", &["--fail-on", "any", "--for", "both"], 0),
        ("property_added", &[], 0),
        ("property_added", &["--fail-on", "any"], 1),
        ("pattern_undecidable", &[], 0),
        ("pattern_undecidable", &["--fail-on", "unproven"], 1),
        ("operation_added", &[], 0),
        ("operation_added", &["--for", "server"], 1),
        ("operation_added", &["--format", "docx"], 2),
    ] {
        let ran = case(name, more);
        check(ran.status == status, &ran)
            .map_err(|it| Failed::from(format!("{name} {more:?} ends with {status}: {it:?}")))?;
    }
    let ran = drift(root(), &["missing.yaml", "tests/drift/property_added/new.yaml"]);
    check(ran.status == 2 && ran.err.contains("missing.yaml"), &ran)
}

fn json() -> Result<(), Failed> {
    let schema: Value = serde_json::from_str(&fs::read_to_string(root().join("generator/drift.schema.json"))?)?;
    let validator = options().with_draft(Draft::Draft202012).build(&schema)?;
    for name in [
        "property_required",
        "type_changed",
        "equal_order",
        "webhook_body",
        "security_and",
        "operation_id",
        "status_changed",
    ] {
        let ran = case(name, &["--format", "json"]);
        let report: Value = serde_json::from_str(&ran.out)?;
        if let Some(error) = validator.iter_errors(&report).next() {
            return Err(format!("{name}: {error}").into());
        }
    }
    Ok(())
}

fn sarif() -> Result<(), Failed> {
    let ran = case("property_required", &["--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&ran.out)?;
    let run = sarif.pointer("/runs/0").ok_or("no run")?;
    let results = run.pointer("/results").and_then(Value::as_array).ok_or("no results")?;
    for result in results {
        let index = result.pointer("/ruleIndex").and_then(Value::as_u64).ok_or("no index")?;
        let rule = run.pointer(&format!("/tool/driver/rules/{index}/id"));
        check(rule == result.pointer("/ruleId") && rule.is_some(), &ran)?;
        check(
            result.pointer("/locations/0/physicalLocation/artifactLocation/uri") == Some(&Value::from("new.yaml")),
            &ran,
        )?;
        check(
            result.pointer("/locations/0/physicalLocation/region/startLine").and_then(Value::as_u64) > Some(1),
            &ran,
        )?;
    }
    check(!results.is_empty() && sarif.get("version") == Some(&Value::from("2.1.0")), &ran)
}

/// A pair whose texts try to become markup, with many changes.
pub(super) fn hostile(folder: &Path) -> Result<(), Failed> {
    let document = |ty: &str| {
        let properties: Vec<String> = (0..900)
            .map(|at| {
                format!(
                    "\"p{at} <script>alert(1)</script> | @everyone `x` [a](http://b.example)\": {{\"type\": \"{ty}\"}}"
                )
            })
            .collect();
        format!(
            "{{\"openapi\": \"3.1.0\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, \"paths\": {{\"/a\": {{\"get\": {{\"responses\": {{\"200\": {{\"description\": \"d\", \"content\": {{\"application/json\": {{\"schema\": {{\"type\": \"object\", \"properties\": {{{}}}}}}}}}}}}}}}}}}}}}",
            properties.join(",")
        )
    };
    fs::write(folder.join("old.json"), document("string"))?;
    fs::write(folder.join("new.json"), document("integer"))?;
    Ok(())
}

/// Of reports with witnesses, with accepted changes, with paths outside of the folder, and with nothing.
fn sarif_schema() -> Result<(), Failed> {
    let schema: Value = serde_json::from_str(&fs::read_to_string(root().join("tests/schemas/sarif-2.1.0.json"))?)?;
    let schema = options().with_draft(Draft::Draft7).should_validate_formats(true).build(&schema)?;
    let place = tempfile::tempdir()?;
    hostile(place.path())?;
    let list = place.path().join("accepted.yaml");
    let of = &case("property_required", &["--format", "json"]).out;
    let report: Value = serde_json::from_str(of)?;
    let fingerprint = report.pointer("/changes/0/fingerprint").and_then(Value::as_str).ok_or("none")?;
    fs::write(&list, format!("- {{fingerprint: {fingerprint}, reason: nobody sends it}}\n"))?;
    let outside = root().join("tests/drift/enum_value_added/new.yaml");
    let outside = outside.to_string_lossy();
    for ran in [
        case("property_required", &["--format", "sarif"]),
        case("property_required", &["--format", "sarif", "--accepted", &list.to_string_lossy()]),
        case("equal_order", &["--format", "sarif"]),
        drift(place.path(), &["old.json", "new.json", "--format", "sarif"]),
        drift(&root().join("tests/drift/enum_value_added"), &["old.yaml", &outside, "--format", "sarif"]),
    ] {
        let written: Value = serde_json::from_str(&ran.out)?;
        let faults: Vec<String> =
            schema.iter_errors(&written).take(5).map(|it| format!("{}: {it}", it.instance_path())).collect();
        if !faults.is_empty() {
            return Err(faults.join("\n").into());
        }
    }
    // The schema is one that refuses.
    let wrong = serde_json::json!({"version": "2.1.0", "runs": [{"tool": {"driver": {}}}]});
    if schema.is_valid(&wrong) { Err("a run without the name of its tool is taken".into()) } else { Ok(()) }
}

fn markdown() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    hostile(place.path())?;
    let ran = drift(place.path(), &["old.json", "new.json", "--format", "markdown"]);
    check(ran.status == 1 && ran.out.chars().count() < 65_000 && ran.out.contains("more changes"), &ran)?;
    // A Markdown parser finds no markup but ours.
    let own = ["<details>", "</details>", "<summary>", "</summary>"];
    for event in Parser::new_ext(&ran.out, Options::ENABLE_TABLES) {
        let foreign = match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => true,
            Event::Html(html) | Event::InlineHtml(html) => {
                own.iter().fold(html.to_string(), |text, tag| text.replace(tag, "")).contains(['<', '@'])
            }
            _ => false,
        };
        check(!foreign, &ran)?;
    }
    check(ran.out.contains("900 breaking"), &ran)
}

fn page() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    hostile(place.path())?;
    let ran = drift(place.path(), &["old.json", "new.json", "--format", "html"]);
    check(
        ran.out.matches("<script>").count() == 1 && ran.out.matches("<details class=\"change error\"").count() == 900,
        &ran,
    )?;
    let tags_that_ask = ["<img", "<link", "<iframe", "src=", "url(", "@import"];
    check(tags_that_ask.iter().all(|it| !ran.out.contains(it)) && ran.out.contains("default-src 'none'"), &ran)
}

fn inspected() -> Result<(), Failed> {
    let ran = run(root(), ["inspect", "--format", "html", "tests/used_by/old.yaml"]);
    let told = [
        "<b>3</b> operations",
        "<b>3</b> types",
        "fn api_client::api::Books::get_book(&amp;self, id: &amp;str) -&gt; Call&lt;GetBook&gt;",
        "field api_types::Book::pages: Option&lt;i64&gt;",
        "tests/used_by/old.yaml:7:7",
        "default-src 'none'",
    ];
    for line in told {
        check(ran.status == 0 && ran.out.contains(line), &ran).map_err(|it| Failed::from(format!("{line}: {it:?}")))?;
    }
    let place = tempfile::tempdir()?;
    hostile(place.path())?;
    let ran = run(place.path(), ["inspect", "--format", "html", "new.json"]);
    let tags_that_ask = ["<img", "<link", "<iframe", "src=", "url(", "@import"];
    check(ran.out.matches("<script>").count() == 1 && tags_that_ask.iter().all(|it| !ran.out.contains(it)), &ran)
}

fn places() -> Result<(), Failed> {
    let ran = case("property_required", &["--format", "github"]);
    check(ran.out.contains("::error file=new.yaml,line=") && ran.out.lines().all(|it| it.starts_with("::")), &ran)?;
    let ran = case("property_required", &["--format", "junit"]);
    check(ran.out.contains("failures=\"1\"") && ran.out.contains("new.yaml:"), &ran)
}

fn accepted() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let ran = case("property_required", &["--format", "json"]);
    let report: Value = serde_json::from_str(&ran.out)?;
    let fingerprint = report.pointer("/changes/0/fingerprint").and_then(Value::as_str).ok_or("none")?;
    let list = place.path().join("accepted.yaml");
    let with = |text: String, date: &str| {
        fs::write(&list, text)?;
        Ok::<_, Failed>(case("property_required", &["--accepted", &list.to_string_lossy(), "--date", date]))
    };
    let entry = format!("- {{fingerprint: {fingerprint}, reason: nobody sends it, expires: '2027-01-31'}}\n");
    let ran = with(entry.clone(), "2027-01-31")?;
    check(ran.status == 0 && ran.out.contains("accepted: nobody sends it"), &ran)?;
    let ran = with(entry, "2027-02-01")?;
    check(ran.status == 1 && ran.out.contains("was accepted until 2027-01-31"), &ran)?;
    let ran = with("- {fingerprint: '0000000000000000', reason: no longer there}\n".to_owned(), "2027-01-01")?;
    check(ran.status == 1 && ran.out.contains("names no change"), &ran)?;
    let ran = with(format!("- {{fingerprint: {fingerprint}}}\n"), "2027-01-01")?;
    check(ran.status == 2 && ran.err.contains("reason"), &ran)
}

pub(super) fn git(place: &Path, arguments: &[&str]) -> Result<(), Failed> {
    let own = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"];
    let done = Command::new("git").args(own).args(arguments).current_dir(place).output()?;
    if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned().into()) }
}

/// A patch, a list of pages by a pattern, and no `spec.lock`; on disk and in a revision, whose copy is gone afterwards.
fn vendor_folder() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let folder = place.path().join("specs/acme");
    fs::create_dir_all(folder.join("api"))?;
    let text = fs::read_to_string(root().join("tests/drift/property_required/old.yaml"))?;
    let first = text.lines().next().ok_or("a line")?;
    fs::write(folder.join("vendor.yaml"), "name: acme\ndocuments: ['api/*.yaml']\npatches: [first.patch]\n")?;
    fs::write(folder.join("api/shop.yaml"), text.replacen(first, "openapi 3.1.0", 1))?;
    let second = text.lines().nth(1).ok_or("a line")?;
    let patch =
        format!("--- a/api/shop.yaml\n+++ b/api/shop.yaml\n@@ -1,2 +1,2 @@\n-openapi 3.1.0\n+{first}\n {second}\n");
    fs::write(folder.join("first.patch"), patch)?;
    git(place.path(), &["init", "-q"])?;
    git(place.path(), &["add", "-A"])?;
    git(place.path(), &["commit", "-qm", "old"])?;
    let same = drift(place.path(), &["HEAD:specs/acme", "specs/acme", "--fail-on", "any"]);
    check(same.status == 0, &same)?;
    let new = fs::read_to_string(root().join("tests/drift/property_required/new.yaml"))?;
    fs::write(folder.join("api/shop.yaml"), new.replacen(first, "openapi 3.1.0", 1))?;
    let ran = drift(place.path(), &["HEAD:specs/acme", "specs/acme"]);
    check(
        ran.status == 1
            && ran.out.contains("breaking[property-required]")
            && ran.out.contains("specs/acme/api/shop.yaml:"),
        &ran,
    )?;
    let own = format!("specwright-{}-", std::process::id());
    let left =
        fs::read_dir(std::env::temp_dir())?.flatten().filter(|it| it.file_name().to_string_lossy().starts_with(&own));
    if left.count() == 0 { Ok(()) } else { Err("the copy of the revision is left behind".into()) }
}

fn revisions() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let git = |arguments: &[&str]| git(place.path(), arguments);
    let from = root().join("tests/drift/property_required");
    fs::create_dir(place.path().join("api"))?;
    let target = place.path().join("api/openapi.yaml");
    fs::copy(from.join("old.yaml"), &target)?;
    git(&["init", "-q"])?;
    git(&["add", "-A"])?;
    git(&["commit", "-qm", "old"])?;
    fs::copy(from.join("new.yaml"), &target)?;
    for old in ["HEAD:api/openapi.yaml", "HEAD:api"] {
        let ran = drift(place.path(), &[old, "api"]);
        check(
            ran.status == 1 && ran.out.contains("breaking[property-required]") && ran.out.contains("api/openapi.yaml:"),
            &ran,
        )?;
    }
    let ran = drift(place.path(), &["nowhere:api/openapi.yaml", "api"]);
    check(ran.status == 2 && ran.err.contains("cannot be read by git"), &ran)
}

fn announced() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let path = |more: &str| {
        format!(
            "  /{more}: {{get: {{operationId: {more}, deprecated: true, x-sunset: '2027-01-31T00:00:00Z', responses: {{'204': {{description: Done.}}}}}}}}\n"
        )
    };
    let head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n";
    fs::write(place.path().join("old.yaml"), format!("{head}{}{}", path("a"), path("b")))?;
    fs::write(place.path().join("new.yaml"), format!("{head}{}", path("a")))?;
    for (date, status, told) in [
        (
            "2027-01-30",
            1,
            "breaking[operation-removed]: GET /b is no longer documented; it was announced to end on 2027-01-31",
        ),
        ("2027-01-31", 0, "accepted: its end on 2027-01-31 was announced"),
    ] {
        let ran = drift(place.path(), &["old.yaml", "new.yaml", "--date", date]);
        check(ran.status == status && ran.out.contains(told), &ran)?;
    }
    let parts = |parameter: &str, property: &str| {
        format!(
            "{head}  /a: {{put: {{operationId: a, parameters: [{parameter}], requestBody: {{required: true, content: {{application/json: {{schema: {{type: object, properties: {{{property}}}}}}}}}}}, responses: {{'204': {{description: Done.}}}}}}}}\n"
        )
    };
    let end = "deprecated: true, x-sunset: '2027-01-31'";
    let old = parts(&format!("{{name: q, in: query, {end}, schema: {{}}}}"), &format!("b: {{type: string, {end}}}"));
    fs::write(place.path().join("old.yaml"), old)?;
    fs::write(place.path().join("new.yaml"), parts("", ""))?;
    for (date, status) in [("2027-01-30", 1), ("2027-01-31", 0)] {
        let ran = drift(place.path(), &["old.yaml", "new.yaml", "--date", date, "--fail-on", "unproven"]);
        let told = ran.out.matches("; it was announced to end on 2027-01-31").count();
        check(ran.status == status && told == 2, &ran)?;
    }
    Ok(())
}

fn explained() -> Result<(), Failed> {
    let ran = run(root(), ["explain", "enum-value-added"]);
    check(ran.status == 0 && ran.out.contains("`enum-value-removed`"), &ran)
}

fn overlays() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let overlay = place.path().join("overlay.yaml");
    let action =
        "{target: '$.paths', description: gone, remove: true}, {target: '$', description: none, update: {paths: {}}}";
    fs::write(&overlay, format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions: [{action}]\n"))?;
    let overlay = overlay.to_string_lossy();
    let ran = case("equal_order", &["--new-overlay", &overlay]);
    check(ran.status == 1 && ran.out.contains("breaking[operation-removed]"), &ran)?;
    let ran = case("equal_order", &["--overlay", &overlay, "--fail-on", "any"]);
    check(ran.status == 0, &ran)
}

fn vendors() -> Result<(), Failed> {
    for entry in fs::read_dir(root().join("tests/drift/former"))? {
        let path = entry?.path();
        let vendor = path.file_stem().and_then(std::ffi::OsStr::to_str).ok_or("a name")?;
        let (now, former) = (format!("specs/{vendor}"), format!("tests/drift/former/{vendor}.yaml"));
        let ran = drift(root(), &[&now, &now, "--old-overlay", &former]);
        let told = ["unproven[parameter-removed]", "note[operation-undeprecated]", &format!("fn {vendor}_client::")];
        check(ran.status == 0 && told.iter().all(|it| ran.out.contains(it)), &ran)?;
        let ran = drift(root(), &[&now, &now, "--fail-on", "any"]);
        check(ran.status == 0, &ran)?;
    }
    Ok(())
}
