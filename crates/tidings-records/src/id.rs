//! Identifiers that stay the same between runs, machines and versions.

/// 64-bit FNV-1a of the parts, each ended by a separator, as 16 hexadecimal digits.
pub fn stable_id<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    for part in parts {
        part.bytes().for_each(&mut add);
        add(0x1f);
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_fixed_and_tell_parts_apart() {
        assert_eq!(stable_id([]), "cbf29ce484222325");
        assert_eq!(stable_id(["dispatch", "113"]), stable_id(["dispatch", "113"]));
        assert_ne!(stable_id(["ab", "c"]), stable_id(["a", "bc"]));
    }
}
