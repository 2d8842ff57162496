# This file is sourced. It finds the Terraform or OpenTofu binary that the `terraform` job copied from TERRAFORM_IMAGE.
PATH=$PWD/.terraform-bin:$PATH
if ! terraform=$(command -v tofu || command -v terraform); then
  echo "✗ neither terraform nor tofu is in .terraform-bin: the job terraform copies it from TERRAFORM_IMAGE (docs/deploy.md)" >&2
  exit 1
fi
