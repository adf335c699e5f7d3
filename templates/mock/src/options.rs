//! The options of a mock's command line.
//!
//! Takes arguments; gives [`Options`]. Promises that what it does not know is refused.

use std::ffi::OsString;
use std::path::PathBuf;

/// How a mock is run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Where it listens; 0 for any port that is free.
    pub port: u16,
    /// The file that a recording goes to.
    pub record: Option<PathBuf>,
    /// Nothing that is sent changes what is answered later.
    pub stateless: bool,
}

impl Options {
    /// The options of a command line without the program's name.
    ///
    /// # Errors
    /// When there is something else on it.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut options = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(name) = arguments.next() {
            let name = name.to_string_lossy().into_owned();
            if name == "--stateless" {
                options.stateless = true;
                continue;
            }
            let value = arguments.next().ok_or_else(|| format!("`{name}` lacks a value"))?;
            let number = || value.to_str()?.parse::<u64>().ok();
            let wrong = || format!("`{}` is no value of `{name}`", value.to_string_lossy());
            match name.as_str() {
                "--port" => options.port = number().and_then(|port| port.try_into().ok()).ok_or_else(wrong)?,
                "--record" => options.record = Some(PathBuf::from(value)),
                _ => return Err(format!("`{name}` is no option of a mock")),
            }
        }
        Ok(options)
    }
}
