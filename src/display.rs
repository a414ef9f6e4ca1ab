//! What a notebook shows of a value.
//!
//! evcxr calls `evcxr_display` on the value of a cell's last expression. Each
//! method here hands it two forms: a rich one, and plain text where that cannot
//! be shown.

use crate::agent::Agent;
use crate::exercises::Verdict;
use crate::experiments::cart_pole::episode::Episode;
use crate::experiments::cart_pole::frame::{cart_pole_caption, cart_pole_frame};
use crate::experiments::cart_pole::learning_curves;
use crate::foundations::{CartPole, QNetwork};
use crate::lab::plots::{BLUE, Curve, Gif, Svg};
use crate::lab::runs::Results;
use crate::lab::stats::Sheet;
use crate::recipe::{Recipe, RecipeCard};
use crate::replay::{NewestReplay, Ring, Sample, Transition, UniformReplay};
use crate::report::EpisodeReport;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use evcxr_runtime::mime_type;
use std::io::Write;

impl Svg {
    /// Shows the picture.
    pub fn evcxr_display(&self) {
        let (_, rest) = self.split_once("<title>").unwrap_or_default();
        let (title, _) = rest.split_once("</title>").unwrap_or_default();
        mime_type("image/svg+xml").text(self.fitting_a_page());
        mime_type("text/plain").text(title);
    }

    /// The picture as wide as the text of a notebook, which cuts wider ones.
    fn fitting_a_page(&self) -> String {
        let fitting = || {
            let (before, rest) = self.split_once(" width=\"")?;
            let (_, rest) = rest.split_once("\" height=\"")?;
            let (_, after) = rest.split_once('"')?;
            Some(format!("{before} width=\"720\"{after}"))
        };
        fitting().unwrap_or_else(|| self.0.clone())
    }
}

impl Gif {
    /// Plays the animation.
    pub fn evcxr_display(&self) {
        // As HTML: few viewers of notebooks know GIF as an output of its own.
        let data = STANDARD.encode(&self.0);
        mime_type("text/html").text(format!(
            "<img alt=\"animation of an episode\" \
             src=\"data:image/gif;base64,{data}\"/>"
        ));
        mime_type("text/plain").text(format!("an animation, {} bytes", self.len()));
    }
}

impl CartPole {
    /// Shows the cart and the pole, to scale.
    pub fn evcxr_display(&self) {
        let caption = cart_pole_caption(self.steps(), self.state());
        show(cart_pole_frame(self.state(), &caption), Svg::evcxr_display);
    }
}

impl Episode {
    /// Plays the episode in real time.
    pub fn evcxr_display(&self) {
        show(self.animate(), Gif::evcxr_display);
    }
}

impl Results {
    /// Shows the learning curve; says in words what each run came to.
    pub fn evcxr_display(&self) {
        let curve = Curve {
            name: "score",
            color: BLUE,
            rows: &self.0,
        };
        show(learning_curves("Learning curve", &[curve]), |svg| {
            mime_type("image/svg+xml").text(svg.fitting_a_page());
            mime_type("text/plain").text(Sheet::of_runs(&self.0).to_plain());
        });
    }
}

impl RecipeCard {
    /// Shows the pieces, and the numbers that go with them.
    pub fn evcxr_display(&self) {
        show_sheet(&Sheet::of_recipe(self));
    }
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Recipe<N, S, A> {
    /// Shows the pieces, and the numbers that go with them.
    pub fn evcxr_display(&self) {
        self.card().evcxr_display();
    }
}

impl<const S: usize, const A: usize> Agent<S, A> {
    /// Shows the recipe of the agent.
    pub fn evcxr_display(&self) {
        self.card().evcxr_display();
    }
}

impl EpisodeReport {
    /// Shows every number of the report with its name.
    pub fn evcxr_display(&self) {
        show_sheet(&self.sheet());
    }

    /// The numbers of the report as a table.
    pub fn sheet(&self) -> Sheet {
        let ending = if self.truncated {
            "cut short"
        } else {
            "failure"
        };
        let mut lines = vec![
            ("episode", self.episode.to_string()),
            ("environment steps so far", self.steps.to_string()),
            ("return", self.episode_return.to_string()),
            ("ending", ending.to_owned()),
            ("ε", format!("{:.3}", self.epsilon)),
            ("greedy share", format!("{:.3}", self.greedy_share)),
            ("‖θ − θ⁻‖ / ‖θ‖", format!("{:.3e}", self.target_distance)),
        ];
        if let Some(learning) = &self.learning {
            let deltas = format!(
                "{:.3}, {:.3}, {:.3}",
                learning.td_error_p10, learning.td_error_p50, learning.td_error_p90
            );
            lines.extend([
                ("mean loss", format!("{:.4}", learning.loss)),
                (
                    "norm of the gradient",
                    format!("{:.4}", learning.gradient_norm),
                ),
                ("mean |Q(s, a; θ)|", format!("{:.3}", learning.mean_abs_q)),
                ("largest |Q(s, a; θ)|", format!("{:.3}", learning.max_abs_q)),
                ("δ: lowest tenth, median, highest tenth", deltas),
                ("action gap", format!("{:.4}", learning.action_gap)),
            ]);
            if let Some(age) = learning.sample_age {
                lines.push(("mean age of the samples", format!("{age:.0}")));
            }
        }
        let lines = lines.into_iter();
        let lines = lines.map(|(name, value)| vec![name.to_owned(), value]);
        Sheet::new(&["episode report", ""], lines.collect())
    }
}

impl Verdict {
    /// Shows each claim, and where the answer broke it.
    pub fn evcxr_display(&self) {
        let lines = self
            .findings()
            .iter()
            .map(|finding| vec![finding.to_string()]);
        let says = if self.is_right() {
            "right"
        } else {
            "not yet right"
        };
        let sheet = Sheet::new(&[says], lines.collect());
        mime_type("text/html").text(sheet.to_html());
        mime_type("text/plain").text(self.to_string());
    }
}

/// At most this many transitions of a memory are shown: the newest.
const SHOWN: usize = 12;

impl<const S: usize> Ring<S> {
    /// Shows the newest transitions and their places.
    pub fn evcxr_display(&self) {
        show_sheet(&self.sheet());
    }

    /// The newest transitions as a table, in the order of their places.
    pub fn sheet(&self) -> Sheet {
        let mut places: Vec<usize> = (0..self.len().min(SHOWN))
            .map(|age| self.index_of_age(age))
            .collect();
        places.sort_unstable();
        let lines = places.iter().map(|&place| {
            let mut line = vec![place.to_string(), self.age(place).to_string()];
            line.extend(transition_cells(&self.get(place)));
            line
        });
        let header = ["place", "age", "s", "a", "r", "s′", "end"];
        let (taken, all, shown) = (self.len(), self.capacity(), places.len());
        Sheet::new(&header, lines.collect()).with_note(&format!(
            "{taken} of {all} places taken; the newest {shown} shown"
        ))
    }
}

impl<const S: usize> UniformReplay<S> {
    /// Shows the newest transitions and their places.
    pub fn evcxr_display(&self) {
        self.ring().evcxr_display();
    }
}

impl<const S: usize> NewestReplay<S> {
    /// Shows the newest transitions and their places.
    pub fn evcxr_display(&self) {
        self.ring().evcxr_display();
    }
}

impl<const S: usize> Sample<S> {
    /// Shows the transitions in the order in which they were drawn.
    pub fn evcxr_display(&self) {
        show_sheet(&self.sheet());
    }

    /// The transitions as a table, in the order in which they were drawn.
    pub fn sheet(&self) -> Sheet {
        let drawn = self
            .indices
            .iter()
            .zip(&self.weights)
            .zip(&self.transitions);
        let lines = drawn.map(|((index, weight), transition)| {
            let mut line = vec![index.to_string(), weight.to_string()];
            line.extend(transition_cells(transition));
            line
        });
        Sheet::new(&["place", "w", "s", "a", "r", "s′", "end"], lines.collect())
    }
}

fn transition_cells<const S: usize>(transition: &Transition<S>) -> [String; 5] {
    let state = |numbers: [f32; S]| numbers.map(|x| format!("{x:.3}")).join(" ");
    let end = match (transition.terminated, transition.truncated) {
        (true, _) => "terminated",
        (false, true) => "truncated",
        (false, false) => "",
    };
    [
        state(transition.state),
        transition.action.to_string(),
        transition.reward.to_string(),
        state(transition.next_state),
        end.to_owned(),
    ]
}

fn show_sheet(sheet: &Sheet) {
    mime_type("text/html").text(sheet.to_html());
    mime_type("text/plain").text(sheet.to_plain());
}

/// Shows what was drawn, or says why it was not.
fn show<T, E: std::fmt::Display>(drawn: Result<T, E>, display: impl FnOnce(&T)) {
    match drawn {
        Ok(picture) => display(&picture),
        // Where nobody listens there is nobody to tell.
        Err(error) => drop(writeln!(std::io::stderr(), "error: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_in_a_notebook_is_as_wide_as_its_text() {
        let drawn = |root: &str| Svg(format!("{root}\n<rect width=\"9\"/></svg>"));
        let wide = drawn("<svg viewBox=\"0 0 12 8\" width=\"1200\" height=\"800\">");
        let fitting = drawn("<svg viewBox=\"0 0 12 8\" width=\"720\">");
        assert_eq!(wide.fitting_a_page(), fitting.0);
        let unsized_svg = Svg("<svg></svg>".to_owned());
        assert_eq!(unsized_svg.fitting_a_page(), "<svg></svg>");
    }
}
