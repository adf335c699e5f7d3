//! What a vendor's folder says: `vendor.yaml` and `spec.lock`.
