#!/usr/bin/env bash
# deploy.sh STACK: applies the reviewed plan file and writes the outputs to the stack's folder.
set -euo pipefail
source .gitlab/stack.sh "${1:-}"

if [[ ! -f $folder/plan.tfplan ]]; then
  echo "✗ $folder/plan.tfplan is missing: plans are kept for a day; run a new pipeline" >&2
  exit 1
fi
run init -input=false -lockfile=readonly
run apply -input=false -lock-timeout=5m plan.tfplan
"$terraform" -chdir="$folder" output -json > "$folder/outputs.json"
