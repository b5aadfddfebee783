//! bundle_worker
