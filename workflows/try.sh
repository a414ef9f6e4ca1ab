#!/usr/bin/env bash
# Runs both workflows for real on this machine: 24 short units, of which one worker is
# killed in the middle. The files must be those of a plain `deepq reproduce`, byte by
# byte. As root, on Debian:
#
#   DEEPQ=target/release/deepq workflows/try.sh
set -euo pipefail
cd "$(dirname "$0")/.."
deepq=$(realpath "${DEEPQ:-target/release/deepq}")
selection=(--only 'dqn,ddqn,per,polyak' --seeds '1,2,3,4,5,6' --episodes 40)
cores=$(nproc)
work=$(mktemp -d)
started=()
clean_up() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap clean_up EXIT

install_missing() { # program, packages
  command -v "$1" >/dev/null && return
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${@:2}" >/dev/null
}

same_files() { # folder
  diff -r --exclude=.lock "$work/plain" "$1"
  [ -e "$1.killed/in-the-middle" ] || { echo "no worker was killed"; exit 1; }
  echo "$1: the files of a plain reproduce, after one worker was killed"
}

# The program, but the first worker at one of the units is killed in the middle.
cat >"$work/deepq" <<'END'
#!/usr/bin/env bash
if [[ "$*" == *"--unit per/3"* ]] && mkdir "$KILLED" 2>/dev/null; then
  "$REAL" "$@" &
  sleep 0.1
  kill -KILL $! && touch "$KILLED/in-the-middle"
  wait $!
  exit
fi
exec "$REAL" "$@"
END
chmod +x "$work/deepq"
export REAL=$deepq

echo '== plain'
"$deepq" reproduce "${selection[@]}" --out "$work/plain" >/dev/null 2>&1

echo '== Snakemake'
install_missing python3 python3 python3-venv
python3 -m venv target/snakemake
target/snakemake/bin/pip install --disable-pip-version-check -qr \
  workflows/snakemake/requirements.txt
KILLED=$work/snakemake.killed target/snakemake/bin/snakemake \
  -s workflows/snakemake/Snakefile --directory "$work" --jobs "$cores" --quiet all \
  --config out=snakemake deepq="$work/deepq" select="${selection[*]}" \
  >"$work/snakemake.log" 2>&1 || { tail -40 "$work/snakemake.log"; exit 1; }
same_files "$work/snakemake"

echo '== Slurm'
install_missing slurmctld slurmctld slurmd slurm-client munge
host=$(hostname -s)
export SLURM_CONF=$work/slurm.conf
cat >"$SLURM_CONF" <<END
ClusterName=try
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=17817
SlurmdPort=17818
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket,cred_expire=5
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SchedulerParameters=sched_interval=2,batch_sched_delay=1
MailProg=/bin/true
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cores
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
mkdir "$work/state" "$work/spool"
(umask 077 && head -c 1024 /dev/urandom >"$work/munge.key")
munged --foreground --force --key-file="$work/munge.key" \
  --socket="$work/munge.socket" --pid-file="$work/munged.pid" \
  --log-file="$work/munged.log" --seed-file="$work/munged.seed" \
  >"$work/munged.out" 2>&1 &
started+=($!)
until [ -S "$work/munge.socket" ]; do sleep 0.2; done
slurmctld -D >"$work/slurmctld.log" 2>&1 &
started+=($!)
slurmd -D >"$work/slurmd.log" 2>&1 &
started+=($!)
idle() { [ "$(sinfo -h -o %T 2>/dev/null)" = idle ]; }
for _ in {1..150}; do idle && break || sleep 0.2; done
idle || { tail -20 "$work"/*.log; exit 1; }

KILLED=$work/slurm.killed OUT=$work/slurm AT_A_TIME=$cores DEEPQ=$work/deepq \
  workflows/slurm/submit.sh "${selection[@]}"
for _ in {1..900}; do [ -n "$(squeue -h)" ] || break; sleep 0.2; done
grep -l 'restarts' "$work"/slurm.jobs/*.log
same_files "$work/slurm" || { squeue; tail -n 5 "$work"/slurm.jobs/*.log; exit 1; }
