//! The judges of the exercises on prioritised replay: a priority, the place that a
//! point falls on, and the weights.

use super::verdict::{Trial, Verdict, each, ensure};
use crate::sum_tree::SumTree;
use std::cell::Cell;

/// Judges p^α = (|δ| + ε)^α, given as a function of δ, ε and α.
pub fn check_priority(answer: impl Fn(f64, f64, f64) -> f64) -> Verdict {
    let tried = |surprises: &[Surprise]| each(surprises, |s| s.tried(&answer));
    Verdict::new()
        .claim("a larger error has a larger priority", || {
            tried(&[SMALL, LARGE])
        })
        .claim("an error below 0 surprises as much", || tried(&[BELOW]))
        .claim("an error of 0 keeps a chance", || tried(&[NONE]))
        .claim("α is the exponent of the whole sum", || tried(&[ROOT]))
        .claim("with α = 0 all priorities are 1", || tried(&[LEVEL]))
}

/// One TD error, the priority that it must have, and what typical slips make of it.
struct Surprise {
    td_error: f64,
    offset: f64,
    alpha: f64,
    priority: f64,
    slips: &'static [(f64, &'static str)],
}

const SMALL: Surprise = Surprise {
    td_error: 3.0,
    offset: 0.0,
    alpha: 1.0,
    priority: 3.0,
    slips: &[(9.0, "it is |δ| that counts, not its square")],
};
const LARGE: Surprise = Surprise {
    td_error: 8.0,
    priority: 8.0,
    slips: &[],
    ..SMALL
};
const BELOW: Surprise = Surprise {
    td_error: -3.0,
    slips: &[
        (-3.0, "a priority is never below 0: take |δ|"),
        (0.0, "an error below 0 is a surprise too: take |δ|"),
    ],
    ..SMALL
};
const NONE: Surprise = Surprise {
    td_error: 0.0,
    offset: 0.25,
    priority: 0.25,
    slips: &[(0.0, "ε is missing: this transition is never drawn again")],
    ..SMALL
};
const OUTSIDE: &str = "add ε before the power is taken";
const FACTOR: &str = "α is an exponent, not a factor";
const ROOT: Surprise = Surprise {
    td_error: 8.0,
    offset: 1.0,
    alpha: 0.5,
    priority: 3.0,
    slips: &[
        (9.0, "α is missing"),
        (4.5, FACTOR),
        (3.828_427_124_746_19, OUTSIDE),
        (81.0, "the exponent is α, not 1 / α"),
    ],
};
const LEVEL: Surprise = Surprise {
    alpha: 0.0,
    priority: 1.0,
    slips: &[(9.0, "α is missing"), (0.0, FACTOR), (2.0, OUTSIDE)],
    ..ROOT
};

impl Surprise {
    fn tried(&self, answer: impl Fn(f64, f64, f64) -> f64) -> Trial {
        let found = answer(self.td_error, self.offset, self.alpha);
        ensure(near(found, self.priority), || {
            let root = (found.is_nan(), "a root of a number below 0: take |δ|");
            let slips = self.slips.iter();
            let slips = slips.map(|&(slip, hint)| (near(found, slip), hint));
            let Self {
                td_error,
                offset,
                alpha,
                priority,
                ..
            } = self;
            format!(
                "for δ = {td_error}, ε = {offset} and α = {alpha} it gives {found}, \
                 but must give {priority}{}",
                hint(slips.chain([root]))
            )
        })
    }
}

/// Equal but for rounding.
fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs().max(1.0)
}

/// The first hint that fits.
fn hint<'a>(hints: impl IntoIterator<Item = (bool, &'a str)>) -> String {
    let fitting = hints.into_iter().find(|(fits, _)| *fits);
    fitting.map_or(String::new(), |(_, hint)| format!(" ({hint})"))
}

/// Judges wᵢ = (N·Pᵢ)^−β / maxₖ (N·Pₖ)^−β, given as a function of the probabilities of
/// all N transitions and of β.
pub fn check_importance_weights(
    answer: impl Fn(&[f64], f64) -> Vec<f64>,
) -> Verdict {
    let weighed = |(probabilities, beta)| Weighed::new(&answer, probabilities, beta);
    Verdict::new()
        .claim("there is one weight for each transition", || {
            each([&HALVES[..], &EQUAL, &[1.0]], |probabilities| {
                weighed((probabilities, 1.0)).are_counted()
            })
        })
        .claim("with β = 0 nothing is taken back", || {
            weighed((&HALVES, 0.0)).are_in_proportion()
        })
        .claim("with β = 1 the bias of the draw is gone", || {
            weighed((&HALVES, 1.0)).are_in_proportion()
        })
        .claim("β in between takes a part of it back", || {
            weighed((&SQUARES, 0.5)).are_in_proportion()
        })
        .claim("the largest weight is 1", || {
            each([(&EQUAL, 1.0), (&HALVES, 1.0), (&SQUARES, 0.5)], |case| {
                weighed((case.0, case.1)).are_normalised()
            })
        })
}

/// N·P = 2, 1, ½, ½.
const HALVES: [f64; 4] = [0.5, 0.25, 0.125, 0.125];
/// Squares, so that half of a power is a round number.
const SQUARES: [f64; 4] = [0.64, 0.16, 0.16, 0.04];
const EQUAL: [f64; 4] = [0.25; 4];

/// The weights that an answer gives.
struct Weighed<'a> {
    probabilities: &'a [f64],
    beta: f64,
    weights: Vec<f64>,
}

impl<'a> Weighed<'a> {
    fn new(
        answer: impl Fn(&[f64], f64) -> Vec<f64>,
        probabilities: &'a [f64],
        beta: f64,
    ) -> Self {
        Self {
            probabilities,
            beta,
            weights: answer(probabilities, beta),
        }
    }

    /// (N·P)^exponent of each transition.
    fn powers(&self, exponent: f64) -> Vec<f64> {
        let amount = self.probabilities.len() as f64;
        let powers = self.probabilities.iter();
        powers.map(|p| libm::pow(amount * p, exponent)).collect()
    }

    fn says(&self) -> String {
        format!(
            "for P = {:?} and β = {} it gives {:.3?}",
            self.probabilities, self.beta, self.weights
        )
    }

    fn are_counted(&self) -> Trial {
        let (found, expected) = (self.weights.len(), self.probabilities.len());
        ensure(found == expected, || {
            format!("for {expected} transitions it gives {found} weights")
        })
    }

    /// However large the weights are, they must fall as (N·P)^−β.
    fn are_in_proportion(&self) -> Trial {
        self.are_counted()?;
        let expected = normalised(&self.powers(-self.beta));
        ensure(is_multiple(&self.weights, &expected), || {
            let is = |exponent| is_multiple(&self.weights, &self.powers(exponent));
            let hint = hint([
                (
                    self.beta > 0.0 && is(self.beta),
                    "the exponent has lost its sign: what is drawn more often must \
                     count for less",
                ),
                (
                    self.weights.iter().all(|&weight| weight == 0.0),
                    "β is an exponent, not a factor",
                ),
                (is(0.0), "they do not depend on P"),
                (
                    self.beta < 1.0 && is(-1.0),
                    "β is the exponent of 1 / (N·P), and is missing here",
                ),
                (is(-2.0 * self.beta), "this is the square of each"),
            ]);
            format!(
                "{}, but each must be in proportion to {expected:.3?}{hint}",
                self.says()
            )
        })
    }

    fn are_normalised(&self) -> Trial {
        let largest = self.weights.iter().copied().fold(f64::NAN, f64::max);
        ensure(near(largest, 1.0), || {
            let sum: f64 = self.weights.iter().sum();
            let mean = sum / self.weights.len() as f64;
            let least = self.weights.iter().copied().fold(f64::NAN, f64::min);
            let of_p: Vec<f64> = self
                .probabilities
                .iter()
                .map(|&p| libm::pow(p, -self.beta))
                .collect();
            let amount = self.probabilities.len() as f64;
            let inverse: Vec<f64> = of_p.iter().map(|w| w / amount).collect();
            let are = |expected: &[f64]| are_near(&self.weights, expected);
            let hint = hint([
                (
                    are(&self.powers(-self.beta)) || are(&self.powers(self.beta)),
                    "divide each weight by the largest",
                ),
                (
                    are(&of_p),
                    "N is missing: divide by the largest, and N cancels",
                ),
                (
                    are(&inverse),
                    "β is the exponent of N too: divide by the largest, and N \
                     cancels",
                ),
                (near(sum, 1.0), "divide by the largest, not by the sum"),
                (near(mean, 1.0), "divide by the largest, not by the mean"),
                (near(least, 1.0), "divide by the largest, not by the least"),
            ]);
            format!(
                "{}, of which the largest is {largest:.3}{hint}",
                self.says()
            )
        })
    }
}

/// Each divided by the largest.
fn normalised(weights: &[f64]) -> Vec<f64> {
    let largest = weights.iter().copied().fold(f64::NAN, f64::max);
    weights.iter().map(|weight| weight / largest).collect()
}

fn are_near(found: &[f64], expected: &[f64]) -> bool {
    let pairs = || found.iter().zip(expected);
    found.len() == expected.len() && pairs().all(|(a, b)| near(*a, *b))
}

/// True where the numbers above 0 in `found` are the same multiple of `expected`.
fn is_multiple(found: &[f64], expected: &[f64]) -> bool {
    found.iter().all(|&weight| weight > 0.0)
        && are_near(&normalised(found), &normalised(expected))
}

/// Judges the search for the place that a point falls on, given as a function of the
/// sums of a tree by its nodes, of the number of its leaves, and of the point.
///
/// Node 1 is the root, node i has the children 2 i and 2 i + 1, and the place p is the
/// leaf `leaves` + p: the tree is a [`SumTree`].
pub fn check_find(
    answer: impl Fn(&dyn Fn(usize) -> f64, usize, f64) -> usize,
) -> Verdict {
    let falls = |priorities: &[f64], points: &[f64]| {
        let line = Line::new(priorities);
        each(points, |&point| line.finds(&answer, point))
    };
    Verdict::new()
        .claim("a tree of one place is that place", || {
            falls(&[3.0], &[2.0])
        })
        .claim("a point falls on the place whose stretch holds it", || {
            falls(&[3.0, 1.0, 4.0, 2.0], &[1.5, 3.5, 6.0, 9.0])?;
            falls(&EIGHT, &[0.5, 2.5, 4.5, 12.5, 16.5, 20.5, 25.5, 33.5])
        })
        .claim("a stretch begins at its first point", || {
            falls(&[3.0, 1.0, 4.0, 2.0], &[0.0, 3.0, 4.0, 8.0])
        })
        .claim("a place without a priority is never found", || {
            falls(&[0.0, 2.0, 0.0, 1.0], &[0.0, 1.0, 2.0])
        })
        .claim("a point that rounding carries to the end is found", || {
            falls(&[1.0, 2.0, 3.0], &[6.0])?;
            falls(&[1.0, 2.0, 0.0, 0.0, 0.0], &[3.0])
        })
        .claim("the search goes down a level with each step", || {
            Line::new(&[1.0; 1024]).is_searched_quickly(&answer)
        })
}

/// Priorities whose borders are whole numbers.
const EIGHT: [f64; 8] = [1.0, 3.0, 4.0, 6.0, 5.0, 2.0, 9.0, 7.0];
/// Nodes that an answer may read in each level: two, and another to be generous.
const READS: usize = 3;
/// An answer that reads more nodes than this does not come to an end.
const ENDLESS: usize = 100_000;

/// Priorities side by side on a line, and their tree.
struct Line<'a> {
    priorities: &'a [f64],
    tree: SumTree,
}

impl<'a> Line<'a> {
    fn new(priorities: &'a [f64]) -> Self {
        let mut tree = SumTree::new(priorities.len());
        for (place, &priority) in priorities.iter().enumerate() {
            tree.set(place, priority);
        }
        Self { priorities, tree }
    }

    /// What `answer` finds, and how many nodes it read.
    fn searched(
        &self,
        answer: impl Fn(&dyn Fn(usize) -> f64, usize, f64) -> usize,
        point: f64,
    ) -> (usize, usize) {
        let reads = Cell::new(0);
        let sum = |node| {
            reads.set(reads.get() + 1);
            assert!(reads.get() <= ENDLESS, "it never comes to an end");
            let nodes = 2 * self.tree.leaves();
            assert!(
                (1..nodes).contains(&node),
                "it reads node {node}, but the root is node 1 and the last leaf is \
                 node {}",
                nodes - 1
            );
            self.tree.sum(node)
        };
        (answer(&sum, self.tree.leaves(), point), reads.get())
    }

    fn finds(
        &self,
        answer: impl Fn(&dyn Fn(usize) -> f64, usize, f64) -> usize,
        point: f64,
    ) -> Trial {
        let (found, expected) = (self.searched(answer, point).0, self.place(point));
        ensure(found == expected, || {
            format!(
                "where the priorities are {:?}, the point {point} falls on place \
                 {expected}, but it finds {found}{}",
                self.priorities,
                self.slip(found, point)
            )
        })
    }

    /// The place that `point` falls on, counted along the line.
    fn place(&self, point: f64) -> usize {
        let mut ends = self.priorities.iter().scan(0.0, |end, priority| {
            *end += priority;
            Some(*end)
        });
        let falls = ends.position(|end| point < end);
        let last = self.priorities.iter().rposition(|&priority| priority > 0.0);
        falls.or(last).unwrap_or(0)
    }

    /// What may have gone wrong on the way to `found`.
    fn slip(&self, found: usize, point: f64) -> String {
        let expected = self.place(point);
        let walked = |walk: Walk| self.walked(walk, point) == found;
        hint([
            (
                walked(Walk::RIGHT),
                "rounding carried the point to the end: where nothing lies to the \
                 right, go left",
            ),
            (
                walked(Walk::BORDER),
                "a point on a border belongs to the right of it: compare with `<`",
            ),
            (
                walked(Walk::WHOLE) || walked(Walk::WHOLE_BORDER),
                "on the way to the right, the sum on the left comes off the point",
            ),
            (
                walked(Walk::MIRRORED),
                "it goes left where it should go right",
            ),
            (
                found == expected + self.tree.leaves(),
                "this is the node of the place: the leaves begin at node `leaves`",
            ),
            (
                found.abs_diff(expected) == 1,
                "off by one: places are counted from 0",
            ),
        ])
    }

    /// Where a search with a slip ends.
    fn walked(&self, walk: Walk, mut point: f64) -> usize {
        let mut node = 1;
        while node < self.tree.leaves() {
            let left = self.tree.sum(2 * node);
            let is_left = point < left || walk.takes_borders && point == left;
            let goes_left = is_left != walk.is_mirrored;
            if !is_left && !walk.keeps_point {
                point -= left;
            }
            node = 2 * node + usize::from(!goes_left);
        }
        node - self.tree.leaves()
    }

    fn is_searched_quickly(
        &self,
        answer: impl Fn(&dyn Fn(usize) -> f64, usize, f64) -> usize,
    ) -> Trial {
        let (_, reads) = self.searched(answer, 1000.5);
        let levels = self.tree.leaves().ilog2() as usize + 1;
        ensure(reads <= READS * levels, || {
            format!(
                "it reads {reads} sums of a tree that is {levels} levels high (begin \
                 at the root, and leave half of the places aside with each step)"
            )
        })
    }
}

/// How a search goes down a tree.
#[derive(Clone, Copy)]
struct Walk {
    /// A point on a border goes to the left.
    takes_borders: bool,
    /// Nothing comes off the point.
    keeps_point: bool,
    /// Left and right are swapped.
    is_mirrored: bool,
}

impl Walk {
    /// Right, but for a point past the end.
    const RIGHT: Self = Self {
        takes_borders: false,
        keeps_point: false,
        is_mirrored: false,
    };
    const BORDER: Self = Self {
        takes_borders: true,
        ..Self::RIGHT
    };
    const WHOLE: Self = Self {
        keeps_point: true,
        ..Self::RIGHT
    };
    const WHOLE_BORDER: Self = Self {
        keeps_point: true,
        ..Self::BORDER
    };
    const MIRRORED: Self = Self {
        is_mirrored: true,
        ..Self::RIGHT
    };
}
