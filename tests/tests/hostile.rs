//! A quick part of `cargo xtask hostile`, always with the same seed: texts that would become code, and documents out of shape.

// `xtask` is a workspace of its own; its attacks are shared as files.
#[path = "../../xtask/src/hostile/in_memory/mod.rs"]
#[allow(dead_code, reason = "the command uses more of it")]
mod in_memory;

use in_memory::inject::Injection;
use in_memory::library::{self, Outcome};
use in_memory::mutate;
use in_memory::random::Random;
use std::time::{Duration, Instant};

/// For each of the two.
const TIME: Duration = Duration::from_secs(5);

#[test]
fn texts_of_a_document_never_become_code() {
    let injection = Injection::new().expect("the rich document is generated");
    assert!(injection.places.len() >= 160, "only {} places", injection.places.len());
    let tried = injection.run(1, Instant::now() + TIME);
    let findings: Vec<_> = tried.findings.iter().map(|it| format!("{}: {}", it.what, it.broken)).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn documents_out_of_shape_do_no_harm() {
    let document = library::as_json(in_memory::inject::RICH).expect("it parses");
    let others = [document.clone()];
    let started = Instant::now();
    for seed in 0.. {
        let text = mutate::variant(&document, &others, &mut Random::new(seed));
        if let Outcome::Broken(why) = library::generate(&text) {
            panic!("seed {seed}: {why}\n{text}");
        }
        if started.elapsed() > TIME {
            return;
        }
    }
}
