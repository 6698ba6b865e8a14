//! Dense arithmetic in 32-bit floats.
//!
//! Every sum runs in one fixed order and every product is fused with its addition, so that results
//! are the same to the last bit on every machine and for every batch.

/// Columns that are computed side by side.
pub(crate) const LANES: usize = 16;
/// Rows that are computed side by side.
const TILE: usize = 6;

/// Defines a function over slices that is also compiled for wide vectors and chosen at run time.
macro_rules! wide {
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) $(-> $ret:ty)? $body:block) => {
        $(#[$doc])*
        $vis fn $name($($arg: $type),*) $(-> $ret)? {
            #[inline(always)]
            fn plain($($arg: $type),*) $(-> $ret)? $body

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            unsafe fn avx2($($arg: $type),*) $(-> $ret)? {
                plain($($arg),*)
            }

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512vl,avx512bw,avx512dq,fma")]
            unsafe fn avx512($($arg: $type),*) $(-> $ret)? {
                plain($($arg),*)
            }

            #[cfg(target_arch = "x86_64")]
            if std::is_x86_feature_detected!("avx512bw")
                && std::is_x86_feature_detected!("avx512vl")
                && std::is_x86_feature_detected!("avx512dq")
            {
                // SAFETY: the features were just detected; AVX-512 comes with FMA.
                return unsafe { avx512($($arg),*) };
            }
            #[cfg(target_arch = "x86_64")]
            if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma") {
                // SAFETY: the features were just detected.
                return unsafe { avx2($($arg),*) };
            }
            plain($($arg),*)
        }
    };
}
pub(crate) use wide;

/// `count` rows of `inputs` numbers, `stride` apart, as the panels that [`multiply`] takes.
pub(crate) fn pack(rows: &[f32], stride: usize, count: usize, inputs: usize, panels: &mut Vec<f32>) {
    panels.clear();
    panels.resize(count.next_multiple_of(LANES) * inputs, 0.0);
    for (p, panel) in panels.chunks_exact_mut(inputs * LANES).enumerate() {
        for lane in 0..LANES.min(count - p * LANES) {
            let row = &rows[(p * LANES + lane) * stride..][..inputs];
            for (to, value) in panel.chunks_exact_mut(LANES).zip(row) {
                to[lane] = *value;
            }
        }
    }
}

wide! {
    /// `out = x W` for packed rows of `W`, `rows` rows of `x` that start `stride` apart, and dense `out`.
    pub(crate) fn multiply(panels: &[f32], inputs: usize, x: &[f32], stride: usize, rows: usize, out: &mut [f32]) {
        let outputs = panels.len() / inputs;
        for (p, panel) in panels.chunks_exact(inputs * LANES).enumerate() {
            let out = &mut out[p * LANES..];
            let mut row = 0;
            while row < rows {
                if rows < TILE {
                    tile::<1>(&x[row * stride..], stride, inputs, panel, &mut out[row * outputs..], outputs);
                    row += 1;
                    continue;
                }
                // The last tile goes back over rows that are done rather than take the rest one by one.
                row = row.min(rows - TILE);
                tile::<TILE>(&x[row * stride..], stride, inputs, panel, &mut out[row * outputs..], outputs);
                row += TILE;
            }
        }
    }
}

#[inline(always)]
fn tile<const M: usize>(x: &[f32], stride: usize, inputs: usize, panel: &[f32], out: &mut [f32], outputs: usize) {
    let rows: [&[f32]; M] = std::array::from_fn(|r| &x[r * stride..][..inputs]);
    let mut sums = [[0.0f32; LANES]; M];
    for (k, weights) in panel.chunks_exact(LANES).enumerate() {
        let weights: &[f32; LANES] = weights.try_into().expect("whole lanes");
        for r in 0..M {
            let value = rows[r][k];
            for lane in 0..LANES {
                sums[r][lane] = value.mul_add(weights[lane], sums[r][lane]);
            }
        }
    }
    for r in 0..M {
        out[r * outputs..][..LANES].copy_from_slice(&sums[r]);
    }
}

/// `1 / (1 + e^-x)` by a polynomial: the same on every machine, vectorised by the compiler.
#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[inline(always)]
fn exp(x: f32) -> f32 {
    const ROUND: f32 = 12_582_912.0; // 1.5 * 2^23: adding it rounds to an integer
    let x = x.clamp(-80.0, 80.0);
    let shifted = x.mul_add(std::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    let r = n.mul_add(-0.693_359_4, x);
    let r = n.mul_add(2.121_944_4e-4, r);
    let mut p = 1.987_569_1e-4f32;
    for c in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5, 1.0, 1.0] {
        p = p.mul_add(r, c);
    }
    let scale = f32::from_bits((shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127)) << 23);
    p * scale
}

/// The sum of a function of the values, in lanes and then pairwise.
#[inline(always)]
fn lane_sum(x: &[f32], value: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0f32; LANES];
    let parts = x.chunks_exact(LANES);
    let rest = parts.remainder();
    for part in parts {
        let part: &[f32; LANES] = part.try_into().expect("whole lanes");
        for lane in 0..LANES {
            sums[lane] += value(part[lane]);
        }
    }
    for (sum, &v) in sums.iter_mut().zip(rest) {
        *sum += value(v);
    }
    pairwise(sums)
}

/// The largest of a function of the values.
#[inline(always)]
pub(crate) fn lane_max(x: &[f32], value: impl Fn(f32) -> f32) -> f32 {
    let larger = |m: f32, v: f32| if v > m { v } else { m };
    let mut lanes = [f32::NEG_INFINITY; LANES];
    let parts = x.chunks_exact(LANES);
    let rest = parts.remainder();
    for part in parts {
        for (m, &v) in lanes.iter_mut().zip(part) {
            *m = larger(*m, value(v));
        }
    }
    let top = lanes.into_iter().fold(f32::NEG_INFINITY, larger);
    rest.iter().fold(top, |m, &v| larger(m, value(v)))
}

wide! {
    /// The place of the first largest score.
    pub(crate) fn top(scores: &[f32]) -> usize {
        let top = lane_max(scores, |v| v);
        scores.iter().position(|&v| v == top).unwrap_or(0)
    }
}

#[inline(always)]
fn pairwise(mut sums: [f32; LANES]) -> f32 {
    let mut width = LANES / 2;
    while width > 0 {
        for lane in 0..width {
            sums[lane] += sums[lane + width];
        }
        width /= 2;
    }
    sums[0]
}

wide! {
    /// The larger of both halves of each row of `x`, normalised, scaled and shifted.
    pub(crate) fn maxout_norm(x: &[f32], norm: &Norm, out: &mut [f32]) {
        let d = norm.scale.len();
        for (x, out) in x.chunks_exact(2 * d).zip(out.chunks_exact_mut(d)) {
            let (a, b) = x.split_at(d);
            for i in 0..d {
                out[i] = if a[i] > b[i] { a[i] } else { b[i] };
            }
            norm.row(out);
        }
    }
}

wide! {
    /// Normalises each row of `x`, scales and shifts it.
    pub(crate) fn normalise(x: &mut [f32], norm: &Norm) {
        for row in x.chunks_exact_mut(norm.scale.len()) {
            norm.row(row);
        }
    }
}

wide! {
    /// The dot product of two vectors of one length.
    pub(crate) fn dot(x: &[f32], y: &[f32]) -> f32 {
        let mut sums = [0.0f32; LANES];
        for (x, y) in x.chunks(LANES).zip(y.chunks(LANES)) {
            for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
                *sum += x * y;
            }
        }
        pairwise(sums)
    }
}

/// Layer normalisation.
pub(crate) struct Norm {
    pub(crate) scale: Vec<f32>,
    pub(crate) shift: Vec<f32>,
}

impl Norm {
    #[inline(always)]
    fn row(&self, x: &mut [f32]) {
        let d = self.scale.len();
        let (x, scale, shift) = (&mut x[..d], &self.scale[..d], &self.shift[..d]);
        let mean = lane_sum(x, |v| v) / d as f32;
        let variance = lane_sum(x, |v| (v - mean) * (v - mean)) / d as f32;
        let factor = 1.0 / (variance + 1e-5).sqrt();
        for i in 0..d {
            x[i] = ((x[i] - mean) * factor).mul_add(scale[i], shift[i]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_agree_with_the_definition() {
        let (inputs, outputs, rows) = (7, 19, 9);
        let value = |i: usize| ((i * 37 + 11) % 23) as f32 / 7.0 - 1.5;
        let weights: Vec<f32> = (0..inputs * outputs).map(value).collect();
        let x: Vec<f32> = (0..rows * inputs).map(|i| value(i + 3)).collect();
        let (mut panels, padded) = (Vec::new(), 32);
        pack(&weights, inputs, outputs, inputs, &mut panels);
        let mut out = vec![0.0; rows * padded];
        multiply(&panels, inputs, &x, inputs, rows, &mut out);
        for r in 0..rows {
            let mut alone = vec![0.0; padded];
            multiply(&panels, inputs, &x[r * inputs..], inputs, 1, &mut alone);
            assert_eq!(alone, out[r * padded..][..padded], "the same bits alone and in company");
            for o in 0..outputs {
                let sum: f32 = (0..inputs).map(|i| x[r * inputs + i] * weights[o * inputs + i]).sum();
                assert!((out[r * padded + o] - sum).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn sigmoid_is_close() {
        for i in -400..=400 {
            let x = i as f32 / 8.0;
            let exact = (1.0 / (1.0 + (-f64::from(x)).exp())) as f32;
            assert!((sigmoid(x) - exact).abs() < 2e-7, "{x}: {} {exact}", sigmoid(x));
        }
    }

    #[test]
    fn norm_has_mean_zero_and_deviation_one() {
        let norm = Norm { scale: vec![1.0; 20], shift: vec![0.0; 20] };
        let mut x: Vec<f32> = (0..40).map(|i| (i * i % 17) as f32).collect();
        normalise(&mut x, &norm);
        for row in x.chunks(20) {
            assert!(row.iter().sum::<f32>().abs() < 1e-4);
            assert!((row.iter().map(|v| v * v).sum::<f32>() / 20.0 - 1.0).abs() < 1e-3);
        }
    }
}
