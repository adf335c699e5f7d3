//! Codes about vendor.yaml and spec.lock.

codes! {}
