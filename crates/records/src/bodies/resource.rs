//! Resources.

use crate::wire::stored;
use casebook_domain::resource;

stored! {
    Resource = resource::Resource {
        title: String,
        text: String,
        link: String,
        tags: Vec<String>,
    }
}
