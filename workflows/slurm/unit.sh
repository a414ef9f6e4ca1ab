#!/usr/bin/env bash
# A task of the array: makes its units. A task that fails is queued again, up to three
# times; so is one whose node fails. It then keeps what is made already.
set -euo pipefail
make() { # a line of the plan
  local pattern='.*"unit":"([^"]*)".*"length":\{"([a-z]*)":([0-9]*)\}.*'
  # shellcheck disable=SC2046 # the name of a unit has no spaces
  "$DEEPQ" reproduce --out "$OUT" \
    --unit $(sed -E "s|$pattern|\1 --\2 \3|" <<<"$1")
}

sed -n "$SLURM_ARRAY_TASK_ID~${TASKS}p" "$JOBS/plan" | while read -r line; do
  make "$line" </dev/null || exit 1
done || {
  echo "failed, after ${SLURM_RESTART_COUNT:-0} restarts"
  [ "${SLURM_RESTART_COUNT:-0}" -lt 3 ] || exit 1
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
  # Slurm ends this task.
  sleep 60
}
