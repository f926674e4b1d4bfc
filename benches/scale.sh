#!/usr/bin/env bash
# Whole runs over many organisations against `cp -r` of what they write, on the same disk.
#
#   benches/scale.sh [COUNT...]     default: 10 100 1000
#
# Prints for each COUNT the wall seconds of the first run, of a second run, of --check and of
# `cp -r`, the milliseconds a bundle and the peak memory of the first run. Below 1,000 bundles each
# is the median of five. `WORK` names another folder, on another disk. Nothing is deleted before the
# end: ext4 searches past inodes that were deleted in the last minutes.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
[ -n "${SKIP_BUILD:-}" ] || cargo build --quiet --release
program=$PWD/target/release/hybrid-oauth
all=$(mktemp -d "${WORK:-$PWD/target}/scale.XXXXXX")
trap 'rm -rf "$all"' EXIT
[ $# -gt 0 ] || set -- 10 100 1000

# Wall seconds of a command, and its peak MiB.
measure() {
  local from=$EPOCHREALTIME
  /usr/bin/time -f %M -o "$all/memory" "$@" >/dev/null 2>&1 || {
    echo "failed: $*" >&2
    return 1
  }
  awk "BEGIN { getline peak < \"$all/memory\"; printf \"%.4f %.1f\", $EPOCHREALTIME - $from, peak / 1024 }"
}

# Seconds of the first run, of the second, of --check, of `cp -r`, and the peak MiB of the first, in a new folder.
round() {
  local work=$1 first copy second check
  mkdir "$work"
  python3 benches/organisations.py "$2" "$work/configs"
  local generate=("$program" generate "$work/configs" -o "$work/out" --quiet)
  sync
  first=$(measure "${generate[@]}")
  sync
  copy=$(measure cp -r "$work/out" "$work/copy")
  second=$(measure "${generate[@]}")
  check=$(measure "${generate[@]}" --check)
  echo "${first% *} ${second% *} ${check% *} ${copy% *} ${first#* }"
}

# The median of each column.
medians() {
  python3 -c 'import statistics, sys
print(*map(statistics.median, zip(*(map(float, line.split()) for line in sys.stdin))))'
}

printf '%7s %8s %8s %8s %8s %8s %9s %6s\n' bundles first second check 'cp -r' ratio ms/bundle MiB
for count in "$@"; do
  rounds=$((count < 1000 ? 5 : 1))
  found=$(for number in $(seq "$rounds"); do round "$all/$count-$number" "$count"; done | medians)
  read -r first second check copy peak <<<"$found"
  awk "BEGIN { printf \"%7d %8.3f %8.3f %8.3f %8.3f %8.2f %9.2f %6s\\n\", $count, $first, $second, \
    $check, $copy, $first / $copy, 1000 * $first / $count, \"$peak\" }"
done
