//! `items` as a list of schemas, which newer versions call `prefixItems`.

use crate::node::Map;

/// 2.0 takes `items` from JSON Schema draft 4, where a list says what stands at each place (draft-fge-json-schema-validation-00 §5.3.1).
///
/// Gives whether there is such a list.
pub(super) fn item_list(map: &mut Map) -> bool {
    let is_list = map.get("items").is_some_and(|items| items.as_list().is_some());
    if is_list
        && map.get("prefixItems").is_none()
        && let Some(mut items) = map.remove("items")
    {
        items.key = "prefixItems".into();
        map.push(items);
        return true;
    }
    false
}
