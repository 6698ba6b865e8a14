//! Bytes to text: unpacks gzip and zstd, finds the encoding, and lets the caller cut records
//! off the decoded text while only a piece of it is in memory.

use std::collections::VecDeque;
use std::io::{self, BufReader, Chain, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// What is read and decoded at a time.
const CHUNK: usize = 64 * 1024;

/// Where bytes come from.
pub type Bytes = Box<dyn Read + Send>;

/// Counts the bytes that went through it, for a progress bar.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Reads until `buffer` is full, the input ends or breaks. What was read before a break is kept.
fn fill(input: &mut impl Read, buffer: &mut [u8]) -> (usize, Option<io::Error>) {
    let mut filled = 0;
    while filled < buffer.len() {
        match input.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (filled, Some(error)),
        }
    }
    (filled, None)
}

/// The input without its compression, which its first bytes tell; any number of gzip members or zstd frames.
/// `count` grows by the packed bytes that were read.
///
/// # Errors
/// If the first bytes cannot be read.
pub fn unpack(input: Bytes, count: Arc<AtomicU64>) -> io::Result<Bytes> {
    let mut input = Counted { inner: input, count };
    let mut magic = [0; 4];
    let (n, error) = fill(&mut input, &mut magic);
    if let Some(error) = error {
        return Err(error);
    }
    let whole: BufReader<Chain<Cursor<Vec<u8>>, _>> =
        BufReader::with_capacity(CHUNK, Cursor::new(magic[..n].to_vec()).chain(input));
    Ok(match magic {
        [0x1f, 0x8b, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(whole)),
        // Skippable frames may stand in front of the first real one.
        [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => {
            Box::new(zstd::stream::read::Decoder::with_buffer(whole)?)
        }
        _ => Box::new(whole),
    })
}

/// Bytes that did not fit the encoding and were replaced by U+FFFD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    /// Index in the (unpacked) input, from 0.
    pub offset: u64,
    /// `None` where the chunk border cut the character.
    pub byte: Option<u8>,
}

/// Finds where a record ends. Fed with consecutive pieces of text, it keeps its state between them.
pub(crate) trait Cutter {
    /// The index just behind the record, if it ends in `bytes`.
    fn feed(&mut self, bytes: &[u8]) -> Option<usize>;
}

/// What [`TextStream::cut`] found at the front of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Nothing left.
    End,
    /// A record of `len` bytes; not `complete` if the input ended before the cutter saw its end.
    Record { len: usize, complete: bool },
    /// More than the limit without an end; all of it is still in the buffer.
    TooLong,
}

/// Text decoded as far as it was asked for.
pub(crate) struct TextStream {
    input: Bytes,
    raw: Vec<u8>,
    /// The first bytes, undecoded.
    magic: Vec<u8>,
    /// Bytes of the unpacked input before the next chunk.
    offset: u64,
    /// `None` as long as only ASCII was seen, which says nothing about the encoding.
    decoder: Option<Decoder>,
    encoding: Option<&'static Encoding>,
    text: String,
    /// Start of what is not yet taken in `text`.
    start: usize,
    /// Number of the line at `start`, from 1.
    line: u64,
    newline: u8,
    damages: VecDeque<(usize, Damage)>,
    ended: bool,
    broken: Option<io::Error>,
}

impl TextStream {
    /// `encoding` is what the user says; a byte-order mark overrides it.
    pub fn new(input: Bytes, encoding: Option<&'static Encoding>, count: Arc<AtomicU64>) -> io::Result<Self> {
        let input = unpack(input, count)?;
        let mut stream = TextStream {
            input,
            raw: vec![0; CHUNK],
            magic: Vec::new(),
            offset: 0,
            decoder: None,
            encoding,
            text: String::new(),
            start: 0,
            line: 1,
            newline: b'\n',
            damages: VecDeque::new(),
            ended: false,
            broken: None,
        };
        stream.more();
        let head = stream.text.as_bytes();
        if head.contains(&b'\r') && !head.contains(&b'\n') {
            stream.newline = b'\r';
        }
        Ok(stream)
    }

    /// The byte that ends lines: a line feed, or a carriage return in files of old Macs.
    pub fn newline(&self) -> u8 {
        self.newline
    }

    /// Number of the line on which the rest starts, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The first bytes of the unpacked input.
    pub fn magic(&self) -> &[u8] {
        &self.magic
    }

    /// The text in memory that has not been taken.
    pub fn rest(&self) -> &str {
        &self.text[self.start..]
    }

    /// Why the input ended early, once it has.
    pub fn broken(&self) -> Option<&io::Error> {
        self.broken.as_ref()
    }

    /// Decodes a further chunk; false at the end.
    pub fn more(&mut self) -> bool {
        if self.ended {
            return false;
        }
        if self.start > 0 {
            self.text.drain(..self.start);
            for (at, _) in &mut self.damages {
                *at -= self.start;
            }
            self.start = 0;
        }
        let mut raw = std::mem::take(&mut self.raw);
        let (n, error) = fill(&mut self.input, &mut raw);
        self.ended = n < raw.len();
        self.broken = error;
        self.decode(&raw[..n]);
        self.raw = raw;
        true
    }

    fn decode(&mut self, chunk: &[u8]) {
        let mut bytes = chunk;
        if self.offset == 0 {
            self.magic = chunk[..chunk.len().min(64)].to_vec();
            if let Some((encoding, mark)) = Encoding::for_bom(chunk) {
                self.encoding = Some(encoding);
                bytes = &chunk[mark..];
            } else if self.encoding.is_none() {
                self.encoding = guess_utf16(chunk);
            }
        }
        let before = self.offset + (chunk.len() - bytes.len()) as u64;
        self.offset += chunk.len() as u64;
        if self.decoder.is_none() {
            if self.encoding.is_none() && bytes.is_ascii() {
                self.text.extend(std::str::from_utf8(bytes));
                return;
            }
            let encoding = self.encoding.unwrap_or_else(|| guess(bytes));
            self.decoder = Some(encoding.new_decoder_without_bom_handling());
        }
        let decoder = self.decoder.as_mut().expect("set above");
        let mut read = 0;
        loop {
            let rest = &bytes[read..];
            self.text.reserve(decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len()));
            let (result, n) = decoder.decode_to_string_without_replacement(rest, &mut self.text, self.ended);
            read += n;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(bad, extra) => {
                    // The bad bytes may have begun in the chunk before.
                    let behind = u64::from(bad) + u64::from(extra);
                    let offset = (before + read as u64).saturating_sub(behind);
                    let byte = read.checked_sub(behind as usize).and_then(|i| bytes.get(i)).copied();
                    self.damages.push_back((self.text.len(), Damage { offset, byte }));
                    self.text.push('\u{fffd}');
                }
            }
        }
    }

    /// Looks for the end of the first record with no more than about `limit` bytes in memory.
    pub fn cut(&mut self, cutter: &mut impl Cutter, limit: usize) -> Cut {
        let mut scanned = 0;
        loop {
            if let Some(n) = cutter.feed(&self.rest().as_bytes()[scanned..]) {
                return Cut::Record { len: scanned + n, complete: true };
            }
            scanned = self.rest().len();
            if scanned > limit {
                return Cut::TooLong;
            }
            if !self.more() {
                return if scanned == 0 { Cut::End } else { Cut::Record { len: scanned, complete: false } };
            }
        }
    }

    /// Takes `len` bytes off the front; gives the replacements in them.
    pub fn take(&mut self, len: usize) -> Vec<Damage> {
        let taken = &self.text.as_bytes()[self.start..self.start + len];
        self.line += taken.iter().filter(|&&b| b == self.newline).count() as u64;
        self.start += len;
        let mut damages = Vec::new();
        while let Some(&(at, damage)) = self.damages.front() {
            if at >= self.start {
                break;
            }
            damages.push(damage);
            self.damages.pop_front();
        }
        damages
    }

    /// Throws away everything up to and with the next end that `cutter` sees.
    pub fn skip(&mut self, cutter: &mut impl Cutter) {
        loop {
            if let Some(n) = cutter.feed(self.rest().as_bytes()) {
                self.take(n);
                return;
            }
            self.take(self.rest().len());
            if !self.more() {
                return;
            }
        }
    }
}

/// UTF-16 without a byte-order mark: every other byte of Western text is zero.
fn guess_utf16(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(4096) / 2 * 2];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, units) = (zeros(0), zeros(1), head.len() / 2);
    let mostly = |n: usize| units >= 2 && n * 10 > units * 4;
    match (mostly(even), mostly(odd)) {
        (false, true) if even * 20 <= units => Some(UTF_16LE),
        (true, false) if odd * 20 <= units => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding of a chunk with bytes beyond ASCII: UTF-8, if damaged, or a legacy encoding.
fn guess(chunk: &[u8]) -> &'static Encoding {
    let (mut for_utf8, mut against) = (0usize, 0usize);
    let mut pieces = chunk.utf8_chunks().peekable();
    while let Some(piece) = pieces.next() {
        for_utf8 += piece.valid().chars().filter(|c| !c.is_ascii()).count();
        match piece.invalid() {
            [] => {}
            // A character that the end of the chunk cuts.
            _ if pieces.peek().is_none()
                && std::str::from_utf8(piece.invalid()).is_err_and(|e| e.error_len().is_none()) => {}
            // A character of UTF-8 that lost its end; or bytes that no Western text has.
            [_, _, ..] | [0xfe | 0xff] => for_utf8 += 1,
            _ => against += 1,
        }
    }
    if against == 0 || for_utf8 > against {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(chunk, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Cuts after the end of a line.
pub(crate) struct LineCutter(pub u8);

impl Cutter for LineCutter {
    fn feed(&mut self, bytes: &[u8]) -> Option<usize> {
        bytes.iter().position(|&b| b == self.0).map(|i| i + 1)
    }
}

/// Never cuts: the whole input is one record.
pub(crate) struct WholeCutter;

impl Cutter for WholeCutter {
    fn feed(&mut self, _: &[u8]) -> Option<usize> {
        None
    }
}
