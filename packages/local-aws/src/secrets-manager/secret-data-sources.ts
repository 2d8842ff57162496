import type { ValueObject } from '@himeshima/terraform-json';
import { z } from 'zod';
import { parseWithCoercion } from '../coerce-attributes';
import type { PlatformServices } from '../services';
import { current, type Secret, secretsOf, versionOf } from './secrets';

type Parts = Pick<PlatformServices, 'clock' | 'place' | 'store'>;

const SecretAttributes = z
  .object({ name: z.string().optional(), arn: z.string().optional() })
  .refine(({ name, arn }) => name !== undefined || arn !== undefined);
const VersionAttributes = z.object({
  secret_id: z.string(),
  version_id: z.string().optional(),
  version_stage: z.string().optional(),
});

function declared(parts: Parts, argument: string, secretId: string): Secret {
  const secret = secretsOf(parts).find(secretId);
  if (secret !== undefined) return secret;
  const advice = 'refer to the secret by aws_secretsmanager_secret.NAME.id';
  throw new Error(`${argument}: no secret ${secretId} is declared before this data source; ${advice}`);
}

export const secretDataSources = {
  aws_secretsmanager_secret(parts: Parts, attributes: ValueObject): ValueObject {
    const parsed = parseWithCoercion(SecretAttributes, attributes);
    if (!parsed.success) throw new Error('name: missing; declare the name or the arn of a secret');
    const { arn: givenArn, name: givenName } = parsed.data;
    const argument = givenArn === undefined ? 'name' : 'arn';
    const { arn, name, description, kmsKeyId, tags } = declared(parts, argument, givenArn ?? givenName ?? '');
    return { id: arn, arn, name, description: description ?? '', kms_key_id: kmsKeyId ?? '', tags: { ...tags } };
  },
  aws_secretsmanager_secret_version(parts: Parts, attributes: ValueObject): ValueObject {
    const parsed = parseWithCoercion(VersionAttributes, attributes);
    if (!parsed.success) throw new Error('secret_id: must be the name or the ARN of a secret');
    const { secret_id: secretId, version_id: id, version_stage: stage } = parsed.data;
    const secret = declared(parts, 'secret_id', secretId);
    const version = versionOf(secret, { id, stage });
    if (version === undefined)
      throw new Error(
        `secret_id: ${secretId} has no version ${id ?? stage ?? current} yet; ` +
          'refer to the secret by aws_secretsmanager_secret_version.NAME.secret_id',
      );
    return {
      id: `${secret.arn}|${version.id}`,
      arn: secret.arn,
      secret_id: secretId,
      version_id: version.id,
      version_stages: [...version.stages],
      secret_string: 'SecretString' in version.content ? version.content.SecretString : null,
      secret_binary: 'SecretBinary' in version.content ? version.content.SecretBinary : null,
    };
  },
} as const;
