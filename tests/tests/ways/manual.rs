//! Completions and manual pages name what the program has.

use specwright_tests::{root, run};

const COMMANDS: [&str; 6] = ["generate", "inspect", "export", "explain", "init", "completions"];

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run(root(), ["completions", shell]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        for command in COMMANDS {
            assert!(ran.out.contains(command), "{shell} does not complete `{command}`");
        }
        assert!(ran.out.contains("update-lock"), "{shell} does not complete options");
    }
    assert_eq!(run(root(), ["completions", "tcsh"]).status, 2);
}

#[test]
fn there_is_a_page_for_each_command() {
    let whole = run(root(), ["man"]);
    for command in COMMANDS {
        assert!(whole.out.contains(&format!("specwright\\-{command}")), "{}", whole.out);
        let page = run(root(), ["man", command]);
        assert_eq!(page.status, 0, "{}", page.err);
        assert!(page.out.contains(".SH OPTIONS"), "{}", page.out);
    }
    let unknown = run(root(), ["man", "genrate"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.err.contains("did you mean `generate`?"), "{}", unknown.err);
}
