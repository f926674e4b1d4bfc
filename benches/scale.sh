#!/usr/bin/env bash
# Whole runs over many organisations against `cp -r` of what they write, on the same disk.
#
#   benches/scale.sh [COUNT...]     default: 10 100 1000
#
# Prints for each COUNT the wall seconds of the first run, of a second run, of --check and of
# `cp -r`, the milliseconds a bundle and the peak memory of the first run.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${SKIP_BUILD:-}" ] || cargo build --quiet --release
program=$PWD/target/release/hybrid-oauth
work=$PWD/target/scale
[ $# -gt 0 ] || set -- 10 100 1000

# Wall seconds and peak MiB of a command.
measure() {
  /usr/bin/time -f '%e %M' -o "$work/time" "$@" >/dev/null 2>&1
  awk '{ printf "%s %.1f", $1, $2 / 1024 }' "$work/time"
}

printf '%7s %8s %8s %8s %8s %8s %9s %6s\n' bundles first second check 'cp -r' ratio ms/bundle MiB
for count in "$@"; do
  rm -rf "$work" && mkdir -p "$work"
  python3 benches/organisations.py "$count" "$work/configs"
  generate=("$program" generate "$work/configs" -o "$work/out" --quiet)
  sync
  read -r first peak <<<"$(measure "${generate[@]}")"
  sync
  read -r copy _ <<<"$(measure cp -r "$work/out" "$work/copy")"
  read -r second _ <<<"$(measure "${generate[@]}")"
  read -r check _ <<<"$(measure "${generate[@]}" --check)"
  awk "BEGIN { printf \"%7d %8s %8s %8s %8s %8.2f %9.2f %6s\\n\", $count, \"$first\", \"$second\", \
    \"$check\", \"$copy\", $first / ($copy > 0 ? $copy : 0.01), 1000 * $first / $count, \"$peak\" }"
done
rm -rf "$work"
