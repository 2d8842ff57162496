# This file is sourced. It assumes this job's AWS role with the OpenID Connect token of the job. No AWS key is stored;
# the token is in a file that is removed when the job ends.
if [[ -n ${AWS_ID_TOKEN:-} ]]; then
  if [[ -z ${AWS_ROLE_ARN:-} ]]; then
    echo "✗ AWS_ROLE_ARN is missing: set the project variable for this job's role, such as AWS_PLAN_ROLE_ARN (docs/deploy.md)" >&2
    exit 1
  fi
  # for an ARN with quotes, spaces or a line break, AWS would only report that the role does not trust the job
  if [[ ! $AWS_ROLE_ARN =~ ^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$ ]]; then
    echo "✗ invalid AWS_ROLE_ARN: expected arn:aws:iam::ACCOUNT:role/NAME without quotes, spaces or line breaks; correct the project variable, such as AWS_PLAN_ROLE_ARN (docs/deploy.md)" >&2
    exit 1
  fi
  token=$(mktemp)
  trap 'rm -f "$token"' EXIT
  chmod 600 "$token"
  printf %s "$AWS_ID_TOKEN" > "$token"
  export AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE=$token AWS_ROLE_SESSION_NAME=gitlab-${CI_PIPELINE_ID:-0}
fi
