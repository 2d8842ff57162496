#!/usr/bin/env bash
# review.sh: posts one note per stack to the merge request and writes GitLab reports and a page with every change.
set -euo pipefail
plans=()
for file in cdktf.out/stacks/*/plan.json; do plans+=(--plan "$file"); done

# Compares the pages of changed monitors before and after. If Datadog cannot be read, the note gives the reason.
backtest=()
if [[ -n ${DD_API_KEY:-} && -n ${DD_APP_KEY:-} ]]; then
  backtest=(--backtest)
  # address of the monitors' Datadog site, read from the synthesized stacks
  DD_HOST=$(node --print 'process.argv.slice(1).flatMap((file) => require(file).provider?.datadog ?? [])[0]?.api_url ?? ""' \
    "$PWD"/cdktf.out/stacks/*/cdk.tf.json)
  export DD_HOST
fi

npm run --silent review -- "${plans[@]}" --format widget > widget.json
npm run --silent review -- "${plans[@]}" --format codequality > gl-code-quality-report.json
npm run --silent review -- "${plans[@]}" "${backtest[@]}" --format html > plan-review.html
# decide.sh uses this scope as well; no other job may use this scope
npm run --silent review -- post "${plans[@]}" --scope pipeline "${backtest[@]}" \
  --report "$CI_JOB_URL/artifacts/file/plan-review.html"
