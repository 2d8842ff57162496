# Sourced: the role by which this job works in AWS, by the token that GitLab gives to it alone (OpenID Connect). No key of AWS
# is kept anywhere; the token is a file that goes with the job.
if [[ -n ${AWS_ID_TOKEN:-} ]]; then
  if [[ -z ${AWS_ROLE_ARN:-} ]]; then
    echo "✗ AWS_ROLE_ARN is missing: the role by which this job works, from AWS_PLAN_ROLE_ARN and its like (docs/deploy.md)" >&2
    exit 1
  fi
  # what was pasted with quotes, spaces or another line would be told by AWS as a role that trusts nobody
  if [[ ! $AWS_ROLE_ARN =~ ^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$ ]]; then
    echo "✗ AWS_ROLE_ARN is no role's ARN, arn:aws:iam::ACCOUNT:role/NAME without quotes, spaces or line ends: mend AWS_PLAN_ROLE_ARN or its like among the variables of the project (docs/deploy.md)" >&2
    exit 1
  fi
  token=$(mktemp)
  trap 'rm -f "$token"' EXIT
  chmod 600 "$token"
  printf %s "$AWS_ID_TOKEN" > "$token"
  export AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE=$token AWS_ROLE_SESSION_NAME=gitlab-${CI_PIPELINE_ID:-0}
fi
