//! What the whole server crate of an api depends on.

use crate::emit::types::TypePaths;
use crate::ir::{Access, Api, Group, Operation};

/// An api with what the whole crate depends on.
pub(super) struct Server<'a> {
    pub(super) api: &'a Api,
    pub(super) types: TypePaths<'a>,
    pub(super) features: Features,
    pub(super) guard: Guard,
}

/// Whether groups can be turned off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Features {
    /// There is one group at most, incoming ones counted.
    None,
    /// Each group is a feature.
    ByGroup,
}

/// Whether a router needs an authenticator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// No operation is restricted.
    Open,
    /// Some operation is.
    Authenticator,
}

impl Guard {
    pub(super) fn of<'a>(mut operations: impl Iterator<Item = &'a Operation>) -> Self {
        let restricted = |operation: &Operation| match operation.access {
            Access::Open => false,
            Access::Restricted { .. } => true,
        };
        if operations.any(restricted) { Self::Authenticator } else { Self::Open }
    }
}

impl<'a> Server<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let guard = Guard::of(api.operations().map(|(_, operation)| operation));
        let server = Self { api, types: TypePaths::outside(api), features: Features::None, guard };
        let several = server.groups().chain(server.incoming()).nth(1).is_some();
        Self { features: if several { Features::ByGroup } else { Features::None }, ..server }
    }

    /// Groups that have an operation.
    pub(super) fn groups(&self) -> impl Iterator<Item = &'a Group> + use<'a> {
        self.api.groups.iter().filter(|group| !group.operations.is_empty())
    }

    /// Groups of what the API sends.
    pub(super) fn incoming(&self) -> impl Iterator<Item = &'a Group> + use<'a> {
        self.api.incoming.iter().filter(|group| !group.operations.is_empty())
    }

    /// Whether any operation, whoever sends it, asks who calls.
    pub(super) fn credentials(&self) -> Guard {
        Guard::of(self.api.exchanges())
    }

    /// Whether there is anything to route; some documents only hold schemas for others.
    pub(super) fn has_operations(&self) -> bool {
        self.groups().next().is_some()
    }

    /// Whether there is any operation, whoever sends it.
    pub(super) fn has_groups(&self) -> bool {
        self.groups().chain(self.incoming()).next().is_some()
    }

    /// `#[cfg(feature = "…")]` of a group, where groups can be turned off.
    pub(super) fn cfg(&self, group: &Group) -> proc_macro2::TokenStream {
        let feature = &group.feature;
        match self.features {
            Features::None => proc_macro2::TokenStream::new(),
            Features::ByGroup => quote::quote!(#[cfg(feature = #feature)]),
        }
    }
}
