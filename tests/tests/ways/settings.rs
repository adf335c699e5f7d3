//! What `vendor.yaml` changes of types and manifests: whatever is asked for, the crates compile without a warning.

use specwright_tests::{Ran, complaints_of, root, run};
use std::fs;
use std::path::Path;

const DOCUMENT: &str = r#"openapi: 3.1.0
info: {title: Till, version: '1'}
servers: [{url: https://till.example}]
paths:
  /sales/{id}:
    parameters:
    - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
    - {name: from, in: query, schema: {type: string, format: ipv4}}
    - {name: since, in: query, schema: {type: string, format: date-time}}
    get:
      operationId: getSale
      responses:
        '200':
          description: ok
          headers: {X-Peer: {required: true, schema: {type: string, format: ipv4}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Sale'}}}
    put:
      operationId: putSale
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Sale'}}}}
      responses: {'204': {description: ok}}
components:
  schemas:
    Sale:
      type: object
      required: [id, peer, at, total, kind]
      properties:
        id: {type: string, format: uuid}
        peer: {type: string, format: ipv4}
        others: {type: array, items: {type: [string, 'null'], format: ipv4}}
        at: {type: string, format: date-time}
        day: {type: string, format: date}
        clock: {type: string, format: time}
        page: {type: string, format: uri}
        total: {$ref: '#/components/schemas/Money'}
        change: {description: What was given back., $ref: '#/components/schemas/Money'}
        kind: {type: string, enum: [cash, card]}
        place: {$ref: '#/components/schemas/Place'}
    Money:
      type: object
      required: [units]
      properties: {units: {type: integer}, currency: {type: string}}
      example: {units: 1250}
    Place: {type: object, properties: {lat: {type: number}, lon: {type: number}}}
    Receipt: {type: object, required: [total], properties: {total: {$ref: '#/components/schemas/Money'}}}
"#;

/// A crate of the user's own.
const MONEY: &str = "//! Money.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Money {
    /// Hundredths.
    pub units: i64,
}
";

/// A program that asks a fake server and sends back what it gets.
const PROGRAM: &str = r#"//! A program.
use till_client::{Client, TowerTransport, types};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let transport = TowerTransport::new(till_server::fake::router());
    let client = Client::builder("http://in.process").transport(transport).build()?;
    let response = client.sales().get_sale("6fa459ea-ee8a-3ca4-894e-db77e160355e").from(&"192.0.2.7".parse()?).send().await?;
    let mut sale = *response.body;
    assert_eq!(sale.total, types::money::Money { units: 1250 });
    sale.page = Some(types::url::Url::parse("https://till.example/a?b")?);
    client.sales().put_sale("6fa459ea-ee8a-3ca4-894e-db77e160355e", &sale).await?;
    Ok(())
}
"#;

/// Generates with these lines in `vendor.yaml`.
fn generated(place: &Path, lines: &str) -> Ran {
    let folder = place.join("specs/till");
    fs::create_dir_all(&folder).expect("writable");
    fs::create_dir_all(place.join("money/src")).expect("writable");
    fs::write(place.join("money/src/lib.rs"), MONEY).expect("writable");
    let manifest = "[package]\nname = \"till-money\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                    [dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\n";
    fs::write(place.join("money/Cargo.toml"), manifest).expect("writable");
    fs::write(folder.join("openapi.yaml"), DOCUMENT).expect("writable");
    fs::write(folder.join("vendor.yaml"), format!("name: till\ndocuments: [openapi.yaml]\n{lines}")).expect("writable");
    run(place, ["generate", "--update-lock"])
}

/// Generates in a folder below `target`, and compiles all crates with their fakes.
fn compiled(name: &str, lines: &str) -> impl Fn(&str) -> String + use<> {
    let place = root().join("target/settings").join(name);
    fs::remove_dir_all(&place).ok();
    let ran = generated(&place, lines);
    assert_eq!(ran.status, 0, "{}", ran.err);
    fs::write(
        place.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"money\", \"generated/till/types\", \"generated/till/client\", \"generated/till/server\"]\n",
    )
    .expect("writable");
    let complaints = complaints_of("clippy", &place, &["--workspace", "--features", "till-server/fake"]);
    assert!(complaints.is_empty(), "{name}: {}", complaints.join("\n"));
    move |path| fs::read_to_string(place.join("generated/till").join(path)).expect("a generated file")
}

#[test]
fn types_by_format_and_of_the_users_own() {
    let read = compiled(
        "own",
        "types:\n  formats: {ipv4: 'std::net::Ipv4Addr', uri: 'url::Url', uuid: String}\n  replace: {Money: 'money::Money'}\n\
         dependencies:\n  money: {package: till-money, path: ../../../money}\n  url: {version: '2', features: [serde]}\n",
    );
    let declarations = read("types/src/declarations.rs");
    for line in [
        "pub id: String,",
        "pub peer: std::net::Ipv4Addr,",
        "pub others: Option<Vec<Option<std::net::Ipv4Addr>>>,",
        "pub page: Option<url::Url>,",
        "pub total: money::Money,",
        "pub change: Option<money::Money>,",
    ] {
        assert!(declarations.contains(line), "{line} is not in:\n{declarations}");
    }
    assert!(!declarations.contains("struct Money"), "{declarations}");
    let manifest = read("types/Cargo.toml");
    for line in [
        "money = { package = \"till-money\", path = \"../../../money\" }",
        "url = { version = \"2\", features = [\"serde\"] }",
    ] {
        assert!(manifest.contains(line), "{line} is not in:\n{manifest}");
    }
    assert!(!manifest.contains("uuid = "), "{manifest}");
    let place = root().join("target/settings/own");
    fs::create_dir_all(place.join("program/src")).expect("writable");
    fs::write(place.join("program/src/main.rs"), PROGRAM).expect("writable");
    let manifest = "[workspace]\n\n[package]\nname = \"program\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                    till-client = { path = \"../generated/till/client\" }\n\
                    till-server = { path = \"../generated/till/server\", features = [\"fake\"] }\n\
                    tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n";
    fs::write(place.join("program/Cargo.toml"), manifest).expect("writable");
    let complaints = complaints_of("run", &place.join("program"), &["--quiet"]);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    let library = read("types/src/lib.rs");
    assert!(library.contains("pub use money;\npub use serde_json;\npub use url;\n"), "{library}");
}

#[test]
fn every_library_of_dates_compiles() {
    for library in ["chrono", "jiff", "time", "string"] {
        let read = compiled(library, &format!("types: {{date-time: {library}}}\n"));
        assert_eq!(read("types/Cargo.toml").contains("\nchrono = "), library == "chrono");
    }
}

#[test]
fn derives_attributes_manifests_and_the_header() {
    let read = compiled(
        "attributes",
        "types:\n  derives: {'*': [Eq, Hash], Place: [PartialOrd]}\n\
         \x20 attributes: {'*': ['doc(alias = \"till\")'], Place: [must_use]}\n\
         package: {version: 2.1.0-rc.1, license: Apache-2.0, authors: [Till team], repository: 'https://till.example/rust', publish: true}\n\
         default-features: [tower]\n\
         header: |\n  Copyright Till Inc.\n\n  All rights reserved.\n",
    );
    let declarations = read("types/src/declarations.rs");
    let before = |item: &str| {
        let at = declarations.find(item).unwrap_or_else(|| panic!("{item} is not in:\n{declarations}"));
        declarations[..at].rsplit("\n\n").next().unwrap_or_default().to_owned()
    };
    // A number with decimals has neither `Eq` nor `Hash`.
    let place = before("pub struct Place");
    assert!(
        place.contains("#[derive(PartialOrd)]\n#[doc(alias = \"till\")]\n#[must_use]") && !place.contains("Hash"),
        "{place}"
    );
    assert!(before("pub struct Money").contains("#[derive(Eq, Hash)]"), "{declarations}");
    assert_eq!(before("pub enum SaleKind").matches("Hash").count(), 1, "{declarations}");
    for file in ["types/src/declarations.rs", "client/src/lib.rs", "server/src/lib.rs"] {
        assert!(read(file).starts_with("// Copyright Till Inc.\n//\n// All rights reserved.\n\n"), "{}", read(file));
    }
    assert!(read("client/Cargo.toml").contains("\ndefault = [\"tower\"]\n"), "{}", read("client/Cargo.toml"));
    assert!(read("client/README.md").contains("| `rustls-tls` | no |"), "{}", read("client/README.md"));
    for of in ["types", "client", "server"] {
        let manifest = read(&format!("{of}/Cargo.toml"));
        for line in [
            "version = \"2.1.0-rc.1\"\n",
            "license = \"Apache-2.0\"\n",
            "authors = [\"Till team\"]\n",
            "repository = \"https://till.example/rust\"\n",
        ] {
            assert!(manifest.contains(line), "{line} is not in:\n{manifest}");
        }
        assert!(!manifest.contains("publish"), "{manifest}");
    }
}

#[test]
fn names_of_components_by_rule() {
    let read = compiled(
        "names",
        "types: {names: {strip-suffix: [ce], prefix: Till}, attributes: {TillSaleKind: [must_use]}, derives: {TillReceipt: [Eq, Hash]}}\n",
    );
    let declarations = read("types/src/declarations.rs");
    // What the receipt derives, the money in it has to derive as well.
    assert_eq!(declarations.matches("#[derive(Eq, Hash)]").count(), 2, "{declarations}");
    for item in ["pub struct TillSale {", "pub enum TillSaleKind {", "pub struct TillPla {", "pub total: TillMoney,"] {
        assert!(declarations.contains(item), "{item} is not in:\n{declarations}");
    }
}

#[test]
fn settings_that_stand_for_nothing_are_told() {
    for (lines, said) in [
        ("types: {formats: {ipv5: String}}\n", "no schema has the format `ipv5`; did you mean `ipv4`?"),
        ("types: {replace: {Mony: 'std::net::IpAddr'}}\n", "there is no component `Mony`; did you mean `Money`?"),
        ("types: {derives: {Sail: [Eq]}}\n", "no Rust type is called `Sail`; did you mean `Sale`?"),
        ("types: {attributes: {Sail: [must_use]}}\n", "no Rust type is called `Sail`; did you mean `Sale`?"),
        ("types: {derives: {Place: [Eq]}}\n", "`Eq` cannot be derived for `Place`"),
        ("types: {derives: {Place: [Debug]}}\n", "every generated type implements `Debug` already"),
        ("types: {formats: {binary: String}}\n", "stands for bytes that are sent as they are"),
        ("types: {replace: {Money: 'cash::Money'}}\n", "the crate `cash` is not among `dependencies`"),
        ("types: {replace: {Money: 'Vec<u8>'}}\n", "`Vec<u8>` is not a Rust path"),
        ("types: {attributes: {Place: ['x] fn y() {} #[z']}}\n", "is not what stands in an attribute"),
        ("types: {attributes: {Place: ['must_use must_use']}}\n", "is not what stands in an attribute"),
        (
            "dependencies: {chrono: '0.4'}\ntypes: {formats: {date: 'chrono::NaiveDate'}}\n",
            "has `chrono::NaiveDate` by itself",
        ),
        ("dependencies: {runtime: '1'}\n", "`runtime` cannot be the name of a dependency"),
        ("dependencies: {money: {features: [x]}}\n", "a dependency has a `version` or a `path`"),
        ("package: {version: '1.0'}\n", "`1.0` is not a version of three numbers"),
        ("default-features: [towers]\n", "there is no feature `towers`; did you mean `tower`?"),
        ("package: {publsh: true}\n", "did you mean `publish`?"),
    ] {
        let place = tempfile::tempdir().expect("a temporary folder");
        let ran = generated(place.path(), lines);
        let flat = ran.err.replace("\n", " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let parts = said.split("; ").all(|part| flat.contains(part));
        assert!(ran.status > 0 && parts, "{lines}{}", ran.err);
    }
}

#[test]
fn settings_have_their_place_in_what_inspect_prints() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let lines = "default-features: [native-tls]\ntypes: {date-time: jiff, formats: {uri: 'url::Url'}, derives: {'*': [Hash]}, attributes: {Place: [must_use]}}\n\
                 dependencies: {url: {version: '2', features: [serde], default-features: false}}\n\
                 package: {version: 2.0.0, publish: true}\nheader: Copyright Till Inc.\n";
    assert_eq!(generated(place.path(), lines).status, 0);
    let ran = run(place.path(), ["inspect", "specs/till"]);
    for line in [
        "\nsettings\n  dates and times: jiff\n  dependency url: version 2 with serde without default features\n",
        "\n  attributes of Money: derive(Hash)\n",
        "\n  attributes of Place: must_use\n",
        "\n  package version: 2.0.0\n  package publish: true\n  default features: native-tls\n  header: Copyright Till Inc.\n",
        "page: url::Url?",
    ] {
        assert!(ran.out.contains(line), "{line}\n{}{}", ran.out, ran.err);
    }
}
