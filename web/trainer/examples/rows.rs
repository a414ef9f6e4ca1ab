//! The rows of a training as the page makes them: `rows CHOICES SEED EPISODES`, where the
//! choices are JSON.

use deepq::experiments::choices::Choices;
use deepq::experiments::training::Training;
use std::env::args;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let [_, choices, seed, episodes] = &args().collect::<Vec<_>>()[..] else {
        return Err("give choices as JSON, a seed, and how many episodes".into());
    };
    let mut training = Training::new(Choices::from_json(choices)?, seed.parse()?)?;
    for _ in 0..episodes.parse()? {
        training.step()?;
    }
    print!("{}", training.csv());
    Ok(())
}
