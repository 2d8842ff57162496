#!/usr/bin/env bash
# bootstrap.sh ENVIRONMENT: the first run in an account, by an administrator of it, from a terminal. The foundation holds the
# bucket of the states, so that its own state is a file at first, and goes into that bucket as soon as there is one.
set -euo pipefail
fail() {
  echo "✗ $1" >&2
  exit 1
}

if [[ $# != 1 || $1 != [a-z]* ]]; then fail "which environment? .gitlab/bootstrap.sh dev, or another one of config/"; fi
stack=himeshima-$1-foundation
folder=cdktf.out/stacks/$stack
terraform=$(command -v tofu || command -v terraform) || fail "neither terraform nor tofu is installed: 1.10 or newer of either"
if [[ ! -f $folder/cdk.tf.json ]]; then
  fail "$folder/cdk.tf.json is missing: npm run synth writes it, for the environments of config/"
fi
if grep -q 'project_path:example/' "$folder/cdk.tf.json"; then
  fail "config/pipeline.ts still names the example project: whoever owns that one could deploy into your account"
fi
# this run already uses the providers that every later one is held to
if [[ ! -f .gitlab/providers.lock.hcl ]]; then
  .gitlab/locks.sh "$stack" > /dev/null || fail "the providers cannot be locked: mend what the lines above say, and run this again"
  mv providers.lock.hcl .gitlab/
  echo "New: .gitlab/providers.lock.hcl, the hashes of the providers. Commit it: no job plans without it."
fi
cp .gitlab/providers.lock.hcl "$folder/.terraform.lock.hcl"

override=$folder/bootstrap_override.tf.json
# not beside the stack: the next npm run synth writes that folder anew
state=$PWD/bootstrap.$stack.tfstate
rm -f "$override"
# where there is no bucket yet, its init fails
if [[ ! -f $state ]] && "$terraform" -chdir="$folder" init -input=false -reconfigure > /dev/null 2>&1 &&
  [[ -n $("$terraform" -chdir="$folder" state list 2> /dev/null) ]]; then
  fail "$stack is in its bucket already: cd $folder && ${terraform##*/} apply"
fi
# a file of this name wins over what cdk.tf.json says of the backend (Terraform, "Override Files")
printf '{"terraform":{"backend":{"local":{"path":"%s"}}}}\n' "$state" > "$override"
"$terraform" -chdir="$folder" init -input=false -reconfigure
# shows what it will make, and asks
if ! "$terraform" -chdir="$folder" apply; then
  fail "not all of it is there: mend what the lines above say, and run this again; it goes on from $state"
fi
rm "$override"
if ! "$terraform" -chdir="$folder" init -input=false -migrate-state -force-copy ||
  ! "$terraform" -chdir="$folder" state list > /dev/null; then
  fail "the state is not in its bucket yet: mend what the lines above say, and run this again; it goes on from $state"
fi
rm -f "$state" "$state.backup"
echo "The state of $stack is in its bucket. For the variables of the project (docs/deploy.md):"
"$terraform" -chdir="$folder" output
