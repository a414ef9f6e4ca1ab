//! A recording: the rows of one experiment on disk, with where they come from and
//! the best weights beside them.

use crate::error::Error;
use crate::foundations::Weights;
use crate::lab::runs::known::KnownRuns;
use crate::lab::runs::length::Length;
use crate::lab::runs::lock::Lock;
use crate::lab::runs::origin::Origin;
use crate::lab::runs::packing::{PACKED, packed_for, unpacked};
use crate::lab::runs::provenance::Provenance;
use crate::lab::runs::record::{Record, sweep};
use crate::lab::runs::results::{Row, parse_rows, to_csv};
use crate::storage::{read_whole, together, write_whole};
use std::path::{Path, PathBuf};

// ANCHOR: recording
/// The files of one experiment. Each run is a record of its own at first, in the folder
/// `NAME.runs`. The records are then joined into three files: the rows as CSV, the
/// provenance as JSON, and the best weights of the lowest seed as safetensors, unless only
/// the rows are wanted. Where there is `NAME.csv.gz`, compressed by gzip, the rows are
/// there and stay so.
///
/// Processes take turns at the folder by a lock, so any number of them may record into
/// it. A process that is killed loses the runs in progress and no others.
#[derive(Clone, Debug)]
pub struct Recording {
    recipe: String,
    folder: PathBuf,
    rows: PathBuf,
    provenance: PathBuf,
    /// `None` where only the rows are wanted.
    model: Option<PathBuf>,
    runs: PathBuf,
}
// ANCHOR_END: recording

impl Recording {
    /// The recording of `recipe` in `folder`, in files called `name`.
    pub fn new(folder: &Path, recipe: &str, name: &str) -> Self {
        let path = |ending: &str| folder.join(format!("{name}.{ending}"));
        let packed = path(&format!("csv.{PACKED}"));
        let rows = if packed.exists() { packed } else { path("csv") };
        Self {
            recipe: recipe.to_owned(),
            folder: rows.parent().unwrap_or(folder).to_owned(),
            rows,
            provenance: path("json"),
            model: Some(path("safetensors")),
            runs: path("runs"),
        }
    }

    /// The same, without the best weights: those of a run are lost when it is joined.
    #[must_use]
    pub fn of_rows_alone(self) -> Self {
        Self {
            model: None,
            ..self
        }
    }

    /// The file of rows.
    pub fn path(&self) -> &Path {
        &self.rows
    }

    /// The file of the provenance.
    pub fn provenance(&self) -> &Path {
        &self.provenance
    }

    /// The file of the best weights; `None` where only the rows are wanted.
    pub fn model(&self) -> Option<&Path> {
        self.model.as_deref()
    }

    /// The folder of the runs that are not joined yet.
    pub fn runs(&self) -> &Path {
        &self.runs
    }

    /// The weights of the lowest seed.
    ///
    /// # Errors
    /// [`Error::NotRecorded`] when there are none, or when they are of another run than
    /// the rows beside them.
    pub fn weights(&self) -> Result<Weights, Error> {
        let known = self.summary(&self.read()?)?;
        match known.model_of(&self.recipe, known.lowest()) {
            Some(model) => Weights::load(model),
            None => Err(Error::NotRecorded(self.path_of_model())),
        }
    }

    fn path_of_model(&self) -> PathBuf {
        self.provenance.with_extension("safetensors")
    }

    /// The rows that are joined; none when there is no file.
    ///
    /// # Errors
    /// [`Error::MissingColumn`] and [`Error::BadRow`] when the file is damaged, and
    /// [`Error::RowsTwice`] when there is one that is compressed and one that is not.
    pub fn read(&self) -> Result<Vec<Row>, Error> {
        let plain = self.provenance.with_extension("csv");
        if plain != self.rows && plain.exists() {
            return Err(Error::RowsTwice {
                path: self.rows.clone(),
                other: plain,
            });
        }
        if self.rows.exists() {
            let file = read_whole(&self.rows)?;
            parse_rows(&self.rows, &unpacked(&self.rows, &file)?)
        } else {
            Ok(Vec::new())
        }
    }

    /// As [`Recording::read`], for rows that must be of the recipe of `provenance`.
    ///
    /// # Errors
    /// [`Error::ForeignRecipe`] when a row is of another recipe.
    pub fn read_own(&self, provenance: &Provenance) -> Result<Vec<Row>, Error> {
        let rows = self.read()?;
        self.check_own(&self.rows, &rows, provenance)?;
        Ok(rows)
    }

    fn check_own(
        &self,
        path: &Path,
        rows: &[Row],
        provenance: &Provenance,
    ) -> Result<(), Error> {
        let expected = provenance.fingerprint();
        match rows.iter().find(|row| row.recipe != expected) {
            None => Ok(()),
            Some(foreign) => Err(Error::ForeignRecipe {
                path: path.to_owned(),
                name: self.recipe.clone(),
                found: foreign.recipe.clone(),
                expected,
            }),
        }
    }

    /// What the three files have, which have these `rows`.
    fn summary(&self, rows: &[Row]) -> Result<KnownRuns, Error> {
        let mut known = KnownRuns::default();
        known.add_rows(&self.rows, rows)?;
        if let Some(model) = self.model().filter(|model| model.exists()) {
            match Origin::of_model(model) {
                Ok(Some(origin)) => known.add_model(origin, model.to_owned()),
                // Of no run that is known, so another takes its place.
                Ok(None) | Err(Error::NotAModel { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(known)
    }

    /// What the three files and the `records` have.
    fn known(
        &self,
        records: &[Record],
        provenance: &Provenance,
    ) -> Result<KnownRuns, Error> {
        let mut known = self.summary(&self.read_own(provenance)?)?;
        for record in records {
            let (path, rows) = (record.rows_path(), record.rows()?);
            self.check_own(&path, &rows, provenance)?;
            known.add_rows(&path, &rows)?;
            let origin = record.origin(&self.recipe, &rows)?;
            known.add_model(origin, record.model_path());
        }
        Ok(known)
    }

    /// The runs that must be made for `seeds` of `length`, and how long each must be.
    /// Runs that are as long are not made again, except that of the lowest seed of all,
    /// when its weights are not there.
    ///
    /// # Errors
    /// [`Error::ForeignRecipe`], [`Error::HalfRecord`], [`Error::DifferentRows`] and
    /// those of reading the files.
    pub fn lacking(
        &self,
        seeds: &[u64],
        length: Length,
        provenance: &Provenance,
    ) -> Result<Vec<(u64, Length)>, Error> {
        let _lock = Lock::on(&self.folder)?;
        let _together = together();
        let known = self.known(&Record::all_in(&self.runs)?, provenance)?;
        let mut lacking = known.lacking(seeds, length);
        if self.model.is_some() {
            let again = known.lacking_model(&self.recipe, seeds, &lacking);
            lacking.splice(0..0, again);
        }
        Ok(lacking)
    }

    /// Keeps one run as a record of its own, which [`Recording::join`] joins to the
    /// others later. The record appears whole or not at all.
    ///
    /// # Errors
    /// [`Error::Write`], and [`Error::DifferentRows`] when another process made the
    /// same run with other rows.
    pub fn keep(&self, run: &[Row], best: &Weights) -> Result<(), Error> {
        let Some(origin) = Origin::of_run(&self.recipe, run) else {
            return Ok(());
        };
        let _lock = Lock::on(&self.folder)?;
        let _together = together();
        Record::write(&self.runs, run, best, &origin)
    }

    /// Joins the runs of the records into the three files, and removes the records. The
    /// provenance is first and the rows are last, so wherever a process is killed, the
    /// next joins what it left.
    ///
    /// # Errors
    /// As for [`Recording::lacking`], before anything is written; and [`Error::Write`].
    pub fn join(&self, provenance: &Provenance) -> Result<(), Error> {
        self.gather(&[], &[], Length::Episodes(0), provenance)
    }

    /// As [`Recording::join`], with the runs of `seeds` that other recordings of the
    /// recipe have, unless they are longer than `length`. The others stay as they are.
    ///
    /// # Errors
    /// As for [`Recording::join`].
    pub fn gather(
        &self,
        others: &[Self],
        seeds: &[u64],
        length: Length,
        provenance: &Provenance,
    ) -> Result<(), Error> {
        let _lock = Lock::on(&self.folder)?;
        let _together = together();
        let records = Record::all_in(&self.runs)?;
        let mut known = self.known(&records, provenance)?;
        for other in others {
            let mut found =
                other.known(&Record::all_in(&other.runs)?, provenance)?;
            found.retain(seeds, length);
            known.extend(found)?;
        }
        let provenance = provenance.to_json() + "\n";
        write_changed(&self.provenance, provenance.as_bytes())?;
        if !records.is_empty() || !others.is_empty() {
            self.write(&known)?;
        }
        records.into_iter().try_for_each(Record::remove)?;
        sweep(&self.runs)
    }

    /// Writes the model and the rows of all that is known.
    fn write(&self, known: &KnownRuns) -> Result<(), Error> {
        let best = known.model_of(&self.recipe, known.lowest());
        if let (Some(file), Some(best)) = (self.model(), best) {
            Weights::load(best)?;
            write_changed(file, &read_whole(best)?)?;
        }
        match &known.rows()[..] {
            [] => Ok(()),
            rows => {
                let text = to_csv(rows);
                write_changed(&self.rows, &packed_for(&self.rows, text.as_bytes())?)
            }
        }
    }
}

/// Writes a file unless it has these bytes already.
fn write_changed(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if path.is_file() && read_whole(path)? == bytes {
        return Ok(());
    }
    write_whole(path, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::{Description, Weight};
    use crate::recipe::RecipeCard;

    fn provenance() -> Provenance {
        let piece = || Description::new("a piece");
        let recipe = RecipeCard {
            environment: piece(),
            network: piece(),
            weights: Vec::new(),
            replay: piece(),
            objective: piece(),
            optimizer: piece(),
            learning_rate: piece(),
            target_update: piece(),
            exploration: piece(),
            action_rule: piece(),
            gamma: 0.5,
            batch_size: 1,
            warm_up: 1,
            learn_every: 1,
            learner_steps: 1,
        };
        Provenance::new(recipe, 5)
    }

    fn run(seed: u64) -> Vec<Row> {
        let row = |episode| Row {
            seed,
            episode,
            recipe: provenance().fingerprint(),
            ..Row::default()
        };
        (1..=3).map(row).collect()
    }

    fn weights(value: f32) -> Weights {
        Weights(vec![Weight {
            name: "w".to_owned(),
            shape: vec![1],
            values: vec![value],
        }])
    }

    /// An empty recording and its folder.
    fn recording() -> (tempfile::TempDir, Recording) {
        let folder = tempfile::tempdir().unwrap();
        let recording = Recording::new(folder.path(), "a-recipe", "rows");
        (folder, recording)
    }

    fn add(recording: &Recording, run: &[Row], best: f32) -> Result<(), Error> {
        recording.keep(run, &weights(best))?;
        recording.join(&provenance())
    }

    /// The names in a folder.
    fn names(folder: &Path) -> Vec<String> {
        let names = std::fs::read_dir(folder).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> =
            names.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn rows_are_by_seed_and_episode_and_the_model_is_that_of_the_lowest_seed() {
        let (folder, recording) = recording();
        for seed in [34, 12, 56] {
            add(&recording, &run(seed), seed as f32).unwrap();
        }
        let rows = recording.read().unwrap();
        assert_eq!(rows, [run(12), run(34), run(56)].concat());
        assert_eq!(recording.weights().unwrap(), weights(12.0));
        let files = [".lock", "rows.csv", "rows.json", "rows.safetensors"];
        assert_eq!(names(folder.path()), files);
    }

    #[cfg(feature = "readers")]
    #[test]
    fn rows_that_are_compressed_stay_so() {
        let (folder, plain) = recording();
        add(&plain, &run(12), 12.0).unwrap();
        let text = std::fs::read(plain.path()).unwrap();
        let packed = folder.path().join("rows.csv.gz");
        write_whole(&packed, &packed_for(&packed, &text).unwrap()).unwrap();
        std::fs::remove_file(plain.path()).unwrap();
        let recording = Recording::new(folder.path(), "a-recipe", "rows");
        assert_eq!(recording.path(), packed);
        assert_eq!(recording.read().unwrap(), run(12));
        add(&recording, &run(11), 11.0).unwrap();
        assert_eq!(recording.read().unwrap(), [run(11), run(12)].concat());
        assert!(!plain.path().exists());
        // Which of two files is right, nobody knows.
        std::fs::write(plain.path(), &text).unwrap();
        let said = recording.read().unwrap_err().to_string();
        assert!(said.contains("rows.csv.gz and in"), "{said}");
    }

    #[test]
    fn a_shorter_run_does_not_take_the_place_of_a_longer_one() {
        let (_folder, recording) = recording();
        for (rows, best) in [(2, 2.0), (3, 3.0), (2, 2.0), (1, 1.0)] {
            add(&recording, &run(1)[..rows], best).unwrap();
        }
        assert_eq!(recording.read().unwrap(), run(1));
        assert_eq!(recording.weights().unwrap(), weights(3.0));
    }

    #[test]
    fn rows_alone_are_kept_without_a_model_and_lack_none() {
        let (folder, recording) = recording();
        let recording = recording.of_rows_alone();
        add(&recording, &run(1), 1.0).unwrap();
        assert_eq!(names(folder.path()), [".lock", "rows.csv", "rows.json"]);
        let three = Length::Episodes(3);
        let lacking = recording.lacking(&[1, 2], three, &provenance());
        assert_eq!(lacking.unwrap(), [(2, three)]);
        assert!(matches!(recording.weights(), Err(Error::NotRecorded(_))));
    }

    #[test]
    fn rows_are_not_written_when_their_model_cannot_be() {
        let (_folder, recording) = recording();
        std::fs::create_dir(recording.model().unwrap()).unwrap();
        assert!(add(&recording, &run(1), 1.0).is_err());
        assert!(!recording.path().exists());
    }

    #[test]
    fn a_record_is_whole_or_absent_and_is_joined_later() {
        let (_folder, recording) = recording();
        for seed in [2, 1] {
            recording.keep(&run(seed), &weights(seed as f32)).unwrap();
        }
        assert_eq!(names(recording.runs()), ["1-3", "2-3"]);
        assert_eq!(
            names(&recording.runs().join("1-3")),
            ["model.safetensors", "rows.csv"]
        );
        assert_eq!(recording.read().unwrap(), []);
        // What a killed process left is not a record, and is swept.
        let left = recording.runs().join(".deepq-left");
        std::fs::create_dir(&left).unwrap();
        std::fs::write(left.join("rows.csv"), "seed,epi").unwrap();
        recording.join(&provenance()).unwrap();
        assert_eq!(recording.read().unwrap(), [run(1), run(2)].concat());
        assert_eq!(recording.weights().unwrap(), weights(1.0));
        assert!(!recording.runs().exists());
    }

    #[test]
    fn a_process_killed_between_model_and_rows_leaves_what_the_next_one_joins() {
        let (folder, recording) = recording();
        add(&recording, &run(4), 4.0).unwrap();
        let rows = std::fs::read(recording.path()).unwrap();
        recording.keep(&run(1), &weights(1.0)).unwrap();
        let record = recording.runs().join("1-3");
        std::fs::copy(record.join("model.safetensors"), recording.model().unwrap())
            .unwrap();
        // The model of 1 is there, and the rows are of 4: these are not together.
        assert!(matches!(recording.weights(), Err(Error::NotRecorded(_))));
        recording.join(&provenance()).unwrap();
        assert_eq!(recording.read().unwrap(), [run(1), run(4)].concat());
        assert_eq!(recording.weights().unwrap(), weights(1.0));
        // Without the record, the run whose model is lost is lacking.
        std::fs::write(recording.path(), rows).unwrap();
        let lacking = recording.lacking(&[4], Length::Episodes(2), &provenance());
        assert_eq!(lacking.unwrap(), [(4, Length::Episodes(3))]);
        drop(folder);
    }

    #[test]
    fn the_same_run_of_two_processes_is_one_and_another_one_is_refused() {
        let (_folder, recording) = recording();
        for _ in 0..2 {
            recording.keep(&run(1), &weights(1.0)).unwrap();
        }
        let mut other = run(1);
        other[1].score = 9.0;
        let says = |result: Result<(), Error>| {
            let said = result.unwrap_err().to_string();
            assert!(said.contains("differ in episode 2 of seed 1"), "{said}");
        };
        says(recording.keep(&other, &weights(1.0)));
        recording.join(&provenance()).unwrap();
        // Also when the first is joined already.
        says(add(&recording, &other, 1.0));
        assert_eq!(recording.read().unwrap(), run(1));
    }

    #[test]
    fn a_record_that_is_not_whole_is_refused() {
        let (_folder, recording) = recording();
        let record = recording.runs().join("1-3");
        let refused = || {
            let said = recording.join(&provenance()).unwrap_err().to_string();
            assert!(said.contains("is not a whole record of a run"), "{said}");
        };
        recording.keep(&run(1), &weights(1.0)).unwrap();
        let model = std::fs::read(record.join("model.safetensors")).unwrap();
        std::fs::write(record.join("model.safetensors"), &model[..90]).unwrap();
        refused();
        std::fs::remove_file(record.join("model.safetensors")).unwrap();
        refused();
        // The model of another run.
        weights(1.0)
            .save(&record.join("model.safetensors"), "a-recipe")
            .unwrap();
        refused();
        std::fs::write(record.join("model.safetensors"), &model).unwrap();
        recording.join(&provenance()).unwrap();
        assert_eq!(recording.read().unwrap(), run(1));
    }

    #[test]
    fn recordings_of_several_folders_are_joined_and_left_as_they_are() {
        let (folders, recordings): (Vec<_>, Vec<_>) =
            (0..3).map(|_| recording()).unzip();
        let [one, two, all] = &recordings[..] else {
            unreachable!("there are three")
        };
        add(one, &run(2), 2.0).unwrap();
        two.keep(&run(1), &weights(1.0)).unwrap();
        two.keep(&run(2)[..2], &weights(0.0)).unwrap();
        let others = [one.clone(), two.clone()];
        all.gather(&others, &[1, 2, 3], Length::Episodes(3), &provenance())
            .unwrap();
        assert_eq!(all.read().unwrap(), [run(1), run(2)].concat());
        assert_eq!(all.weights().unwrap(), weights(1.0));
        assert_eq!(names(two.runs()), ["1-3", "2-2"]);
        let mut foreign = run(3);
        foreign[0].recipe = "another".to_owned();
        two.keep(&foreign, &weights(3.0)).unwrap();
        let refused =
            all.gather(&others, &[1, 2, 3], Length::Episodes(3), &provenance());
        assert!(matches!(refused, Err(Error::ForeignRecipe { .. })));
        drop(folders);
    }

    #[test]
    fn many_that_record_into_one_folder_lose_nothing() {
        let (_folder, recording) = recording();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let recording = &recording;
                scope.spawn(move || {
                    for seed in (0..6).map(|i| (i * 5 + thread * 3) % 12) {
                        add(recording, &run(seed), seed as f32).unwrap();
                    }
                });
            }
        });
        let rows = recording.read().unwrap();
        let seeds: std::collections::BTreeSet<u64> =
            rows.iter().map(|row| row.seed).collect();
        assert_eq!(rows.len(), 3 * seeds.len());
        assert_eq!(seeds.len(), 12);
        assert_eq!(recording.weights().unwrap(), weights(0.0));
    }
}
