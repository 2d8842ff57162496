import { z } from 'zod';
import type { Authorizer } from '../authorize';
import { jsonApi, operation } from '../gateway/json-api';
import { pageOf } from '../gateway/page';
import { type AccessedResources, AwsError, type ServiceApi } from '../gateway/service-api';
import { secretArn } from './secret-arn';
import { passesFilters, SecretFilters } from './secret-filters';
import { type Secret, type Secrets, type SecretVersion, versionOf } from './secrets';

const SecretId = z.string().min(1).max(2048);
const GetSecretValue = z.object({ SecretId, VersionId: z.string().optional(), VersionStage: z.string().optional() });
const ListSecrets = z.object({
  MaxResults: z.int().min(1).max(100).default(100),
  NextToken: z.string().optional(),
  Filters: SecretFilters,
  SortOrder: z.literal('asc', 'only ascending order is supported locally').optional(),
});
const ListSecretVersionIds = z.object({
  SecretId,
  MaxResults: z.int().min(1).max(100).default(100),
  NextToken: z.string().optional(),
  IncludeDeprecated: z.boolean().default(false),
});
/** Largest number of secrets in a batch. Source: Secrets Manager API reference, "BatchGetSecretValue". */
const largestBatch = 20;
const BatchGetSecretValue = z.object({
  SecretIdList: z.array(SecretId).min(1).max(largestBatch).optional(),
  Filters: SecretFilters,
  MaxResults: z.int().min(1).max(largestBatch).optional(),
  NextToken: z.string().optional(),
});

type Batch = z.output<typeof BatchGetSecretValue>;

const invalidParameter = (reason: string) => new AwsError('InvalidParameterException', reason);

const entryOf = ({ arn, name }: Secret, { id, content, stages, createdAt }: SecretVersion) => ({
  ARN: arn,
  Name: name,
  VersionId: id,
  ...content,
  VersionStages: stages,
  CreatedDate: createdAt / 1000,
});

const stagesOf = ({ versions }: Secret) =>
  Object.fromEntries(versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, stages]));

const descriptionOf = (secret: Secret) => ({
  ARN: secret.arn,
  Name: secret.name,
  ...(secret.description !== undefined && { Description: secret.description }),
  ...(secret.kmsKeyId !== undefined && { KmsKeyId: secret.kmsKeyId }),
  LastChangedDate: secret.changedAt / 1000,
  CreatedDate: secret.createdAt / 1000,
  Tags: Object.entries(secret.tags).map(([Key, Value]) => ({ Key, Value })),
});

/**
 * Returns the ARN of the secret that a call accesses. Source: service authorization reference, "AWS Secrets Manager".
 */
const accessed: AccessedResources = (input, place) => {
  const secret = input.text('SecretId', 'Name');
  return [secret && secretArn(secret, place)];
};

/**
 * Creates the Secrets Manager API. Source: Secrets Manager API reference, "GetSecretValue",
 * "DescribeSecret", "ListSecrets", "ListSecretVersionIds", "BatchGetSecretValue".
 */
export function secretsManagerApi(secrets: Secrets, authorizer: Pick<Authorizer, 'authorize'>): ServiceApi {
  /**
   * Returns a secret.
   * @throws AwsError ResourceNotFoundException if the secret is not declared
   */
  const find = (secretId: string): Secret => {
    const secret = secrets.find(secretId);
    if (secret !== undefined) return secret;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  };

  /**
   * Returns a secret's requested version.
   * @throws AwsError ResourceNotFoundException if no version matches
   */
  const read = (input: z.infer<typeof GetSecretValue>) => {
    const secret = find(input.SecretId);
    const version = versionOf(secret, { id: input.VersionId, stage: input.VersionStage });
    if (version !== undefined) return entryOf(secret, version);
    const wanted =
      input.VersionId === undefined
        ? `staging label: ${input.VersionStage ?? 'AWSCURRENT'}`
        : `VersionId: ${input.VersionId}`;
    const reason = `Secrets Manager can't find the specified secret value for ${wanted}`;
    throw new AwsError('ResourceNotFoundException', reason);
  };

  /**
   * Returns the IDs of the secrets in a batch.
   * @throws AwsError InvalidParameterException if the batch is selected both by IDs and by filters, or by neither
   */
  const batchOf = ({ SecretIdList: listed, Filters: filters, MaxResults: size, NextToken: token }: Batch) => {
    if ((listed === undefined) === (filters.length === 0))
      throw invalidParameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.");
    if (listed !== undefined) {
      if (size !== undefined)
        throw invalidParameter(
          "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.",
        );
      return { secretIds: listed, nextToken: {} };
    }
    const found = secrets.all().filter((secret) => passesFilters(secret, filters));
    const { items, nextToken } = pageOf(found, {
      size: size ?? largestBatch,
      token,
      invalidTokenCode: 'InvalidNextTokenException',
    });
    return { secretIds: items.map(({ arn }) => arn), nextToken };
  };

  const api = jsonApi('secretsmanager', {
    GetSecretValue: operation(GetSecretValue, read),
    DescribeSecret: operation(z.object({ SecretId }), (input) => {
      const secret = find(input.SecretId);
      return { ...descriptionOf(secret), VersionIdsToStages: stagesOf(secret) };
    }),
    ListSecrets: operation(ListSecrets, (input) => {
      const found = secrets.all().filter((secret) => passesFilters(secret, input.Filters));
      const { items, nextToken } = pageOf(found, {
        size: input.MaxResults,
        token: input.NextToken,
        invalidTokenCode: 'InvalidNextTokenException',
      });
      const SecretList = items.map((secret) => ({
        ...descriptionOf(secret),
        SecretVersionsToStages: stagesOf(secret),
      }));
      return { SecretList, ...nextToken };
    }),
    ListSecretVersionIds: operation(ListSecretVersionIds, (input) => {
      const { arn, name, kmsKeyId = 'DefaultEncryptionKey', versions } = find(input.SecretId);
      const found = versions.filter(({ stages }) => input.IncludeDeprecated || stages.length > 0);
      const { items, nextToken } = pageOf(found, {
        size: input.MaxResults,
        token: input.NextToken,
        invalidTokenCode: 'InvalidNextTokenException',
      });
      const Versions = items.map(({ id, stages, createdAt }) => ({
        VersionId: id,
        ...(stages.length > 0 && { VersionStages: stages }),
        CreatedDate: createdAt / 1000,
        KmsKeyIds: [kmsKeyId],
      }));
      return { ARN: arn, Name: name, Versions, ...nextToken };
    }),
    BatchGetSecretValue: operation(BatchGetSecretValue, (input, { principal }) => {
      const SecretValues: object[] = [];
      const Errors: object[] = [];
      const { secretIds, nextToken } = batchOf(input);
      for (const secretId of secretIds) {
        try {
          const { arn } = find(secretId);
          const action = 'secretsmanager:GetSecretValue';
          const decision = authorizer.authorize({ principal, action, resource: arn });
          if (!decision.allowed) throw new AwsError('AccessDeniedException', decision.reason);
          SecretValues.push(read({ SecretId: secretId }));
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          Errors.push({ SecretId: secretId, ErrorCode: error.code, Message: error.message });
        }
      }
      return { SecretValues, Errors, ...nextToken };
    }),
  });
  return Object.assign(api, { accessed });
}
