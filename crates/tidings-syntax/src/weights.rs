//! Reads safetensors: an 8-byte length, a JSON header, then the tensors.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde_json::Value;

use crate::matrix::wide;

/// Why a model file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError(String);

impl ModelError {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        ModelError(reason.into())
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot use the model: {}", self.0)
    }
}

impl std::error::Error for ModelError {}

/// A parsed file; tensors are looked up by name.
pub(crate) struct Weights {
    bytes: Cow<'static, [u8]>,
    header: Value,
    data: usize,
}

impl Weights {
    pub(crate) fn parse(bytes: Cow<'static, [u8]>) -> Result<Weights, ModelError> {
        let short = || ModelError::new("the file is cut short");
        let length = bytes.get(..8).ok_or_else(short)?;
        let length = u64::from_le_bytes(length.try_into().expect("eight bytes"));
        let data = usize::try_from(length).ok().and_then(|l| l.checked_add(8)).ok_or_else(short)?;
        let header = bytes.get(8..data).ok_or_else(short)?;
        let header = serde_json::from_slice(header)
            .map_err(|e| ModelError::new(format!("its safetensors header is not valid JSON ({e})")))?;
        Ok(Weights { bytes, header, data })
    }

    /// An entry of the file's own description.
    pub(crate) fn meta(&self, key: &str) -> Result<&str, ModelError> {
        self.header["__metadata__"][key].as_str().ok_or_else(|| {
            ModelError::new(format!("its header lacks \"{key}\"; export it again with training/train.py"))
        })
    }

    pub(crate) fn number(&self, key: &str) -> Result<usize, ModelError> {
        let text = self.meta(key)?;
        match text.parse() {
            Ok(n) if (1..=4096).contains(&n) => Ok(n),
            _ => Err(ModelError::new(format!("\"{key}\" in its header is {text}, not a number from 1 to 4096"))),
        }
    }

    /// Where the tensor's bytes are, after checking its type and shape (`None`: any size).
    fn locate(&self, name: &str, dtype: &[&str], shape: &[Option<usize>]) -> Result<(Range<usize>, usize), ModelError> {
        let entry = &self.header[name];
        let found: Option<Vec<usize>> =
            entry["shape"].as_array().and_then(|a| a.iter().map(|v| v.as_u64().map(|n| n as usize)).collect());
        let found = found.ok_or_else(|| ModelError::new(format!("tensor {name} is missing")))?;
        let fits = found.len() == shape.len() && found.iter().zip(shape).all(|(f, s)| s.is_none_or(|s| s == *f));
        let kind = entry["dtype"].as_str().unwrap_or("");
        if !fits || !dtype.contains(&kind) {
            return Err(ModelError::new(format!("tensor {name} is {kind} {found:?}, expected {dtype:?} {shape:?}")));
        }
        let size = if kind == "F16" { 2 } else { 4 };
        let offset = |i: usize| entry["data_offsets"][i].as_u64().map(|n| n as usize);
        let range = match (offset(0), offset(1)) {
            (Some(a), Some(b)) if a <= b => self.data.saturating_add(a)..self.data.saturating_add(b),
            _ => return Err(ModelError::new(format!("tensor {name} has no valid place"))),
        };
        let count = found.iter().product::<usize>();
        if range.end > self.bytes.len() || range.len() != count * size {
            return Err(ModelError::new(format!("tensor {name} lies outside the file")));
        }
        Ok((range, size))
    }

    /// A matrix or vector as 32-bit numbers.
    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let wanted: Vec<_> = shape.iter().map(|&n| Some(n)).collect();
        let (range, size) = self.locate(name, &["F16", "F32"], &wanted)?;
        let bytes = &self.bytes[range];
        let values: Vec<f32> = if size == 2 {
            bytes.chunks_exact(2).map(|b| half(u16::from_le_bytes([b[0], b[1]]))).collect()
        } else {
            bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
        };
        if values.iter().any(|v| !v.is_finite()) {
            return Err(ModelError::new(format!("tensor {name} holds a value that is not a number")));
        }
        Ok(values)
    }

    /// An embedding table that stays as it is in the file.
    pub(crate) fn table(&self, name: &str, rows: Option<usize>, width: usize) -> Result<Table, ModelError> {
        let (range, _) = self.locate(name, &["F16"], &[rows, Some(width)])?;
        Ok(Table { rows: range.len() / width / 2, width, range })
    }

    /// Sorted keys, as unsigned numbers.
    pub(crate) fn keys(&self, name: &str, count: usize) -> Result<Vec<u32>, ModelError> {
        let (range, _) = self.locate(name, &["I32"], &[Some(count)])?;
        let keys: Vec<u32> =
            self.bytes[range].chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        if !keys.is_sorted() {
            return Err(ModelError::new(format!("the keys in {name} are not in order")));
        }
        Ok(keys)
    }

    /// Adds `scale` times a row of `table` to `out`.
    pub(crate) fn add_row(&self, table: &Table, row: usize, scale: f32, out: &mut [f32]) {
        let start = table.range.start + row * table.width * 2;
        let bytes = &self.bytes[start..start + table.width * 2];
        add_halves(bytes, scale, out);
    }
}

wide! {
    fn add_halves(bytes: &[u8], scale: f32, out: &mut [f32]) {
        for (o, b) in out.iter_mut().zip(bytes.chunks_exact(2)) {
            *o = scale.mul_add(finite_half(u16::from_le_bytes([b[0], b[1]])), *o);
        }
    }
}

/// A table of 16-bit rows inside [`Weights`].
pub(crate) struct Table {
    pub(crate) rows: usize,
    pub(crate) width: usize,
    range: Range<usize>,
}

/// IEEE half precision to single without branches; infinities come out as large numbers.
#[inline(always)]
fn finite_half(bits: u16) -> f32 {
    let bits = u32::from(bits);
    let value = f32::from_bits((bits & 0x7fff) << 13) * f32::from_bits(0x7780_0000); // 2^112
    f32::from_bits(value.to_bits() | (bits & 0x8000) << 16)
}

/// IEEE half precision to single.
fn half(bits: u16) -> f32 {
    let sign = u32::from(bits & 0x8000) << 16;
    let exponent = u32::from(bits >> 10) & 0x1f;
    let fraction = u32::from(bits & 0x3ff);
    match exponent {
        0 => {
            let value = fraction as f32 * (1.0 / 16_777_216.0);
            f32::from_bits(value.to_bits() | sign)
        }
        31 => f32::from_bits(sign | 0x7f80_0000 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision() {
        for (bits, value) in [(0x3c00, 1.0), (0xc000, -2.0), (0x3555, 0.333_251_95), (0x0001, 5.960_464_5e-8), (0, 0.0)]
        {
            assert_eq!(half(bits), value);
            assert_eq!(finite_half(bits), value);
        }
        assert!(half(0x7c00).is_infinite());
    }

    #[test]
    fn broken_files_are_refused() {
        for bytes in [&b"short"[..], b"\xff\xff\xff\xff\xff\xff\xff\xff", b"\x02\0\0\0\0\0\0\0{]"] {
            assert!(Weights::parse(Cow::Borrowed(bytes)).is_err());
        }
        let empty = Weights::parse(Cow::Borrowed(b"\x02\0\0\0\0\0\0\0{}")).unwrap();
        let error = empty.meta("version").unwrap_err().to_string();
        assert!(error.contains("version"), "{error}");
        assert!(empty.floats("x", &[1]).unwrap_err().to_string().contains("tensor x is missing"));
    }
}
