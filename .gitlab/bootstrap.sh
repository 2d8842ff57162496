#!/usr/bin/env bash
# bootstrap.sh ENVIRONMENT: the first run in an account, by an administrator of it, from a terminal. The foundation holds the
# bucket of the states, so that its own state is a file at first, and goes into that bucket as soon as there is one.
set -euo pipefail
stack=himeshima-$1-foundation
folder=cdktf.out/stacks/$stack
if ! terraform=$(command -v tofu || command -v terraform); then
  echo "✗ neither terraform nor tofu is installed: 1.10 or newer of either" >&2
  exit 1
fi
if [[ ! -f $folder/cdk.tf.json ]]; then
  echo "✗ $folder/cdk.tf.json is missing: npm run synth writes it" >&2
  exit 1
fi
if [[ -f .gitlab/providers.lock.hcl ]]; then cp .gitlab/providers.lock.hcl "$folder/.terraform.lock.hcl"; fi

override=$folder/bootstrap_override.tf.json
state=bootstrap.tfstate
# a file of this name wins over what cdk.tf.json says of the backend (Terraform, "Override Files")
printf '{"terraform":{"backend":{"local":{"path":"%s"}}}}\n' "$state" > "$override"
"$terraform" -chdir="$folder" init -input=false
# shows what it will make, and asks
if ! "$terraform" -chdir="$folder" apply; then
  echo "✗ not all of it is there: mend what the lines above say, and run this again; it goes on from $folder/$state" >&2
  exit 1
fi
rm "$override"
"$terraform" -chdir="$folder" init -input=false -migrate-state -force-copy
"$terraform" -chdir="$folder" state list > /dev/null
rm -f "$folder/$state" "$folder/$state.backup"
echo "The state of $stack is in its bucket. For the variables of the project (docs/deploy.md):"
"$terraform" -chdir="$folder" output
