#!/usr/bin/env bash
# plan.sh STACK: plans a stack, and leaves the plan and its JSON beside it.
set -euo pipefail
source .gitlab/stack.sh "${1:-}"

run init -input=false -lockfile=readonly
# the role that plans cannot write a lock; a plan of a state that has changed since is refused when it is applied
run plan -input=false -lock=false -out=plan.tfplan
# what it says of secrets is for the review alone: the artifact is for developers, and gone after a day
"$terraform" -chdir="$folder" show -json plan.tfplan > "$folder/plan.json"
