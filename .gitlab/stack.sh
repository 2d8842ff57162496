# This file is sourced by jobs that work on a stack. It sets the stack's folder, the binary and the locked providers.
stack=${1:?missing stack, for example himeshima-dev}
folder=cdktf.out/stacks/$stack
source .gitlab/terraform.sh
if [[ ! -f $folder/cdk.tf.json ]]; then
  echo "✗ $folder/cdk.tf.json is missing: expected it as an artifact of the job synth" >&2
  exit 1
fi
if [[ ! -f .gitlab/providers.lock.hcl ]]; then
  echo "✗ .gitlab/providers.lock.hcl is missing: run the job 'provider locks' and commit its artifact" >&2
  exit 1
fi
cp .gitlab/providers.lock.hcl "$folder/.terraform.lock.hcl"
source .gitlab/aws-role.sh

# run ARGUMENT…: runs the binary in the stack's folder and returns its exit code; prints advice for known errors
run() {
  local code=0 output
  output=$(mktemp)
  "$terraform" -chdir="$folder" "$@" 2>&1 | tee "$output" || code=$?
  if [[ $code == 1 ]]; then advise "$(< "$output")"; fi
  rm "$output"
  return "$code"
}

advise() {
  case $1 in
    *'Saved plan is stale'*)
      echo "✗ $stack has changed since this plan was created: run a new pipeline of this branch" >&2
      ;;
    *'Error acquiring the state lock'*)
      echo "✗ the state of $stack is locked by the operation shown above: wait for it; if it is no longer running, release the lock with terraform force-unlock ID" >&2
      ;;
    *ExpiredToken*)
      echo "✗ the token of this job has expired: start the job again" >&2
      ;;
    *'Not authorized to perform sts:AssumeRoleWithWebIdentity'*)
      echo "✗ the role does not trust this job: check the project and branch in config/pipeline.ts, plannedFrom and deployedFrom in config/ and the protection in .gitlab/project.json; an administrator must apply changes (docs/deploy.md)" >&2
      ;;
    *'No value for required variable'*)
      echo "✗ the TF_VAR_… of the variable above is missing: set it as a project variable with the scope plan/dev or plan/prod (docs/deploy.md)" >&2
      ;;
    *'must be set unless validate = false'*)
      echo "✗ DD_API_KEY, DD_APP_KEY or, for deployments, DD_DEPLOY_APP_KEY is missing: set the project variables to keys of a Datadog service account (docs/deploy.md)" >&2
      ;;
  esac
}
