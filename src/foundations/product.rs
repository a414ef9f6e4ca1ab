//! Products of matrices, on slices of numbers.
//!
//! faer computes the large ones. A number of a product is a sum over the common side of
//! the two matrices: from the first term to the last, with one fused multiply-add for
//! each, in parts of 512 terms. With AVX2, faer does so whatever the processor and its
//! caches, except in products that are thin or small. Those are summed here.

use crate::foundations::buffer::Buffer;
use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};
use pulp::{Arch, Simd, WithSimd};

/// The terms that are summed before they are added to the rest.
const PART: usize = 512;

/// The numbers in the widest vector.
const NARROW: usize = 16;

/// A matrix whose rows are one after the other in `numbers`, or its transpose.
#[derive(Clone, Copy)]
pub(crate) struct Matrix<'a> {
    numbers: &'a [f32],
    rows: usize,
    columns: usize,
    is_transposed: bool,
}

impl<'a> Matrix<'a> {
    /// The matrix whose rows are one after the other in `numbers`.
    pub(crate) fn new(numbers: &'a [f32], rows: usize, columns: usize) -> Self {
        Self {
            numbers,
            rows,
            columns,
            is_transposed: false,
        }
    }

    /// Its transpose, which shares its numbers.
    pub(crate) fn transpose(self) -> Self {
        Self {
            rows: self.columns,
            columns: self.rows,
            is_transposed: !self.is_transposed,
            ..self
        }
    }

    fn at(self, row: usize, column: usize) -> f32 {
        if self.is_transposed {
            self.numbers[column * self.rows + row]
        } else {
            self.numbers[row * self.columns + column]
        }
    }

    fn of_faer(self) -> MatRef<'a, f32> {
        if self.is_transposed {
            return self.transpose().of_faer().transpose();
        }
        MatRef::from_row_major_slice(self.numbers, self.rows, self.columns)
    }

    /// Its rows one after the other, with zeros behind each up to `width`.
    fn rows_of_width(self, width: usize) -> Buffer {
        let mut copy = Buffer::of_length(self.rows * width);
        copy.fill(0.0);
        for (i, row) in copy.chunks_exact_mut(width).enumerate() {
            for (j, number) in row[..self.columns].iter_mut().enumerate() {
                *number = self.at(i, j);
            }
        }
        copy
    }
}

/// C ← C + A B. The rows of C are one after the other in `sum`.
pub(crate) fn add_product(sum: &mut [f32], a: Matrix<'_>, b: Matrix<'_>) {
    if sum.is_empty() {
        return;
    }
    if is_thin(a, b) || is_small(a, b) {
        return add_row_by_row(sum, a, b);
    }
    let sum = MatMut::from_row_major_slice_mut(sum, a.rows, b.columns);
    matmul(sum, Accum::Add, a.of_faer(), b.of_faer(), 1.0, Par::Seq);
}

/// C ← A B. The rows of C are one after the other in `product`.
pub(crate) fn put_product(product: &mut [f32], a: Matrix<'_>, b: Matrix<'_>) {
    if product.is_empty() {
        return;
    }
    if is_thin(a, b) || is_small(a, b) {
        product.fill(0.0);
        return add_row_by_row(product, a, b);
    }
    let product = MatMut::from_row_major_slice_mut(product, a.rows, b.columns);
    let (a, b) = (a.of_faer(), b.of_faer());
    matmul(product, Accum::Replace, a, b, 1.0, Par::Seq);
}

/// True where A is a row, B is a column, or their common side is 1 or 2. Where A is a row
/// or B a column, faer splits the sum by the width of the processor's vectors; where the
/// common side is so short, the recorded runs have sums that are not fused.
fn is_thin(a: Matrix<'_>, b: Matrix<'_>) -> bool {
    a.rows == 1 || b.columns == 1 || a.columns <= 2
}

/// True where faer would take a library for small matrices, which has other parts.
fn is_small(a: Matrix<'_>, b: Matrix<'_>) -> bool {
    a.rows * a.columns * b.columns <= 16 * 16 * 16
}

/// C ← C + A B for a product that is thin or small.
fn add_row_by_row(sum: &mut [f32], a: Matrix<'_>, b: Matrix<'_>) {
    // The recorded runs have plain sums in thin products, but for the forward pass of
    // a batch to a single output.
    let is_batch_by_column = a.rows > 1 && !a.is_transposed && b.columns == 1;
    let is_fused = !is_thin(a, b) || is_batch_by_column;
    let width = b.columns.max(NARROW);
    let copy =
        (b.is_transposed || b.columns < width).then(|| b.rows_of_width(width));
    let rows_of_b = copy.as_deref().unwrap_or(b.numbers);
    Arch::new().dispatch(RowByRow {
        sum,
        a,
        rows_of_b,
        columns: b.columns,
        row: &mut Buffer::of_length(width),
        terms: &mut Buffer::of_length(a.columns),
        is_fused,
    });
}

/// C ← C + A B, one row of C after the other, each made up from the rows of B.
struct RowByRow<'a> {
    sum: &'a mut [f32],
    a: Matrix<'a>,
    rows_of_b: &'a [f32],
    columns: usize,
    row: &'a mut [f32],
    terms: &'a mut [f32],
    is_fused: bool,
}

impl WithSimd for RowByRow<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { row, terms, .. } = self;
        let part_of_b = PART * row.len();
        for (i, sum) in self.sum.chunks_exact_mut(self.columns).enumerate() {
            for (k, term) in terms.iter_mut().enumerate() {
                *term = self.a.at(i, k);
            }
            let parts = terms.chunks(PART).zip(self.rows_of_b.chunks(part_of_b));
            for (terms, b) in parts {
                if self.is_fused {
                    add_terms(row, terms, b, |sum, a, b| a.mul_add(b, sum));
                } else {
                    add_terms(row, terms, b, |sum, a, b| sum + a * b);
                }
                add(sum, row);
            }
        }
    }
}

/// `row` ← the sum of the rows of B, each times its term.
#[inline(always)]
fn add_terms(
    row: &mut [f32],
    terms: &[f32],
    b: &[f32],
    next: impl Fn(f32, f32, f32) -> f32,
) {
    if let Some(row) = row.as_mut_array::<NARROW>() {
        // So few numbers stay in the registers of the processor.
        let mut sums = [0.0; NARROW];
        for (a, b) in terms.iter().zip(b.as_chunks::<NARROW>().0) {
            for (sum, b) in sums.iter_mut().zip(b) {
                *sum = next(*sum, *a, *b);
            }
        }
        *row = sums;
        return;
    }
    row.fill(0.0);
    for (a, b) in terms.iter().zip(b.chunks_exact(row.len())) {
        for (sum, b) in row.iter_mut().zip(b) {
            *sum = next(*sum, *a, *b);
        }
    }
}

/// Adds each of the rows, which are one after the other, to `sum`.
pub(crate) fn add_rows(sum: &mut [f32], rows: &[f32]) {
    if !sum.is_empty() {
        Arch::new().dispatch(AddRows(sum, rows));
    }
}

struct AddRows<'a>(&'a mut [f32], &'a [f32]);

impl WithSimd for AddRows<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self(sum, rows) = self;
        for row in rows.chunks_exact(sum.len()) {
            add(sum, row);
        }
    }
}

#[inline(always)]
fn add(sum: &mut [f32], term: &[f32]) {
    for (sum, term) in sum.iter_mut().zip(term) {
        *sum += term;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers in [−1, 1) that use all bits of an `f32`.
    fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let next = |state: &u32| {
            Some(state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223))
        };
        let states = std::iter::successors(Some(seed), next).skip(1).take(count);
        states
            .map(|s| (s >> 8) as f32 / 8_388_608.0 - 1.0)
            .collect()
    }

    /// The sum that every processor must give: term after term, in parts of 512.
    fn in_order(a: Matrix<'_>, b: Matrix<'_>, is_fused: bool) -> Vec<f32> {
        let mut product = Vec::new();
        for i in 0..a.rows {
            for j in 0..b.columns {
                let mut sum = 0.0;
                for part in (0..a.columns).step_by(PART) {
                    let terms = part..a.columns.min(part + PART);
                    sum += terms.fold(0.0_f32, |sum, k| {
                        let (a, b) = (a.at(i, k), b.at(k, j));
                        if is_fused {
                            a.mul_add(b, sum)
                        } else {
                            sum + a * b
                        }
                    });
                }
                product.push(sum);
            }
        }
        product
    }

    fn check(rows: usize, inner: usize, columns: usize, is_fused: bool) {
        let (a, b) = (numbers(rows * inner, 1), numbers(inner * columns, 2));
        let (a, b) = (
            Matrix::new(&a, rows, inner),
            Matrix::new(&b, inner, columns),
        );
        let a_turned = a.transpose().rows_of_width(rows);
        let b_turned = b.transpose().rows_of_width(inner);
        let a_turned = Matrix::new(&a_turned, inner, rows).transpose();
        let b_turned = Matrix::new(&b_turned, columns, inner).transpose();
        let expected = in_order(a, b, is_fused);
        for (a, b) in [(a, b), (a, b_turned), (a_turned, b)] {
            let mut product = vec![f32::NAN; rows * columns];
            put_product(&mut product, a, b);
            assert_eq!(product, expected, "{rows} × {inner} × {columns}");
            let mut sum = vec![0.0; rows * columns];
            add_product(&mut sum, a, b);
            assert_eq!(sum, product, "{rows} × {inner} × {columns}");
        }
    }

    #[test]
    fn a_product_is_one_chain_of_fused_sums_in_parts_of_512() {
        for inner in [3, 4, 17, 64, 511, 512, 513, 1024, 1100] {
            for (rows, columns) in [(2, 2), (3, 5), (64, 2), (5, 128), (33, 97)] {
                check(rows, inner, columns, true);
            }
        }
    }

    #[test]
    fn a_thin_product_is_summed_in_the_same_order_without_fusing() {
        for (rows, inner, columns) in
            [(64, 2, 128), (64, 1, 7), (1, 300, 128), (1, 1100, 2)]
        {
            check(rows, inner, columns, false);
        }
    }

    #[test]
    fn a_single_output_is_fused_forwards_and_plain_backwards() {
        let (x, w) = (numbers(64 * 128, 1), numbers(128, 2));
        let (x, w) = (Matrix::new(&x, 64, 128), Matrix::new(&w, 128, 1));
        let mut y = [0.0; 64];
        add_product(&mut y, x, w);
        assert_eq!(y.to_vec(), in_order(x, w, true));
        let mut dw = [0.0; 128];
        let dy = Matrix::new(&y, 64, 1);
        add_product(&mut dw, x.transpose(), dy);
        assert_eq!(dw.to_vec(), in_order(x.transpose(), dy, false));
    }

    #[test]
    fn a_product_is_added_to_what_is_there() {
        // (1 2) (5 6)   (19 22)
        // (3 4) (7 8) = (43 50)
        let (a, b) = ([1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]);
        let mut sum = [100.0, 200.0, 300.0, 400.0];
        add_product(&mut sum, Matrix::new(&a, 2, 2), Matrix::new(&b, 2, 2));
        assert_eq!(sum, [119.0, 222.0, 343.0, 450.0]);
        add_product(
            &mut sum,
            Matrix::new(&a, 2, 2),
            Matrix::new(&b, 2, 2).transpose(),
        );
        assert_eq!(sum, [136.0, 245.0, 382.0, 503.0]);
    }

    #[test]
    fn a_large_product_is_added_to_what_is_there() {
        let (a, b) = (numbers(33 * 64, 1), numbers(64 * 97, 2));
        let (a, b) = (Matrix::new(&a, 33, 64), Matrix::new(&b, 64, 97));
        let before = numbers(33 * 97, 3);
        let mut sum = before.clone();
        add_product(&mut sum, a, b);
        let product = in_order(a, b, true).into_iter().zip(before);
        let expected: Vec<f32> = product.map(|(product, c)| c + product).collect();
        assert_eq!(sum, expected);
    }

    #[test]
    fn a_product_without_numbers_is_no_work() {
        add_product(&mut [], Matrix::new(&[], 5, 0), Matrix::new(&[], 0, 0));
        put_product(
            &mut [],
            Matrix::new(&[], 0, 4),
            Matrix::new(&[1.0; 12], 4, 3),
        );
        add_rows(&mut [], &[]);
    }

    #[test]
    fn rows_are_added_one_after_the_other() {
        let mut sum = [1.0, 2.0];
        add_rows(&mut sum, &[10.0, 20.0, 100.0, 200.0]);
        assert_eq!(sum, [111.0, 222.0]);
    }
}
