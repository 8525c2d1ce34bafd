//! macOS wants to be told that Python brings the symbols of Python.

fn main() {
    // Otherwise any file of the package would have all of it linked again.
    println!("cargo::rerun-if-changed=build.rs");
    pyo3_build_config::add_extension_module_link_args();
}
