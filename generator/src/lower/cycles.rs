//! Boxes where a type would hold itself.
//!
//! Takes the table of types, named; changes `Defined` to `Boxed` on the way back of each circle, and nowhere else. Lists and maps
//! end a circle by themselves. Promises that where a circle is cut hangs on the names within it alone, not on what stands before it or holds
//! it. Linear but for sorting names, without recursion.

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
    let mut ids: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
    let mut edges: Vec<Vec<TypeId>> = ids.iter().map(|id| held(&types.get(*id).shape)).collect();
    let circles = circles(&ids, &edges);
    let name = |id: &TypeId| types.get(*id).name.as_str();
    ids.sort_by(|a, b| name(a).cmp(name(b)));
    for (index, targets) in edges.iter_mut().enumerate() {
        targets.retain(|target| circles.get(target.index()) == circles.get(index));
        targets.sort_by(|a, b| name(a).cmp(name(b)));
        targets.dedup();
    }
    let mut back: BTreeSet<(TypeId, TypeId)> = BTreeSet::new();
    walk(&ids, &edges, &mut |holder, held| {
        back.insert((holder, held));
    });
    let holders: BTreeSet<TypeId> = back.iter().map(|(holder, _)| *holder).collect();
    for holder in holders {
        visit::in_shape_mut(&mut types.get_mut(holder).shape, &mut |ty| put_in_box(ty, holder, &back));
    }
}

/// Goes through all types, each after those that it holds, from the first of `ids` on; calls for each edge that leads back.
fn walk(ids: &[TypeId], edges: &[Vec<TypeId>], back: &mut dyn FnMut(TypeId, TypeId)) -> Vec<TypeId> {
    let mut marks = vec![Mark::New; edges.len()];
    let mut done = Vec::with_capacity(ids.len());
    for root in ids {
        if mark(&marks, *root) != Mark::New {
            continue;
        }
        let mut way: Vec<(TypeId, usize)> = vec![(*root, 0)];
        set(&mut marks, *root, Mark::OnTheWay);
        while let Some((at, next)) = way.pop() {
            let Some(target) = edges.get(at.index()).and_then(|edges| edges.get(next)).copied() else {
                set(&mut marks, at, Mark::Done);
                done.push(at);
                continue;
            };
            way.push((at, next + 1));
            match mark(&marks, target) {
                Mark::New => {
                    set(&mut marks, target, Mark::OnTheWay);
                    way.push((target, 0));
                }
                Mark::OnTheWay => back(at, target),
                Mark::Done => {}
            }
        }
    }
    done
}

/// For each type a number that all types in circles with it share, and no other (Kosaraju's algorithm).
fn circles(ids: &[TypeId], edges: &[Vec<TypeId>]) -> Vec<usize> {
    let mut reversed: Vec<Vec<TypeId>> = vec![Vec::new(); edges.len()];
    for (from, targets) in ids.iter().zip(edges) {
        for target in targets {
            if let Some(sources) = reversed.get_mut(target.index()) {
                sources.push(*from);
            }
        }
    }
    let mut numbers = vec![usize::MAX; edges.len()];
    for root in walk(ids, edges, &mut |_, _| {}).into_iter().rev() {
        let mut open = vec![root];
        while let Some(at) = open.pop() {
            if let Some(number @ &mut usize::MAX) = numbers.get_mut(at.index()) {
                *number = root.index();
                open.extend(reversed.get(at.index()).into_iter().flatten());
            }
        }
    }
    numbers
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
