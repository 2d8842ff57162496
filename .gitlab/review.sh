#!/usr/bin/env bash
# review.sh: writes one note for each stack into the merge request, and GitLab's own reports of the plans.
set -euo pipefail
plans=()
for file in cdktf.out/stacks/*/plan.json; do plans+=(--plan "$file"); done

npm run --silent review -- "${plans[@]}" --format widget > widget.json
npm run --silent review -- "${plans[@]}" --format codequality > gl-code-quality-report.json
# the scope is that of decide.sh, and no other job may use it
npm run --silent review -- post "${plans[@]}" --scope pipeline
