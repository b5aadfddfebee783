//! Line icons, drawn for Casebook in a box of 24 by 24.

use leptos::prelude::*;

/// The icons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Icon {
    Today,
    Pupils,
    Note,
    Settings,
    Safety,
    Blank,
    Lock,
    Plus,
    Search,
    Print,
    Eye,
    Back,
    Resources,
    More,
}

/// An icon beside words; screen readers skip it.
pub fn icon(icon: Icon) -> AnyView {
    let path = match icon {
        Icon::Resources => "M4 5h5v15H4zM9 5h5v15H9zM15 6l4-1 3 14-4 1zM4 9h5M9 9h5",
        Icon::Today => "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M9 15l2 2 4-4",
        Icon::Pupils => {
            "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-3.3 2.7-6 6-6s6 2.7 6 6M16 4.5a3.5 3.5 0 0 1 0 6M17.5 14.4c2.1.9 3.5 3 3.5 5.6"
        }
        Icon::Note => "M5 3h10l4 4v14H5zM9 12h6M9 16h6M9 8h3",
        Icon::Settings => "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
        Icon::Safety => "M12 3l8 3v6c0 4.5-3.2 7.6-8 9-4.800-1.400-8-4.500-8-9V6zM12 8v5M12 16.200v.1",
        Icon::Blank => "M4 5h16v12H4zM9 21h6M12 17v4M4 5l16 12",
        Icon::Lock => "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
        Icon::Plus => "M12 5v14M5 12h14",
        Icon::Search => "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500L20 20",
        Icon::Print => "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
        Icon::Eye => {
            "M3 12s3.300-6 9-6 9 6 9 6-3.300 6-9 6-9-6-9-6zM12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z"
        }
        Icon::More => "M5 11.500v1M12 11.500v1M19 11.500v1M4.500 12h1M11.500 12h1M18.500 12h1",
        Icon::Back => "M14 6l-6 6 6 6",
    };
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=path></path>
        </svg>
    }
    .into_any()
}
