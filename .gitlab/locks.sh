#!/usr/bin/env bash
# locks.sh STACK: writes a stack's provider hashes for all platforms that run plans. Review and commit the file.
set -euo pipefail
source .gitlab/terraform.sh
folder=cdktf.out/stacks/${1:?missing stack}
if [[ ! -f $folder/cdk.tf.json ]]; then
  echo "✗ $folder/cdk.tf.json is missing: expected it as an artifact of the job synth" >&2
  exit 1
fi
"$terraform" -chdir="$folder" providers lock -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_arm64
cp "$folder/.terraform.lock.hcl" providers.lock.hcl
echo "providers.lock.hcl is an artifact of this job: commit it to .gitlab/"
