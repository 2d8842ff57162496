import { createHash } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Returns the six letters that follow the name in an ARN. AWS chooses these letters randomly; locally, they are the
 * same at each start.
 */
const suffixOf = (name: string) =>
  [...createHash('sha256').update(name).digest().subarray(0, 6)].map((byte) => letters[byte % letters.length]).join('');

const withSuffix = (name: string) => `${name}-${suffixOf(name)}`;

const prefixOf = ({ region, account }: { region: string; account: string }) =>
  `arn:aws:secretsmanager:${region}:${account}:secret:`;

/**
 * Returns a secret's ARN, given its name, its ARN, or its ARN without the suffix. Source: Secrets Manager API
 * reference, "GetSecretValue": SecretId.
 */
export function secretArn(secretId: string, place: { region: string; account: string }): string {
  const [, prefix, last] = /^(arn:.*?:secret:)(.*)$/.exec(secretId) ?? [];
  if (prefix === undefined || last === undefined) return `${prefixOf(place)}${withSuffix(secretId)}`;
  const isComplete = last === withSuffix(last.slice(0, -7));
  return `${prefix}${isComplete ? last : withSuffix(last)}`;
}
