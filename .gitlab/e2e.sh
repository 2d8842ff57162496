#!/usr/bin/env bash
# e2e.sh STACK FILE…: tests of tests/e2e, against what is deployed.
set -euo pipefail
outputs=$PWD/cdktf.out/stacks/${1:?which stack}/outputs.json
shift
if [[ ! -f $outputs ]]; then
  echo "✗ $outputs is missing: the job that deploys leaves it behind" >&2
  exit 1
fi
source .gitlab/aws-role.sh
export E2E_TARGET=$outputs E2E_DEVICES=$PWD/e2e-devices
for thing in light-1 sensor-1; do
  name=${thing//-/_}_key
  key=${!name:-}
  # a variable of the type file; an environment without example things has none
  if [[ -n $key ]]; then install -D -m 600 "$key" "$E2E_DEVICES/devices/$thing/key.pem"; fi
done
npx jest --ci --runTestsByPath "$@"
