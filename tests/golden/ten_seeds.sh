#!/usr/bin/env bash
# Does our arithmetic agree with PyTorch's for any seed? PyTorch takes a hundred learner
# steps of each technique under each of ten seeds, or under those that are named, and the
# test compares each step from PyTorch's own weights and each trajectory. It takes about
# five minutes:
#
#   tests/golden/ten_seeds.sh [SEED...]
set -euo pipefail
cd "$(dirname "$0")/../.."
python=target/golden/bin/python
if ! [ -x $python ]; then
  python3 -m venv target/golden
  target/golden/bin/pip install --quiet --no-deps -r tests/golden/requirements.txt
fi
[ $# != 0 ] || set -- 0 1 2 3 4 5 6 7 8 9
for seed in "$@"; do
  folder=$(mktemp -d)
  echo "== seed $seed"
  $python tests/golden/trajectories.py "$seed" "$folder"
  DEEPQ_TRAJECTORIES=$folder cargo test --locked --release --quiet --test trajectories -- \
    --ignored --nocapture || failed=1
  rm -r "$folder"
done
[ -z "${failed:-}" ] || exit 1
echo "all seeds agree"
