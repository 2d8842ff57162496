import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, readStack } from '@himeshima/terraform-json';
import type { Environment } from '../../config/environment';
import type { PlannedRule } from './run-failed-actions';

/** Locations of an environment's failed work: its failure buckets and its rules. */
export interface FailureLocations {
  /** Buckets with batches that a function could not process. */
  readonly buckets: readonly string[];
  readonly rules: ReadonlyMap<string, PlannedRule>;
}

/**
 * Reads the failure buckets and rules of an environment from its synthesized stack.
 * @param account account id in resource names, because the local platform has its own account
 * @throws Error if the environment is not synthesized
 */
export function failureLocations(root: string, environment: Environment, account: string): FailureLocations {
  const { stack } = environment;
  const file = join(root, 'cdktf.out', 'stacks', stack, 'cdk.tf.json');
  if (!existsSync(file)) throw new Error(`${file} is missing; run npm run synth`);
  const { resources } = readStack(JSON.parse(readFileSync(file, 'utf8').replaceAll(environment.account, account)));
  const destinations = JSON.stringify(
    resources.filter(({ type }) => type === 'aws_lambda_event_source_mapping').map(({ attributes }) => attributes),
  );
  const buckets = resources.filter(
    ({ type, address }) => type === 'aws_s3_bucket' && destinations.includes(`${address}.`),
  );
  const rules = resources.filter(({ type }) => type === 'aws_iot_topic_rule');
  return {
    buckets: buckets.map((bucket) => textAt(bucket, 'bucket')),
    rules: new Map(rules.map((rule) => [textAt(rule, 'name'), plannedRule(rule)])),
  };
}

function plannedRule(rule: Block): PlannedRule {
  const [, partitionKey] = JSON.stringify(rule.attributes['kinesis'] ?? '').match(/"partition_key":"([^"]*)"/) ?? [];
  return {
    sql: unescapeInterpolation(textAt(rule, 'sql')),
    partitionKey: partitionKey && unescapeInterpolation(partitionKey),
  };
}

/** Replaces Terraform's escape sequence `$${` with `${`. */
const unescapeInterpolation = (text: string) => text.replaceAll('$${', () => '${');

function textAt({ address, attributes }: Block, name: string): string {
  const value = attributes[name];
  if (typeof value !== 'string') throw new Error(`${address} has no ${name}`);
  return value;
}
