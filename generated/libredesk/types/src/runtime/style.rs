//! The styles of OpenAPI's Parameter Object (OpenAPI 3.2.0 §4.12, "Style Values").

/// `style`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `;name=value`
    Matrix,
    /// `.value`
    Label,
    /// `value,value`
    Simple,
    /// `name=value&name=value`
    Form,
    /// `name=value%20value`
    SpaceDelimited,
    /// `name=value%7Cvalue`
    PipeDelimited,
    /// `name[key]=value`
    DeepObject,
    /// As `Form`, nothing escaped.
    Cookie,
}
