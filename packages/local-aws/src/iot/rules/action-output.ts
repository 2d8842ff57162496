import { marshall } from '@aws-sdk/util-dynamodb';
import { jsonText } from '@himeshima/iot';
import type { RuleMatch } from './rule-action';

/** Returns the data that an action sends: the output as JSON, or the bytes of a payload that is not JSON. */
export function outputBytes({ output }: Pick<RuleMatch, 'output'>): Uint8Array {
  return output instanceof Uint8Array ? output : Buffer.from(jsonText(output) ?? '');
}

/** Returns the data that an action sends as text. */
export const outputText = (match: RuleMatch): string => Buffer.from(outputBytes(match)).toString('utf8');

/**
 * Returns the output as a JSON value.
 * @throws Error if the output is not JSON
 */
export function parseOutput({ output }: RuleMatch): unknown {
  const text = jsonText(output);
  if (text === undefined) throw new Error("the output is not JSON: pass bytes to a function with encode(*, 'base64')");
  return JSON.parse(text);
}

/** Converts a JSON object to a DynamoDB item. */
export const itemOf = (fields: Readonly<Record<string, unknown>>): Record<string, object> =>
  // Accept imprecise numbers. Otherwise, messages would be discarded because JavaScript supports fewer digits
  // than DynamoDB's 38.
  marshall(fields, { removeUndefinedValues: true, convertClassInstanceToMap: true, allowImpreciseNumbers: true });

/** Returns the name at the end of an ARN or URL. */
export const lastPart = (arn: string): string => arn.split(/[:/]/).at(-1) ?? arn;
