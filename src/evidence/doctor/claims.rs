//! What the page on the doctor says of the clinic.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding};
use crate::evidence::doctor::clinic::{Clinic, Tally, VIEWS, View};
use crate::evidence::doctor::clinic_tables::{PARTS, folder};
use crate::lab::stats::{Estimate, format_interval, percent_of};

/// The share of the faulty runs, in percent, for each part of the clinic and each
/// view.
fn shares(
    asked: &Asked,
    what: &str,
    of: fn(&Tally) -> usize,
    follows: fn(&[Estimate]) -> bool,
) -> Result<Finding, Error> {
    let clinic =
        asked.other("the clinic", |records| Clinic::read(&folder(records)))?;
    Finding::all(PARTS.map(|(part, is_asked)| {
        let share = |view: &View| {
            let tally = clinic.tally(view, is_asked);
            percent_of(of(&tally), tally.faulty)
        };
        let shares: Vec<Estimate> = VIEWS.iter().map(share).collect();
        let words = shares.iter().map(|share| format_interval(*share, 0));
        let words = words.collect::<Vec<_>>().join(", ");
        let text = format!("{part}, {what} in % by view: {words}");
        Ok(asked.finds(&text, follows(&shares)))
    }))
}

/// Of each healthy run in a part of the clinic, 1 if it is warned of, and 0 if
/// not.
fn alarms(clinic: &Clinic, place: usize) -> Vec<f64> {
    let Tally {
        healthy, alarms, ..
    } = clinic.tally(&VIEWS[0], PARTS[place].1);
    let runs = (0..healthy).map(|run| f64::from(u8::from(run < alarms)));
    runs.collect()
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "The more the doctor is shown, the more faults it finds: without the \
               settings, a usual script tells of less than half of them",
        bears: |asked| {
            shares(
                asked,
                "right",
                |tally| tally.right,
                |shares| {
                    let falls =
                        shares.windows(2).all(|two| two[1].high < two[0].low);
                    falls && shares[2].high < 50.0
                },
            )
        },
    },
    Claim {
        says: "It seldom names only wrong causes or says that nothing is seen",
        bears: |asked| {
            shares(
                asked,
                "wrong",
                |tally| tally.wrong + tally.called_clean,
                |shares| shares.iter().all(|share| share.high < 10.0),
            )
        },
    },
    Claim {
        says: "Whether it warns of more of the healthy runs that are kept out than of \
               the others is open",
        bears: |asked| {
            let clinic = asked
                .other("the clinic", |records| Clinic::read(&folder(records)))?;
            let [others, kept_out] = [0, 1].map(|place| alarms(&clinic, place));
            Ok(asked.open("warned of", &kept_out, &others))
        },
    },
];
