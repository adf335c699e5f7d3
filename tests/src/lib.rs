//! Holds no code: the tests of the whole product live in `tests/`, their cases in `cases/` and `faults/`.
