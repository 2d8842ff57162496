#!/usr/bin/env bash
# review.sh: posts one note per stack to the merge request and writes GitLab reports and a page with every change.
set -euo pipefail
plans=()
for file in cdktf.out/stacks/*/plan.json; do plans+=(--plan "$file"); done

npm run --silent review -- "${plans[@]}" --format widget > widget.json
npm run --silent review -- "${plans[@]}" --format codequality > gl-code-quality-report.json
npm run --silent review -- "${plans[@]}" --format html > plan-review.html
# decide.sh uses this scope as well; no other job may use it
npm run --silent review -- post "${plans[@]}" --scope pipeline
