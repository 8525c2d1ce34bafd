//! Any text is a document or a fault; a document can be read from end to end.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ztn_core::parse::{Document, Limits, Node};

fuzz_target!(
    |text: &str| match Document::parse(text, Limits::default()) {
        Ok(doc) => {
            let mut budget = 10_000;
            read(doc.root(), &mut budget);
            doc.duplicate_keys();
        }
        Err(fault) => {
            assert!(text.is_char_boundary(fault.span.start as usize));
            assert!(text.is_char_boundary(fault.span.end as usize));
        }
    }
);

fn read(node: Node<'_>, budget: &mut u32) {
    *budget = budget.saturating_sub(1);
    if *budget == 0 {
        return;
    }
    let span = node.span();
    assert!(
        node.document()
            .text()
            .get(span.start as usize..span.end as usize)
            .is_some()
    );
    assert!(node.document().at_pointer(&node.pointer()).is_some());
    let _ = (node.scalar(), node.as_i64(), node.style());
    node.items().for_each(|item| read(item, budget));
    for (key, value) in node.entries() {
        assert!(node.get(&key.name()).is_some());
        read(value, budget);
    }
}
