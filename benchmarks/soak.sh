#!/usr/bin/env bash
# MailGuard at a fixed rate for hours: memory, handles, threads and latency of each interval as CSV, and a verdict in the last line.
set -euo pipefail
origin=$PWD
cd "$(dirname "$0")/.."

usage() {
  cat <<'TEXT'
usage: benchmarks/soak.sh HOURS [options]
  --rate N         messages a second (200): mostly 4 KB, some of 100 KB and 1 MB, 1 % poison
  --interval S     seconds of an interval, a line each (60)
  --output FILE    the CSV file (artifacts/soak.csv)
  --mailguard DIR  a published MailGuard; without it one is published first
  --port N         first of the ports used on 127.0.0.1 (24500)
TEXT
}
[[ ${1:-} =~ ^[0-9.]+$ ]] || { usage >&2; exit 2; }
hours=$1 rate=200 interval=60 output=artifacts/soak.csv mailguard='' port=24500; shift
while (($#)); do
  case $1 in
    --rate) rate=$2; shift 2 ;;
    --interval) interval=$2; shift 2 ;;
    --output) output=$(cd "$origin" && realpath -m "$2"); shift 2 ;;
    --mailguard) mailguard=$(cd "$origin" && realpath "$2"); shift 2 ;;
    --port) port=$2; shift 2 ;;
    *) usage >&2; exit 2 ;;
  esac
done

sink=127.0.0.1:$((port + 1)) control=127.0.0.1:$((port + 2))
. benchmarks/processes.sh
build_load
if [[ -z $mailguard ]]; then
  mailguard=$work/mailguard
  publish . "$mailguard"
fi
start_sink
start_mailguard mailguard "$mailguard" $((port + 20))
mkdir -p "$(dirname "$output")"
load soak --connect 127.0.0.1:$((port + 20)) --verify "$control" --hours "$hours" --interval "$interval" --rate "$rate" --pid "${pid[mailguard]}" --output "$output"
