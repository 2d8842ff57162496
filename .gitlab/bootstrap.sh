#!/usr/bin/env bash
# bootstrap.sh ENVIRONMENT: deploys the foundation stack to a new account. The account's administrator runs this script in a
# terminal. The foundation contains the state bucket, so its own state starts as a local file and moves to the bucket later.
set -euo pipefail
fail() {
  echo "✗ $1" >&2
  exit 1
}

if [[ $# != 1 || $1 != [a-z]* ]]; then fail "missing environment: expected a name from config/, for example .gitlab/bootstrap.sh dev"; fi
stack=himeshima-$1-foundation
folder=cdktf.out/stacks/$stack
terraform=$(command -v tofu || command -v terraform) || fail "neither terraform nor tofu is installed: version 1.10 or newer of either is required"
if [[ ! -f $folder/cdk.tf.json ]]; then
  fail "$folder/cdk.tf.json is missing: run npm run synth"
fi
if grep -q 'project_path:example/' "$folder/cdk.tf.json"; then
  fail "config/pipeline.ts still contains the example project, whose owner could deploy to your account: set your own project"
fi
# this run uses the same locked providers as later runs
if [[ ! -f .gitlab/providers.lock.hcl ]]; then
  .gitlab/locks.sh "$stack" > /dev/null || fail "the providers cannot be locked: fix the errors above and run this again"
  mv providers.lock.hcl .gitlab/
  echo "Created .gitlab/providers.lock.hcl with the provider hashes. Commit it: plans require it."
fi
cp .gitlab/providers.lock.hcl "$folder/.terraform.lock.hcl"

override=$folder/bootstrap_override.tf.json
# the state file is outside the stack's folder, because the next npm run synth replaces the folder
state=$PWD/bootstrap.$stack.tfstate
rm -f "$override"
# init fails if the bucket does not exist yet
if [[ ! -f $state ]] && "$terraform" -chdir="$folder" init -input=false -reconfigure > /dev/null 2>&1 &&
  [[ -n $("$terraform" -chdir="$folder" state list 2> /dev/null) ]]; then
  fail "the state of $stack is already in its bucket: cd $folder && ${terraform##*/} apply"
fi
# a file with this name overrides the backend in cdk.tf.json (Terraform, "Override Files")
printf '{"terraform":{"backend":{"local":{"path":"%s"}}}}\n' "$state" > "$override"
"$terraform" -chdir="$folder" init -input=false -reconfigure
# shows the plan and asks for confirmation
if ! "$terraform" -chdir="$folder" apply; then
  fail "the apply failed: fix the errors above and run this again; it continues from $state"
fi
rm "$override"
if ! "$terraform" -chdir="$folder" init -input=false -migrate-state -force-copy ||
  ! "$terraform" -chdir="$folder" state list > /dev/null; then
  fail "the state could not be moved to its bucket: fix the errors above and run this again; it continues from $state"
fi
rm -f "$state" "$state.backup"
echo "The state of $stack is in its bucket. Values for the project variables (docs/deploy.md):"
"$terraform" -chdir="$folder" output
