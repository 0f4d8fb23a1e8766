//! Which of some values is the largest.

pub(crate) enum Most<T> {
    All,
    Some(Vec<T>),
}

/// Those with the largest value; `All` when they are all equal.
pub(crate) fn most<T: Copy>(values: &[(T, i64)]) -> Most<T> {
    let top = values.iter().map(|v| v.1).max();
    let at: Vec<T> = values.iter().filter(|v| Some(v.1) == top).map(|v| v.0).collect();
    if at.len() == values.len() { Most::All } else { Most::Some(at) }
}
