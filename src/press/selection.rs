//! Which runs a command is about.

use crate::error::Error;
use crate::experiments::{
    Job, Paper, Unit, entries, everything, papers, plan, selected,
};
use crate::lab::runs::Length;
use clap::Args;

/// How long each run goes on; as in the book when nothing is given.
#[derive(Args, Clone, Copy)]
#[group(multiple = false)]
pub(crate) struct OwnLength {
    /// The training episodes of each run.
    #[arg(long)]
    episodes: Option<usize>,
    /// The environment steps of each run: the episode in which the last of them falls
    /// is played to its end.
    #[arg(long)]
    steps: Option<usize>,
}

impl OwnLength {
    pub(crate) fn given(self) -> Option<Length> {
        let episodes = self.episodes.map(Length::Episodes);
        episodes.or(self.steps.map(Length::Steps))
    }
}

#[derive(Args)]
pub(crate) struct Selection {
    /// The recipes, folders of recipes, studies and experiments of papers. When none is named, all of them;
    /// with seeds or a length of your own, all recipes.
    #[arg(long, value_name = "NAME", value_delimiter = ',', num_args = 1..)]
    only: Vec<String>,
    /// The seeds, one run each; those of the book when none is given.
    #[arg(long, value_delimiter = ',', num_args = 1..)]
    seeds: Vec<u64>,
    #[command(flatten)]
    length: OwnLength,
}

impl Selection {
    /// What the runs belong to.
    pub(crate) fn jobs(&self) -> Result<Vec<Job>, Error> {
        match &self.only[..] {
            // A study is a matter of its seeds and of its length.
            [] if self.is_whole() => everything(),
            [] => Ok(entries().map(Job::from).collect()),
            names => selected(names),
        }
    }

    /// The experiments of papers, which have no seeds and no length of their own.
    pub(crate) fn papers(&self) -> impl Iterator<Item = Paper> {
        papers().filter(|paper| {
            let is_named = self.only.iter().any(|name| paper.is_called(name));
            is_named || self.is_whole()
        })
    }

    /// True for all that the book records.
    pub(crate) fn is_whole(&self) -> bool {
        self.only.is_empty() && self.seeds.is_empty() && self.given().is_none()
    }

    /// The length that is given.
    pub(crate) fn given(&self) -> Option<Length> {
        self.length.given()
    }

    /// The seeds of a job.
    pub(crate) fn seeds<'a>(&'a self, job: &'a Job) -> &'a [u64] {
        if self.seeds.is_empty() {
            job.entry.seeds
        } else {
            &self.seeds
        }
    }

    /// The length of a job's runs.
    pub(crate) fn length(&self, job: &Job) -> Length {
        self.given().unwrap_or(job.entry.length)
    }

    /// The runs, one by one.
    ///
    /// # Errors
    /// As for [`selected`], and [`Error::NoEpisodes`].
    pub(crate) fn units(&self) -> Result<Vec<Unit>, Error> {
        let units = plan(&self.jobs()?, &self.seeds, self.given());
        units.iter().try_for_each(|unit| unit.length.check())?;
        Ok(units)
    }
}

/// Refuses runs that the book does not have: they would take the place of its own.
///
/// # Errors
/// [`Error::OwnRuns`].
pub(crate) fn check_of_the_book(
    job: &Job,
    seeds: &[u64],
    length: Length,
) -> Result<(), Error> {
    let refused = |asked: String| Error::OwnRuns {
        name: job.file.clone(),
        asked,
    };
    let own = job.entry;
    if length != own.length {
        let asked = format!("runs of {} {}s", length.amount(), length.unit());
        return Err(refused(asked));
    }
    match seeds.iter().find(|seed| !own.seeds.contains(seed)) {
        Some(seed) => Err(refused(format!("seed {seed}"))),
        None => Ok(()),
    }
}
