#!/usr/bin/env bash
# e2e.sh STACK FILE…: runs tests from tests/e2e against a deployed stack.
set -euo pipefail
folder=$PWD/cdktf.out/stacks/${1:?missing stack}
shift
if [[ ! -f $folder/outputs.json ]]; then
  echo "✗ $folder/outputs.json is missing: expected it as an artifact of the deploy job" >&2
  exit 1
fi
if [[ ! -f $folder/cdk.tf.json ]]; then
  echo "✗ $folder/cdk.tf.json is missing: expected it as an artifact of the job synth" >&2
  exit 1
fi
source .gitlab/aws-role.sh
# the job has no AWS profile from which the SDK could read the region
AWS_REGION=$(node --print 'require(process.argv[1]).provider.aws[0].region' "$folder/cdk.tf.json")
export AWS_REGION E2E_TARGET=$folder/outputs.json E2E_DEVICES=$PWD/e2e-devices
for thing in light-1 sensor-1; do
  name=${thing//-/_}_key
  key=${!name:-}
  # a project variable of type file; unset in an environment without example things
  if [[ -n $key ]]; then install -D -m 600 "$key" "$E2E_DEVICES/devices/$thing/key.pem"; fi
done
npx jest --ci --runTestsByPath "$@"
