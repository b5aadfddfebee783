//! Keys and values between bytes and what the browser has.

use idb::KeyRange;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

use super::errors::fail;
use super::{DbError, StoreName};

/// Keys and values as the browser has them: text in `vault`, bytes elsewhere.
pub(super) trait Js: Sized {
    fn key(self, bytes: &[u8]) -> JsValue;
    fn value(self, bytes: &[u8]) -> JsValue;
    fn bytes(self, value: &JsValue) -> Result<Vec<u8>, DbError>;
}

impl Js for StoreName {
    fn key(self, bytes: &[u8]) -> JsValue {
        match self {
            StoreName::Vault => String::from_utf8_lossy(bytes).as_ref().into(),
            _ => Uint8Array::from(bytes).into(),
        }
    }

    fn value(self, bytes: &[u8]) -> JsValue {
        self.key(bytes)
    }

    fn bytes(self, value: &JsValue) -> Result<Vec<u8>, DbError> {
        if let Some(text) = value.as_string() {
            return Ok(text.into_bytes());
        }
        if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
            return Ok(bytes.to_vec());
        }
        // Keys come back as buffers, whatever view they were put as.
        if value.is_instance_of::<js_sys::ArrayBuffer>() {
            return Ok(Uint8Array::new(value).to_vec());
        }
        Err(DbError::Other(format!("a row of {} is neither bytes nor text", self.name())))
    }
}

/// The keys that begin with `prefix`; `None` for every key.
pub(super) fn prefix_range(name: StoreName, prefix: &[u8]) -> Result<Option<KeyRange>, DbError> {
    if prefix.is_empty() {
        return Ok(None);
    }
    let lower = name.key(prefix);
    let mut next = prefix.to_vec();
    while let Some(last) = next.pop() {
        if last < u8::MAX {
            next.push(last + 1);
            break;
        }
    }
    let range = if next.is_empty() {
        KeyRange::lower_bound(&lower, Some(false))
    } else {
        KeyRange::bound(&lower, &name.key(&next), Some(false), Some(true))
    };
    range.map(Some).map_err(fail)
}
