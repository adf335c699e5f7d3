//! Boxes where a type would hold itself.
//!
//! Takes the table of types; changes `Defined` to `Boxed` on the way back of each circle, and nowhere else. Lists and maps
//! end a circle by themselves. Linear, without recursion.

use std::collections::BTreeSet;

use crate::ir::{Shape, Type, TypeId, TypeTable};
use crate::lower::visit;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    OnTheWay,
    Done,
}

/// Boxes what needs it.
pub fn break_up(types: &mut TypeTable) {
    let ids: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
    let edges: Vec<Vec<TypeId>> = ids.iter().map(|id| held(&types.get(*id).shape)).collect();
    let mut marks = vec![Mark::New; ids.len()];
    let mut back: BTreeSet<(TypeId, TypeId)> = BTreeSet::new();
    for root in &ids {
        if mark(&marks, *root) != Mark::New {
            continue;
        }
        let mut way: Vec<(TypeId, usize)> = vec![(*root, 0)];
        set(&mut marks, *root, Mark::OnTheWay);
        while let Some((at, next)) = way.pop() {
            let Some(target) = edges.get(at.index()).and_then(|edges| edges.get(next)).copied() else {
                set(&mut marks, at, Mark::Done);
                continue;
            };
            way.push((at, next + 1));
            match mark(&marks, target) {
                Mark::New => {
                    set(&mut marks, target, Mark::OnTheWay);
                    way.push((target, 0));
                }
                Mark::OnTheWay => {
                    back.insert((at, target));
                }
                Mark::Done => {}
            }
        }
    }
    let holders: BTreeSet<TypeId> = back.iter().map(|(holder, _)| *holder).collect();
    for holder in holders {
        visit::in_shape_mut(&mut types.get_mut(holder).shape, &mut |ty| put_in_box(ty, holder, &back));
    }
}

fn held(shape: &Shape) -> Vec<TypeId> {
    let mut all = Vec::new();
    visit::in_shape(shape, &mut |ty| visit::held(ty, &mut |id| all.push(id)));
    all.dedup();
    all
}

fn put_in_box(ty: &mut Type, holder: TypeId, back: &BTreeSet<(TypeId, TypeId)>) {
    match ty {
        Type::Defined(id) if back.contains(&(holder, *id)) => *ty = Type::Boxed(*id),
        Type::Nullable(inner) => put_in_box(inner, holder, back),
        Type::Tuple(items) => items.iter_mut().for_each(|item| put_in_box(item, holder, back)),
        Type::Defined(_)
        | Type::Boxed(_)
        | Type::List(_)
        | Type::Map(_)
        | Type::Unit
        | Type::Scalar(_)
        | Type::External(_)
        | Type::Any => {}
    }
}

fn mark(marks: &[Mark], id: TypeId) -> Mark {
    marks.get(id.index()).copied().unwrap_or(Mark::Done)
}

fn set(marks: &mut [Mark], id: TypeId, mark: Mark) {
    if let Some(slot) = marks.get_mut(id.index()) {
        *slot = mark;
    }
}
