//! How many steps a JSONPath query may take on a tree, before it is evaluated.
//!
//! Takes the text of a query that was parsed, and the size of a tree; gives a number of steps that evaluating does not exceed by more than a
//! constant factor. Promises to read the text once. Never looks at the tree's contents.

use crate::node::{Node, Value};

/// What is known of a tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    /// Its nodes.
    nodes: u64,
    /// Nodes on the longest way from the root.
    height: u64,
}

/// What compiling the pattern of `match` or `search` costs, which is done for each node.
const PATTERN: u64 = 1_000;

impl Size {
    /// The size of a tree.
    pub fn of(tree: &Node) -> Self {
        let (mut nodes, mut height) = (1_u64, 0_u64);
        let mut add = |child: &Node| {
            let below = Self::of(child);
            nodes += below.nodes;
            height = height.max(below.height);
        };
        match &tree.value {
            Value::List(items) => items.iter().for_each(&mut add),
            Value::Map(map) => map.iter().for_each(|entry| add(&entry.value)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        Self { nodes, height: height + 1 }
    }
}

/// The steps of a query.
pub(super) fn steps(query: &str, size: Size) -> u64 {
    let mut reader = Reader { rest: query, size };
    reader.skip("$");
    reader.segments(Found { nodes: 1, times: 1 })
}

/// What a query has selected up to some segment.
#[derive(Debug, Clone, Copy)]
struct Found {
    /// How many nodes.
    nodes: u64,
    /// How many times the same node, at most.
    times: u64,
}

struct Reader<'q> {
    rest: &'q str,
    size: Size,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    fn skip(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// The steps of the segments that follow, on what was found so far.
    fn segments(&mut self, mut found: Found) -> u64 {
        let mut steps = found.nodes;
        loop {
            self.space();
            let descends = self.skip("..");
            if descends {
                // Each node found reaches what is below it once.
                let times = found.times.saturating_mul(self.size.height).min(found.nodes);
                found = Found { nodes: times.saturating_mul(self.size.nodes), times };
                steps = steps.saturating_add(found.nodes);
            }
            if self.skip("[") {
                let (next, more) = self.selectors(found);
                found = next;
                steps = steps.saturating_add(more);
            } else if descends || self.skip(".") {
                if self.skip("*") {
                    found = self.children(found);
                } else {
                    while self.peek().is_some_and(|c| c.is_alphanumeric() || c == '_' || !c.is_ascii()) {
                        self.next();
                    }
                }
                steps = steps.saturating_add(found.nodes);
            } else {
                return steps;
            }
        }
    }

    /// All children of what was found.
    fn children(&self, found: Found) -> Found {
        Found { nodes: found.times.saturating_mul(self.size.nodes), ..found }
    }

    /// What the selectors up to `]` find, and the steps of that.
    fn selectors(&mut self, from: Found) -> (Found, u64) {
        let (mut all, mut steps) = (Found { nodes: 0, times: 0 }, 0_u64);
        loop {
            self.space();
            let found = match self.peek() {
                Some('\'' | '"') => {
                    self.text();
                    from
                }
                Some('*') => {
                    self.next();
                    self.children(from)
                }
                Some('?') => {
                    self.next();
                    let tested = self.children(from);
                    steps = steps.saturating_add(self.filter(tested));
                    tested
                }
                _ => {
                    let end = self.rest.find([',', ']']).unwrap_or(self.rest.len());
                    let (number, rest) = self.rest.split_at(end);
                    self.rest = rest;
                    if number.contains(':') { self.children(from) } else { from }
                }
            };
            all = Found { nodes: all.nodes.saturating_add(found.nodes), times: all.times.saturating_add(found.times) };
            steps = steps.saturating_add(found.nodes);
            self.space();
            if !self.skip(",") {
                self.skip("]");
                return (all, steps);
            }
        }
    }

    /// The steps of a filter on each of the nodes that it tests.
    fn filter(&mut self, tested: Found) -> u64 {
        let (mut steps, mut open) = (tested.nodes, 0_usize);
        loop {
            match self.peek() {
                None => return steps,
                Some(',' | ']') if open == 0 => return steps,
                Some('\'' | '"') => self.text(),
                Some('@') => {
                    self.next();
                    steps = steps.saturating_add(self.segments(tested));
                }
                Some('$') => {
                    self.next();
                    let once = self.segments(Found { nodes: 1, times: 1 });
                    steps = steps.saturating_add(once.saturating_mul(tested.nodes));
                }
                Some(other) => {
                    if self.skip("match(") || self.skip("search(") {
                        steps = steps.saturating_add(tested.nodes.saturating_mul(PATTERN));
                        open += 1;
                        continue;
                    }
                    match other {
                        '(' => open += 1,
                        ')' => open = open.saturating_sub(1),
                        // Two values that are compared are walked at most as far as the smaller goes.
                        '=' | '!' | '<' | '>' => steps = steps.saturating_add(self.below(tested)),
                        _ => {}
                    }
                    self.next();
                }
            }
        }
    }

    /// All nodes below those found, each as often as it is below one.
    fn below(&self, found: Found) -> u64 {
        let times = found.times.saturating_mul(self.size.height).min(found.nodes);
        times.saturating_mul(self.size.nodes)
    }

    /// Steps over a string.
    fn text(&mut self) {
        let quote = self.next();
        while let Some(next) = self.next() {
            if next == '\\' {
                self.next();
            } else if Some(next) == quote {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Size, steps};

    const SIZE: Size = Size { nodes: 1_000, height: 10 };

    #[test]
    fn a_way_takes_a_step_for_each_segment() {
        assert_eq!(steps("$.paths['/a,]\\'$..*'].get[0]", SIZE), 5);
    }

    #[test]
    fn each_descent_multiplies_by_the_height_at_most() {
        assert!(steps("$..*", SIZE) <= 3 * 1_000);
        assert!(steps("$..*..*", SIZE) <= 3 * 10_000 + 3 * 1_000);
        assert!(steps("$..*..*..*", SIZE) >= 100_000);
    }

    #[test]
    fn a_filter_is_paid_for_each_node_it_tests() {
        let ordinary = steps("$..[?@.type == 'string' && @.format]", SIZE);
        assert!(ordinary <= 30 * 1_000, "{ordinary}");
        assert!(steps("$..[?count($..*) == count($..*..*)]", SIZE) >= 1_000 * 10_000);
        assert!(steps("$..[?@[?@[?$..*]]]", SIZE) >= 1_000_000);
        assert!(steps("$.a[?match(@.b, '[a,b]$')]", SIZE) >= 1_000_000);
        assert!(steps("$.a['b', ?count($..*) > 1, 3:5]", SIZE) >= 1_000_000);
    }

    #[test]
    fn what_overflows_is_the_most_there_is() {
        assert_eq!(steps(&format!("${}", "..*".repeat(200)), SIZE), u64::MAX);
    }
}
