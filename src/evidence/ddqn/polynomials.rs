//! The largest of polynomials that are fitted to the truth in different states.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Numbers;
use crate::experiments::Records;
use crate::lab::plots::{
    Axis, BLUE, Drawn, INK, LABEL, MARGIN, Mark, PALETTE, Plot, Svg, SvgArea,
    draw_head, draw_reference, svg, thick, write_fitting,
};
use crate::lab::stats::{Scale, mean, table};
use crate::papers::polynomials::{
    ACTIONS, LAST, Line, Polynomial, SETTINGS, Setting, estimates, states,
};
use plotters::series::LineSeries;
use plotters::style::{Color, RGBColor};

const TRUTH: RGBColor = PALETTE[2];
const ESTIMATES: RGBColor = PALETTE[1];
const SINGLE: RGBColor = PALETTE[4];
const DOUBLE: RGBColor = BLUE;

/// What the paper prints in its figure: the mean error of the largest estimate, and of the
/// second estimate.
const PRINTED: [[f64; 2]; 3] = [[0.61, -0.02], [0.47, 0.02], [3.35, -0.02]];

/// The lines of a row of the figure.
pub(crate) fn of(lines: &[Line], setting: usize) -> Vec<Line> {
    let lines = lines.iter().filter(|line| line.setting == setting);
    lines.copied().collect()
}

/// The mean errors of the largest estimate and of the second one.
pub(crate) fn means(lines: &[Line]) -> [f64; 2] {
    let of: [fn(&Line) -> f64; 2] = [|line| line.single, |line| line.double];
    of.map(|of| mean(&lines.iter().map(of).collect::<Vec<f64>>()))
}

/// The figure and the table.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let lines: Vec<Line> = records.paper("papers/polynomials")?;
    Ok(vec![
        Artifact::figure(records, "polynomials", figure(&lines)?),
        Artifact::table(records, "polynomials", in_numbers(&lines)),
    ])
}

/// The numbers of the prose.
pub(crate) fn numbers(prose: &mut Numbers) {
    prose.add("polynomial_actions", ACTIONS);
    prose.add("polynomial_last", LAST);
    prose.add("polynomial_degree", SETTINGS[0].degree);
    prose.add("polynomial_larger_degree", SETTINGS[2].degree);
}

fn in_numbers(lines: &[Line]) -> String {
    let rows = SETTINGS.iter().zip(PRINTED).enumerate();
    let line = |(i, (setting, printed)): (usize, (&Setting, [f64; 2]))| {
        let number = |error: &f64| format!("{error:+.2}").replace('-', "−");
        let [single, double] = means(&of(lines, i));
        let errors = [single, printed[0], double, printed[1]];
        let words = [setting.name.to_owned(), setting.degree.to_string()];
        [&words[..], &errors.each_ref().map(number)].concat()
    };
    let titles = "true value | degree | mean error of the largest | in the paper \
         | of a second estimate | in the paper";
    table(1, titles, rows.map(line))
}

const SIZE: (u32, u32) = (1200, 1500);

fn figure(lines: &[Line]) -> Result<Svg, Error> {
    let title = "Ten estimates without noise, their maximum, and its error";
    let line = |color, name: &str| (Mark::Line(thick(color)), name.to_owned());
    let legend = vec![
        line(TRUTH, "true value"),
        line(ESTIMATES, "estimates"),
        line(INK, "largest estimate"),
        line(SINGLE, "its error"),
        line(DOUBLE, "error of a second estimate"),
    ];
    svg(title, SIZE, |area| {
        let below_head = draw_head(area, title, legend)?;
        let (_, charts) = area.split_vertically(below_head + 10);
        let cells = charts.split_evenly((SETTINGS.len(), 2));
        for (i, setting) in SETTINGS.iter().enumerate() {
            let lines = of(lines, i);
            draw_values(&cells[2 * i], setting, &lines)?;
            draw_errors(&cells[2 * i + 1], &lines)?;
        }
        Ok(())
    })
}

/// A small chart over the states, with room for its title.
fn chart(values: impl Iterator<Item = f64>) -> Plot<'static> {
    let last = f64::from(LAST);
    let plot = Plot::new(
        Axis::between(Scale::Linear, -last..last, 7),
        Axis::new(Scale::Linear, &values.collect::<Vec<f64>>(), 6),
    );
    Plot {
        x_label: "s",
        above: 66,
        right: 20,
        ..plot
    }
}

/// The truth, all estimates, and the largest of them.
fn draw_values(area: &SvgArea, setting: &Setting, lines: &[Line]) -> Drawn {
    let title = format!("{}, degree {}", setting.name, setting.degree);
    write_fitting(area, &title, LABEL, (MARGIN, 8))?;
    let estimates = estimates(setting);
    let values = |estimate: &Polynomial| -> Vec<(f64, f64)> {
        states().map(|s| (s, estimate.value(s))).collect()
    };
    let estimates: Vec<_> = estimates.iter().map(values).collect();
    let truth: Vec<_> = states().map(|s| (s, (setting.truth)(s))).collect();
    let drawn = estimates.iter().flatten().chain(&truth);
    let mut axes = chart(drawn.map(|(_, value)| *value)).draw_on(area)?;
    for estimate in &estimates {
        let thin = ESTIMATES.mix(0.7).stroke_width(2);
        axes.draw_series(LineSeries::new(estimate.iter().copied(), thin))?;
    }
    axes.draw_series(LineSeries::new(truth, thick(TRUTH)))?;
    let largest = lines.iter().map(|line| {
        let truth = (setting.truth)(line.state);
        (line.state, truth + line.single)
    });
    axes.draw_series(LineSeries::new(largest, thick(INK)))?;
    Ok(())
}

/// The errors of the largest estimate and of the second one.
fn draw_errors(area: &SvgArea, lines: &[Line]) -> Drawn {
    let [single, double] =
        means(lines).map(|mean| format!("{mean:+.2}").replace('-', "−"));
    let title = format!("mean errors {single} and {double}");
    write_fitting(area, &title, LABEL, (MARGIN, 8))?;
    let errors: [fn(&Line) -> f64; 2] = [|line| line.single, |line| line.double];
    let heights = lines.iter().flat_map(|line| [line.single, line.double]);
    let mut axes = chart(heights).draw_on(area)?;
    draw_reference(&mut axes, 0.0)?;
    for (error, color) in errors.into_iter().zip([SINGLE, DOUBLE]) {
        let points = lines.iter().map(|line| (line.state, error(line)));
        axes.draw_series(LineSeries::new(points, thick(color)))?;
    }
    Ok(())
}
