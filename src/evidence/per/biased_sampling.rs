//! What an estimate comes to by the exponents of a prioritised memory.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::experiments::Records;
use crate::lab::stats::{Band, table};
use crate::papers::biased_sampling::{EXPONENTS, Line, fixed_point};

/// The estimates of all seeds with these exponents.
pub(crate) fn estimates(lines: &[Line], (alpha, beta): (f64, f64)) -> Vec<f64> {
    let runs = lines.iter();
    let runs = runs.filter(|line| (line.alpha, line.beta) == (alpha, beta));
    runs.map(|line| line.estimate).collect()
}

/// The table.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let lines: Vec<Line> = records.paper("papers/biased-sampling")?;
    let of_exponents = |(alpha, beta): (f64, f64)| {
        let band = Band::of(&estimates(&lines, (alpha, beta)));
        let of_band = |of: fn(Band) -> f64| {
            band.map_or_else(String::new, |band| format!("{:.2}", of(band)))
        };
        vec![
            alpha.to_string(),
            beta.to_string(),
            format!("{:.2}", fixed_point(alpha, beta)),
            of_band(|band| band.mean),
            of_band(|band| band.min),
            of_band(|band| band.max),
        ]
    };
    let titles = "α | β | fixed point | estimate, mean | lowest | highest";
    let lines = table(0, titles, EXPONENTS.map(of_exponents));
    Ok(vec![Artifact::table(records, "biased-sampling", lines)])
}
