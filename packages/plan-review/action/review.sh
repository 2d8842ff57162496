#!/usr/bin/env bash
# review.sh: reviews plans in a GitHub workflow. Writes the full report and the job summary, and comments on the pull request.
set -euo pipefail

arguments=()
# add LINES [OPTION]: adds each line as an argument, after the option
add() {
  while IFS= read -r line; do
    if [[ -n "$line" ]]; then arguments+=(${2:+"$2"} "$line"); fi
  done <<<"$1"
}
add "$PLANS"
add "$STACKS" --stack
add "$SOURCES" --source
add "$ACCEPT" --accept
add "$ENVIRONMENT" --env
add "$POLICY" --policy

review() { npx --yes -p "$PACKAGE" plan-review "$@" "${arguments[@]}"; }
# a policy also decides which acceptances count, so every call needs it, but a danger fails the job only when the review is visible
show() { review "$@" || [[ $? == 2 ]]; }

report="$RUNNER_TEMP/plan-review.html"
show --format html >"$report"
echo "report=$report" >>"$GITHUB_OUTPUT"
show --format github >>"$GITHUB_STEP_SUMMARY"

if [[ "$GITHUB_EVENT_NAME" != pull_request* ]]; then
  echo 'not a pull request: the review is in the job summary'
elif [[ "$IS_READ_ONLY" == true ]]; then
  echo 'pull request from a fork or from Dependabot: its token cannot write comments; the review is in the job summary'
else
  # the page of the run has the job summary and the artifacts
  show post --scope "$SCOPE" --one-note --report "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
fi

if [[ -z "$POLICY" ]]; then arguments+=(--fail-on "$FAIL_ON"); fi
review --format terminal
