#!/usr/bin/env bash
# decide.sh ENVIRONMENT STACK…: writes deploy-ENVIRONMENT.yml, the pipeline that deploys. Where the plans are those that the
# merge request has shown, it begins by itself; where they are not, it shows the difference and waits for somebody.
set -euo pipefail
environment=${1:?which environment}
shift
plans=()
for stack in "$@"; do plans+=(--plan "cdktf.out/stacks/$stack/plan.json"); done

begins=on_success
npm run --silent review -- reviewed "${plans[@]}" || {
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
