//! The release for browsers is split behind the lock (docs/design.md): the splitter goes by the linker's notes.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("PROFILE", "release") {
        println!("cargo::rustc-cfg=casebook_split");
        println!("cargo::rustc-link-arg-bin=casebook=--emit-relocs");
    }
}
