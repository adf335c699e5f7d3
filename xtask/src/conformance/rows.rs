//! The rows of a table in Markdown.
//!
//! Takes a page; gives the cells of each row below the heading. Promises to refuse a row of another width.

use std::fs;
use std::path::Path;

/// The rows of the page's one table.
pub fn rows<const WIDTH: usize>(page: &Path) -> Result<Vec<[String; WIDTH]>, String> {
    let text = fs::read_to_string(page).map_err(|error| format!("{}: {error}", page.display()))?;
    let rows = text.lines().filter(|line| line.starts_with('|')).skip(2);
    let cells = |row: &str| -> Vec<String> {
        row.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    rows.map(|row| cells(row).try_into().map_err(|_| format!("{}: not {WIDTH} cells: {row}", page.display()))).collect()
}
