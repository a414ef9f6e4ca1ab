#!/usr/bin/env bash
# Every system call that a recording writes by fails once, as on a full disk, and at each of
# them the process is killed once. Nothing panics, and the same command then makes the very
# files that it makes undisturbed. Needs strace, and takes some minutes:
#
#   DEEPQ=target/release/deepq tests/faults.sh
set -euo pipefail
deepq=$(realpath "${DEEPQ:-target/release/deepq}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! command -v strace >/dev/null; then
  apt-get update -qq
  apt-get install -y -qq strace >/dev/null
fi
if ! strace -qq -o trace true 2>said; then
  echo "no program may be traced here, so nothing is tried: $(cat said)"
  exit
fi

record() { # folder, and what goes before the command
  "${@:2}" "$deepq" reproduce --only dqn --seeds 1,2 --episodes 2 --out "$1" \
    >said 2>&1
}
failed() {
  echo "$call $what, the ${n}th: $1"
  cat said
  exit 1
}

record plain
points=0
for call in write fsync mkdir openat rename renameat unlinkat rmdir; do
  for what in error=ENOSPC signal=KILL; do
    for ((n = 1; ; n++)); do
      rm -rf hurt
      status=0
      # The shell's own words on a killed program are none of a fault.
      { record hurt strace -f -qq -o trace -e trace=$call \
        -e inject=$call:$what:when=$n; } 2>/dev/null || status=$?
      grep -qE 'INJECTED|killed by SIGKILL' trace || break
      points=$((points + 1))
      # A program that does not find its libraries ends with 127.
      [[ " 0 1 127 137 " == *" $status "* ]] || failed "ends with $status"
      record hurt || failed "does not go on"
      # The lock is a file that stays.
      diff -r --exclude=.lock plain hurt >said 2>&1 || failed "other files"
      [ -z "$(find hurt -name '.deepq-*')" ] || failed "leaves temporary files"
    done
  done
done
echo "$points failures and kills: the files of an undisturbed run"
