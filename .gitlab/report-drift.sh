#!/usr/bin/env bash
# report-drift.sh: opens one issue for each stack that drifted and closes it when the stack matches its declaration
# again.
set -euo pipefail
plans=()
for file in cdktf.out/stacks/*/plan.json; do [[ ! -f $file ]] || plans+=(--plan "$file"); done
if [[ ${#plans[@]} == 0 ]]; then
  echo "✗ no stack could be planned, so drift is unknown: see the logs of the drift jobs" >&2
  exit 1
fi
npm run --silent review -- drift "${plans[@]}"
