#!/usr/bin/env bash
# The one step of action.yml: installs gaproof if it is not there, checks THEOREMS with OPTIONS, and compares with EVIDENCE.
# Reports go to $RUNNER_TEMP/gaproof.  Exits as `gaproof check` does, or with 1 if only the evidence got weaker.
set -euo pipefail

reports=${RUNNER_TEMP:-$(mktemp -d)}/gaproof
summary=${GITHUB_STEP_SUMMARY:-/dev/null}
mkdir -p "$reports"
rm -f "$reports"/{evidence.json,junit.xml,summary.md,diff.md} # of an earlier step

if ! command -v gaproof >/dev/null; then
    here=${GITHUB_ACTION_PATH:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
    python3 -m venv "$reports/venv"
    "$reports/venv/bin/python" -m pip install --quiet "$here[numeric]" -c "$here/constraints.txt"
    PATH=$reports/venv/bin:$PATH
fi

[[ ${THEOREMS:-} =~ [^[:space:]] ]] || THEOREMS=theorems
words=$(xargs printf '%s\n' <<<"$THEOREMS ${OPTIONS:-}") # a line for each; quotes keep blanks together, as in a shell
while IFS= read -r word; do set -- "$@" "$word"; done <<<"$words"

status=0
gaproof check "$@" \
    --json "$reports/evidence.json" --junit "$reports/junit.xml" --markdown "$reports/summary.md" || status=$?
if [ -f "$reports/summary.md" ]; then
    cat "$reports/summary.md" >>"$summary"
fi

if [ -f "${EVIDENCE:-evidence.json}" ] && [ -f "$reports/evidence.json" ]; then
    gaproof diff "${EVIDENCE:-evidence.json}" "$reports/evidence.json" --markdown "$reports/diff.md" || [ "$status" -ne 0 ] || status=1
    [ ! -f "$reports/diff.md" ] || cat "$reports/diff.md" >>"$summary"
fi
exit "$status"
