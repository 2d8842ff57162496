#!/usr/bin/env bash
# datadog.sh begin|end ENVIRONMENT: no monitor of the environment calls anybody while it is deployed, for an hour at most, and
# Datadog's graphs show when that was, and how it ended.
set -euo pipefail
what=${1:-nothing} environment=${2:-}
if [[ -z ${DD_API_KEY:-} || -z ${DD_APP_KEY:-} ]]; then
  echo "✗ DD_API_KEY or DD_DEPLOY_APP_KEY is missing: variables of the project, from a service account of Datadog (docs/deploy.md)" >&2
  exit 1
fi
# where the monitors are that are deployed: config says at which site
api=$(node --print 'require(process.argv[1]).provider.datadog[0].api_url' "$PWD/cdktf.out/stacks/himeshima-$environment/cdk.tf.json")
api=${api%/}

# the keys stand in a file, not among the arguments that other processes see
headers=$(mktemp)
trap 'rm -f "$headers"' EXIT
chmod 600 "$headers"
printf 'dd-api-key: %s\ndd-application-key: %s\ncontent-type: application/json\n' "$DD_API_KEY" "$DD_APP_KEY" > "$headers"
ask() { curl --silent --show-error --fail-with-body --max-time 30 --header "@$headers" --request "$@"; }

case $what in
  begin)
    end=$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%S+00:00)
    # By the monitors' own tags, all of which they have to have, and every group of theirs: few queries name an environment, and
    # no group does, so that a scope would mute nothing (D/api/latest/downtimes, "monitor_tags").
    ask POST "$api/api/v2/downtime" --data @- > downtime.json <<JSON
{"data": {"type": "downtime", "attributes": {
  "message": "Pipeline ${CI_PIPELINE_ID:-?} deploys $environment",
  "monitor_identifier": {"monitor_tags": ["project:himeshima", "environment:$environment"]},
  "scope": "*",
  "schedule": {"start": null, "end": "$end"}
}}}
JSON
    node --print 'require(process.argv[1]).data.id' "$PWD/downtime.json" > downtime.id
    ;;
  end)
    # where beginning it has failed there is none
    if [[ -s downtime.id ]]; then ask DELETE "$api/api/v2/downtime/$(cat downtime.id)"; fi
    ask POST "$api/api/v1/events" --data @- > /dev/null <<JSON
{"title": "himeshima: deployment to $environment, ${CI_JOB_STATUS:-ended}",
 "text": "Commit ${CI_COMMIT_SHORT_SHA:-?}, pipeline ${CI_PIPELINE_URL:-?}",
 "tags": ["environment:$environment", "service:himeshima", "version:${CI_COMMIT_SHORT_SHA:-unknown}"]}
JSON
    ;;
  *)
    echo "✗ datadog.sh $what is not known; known: begin, end" >&2
    exit 1
    ;;
esac
