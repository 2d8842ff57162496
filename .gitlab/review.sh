#!/usr/bin/env bash
# review.sh: one note a stack into the merge request, and GitLab's own reports of the plans beside it.
set -euo pipefail
plans=()
for file in cdktf.out/stacks/*/plan.json; do plans+=(--plan "$file"); done

npm run --silent review -- "${plans[@]}" --format widget > widget.json
npm run --silent review -- "${plans[@]}" --format codequality > gl-code-quality-report.json
npm run --silent review -- post "${plans[@]}"
