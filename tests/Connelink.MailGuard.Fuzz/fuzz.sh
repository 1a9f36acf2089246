#!/usr/bin/env bash
# fuzz.sh [TARGET [SECONDS]]: coverage-guided fuzzing of one target, or of each for 60 s. Needs afl++ (Debian) and fetches the tool sharpfuzz.
# Findings stay in .fuzz/TARGET; look at one with: dotnet .fuzz/program/Connelink.MailGuard.Fuzz.dll TARGET < FILE
set -euo pipefail
cd "$(dirname "$0")"
command -v afl-fuzz >/dev/null || { echo "afl-fuzz is missing: apt-get install afl++" >&2; exit 2; }
out=$PWD/.fuzz
mkdir -p "$out"
rm -rf "${out:?}/program"
dotnet publish -c Release --nologo -v quiet -o "$out/program"
targets=${1:-message mime file protection text attachment header mail-data path reply}
for target in $targets; do
  rm -rf "${out:?}/$target"
  dotnet "$out/program/Connelink.MailGuard.Fuzz.dll" seeds "$target" "$out/$target/seeds"
done
[ -x "$out/tool/sharpfuzz" ] || dotnet tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path "$out/tool" >/dev/null
"$out/tool/sharpfuzz" "$out/program/Connelink.MailGuard.dll"

export AFL_SKIP_BIN_CHECK=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 DOTNET_TieredPGO=0
crashes=0
for target in $targets; do
  nice afl-fuzz -i "$out/$target/seeds" -o "$out/$target/found" -t 10000 -m none -V "${2:-60}" -- \
    dotnet "$out/program/Connelink.MailGuard.Fuzz.dll" "$target" >"$out/$target/log" 2>&1 || { tail -20 "$out/$target/log"; exit 1; }
  stats=$out/$target/found/default/fuzzer_stats
  found=$(find "$out/$target/found/default/crashes" "$out/$target/found/default/hangs" -name 'id:*' | wc -l)
  crashes=$((crashes + found))
  echo "$target: $(awk '$1 == "execs_done" { e = $3 } $1 == "edges_found" { c = $3 } $1 == "corpus_count" { n = $3 } END { print e " runs, " c " edges, " n " inputs kept" }' "$stats"), $found crashes or hangs"
done
[ "$crashes" -eq 0 ]
