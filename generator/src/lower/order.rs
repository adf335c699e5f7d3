//! The order in which types are declared.
//!
//! Takes the api and where its types stand; puts types and their drafts in one order: components in the order of the source, each followed by what stands inline
//! in it, then what stands in operations; what nothing needs is left out. So a reader finds a type near the one that holds it.

use crate::ir::{Api, Type, TypeId};
use crate::lower::place::PlaceId;
use crate::lower::schema::{Draft, Fate, Lowering};
use crate::lower::visit;

/// Sorts the table and renumbers every type in use.
pub fn declare(api: &mut Api, lowering: &mut Lowering<'_, '_>) {
    let key = |draft: &Draft<'_>| -> (PlaceId, usize, PlaceId, bool) {
        let place = draft.place;
        (lowering.graph.places.root_of(place), lowering.graph.places.path(place).len(), place, draft.of_requests)
    };
    let mut drafts = std::mem::take(&mut lowering.drafts);
    drafts.retain(|draft| draft.fate == Fate::Declared);
    drafts.sort_by_cached_key(key);
    let order: Vec<TypeId> = drafts.iter().map(|draft| draft.id).collect();
    let renumbered = api.types.arrange(&order);
    for draft in &mut drafts {
        draft.id = renumbered.get(draft.id.index()).copied().flatten().unwrap_or(draft.id);
    }
    lowering.drafts = drafts;
    let renumber = |ty: &mut Type| {
        visit::parts_mut(ty, &mut |part| {
            if let Type::Defined(id) | Type::Boxed(id) = part
                && let Some(Some(new)) = renumbered.get(id.index())
            {
                *id = *new;
            }
        });
    };
    for definition in api.types.iter_mut() {
        visit::in_shape_mut(&mut definition.shape, &mut |ty| renumber(ty));
    }
    for operation in api.groups.iter_mut().chain(&mut api.incoming).flat_map(|group| &mut group.operations) {
        visit::sent_mut(operation, &mut |ty| renumber(ty));
        visit::answered_mut(operation, &mut |ty| renumber(ty));
    }
    visit::parameters_mut(&mut api.client_parameters, &mut |ty| renumber(ty));
}
