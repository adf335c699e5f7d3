//! The runtime of generated crates: the sources under `templates/`, to the byte.
//!
//! Gives every file that a generated crate carries under `src/runtime/`. `cargo xtask tidy` sees that none is forgotten.

use crate::pipeline::Crate;

/// Embeds the files of one template.
macro_rules! runtime {
    ($($path:literal)*) => {
        &[$((
            $path,
            include_str!(concat!("../../../templates/", $path)),
        )),*]
    };
}

