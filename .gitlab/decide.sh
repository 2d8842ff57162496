#!/usr/bin/env bash
# decide.sh ENVIRONMENT STACK…: writes deploy-ENVIRONMENT.yml, the pipeline that deploys this pipeline's plan files.
# The deployment starts automatically if the plans match those approved in the merge request. Otherwise, this job shows
# the review, and a person must start the deployment.
set -euo pipefail
environment=${1:?missing environment}
shift
plans=()
for stack in "$@"; do plans+=(--plan "cdktf.out/stacks/$stack/plan.json"); done

begins=on_success
npm run --silent review -- reviewed "${plans[@]}" --scope pipeline || {
  code=$?
  if [[ $code != 3 ]]; then exit "$code"; fi
  begins=manual
  npm run --silent review -- "${plans[@]}" --format terminal
}
cat > "deploy-$environment.yml" <<YAML
include:
  - local: .gitlab/deploy.yml
    inputs: { environment: $environment, begins: $begins }
YAML
