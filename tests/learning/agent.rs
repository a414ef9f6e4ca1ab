//! What an agent says of its environment, of itself and of its values.

use deepq::prelude::*;

/// Episodes of three steps. The state is NaN from the second step of the second on.
#[derive(Clone, Debug, Default)]
struct Breaks {
    steps: usize,
}

impl Environment<1, 3> for Breaks {
    fn reset(&mut self, _random: &mut Random) -> [f32; 1] {
        [1.0]
    }

    fn step(&mut self, _action: usize) -> Step<1> {
        self.steps += 1;
        let is_broken = self.steps >= 5;
        Step {
            state: [if is_broken { f32::NAN } else { 1.0 }],
            reward: 1.0,
            terminated: self.steps.is_multiple_of(3),
            truncated: false,
        }
    }
}

fn agent() -> Agent<1, 3> {
    let recipe: Recipe<Layer<1, 3>, 1, 3> = dqn_on(Breaks::default());
    Agent::new(recipe, 5).unwrap()
}

#[test]
fn a_state_that_is_no_number_ends_the_training_and_names_step_and_episode() {
    let mut agent = agent();
    assert_eq!(agent.next().unwrap().unwrap().steps, 3);
    let error = agent.next().unwrap().unwrap_err().to_string();
    assert!(error.contains("= NaN on step 2 of episode 2"), "{error}");
    assert!(agent.next().is_none());
}

#[test]
fn the_greedy_action_is_the_one_with_the_largest_value() {
    let mut agent = agent();
    for (biases, best) in [([0.0, 0.5, -2.0], 1), ([0.0, -0.5, 2.0], 2)] {
        let mut weights = agent.weights();
        weights.0[0].values = vec![0.0; 3];
        weights.0[1].values = biases.to_vec();
        agent.set_weights(&weights).unwrap();
        assert_eq!(agent.q_values(&[[1.0], [4.0]]), [biases; 2]);
        assert_eq!(agent.act([1.0]), best);
    }
}

#[test]
fn an_agent_prints_its_recipe() {
    let printed = format!("{:?}", agent());
    assert!(printed.contains("gamma: 1.0"), "{printed}");
}
