#!/usr/bin/env bash
# e2e.sh STACK FILE…: tests of tests/e2e, against what is deployed.
set -euo pipefail
folder=$PWD/cdktf.out/stacks/${1:?which stack}
shift
if [[ ! -f $folder/outputs.json ]]; then
  echo "✗ $folder/outputs.json is missing: the job that deploys leaves it behind" >&2
  exit 1
fi
if [[ ! -f $folder/cdk.tf.json ]]; then
  echo "✗ $folder/cdk.tf.json is missing: the job synth leaves it behind, as an artifact" >&2
  exit 1
fi
source .gitlab/aws-role.sh
# the SDK takes it from nowhere else: here is no profile
AWS_REGION=$(node --print 'require(process.argv[1]).provider.aws[0].region' "$folder/cdk.tf.json")
export AWS_REGION E2E_TARGET=$folder/outputs.json E2E_DEVICES=$PWD/e2e-devices
for thing in light-1 sensor-1; do
  name=${thing//-/_}_key
  key=${!name:-}
  # a variable of the type file; an environment without example things has none
  if [[ -n $key ]]; then install -D -m 600 "$key" "$E2E_DEVICES/devices/$thing/key.pem"; fi
done
npx jest --ci --runTestsByPath "$@"
