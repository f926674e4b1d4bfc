//! One function for the page, over memory that both see: the bytes of a question in, those of the
//! answer out. The module asks its host for nothing.

use std::alloc::{Layout, alloc, dealloc};

fn layout(length: usize) -> Layout {
    Layout::from_size_align(length.max(1), 1).expect("a length that memory can have")
}

/// Memory for a question of that length.
#[unsafe(no_mangle)]
pub extern "C" fn take(length: usize) -> *mut u8 {
    // SAFETY: the layout has at least one byte.
    unsafe { alloc(layout(length)) }
}

/// Gives memory back.
///
/// # Safety
/// `at` came from [`take`] or [`answer`] with that length, and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn give(at: *mut u8, length: usize) {
    unsafe { dealloc(at, layout(length)) }
}

/// Answers a question: where the answer is, and its length in the upper half.
///
/// # Safety
/// `at` came from [`take`] with that length, and the page has written the question there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn answer(at: *const u8, length: usize) -> u64 {
    let question = unsafe { std::slice::from_raw_parts(at, length) };
    let answer = hybrid_oauth::api::json::answer(question).into_boxed_slice();
    let length = answer.len() as u64;
    let at = Box::into_raw(answer).cast::<u8>() as usize as u64;
    length << 32 | at
}
