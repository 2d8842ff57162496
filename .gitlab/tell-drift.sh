#!/usr/bin/env bash
# tell-drift.sh: one issue for each stack that drifted; closed when the stack is as declared again.
set -euo pipefail
plans=()
for file in cdktf.out/stacks/*/plan.json; do [[ ! -f $file ]] || plans+=(--plan "$file"); done
if [[ ${#plans[@]} == 0 ]]; then
  echo "✗ no stack could be planned, so that nothing is known of drift; the jobs before this one say why" >&2
  exit 1
fi
npm run --silent review -- drift "${plans[@]}"
