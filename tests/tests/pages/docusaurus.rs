//! Pages of the docusaurus theme, flattened to text, with and without the names of their properties.

use crate::facts::{Claims, NotNull};
use std::path::Path;

use crate::{Names, Score, rendered, shared};

/// What is printed is a fact; what is not printed is none, for the extraction loses much.
const PRINTED: Claims = Claims { optional: false, not_null: NotNull::None, texts: true };

/// Where the pages and their documents must differ.
const FAULTS_OF_THE_DOCUMENTS: [&str; 8] = [
    // `type: [object, "null"]` beside `items`: the page prints the list.
    "heyfull__get_api_v_api_version_types: /query parameterDictionary#type",
    // The path's own parameter is not declared, and the one declared in its place is not required.
    "heyfull__get_api_v_api_version_types: /path api-version#",
    "heyfull__get_api_v_api_version_types: /path id#required",
    // Of an `allOf` with two descriptions the page prints the first.
    "box__post_shield_information_barrier_segment_restrictions: /responses/201/application/json/created_by#description",
    "box__post_shield_information_barrier_segment_restrictions: /responses/201/application/json/updated_by#description",
    "box__post_terms_of_service_user_statuses: /responses/201/application/json/tos#description",
    "box__post_terms_of_service_user_statuses: /responses/201/application/json/user#description",
    "box__put_files_upload_sessions_upload_session_id: /responses/200/application/json/part#description",
];

/// The score of a folder's pages.
pub fn read(pages: &Path, format: &str, names: Names, document: &str) -> Option<Score> {
    let mut score = rendered(pages, format, names, PRINTED, document)?;
    // An example shows a number; that it stands for an integer, it does not say.
    let (wider, wrong): (Vec<_>, Vec<_>) = score
        .wrong
        .into_iter()
        .partition(|fact| fact.ends_with("#type = number, but the document has Some(\"integer\")"));
    score.right += wider.len();
    score.wrong = wrong;
    score.wrong.retain(|fact| !FAULTS_OF_THE_DOCUMENTS.iter().any(|fault| fact.starts_with(fault)));
    score.print(&format!("{document} {format} {names:?}"));
    Some(score)
}

#[test]
fn pages_that_keep_names_say_what_their_documents_say() {
    let Some(pages) = shared() else { return };
    let Some(score) = read(&pages, "docusaurus", Names::Kept, "") else { return };
    assert_eq!(score.wrong, [""; 0]);
    // Three pages came without line breaks.
    assert_eq!((score.pages, score.refused), (43, 3));
    assert!(score.right >= 1_920 && score.share() >= 96.0, "{} facts, {:.1} %", score.right, score.share());
}

#[test]
fn pages_that_lost_names_say_what_their_documents_say() {
    let Some(pages) = shared() else { return };
    let Some(score) = read(&pages, "docusaurus-lost", Names::Lost, "") else { return };
    assert_eq!(score.wrong, [""; 0]);
    // One page holds nothing below the heading `Request`.
    assert_eq!((score.pages, score.refused), (54, 1));
    assert!(score.right >= 2_060 && score.share() >= 78.0, "{} facts, {:.1} %", score.right, score.share());
}
