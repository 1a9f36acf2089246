# Sourced by compare.sh and soak.sh, from the root of the repository: the processes of a measurement, all on 127.0.0.1, all ended with the script.

# /var/tmp is on a disk where /tmp may be memory: MailGuard's transaction log is part of what is measured.
work=$(mktemp -d /var/tmp/mailguard-measure.XXXXXX)
chmod 755 "$work"
started=() worktrees=()
declare -A pid=()

finish() {
  if ((${#started[@]})); then
    kill "${started[@]}" 2>/dev/null || true
    # A program that does not end when it is told to must not keep the script.
    for _ in {1..50}; do kill -0 "${started[@]}" 2>/dev/null || break; sleep 0.1; done
    kill -KILL "${started[@]}" 2>/dev/null || true
    wait "${started[@]}" 2>/dev/null || true
  fi
  for tree in "${worktrees[@]}"; do git worktree remove --force "$tree" || true; done
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

await() { # name, process, command: until the command succeeds, as long as the process lives
  local name=$1 process=$2; shift 2
  for _ in {1..1800}; do
    "$@" 2>/dev/null && return
    kill -0 "$process" 2>/dev/null || break
    sleep 0.1
  done
  echo "$name did not start:" >&2
  tail -n 20 "$work/$name.log" >&2 || true
  return 1
}
listens() { (exec 3<>"/dev/tcp/${1/:/\/}"); }
greets() { (exec 3<>"/dev/tcp/${1/:/\/}"; IFS= read -r -t 2 line <&3; [[ $line == 220* ]]); }
ready() { (exec 3<>"/dev/tcp/${1/:/\/}"; printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3; head -n 1 <&3 | grep -q ' 200'); }
tell_sink() { (exec 3<>"/dev/tcp/${control/:/\/}"; echo "$1" >&3; head -n 1 <&3 >/dev/null); }

need() { # program, Debian package: false with a line that says why when it cannot be had
  PATH=$PATH:/usr/sbin command -v "$1" >/dev/null && return
  ((EUID == 0)) || { echo "$1 is missing: apt-get install $2" >&2; return 1; }
  # As a program, not as a service of this machine.
  local policy=/usr/sbin/policy-rc.d ours=
  [[ -e $policy ]] || { printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod +x "$policy"; ours=yes; }
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2"; } >/dev/null 2>&1 || true
  [[ -z $ours ]] || rm "$policy"
  command -v "$1" >/dev/null || { echo "$1 is missing, and the package $2 could not be installed" >&2; return 1; }
}

build_load() {
  dotnet build benchmarks/Connelink.MailGuard.Load -c Release -v quiet --nologo
  cp -r benchmarks/Connelink.MailGuard.Load/bin/Release/net10.0 "$work/load"
  load directory --addresses 100000 --output "$work/directory.json"
}
load() { dotnet "$work/load/mailguard-load.dll" "$@"; }

publish() { # source tree, output
  dotnet publish "$1/src/Connelink.MailGuard.Server" -c Release -o "$2" -v quiet --nologo
}

make_certificate() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
  cat "$work/cert.pem" "$work/key.pem" >"$work/both.pem"
  chmod 644 "$work"/*.pem
}

start_sink() { # with TLS when there is a certificate: by STARTTLS, and from the first octet at a port of its own
  local tls=()
  [[ ! -e $work/both.pem ]] || tls=(--tls-cert "$work/both.pem" --listen-tls "$sink_tls")
  dotnet "$work/load/mailguard-load.dll" sink --listen "$sink" --control "$control" "${tls[@]}" >"$work/sink.log" 2>&1 &
  started+=($!) pid[sink]=$!
  await sink $! listens "$control"
}

# Every rule with its default, log to a file, metrics on; more than 10,000 sessions, so that new mail finds room beside so many idle ones.
# mailguard-envelope: no rule that needs mail data; mailguard-silent: log and metrics to nobody.
start_mailguard() { # name, published program, first of four ports
  local name=$1 program=$2 port=$3 tls='' rule rules='' management=127.0.0.1:$(($3 + 2)) log=
  if [[ $name == mailguard-envelope ]]; then
    for rule in auto-forward mime-integrity attachment-size encrypted-archive essential-plan originator-phrase leaking-fields; do
      rules+="\"$rule\": { \"Mode\": \"off\" }, "
    done
  fi
  [[ $name != mailguard-silent ]] || management='' log=/dev/null
  [[ ! -e $work/both.pem ]] || tls=$(printf ', { "Name": "tls", "Endpoint": "127.0.0.1:%s", "Direction": "inbound", "NextHop": "sink-tls",
    "AllowedClients": ["127.0.0.0/8"], "Certificate": "%s", "CertificateKey": "%s" }' $((port + 1)) "$work/cert.pem" "$work/key.pem")
  cat >"$work/$name.json" <<JSON
{ "MailGuard": {
  "HostName": "mailguard.example",
  "Listeners": [ { "Name": "inbound", "Endpoint": "127.0.0.1:$port", "Direction": "inbound", "NextHop": "sink", "AllowedClients": ["127.0.0.0/8"] }$tls ],
  "NextHops": { "sink": { "Hosts": ["$sink"], "MaxConnections": 128, "Tls": "none" },
                "sink-tls": { "Hosts": ["$sink"], "MaxConnections": 128, "Tls": "opportunistic" } },
  "Directory": { "Provider": "file", "Path": "$work/directory.json" },
  "Smtp": { "MaxConnections": 12000 },
  "Rules": { ${rules%, } },
  "Log": { "Path": "$log" },
  "Management": { "Endpoint": "$management" } } }
JSON
  (cd "$work" && exec dotnet "$program/mailguard.dll" serve --config "$work/$name.json") >"$work/$name.log" 2>&1 &
  started+=($!) pid[$name]=$!
  if [[ -n $management ]]; then await "$name" $! ready "$management"; else await "$name" $! greets "127.0.0.1:$port"; fi
}
