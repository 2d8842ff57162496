# Sourced by the jobs that work on a stack: the folder that synth has left, the binary, the locked providers.
stack=${1:?which stack, such as himeshima-dev}
folder=cdktf.out/stacks/$stack
source .gitlab/terraform.sh
if [[ ! -f $folder/cdk.tf.json ]]; then
  echo "✗ $folder/cdk.tf.json is missing: the job synth leaves it behind, as an artifact" >&2
  exit 1
fi
if [[ ! -f .gitlab/providers.lock.hcl ]]; then
  echo "✗ .gitlab/providers.lock.hcl is missing: run the job 'provider locks' and commit what it leaves behind" >&2
  exit 1
fi
cp .gitlab/providers.lock.hcl "$folder/.terraform.lock.hcl"
source .gitlab/aws-role.sh

# run ARGUMENT…: the binary, in the folder of the stack; ends as it does, and says of what others have met before what to do
run() {
  local code=0 said
  said=$(mktemp)
  "$terraform" -chdir="$folder" "$@" 2>&1 | tee "$said" || code=$?
  if [[ $code == 1 ]]; then advise "$(< "$said")"; fi
  rm "$said"
  return "$code"
}

advise() {
  case $1 in
    *'Saved plan is stale'*)
      echo "✗ $stack has changed since this plan was made, so that it says nothing any more: run a new pipeline of this branch" >&2
      ;;
    *'Error acquiring the state lock'*)
      echo "✗ somebody else works on $stack, or has died over it: the lines above say who; when nobody does, terraform force-unlock ID frees it" >&2
      ;;
    *ExpiredToken*)
      echo "✗ the token of this job has expired, which lives as long as the job may take: start the job again" >&2
      ;;
    *'Not authorized to perform sts:AssumeRoleWithWebIdentity'*)
      echo "✗ the role does not trust this job: config/pipeline.ts says which project and branch it trusts, plannedFrom and deployedFrom in config/ whether it wants the protected branch or a protected environment, which .gitlab/project.json tells it of; an administrator applies that (docs/deploy.md)" >&2
      ;;
    *'No value for required variable'*)
      echo "✗ a TF_VAR_… is missing: the lines above say of which variable; variables of the project, with the scope plan/dev or plan/prod (docs/deploy.md)" >&2
      ;;
    *'must be set unless validate = false'*)
      echo "✗ DD_API_KEY, DD_APP_KEY or, where something is deployed, DD_DEPLOY_APP_KEY is missing: variables of the project, from a service account of Datadog (docs/deploy.md)" >&2
      ;;
  esac
}
