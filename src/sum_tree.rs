//! A tree of sums: which transition a point on the line of all priorities falls on.

// ANCHOR: tree
/// Priorities of a fixed number of places, with their sum and the least of them.
///
/// A complete binary tree in one array: node i has the children 2 i and 2 i + 1, the
/// root is node 1, and the leaves are the places. A node holds the sum and the least
/// of the leaves below it. Changing a priority and finding a place each take as many
/// steps as the tree is high, log₂ of the number of places.
///
/// Source: Schaul et al. (2016), appendix B.2.1.
#[derive(Clone, Debug)]
pub struct SumTree {
    /// The number of leaves, a power of 2.
    leaves: usize,
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    sum: f64,
    /// ∞ where no priority is set.
    least: f64,
}

const EMPTY: Node = Node {
    sum: 0.0,
    least: f64::INFINITY,
};
// ANCHOR_END: tree

impl SumTree {
    /// A tree for `places`, none of which has a priority yet.
    pub fn new(places: usize) -> Self {
        let leaves = places.next_power_of_two();
        Self {
            leaves,
            nodes: vec![EMPTY; 2 * leaves],
        }
    }

    // ANCHOR: set
    /// Gives `place` a priority, which must be finite and not below 0.
    pub fn set(&mut self, place: usize, priority: f64) {
        let mut node = self.leaves + place;
        self.nodes[node] = Node {
            sum: priority,
            least: priority,
        };
        // A sum is computed anew from below, so that no rounding error stays.
        while node > 1 {
            node /= 2;
            let (left, right) = (self.nodes[2 * node], self.nodes[2 * node + 1]);
            self.nodes[node] = Node {
                sum: left.sum + right.sum,
                least: left.least.min(right.least),
            };
        }
    }
    // ANCHOR_END: set

    /// The priority of `place`; 0 where none was set.
    pub fn get(&self, place: usize) -> f64 {
        self.nodes[self.leaves + place].sum
    }

    /// The sum below `node`, counted as above: the root is 1.
    pub(crate) fn sum(&self, node: usize) -> f64 {
        self.nodes[node].sum
    }

    /// The number of leaves, a power of 2.
    pub(crate) fn leaves(&self) -> usize {
        self.leaves
    }

    /// The sum of all priorities.
    pub fn total(&self) -> f64 {
        self.nodes[1].sum
    }

    /// The least priority that is set; ∞ where none is.
    pub fn least(&self) -> f64 {
        self.nodes[1].least
    }

    // ANCHOR: find
    /// The place that `point` falls on when the priorities lie side by side on a line
    /// from 0 to [`SumTree::total`]. Each place has a stretch as long as its priority;
    /// one with the priority 0 has none and is not found.
    pub fn find(&self, mut point: f64) -> usize {
        let mut node = 1;
        while node < self.leaves {
            let (left, right) = (self.nodes[2 * node], self.nodes[2 * node + 1]);
            // Rounding can carry a point past the end of the line.
            node = if point < left.sum || right.sum == 0.0 {
                2 * node
            } else {
                point -= left.sum;
                2 * node + 1
            };
        }
        node - self.leaves
    }
    // ANCHOR_END: find
}
