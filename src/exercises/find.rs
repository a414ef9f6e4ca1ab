//! The judge of the place that a point falls on.

use super::case::Case;
use super::verdict::{Trial, Verdict, each, ensure};
use crate::sum_tree::SumTree;
use std::cell::Cell;

/// Nodes that an answer may read in each level: two, and another to be generous.
const READS: usize = 3;
/// An answer that reads more nodes than this does not come to an end.
const ENDLESS: usize = 100_000;

/// Judges the search for the place that a point falls on, given as a function of the
/// sums of a tree by its nodes, of the number of its leaves, and of the point.
///
/// Node 1 is the root, node i has the children 2 i and 2 i + 1, and the place p is the
/// leaf `leaves` + p: the tree is a [`SumTree`].
pub fn check_find(
    answer: impl Fn(&dyn Fn(usize) -> f64, usize, f64) -> usize,
) -> Verdict {
    let falls = |priorities: &[f64], points: &[f64]| {
        let line = Line::new(&answer, priorities);
        each(points, |&point| line.finds(point))
    };
    // Priorities whose borders are whole numbers.
    let four = [3.0, 1.0, 4.0, 2.0];
    let eight = [1.0, 3.0, 4.0, 6.0, 5.0, 2.0, 9.0, 7.0];
    Verdict::new()
        .claim("a tree of one place is that place", || {
            falls(&[3.0], &[2.0])
        })
        .claim("a point falls on the place whose stretch holds it", || {
            falls(&four, &[1.5, 3.5, 6.0, 9.0])?;
            falls(&eight, &[0.5, 2.5, 4.5, 12.5, 16.5, 20.5, 25.5, 33.5])
        })
        .claim("a stretch begins at its first point", || {
            falls(&four, &[0.0, 3.0, 4.0, 8.0])
        })
        .claim("a place without a priority is never found", || {
            falls(&[0.0, 2.0, 0.0, 1.0], &[0.0, 1.0, 2.0])
        })
        .claim("a point that rounding carries to the end is found", || {
            falls(&[1.0, 2.0, 3.0], &[6.0])?;
            falls(&[1.0, 2.0, 0.0, 0.0, 0.0], &[3.0])
        })
        .claim("the search goes down a level with each step", || {
            Line::new(&answer, &[1.0; 1024]).is_searched_quickly()
        })
}

/// Priorities side by side on a line, their tree, and who searches it.
struct Line<'a, F> {
    answer: F,
    priorities: &'a [f64],
    tree: SumTree,
}

impl<'a, F: Fn(&dyn Fn(usize) -> f64, usize, f64) -> usize> Line<'a, F> {
    fn new(answer: F, priorities: &'a [f64]) -> Self {
        let mut tree = SumTree::new(priorities.len());
        for (place, &priority) in priorities.iter().enumerate() {
            tree.set(place, priority);
        }
        Self {
            answer,
            priorities,
            tree,
        }
    }

    /// What it finds, and how many nodes it read.
    fn searched(&self, point: f64) -> (usize, usize) {
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
        ((self.answer)(&sum, self.tree.leaves(), point), reads.get())
    }

    fn finds(&self, point: f64) -> Trial {
        let (place, leaves) = (self.place(point), self.tree.leaves());
        let whole =
            "on the way to the right, the sum on the left comes off the point";
        Case::new(point, place)
            .slip(
                self.walked(point, [false, false, false]),
                "rounding carried the point to the end: where nothing lies to the \
                 right, go left",
            )
            .slip(
                self.walked(point, [true, false, false]),
                "a point on a border belongs to the right of it: compare with `<`",
            )
            .slip(self.walked(point, [false, true, false]), whole)
            .slip(self.walked(point, [true, true, false]), whole)
            .slip(
                self.walked(point, [false, false, true]),
                "it goes left where it should go right",
            )
            .slip(
                place + leaves,
                "this is the node of the place: the leaves begin at node `leaves`",
            )
            .when(
                move |found| found.abs_diff(place) == 1,
                "off by one: places are counted from 0",
            )
            .tried(
                |point| self.searched(*point).0,
                |point, found, place| {
                    format!(
                        "where the priorities are {:?}, the point {point} falls on \
                         place {place}, but it finds {found}",
                        self.priorities
                    )
                },
            )
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

    /// Where a search ends that takes borders to the left, that takes nothing off the
    /// point, or that mistakes the sides. With no slip, only the end of the line is
    /// missed.
    fn walked(
        &self,
        mut point: f64,
        [takes_borders, keeps_point, is_mirrored]: [bool; 3],
    ) -> usize {
        let mut node = 1;
        while node < self.tree.leaves() {
            let left = self.tree.sum(2 * node);
            let is_left = point < left || takes_borders && point == left;
            if !is_left && !keeps_point {
                point -= left;
            }
            node = 2 * node + usize::from(is_left == is_mirrored);
        }
        node - self.tree.leaves()
    }

    fn is_searched_quickly(&self) -> Trial {
        let (_, reads) = self.searched(1000.5);
        let levels = self.tree.leaves().ilog2() as usize + 1;
        ensure(reads <= READS * levels, || {
            format!(
                "it reads {reads} sums of a tree that is {levels} levels high (begin \
                 at the root, and leave half of the places aside with each step)"
            )
        })
    }
}
