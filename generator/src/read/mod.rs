//! A raised tree to a [`crate::document::Document`].
