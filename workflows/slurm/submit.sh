#!/usr/bin/env bash
# Makes runs of the book on a Slurm cluster: one unit of work to a task of a job array,
# then a job that gathers them.
#
#   OUT=DIR [AT_A_TIME=64] [DEEPQ=deepq] workflows/slurm/submit.sh [SELECTION]
#
# SELECTION is what `deepq reproduce` takes: --only, --seeds, --episodes, --steps; all
# runs of the book without. DIR is on a file system that all nodes see. Submit again to
# resume: units that are recorded are kept. Options of sbatch, such as the partition, go
# into the variables SBATCH_… that it reads.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export DEEPQ=${DEEPQ:-deepq} OUT=${OUT:?names the folder of the results}
export JOBS=$OUT.jobs
mkdir -p "$JOBS"

"$DEEPQ" reproduce --plan "$@" >"$JOBS/plan"
units=$(wc -l <"$JOBS/plan")
# Clusters refuse longer arrays: a task then makes every TASKS-th unit.
export TASKS=$((units < 1000 ? units : 1000))

array=$(sbatch --parsable --job-name=deepq --requeue --export=ALL \
  --array="1-$TASKS%${AT_A_TIME:-64}" --ntasks=1 --cpus-per-task=1 \
  --output="$JOBS/%a.log" --open-mode=append "$here/unit.sh")
# Also after units that failed: it says which are missing.
sbatch --parsable --job-name=deepq-gather --requeue --export=ALL \
  --dependency="afterany:$array" --ntasks=1 \
  --output="$JOBS/gather.log" --open-mode=append "$here/gather.sh" "$@"
