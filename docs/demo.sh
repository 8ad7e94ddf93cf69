#!/usr/bin/env bash
# The whole way on the sample dispatches: files → records → store → answers. `make demo` runs it.
set -euo pipefail
cd "$(dirname "$0")/.."

CANCU_STORE=$(mktemp -d)/store
export CANCU_STORE
trap 'rm -rf "$(dirname "$CANCU_STORE")"' EXIT

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
run() { printf '$ cancu'; printf ' %q' "$@" | sed 's/\\ / /g'; printf '\n'; cancu "$@"; }
[ -t 1 ] && [ -z "${NO_COLOR:-}" ] || say() { printf '\n%s\n' "$*"; }

say "Sixteen dispatches are read, and what they cite is linked."
run ingest corpora/samples --quiet
run status

say "Who cites the province's rules on records (1187/QĐ-UBND), in ten spellings or one?"
run cites 1187/QĐ-UBND

say "One letter of the chain: what it answers and who answers it."
run show 1034/UBND-NC

say "Cited most, but not in the archive:"
run missing --limit 8

say "Who must do what, by when:"
run obligations --limit 8

say "The graph: each document held, and the documents held that it cites."
run sql "SELECT s.type || ' ' || s.number AS document, string_agg(e.relation || ' → ' || t.type || ' ' || t.number, chr(10) ORDER BY t.date) AS cites FROM edges e JOIN works s ON s.target_id = e.source_id JOIN works t ON t.target_id = e.target_id WHERE s.held_doc_id IS NOT NULL AND t.held_doc_id IS NOT NULL GROUP BY ALL ORDER BY min(s.date)"
