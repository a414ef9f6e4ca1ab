//! Two ways to follow: leaps of the target network, and small steps.

use crate::error::Error;
use crate::foundations::{Dev, Layer};
use crate::lab::plots::{
    Axis, BLUE, Drawn, LABEL, MARGIN, Mark, ORANGE, PENCIL, Plot, Svg, SvgArea,
    draw_head, draw_line, svg, text, thick, write_fitting,
};
use crate::polyak::Polyak;
use crate::target::{HardCopy, TargetUpdate};
use dfdx::tensor::{AsArray, TensorFrom};
use plotters::style::FontTransform;
use plotters::style::text_anchor::{HPos, VPos};

/// The steps of the picture.
const STEPS: usize = 135;
/// The height of a chart, and of what is above the charts.
const CHART: u32 = 316;
const HEAD: u32 = 150;
/// The room for the name of the upright axes.
const SIDE: u32 = 46;

/// The pieces of DQN and of Polyak. Between them is one in small steps that is as
/// late as the first.
const COPY: HardCopy = HardCopy { every: 15 };
const SMALL: Polyak = Polyak { tau: 0.01 };

/// A network of one weight.
type OneWeight = Layer<1, 1>;

/// The weight of the target network after each step, from 0, as the weight of the
/// online network goes along `path`.
fn followed(
    update: &dyn TargetUpdate<OneWeight>,
    path: impl Iterator<Item = f32>,
) -> Vec<f32> {
    let device = Dev::default();
    let network = |weight: f32| {
        OneWeight::new(device.tensor([[weight]]), device.tensor([0.0]))
    };
    let mut target = network(0.0);
    let after = |(step, weight)| {
        update.follow(&mut target, &network(weight), step);
        target.weight.array()[0][0]
    };
    path.enumerate().map(after).collect()
}

/// A weight that rises, wavers and settles.
#[expect(clippy::cast_possible_truncation, reason = "a weight is an f32")]
fn path() -> impl Iterator<Item = f32> {
    (0..STEPS).map(|step| {
        let time = step as f64;
        let waver = libm::sin(time / 6.0) * libm::exp(-time / 120.0);
        (1.0 - libm::exp(-time / 40.0) + 0.13 * waver) as f32
    })
}

pub(crate) fn following() -> Result<Svg, Error> {
    let late = Polyak::with_lag_of(COPY);
    let copied = format!("A copy every {} steps", COPY.every);
    let as_late = format!("τ = {} on every step: as late on average", late.tau);
    let small = format!("τ = {} on every step", SMALL.tau);
    let charts: [(_, &dyn TargetUpdate<OneWeight>); 3] =
        [(copied, &COPY), (as_late, &late), (small, &SMALL)];
    let title = "A target network that leaps, and two that take small steps";
    let height = HEAD + CHART * 3 + 60;
    svg(title, (1200, height), |area| {
        let line = |color, name: &str| (Mark::Line(thick(color)), name.to_owned());
        let legend = vec![
            line(BLUE, "θ, a weight of the online network"),
            line(ORANGE, "θ⁻, the target’s"),
        ];
        draw_head(area, title, legend)?;
        let (_, below) = area.split_vertically(HEAD);
        let (side, mut below) = below.split_horizontally(SIDE);
        let letters = text(LABEL, PENCIL, HPos::Center, VPos::Top)
            .transform(FontTransform::Rotate270);
        let middle = (CHART * 3 / 2).cast_signed();
        side.draw_text("Value of the weight", &letters, (MARGIN, middle))?;
        for (name, update) in &charts {
            let (chart, rest) = below.split_vertically(CHART);
            draw_chart(&chart, name, &followed(*update, path()))?;
            below = rest;
        }
        let letters = text(LABEL, PENCIL, HPos::Center, VPos::Top);
        below.draw_text("Step", &letters, (600, 4))
    })
}

fn draw_chart(area: &SvgArea, name: &str, target: &[f32]) -> Drawn {
    write_fitting(area, name, LABEL, (MARGIN, 16))?;
    let plot = Plot {
        above: 58,
        below: 0,
        x_numbers: 46,
        y_numbers: MARGIN.unsigned_abs(),
        ..Plot::new(Axis::whole(0..STEPS - 1, 10), Axis::bare(-0.06..1.16))
    };
    let mut axes = plot.draw_on(area)?;
    let online = path().map(f64::from).enumerate();
    draw_line(&mut axes, online, thick(BLUE))?;
    draw_line(&mut axes, stairs(target), thick(ORANGE))
}

/// The weights as they are held from one step to the next.
fn stairs(weights: &[f32]) -> impl Iterator<Item = (usize, f64)> {
    let held = weights.iter().enumerate().flat_map(|(step, &weight)| {
        [(step, f64::from(weight)), (step + 1, f64::from(weight))]
    });
    held.take(2 * weights.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dqn::dqn;
    use crate::foundations::Describe;
    use crate::polyak::polyak;

    #[test]
    fn the_pieces_of_the_picture_are_those_of_the_recipes() {
        assert_eq!(COPY.describe(), dqn().card().target_update);
        assert_eq!(SMALL.describe(), polyak().card().target_update);
    }

    /// How late the target network is on average, in steps, when the weight of the
    /// online network grows by one on each step.
    fn late(update: &dyn TargetUpdate<OneWeight>) -> f64 {
        let target = followed(update, (0..3_000_u16).map(f32::from));
        let behind = target.iter().enumerate().skip(1_500);
        let behind = behind.map(|(step, &weight)| step as f64 - f64::from(weight));
        behind.sum::<f64>() / 1_500.0
    }

    #[test]
    fn a_target_network_is_as_late_as_its_piece_says() {
        assert_eq!(late(&COPY), 7.0);
        for polyak in [Polyak::with_lag_of(COPY), SMALL] {
            let late = late(&polyak);
            assert!((late - polyak.lag()).abs() < 0.05, "{}: {late}", polyak.tau);
        }
    }
}
