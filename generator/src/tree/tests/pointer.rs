//! JSON Pointer: the examples of RFC 6901, and round trips.

use super::*;
use proptest::prelude::*;

#[test]
fn examples_of_the_specification() {
    let text = r#"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#;
    let mut sources = Sources::default();
    let id = sources.add("input", text);
    let root = parse(&sources, id, &mut Diagnostics::default()).unwrap();
    let table = [
        ("", "", text),
        ("/foo", "/foo", r#"["bar","baz"]"#),
        ("/foo/0", "/foo/0", r#""bar""#),
        ("/", "/", "0"),
        ("/a~1b", "/a~1b", "1"),
        ("/c%d", "/c%25d", "2"),
        ("/e^f", "/e%5Ef", "3"),
        ("/g|h", "/g%7Ch", "4"),
        ("/i\\j", "/i%5Cj", "5"),
        ("/k\"l", "/k%22l", "6"),
        ("/ ", "/%20", "7"),
        ("/m~0n", "/m~0n", "8"),
    ];
    for (plain, fragment, expected) in table {
        let pointer = Pointer::parse(plain).unwrap();
        assert_eq!(write::json_compact(pointer.resolve(&root).unwrap()), expected);
        assert_eq!(pointer.to_fragment(), fragment);
        assert_eq!(Pointer::from_fragment(fragment), Ok(pointer));
    }
}

#[test]
fn what_is_no_pointer_or_names_nothing() {
    use crate::tree::pointer::PointerError;
    assert_eq!(Pointer::parse("a"), Err(PointerError::NoSlash));
    assert_eq!(Pointer::parse("/~"), Err(PointerError::Escape));
    assert_eq!(Pointer::parse("/~2"), Err(PointerError::Escape));
    assert_eq!(Pointer::from_fragment("/%2"), Err(PointerError::Percent));
    assert_eq!(Pointer::from_fragment("/%FF"), Err(PointerError::Percent));
    let mut sources = Sources::default();
    let id = sources.add("input", "[[1, 2]]");
    let root = parse(&sources, id, &mut Diagnostics::default()).unwrap();
    for text in ["/1", "/00", "/-", "/+0", "/0/0/0", "/a", "/", "/99999999999999999999999"] {
        assert_eq!(Pointer::parse(text).unwrap().resolve(&root), None, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn text_and_fragment_parse_back(tokens in prop::collection::vec(any::<String>(), 0..6)) {
        let pointer: Pointer = tokens.into_iter().collect();
        prop_assert_eq!(Pointer::parse(&pointer.to_string()), Ok(pointer.clone()));
        prop_assert!(pointer.to_fragment().is_ascii());
        prop_assert_eq!(Pointer::from_fragment(&pointer.to_fragment()), Ok(pointer));
    }
}
