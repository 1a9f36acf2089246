#!/usr/bin/env bash
# MailGuard beside HAProxy in TCP mode and other servers: the same client and sink, one after the other in turn, on this machine.
# Exit code 0 when every cell is valid: nothing lost, nothing doubled, every poison message refused and no other.
set -euo pipefail
origin=$PWD
cd "$(dirname "$0")/.."

usage() {
  cat <<'TEXT'
usage: benchmarks/compare.sh [options]
  --repeats N      repeats of each case and hop (5)
  --seconds S      seconds of a repeat (5); 40 MB cases send 80 messages instead
  --case NAME      only this case; may be given several times. SIZE-CONNECTIONS[-pipelining][-one-message][-slow-sink][-tls], such as 4k-20-tls
  --all            every case of small, medium and large, 1, 20 and 100 connections, with each of these words or none
  --only HOP       only this hop: direct, haproxy, mailguard, mailguard-envelope (rules of the envelope only), mailguard-silent (no log, no metrics),
                   postfix-proxy, postfix-queue, postfix-rspamd, haraka; may be given several times (haproxy and mailguard)
  --peers          all hops
  --against REF    this source beside the one of a git revision
  --mix DIR        the .eml files of a directory instead of the cases, over 20 connections
  --latency        at a fixed rate over 8 connections, half of what MailGuard does with them, beside the direct way: what it adds
  --rate N         the same at so many messages a second
  --idle           10,000 idle connections, in clear and with TLS: memory, and new mail beside them
  --start          a published (ReadyToRun) serve from its start to the first 220
  --source         Postfix's smtp-source as the client (no poison: it sends one message)
  --plot           charts of the results, in light and in dark
  --mailguard DIR  a published MailGuard; without it one is published first
  --port N         first of the ports used on 127.0.0.1 (24000)
  --list           names of the usual cases
TEXT
}

CASES=(4k-20 4k-100 4k-20-pipelining 4k-20-one-message 4k-20-slow-sink 100k-20 100k-20-tls 40m-4 40m-4-tls 40m-100)

repeats=5 seconds=5 port=24000 mailguard='' against='' mix='' plot='' client=client chosen=() hops=() measure=cases fixed='' baseline=haproxy
while (($#)); do
  case $1 in
    --repeats) repeats=$2; shift 2 ;;
    --seconds) seconds=$2; shift 2 ;;
    --case) chosen+=("$2"); shift 2 ;;
    --all)
      for size in 4k 100k 40m; do
        for connections in 1 20 100; do
          for words in '' -pipelining -one-message -pipelining-one-message; do chosen+=("$size-$connections$words" "$size-$connections$words-tls"); done
        done
      done
      shift ;;
    --only) hops+=("$2"); shift 2 ;;
    --peers) hops=(haproxy mailguard postfix-proxy postfix-queue postfix-rspamd haraka); shift ;;
    --against) against=$2; shift 2 ;;
    --mix) mix=$(cd "$origin" && realpath "$2"); shift 2 ;;
    --latency) measure=latency; shift ;;
    --rate) measure=latency fixed=$2; shift 2 ;;
    --idle) measure=idle; shift ;;
    --start) measure=start; shift ;;
    --source) client=source; shift ;;
    --plot) plot=yes; shift ;;
    --mailguard) mailguard=$(cd "$origin" && realpath "$2"); shift 2 ;;
    --port) port=$2; shift 2 ;;
    --list) printf '%s\n' "${CASES[@]}"; exit ;;
    --help|-h) usage; exit ;;
    *) usage >&2; exit 2 ;;
  esac
done
((${#chosen[@]})) || chosen=("${CASES[@]}")
for name in "${chosen[@]}"; do
  [[ $name =~ ^[0-9]+[km]-[0-9]+(-pipelining)?(-one-message)?(-slow-sink)?(-tls)?$ ]] || { echo "unknown case: $name (see --help)" >&2; exit 2; }
done
if [[ -n $mix ]]; then
  chosen=(mix)
  [[ -n $(find "$mix" -name '*.eml' -print -quit) ]] || { echo "no .eml file below $mix" >&2; exit 2; }
fi
[[ -z $against ]] || { ((${#hops[@]})) || hops=(against mailguard); baseline=against; }
case $measure in
  # Few connections: with many, waiting for each other on shared processors is all that is seen.
  latency) hops=(direct haproxy mailguard) baseline=direct chosen=(4k-8) ;;
  idle|start) hops=(mailguard) ;;
  *) ((${#hops[@]})) || hops=(haproxy mailguard) ;;
esac
for hop in "${hops[@]}"; do
  [[ $hop == direct || $hop == against || $hop =~ ^mailguard(-envelope|-silent)?$ || -d benchmarks/peers/$hop ]] || { echo "unknown hop: $hop (see --help)" >&2; exit 2; }
done

sink=127.0.0.1:$((port + 1)) control=127.0.0.1:$((port + 2)) sink_tls=127.0.0.1:$((port + 3))
declare -A address=([direct]=$sink) address_tls=([direct]=$sink) first_port=([mailguard]=20 [against]=30 [mailguard-envelope]=40 [mailguard-silent]=50)
for hop in "${!first_port[@]}"; do
  address[$hop]=127.0.0.1:$((port + first_port[$hop])) address_tls[$hop]=127.0.0.1:$((port + first_port[$hop] + 1))
done
. benchmarks/processes.sh
wanted() { [[ " ${hops[*]} " == *" $1 "* ]]; }

# 1. Programs.
build_load
make_certificate
if [[ " ${hops[*]}" == *" mailguard"* && -z $mailguard ]]; then
  mailguard=$work/mailguard
  if [[ $measure == start ]]; then
    dotnet publish src/Connelink.MailGuard.Server -c Release -o "$mailguard" -v quiet --nologo --use-current-runtime --no-self-contained -p:PublishReadyToRun=true
  else
    publish . "$mailguard"
  fi
fi
if wanted against; then
  git worktree add --quiet --detach "$work/against-source" "$against"
  worktrees+=("$work/against-source")
  publish "$work/against-source" "$work/against-program"
fi

# 2. Sink and hops, all at once: the idle one costs nothing, and so they can take turns.
start_sink
start_peer() { # name, first of its ports
  local name=$1 first=$2 program package
  while read -r program package; do
    need "$program" "$package" || { echo "skipped: $name" >&2; return 1; }
  done <"benchmarks/peers/$name/needs"
  mkdir "$work/$name"
  address[$name]=127.0.0.1:$first address_tls[$name]=127.0.0.1:$((first + 1))
  LISTEN=${address[$name]} LISTEN_TLS=${address_tls[$name]} SPARE=127.0.0.1:$((first + 2)) SINK=$sink SINK_TLS=$sink_tls CERTIFICATE=$work/both.pem \
    FOLDER=$work/$name ADDRESSES=$work/addresses CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/mailguard-peers/$name \
    "benchmarks/peers/$name/start" >"$work/$name.log" 2>&1 &
  started+=($!) pid[$name]=$!
  await "$name" $! greets "${address[$name]}" || { echo "skipped: $name" >&2; return 1; }
}
load directory --plain --addresses 100000 --output "$work/addresses"
running=() first=$((port + 60))
for hop in "${hops[@]}"; do
  case $hop in
    direct) ;;
    mailguard*) [[ $measure == start ]] || start_mailguard "$hop" "$mailguard" $((port + first_port[$hop])) || exit 1 ;;
    against) start_mailguard against "$work/against-program" $((port + 30)) || exit 1 ;;
    *) first=$((first + 10)); start_peer "$hop" "$first" || continue ;;
  esac
  running+=("$hop")
done

# 3. What is not a table of rates.
machine() {
  echo "$(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1); Linux $(uname -r); .NET $(dotnet --version);" \
    "$(haproxy -v 2>/dev/null | sed -n 's/^\(HAProxy version [^ ]*\).*/\1/p'); load average at the end: $(cut -d' ' -f1-3 /proc/loadavg)"
}
mkdir -p artifacts/compare
case $measure in
  idle)
    # Clients are several addresses: one may have 2,000 connections.
    ulimit -n "$(ulimit -Hn)"
    for way in "none ${address[mailguard]}" "starttls ${address_tls[mailguard]}"; do
      read -r tls where <<<"$way"
      load idle --connect "$where" --connections 10000 --tls "$tls" --pid "${pid[mailguard]}" --mail "${address[mailguard]}"
    done | tee artifacts/compare/idle.md
    machine; exit ;;
  start)
    start_mailguard once "$mailguard" $((port + 20)) >/dev/null; kill "${pid[once]}"; wait "${pid[once]}" || true
    (cd "$work" && load start --connect 127.0.0.1:$((port + 20)) --repeats "$repeats" -- dotnet "$mailguard/mailguard.dll" serve --config "$work/once.json") \
      | tee artifacts/compare/start.md
    machine; exit ;;
esac

# 4. Cases. Each hop gets the poison that it can refuse, a rate counts accepted messages only, so poison is to the cost of who refuses it.
declare -A poison_kinds=(
  [mailguard]="undeclared encrypted-zip" [against]="undeclared encrypted-zip" [mailguard-silent]="undeclared encrypted-zip" [mailguard-envelope]=undeclared [postfix-proxy]=undeclared [postfix-queue]=undeclared
  [postfix-rspamd]="undeclared encrypted-zip" [haraka]="undeclared encrypted-zip")
run() { # case, repeat, hop, client's options
  local name=$1 repeat=$2 hop=$3 where=${address[$3]} settle=0; shift 3
  [[ $name != *-tls ]] || where=${address_tls[$hop]}
  [[ $hop != postfix-queue && $hop != postfix-rspamd ]] || settle=120
  # Longer than any run takes that goes on: what hangs is a cell that is not valid.
  timeout $((${seconds%.*} * 4 + 400)) dotnet "$work/load/mailguard-load.dll" "$client" --connect "$where" --verify "$control" --settle "$settle" --json \
    --case "$name" --repeat "$repeat" --hop "$hop" ${pid[$hop]:+--pid "${pid[$hop]}"} "$@" 2>>"$work/client.log" || true
}
options_of() { # case, hop: what the client does
  local name=$1 hop=$2 size connections
  if [[ $name == mix ]]; then echo "--mix $mix --connections 20"; return; fi
  IFS=- read -r size connections _ <<<"$name"
  local all="--size $size --connections $connections"
  [[ $name != *-pipelining* ]] || all+=" --pipelining envelope"
  [[ $name != *-one-message* ]] || all+=" --messages-per-connection 1"
  [[ $size != *m ]] || all+=" --attachment zip --messages $((connections > 80 ? connections : 80))"
  if [[ $name == *-tls ]]; then
    if [[ $hop == haproxy ]]; then all+=" --tls implicit"; else all+=" --tls starttls"; fi
  fi
  echo "$all"
}
poison_of() { # case, hop
  [[ -n ${poison_kinds[$2]:-} && $1 != mix && $1 != 40m-100* && $client == client ]] || return 0
  [[ $1 == *m-* ]] && echo "--poison 5 --poison-kind ${poison_kinds[$2]}" || echo "--poison 1 --poison-kind ${poison_kinds[$2]}"
}
results=artifacts/compare/results.jsonl
: >"$results"
declare -A warm=() # kinds of cases that were run: servers run for months, and code of .NET is compiled again while it is new
for name in "${chosen[@]}"; do
  kind=${name%%-*} delay=0
  [[ $name != *-tls ]] || kind+=-tls
  [[ $name != *-slow-sink* ]] || delay=1
  tell_sink "delay $delay"
  rate=()
  for hop in "${running[@]}"; do
    [[ $name == *-tls && -d benchmarks/peers/$hop && $hop != haproxy ]] && continue
    read -ra options <<<"$(options_of "$name" "$hop") $(poison_of "$name" "$hop")"
    run "$name" 0 "$hop" "${options[@]}" --duration "${warm[$kind]:-20}" >/dev/null
  done
  warm[$kind]=3
  if [[ $measure == latency ]]; then
    rate=(--warmup 1 --rate "${fixed:-$(run "$name" 0 mailguard "${options[@]}" --duration 5 | sed -n 's/.*"MessagesPerSecond":\([0-9]*\).*/\1/p' | awk '{ print int($1 / 2) }')}")
  fi
  for ((repeat = 1; repeat <= repeats; repeat++)); do
    for hop in "${running[@]}"; do
      [[ $name == *-tls && -d benchmarks/peers/$hop && $hop != haproxy ]] && continue
      echo "$name $repeat/$repeats $hop" >&2
      read -ra options <<<"$(options_of "$name" "$hop") $(poison_of "$name" "$hop")"
      line=$(run "$name" "$repeat" "$hop" "${options[@]}" "${rate[@]}" --duration "$seconds")
      # A client that ended without a report is a cell that is not valid, not a cell that is missing.
      [[ -n $line ]] || line="{\"Case\":\"$name\",\"Hop\":\"$hop\",\"Repeat\":$repeat,\"Run\":\"\"}"
      echo "$line" >>"$results"
    done
  done
done
[[ -s $work/client.log ]] && head -n 20 "$work/client.log" >&2

# 5. The table, and what it was measured on.
{ machine; [[ -z ${rate[*]:-} ]] || echo "rate: ${rate[-1]} messages/s"; echo; } | tee artifacts/compare/table.md
valid=0
load table "$results" --baseline "$baseline" >"$work/table.md" || valid=1
sed "/^ *$/d; s/ *$//" "$work/table.md" | tee -a artifacts/compare/table.md
[[ -z $plot ]] || dotnet run --project benchmarks/Connelink.MailGuard.Charts -c Release -- "$results" --baseline "$baseline" --output artifacts/compare
exit "$valid"
