#!/usr/bin/env bash
# Do the tests notice a change? cargo-mutants changes the foundations, the chapters, and
# the recording, the doctor and the statistics of the lab, one expression at a time, and
# the tests that `tests.txt` names for the file must fail. All of it takes hours, so it is
# done in parts, side by side or one after the other; a part that was stopped goes on, and
# a file of which `tried.csv` has this very content is done:
#
#   tests/mutants/run.sh 1/8          the first of eight parts
#   tests/mutants/run.sh 1/1 doctor   the files with this in their path
#   tests/mutants/run.sh              what all parts found so far, written to `tried.csv`
set -euo pipefail
cd "$(dirname "$0")/../.."
version=27.1.0
here=tests/mutants
home=$PWD/target/mutants

# The files that are changed.
sources() {
  git ls-files src/foundations ':(glob)src/*.rs' src/lab/runs src/lab/doctor src/lab/stats |
    grep -vE '^src/(lib|main|prelude|error)\.rs$|_cuda\.rs$' | sort -u
}

digest() { sha256sum <"$1" | cut -c-16; }

# The rows of `tried.csv` that speak of the files as they are.
tried() {
  local file of_file rest
  tail -n +2 $here/tried.csv | while IFS=, read -r file of_file rest; do
    if [ -e "$file" ] && [ "$(digest "$file")" = "$of_file" ]; then
      echo "$file,$of_file,$rest"
    fi
  done
}

# What was missed in a file and has no reason in `survivors.txt`.
unlisted() {
  sed -E 's/^([^:]+):[0-9]+:[0-9]+/\1/' "$1" | sort -u |
    { grep -vxFf <(grep '^src' $here/survivors.txt || echo none) || true; }
}

# A row for each file that is tried to the end and of which each survivor has its reason;
# the others' survivors are printed.
rows() {
  local of file
  tried
  { find "$home/found" -name missed.txt 2>/dev/null || true; } | while read -r of; do
    of=${of%/*} file=${of#"$home/found/"}
    [ "$(digest "$file")" = "$(cat "$of/of")" ] || continue
    if [ -n "$(unlisted "$of/missed.txt")" ]; then
      unlisted "$of/missed.txt" >>"$home/unlisted"
      continue
    fi
    echo "$file,$(cat "$of/of"),$(cat "$of/caught.txt" "$of/timeout.txt" | sort -u | wc -l)$(
    ),$(wc -l <"$of/timeout.txt"),$(wc -l <"$of/missed.txt")"
  done
}

summary() {
  mkdir -p "$home" && : >"$home/unlisted"
  { head -1 $here/tried.csv && rows | sort -t, -uk1,1; } >"$home/tried.csv"
  mv "$home/tried.csv" $here/tried.csv
  tail -n +2 $here/tried.csv | awk -F, -v files="$(sources | wc -l)" '
    { noticed += $3; endless += $4; missed += $5 }
    END {
      all = noticed + missed
      if (all == 0) { print "no mutant was tried yet"; exit 1 }
      printf "of %d mutants that compile %d are noticed (%.1f %%), %d of them since the tests do not end; %d of %d files are tried\n",
        all, noticed, 100 * noticed / all, endless, NR, files
      exit 100 * noticed < 95 * all
    }'
  if [ -s "$home/unlisted" ]; then
    echo "not noticed, and without a reason in $here/survivors.txt:"
    cat "$home/unlisted"
    return 1
  fi
}

if [ $# = 0 ]; then
  summary
  exit
fi

part=$1 only=${2:-}
if ! "$home/tool/bin/cargo-mutants" mutants --version 2>/dev/null | grep -qF "$version"; then
  cargo install cargo-mutants --version $version --locked --root "$home/tool"
fi

# Mutants are made in a copy, whose compiled parts stay from one mutant to the next. Its
# sources are copied anew, because a stopped part leaves a mutant in them.
place=$home/${part/\//-of-}
tree=$place/tree
mkdir -p "$tree"
rm -rf "$tree/src"
git ls-files -z src | xargs -0 cp --parents -t "$tree"
git ls-files -z | grep -zv '^src/' | xargs -0 cp --parents -put "$tree"

# What fails without a mutant notices none.
# shellcheck disable=SC2046
(cd "$tree" && RUST_BACKTRACE=0 cargo test --locked --profile mutants --test mutants \
  --target-dir "$place/target" -- --quiet \
  $(grep -v '^#' $here/tests.txt | cut -d'|' -f2 | tr ' ' '\n' | grep -v '^--'))

# Adds what the last run on a file found to what earlier ones did.
keep() {
  local list
  [ -d "$run/mutants.out" ] || return 0
  for list in caught timeout unviable; do
    cat "$run/mutants.out/$list.txt" >>"$of/$list.txt"
    sort -uo "$of/$list.txt" "$of/$list.txt"
  done
  # What does not end is not tried again.
  cat "$of/timeout.txt" >>"$run/mutants.out/caught.txt"
}

# Tests that train for more than five seconds.
long=$(printf ' --skip=%s' a_faulty_agent_trains an_evaluation_on_the the_reports_show_which \
  a_model_that_balances the_exponent_of_the an_evaluation_changes of_the_clinic a_column_less \
  a_deleted_model a_constant_more every_corner units_made_anywhere four_processes \
  the_target_network_follows a_chain_is_solved a_copy_on_every a_model_of_a_run \
  the_best_weights dqn::a_fall both_heads a_remedy_differs)

judge() { # file, seconds, tests, targets
  keep
  # shellcheck disable=SC2086
  (cd "$tree" && CARGO_TARGET_DIR=$place/target RUST_TEST_THREADS=1 RUST_BACKTRACE=0 \
    "$home/tool/bin/cargo-mutants" mutants \
    --in-place --profile mutants --baseline skip --timeout "$2" --build-timeout 600 \
    --cargo-arg=--locked "${@:4}" --iterate --no-shuffle --output "$run" \
    --colors never -f "$1" \
    -- -- $3) || case $? in
    2 | 3) ;; # some are not noticed, or do not end
    *) echo "stopped at $1: the same command goes on" && exit 1 ;;
  esac
  keep
}

# Of a file: the first line of the table that names it.
set -f
tests_of() {
  grep -v '^#' $here/tests.txt | while IFS='|' read -r files quick slow; do
    for pattern in $files; do
      # shellcheck disable=SC2254
      case $1 in $pattern) echo "$quick|$slow"; return ;; esac
    done
  done
}

sources | awk -v k="${part%/*}" -v n="${part#*/}" 'NR % n == k % n' |
  grep -F -- "$only" | while read -r file; do
  of=$home/found/$file run=$home/runs/$file
  if tried | grep -qF "$file,"; then continue; fi
  now=$(digest "$file")
  if [ "$now" != "$(cat "$of/of" 2>/dev/null)" ]; then
    rm -rf "$of" "$run"
    mkdir -p "$of" "$run"
    touch "$of"/{caught,timeout}.txt
    echo "$now" >"$of/of"
  fi
  if [ -e "$of/missed.txt" ] && ! [ -s "$of/missed.txt" ]; then continue; fi
  tests=$(tests_of "$file")
  echo "== $file:$tests"
  # The unit tests of the room come first where the file has some, and last elsewhere.
  room=$(echo "$file" | sed -E 's,^src/,,; s,^(foundations|lab/[a-z]+)/.*,\1,; s,\.rs$,,; s,/,::,g')
  own=$(grep -c '^mod tests\|^pub(crate) mod tests' "$file" || true)
  [ "$own" = 0 ] || judge "$file" 30 "$room::" --cargo-arg=--lib </dev/null
  judge "$file" 30 "${tests%|*}" --cargo-arg=--test=mutants </dev/null
  judge "$file" 120 "${tests#*|} $long" --cargo-arg=--test=mutants </dev/null
  [ "$own" != 0 ] || judge "$file" 30 "$room::" --cargo-arg=--lib </dev/null
  cp "$run/mutants.out/missed.txt" "$of/missed.txt"
done
summary
