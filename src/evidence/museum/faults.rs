//! What the book shows of the museum: a figure and a card for each fault, and what the
//! doctor says of them.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::comparisons::{curves_of, recorded_rows, rows_of_all_seeds};
use crate::evidence::doctor;
use crate::experiments::cart_pole::CART_POLE;
use crate::experiments::catalogue::{Entry, find};
use crate::experiments::faults::{Exhibit, GALLERY};
use crate::lab::doctor::diagnosis::{Diagnosis, consultation};
use crate::lab::doctor::diagnostics::{DIAGNOSTICS, Diagnostic, diagnostic};
use crate::lab::doctor::rule::Rule;
use crate::lab::doctor::rules::{RULES, SHARED_STREAM};
use crate::lab::plots::canvas::failure;
use crate::lab::plots::panel::{all_diagnostics, panel};
use crate::lab::plots::picture::Svg;
use crate::lab::runs::folders::Folders;
use crate::lab::runs::results::{Row, by_seed};
use crate::lab::stats::formats::format_interval;
use crate::lab::stats::reliability::interquartile_mean_of;
use crate::lab::stats::summary::Runs;
use crate::lab::stats::tables::push_line;
use std::fmt::Write;

/// The agents whose panel of all diagnostics the book shows, and what they are called
/// there.
const PANELS: [(&str, &str); 2] = [("dqn", "DQN"), ("no-mask", "no-mask")];

/// The faults of which the book shows all that the doctor says.
const CONSULTED: [&str; 2] = ["no-mask", "shared-stream"];

/// A fault with the rows that show it.
struct Shown {
    exhibit: &'static Exhibit,
    title: &'static str,
    healthy_title: &'static str,
    faulty: Vec<Row>,
    /// Of the same seeds as the rows with the fault.
    healthy: Vec<Row>,
    /// A second recording of the fault, where there is one.
    twin: Vec<Row>,
}

impl Shown {
    fn new(exhibit: &'static Exhibit, folders: &Folders) -> Result<Self, Error> {
        let faulty = rows_of_all_seeds(exhibit.recipe, folders)?;
        let mut healthy = rows_of_all_seeds(exhibit.healthy, folders)?;
        healthy.retain(|row| faulty.iter().any(|other| other.seed == row.seed));
        Ok(Self {
            exhibit,
            title: find(exhibit.recipe)?.title,
            healthy_title: find(exhibit.healthy)?.title,
            faulty,
            healthy,
            twin: doctor::twin(exhibit, folders)?,
        })
    }

    fn telltale(&self) -> Result<&'static Diagnostic, Error> {
        let column = self.exhibit.telltale;
        let unknown = || failure(self.title, &format!("no diagnostic `{column}`"));
        diagnostic(column).ok_or_else(unknown)
    }

    /// The diagnostic that shows the fault best, where the doctor can see it.
    fn sign(&self) -> Result<String, Error> {
        let mut causes = RULES.iter().chain([&SHARED_STREAM]).flat_map(|r| r.causes);
        if causes.any(|cause| *cause == self.exhibit.cause) {
            return Ok(lower(self.telltale()?.title));
        }
        Ok("nothing that is recorded".to_owned())
    }

    /// The score, and beside it the diagnostic that shows the fault best; of a fault that
    /// takes two recordings, these.
    fn figure(&self) -> Result<Svg, Error> {
        if let Some(twin) = self.exhibit.twin {
            return self.twins(&find(twin)?);
        }
        let agents = [
            (self.healthy_title, &self.healthy[..]),
            (self.title, &self.faulty[..]),
        ];
        let diagnostics = [&DIAGNOSTICS[0], self.telltale()?];
        panel(self.title, &curves_of(agents), &diagnostics)
    }

    /// What the training sees in two recordings of one seed.
    fn twins(&self, twin: &Entry) -> Result<Svg, Error> {
        let (seed, _) = by_seed(&self.twin)[0];
        let own = find(self.exhibit.recipe)?;
        let recording = |entry: &Entry, rows: &[Row]| {
            let mut rows = rows.to_vec();
            rows.retain(|row| row.seed == seed && row.episode <= twin.episodes);
            let name =
                format!("{} episodes per evaluation", entry.evaluation_episodes);
            (name, rows)
        };
        let recordings =
            [recording(&own, &self.faulty), recording(twin, &self.twin)];
        let curves = recordings.iter().map(|(name, rows)| (&name[..], &rows[..]));
        let title = format!("{}: seed {seed}, recorded twice", self.title);
        let columns = ["episode_return", "loss"].map(diagnostic);
        let columns: Vec<_> = columns.into_iter().flatten().collect();
        panel(&title, &curves_of(curves), &columns)
    }

    /// The first causes that the doctor names.
    fn first_causes(&self) -> String {
        let causes = Diagnosis::with_twin(&self.faulty, &self.twin).causes();
        let first = causes.iter().take(doctor::FIRST_CAUSES);
        let names: Vec<&str> = first.map(|cause| cause.name).collect();
        if names.is_empty() {
            return "nothing, as it sees no symptom".to_owned();
        }
        names.join("; then ")
    }

    /// What came out, which test finds the fault, and what mends it.
    fn card(&self) -> Result<String, Error> {
        let (file, test) = self.exhibit.test.split_once("::").unwrap_or_default();
        let mut card = format!(
            "| | {} | {} |\n|:---|:---|:---|\n",
            self.title, self.healthy_title
        );
        let (faulty, healthy) = (
            Runs::of(&CART_POLE, &self.faulty),
            Runs::of(&CART_POLE, &self.healthy),
        );
        let solved = |runs: &Runs| {
            let solved = runs.steps.iter().filter(|steps| steps.is_finite());
            format!("{} of {} runs", solved.count(), runs.steps.len())
        };
        let score = |runs: &Runs| {
            format_interval(interquartile_mean_of(&runs.final_scores), 1)
        };
        let cells = |name: &str, of: &dyn Fn(&Runs) -> String| {
            [name.to_owned(), of(&faulty), of(&healthy)]
        };
        push_line(&mut card, &cells("solved", &solved));
        push_line(&mut card, &cells("final score", &score));
        let (sign, remedy) = (self.sign()?, self.exhibit.remedy);
        let name = self.exhibit.recipe;
        let causes = self.first_causes();
        writeln!(
            card,
            "\n- **What shows it best**: {sign}.\n\
             - **The test that tells them apart**: `{test}` in \
             [`{file}`](../../{file}).\n\
             - **What mends it**: {remedy}\n\
             - **What the doctor thinks of first**: {causes}.\n\
             - **Train it**: `cargo run --release -- train {name}`."
        )
        .expect("writing to memory");
        Ok(card)
    }
}

/// `words` with a small first letter, unless they begin with a symbol.
fn lower(words: &str) -> String {
    let is_word = words.chars().nth(1).is_some_and(char::is_lowercase);
    let first = usize::from(is_word);
    words[..first].to_lowercase() + &words[first..]
}

/// The figures and cards of all faults, the rules of the doctor, what it says of each
/// fault, and how often it is right.
///
/// # Errors
/// [`Error::NotRecorded`], and those of reading and of drawing.
pub fn products(folders: &Folders) -> Result<Vec<Artifact>, Error> {
    let mut products = Vec::new();
    let (mut cards, mut says) = (String::new(), String::new());
    for exhibit in &GALLERY {
        let shown = Shown::new(exhibit, folders)?;
        let name = exhibit.recipe;
        anchored(&mut cards, name, &shown.card()?);
        if CONSULTED.contains(&name) {
            anchored(&mut says, name, &consulted(exhibit, folders)?);
        }
        let figure = shown.figure()?;
        products.push(product(
            "fault",
            folders.figures.join(format!("fault-{name}.svg")),
            figure.0,
        ));
    }
    for (name, title) in PANELS {
        let rows = recorded_rows(&find(name)?, name, folders)?;
        let path = folders.figures.join(format!("panel-{name}.svg"));
        let panel = all_diagnostics(title, &rows)?;
        products.push(product("panel of diagnostics", path, panel.0));
    }
    let table = |name: &str, contents| {
        product("table of the doctor", folders.tables.join(name), contents)
    };
    products.extend([
        table("museum.md", cards),
        table("doctor-says.md", says),
        table("diagnostics.md", diagnostics()),
        table("doctor-rules.md", rules()),
        table("doctor-accuracy.md", doctor::table(folders)?),
    ]);
    Ok(products)
}

/// What the doctor prints of the catalogue's runs of a fault.
fn consulted(exhibit: &Exhibit, folders: &Folders) -> Result<String, Error> {
    let name = exhibit.recipe;
    let rows = recorded_rows(&find(name)?, name, folders)?;
    let file = format!("book/results/{name}.csv");
    let diagnosis = Diagnosis::with_twin(&rows, &doctor::twin(exhibit, folders)?);
    Ok(consultation(&file, &rows, &diagnosis))
}

fn product(what: &'static str, path: std::path::PathBuf, text: String) -> Artifact {
    Artifact {
        what,
        path,
        contents: text.into_bytes(),
    }
}

fn anchored(file: &mut String, name: &str, text: &str) {
    // mdBook reads no name with a point.
    let (name, text) = (name.replace('.', "_"), text.trim_end());
    writeln!(
        file,
        "<!-- ANCHOR: {name} -->\n{text}\n<!-- ANCHOR_END: {name} -->"
    )
    .expect("writing to memory");
}

/// Words as a cell of a table, where an upright line would begin another.
fn cell(words: &str) -> String {
    words.replace('|', "\\|")
}

/// The table of the diagnostics.
fn diagnostics() -> String {
    let mut table = "| column | what it is | when all is well it |\n\
                     |:---|:---|:---|\n"
        .to_owned();
    for Diagnostic {
        column,
        title,
        healthy,
        ..
    } in DIAGNOSTICS
    {
        let column = format!("`{column}`");
        push_line(&mut table, &[column, cell(title), cell(healthy)]);
    }
    table
}

/// The columns of a rule, as code; one that names none reads all.
fn columns(rule: &Rule) -> String {
    let columns = rule.columns;
    if columns.is_empty() {
        return "all".to_owned();
    }
    let named: Vec<String> = columns.iter().map(|c| format!("`{c}`")).collect();
    named.join(", ")
}

/// The table of the doctor's rules.
fn rules() -> String {
    let mut table = "| symptom | measured | columns | seen when | likely causes |\n\
                     |:---|:---|:---|:---|:---|\n"
        .to_owned();
    for rule in RULES.iter().chain([&SHARED_STREAM]) {
        let causes: Vec<&str> = rule.causes.iter().map(|cause| cause.name).collect();
        push_line(
            &mut table,
            &[
                rule.symptom.to_owned(),
                cell(rule.measured),
                columns(rule),
                rule.bound.to_string(),
                causes.join("; "),
            ],
        );
    }
    table
}
