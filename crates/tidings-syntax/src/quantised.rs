//! Layers in small integers: four times the work of 32-bit floats in each instruction.
//!
//! Inputs have eight bits and a scale for each row, weights seven bits and a scale for each output.
//! Seven, so that a product of pairs fits into 16 bits and every instruction set computes the same
//! integers; with the scales applied in one fixed order, results are the same to the last bit on
//! every machine and for every batch.

use std::ops::Range;

use crate::matrix::{LANES, lane_max, wide};

/// Inputs that one instruction multiplies and adds up.
const GROUP: usize = 4;
/// What is added to inputs to make them unsigned.
const ZERO: i32 = 128;
/// Largest weight.
const TOP: f32 = 63.0;

/// The weights of one group of inputs for [`LANES`] outputs.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line([i8; LANES * GROUP]);

/// `y = W x + b`
pub(crate) struct Quantised {
    pub(crate) inputs: usize,
    /// Rounded up to whole lanes; the rest is zero.
    pub(crate) outputs: usize,
    /// `panels[outputs / LANES][inputs / GROUP]`
    panels: Vec<Line>,
    /// What the sums start from: takes [`ZERO`] out again.
    start: Vec<i32>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl Quantised {
    /// Stacks layers of the same input: each is `(weights[outputs][inputs], bias)` and starts at a whole lane.
    pub(crate) fn stack(inputs: usize, layers: &[(Vec<f32>, Vec<f32>)]) -> Quantised {
        assert!(inputs.is_multiple_of(GROUP), "inputs come in groups");
        let outputs = layers.iter().map(|(_, b)| b.len().next_multiple_of(LANES)).sum();
        let mut layer = Quantised {
            inputs,
            outputs,
            panels: vec![Line([0; LANES * GROUP]); inputs / GROUP * outputs / LANES],
            start: vec![0; outputs],
            scale: vec![0.0; outputs],
            bias: vec![0.0; outputs],
        };
        let mut first = 0;
        for (weights, bias) in layers {
            layer.bias[first..][..bias.len()].copy_from_slice(bias);
            for (o, row) in weights.chunks_exact(inputs).enumerate() {
                layer.set(first + o, row);
            }
            first += bias.len().next_multiple_of(LANES);
        }
        layer
    }

    pub(crate) fn new(inputs: usize, (weights, bias): (Vec<f32>, Vec<f32>)) -> Quantised {
        Quantised::stack(inputs, &[(weights, bias)])
    }

    fn set(&mut self, output: usize, row: &[f32]) {
        let scale = best_scale(row);
        let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
        let (panel, lane) = (output / LANES, output % LANES);
        let lines = &mut self.panels[panel * self.inputs / GROUP..][..self.inputs / GROUP];
        let mut sum = 0;
        for (k, &w) in row.iter().enumerate() {
            let q = (w * inverse).round().clamp(-TOP, TOP) as i8;
            lines[k / GROUP].0[lane * GROUP + k % GROUP] = q;
            sum += i32::from(q);
        }
        self.start[output] = -ZERO * sum;
        self.scale[output] = scale;
    }

    /// Applies the layer to every row; `out` is dense.
    pub(crate) fn apply(&self, rows: &Rows, out: &mut [f32]) {
        self.dispatch(&rows.numbers, self.inputs, &rows.scales, out);
    }

    /// Applies the layer to every row but the first and the last, each together with its neighbours.
    pub(crate) fn apply_windows(&self, rows: &Rows, out: &mut [f32]) {
        self.dispatch(&rows.numbers, self.inputs / 3, &rows.scales[1..rows.scales.len() - 1], out);
    }

    /// For rows of `x` that start `stride` apart (and so may overlap), one for each of `scales`.
    fn dispatch(&self, x: &[u8], stride: usize, scales: &[f32], out: &mut [f32]) {
        let rows = scales.len();
        if rows == 0 {
            return;
        }
        assert!(x.len() >= (rows - 1) * stride + self.inputs && out.len() >= rows * self.outputs);
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512f") {
                // SAFETY: the features were just detected, the lengths checked.
                unsafe { x86::multiply512(self, x, stride, scales, out) };
                return;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                // SAFETY: the features were just detected, the lengths checked.
                unsafe { x86::multiply256(self, x, stride, scales, out) };
                return;
            }
        }
        #[cfg(target_arch = "aarch64")]
        {
            if std::arch::is_aarch64_feature_detected!("dotprod") {
                // SAFETY: the feature was just detected, the lengths checked.
                unsafe { arm::multiply_dot(self, x, stride, scales, out) };
            } else {
                // SAFETY: NEON is part of the architecture; the lengths are checked.
                unsafe { arm::multiply_neon(self, x, stride, scales, out) };
            }
        }
        #[cfg(not(target_arch = "aarch64"))]
        self.multiply(x, stride, scales, out);
    }

    /// For any machine.
    #[cfg_attr(
        all(target_arch = "aarch64", not(test)),
        expect(dead_code, reason = "NEON is there always; tests compare with this")
    )]
    fn multiply(&self, x: &[u8], stride: usize, scales: &[f32], out: &mut [f32]) {
        for (p, panel) in self.panels.chunks_exact(self.inputs / GROUP).enumerate() {
            let columns = p * LANES..(p + 1) * LANES;
            for (r, &row_scale) in scales.iter().enumerate() {
                let x = &x[r * stride..][..self.inputs];
                let mut sums: [i32; LANES] = self.start[columns.clone()].try_into().expect("whole lanes");
                for (x, line) in x.chunks_exact(GROUP).zip(panel) {
                    for (sum, w) in sums.iter_mut().zip(line.0.chunks_exact(GROUP)) {
                        *sum += x.iter().zip(w).map(|(&x, &w)| i32::from(x) * i32::from(w)).sum::<i32>();
                    }
                }
                let out = &mut out[r * self.outputs..][columns.clone()];
                for ((o, sum), c) in out.iter_mut().zip(sums).zip(columns.clone()) {
                    *o = (sum as f32).mul_add(row_scale * self.scale[c], self.bias[c]);
                }
            }
        }
    }
}

/// The step between weights that leaves the smallest error: a few large ones may be cut.
fn best_scale(row: &[f32]) -> f32 {
    let largest = row.iter().fold(0.0f32, |m, w| m.max(w.abs()));
    let error = |scale: f32| -> f32 {
        row.iter().map(|w| w - (w / scale).round().clamp(-TOP, TOP) * scale).map(|e| e * e).sum()
    };
    let scales = [1.0, 0.92, 0.84, 0.76].map(|part| part * largest / TOP);
    if largest == 0.0 { 0.0 } else { scales.into_iter().min_by(|a, b| error(*a).total_cmp(&error(*b))).unwrap_or(0.0) }
}

#[cfg(target_arch = "x86_64")]
#[expect(clippy::needless_range_loop, reason = "the loops over rows and columns of a tile unroll")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{GROUP, LANES, Line, Quantised};

    /// Rows that are computed side by side.
    const TILE: usize = 8;
    const TILE256: usize = 4;

    /// # Safety
    /// AVX-512 with VNNI; `x` and `out` as long as [`Quantised::dispatch`] checks.
    #[target_feature(enable = "avx512f,avx512vnni")]
    pub(super) unsafe fn multiply512(layer: &Quantised, x: &[u8], stride: usize, scales: &[f32], out: &mut [f32]) {
        let panels = layer.outputs / LANES;
        let mut panel = 0;
        while panel < panels {
            let two = panel + 1 < panels;
            let mut row = 0;
            while row < scales.len() {
                // The last tile goes back over rows that are done rather than take the rest one by one.
                let tile = if scales.len() >= TILE { TILE } else { scales.len().min(2) };
                row = row.min(scales.len() - tile);
                // SAFETY: the tile lies within rows and panels.
                unsafe {
                    match (tile, two) {
                        (TILE, true) => tile512::<TILE, 2>(layer, panel, x, stride, scales, row, out),
                        (TILE, false) => tile512::<TILE, 1>(layer, panel, x, stride, scales, row, out),
                        (2, true) => tile512::<2, 2>(layer, panel, x, stride, scales, row, out),
                        (2, false) => tile512::<2, 1>(layer, panel, x, stride, scales, row, out),
                        (_, true) => tile512::<1, 2>(layer, panel, x, stride, scales, row, out),
                        (_, false) => tile512::<1, 1>(layer, panel, x, stride, scales, row, out),
                    }
                }
                row += tile;
            }
            panel += if two { 2 } else { 1 };
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512vnni")]
    unsafe fn tile512<const M: usize, const P: usize>(
        layer: &Quantised,
        panel: usize,
        x: &[u8],
        stride: usize,
        scales: &[f32],
        row: usize,
        out: &mut [f32],
    ) {
        let groups = layer.inputs / GROUP;
        let column = panel * LANES;
        // SAFETY: the caller's tile lies within all of these.
        unsafe {
            let weights: [*const Line; P] = std::array::from_fn(|p| layer.panels.as_ptr().add((panel + p) * groups));
            let start: [__m512i; P] =
                std::array::from_fn(|p| _mm512_loadu_si512(layer.start.as_ptr().add(column + p * LANES).cast()));
            let mut sums = [start; M];
            let x = x.as_ptr().add(row * stride);
            for k in 0..groups {
                let w: [__m512i; P] = std::array::from_fn(|p| _mm512_load_si512(weights[p].add(k).cast()));
                for r in 0..M {
                    let four = _mm512_set1_epi32(x.add(r * stride + k * GROUP).cast::<i32>().read_unaligned());
                    for p in 0..P {
                        sums[r][p] = _mm512_dpbusd_epi32(sums[r][p], four, w[p]);
                    }
                }
            }
            for p in 0..P {
                let scale = _mm512_loadu_ps(layer.scale.as_ptr().add(column + p * LANES));
                let bias = _mm512_loadu_ps(layer.bias.as_ptr().add(column + p * LANES));
                for r in 0..M {
                    let scale = _mm512_mul_ps(_mm512_set1_ps(*scales.get_unchecked(row + r)), scale);
                    let y = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sums[r][p]), scale, bias);
                    _mm512_storeu_ps(out.as_mut_ptr().add((row + r) * layer.outputs + column + p * LANES), y);
                }
            }
        }
    }

    /// # Safety
    /// AVX2 and FMA; `x` and `out` as long as [`Quantised::dispatch`] checks.
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn multiply256(layer: &Quantised, x: &[u8], stride: usize, scales: &[f32], out: &mut [f32]) {
        for panel in 0..layer.outputs / LANES {
            let mut row = 0;
            while row < scales.len() {
                // SAFETY: the tile lies within rows and panels.
                unsafe {
                    if scales.len() >= TILE256 {
                        row = row.min(scales.len() - TILE256);
                        tile256::<TILE256>(layer, panel, x, stride, scales, row, out);
                        row += TILE256;
                    } else {
                        tile256::<1>(layer, panel, x, stride, scales, row, out);
                        row += 1;
                    }
                }
            }
        }
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn tile256<const M: usize>(
        layer: &Quantised,
        panel: usize,
        x: &[u8],
        stride: usize,
        scales: &[f32],
        row: usize,
        out: &mut [f32],
    ) {
        let groups = layer.inputs / GROUP;
        let column = panel * LANES;
        // SAFETY: the caller's tile lies within all of these.
        unsafe {
            let weights: *const __m256i = layer.panels.as_ptr().add(panel * groups).cast();
            let start: [__m256i; 2] =
                std::array::from_fn(|h| _mm256_loadu_si256(layer.start.as_ptr().add(column + h * 8).cast()));
            let mut sums = [start; M];
            let ones = _mm256_set1_epi16(1);
            let x = x.as_ptr().add(row * stride);
            for k in 0..groups {
                let w: [__m256i; 2] = std::array::from_fn(|h| _mm256_load_si256(weights.add(2 * k + h)));
                for r in 0..M {
                    let four = _mm256_set1_epi32(x.add(r * stride + k * GROUP).cast::<i32>().read_unaligned());
                    for h in 0..2 {
                        let pairs = _mm256_maddubs_epi16(four, w[h]);
                        sums[r][h] = _mm256_add_epi32(sums[r][h], _mm256_madd_epi16(pairs, ones));
                    }
                }
            }
            for h in 0..2 {
                let scale = _mm256_loadu_ps(layer.scale.as_ptr().add(column + h * 8));
                let bias = _mm256_loadu_ps(layer.bias.as_ptr().add(column + h * 8));
                for r in 0..M {
                    let scale = _mm256_mul_ps(_mm256_set1_ps(*scales.get_unchecked(row + r)), scale);
                    let y = _mm256_fmadd_ps(_mm256_cvtepi32_ps(sums[r][h]), scale, bias);
                    _mm256_storeu_ps(out.as_mut_ptr().add((row + r) * layer.outputs + column + h * 8), y);
                }
            }
        }
    }
}

#[cfg(target_arch = "aarch64")]
#[expect(clippy::needless_range_loop, reason = "the loops over rows and columns of a tile unroll")]
mod arm {
    use std::arch::aarch64::*;

    use super::{GROUP, LANES, Line, Quantised};

    /// Rows that are computed side by side.
    const TILE: usize = 4;
    /// Vectors of four sums in [`LANES`].
    const PARTS: usize = LANES / 4;

    /// # Safety
    /// `x` and `out` as long as [`Quantised::dispatch`] checks.
    pub(super) unsafe fn multiply_neon(layer: &Quantised, x: &[u8], stride: usize, scales: &[f32], out: &mut [f32]) {
        let add = |sums, x, w| {
            // SAFETY: NEON is part of the architecture.
            unsafe { vpadalq_s16(sums, vpaddq_s16(vmull_s8(vget_low_s8(x), vget_low_s8(w)), vmull_high_s8(x, w))) }
        };
        // SAFETY: as asked of the caller.
        unsafe { multiply(layer, x, stride, scales, out, add) }
    }

    /// # Safety
    /// The dot product instructions; `x` and `out` as long as [`Quantised::dispatch`] checks.
    #[target_feature(enable = "dotprod")]
    pub(super) unsafe fn multiply_dot(layer: &Quantised, x: &[u8], stride: usize, scales: &[f32], out: &mut [f32]) {
        let add = |mut sums: int32x4_t, x: int8x16_t, w: int8x16_t| {
            // The intrinsic is not stable yet.
            // SAFETY: the instruction only reads and writes these registers.
            unsafe {
                std::arch::asm!("sdot {0:v}.4s, {1:v}.16b, {2:v}.16b", inout(vreg) sums, in(vreg) x, in(vreg) w,
                    options(pure, nomem, nostack, preserves_flags));
            }
            sums
        };
        // SAFETY: as asked of the caller.
        unsafe { multiply(layer, x, stride, scales, out, add) }
    }

    /// `add` adds the products of four inputs to each of four sums.
    #[inline(always)]
    unsafe fn multiply(
        layer: &Quantised,
        x: &[u8],
        stride: usize,
        scales: &[f32],
        out: &mut [f32],
        add: impl Fn(int32x4_t, int8x16_t, int8x16_t) -> int32x4_t + Copy,
    ) {
        for panel in 0..layer.outputs / LANES {
            let mut row = 0;
            while row < scales.len() {
                // SAFETY: the tile lies within rows and panels.
                unsafe {
                    if scales.len() >= TILE {
                        row = row.min(scales.len() - TILE);
                        tile::<TILE>(layer, panel, x, stride, scales, row, out, add);
                        row += TILE;
                    } else {
                        tile::<1>(layer, panel, x, stride, scales, row, out, add);
                        row += 1;
                    }
                }
            }
        }
    }

    #[inline(always)]
    #[expect(clippy::too_many_arguments, reason = "a tile is a place in three matrices")]
    unsafe fn tile<const M: usize>(
        layer: &Quantised,
        panel: usize,
        x: &[u8],
        stride: usize,
        scales: &[f32],
        row: usize,
        out: &mut [f32],
        add: impl Fn(int32x4_t, int8x16_t, int8x16_t) -> int32x4_t,
    ) {
        let groups = layer.inputs / GROUP;
        let column = panel * LANES;
        // SAFETY: the caller's tile lies within all of these.
        unsafe {
            let weights: *const Line = layer.panels.as_ptr().add(panel * groups);
            // Products are of signed numbers here, so there is nothing to take out again.
            let mut sums = [[vdupq_n_s32(0); PARTS]; M];
            let x = x.as_ptr().add(row * stride);
            for k in 0..groups {
                let w = vld1q_s8_x4((*weights.add(k)).0.as_ptr());
                let w = [w.0, w.1, w.2, w.3];
                for r in 0..M {
                    let four = vdupq_n_u32(x.add(r * stride + k * GROUP).cast::<u32>().read_unaligned() ^ 0x8080_8080);
                    for p in 0..PARTS {
                        sums[r][p] = add(sums[r][p], vreinterpretq_s8_u32(four), w[p]);
                    }
                }
            }
            for p in 0..PARTS {
                let scale = vld1q_f32(layer.scale.as_ptr().add(column + 4 * p));
                let bias = vld1q_f32(layer.bias.as_ptr().add(column + 4 * p));
                for r in 0..M {
                    let scale = vmulq_f32(vdupq_n_f32(*scales.get_unchecked(row + r)), scale);
                    let y = vfmaq_f32(bias, vcvtq_f32_s32(sums[r][p]), scale);
                    vst1q_f32(out.as_mut_ptr().add((row + r) * layer.outputs + column + 4 * p), y);
                }
            }
        }
    }
}

wide! {
    /// Rows of `x`, which start `stride` apart, as eight-bit numbers, dense. `scales`: the largest absolute value
    /// of each row in, its step out.
    fn round(x: &[f32], stride: usize, width: usize, scales: &mut [f32], out: &mut [u8]) {
        const ROUND: f32 = 12_582_912.0; // 1.5 * 2^23: adding it rounds to an integer in the low bits
        for (r, (scale, out)) in scales.iter_mut().zip(out.chunks_exact_mut(width)).enumerate() {
            let inverse = if *scale > 0.0 { 127.0 / *scale } else { 0.0 };
            *scale *= 1.0 / 127.0;
            for (q, v) in out.iter_mut().zip(&x[r * stride..][..width]) {
                let bits = (v.mul_add(inverse, ROUND)).to_bits() as i32;
                *q = bits.wrapping_sub(ROUND.to_bits() as i32).wrapping_add(ZERO) as u8;
            }
        }
    }
}

wide! {
    /// The largest absolute value of each row.
    fn largest(x: &[f32], stride: usize, width: usize, out: &mut [f32]) {
        for (r, out) in out.iter_mut().enumerate() {
            *out = lane_max(&x[r * stride..][..width], f32::abs);
        }
    }
}

/// Rows as eight-bit numbers with a scale each; kept from batch to batch.
#[derive(Default)]
pub(crate) struct Rows {
    numbers: Vec<u8>,
    scales: Vec<f32>,
}

impl Rows {
    /// Takes `count` rows of `width` that start `stride` apart. Rows that `groups` puts together share a scale.
    pub(crate) fn set(&mut self, x: &[f32], stride: usize, width: usize, count: usize, groups: &[Range<usize>]) {
        self.scales.resize(count, 0.0);
        self.numbers.resize(count * width, 0);
        largest(x, stride, width, &mut self.scales);
        for group in groups {
            let scales = &mut self.scales[group.clone()];
            let top = scales.iter().fold(0.0f32, |m, &v| if v > m { v } else { m });
            scales.fill(top);
        }
        round(x, stride, width, &mut self.scales, &mut self.numbers);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(i: usize) -> f32 {
        ((i * 37 + 11) % 101) as f32 / 40.0 - 1.2
    }

    #[test]
    fn every_instruction_set_gives_the_same_and_it_is_close() {
        for (inputs, outputs, rows) in [(384, 256, 21), (128, 19, 3), (16, 48, 8), (4, 1, 1)] {
            let weights: Vec<f32> = (0..inputs * outputs).map(|i| value(i * i % 911)).collect();
            let bias: Vec<f32> = (0..outputs).map(value).collect();
            let x: Vec<f32> = (0..rows * inputs).map(|i| 3.0 * value(i * 7 % 313)).collect();
            let layer = Quantised::new(inputs, (weights.clone(), bias.clone()));
            let mut quantised = Rows::default();
            quantised.set(&x, inputs, inputs, rows, &[]);
            let Rows { numbers: q, scales } = &quantised;
            let mut plain = vec![0.0; rows * layer.outputs];
            layer.multiply(q, inputs, scales, &mut plain);
            let mut best = vec![0.0; rows * layer.outputs];
            layer.apply(&quantised, &mut best);
            assert_eq!(plain, best);
            #[cfg(target_arch = "x86_64")]
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                let mut avx2 = vec![0.0; rows * layer.outputs];
                // SAFETY: the features were just detected.
                unsafe { x86::multiply256(&layer, q, inputs, scales, &mut avx2) };
                assert_eq!(plain, avx2);
            }
            #[cfg(target_arch = "aarch64")]
            {
                let mut neon = vec![0.0; rows * layer.outputs];
                // SAFETY: NEON is part of the architecture.
                unsafe { arm::multiply_neon(&layer, q, inputs, scales, &mut neon) };
                assert_eq!(plain, neon);
            }
            for r in 0..rows {
                let mut alone = vec![0.0; layer.outputs];
                layer.dispatch(&q[r * inputs..], inputs, &scales[r..=r], &mut alone);
                assert_eq!(alone, plain[r * layer.outputs..][..layer.outputs], "alone and in company");
                for o in 0..outputs {
                    let products = (0..inputs).map(|i| x[r * inputs + i] * weights[o * inputs + i]);
                    let size: f32 = products.clone().map(|p| p * p).sum::<f32>().sqrt();
                    let exact = bias[o] + products.sum::<f32>();
                    assert!((plain[r * layer.outputs + o] - exact).abs() < 0.05 * (size + 1.0), "{o}: {exact}");
                }
            }
        }
    }

    #[test]
    fn extreme_inputs_do_not_overflow() {
        let (inputs, rows) = (384, 2);
        let weights: Vec<f32> = (0..16 * inputs).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 }).collect();
        let layer = Quantised::new(inputs, (weights, vec![0.0; 16]));
        let x: Vec<f32> = (0..rows * inputs).map(|i| if i % 2 == 0 { 5.0 } else { -5.0 }).collect();
        let (mut quantised, mut out) = (Rows::default(), vec![0.0; rows * 16]);
        quantised.set(&x, inputs, inputs, rows, &[]);
        layer.apply(&quantised, &mut out);
        assert!(out.iter().all(|y| (y - 5.0 * inputs as f32).abs() < 1.0), "{out:?}");
    }
}
