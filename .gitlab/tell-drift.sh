#!/usr/bin/env bash
# tell-drift.sh: one issue for each stack that was changed by hand; closed where it no longer is.
set -euo pipefail
plans=()
for file in cdktf.out/stacks/*/plan.json; do plans+=(--plan "$file"); done
npm run --silent review -- drift "${plans[@]}"
