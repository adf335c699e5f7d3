//! Statuses as patterns of a `match`.
//!
//! Takes what an operation's responses are documented for; gives patterns of which no two of one operation overlap, so that an exact
//! status goes before its range wherever the arms stand. Never decides which response is meant: the responses are in order already.

use crate::ir::{Response, StatusPattern};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The pattern of a status, a `u16`. A range leaves out the statuses that others of `responses` name exactly.
pub fn pattern(status: StatusPattern, responses: &[Response]) -> TokenStream {
    match status {
        StatusPattern::Exact(status) => {
            let status = Literal::u16_unsuffixed(status);
            quote!(#status)
        }
        StatusPattern::Class(class) => {
            let gaps = ranges(class, responses).into_iter().map(|(first, last)| {
                let (from, to) = (Literal::u16_unsuffixed(first), Literal::u16_unsuffixed(last));
                if first == last { quote!(#from) } else { quote!(#from..=#to) }
            });
            quote!(#(#gaps)|*)
        }
        StatusPattern::Default => quote!(_),
    }
}

/// A range as a pattern that names what matched: `status @ 400..=499`.
pub fn bound(name: &TokenStream, class: u8, responses: &[Response]) -> TokenStream {
    let pattern = pattern(StatusPattern::Class(class), responses);
    if ranges(class, responses).len() == 1 { quote!(#name @ #pattern) } else { quote!(#name @ (#pattern)) }
}

/// What is left of a class beside the statuses that are documented exactly, as pairs of the first and the last.
fn ranges(class: u8, responses: &[Response]) -> Vec<(u16, u16)> {
    let (start, end) = (u16::from(class) * 100, u16::from(class) * 100 + 99);
    let mut exact: Vec<u16> = responses
        .iter()
        .filter_map(|response| match response.status {
            StatusPattern::Exact(status) if (start..=end).contains(&status) => Some(status),
            StatusPattern::Exact(_) | StatusPattern::Class(_) | StatusPattern::Default => None,
        })
        .collect();
    exact.sort_unstable();
    exact.dedup();
    let mut next = start;
    let mut ranges = Vec::with_capacity(exact.len() + 1);
    for status in exact {
        if next < status {
            ranges.push((next, status - 1));
        }
        next = status + 1;
    }
    if next <= end {
        ranges.push((next, end));
    }
    // A class whose hundred statuses are all documented has nothing left; its range then matches nothing that comes.
    if ranges.is_empty() { vec![(start, end)] } else { ranges }
}
