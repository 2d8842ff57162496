import type { Authorizer } from '../authorize';
import { AwsError, type AwsRequest } from '../gateway/service-api';
import { type Secret, type Secrets, type SecretVersion, versionOf } from '../secrets-manager/secrets';
import { parameterReference } from './parameter-reference';

const prefix = '/aws/reference/secretsmanager/';

/** Returns whether the name of a parameter refers to a secret. */
export const isSecretReference = (name: string): boolean => name.startsWith(prefix);

/** Returns the version that is named by its staging label or its ID, or the current version. */
const selectedVersion = (secret: Secret, selector: string | undefined): SecretVersion | undefined =>
  versionOf(secret, { id: undefined, stage: selector }) ?? versionOf(secret, { id: selector, stage: undefined });

interface SecretRequest {
  secrets: Secrets;
  authorizer: Pick<Authorizer, 'authorize'>;
  request: Pick<AwsRequest, 'principal'>;
  isDecrypted: boolean;
}

/**
 * Returns a secret as a parameter. The caller also needs permission to read the secret. Source: Systems Manager user guide,
 * "integration-ps-secretsmanager".
 * @param name reference such as `/aws/reference/secretsmanager/database:AWSPREVIOUS`
 * @throws AwsError if the secret or the version does not exist, decryption is not requested, or the caller may not read the
 * secret
 */
export function secretParameter(name: string, { secrets, authorizer, request, isDecrypted }: SecretRequest): object {
  if (!isDecrypted)
    throw new AwsError(
      'ValidationException',
      'WithDecryption flag must be True for retrieving a Secret Manager secret.',
    );
  const { id, selector } = parameterReference(name);
  const missing = () =>
    new AwsError(
      'ParameterNotFound',
      `An error occurred (ParameterNotFound) when referencing Secrets Manager: Secret ${id} not found.`,
    );
  const secret = secrets.find(id.slice(prefix.length));
  if (secret === undefined) throw missing();
  const decision = authorizer.authorize({
    principal: request.principal,
    action: 'secretsmanager:GetSecretValue',
    resource: secret.arn,
  });
  if (!decision.allowed) throw new AwsError('AccessDeniedException', decision.reason);
  const version = selectedVersion(secret, selector);
  if (version === undefined || !('SecretString' in version.content)) throw missing();
  const { SecretString } = version.content;
  const createdAt = version.createdAt / 1000;
  return {
    Name: id,
    Type: 'SecureString',
    Value: SecretString,
    Version: 0,
    ...(selector !== undefined && { Selector: `:${selector}` }),
    SourceResult: JSON.stringify({
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.id,
      SecretString,
      VersionStages: version.stages,
      CreatedDate: createdAt,
    }),
    LastModifiedDate: createdAt,
    ARN: secret.arn,
    DataType: 'text',
  };
}
