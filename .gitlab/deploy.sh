#!/usr/bin/env bash
# deploy.sh STACK: does what the plan file says, which is what was looked at, and leaves the outputs beside it.
set -euo pipefail
source .gitlab/stack.sh "$1"

if [[ ! -f $folder/plan.tfplan ]]; then
  echo "✗ $folder/plan.tfplan is missing: plans are kept for a day; run a new pipeline, which plans anew" >&2
  exit 1
fi
"$terraform" -chdir="$folder" init -input=false -lockfile=readonly
said=$(mktemp)
if ! "$terraform" -chdir="$folder" apply -input=false -lock-timeout=5m plan.tfplan 2>&1 | tee "$said"; then
  if grep -q 'Saved plan is stale' "$said"; then
    echo "✗ $stack has changed since this plan was made, so that it says nothing any more: run a new pipeline of this branch" >&2
  elif grep -q 'Error acquiring the state lock' "$said"; then
    echo "✗ somebody else works on $stack, or has died over it: the lines above say who; when nobody does, terraform force-unlock ID frees it" >&2
  fi
  exit 1
fi
"$terraform" -chdir="$folder" output -json > "$folder/outputs.json"
