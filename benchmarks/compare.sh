#!/usr/bin/env bash
# MailGuard beside HAProxy in TCP mode: the same client and sink, one after the other in turn, on this machine.
# Exit code 0 when every cell is valid: nothing lost, nothing doubled, every poison message refused and no other.
set -euo pipefail
origin=$PWD
cd "$(dirname "$0")/.."

usage() {
  cat <<'TEXT'
usage: benchmarks/compare.sh [options]
  --repeats N      repeats of each case and hop (5)
  --seconds S      seconds of a repeat (5); the 40 MB case sends 80 messages instead
  --case NAME      only this case; may be given several times
  --only HOP       only this hop: direct, haproxy or mailguard; may be given several times (haproxy and mailguard)
  --mailguard DIR  a published MailGuard; without it one is published first
  --port N         first of the ports used on 127.0.0.1 (24000)
  --list           names of the cases
TEXT
}

# name | what the client does | percent of poison | milliseconds that the sink takes for a reply
CASES=(
  "4k-20|--size 4k --connections 20|1|0"
  "4k-100|--size 4k --connections 100|1|0"
  "4k-20-pipelining|--size 4k --connections 20 --pipelining envelope|1|0"
  "4k-20-one-message|--size 4k --connections 20 --messages-per-connection 1|1|0"
  "4k-20-slow-sink|--size 4k --connections 20|1|1"
  "100k-20|--size 100k --connections 20|1|0"
  "40m-4|--size 40m --connections 4 --messages 80|5|0"
  "40m-100|--size 40m --connections 100 --messages 100|0|0"
)

repeats=5 seconds=5 port=24000 mailguard='' chosen=() hops=()
while (($#)); do
  case $1 in
    --repeats) repeats=$2; shift 2 ;;
    --seconds) seconds=$2; shift 2 ;;
    --case) chosen+=("$2"); shift 2 ;;
    --only) hops+=("$2"); shift 2 ;;
    --mailguard) mailguard=$(cd "$origin" && realpath "$2"); shift 2 ;;
    --port) port=$2; shift 2 ;;
    --list) printf '%s\n' "${CASES[@]%%|*}"; exit ;;
    --help|-h) usage; exit ;;
    *) usage >&2; exit 2 ;;
  esac
done
((${#hops[@]})) || hops=(haproxy mailguard)
for name in "${chosen[@]}"; do
  printf '%s\n' "${CASES[@]%%|*}" | grep -qxF -- "$name" || { echo "unknown case: $name (see --list)" >&2; exit 2; }
done

for hop in "${hops[@]}"; do
  [[ $hop == direct || $hop == haproxy || $hop == mailguard ]] || { echo "unknown hop: $hop" >&2; exit 2; }
done

# /var/tmp is on a disk where /tmp may be memory: MailGuard's transaction log is part of what is measured.
work=$(mktemp -d /var/tmp/mailguard-compare.XXXXXX)
sink=127.0.0.1:$((port + 1)) control=127.0.0.1:$((port + 2)) management=127.0.0.1:$((port + 22))
declare -A address=([direct]=$sink [haproxy]=127.0.0.1:$((port + 11)) [mailguard]=127.0.0.1:$((port + 21))) pid=()
started=()
finish() {
  if ((${#started[@]})); then
    kill "${started[@]}" 2>/dev/null || true
    # A program that does not end when it is told to must not keep the script.
    for _ in {1..50}; do kill -0 "${started[@]}" 2>/dev/null || break; sleep 0.1; done
    kill -KILL "${started[@]}" 2>/dev/null || true
    wait "${started[@]}" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

wanted() { [[ " ${hops[*]} " == *" $1 "* ]]; }

await() { # name, process, command: until the command succeeds, as long as the process lives
  local name=$1 process=$2; shift 2
  for _ in {1..300}; do
    "$@" 2>/dev/null && return
    kill -0 "$process" 2>/dev/null || break
    sleep 0.1
  done
  echo "$name did not start:" >&2
  tail -n 20 "$work/$name.log" >&2 || true
  exit 1
}
listens() { (exec 3<>"/dev/tcp/${1/:/\/}"); }
ready() { (exec 3<>"/dev/tcp/${1/:/\/}"; printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3; head -n 1 <&3 | grep -q ' 200'); }
tell_sink() { (exec 3<>"/dev/tcp/${control/:/\/}"; echo "$1" >&3; head -n 1 <&3 >/dev/null); }

install_haproxy() { # as a program, not as a service of this machine
  local policy=/usr/sbin/policy-rc.d ours=
  [[ -e $policy ]] || { printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod +x "$policy"; ours=yes; }
  { apt-get update -qq && apt-get install -y -qq haproxy; } >/dev/null || true
  [[ -z $ours ]] || rm "$policy"
  command -v haproxy >/dev/null
}

# 1. Programs.
dotnet build benchmarks/Connelink.MailGuard.Load -c Release -v quiet --nologo
cp -r benchmarks/Connelink.MailGuard.Load/bin/Release/net10.0 "$work/load"
load() { dotnet "$work/load/mailguard-load.dll" "$@"; }
if wanted haproxy && ! command -v haproxy >/dev/null; then
  ((EUID == 0)) || { echo "haproxy is missing: apt-get install haproxy" >&2; exit 1; }
  install_haproxy
fi
if wanted mailguard && [[ -z $mailguard ]]; then
  mailguard=$work/mailguard
  dotnet publish src/Connelink.MailGuard.Server -c Release -o "$mailguard" -v quiet --nologo
fi

# 2. Sink and hops, all at once: the idle one costs nothing, and so they can take turns.
dotnet "$work/load/mailguard-load.dll" sink --listen "$sink" --control "$control" >"$work/sink.log" 2>&1 &
started+=($!)
await sink $! listens "$control"
if wanted haproxy; then
  sed "s/@LISTEN@/${address[haproxy]}/; s/@SINK@/$sink/" benchmarks/haproxy.cfg >"$work/haproxy.cfg"
  haproxy -db -f "$work/haproxy.cfg" >"$work/haproxy.log" 2>&1 &
  started+=($!) pid[haproxy]=$!
  await haproxy $! listens "${address[haproxy]}"
fi
if wanted mailguard; then
  load directory --addresses 100000 --output "$work/directory.json"
  cat >"$work/mailguard.json" <<JSON
{ "MailGuard": {
  "HostName": "mailguard.example",
  "Listeners": [ { "Name": "inbound", "Endpoint": "${address[mailguard]}", "Direction": "inbound", "NextHop": "sink", "AllowedClients": ["127.0.0.0/8"] } ],
  "NextHops": { "sink": { "Hosts": ["$sink"], "MaxConnections": 128, "Tls": "none" } },
  "Directory": { "Provider": "file", "Path": "$work/directory.json" },
  "Management": { "Endpoint": "$management" } } }
JSON
  (cd "$work" && exec dotnet "$mailguard/mailguard.dll" serve --config "$work/mailguard.json") >"$work/mailguard.log" 2>&1 &
  started+=($!) pid[mailguard]=$!
  await mailguard $! ready "$management"
fi

# 3. Cases. HAProxy gets no poison, since it can refuse none; a rate counts accepted messages only, so poison is to MailGuard's cost.
run() { # case, repeat, hop, client's options
  local name=$1 repeat=$2 hop=$3; shift 3
  load client --connect "${address[$hop]}" --verify "$control" --json --case "$name" --repeat "$repeat" --hop "$hop" \
    ${pid[$hop]:+--pid "${pid[$hop]}"} "$@" 2>>"$work/client.log" || true
}
results=artifacts/compare/results.jsonl
mkdir -p artifacts/compare
: >"$results"
for entry in "${CASES[@]}"; do
  IFS='|' read -r name what poison delay <<<"$entry"
  ((${#chosen[@]})) && [[ " ${chosen[*]} " != *" $name "* ]] && continue
  tell_sink "delay $delay"
  read -ra options <<<"$what"
  for hop in "${hops[@]}"; do run "$name" 0 "$hop" "${options[@]}" --duration 3 >/dev/null; done
  for ((repeat = 1; repeat <= repeats; repeat++)); do
    for hop in "${hops[@]}"; do
      echo "$name $repeat/$repeats $hop" >&2
      refused=0; [[ $hop == mailguard ]] && refused=$poison
      line=$(run "$name" "$repeat" "$hop" "${options[@]}" --duration "$seconds" --poison "$refused")
      # A client that ended without a report is a cell that is not valid, not a cell that is missing.
      [[ -n $line ]] || line="{\"Case\":\"$name\",\"Hop\":\"$hop\",\"Repeat\":$repeat,\"Run\":\"\"}"
      echo "$line" >>"$results"
    done
  done
done
[[ -s $work/client.log ]] && head -n 20 "$work/client.log" >&2

# 4. The table, and what it was measured on.
{
  echo "$(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1); Linux $(uname -r); .NET $(dotnet --version);" \
    "$(haproxy -v 2>/dev/null | sed -n 's/^\(HAProxy version [^ ]*\).*/\1/p'); load average at the end: $(cut -d' ' -f1-3 /proc/loadavg)"
  echo
} | tee artifacts/compare/table.md
load table "$results" | sed "/^ *$/d; s/ *$//" | tee -a artifacts/compare/table.md
