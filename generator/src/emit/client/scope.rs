//! What a generated module imports.
//!
//! Takes the names that a module declares; gives the runtime's names as the module can write them: short with an import, or with
//! their path where the module declares the same name. Never imports what is not used.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The names of one module.
#[derive(Default)]
pub struct Scope {
    declared: BTreeSet<String>,
    imported: RefCell<BTreeSet<&'static str>>,
}

impl Scope {
    /// A module that declares these names.
    pub fn new(declared: BTreeSet<String>) -> Self {
        Self { declared, imported: RefCell::default() }
    }

    /// An item of the runtime.
    pub fn runtime(&self, name: &'static str) -> TokenStream {
        let ident = Ident::new(name, Span::call_site());
        if self.declared.contains(name) {
            return quote!(crate::runtime::#ident);
        }
        self.imported.borrow_mut().insert(name);
        quote!(#ident)
    }

    /// The imports.
    pub fn imports(&self) -> TokenStream {
        let imported = self.imported.borrow();
        let names: Vec<Ident> = imported.iter().map(|name| Ident::new(name, Span::call_site())).collect();
        match names.as_slice() {
            [] => TokenStream::new(),
            [name] => quote!(use crate::runtime::#name;),
            names => quote!(use crate::runtime::{#(#names),*};),
        }
    }
}
