#!/usr/bin/env bash
# review.sh: reviews plans in a GitHub workflow. Writes the full report and the job summary, and comments on the pull request.
set -euo pipefail

arguments=()
while IFS= read -r plan; do
  if [[ -n "$plan" ]]; then arguments+=("$plan"); fi
done <<<"$PLANS"
while IFS= read -r stack; do
  if [[ -n "$stack" ]]; then arguments+=(--stack "$stack"); fi
done <<<"$STACKS"

review() { npx --yes "$PACKAGE" "$@"; }

report="$RUNNER_TEMP/plan-review.html"
review "${arguments[@]}" --format html >"$report"
echo "report=$report" >>"$GITHUB_OUTPUT"
review "${arguments[@]}" --format github >>"$GITHUB_STEP_SUMMARY"

if [[ "$GITHUB_EVENT_NAME" != pull_request* ]]; then
  echo 'not a pull request: the review is in the job summary'
elif [[ "$IS_FORK" == true ]]; then
  echo 'pull request from a fork: its token cannot write comments; the review is in the job summary'
else
  review post "${arguments[@]}" --scope "$SCOPE" --one-note
fi

# a danger fails the job only here, after the review is visible
review "${arguments[@]}" --format terminal --fail-on "$FAIL_ON"
