#!/usr/bin/env bash
# plan.sh STACK: plans a stack and writes the plan file and its JSON to the stack's folder.
set -euo pipefail
source .gitlab/stack.sh "${1:-}"

run init -input=false -lockfile=readonly
# the planning role cannot write a lock; if the state changes after the plan, the apply rejects the plan
run plan -input=false -lock=false -out=plan.tfplan
# the JSON may contain secrets, and only the review needs it, so the artifact is limited to developers and expires after a day
"$terraform" -chdir="$folder" show -json plan.tfplan > "$folder/plan.json"
