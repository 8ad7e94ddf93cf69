#!/usr/bin/env bash
# The whole way on the sample dispatches: files → records → store → answers. `make demo` runs it.
set -euo pipefail
cd "$(dirname "$0")/.."

CANCU_STORE=$(mktemp -d)/store
export CANCU_STORE
trap 'rm -rf "$(dirname "$CANCU_STORE")"' EXIT

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
run() {
  local word line='$ cancu'
  for word in "$@"; do
    if [[ $word == *[\ \(]* ]]; then line+=" \"$word\""; else line+=" $word"; fi
  done
  printf '%s\n' "$line"
  cancu "$@"
}
[ -t 1 ] && [ -z "${NO_COLOR:-}" ] || say() { printf '\n%s\n' "$*"; }

say "Sixteen dispatches are read, and what they cite is linked."
run ingest corpora/samples --quiet
run status

say "Who cites the province's rules on records, however the number is spelt:"
run cites 1187/QĐ-UBND

say "One letter of the chain: what it answers and who answers it."
run show 1034/UBND-NC

say "Cited most, but not in the archive:"
run missing --limit 8

say "Who must do what, by when:"
run obligations --limit 8

say "The graph: documents held, and what each does to others that are held."
run sql "SELECT coalesce(s.number, s.type || ' (draft)') AS document, e.relation, t.number AS other, t.title
FROM edges e JOIN works s ON e.source_id = s.target_id JOIN works t ON e.target_id = t.target_id
WHERE s.held_doc_id IS NOT NULL AND t.held_doc_id IS NOT NULL AND e.relation <> 'cites'
ORDER BY s.date, s.number, t.date, e.relation"
