//! From a thread that writes to a body that is sent: a bounded channel of pieces.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Bytes;
use futures_core::Stream;
use tidings_records::write::WriteError;
use tokio::sync::mpsc;

/// Bytes in a piece.
const PIECE: usize = 1 << 16;
/// Pieces that wait to be sent.
const WAITING: usize = 4;

/// Takes what is written. Waits where the reader is slow, and fails when it has gone.
pub struct Output {
    sender: mpsc::Sender<io::Result<Bytes>>,
    piece: Vec<u8>,
}

/// What is written, for a body.
pub struct Pieces(mpsc::Receiver<io::Result<Bytes>>);

pub fn channel() -> (Output, Pieces) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (Output { sender, piece: Vec::with_capacity(PIECE) }, Pieces(receiver))
}

impl Output {
    /// Hands itself to `write`. If that fails the body ends with an error, and not as if it were whole.
    pub fn finish(self, write: impl FnOnce(Output) -> Result<(), WriteError>) {
        let sender = self.sender.clone();
        if let Err(error) = write(self) {
            // Nobody may be there to hear it.
            let _ = sender.blocking_send(Err(io::Error::other(error.to_string())));
        }
    }

    fn send(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.sender.blocking_send(Ok(piece.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}
