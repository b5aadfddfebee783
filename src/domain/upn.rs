//! Unique pupil numbers (domain facts section 1).
