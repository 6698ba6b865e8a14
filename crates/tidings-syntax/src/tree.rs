//! From arc scores to a tree: every token takes its best head; where that is no tree
//! with one root, the maximum arborescence is found (Chu-Liu, Edmonds).

use crate::matrix::top;

/// Scores of one sentence: `scores[dependent * (n + 1) + head]`, head 0 being the root, `h + 1` token `h`.
/// Writes each token's head (`None`: root) to `heads`.
pub(crate) fn decode(scores: &[f32], heads: &mut [Option<u32>], mark: &mut Vec<u32>) {
    let n = heads.len();
    debug_assert_eq!(scores.len(), n * (n + 1));
    let row = |d: usize| &scores[d * (n + 1)..(d + 1) * (n + 1)];
    let mut roots = 0;
    for (d, head) in heads.iter_mut().enumerate() {
        let best = top(row(d));
        *head = (best as u32).checked_sub(1);
        roots += usize::from(head.is_none());
    }
    if roots == 1 && !has_cycle(heads, mark) {
        return;
    }
    let mut candidates: Vec<usize> = (0..n).filter(|&d| heads[d].is_none()).collect();
    if candidates.is_empty() {
        let gain = |d: usize| row(d)[0] - row(d)[1..].iter().copied().fold(f32::NEG_INFINITY, f32::max);
        candidates.extend((0..n).reduce(|a, b| if gain(b) > gain(a) { b } else { a }));
    }
    candidates.sort_by(|&a, &b| row(b)[0].total_cmp(&row(a)[0]).then(a.cmp(&b)));
    candidates.truncate(8);
    let inner: Vec<f32> = (0..n).flat_map(|d| row(d)[1..].iter().copied()).collect();
    let mut best = f32::NEG_INFINITY;
    for root in candidates {
        let tree = arborescence(&inner, n, root);
        let total = row(root)[0] + (0..n).filter(|&d| d != root).map(|d| inner[d * n + tree[d]]).sum::<f32>();
        if total > best || best == f32::NEG_INFINITY {
            best = total;
            for (d, head) in heads.iter_mut().enumerate() {
                *head = (d != root).then_some(tree[d] as u32);
            }
        }
    }
}

/// Walks up from every token; a walk that meets itself has gone round.
fn has_cycle(heads: &[Option<u32>], mark: &mut Vec<u32>) -> bool {
    mark.clear();
    mark.resize(heads.len(), 0);
    for start in 0..heads.len() {
        let walk = start as u32 + 1;
        let mut at = Some(start as u32);
        while let Some(t) = at {
            match mark[t as usize] {
                0 => mark[t as usize] = walk,
                m if m == walk => return true,
                _ => break,
            }
            at = heads[t as usize];
        }
    }
    false
}

/// The best spanning tree that grows from `root`; `scores[dependent * n + head]`. The root's own entry is `root`.
fn arborescence(scores: &[f32], n: usize, root: usize) -> Vec<usize> {
    let mut head = vec![root; n];
    for d in (0..n).filter(|&d| d != root) {
        let row = &scores[d * n..(d + 1) * n];
        let mut best = if d == 0 { 1 } else { 0 };
        for h in (0..n).filter(|&h| h != d) {
            if row[h] > row[best] {
                best = h;
            }
        }
        head[d] = best;
    }
    let Some(cycle) = find_cycle(&head, root) else { return head };

    // Contract the cycle into one last node and solve the smaller problem.
    let outside: Vec<usize> = (0..n).filter(|t| !cycle.contains(t)).collect();
    let m = outside.len() + 1;
    let c = m - 1;
    let mut small = vec![f32::NEG_INFINITY; m * m];
    let mut leave = vec![0; m]; // which token of the cycle heads an outside token
    let mut enter = vec![0; m]; // which token of the cycle an outside head takes over
    for (i, &o) in outside.iter().enumerate() {
        for (j, &p) in outside.iter().enumerate() {
            small[i * m + j] = scores[o * n + p];
        }
        let better =
            |best: usize, t: usize, value: &dyn Fn(usize) -> f32| if value(t) > value(best) { t } else { best };
        let from = |t: usize| scores[o * n + t];
        let into = |t: usize| scores[t * n + o] - scores[t * n + head[t]];
        leave[i] = cycle[1..].iter().fold(cycle[0], |b, &t| better(b, t, &from));
        enter[i] = cycle[1..].iter().fold(cycle[0], |b, &t| better(b, t, &into));
        small[i * m + c] = from(leave[i]);
        small[c * m + i] = into(enter[i]);
    }
    let small_root = outside.iter().position(|&o| o == root).expect("the root has no head, so is in no cycle");
    let solved = arborescence(&small, m, small_root);
    for (i, &o) in outside.iter().enumerate().filter(|(_, o)| **o != root) {
        head[o] = if solved[i] == c { leave[i] } else { outside[solved[i]] };
    }
    head[enter[solved[c]]] = outside[solved[c]];
    head
}

fn find_cycle(head: &[usize], root: usize) -> Option<Vec<usize>> {
    let mut mark = vec![0; head.len()];
    for start in 0..head.len() {
        let mut at = start;
        while at != root && mark[at] == 0 {
            mark[at] = start + 1;
            at = head[at];
        }
        if at != root && mark[at] == start + 1 {
            let mut cycle = vec![at];
            let mut next = head[at];
            while next != at {
                cycle.push(next);
                next = head[next];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The best single-rooted tree by trying them all.
    fn brute(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|d| code / (n + 1).pow(d as u32) % (n + 1)).collect();
            let as_heads: Vec<Option<u32>> = heads.iter().map(|&h| (h as u32).checked_sub(1)).collect();
            if as_heads.iter().filter(|h| h.is_none()).count() == 1 && !has_cycle(&as_heads, &mut Vec::new()) {
                let total = heads.iter().enumerate().map(|(d, h)| scores[d * (n + 1) + h]).sum();
                best = best.max(total);
            }
        }
        best
    }

    proptest! {
        #[test]
        fn any_scores_make_a_tree(n in 1usize..12, seed in prop::collection::vec(-5.0f32..5.0, 12 * 13)) {
            let mut heads = vec![None; n];
            let mut scores = seed[..n * (n + 1)].to_vec();
            for d in 0..n {
                scores[d * (n + 1) + d + 1] = -1e4;
            }
            decode(&scores, &mut heads, &mut Vec::new());
            prop_assert_eq!(heads.iter().filter(|h| h.is_none()).count(), 1);
            prop_assert!(!has_cycle(&heads, &mut Vec::new()));
            if n <= 4 {
                // The root is sought among the tokens that prefer it, so the best tree may be missed, never by much.
                let total: f32 = heads.iter().enumerate().map(|(d, h)| scores[d * (n + 1) + h.map_or(0, |h| h as usize + 1)]).sum();
                prop_assert!(total <= brute(&scores, n) + 1e-3);
            }
        }

        #[test]
        fn arborescence_is_the_best_from_its_root(n in 2usize..5, seed in prop::collection::vec(-5.0f32..5.0, 25)) {
            let tree = arborescence(&seed[..n * n], n, 0);
            let mut scores = vec![-100.0; n * (n + 1)];
            scores[0] = 0.0;
            for d in 1..n {
                for h in (0..n).filter(|&h| h != d) {
                    scores[d * (n + 1) + h + 1] = seed[d * n + h];
                }
            }
            let total: f32 = (1..n).map(|d| seed[d * n + tree[d]]).sum();
            prop_assert!((total - brute(&scores, n)).abs() < 1e-3);
        }
    }
}
