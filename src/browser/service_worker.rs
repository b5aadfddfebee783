//! service_worker
