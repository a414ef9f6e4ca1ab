#!/usr/bin/env bash
# The last job: joins the runs, checks that none is missing, and draws.
set -euo pipefail
"$DEEPQ" gather "$@" --out "$OUT"
