//! Chunks follow one another, and every one of them is a document or a fault.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ztn_core::parse::{Limits, Parser, split};

fuzz_target!(|text: &str| {
    let mut end = 0;
    let mut parser = Parser::new();
    for chunk in split(text) {
        assert!(chunk.span.start >= end && chunk.span.start < chunk.span.end);
        end = chunk.span.end;
        let chunk = text
            .get(chunk.span.start as usize..end as usize)
            .expect("whole characters");
        let _ = parser.scan(chunk, Limits::default());
    }
});
