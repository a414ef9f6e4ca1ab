//! The sum tree against a list that is read from its beginning.

use deepq::sum_tree::SumTree;
use proptest::prelude::*;

/// Priorities in a list.
struct NaiveTree(Vec<Option<f64>>);

impl NaiveTree {
    fn priorities(&self) -> impl Iterator<Item = f64> {
        self.0.iter().map(|priority| priority.unwrap_or(0.0))
    }

    fn total(&self) -> f64 {
        self.priorities().sum()
    }

    fn least(&self) -> f64 {
        let set = self.0.iter().flatten();
        set.copied().fold(f64::INFINITY, f64::min)
    }

    /// Where the stretch of `place` begins and ends.
    fn stretch(&self, place: usize) -> (f64, f64) {
        let begin: f64 = self.priorities().take(place).sum();
        (begin, begin + self.0[place].unwrap_or(0.0))
    }
}

/// Zero, tiny, huge, equal, and anything in between.
fn priority() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(1e-300),
        Just(1e-6),
        Just(1.0),
        Just(1e12),
        0.0..100.0,
    ]
}

proptest! {
    #[test]
    fn a_tree_is_the_list_it_stands_for(
        places in 1_usize..40,
        changes in prop::collection::vec((0_usize..40, priority()), 1..200),
        shares in prop::collection::vec(0.0..1.0_f64, 20),
    ) {
        let mut tree = SumTree::new(places);
        let mut naive = NaiveTree(vec![None; places]);
        for (place, priority) in changes {
            tree.set(place % places, priority);
            naive.0[place % places] = Some(priority);
        }
        for place in 0..places {
            prop_assert_eq!(tree.get(place), naive.0[place].unwrap_or(0.0));
        }
        prop_assert_eq!(tree.least(), naive.least());
        // The order of summation differs: a few roundings of the total.
        let slack = 1e-13 * naive.total();
        prop_assert!((tree.total() - naive.total()).abs() <= slack);
        if naive.total() > 0.0 {
            for share in shares {
                let point = share * tree.total();
                let found = tree.find(point);
                let (begin, end) = naive.stretch(found);
                prop_assert!(found < places);
                prop_assert!(end > begin || naive.0[found] > Some(0.0));
                prop_assert!(begin - slack <= point && point <= end + slack);
            }
        }
    }
}

#[test]
fn a_point_falls_on_the_place_whose_stretch_holds_it() {
    let mut tree = SumTree::new(5);
    for (place, priority) in [(0, 1.0), (1, 0.0), (2, 2.0), (3, 0.5), (4, 4.0)] {
        tree.set(place, priority);
    }
    assert_eq!((tree.total(), tree.least()), (7.5, 0.0));
    let points = [0.0, 0.99, 1.0, 2.99, 3.0, 3.49, 3.5, 7.49];
    assert_eq!(
        points.map(|point| tree.find(point)),
        [0, 0, 2, 2, 3, 3, 4, 4]
    );
    tree.set(4, 0.0);
    // Past the end, the last place that has a priority.
    assert_eq!(tree.find(3.5), 3);
    assert_eq!(tree.total(), 3.5);
}

#[test]
fn a_tree_of_one_place_finds_it() {
    let mut tree = SumTree::new(1);
    assert_eq!((tree.total(), tree.least()), (0.0, f64::INFINITY));
    tree.set(0, 3.0);
    assert_eq!((tree.total(), tree.least(), tree.find(2.0)), (3.0, 3.0, 0));
}
