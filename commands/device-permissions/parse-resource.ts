import { iotActions, literal } from '@himeshima/aws-policy';
import {
  parseSharedFilter,
  parseTopicFilter,
  patternOfFilter,
  patternOfResource,
  patternsOverlap,
  TopicError,
} from '@himeshima/iot';
import { localAccount } from '@himeshima/local-aws';

/**
 * Returns the full name of an action: `publish` is `iot:Publish`.
 * @throws Error if AWS IoT policies do not support the action
 */
export function parseAction(word: string): string {
  const known = [...iotActions.keys()];
  const action = known.find((name) =>
    [name, name.replace(/^\w+:/, '')].some((form) => form.toLowerCase() === word.toLowerCase()),
  );
  if (action === undefined) throw new Error(`unknown --action "${word}": expected one of ${known.join(', ')}`);
  return action;
}

/** Returns an action's resource type, which precedes the name in an ARN, for example `topic`. */
const kindOf = (action: string) => iotActions.get(action)?.[0];

/**
 * Returns the ARN of a topic, client or thing, depending on the action, or `*` for an action without a resource type.
 * Keeps a given ARN, but replaces the local runtime's account id with the stack's account id.
 * @param arnPrefix `arn:aws:iot:REGION:ACCOUNT:`
 * @throws Error for an empty name and for an ARN of another service
 */
export function parseResource(action: string, word: string, arnPrefix: string): string {
  if (word === '') throw new Error(`${action} requires a resource: a topic, a filter, a client or a thing`);
  if (word.startsWith('arn:')) {
    const localPrefix = arnPrefix.replace(/[^:]*:$/, `${localAccount}:`);
    if (word.startsWith(localPrefix)) return arnPrefix + word.slice(localPrefix.length);
    if (/^arn:[^:]*:(iot|greengrass):/.test(word)) return word;
    throw new Error(`"${word}" is not an AWS IoT ARN: expected ${arnPrefix}…`);
  }
  const kind = kindOf(action);
  if (kind === undefined) return '*';
  return `${arnPrefix}${word.startsWith(`${kind}/`) ? '' : `${kind}/`}${word}`;
}

/**
 * Converts a topic filter to a policy pattern that matches at least the same topics, because a policy's `*` also matches slashes.
 */
export const filterToWildcards = (filter: string) =>
  filter
    .split('/')
    .map((level) => (level === '+' || level === '#' ? '*' : literal(level)))
    .join('/');

/** Rejects an invalid topic filter for actions on topics. @throws Error with the reason */
export function rejectInvalidFilter(action: string, filter: string): void {
  if (!kindOf(action)?.startsWith('topic') || filter.startsWith('arn:')) return;
  try {
    if (parseSharedFilter(filter) === undefined) parseTopicFilter(filter);
  } catch (error) {
    if (error instanceof TopicError) throw new Error(`invalid topic filter "${filter}": ${error.message}`);
    throw error;
  }
}

/** Returns whether a policy resource covers a topic that a filter matches; true for resources other than topics. */
export function isMatched(resource: string, filter: string): boolean {
  const topic = /^(?:arn:.*?:)?topic\/(.*)$/.exec(resource)?.[1];
  return topic === undefined || patternsOverlap(patternOfResource(topic), patternOfFilter(filter));
}
