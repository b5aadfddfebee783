//! The app. On a host it is nothing: the browser is its only place.

#[cfg(target_arch = "wasm32")]
mod program {
    use casebook::app::split::{Inside, NotThere, Task};

    /// What lies behind the lock. In a release, all that nothing but this reaches is a file of its own, and to call it is to
    /// fetch that file first. It has to be in the program: in the library, the workers would carry all of it.
    #[cfg_attr(
        casebook_split,
        leptos::wasm_split::wasm_split(inside, wasm_split_path = ::leptos::wasm_split, fallible)
    )]
    fn inside() -> Result<&'static Inside, NotThere> {
        Ok(&casebook::ui::INSIDE)
    }

    /// Gets what lies behind the lock.
    pub fn fetch() -> Task<Result<&'static Inside, NotThere>> {
        #[cfg(casebook_split)]
        return Box::pin(inside());
        #[cfg(not(casebook_split))]
        Box::pin(std::future::ready(inside()))
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {
    use leptos::view;
    leptos::mount::mount_to_body(|| view! { <casebook::ui::App fetch=program::fetch /> });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
