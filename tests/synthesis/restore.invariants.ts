import { readFileSync } from 'node:fs';
import { ofType, type SynthesizedEnvironment } from './synthesized-environments';

/** Checks that the resources in the commands of docs/restore.md exist. */
export function restoreInvariants(
  platform: () => SynthesizedEnvironment,
  foundation: () => SynthesizedEnvironment,
): void {
  const text = readFileSync('docs/restore.md', 'utf8');
  const optionValues = (option: string) =>
    [...text.matchAll(new RegExp(`${option} ([\\w-]+)`, 'g'))].flatMap(([, name]) => name ?? []);
  const attributeValues = (stack: SynthesizedEnvironment, type: string, attribute: string) =>
    ofType(stack, type).map(({ attributes }) => String(attributes[attribute]));
  /** Replaces the account ID in a name, because the IDs on the page are examples. */
  const anywhere = (name: string) => name.replace(/\d{12}$/, 'ACCOUNT');

  test('refers only to declared tables and their keys', () => {
    const tables = new Set([...optionValues('--table-name'), ...optionValues('--source-table-name')]);
    const own = [...tables].filter((name) => !name.endsWith('-restored'));
    expect(own.length).toBeGreaterThan(1);
    expect(attributeValues(platform(), 'aws_dynamodb_table', 'name')).toEqual(expect.arrayContaining(own));
    const alias = /KMSMasterKeyId=(alias\/[\w-]+)/.exec(text)?.[1];
    expect(attributeValues(platform(), 'aws_kms_alias', 'name')).toContain(alias);
  });

  test('refers only to declared buckets and functions', () => {
    const buckets = [
      ...attributeValues(platform(), 'aws_s3_bucket', 'bucket'),
      ...attributeValues(foundation(), 'aws_s3_bucket', 'bucket'),
    ];
    const mentioned = optionValues('--bucket').filter((name) => name.startsWith('himeshima-'));
    expect(mentioned.length).toBeGreaterThan(0);
    expect(buckets.map(anywhere)).toEqual(expect.arrayContaining(mentioned.map(anywhere)));
    expect(attributeValues(platform(), 'aws_lambda_function', 'function_name')).toEqual(
      expect.arrayContaining(optionValues('--function-name')),
    );
  });

  test('states the declared point-in-time recovery and versions', () => {
    for (const table of ofType(platform(), 'aws_dynamodb_table'))
      expect(table.attributes['point_in_time_recovery']).toEqual({ enabled: true });
    expect(ofType(platform(), 'aws_s3_bucket_versioning').length).toBe(ofType(platform(), 'aws_s3_bucket').length);
  });
}
