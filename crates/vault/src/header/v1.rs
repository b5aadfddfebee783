//! Format 1 of the header, frozen: slots that wrap the data key themselves, and nothing that could be wrapped for a person
//! who is not there. It is read; what is written is the newest format.

use serde::Deserialize;

use super::{HeaderError, MAX_SLOTS};
use super::{Held, HowWire, KeySlot, SlotId, VaultHeader, sealed};
use casebook_domain::hex;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderWire {
    #[serde(rename = "format")]
    _format: u32,
    vault: String,
    slots: Vec<SlotWire>,
    recipient: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotWire {
    id: String,
    how: HowWire,
    wrapped: String,
    name: String,
}

pub(super) fn parse(text: &str) -> Result<VaultHeader, HeaderError> {
    let wire: HeaderWire = serde_json::from_str(text).map_err(|_| HeaderError::Damaged)?;
    let HeaderWire { _format: _, vault, slots, recipient } = wire;
    if slots.len() > MAX_SLOTS {
        return Err(HeaderError::Damaged);
    }
    Ok(VaultHeader {
        vault: hex::decode_array(&vault).ok_or(HeaderError::Damaged)?,
        slots: slots.into_iter().map(load).collect::<Result<_, _>>()?,
        recipient: sealed(&recipient)?,
        earlier: None,
    })
}

fn load(SlotWire { id, how, wrapped, name }: SlotWire) -> Result<KeySlot, HeaderError> {
    Ok(KeySlot {
        id: SlotId(hex::decode_array(&id).ok_or(HeaderError::Damaged)?),
        kind: how.load()?,
        held: Held::Wrapped(sealed(&wrapped)?),
        lock: None,
        name: sealed(&name)?,
    })
}
