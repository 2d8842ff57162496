#!/usr/bin/env bash
# datadog.sh begin|end ENVIRONMENT: mutes an environment's monitors during a deployment, for at most an hour, and
# marks the deployment and its result in Datadog's graphs.
set -euo pipefail
what=${1:-nothing} environment=${2:-}
if [[ -z ${DD_API_KEY:-} || -z ${DD_APP_KEY:-} ]]; then
  echo "✗ DD_API_KEY or DD_DEPLOY_APP_KEY is missing: set the project variables to keys of a Datadog service account (docs/deploy.md)" >&2
  exit 1
fi
# Datadog site of the deployed monitors, read from the synthesized stack
api=$(node --print 'require(process.argv[1]).provider.datadog[0].api_url' "$PWD/cdktf.out/stacks/himeshima-$environment/cdk.tf.json")
api=${api%/}

# keys go into a file, because other processes can see arguments
headers=$(mktemp)
trap 'rm -f "$headers"' EXIT
chmod 600 "$headers"
printf 'dd-api-key: %s\ndd-application-key: %s\ncontent-type: application/json\n' "$DD_API_KEY" "$DD_APP_KEY" > "$headers"
ask() { curl --silent --show-error --fail-with-body --max-time 30 --header "@$headers" --request "$@"; }

case $what in
  begin)
    end=$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%S+00:00)
    # Mutes all groups of the monitors that have both tags. A scope with the environment would mute nothing,
    # because no groups and only a few queries contain the environment (docs.datadoghq.com/api/latest/downtimes, "monitor_tags").
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
    # the file is empty if the downtime could not be created
    if [[ -s downtime.id ]]; then ask DELETE "$api/api/v2/downtime/$(cat downtime.id)"; fi
    ask POST "$api/api/v1/events" --data @- > /dev/null <<JSON
{"title": "himeshima: deployment to $environment, ${CI_JOB_STATUS:-ended}",
 "text": "Commit ${CI_COMMIT_SHORT_SHA:-?}, pipeline ${CI_PIPELINE_URL:-?}",
 "tags": ["environment:$environment", "service:himeshima", "version:${CI_COMMIT_SHORT_SHA:-unknown}"]}
JSON
    ;;
  *)
    echo "✗ unknown command datadog.sh $what: expected begin or end" >&2
    exit 1
    ;;
esac
