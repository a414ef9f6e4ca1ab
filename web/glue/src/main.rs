//! From the WebAssembly that the compiler makes to one that a page can call, and the
//! script beside it: `deepq-glue FILE.wasm FOLDER NAME`.

use std::env::args;
use std::error::Error;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let [_, wasm, folder, name] = &args().collect::<Vec<_>>()[..] else {
        let wanted = "give a file of WebAssembly, a folder for the new files, and a \
                      name for them";
        return Err(wanted.into());
    };
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name(name)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true);
    // A page without a server loads plain scripts, and no modules.
    bindgen.no_modules(true)?.no_modules_global("bound")?;
    bindgen.generate(folder)?;
    Ok(())
}
