#!/usr/bin/env bash
# Tries srplugin-batch.sbatch on a real Slurm of one machine with two virtual nodes (Debian: slurm-wlm, munge), as root: an array of 8 tasks, one of
# them killed and requeued; the union must equal the serial run.
#   packaging/slurm/test.sh PROGRAMS [PICTURES]      PROGRAMS: the folder with srplugin and srplugin-test-service
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
programs=$(cd "$1" && pwd) pictures=${2:-200} tasks=8
work=$(mktemp -d /tmp/srplugin-slurm.XXXXXX)
pids=()
finish() {
    scancel --quiet --name=srplugin 2>/dev/null || true
    srplugin service stop >/dev/null 2>&1 || true
    [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
    wait || true
    rm -rf "$work"
}
trap finish EXIT
export PATH=$programs:$PATH SLURM_CONF=$work/slurm.conf SRPLUGIN_SERVICE=$programs/srplugin-test-service SRPLUGIN_SOCKET=$work/run/s
export XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config OMP_WAIT_POLICY=passive
mkdir -p "$work"/{run,state,config,ctld,d-node1,d-node2,in,munge}
chmod 755 "$work"; chmod 700 "$work/run"

host=$(hostname -s)
cat >"$work/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=17000
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
StateSaveLocation=$work/ctld
SlurmdSpoolDir=$work/d-%n
SlurmctldPidFile=$work/ctld.pid
SlurmdPidFile=$work/d-%n.pid
SlurmctldLogFile=$work/ctld.log
SlurmdLogFile=$work/d-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1
ReturnToService=2
NodeName=node1 NodeHostname=$host NodeAddr=127.0.0.1 Port=17001 CPUs=1 State=UNKNOWN
NodeName=node2 NodeHostname=$host NodeAddr=127.0.0.1 Port=17002 CPUs=1 State=UNKNOWN
PartitionName=all Nodes=node1,node2 Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
CONF
head -c 1024 /dev/urandom >"$work/munge/key"; chmod 400 "$work/munge/key"; chmod 755 "$work/munge"
munged --foreground --force --socket="$work/munge/socket" --key-file="$work/munge/key" --log-file="$work/munge/log" --pid-file="$work/munge/pid" --seed-file="$work/munge/seed" 2>/dev/null & pids+=($!)
until [ -S "$work/munge/socket" ]; do sleep 0.2; done
slurmctld -D >/dev/null 2>&1 & pids+=($!)
for node in node1 node2; do slurmd -D -N $node >/dev/null 2>&1 & pids+=($!); done
for _ in $(seq 120); do [ "$(sinfo -h -t idle -o %D 2>/dev/null)" = 2 ] && break; sleep 0.5; done
sinfo -N -h -o '%N %T'

for i in $(seq -w "$pictures"); do { printf 'P6\n16 12\n255\n'; head -c 576 /dev/urandom; } >"$work/in/$i.ppm"; done
options=(--via-service --model test --mode upscale --scale 2 --blur 0.3 --noise 0.2)
cd "$work"
srplugin service start -- --test-delay 10 >/dev/null
job=$(sbatch --parsable --array=1-$tasks --cpus-per-task=1 --mem=0 "$here/srplugin-batch.sbatch" in -o out "${options[@]}")

# kill -9 of one task's process as soon as it has done something, and a requeue by hand, as an operator would.
until [ "$(ls out 2>/dev/null | wc -l)" -ge 3 ]; do sleep 0.2; done
victim=$(squeue -h -t R -o '%A %i' | head -1)
read -r victim_id victim_task <<<"$victim"
victim_log=srplugin-$victim_task.log
until grep -q '^process ' "$victim_log" 2>/dev/null; do sleep 0.2; done
kill -9 "$(sed -n 's/^process \([0-9]*\) .*/\1/p' "$victim_log" | tail -1)"
for _ in $(seq 60); do squeue -h -t R -o %i | grep -qx "$victim_task" || break; sleep 0.5; done
scontrol requeue "$victim_id"
echo "killed and requeued $victim_task with $(ls out | grep -c '\.png$') of $pictures results"
while [ -n "$(squeue -h -j "$job" 2>/dev/null)" ]; do sleep 1; done

srplugin batch in -o out "${options[@]}" --report "$work/report.json" | tail -1
restarts=$(cat "$work"/srplugin-*_*.log | grep -c 'pictures done' || true)
srplugin batch in -o serial "${options[@]}" >/dev/null
diff -rq -x '.srplugin-batch.sqlite' out serial
count=$(ls out | wc -l) attempts=$(grep -o '"attempts": *[0-9]*' "$work/report.json" | tr -dc '0-9\n' | paste -sd+ | bc)
echo "$tasks tasks on 2 nodes, $restarts ended by themselves; $count results equal those of the serial run; $attempts attempts for $pictures pictures"
[ "$count" -eq "$pictures" ] && [ "$attempts" -le $((pictures + 1)) ] && echo "holds"
