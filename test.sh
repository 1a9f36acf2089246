#!/usr/bin/env bash
# Installs what the tests need and runs them all. --full adds the long ones. Further arguments go to the test runner.
# The last line is "N passed, N failed, N skipped" over all projects.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MAILGUARD_FUZZ_SECONDS=60

if [ "${1:-}" = --help ]; then
  sed -n '2,3s/^# //p' "${BASH_SOURCE[0]}"
  exit
fi
if [ "${1:-}" = --full ]; then
  shift
  export MAILGUARD_FULL=1 MAILGUARD_FUZZ_SECONDS=600
fi
if ! command -v dotnet >/dev/null; then
  echo "test.sh: the .NET 10 SDK is needed (the command 'dotnet' was not found)" >&2
  exit 2
fi

# Program and the Debian package that brings it: software that is not ours, to test against.
needed=(smtp-source:postfix swaks:swaks openssl:openssl python3:python3 strace:strace gpg:gnupg qpdf:qpdf
  pg_ctlcluster:postgresql slapd:slapd ldapmodify:ldap-utils zsh:zsh fish:fish
  7zz:7zip 7z:p7zip-full zip:zip unzip:unzip bsdtar:libarchive-tools lsar:unar unrar-free:unrar-free xz:xz-utils)
missing=()
for entry in "${needed[@]}"; do
  PATH=$PATH:/usr/sbin command -v "${entry%%:*}" >/dev/null || missing+=("${entry##*:}")
done

install_missing() {
  local as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  # A freshly installed server must not start here: the tests run their own.
  local policy=/usr/sbin/policy-rc.d kept=
  [ -e "$policy" ] && kept=1
  [ -n "$kept" ] || printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" install -m 755 /dev/stdin "$policy"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" libnet-ssleay-perl >/dev/null
  local result=$?
  [ -n "$kept" ] || "${as_root[@]}" rm -f "$policy"
  return $result
}

if [ ${#missing[@]} -gt 0 ]; then
  if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
    echo "test.sh: installing ${missing[*]}"
    install_missing || echo "test.sh: could not install ${missing[*]}; tests that need them are skipped" >&2
  else
    echo "test.sh: not installed and not root: ${missing[*]}; tests that need them are skipped. To install: apt-get install ${missing[*]}" >&2
  fi
fi

dotnet build Connelink.MailGuard.sln -c Release --nologo -v quiet || exit 1

passed=0 failed=0 skipped=0 broken=0

# What a message allocates counts as one test. Without tiered compilation the code is from the start what it will be: nothing depends on when it was compiled.
echo "== Allocations (benchmarks)"
if DOTNET_TieredCompilation=0 dotnet benchmarks/Connelink.MailGuard.Benchmarks/bin/Release/net10.0/mailguard-benchmarks.dll allocations; then
  passed=1
else
  failed=1
fi

# The transport once more by epoll: io_uring is what the rest runs on, where it is to be had.
echo "== Transport by epoll"
if MAILGUARD_IO_URING=0 dotnet tests/Connelink.MailGuard.Tests/bin/Release/net10.0/Connelink.MailGuard.Tests.dll \
  -namespace Connelink.MailGuard.Tests.Transport -namespace Connelink.MailGuard.Tests.Session -namespace Connelink.MailGuard.Tests.Relay; then
  passed=$((passed + 1))
else
  failed=$((failed + 1))
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
for project in Connelink.MailGuard.Tests Connelink.MailGuard.IntegrationTests; do
  echo "== $project"
  dotnet test --project "tests/$project" -c Release --no-build "$@" 2>&1 | tee "$log"
  [ "${PIPESTATUS[0]}" = 0 ] || broken=1
  count() { sed -n "s/^ *$1: *\([0-9]*\).*/\1/p" "$log" | tail -n 1; }
  passed=$((passed + $(count succeeded || true) + 0))
  failed=$((failed + $(count failed || true) + 0))
  skipped=$((skipped + $(count skipped || true) + 0))
done
[ "$broken" = 0 ] || [ "$failed" -gt 0 ] || failed=1
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
