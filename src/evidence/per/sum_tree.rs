//! The picture of a draw from a tree of sums.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::experiments::Records;
use crate::lab::plots::{
    Block, Drawn, INK, PALETTE, PENCIL, SvgArea, arrow, halfway, svg, whole, words,
};
use crate::sum_tree::SumTree;
use plotters::element::{PathElement, Rectangle};
use plotters::style::{Color, RGBColor};

/// The priorities in the picture.
const PRIORITIES: [f64; 8] = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
/// The point that is drawn.
const POINT: f64 = 17.0;

const SIZE: (u32, u32) = (1200, 880);
/// The places are between these two.
const LEFT: i32 = 60;
const RIGHT: i32 = 1140;
/// The root, and from one level to the next.
const ROOT: i32 = 70;
const LEVEL: i32 = 138;
/// The upper and the lower edge of the line of all priorities.
const LINE: (i32, i32) = (680, 760);
/// Width and height of a node.
const NODE: (i32, i32) = (104, 66);
const LETTERS: f64 = 34.0;
/// What a point passes on its way.
const PATH: RGBColor = PALETTE[1];

/// The picture.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let draw = Draw::new(&PRIORITIES, POINT);
    let svg = svg("A draw from a tree of sums", SIZE, |area| {
        draw.draw_on(area)
    })?;
    Ok(vec![Artifact::figure(records, "sum-tree", svg)])
}

/// A tree, and the way of a point from its root to a leaf.
struct Draw {
    tree: SumTree,
    path: Vec<Passed>,
}

/// A node that the point passes, and what is left of the point there.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Passed {
    node: usize,
    point: f64,
}

impl Draw {
    fn new(priorities: &[f64], point: f64) -> Self {
        let mut tree = SumTree::new(priorities.len());
        for (place, &priority) in priorities.iter().enumerate() {
            tree.set(place, priority);
        }
        let path = Self::path(&tree, point);
        Self { tree, path }
    }

    /// The way to the place that the tree finds.
    fn path(tree: &SumTree, mut point: f64) -> Vec<Passed> {
        let leaf = tree.leaves() + tree.find(point);
        let mut path = vec![Passed { node: 1, point }];
        for level in (0..tree.leaves().ilog2()).rev() {
            let node = leaf >> level;
            if node % 2 == 1 {
                point -= tree.sum(node - 1);
            }
            path.push(Passed { node, point });
        }
        path
    }

    fn is_passed(&self, node: usize) -> bool {
        self.path.iter().any(|passed| passed.node == node)
    }

    fn draw_on(&self, area: &SvgArea) -> Drawn {
        for node in 2..2 * self.tree.leaves() {
            self.draw_edge(area, node)?;
        }
        for node in 1..2 * self.tree.leaves() {
            let is_passed = self.is_passed(node);
            let draw = if is_passed {
                Block::filled
            } else {
                Block::outlined
            };
            let label = self.tree.sum(node).to_string();
            draw(&self.block(node), area, &[&label], LETTERS)?;
        }
        for place in 0..self.tree.leaves() {
            let (x, y) = self.block(self.tree.leaves() + place).bottom();
            words(area, (x, y + 32), &[&place.to_string()], LETTERS, PENCIL)?;
        }
        let below = self.block(self.tree.leaves()).bottom().1 + 32;
        words(area, (52, below), &["place"], LETTERS, PENCIL)?;
        self.draw_points(area)?;
        self.draw_line(area)
    }

    /// The box of a node: those of a level share the width.
    fn block(&self, node: usize) -> Block {
        let level = node.ilog2();
        let of_level = 1 << level;
        let room = (RIGHT - LEFT) / of_level;
        let place = i32::try_from(node).expect("a small tree") - of_level;
        Block {
            middle: (
                LEFT + room * place + room / 2,
                ROOT + LEVEL * level.cast_signed(),
            ),
            size: NODE,
            color: if self.is_passed(node) { PATH } else { PENCIL },
        }
    }

    fn draw_edge(&self, area: &SvgArea, node: usize) -> Drawn {
        let (from, to) = (self.block(node / 2).bottom(), self.block(node).top());
        let width = if self.is_passed(node) { 9 } else { 3 };
        let style = self.block(node).color.stroke_width(width);
        area.draw(&PathElement::new([from, to], style))
    }

    /// What is left of the point, beside each node on the way that is no leaf, and what
    /// comes off it on the way to the right.
    fn draw_points(&self, area: &SvgArea) -> Drawn {
        for pair in self.path.windows(2) {
            let [passed, next] = [pair[0], pair[1]];
            let (x, y) = self.block(passed.node).right();
            let (label, room) = match passed.node {
                1 => (format!("point {}", passed.point), 86),
                _ => (passed.point.to_string(), 36),
            };
            words(area, (x + room, y), &[&label], LETTERS, PATH)?;
            if next.node % 2 == 1 {
                let from = self.block(passed.node).bottom();
                let (x, y) = halfway(from, self.block(next.node).top());
                let off = format!("− {}", self.tree.sum(next.node - 1));
                words(area, (x + 62, y - 14), &[&off], LETTERS, PATH)?;
            }
        }
        Ok(())
    }

    /// Where `point` is on the line.
    fn across(&self, point: f64) -> i32 {
        let share = point / self.tree.total();
        LEFT + whole(share * f64::from(RIGHT - LEFT))
    }

    /// The line of all priorities with the place of each stretch, and the point.
    fn draw_line(&self, area: &SvgArea) -> Drawn {
        let mut begin = 0.0;
        let (top, bottom) = LINE;
        for place in 0..self.tree.leaves() {
            let end = begin + self.tree.get(place);
            let corners = [(self.across(begin), top), (self.across(end), bottom)];
            if self.is_passed(self.tree.leaves() + place) {
                area.draw(&Rectangle::new(corners, PATH.mix(0.3).filled()))?;
            }
            area.draw(&Rectangle::new(corners, INK.stroke_width(3)))?;
            let middle = halfway(corners[0], corners[1]);
            words(area, middle, &[&place.to_string()], LETTERS, PENCIL)?;
            begin = end;
        }
        let drawn = self.across(self.path[0].point);
        arrow(area, &[(drawn, bottom + 62), (drawn, bottom)], PATH)?;
        let label = self.path[0].point.to_string();
        words(area, (drawn, bottom + 84), &[&label], LETTERS, PATH)?;
        for end in [0.0, self.tree.total()] {
            let below = (self.across(end), bottom + 34);
            words(area, below, &[&end.to_string()], LETTERS, PENCIL)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_of_a_point_ends_where_the_tree_finds_it() {
        let draw = Draw::new(&PRIORITIES, POINT);
        // 17 ≥ 9, 8 < 14, 8 ≥ 5, and the rest falls on the 9 of place 5.
        let path = [(1, 17.0), (3, 8.0), (6, 8.0), (13, 3.0)];
        assert_eq!(draw.path, path.map(|(node, point)| Passed { node, point }));
        for point in 0..31 {
            let draw = Draw::new(&PRIORITIES, f64::from(point));
            let last = draw.path[3];
            assert!(last.point >= 0.0 && last.point < draw.tree.sum(last.node));
        }
    }
}
