# Sourced by the jobs that touch a stack: the folder that synth has left, the binary of the image, the locked providers.
stack=$1
folder=cdktf.out/stacks/$stack
if ! terraform=$(command -v tofu || command -v terraform); then
  echo "✗ the image of this job has neither terraform nor tofu: TERRAFORM_IMAGE says which image it is" >&2
  exit 1
fi
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
