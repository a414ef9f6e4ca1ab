//! What the doctor prints.

use crate::lab::doctor::causes::{HIGH_RATE, LOW_RATE};
use crate::lab::doctor::diagnosis::{Diagnosis, Verdict};
use crate::lab::doctor::facts::{Facts, fact_of};
use crate::lab::doctor::rule::{FEWEST_ROWS, Finding, Rule};
use crate::lab::runs::{Row, by_seed};
use std::fmt::{Display, Formatter, Result};

/// What the doctor says of the `rows` of the file `name`.
pub fn consultation(name: &str, rows: &[Row], diagnosis: &Diagnosis) -> String {
    format!("{name}: {}\n\n{diagnosis}", amount(rows))
}

/// The facts that the doctor knew, as a list below what it says; nothing where it knew
/// none.
pub fn known_facts(facts: &Facts) -> String {
    let known = facts
        .known()
        .map(|(name, number)| format!("{name} = {number}"));
    let known = known.collect::<Vec<String>>().join(", ");
    if known.is_empty() {
        return known;
    }
    format!("\nKnown of the settings:\n{}", item("-", &known))
}

/// How many runs there are, and how long they are.
fn amount(rows: &[Row]) -> String {
    let runs = by_seed(rows);
    let lengths = runs.iter().map(|(_, run)| run.len());
    let (least, most) = (lengths.clone().min(), lengths.max());
    let plural = if runs.len() == 1 { "run" } else { "runs" };
    let (least, most) = (least.unwrap_or(0), most.unwrap_or(0));
    let range = if least == most {
        least.to_string()
    } else {
        format!("{least} to {most}")
    };
    format!("{} {plural} of {range} rows", runs.len())
}

impl Display for Diagnosis {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.verdict() {
            Verdict::FaultSeen => self.write_findings(f)?,
            Verdict::NothingSeen => self.write_nothing(f)?,
            Verdict::CannotTell => self.write_doubt(f)?,
        }
        self.write_remarks(f)?;
        if self.compared > 0 {
            let compared = format!("{} episodes", self.compared);
            writeln!(f, "\nCompared with a second recording: {compared}.")?;
        }
        self.write_wanting(f)
    }
}

impl Diagnosis {
    fn write_findings(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "A fault is seen.\n\nSymptoms:")?;
        for finding in &self.findings {
            self.write_finding(f, finding)?;
        }
        writeln!(f, "\nLikely causes, the likeliest first:")?;
        for (i, cause) in self.causes().iter().enumerate() {
            f.write_str(&item(&format!("{}.", i + 1), cause.name))?;
            f.write_str(&item("  ", &format!("Check: {}", cause.check)))?;
        }
        Ok(())
    }

    fn write_finding(&self, f: &mut Formatter<'_>, finding: &Finding) -> Result {
        let (ill, runs) = (finding.runs.len(), self.runs);
        let evidence = format!("{finding}, in {ill} of {runs} runs");
        f.write_str(&item("-", finding.rule.symptom))?;
        f.write_str(&item(" ", &evidence))
    }

    fn write_nothing(&self, f: &mut Formatter<'_>) -> Result {
        let weighty = self.weighty();
        writeln!(
            f,
            "Nothing is seen: the score settles, and {} rules of weight see no fault.",
            weighty.len()
        )?;
        writeln!(f, "\nLooked for and not found:")?;
        let found = |rule: &Rule| {
            let mut found = self.remarks.iter();
            found.any(|finding| std::ptr::eq(finding.rule, rule))
        };
        for rule in weighty.into_iter().filter(|rule| !found(rule)) {
            f.write_str(&item("-", rule.symptom))?;
        }
        Ok(())
    }

    fn write_doubt(&self, f: &mut Formatter<'_>) -> Result {
        let (settled, runs) = (self.settled, self.runs);
        let tried = self.weighty().len();
        writeln!(f, "Cannot tell.\n")?;
        self.write_tried(f)?;
        if self.smoothed > 0 {
            let means = "The score is a running mean, which hides whether it settles. A \
                         file with the score of each episode tells more, such as the \
                         `monitor.csv` of Stable-Baselines3.";
            f.write_str(&item("-", means))?;
        }
        let asked = self.asked().into_iter().map(|fact| format!("`{fact}`"));
        let asked = asked.collect::<Vec<String>>().join(", ");
        if !asked.is_empty() {
            let ask = format!(
                "Tell it the settings that you know: {asked}. The page has fields for \
                 them; on the command line each is a --fact NAME=NUMBER. A JSON or YAML \
                 file beside the run tells them too, and the `model.zip` of \
                 Stable-Baselines3."
            );
            f.write_str(&item("-", &ask))?;
        }
        let wanting = self.wanting();
        let is_column = |(need, _): &&(&str, Vec<&Rule>)| fact_of(need).is_none();
        if let Some((need, rules)) = wanting.iter().find(is_column) {
            let symptom = rules[0].symptom;
            let settling =
                format!("The column `{need}` would tell most: “{symptom}”");
            f.write_str(&item("-", &settling))?;
        }
        if settled < runs && tried > 0 {
            let rates = format!(
                "Where all else is right, the learning rate is what is left. Check: {}, \
                 and {}",
                HIGH_RATE.check, LOW_RATE.check
            );
            f.write_str(&item("-", &rates))?;
        }
        Ok(())
    }

    /// How much of the runs could be judged, and what would be enough.
    fn write_tried(&self, f: &mut Formatter<'_>) -> Result {
        let (settled, short, runs) = (self.settled, self.short, self.runs);
        let tried = self.weighty().len();
        let enough = "Let the training go on, or write a row for each episode.";
        if short == runs && tried == 0 {
            let too_short = format!(
                "Too short to judge: no run has {FEWEST_ROWS} rows, which are enough for \
                 most rules. {enough}"
            );
            return f.write_str(&item("-", &too_short));
        }
        let rules = match tried {
            0 => "no rule of weight could be tried, as columns are missing."
                .to_owned(),
            1 => "1 rule of weight could be tried. It sees no fault.".to_owned(),
            _ => format!(
                "{tried} rules of weight could be tried. None of them sees a fault."
            ),
        };
        let seen = format!(
            "The score rises and settles in {settled} of {runs} runs, and {rules}"
        );
        f.write_str(&item("-", &seen))?;
        if short > 0 {
            let short = format!(
                "{short} of {runs} runs have fewer than {FEWEST_ROWS} rows, which is too \
                 few for most rules. {enough}"
            );
            f.write_str(&item("-", &short))?;
        }
        Ok(())
    }

    /// What rules see in runs that have settled all the same, or are too short to tell.
    fn write_remarks(&self, f: &mut Formatter<'_>) -> Result {
        if !self.remarks.is_empty() {
            writeln!(f, "\nWorth a look:")?;
        }
        for finding in &self.remarks {
            self.write_finding(f, finding)?;
        }
        Ok(())
    }

    /// What could not be looked for: the first columns and facts that are missing, each
    /// with a symptom, and the names of the others.
    fn write_wanting(&self, f: &mut Formatter<'_>) -> Result {
        let wanting = self.wanting();
        if wanting.is_empty() {
            return Ok(());
        }
        writeln!(f, "\nNot looked for, as columns or facts are missing:")?;
        let (first, others) = wanting.split_at(wanting.len().min(SHOWN));
        for (need, rules) in first {
            let more = match rules.len() {
                1 => String::new(),
                rules => format!(" And {} more.", rules - 1),
            };
            let symptom = rules[0].symptom;
            f.write_str(&item("-", &format!("`{need}`: {symptom}{more}")))?;
        }
        if !others.is_empty() {
            let names = others.iter().map(|(need, _)| format!("`{need}`"));
            let names = names.collect::<Vec<String>>().join(", ");
            f.write_str(&item("-", &format!("also {names}")))?;
        }
        Ok(())
    }
}

/// This many missing columns are shown with what they are for.
const SHOWN: usize = 6;

/// The longest line that is printed.
const WIDTH: usize = 78;

/// `text` behind its mark, in lines that are no longer than [`WIDTH`].
fn item(mark: &str, text: &str) -> String {
    let mut lines = vec![format!("  {mark}")];
    let indent = lines[0].chars().count();
    for word in text.split(' ') {
        let line = lines.last().map_or(0, |line| line.chars().count());
        if line > indent && line + 1 + word.chars().count() > WIDTH {
            lines.push(" ".repeat(indent));
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.join("\n") + "\n"
}
