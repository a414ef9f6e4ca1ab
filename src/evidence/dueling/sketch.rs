//! An advantage worked out in the cart-pole: what the heads of the recorded
//! dueling network say of poles that lean more and more, and what its greedy
//! policy achieves after either push.

use crate::agent::Agent;
use crate::dueling::{Heads, dueling, heads};
use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::recipe::load_recorded;
use crate::experiments::Records;
use crate::foundations::{
    CartPole, CartPoleState, Environment, LEFT, RIGHT, observe,
};
use crate::lab::plots::{
    BLUE, Drawn, INK, LABEL, MARGIN, NUMBER, PALETTE, PENCIL, Point, SvgArea, TITLE,
    svg, text, whole, write_fitting,
};
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor};

/// How far the poles lean, in degrees: to the right above 0.
const ANGLES: [f64; 7] = [-9.0, -6.0, -3.0, 0.0, 3.0, 6.0, 9.0];
/// Each pole falls on with this many times its angle per second.
pub(crate) const FALL: f64 = 3.0;

/// A state of the row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Worked {
    /// The angle of its pole, in degrees.
    pub(crate) degrees: f64,
    /// V, and A counted from its mean.
    pub(crate) heads: Heads<2>,
    /// The steps that follow each push, when the greedy policy goes on.
    pub(crate) obtained: [usize; 2],
}

impl Worked {
    /// By how much the better push leads the other.
    pub(crate) fn lead(&self) -> f32 {
        let [left, right] = self.heads.advantages;
        (left - right).abs()
    }

    /// By how many steps one push achieves more than the other.
    pub(crate) fn apart(&self) -> usize {
        let [left, right] = self.obtained;
        left.abs_diff(right)
    }
}

/// Every state of the row, seen by the recorded dueling network and played by it.
pub(crate) fn worked(records: &Records) -> Result<Vec<Worked>, Error> {
    let weights = records.weights("dueling")?;
    let mut agent = Agent::new(dueling(), 0)?;
    load_recorded(&mut agent, records, "dueling")?;
    let states = ANGLES.map(falling);
    let heads = heads(&weights, &states.map(observe))?;
    let all = ANGLES.into_iter().zip(states).zip(heads);
    let worked = all.map(|((degrees, state), heads)| Worked {
        degrees,
        heads: heads.centred(),
        obtained: [LEFT, RIGHT].map(|push| obtained(&agent, state, push)),
    });
    Ok(worked.collect())
}

/// A pole in the middle of the track that leans by `degrees` degrees, and falls.
fn falling(degrees: f64) -> CartPoleState {
    let angle = degrees.to_radians();
    [0.0, 0.0, angle, FALL * angle]
}

/// The steps of an episode that begins in `state` with `push`, and goes on greedily.
fn obtained(agent: &Agent<4, 2>, state: CartPoleState, push: usize) -> usize {
    let mut world = CartPole::from_state(state);
    let mut step = world.step(push);
    while !step.is_last() {
        step = world.step(agent.act(step.state));
    }
    world.steps()
}

/// The sketch, as a file.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let states = worked(records)?;
    let title = "What a state is worth, and what a push adds";
    let drawn = svg(title, (WIDTH, HEIGHT), |area| draw(area, title, &states))?;
    let figure = Artifact::figure(records, "dueling-advantage", drawn);
    Ok(vec![figure.of_a_network()])
}

const WIDTH: u32 = 1200;
const HEIGHT: u32 = 1160;
/// From one state to the next.
const COLUMN: f64 = 164.0;
/// The length of a pole.
const POLE: f64 = 150.0;
/// The pixels of a value of 1 in the bars of V.
const SCALE: f64 = 16.0;
/// The scale of A is this many times as large.
const ENLARGED: f64 = 10.0;
/// Half the width of a bar of V, which is the width of a bar of A.
const BAR: i32 = 44;

/// Where the parts of the sketch are, from above to below.
const TRACK: i32 = 300;
const VALUES: i32 = 600;
const ADVANTAGES: i32 = 800;
const OBTAINED: i32 = 1040;

/// The colour of the push to the left, and of that to the right.
const PUSHES: [RGBColor; 2] = [PALETTE[1], PALETTE[2]];

fn draw(area: &SvgArea, title: &str, states: &[Worked]) -> Drawn {
    write_fitting(area, title, TITLE, (MARGIN, MARGIN))?;
    let heading = |words: &str, y| write_fitting(area, words, LABEL, (MARGIN, y));
    heading("V(s): what the state is worth", VALUES - 216)?;
    let enlarged =
        format!("A(s, a): what each push adds, {ENLARGED} times as large");
    heading(&enlarged, ADVANTAGES - 156)?;
    let below = "Steps obtained after that push, then greedy play";
    heading(below, OBTAINED - 66)?;
    let middle = (states.len() as f64 - 1.0) / 2.0;
    for (i, state) in states.iter().enumerate() {
        let x = WIDTH.cast_signed() / 2 + whole(COLUMN * (i as f64 - middle));
        draw_pole(area, state, x)?;
        draw_value(area, state, x)?;
        draw_advantages(area, state, x)?;
        draw_obtained(area, state, x)?;
    }
    draw_legend(area)
}

/// The cart with its pole, to scale in its angle, and the angle below.
fn draw_pole(area: &SvgArea, state: &Worked, x: i32) -> Drawn {
    let (sin, cos) = libm::sincos(state.degrees.to_radians());
    let axle = (x, TRACK - 40);
    let tip = (axle.0 + whole(POLE * sin), axle.1 - whole(POLE * cos));
    let cart = [(x - 38, TRACK - 40), (x + 38, TRACK - 8)];
    area.draw(&Rectangle::new(cart, INK.filled()))?;
    for wheel in [x - 20, x + 20] {
        area.draw(&Circle::new((wheel, TRACK - 8), 8, INK.filled()))?;
    }
    area.draw(&PathElement::new([axle, tip], PENCIL.stroke_width(12)))?;
    let angle = format!("{}°", state.degrees).replace('-', "−");
    number(area, &angle, (x, TRACK + 14))
}

fn draw_value(area: &SvgArea, state: &Worked, x: i32) -> Drawn {
    let value = f64::from(state.heads.value);
    let top = VALUES - whole(SCALE * value);
    let corners = [(x - BAR, top), (x + BAR, VALUES)];
    area.draw(&Rectangle::new(corners, BLUE.filled()))?;
    number(area, &format!("{value:.1}"), (x, top - 38))
}

/// A bar for each push, upwards from the mean or downwards, and below both how large
/// they are.
fn draw_advantages(area: &SvgArea, state: &Worked, x: i32) -> Drawn {
    let ends = [x - BAR, x, x + BAR];
    for (push, advantage) in state.heads.advantages.into_iter().enumerate() {
        let end = ADVANTAGES - whole(ENLARGED * SCALE * f64::from(advantage));
        let corners = [(ends[push], end), (ends[push + 1], ADVANTAGES)];
        area.draw(&Rectangle::new(corners, PUSHES[push].filled()))?;
    }
    let zero = [(x - BAR - 14, ADVANTAGES), (x + BAR + 14, ADVANTAGES)];
    area.draw(&PathElement::new(zero, INK.stroke_width(2)))?;
    let size = format!("±{:.2}", state.lead() / 2.0);
    number(area, &size, (x, ADVANTAGES + 96))
}

/// The steps after the push to the left, and after that to the right.
fn draw_obtained(area: &SvgArea, state: &Worked, x: i32) -> Drawn {
    let obtained = state.obtained.iter().zip(PUSHES);
    for ((steps, color), x) in obtained.zip([x - 37, x + 37]) {
        let corners = [(x - 33, OBTAINED - 4), (x + 33, OBTAINED + 40)];
        area.draw(&Rectangle::new(corners, color.stroke_width(3)))?;
        number(area, &steps.to_string(), (x, OBTAINED + 2))?;
    }
    Ok(())
}

/// Which colour is which push.
fn draw_legend(area: &SvgArea) -> Drawn {
    let letters = text(NUMBER, INK, HPos::Left, VPos::Top);
    let bottom = HEIGHT.cast_signed();
    let labels = ["push to the left", "push to the right"];
    for ((label, color), x) in labels.iter().zip(PUSHES).zip([MARGIN, 420]) {
        let corners = [(x, bottom - 48), (x + 44, bottom - 18)];
        area.draw(&Rectangle::new(corners, color.filled()))?;
        area.draw_text(label, &letters, (x + 58, bottom - 50))?;
    }
    Ok(())
}

fn number(area: &SvgArea, number: &str, top: Point) -> Drawn {
    area.draw_text(number, &text(NUMBER, INK, HPos::Center, VPos::Top), top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_push_obtains_is_counted_from_that_push_on() {
        let agent = Agent::new(dueling(), 0).unwrap();
        // At 11.9° and falling fast, one step ends the episode, whatever is pushed.
        let state = [0.0, 0.0, 11.9_f64.to_radians(), 2.0];
        assert_eq!([0, 1].map(|push| obtained(&agent, state, push)), [1, 1]);
        // Upright, an untrained policy lasts longer than that.
        assert!(obtained(&agent, [0.0; 4], RIGHT) > 5);
    }
}
