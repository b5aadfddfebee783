//! C libraries that are loaded when the program starts.

use std::ffi::{CStr, c_char, c_int, c_void};

unsafe extern "C" {
    fn dlopen(file: *const c_char, flags: c_int) -> *mut c_void;
    fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
}

/// Find every symbol now, and let later libraries use them.
const NOW_AND_FOR_ALL: c_int = 0x2 | 0x100;

/// A library by its file name; it is never closed.
pub(crate) fn open(file: &CStr) -> Result<*mut c_void, String> {
    // SAFETY: the name ends with a zero. What runs while these libraries are loaded is their own.
    let library = unsafe { dlopen(file.as_ptr(), NOW_AND_FOR_ALL) };
    if library.is_null() { Err(format!("{} is not installed", file.to_string_lossy())) } else { Ok(library) }
}

/// A function of a library, by its name.
pub(crate) fn symbol(library: *mut c_void, name: &CStr) -> Result<*mut c_void, String> {
    // SAFETY: the library was opened and is never closed; the name ends with a zero.
    let found = unsafe { dlsym(library, name.as_ptr()) };
    if found.is_null() { Err(format!("the library has no {}", name.to_string_lossy())) } else { Ok(found) }
}

/// Declares a struct of functions, found in a library by their names. The types have to be those of the C headers.
macro_rules! library {
    ($(#[$doc:meta])* struct $name:ident from $file:literal {
        $($function:ident: fn($($argument:tt)*) $(-> $result:ty)?;)*
    }) => {
        $(#[$doc])*
        struct $name {
            $($function: unsafe extern "C" fn($($argument)*) $(-> $result)?,)*
        }

        impl $name {
            fn load() -> Result<Self, String> {
                let library = $crate::library::open($file)?;
                Ok(Self {
                    $($function: {
                        let name = const { concat!(stringify!($function), "\0") };
                        let name = CStr::from_bytes_with_nul(name.as_bytes()).map_err(|error| error.to_string())?;
                        let found = $crate::library::symbol(library, name)?;
                        // SAFETY: the symbol is that function, and its C header says that it has this type.
                        unsafe { std::mem::transmute::<*mut c_void, unsafe extern "C" fn($($argument)*) $(-> $result)?>(found) }
                    },)*
                })
            }
        }
    };
}
pub(crate) use library;
