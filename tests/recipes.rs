//! What recipes say of themselves is in every record, and they go with any world.

use deepq::experiments::{Records, everything};
use deepq::prelude::*;
use std::path::Path;

/// Three cells in a row, and the reward in the last. One action goes on, one goes back,
/// and one stays.
#[derive(Clone, Debug, Default)]
struct Corridor {
    cell: usize,
    steps: usize,
}

impl Environment<3, 3> for Corridor {
    fn reset(&mut self, _random: &mut Random) -> [f32; 3] {
        *self = Self::default();
        [1.0, 0.0, 0.0]
    }

    fn step(&mut self, action: usize) -> Step<3> {
        self.cell = [self.cell + 1, self.cell.saturating_sub(1), self.cell][action];
        self.steps += 1;
        let terminated = self.cell == 2;
        Step {
            state: std::array::from_fn(|i| f32::from(u8::from(i == self.cell))),
            reward: f32::from(u8::from(terminated)),
            terminated,
            truncated: self.steps >= 40,
        }
    }
}

type Small = (Layer<3, 8>, ReLU, Layer<8, 3>);

/// Trains until something was learned, and compares with the weights before.
fn assert_trains<N: QNetwork<3, 3>>(recipe: Recipe<N, 3, 3>) {
    let recipe = Recipe {
        warm_up: 64,
        ..recipe
    };
    assert_learns(Agent::new(recipe, 12).unwrap());
}

fn assert_learns(mut agent: Agent<3, 3>) {
    let before = agent.weights();
    let mut reports = agent.by_ref().take(100).map(Result::unwrap);
    assert!(reports.any(|report| report.learning.is_some()));
    assert_ne!(agent.weights(), before);
    assert_eq!(agent.card().environment, "Corridor { cell: 0, steps: 0 }");
}

#[test]
fn every_agent_of_the_course_trains_in_another_world() {
    assert_trains::<Small>(dqn_on(Corridor::default()));
    assert_trains::<Small>(ddqn_on(Corridor::default()));
    assert_trains::<Small>(per_on(Corridor::default()));
    assert_trains::<Small>(rank_per_on(Corridor::default()));
    assert_trains::<Small>(polyak_on(Corridor::default()));
    assert_trains(dueling_on(Corridor::default()));
    assert_trains(all_on(Corridor::default()));
    let nfq: Nfq<Small, 3, 3> = nfq_on(Corridor::default());
    let short = Nfq {
        batch_size: 64,
        ..nfq
    };
    assert_learns(short.agent(12).unwrap());
}

#[test]
fn every_recorded_row_has_the_fingerprint_of_its_recipe() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let records = Records::of_book(&book);
    let everything = everything().unwrap();
    assert!(everything.len() > 80, "{}", everything.len());
    for job in everything {
        // Rows of another recipe are refused.
        records.rows_of(&job).unwrap();
    }
}

#[test]
fn what_has_a_new_name_keeps_the_old_one_in_the_records() {
    let beta = prioritization().beta.describe();
    assert_eq!(beta, "Ramp { start: 0.4, end: 1.0, steps: 50000 }");
    let said = deepq::as_printed::printed_dqn().card().replay;
    let recorded = "Slipped { memory: UniformReplay { capacity: 50000 }, slip: \
                    FallUnlessTruncated }";
    assert_eq!(said, recorded);
}
