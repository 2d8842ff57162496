#!/usr/bin/env bash
# locks.sh STACK: what the providers of a stack hash to, on every machine that plans; somebody looks at it and commits it.
set -euo pipefail
source .gitlab/terraform.sh
folder=cdktf.out/stacks/${1:?which stack}
if [[ ! -f $folder/cdk.tf.json ]]; then
  echo "✗ $folder/cdk.tf.json is missing: the job synth leaves it behind, as an artifact" >&2
  exit 1
fi
"$terraform" -chdir="$folder" providers lock -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_arm64
cp "$folder/.terraform.lock.hcl" providers.lock.hcl
echo "providers.lock.hcl is an artifact of this job: it belongs into .gitlab/"
