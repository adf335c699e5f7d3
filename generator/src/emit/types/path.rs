//! How a type in use is written.
//!
//! Gives the tokens of a [`Type`] within the types crate or in a crate that depends on it. In the types crate, the few names
//! that are imported are written in full where a definition has the same name.

use crate::ir::{Api, DateTimeLibrary, Name, Scalar, Type, Wrapping};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The identifier of a name, `r#` included.
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(bare) => Ident::new_raw(bare, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Where types are being written.
enum Place {
    /// In the types crate; what is imported is noted, and what a definition has the name of: that is `None`.
    Within { imports: RefCell<BTreeMap<&'static str, Option<&'static str>>> },
    /// In a crate that has the types crate as `types`.
    Outside,
}

/// Writes types.
pub struct TypePaths<'a> {
    pub(super) api: &'a Api,
    place: Place,
}

impl<'a> TypePaths<'a> {
    /// For a file of the types crate.
    pub fn within(api: &'a Api) -> Self {
        Self { api, place: Place::Within { imports: RefCell::default() } }
    }

    /// For a crate that depends on the types crate, under the name `types`.
    pub fn outside(api: &'a Api) -> Self {
        Self { api, place: Place::Outside }
    }

    /// The `use` items of a file of the types crate, for all types written so far and for some other paths.
    pub fn imports(&self, others: &[&'static str]) -> TokenStream {
        let mut by_module: BTreeMap<&str, Vec<Ident>> = BTreeMap::new();
        if let Place::Within { imports } = &self.place {
            for (name, module) in imports.borrow().iter() {
                if let Some(module) = module {
                    by_module.entry(module).or_default().push(ident(name));
                }
            }
        }
        let mut uses: Vec<(&str, TokenStream)> = others.iter().map(|path| (*path, parse(path))).collect();
        uses.extend(by_module.into_iter().map(|(module, names)| {
            let path = parse(module);
            (module, if let [name] = names.as_slice() { quote!(#path::#name) } else { quote!(#path::{#(#names),*}) })
        }));
        uses.sort_by_key(|(path, _)| *path);
        let uses = uses.into_iter().map(|(_, path)| quote!(use #path;));
        quote!(#(#uses)*)
    }

    /// The type.
    pub fn ty(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Unit => quote!(()),
            Type::Scalar(scalar) => self.scalar(*scalar),
            Type::List(item) => {
                let item = self.ty(item);
                quote!(Vec<#item>)
            }
            Type::Map(value) => {
                let (map, value) = (self.named("std::collections", "BTreeMap"), self.ty(value));
                quote!(#map<String, #value>)
            }
            Type::Tuple(items) => {
                let items = items.iter().map(|item| self.ty(item));
                quote!((#(#items,)*))
            }
            Type::Nullable(inner) => {
                let inner = self.ty(inner);
                quote!(Option<#inner>)
            }
            Type::Defined(id) => self.defined(&self.api.types.get(*id).name),
            Type::Boxed(id) => {
                let name = self.defined(&self.api.types.get(*id).name);
                quote!(Box<#name>)
            }
            Type::External(external) => self.external(&external.path),
            Type::Any => self.named("serde_json", "Value"),
        }
    }

    /// A type of the user's own: its crate is reached through the types crate, which depends on it.
    fn external(&self, path: &str) -> TokenStream {
        let of_types = || path.split("::").next().is_some_and(|name| self.api.settings.dependencies.contains_key(name));
        match self.place {
            Place::Outside if of_types() => parse(&format!("types::{path}")),
            Place::Outside | Place::Within { .. } => parse(path),
        }
    }

    /// The type of a field, with what stands around it.
    pub fn field(&self, ty: &Type, wrapping: Wrapping) -> TokenStream {
        let inner = self.ty(ty);
        match wrapping {
            Wrapping::Plain => inner,
            Wrapping::Option => quote!(Option<#inner>),
            Wrapping::ThreeState => {
                let field = self.named("crate::runtime", "Field");
                quote!(#field<#inner>)
            }
        }
    }

    /// A definition by its name.
    pub fn defined(&self, name: &Name) -> TokenStream {
        let name = ident(name.as_str());
        match self.place {
            Place::Within { .. } => quote!(#name),
            Place::Outside => quote!(types::#name),
        }
    }

    fn scalar(&self, scalar: Scalar) -> TokenStream {
        match scalar {
            Scalar::Boolean => quote!(bool),
            Scalar::I32 => quote!(i32),
            Scalar::I64 => quote!(i64),
            Scalar::U32 => quote!(u32),
            Scalar::U64 => quote!(u64),
            Scalar::F32 => quote!(f32),
            Scalar::F64 => quote!(f64),
            Scalar::String => quote!(String),
            Scalar::BoxedString => quote!(Box<str>),
            Scalar::Secret => self.named("crate::runtime", "Secret"),
            Scalar::Base64 => self.named("crate::runtime", "Base64"),
            Scalar::Bytes => self.named("crate::runtime", "File"),
            Scalar::Uuid => self.named("uuid", "Uuid"),
            Scalar::DateTime => match self.api.date_time {
                DateTimeLibrary::Chrono => {
                    let (moment, offset) = (self.named("chrono", "DateTime"), self.named("chrono", "FixedOffset"));
                    quote!(#moment<#offset>)
                }
                DateTimeLibrary::Jiff => self.named("jiff", "Timestamp"),
                DateTimeLibrary::Time => self.named("time", "OffsetDateTime"),
                DateTimeLibrary::Text => quote!(String),
            },
            Scalar::Date => match self.api.date_time {
                DateTimeLibrary::Chrono => self.named("chrono", "NaiveDate"),
                DateTimeLibrary::Jiff => self.named("jiff::civil", "Date"),
                DateTimeLibrary::Time => self.named("time", "Date"),
                DateTimeLibrary::Text => quote!(String),
            },
            Scalar::Time => {
                let time = match self.api.date_time {
                    DateTimeLibrary::Chrono => self.named("chrono", "NaiveTime"),
                    DateTimeLibrary::Jiff => self.named("jiff::civil", "Time"),
                    DateTimeLibrary::Time => self.named("time", "Time"),
                    DateTimeLibrary::Text => return quote!(String),
                };
                let with_offset = self.named("crate::runtime", "OffsetTime");
                quote!(#with_offset<#time>)
            }
        }
    }

    /// A name of another module: imported where nothing else has it, in full otherwise.
    pub fn named(&self, module: &'static str, name: &'static str) -> TokenStream {
        match &self.place {
            Place::Within { imports } => {
                let taken = || self.api.types.iter().any(|(_, definition)| definition.name.as_str() == name);
                match imports.borrow_mut().entry(name).or_insert_with(|| (!taken()).then_some(module)) {
                    Some(_) => parse(name),
                    None => parse(&format!("{module}::{name}")),
                }
            }
            Place::Outside => match module.strip_prefix("crate::") {
                Some(own) => parse(&format!("types::{own}::{name}")),
                None if module.starts_with("std::") => parse(&format!("{module}::{name}")),
                None => parse(&format!("types::{module}::{name}")),
            },
        }
    }
}

/// The tokens of a path. What does not lex becomes nothing, which the formatter tells.
fn parse(path: &str) -> TokenStream {
    path.parse().unwrap_or_default()
}
