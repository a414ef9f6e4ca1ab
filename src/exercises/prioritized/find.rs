//! The judge of the place that a point falls on.

use crate::exercises::verdict::{Trial, Verdict, each, ensure, hinted};
use crate::sum_tree::SumTree;
use std::cell::Cell;

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
        hinted([
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
