//! How much a description may ask for: one table of limits.
//!
//! Takes `NAME=NUMBER` from who runs a command; gives [`Budgets`], which passes ask. Promises that every limit has a default that no
//! published description comes near, and a bound that the machine bears. Never reads a clock and never measures memory.

/// A limit of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Budget {
    /// Bytes of one file.
    FileBytes,
    /// Values of one document.
    Nodes,
    /// Lists and maps within one another.
    Depth,
    /// Copies that aliases make.
    AliasExpansion,
    /// Steps of one JSONPath query.
    PathSteps,
    /// Reference Objects that lead to one another.
    ChainLength,
    /// Objects read through references.
    ReferencedObjects,
    /// Objects read through references, within one another.
    ReferenceDepth,
    /// Schemas of one description.
    Definitions,
    /// Unnamed schemas within one another.
    SchemaDepth,
    /// Combinations of schemas.
    Combinations,
    /// What schemas take over from others.
    Inherited,
    /// Bytes of the crates.
    OutputBytes,
}

/// What the table says of a limit.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Which one.
    pub budget: Budget,
    /// Its name on the command line.
    pub name: &'static str,
    /// What holds when nothing is said.
    pub default: u64,
    /// The largest number that may be given.
    pub most: u64,
    /// What is counted.
    pub unit: &'static str,
    /// What it protects.
    pub protects: &'static str,
    /// The code that tells when it is used up.
    pub code: &'static str,
}

macro_rules! table {
    ($($budget:ident $name:literal $default:expr, $most:expr, $unit:literal, $protects:literal, $code:literal;)*) => {
        /// Every limit, in the order in which a description meets them.
        pub const TABLE: &[Row] = &[$(Budget::$budget.row()),*];

        impl Budget {
            /// What the table says of it.
            #[must_use]
            pub const fn row(self) -> Row {
                match self {
                    $(Self::$budget => Row {
                        budget: self,
                        name: $name,
                        default: $default,
                        most: $most,
                        unit: $unit,
                        protects: $protects,
                        code: $code,
                    }),*
                }
            }
        }
    };
}

/// As many as numbers of 32 bits count; ids and spans are such numbers.
const COUNTED: u64 = u32::MAX as u64;

table! {
    FileBytes "file-bytes" 512 << 20, COUNTED, "bytes of one file",
        "memory; spans count bytes in 32 bits", "file-too-large";
    Nodes "nodes" 10_000_000, COUNTED, "values of one document",
        "memory", "too-many-values";
    Depth "depth" 128, 512, "lists and maps within one another",
        "the stack, since trees are walked by recursion", "nesting-too-deep";
    AliasExpansion "alias-expansion" 16, 100_000, "bytes copied by aliases for each byte of the text, and for a MiB beside it",
        "memory against YAML that unpacks to far more than it is", "too-many-values";
    PathSteps "path-steps" 50_000_000, u64::MAX, "steps that one JSONPath query may take, worked out from the query and the size of the document",
        "time against queries that walk the document many times over", "overlay-query-cost";
    ChainLength "chain-length" 64, 10_000, "Reference Objects that lead to one another",
        "time against references that lead on and on", "expansion-limit";
    ReferencedObjects "referenced-objects" 500_000, COUNTED, "objects read through references",
        "memory, since an object is read again wherever it is referred to", "expansion-limit";
    ReferenceDepth "reference-depth" 40, 200, "objects read through references, within one another",
        "the stack, and memory against objects that double at each level", "expansion-limit";
    Definitions "definitions" 2_000_000, COUNTED, "schemas of one description",
        "memory, since each schema is lowered", "too-many-schemas";
    SchemaDepth "schema-depth" 100, 400, "unnamed schemas within one another",
        "the stack, since types are lowered by recursion", "schema-too-deep";
    Combinations "combinations" 4_000, COUNTED, "combinations of schemas, beside four for each schema",
        "time and memory, since `allOf` and `anyOf` multiply", "too-many-combinations";
    Inherited "inherited" 500_000, COUNTED, "schemas and properties that `$ref` and `allOf` bring together, counted in each schema that takes them over, beside 16 for each that is written",
        "time, memory and output, which chains of `allOf` make quadratic", "too-much-inherited";
    OutputBytes "output-bytes" 1 << 30, u64::MAX, "bytes that the crates of one description have",
        "memory and disk", "output-too-large";
}

/// What holds for one run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Budgets {
    /// What was given; the table has the rest.
    given: Vec<(Budget, u64)>,
}

impl Budgets {
    /// How much there is.
    #[must_use]
    pub fn of(&self, budget: Budget) -> u64 {
        let given = self.given.iter().rev().find(|(other, _)| *other == budget);
        given.map_or(budget.row().default, |(_, number)| *number)
    }

    /// How much there is, as a size in memory.
    #[must_use]
    pub fn size(&self, budget: Budget) -> usize {
        usize::try_from(self.of(budget)).unwrap_or(usize::MAX)
    }

    /// Sets one; what was set before no longer counts.
    ///
    /// # Errors
    /// Above what the table allows.
    pub fn set(&mut self, budget: Budget, number: u64) -> Result<(), String> {
        let row = budget.row();
        if number > row.most {
            return Err(format!("`{}` may be {} at most, and {number} is given", row.name, row.most));
        }
        self.given.push((budget, number));
        Ok(())
    }

    /// How to have more, for the end of a message.
    #[must_use]
    pub fn way_out(&self, budget: Budget) -> String {
        let (row, now) = (budget.row(), self.of(budget));
        if now >= row.most {
            return format!("the budget `{}` is {now}, which is the most there is", row.name);
        }
        format!("the budget `{}` is {now}; `--budget {}=NUMBER` sets it", row.name, row.name)
    }
}

/// Reads `NAME=NUMBER`.
///
/// # Errors
/// Where the name is none of the table, the number is none, or it is above what the table allows.
pub fn parse(text: &str) -> Result<(Budget, u64), String> {
    let (name, number) = text.split_once('=').ok_or("a budget is given as NAME=NUMBER")?;
    let Some(row) = TABLE.iter().find(|row| row.name == name) else {
        let names: Vec<_> = TABLE.iter().map(|row| row.name).collect();
        return Err(format!("there is no budget `{name}`; there are: {}", names.join(", ")));
    };
    let digits: String = number.chars().filter(|c| *c != '_').collect();
    let number = digits.parse().map_err(|_| format!("`{number}` is no whole number"))?;
    Budgets::default().set(row.budget, number)?;
    Ok((row.budget, number))
}

#[cfg(test)]
mod tests {
    use super::{Budget, Budgets, TABLE, parse};

    #[test]
    fn the_table_is_sound() {
        for (index, row) in TABLE.iter().enumerate() {
            assert!(row.default <= row.most, "{}", row.name);
            assert!(row.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", row.name);
            assert!(TABLE.iter().skip(index + 1).all(|other| other.name != row.name), "{}", row.name);
            assert_eq!(row.budget.row().name, row.name);
        }
    }

    #[test]
    fn what_is_given_counts() {
        let mut budgets = Budgets::default();
        assert_eq!(budgets.of(Budget::Depth), 128);
        let (budget, number) = parse("depth=1_6").unwrap();
        budgets.set(budget, number).unwrap();
        assert_eq!(budgets.of(Budget::Depth), 16);
        assert_eq!(budgets.of(Budget::Nodes), 10_000_000);
        assert!(budgets.way_out(Budget::Depth).contains("--budget depth=NUMBER"));
    }

    #[test]
    fn what_means_nothing_is_refused() {
        assert!(parse("depth").unwrap_err().contains("NAME=NUMBER"));
        assert!(parse("height=3").unwrap_err().contains("file-bytes, nodes, depth"));
        assert!(parse("depth=-3").unwrap_err().contains("no whole number"));
        assert!(parse("depth=1000000").unwrap_err().contains("512 at most"));
    }
}
