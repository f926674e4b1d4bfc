#!/usr/bin/env bash
# Times whole commands that render the same step templates over the same values: this program,
# Jinja2, minijinja-cli, copier. What each does and what not stands in benches/README.md.
#
#   benches/peers/run.sh install        puts the peers below target/peers, from their registries
#   benches/peers/run.sh [COUNT [FEW]]  COUNT organisations (default 1000); copier, which takes long,
#                                       does FEW (default COUNT / 20), and is compared per organisation
set -euo pipefail
cd "$(dirname "$0")/../.."
home=$PWD/target/peers

if [ "${1:-}" = install ]; then
  python3 -m venv "$home/venv"
  "$home/venv/bin/pip" install --quiet 'jinja2==3.1.6' 'copier==9.19.1'
  cargo install --quiet --locked --root "$home" --version 3.0.5 minijinja-cli
  exit
fi

count=${1:-1000}
few=${2:-$(((count + 19) / 20))}
python=$home/venv/bin/python
# A new folder each time, deleted at the end: ext4 searches past inodes that were deleted in the last minutes.
work=$(mktemp -d "$home/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/few"

[ -n "${SKIP_BUILD:-}" ] || cargo build --quiet --release
python3 benches/organisations.py "$count" "$work/configs"
# Called by its own path: what cargo itself takes is not counted.
contexts=$(cargo bench --quiet --no-run --bench contexts --message-format json |
  sed -n 's/.*"executable":"\([^"]*contexts-[^"]*\)".*/\1/p')
"$contexts" values "$work/configs" "$work/contexts"
python3 benches/peers/templates.py templates "$work/contexts" "$work/templates"
find "$work/contexts" -maxdepth 1 -name '*.json' | sort | sed -n "1,${few}p" | xargs cp -t "$work/few"

ours() { target/release/hybrid-oauth generate "$work/configs" -o "$work/ours" --quiet; }

scripts() { "$contexts" render "$work/configs" "$work/scripts"; }

jinja() { "$python" benches/peers/jinja.py "$work/templates/jinja" "$work/contexts" "$work/jinja"; }

mini() {
  mkdir -p "$work/mini"
  for context in "$work"/contexts/*.json; do
    "$home/bin/minijinja-cli" --strict --autoescape json --output "$work/mini/${context##*/}" \
      "$work/templates/mini/all.j2" "$context"
  done
}

copiers() {
  for context in "$work"/few/*.json; do
    name=${context##*/}
    PYTHONPATH=benches/peers "$home/venv/bin/copier" copy --trust --quiet --defaults \
      --data-file "$context" "$work/templates/copier" "$work/copier/${name%.json}"
  done
}

# Seconds that a function takes.
clock() {
  local from to
  from=$(date +%s%N)
  "$1" >&2
  to=$(date +%s%N)
  echo $(((to - from) / 1000000))
}

printf '%-14s %8s %12s %8s\n' command bundles 'ms a bundle' ratio
base=
for peer in "scripts $count" "ours $count" "jinja $count" "mini $count" "copiers $few"; do
  read -r name bundles <<<"$peer"
  ms=$(clock "$name")
  base=${base:-$(awk "BEGIN { print $ms / $bundles }")}
  awk "BEGIN { a = $ms / $bundles; printf \"%-14s %8d %12.2f %8.1f\\n\", \"$name\", $bundles, a, a / $base }"
done
