//! Which locals of a function still matter at each of its instructions.

use wasmparser::Operator;

use crate::program::Body;

/// The locals that matter before each instruction: they are read before they are set, on some way from there.
pub struct Live {
    /// So many words of bits for each instruction.
    words: usize,
    bits: Vec<u64>,
    ends: Vec<(usize, usize)>,
}

impl Live {
    /// Follows the ways through a function backwards until nothing more is found.
    pub fn of(body: &Body) -> Self {
        let ends = ends(body);
        let ways = ways(body, &ends);
        let words = body.locals.len().div_ceil(64);
        let mut live = Self { words, bits: vec![0; words * (body.code.len() + 1)], ends };
        let mut changed = true;
        while changed {
            changed = false;
            for (at, next) in ways.iter().enumerate().rev() {
                for word in 0..words {
                    let mut bits = next.iter().fold(0, |bits, next| bits | live.bits[next * words + word]);
                    if let Some((local, sets)) = local(&body.code[at].operator)
                        && local as usize / 64 == word
                    {
                        let bit = 1 << (local % 64);
                        bits = if sets { bits & !bit } else { bits | bit };
                    }
                    let known = &mut live.bits[at * words + word];
                    changed |= *known != bits;
                    *known = bits;
                }
            }
        }
        live
    }

    /// Where the block ends that an instruction begins.
    pub fn end_of(&self, block: usize) -> usize {
        self.ends[block].1
    }

    /// Whether a local matters before an instruction, or at the function's end.
    pub fn at(&self, instruction: usize, local: u32) -> bool {
        self.bits[instruction * self.words + local as usize / 64] >> (local % 64) & 1 == 1
    }
}

/// The instructions that may follow each. The one behind the last stands for the function's end.
fn ways(body: &Body, ends: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut ways = Vec::with_capacity(body.code.len());
    // Where a branch to each block around leads.
    let mut blocks = vec![body.code.len()];
    for (at, code) in body.code.iter().enumerate() {
        let target = |depth: u32| blocks.get(blocks.len() - 1 - depth as usize).copied().unwrap_or_default();
        let next = match &code.operator {
            Operator::Br { relative_depth } => vec![target(*relative_depth)],
            Operator::BrIf { relative_depth } => vec![at + 1, target(*relative_depth)],
            Operator::BrTable { targets } => {
                targets.targets().filter_map(Result::ok).chain([targets.default()]).map(target).collect()
            }
            Operator::Return | Operator::Unreachable => vec![body.code.len()],
            // Past the first half of a condition, or past both.
            Operator::If { .. } => vec![at + 1, ends[at].0],
            Operator::Else => vec![ends[at].1],
            _ => vec![at + 1],
        };
        ways.push(next);
        match code.operator {
            Operator::Loop { .. } => blocks.push(at + 1),
            Operator::Block { .. } | Operator::If { .. } => blocks.push(ends[at].1),
            Operator::End => drop(blocks.pop()),
            _ => {}
        }
    }
    ways
}

/// For each block: where its second half begins, which is its end when it has none, and where it ends.
fn ends(body: &Body) -> Vec<(usize, usize)> {
    let mut ends = vec![(0, 0); body.code.len()];
    let mut open: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, code) in body.code.iter().enumerate() {
        match code.operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => open.push((at, None)),
            Operator::Else => {
                if let Some((_, half)) = open.last_mut() {
                    *half = Some(at);
                }
            }
            Operator::End => {
                if let Some((begin, half)) = open.pop() {
                    ends[begin] = (half.map_or(at, |half| half + 1), at);
                    if let Some(half) = half {
                        ends[half] = (at, at);
                    }
                }
            }
            _ => {}
        }
    }
    ends
}

/// The local that an instruction uses, and whether it sets it.
pub fn local(operator: &Operator) -> Option<(u32, bool)> {
    match operator {
        Operator::LocalGet { local_index } => Some((*local_index, false)),
        Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => Some((*local_index, true)),
        _ => None,
    }
}
