//! Which version comes next.
//!
//! Takes a version and what changed; gives the next version by the rules of Cargo: before 1.0.0 the second number stands for the first, and the third for the second.

use super::change::Level;

/// The next version; `None` where the text is no version of three numbers.
pub fn next(version: &str, level: Level) -> Option<String> {
    // What stands after the numbers names a version before the one with the numbers alone.
    let numbers = version.split(['-', '+']).next()?;
    let parts: Vec<u64> = numbers.split('.').map(|it| it.parse().ok()).collect::<Option<_>>()?;
    let [major, minor, patch] = parts.as_slice() else { return None };
    let level = match (major, minor, level) {
        // Every change of 0.0.x is one that breaks.
        (0, 0, _) => Level::Patch,
        (0, _, Level::Major) => Level::Minor,
        (0, _, Level::Minor) => Level::Patch,
        (_, _, level) => level,
    };
    Some(match level {
        Level::Major => format!("{}.0.0", major.saturating_add(1)),
        Level::Minor => format!("{major}.{}.0", minor.saturating_add(1)),
        Level::Patch => format!("{major}.{minor}.{}", patch.saturating_add(1)),
    })
}

#[cfg(test)]
mod tests {
    use super::{Level, next};

    #[test]
    fn versions_move_as_cargo_reads_them() {
        for (version, level, then) in [
            ("1.4.2", Level::Major, "2.0.0"),
            ("1.4.2", Level::Minor, "1.5.0"),
            ("1.4.2", Level::Patch, "1.4.3"),
            ("0.4.2", Level::Major, "0.5.0"),
            ("0.4.2", Level::Minor, "0.4.3"),
            ("0.0.2", Level::Major, "0.0.3"),
            ("1.0.0-rc.1", Level::Patch, "1.0.1"),
        ] {
            assert_eq!(next(version, level).as_deref(), Some(then), "{version} {level:?}");
        }
        assert_eq!(next("1.0", Level::Patch), None);
    }
}
