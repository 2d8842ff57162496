import { iotActions, literal } from '@himeshima/aws-policy';
import {
  canMeet,
  parseSharedFilter,
  parseTopicFilter,
  patternOfFilter,
  patternOfResource,
  TopicError,
} from '@himeshima/iot';
import { account as laptopAccount } from '../demonstration/story';

/** The action that a word names: `publish` is `iot:Publish`. @throws Error for one that AWS IoT's policies do not have */
export function parseAction(word: string): string {
  const known = [...iotActions.keys()];
  const action = known.find((name) =>
    [name, name.replace(/^\w+:/, '')].some((one) => one.toLowerCase() === word.toLowerCase()),
  );
  if (action === undefined) throw new Error(`--action ${word} is not one of ${known.join(', ')}`);
  return action;
}

/** The kind of resource that an action is checked against, before the name: `topic/`. */
const kindOf = (action: string) => iotActions.get(action)?.[0];

/**
 * What a word names in an action's kind of resource: a topic, a client, a thing. An ARN stays as it is, but for the account
 * of the laptop, which its refusals name: it stands for that of the stack.
 * @param place `arn:aws:iot:REGION:ACCOUNT:`
 * @throws Error for no word, and for an ARN of another service
 */
export function parseResource(action: string, word: string, place: string): string {
  if (word === '') throw new Error(`${action} is about something: a topic, a filter, a client or a thing`);
  if (word.startsWith('arn:')) {
    const startLocalTarget = place.replace(/[^:]*:$/, `${laptopAccount}:`);
    if (word.startsWith(startLocalTarget)) return place + word.slice(startLocalTarget.length);
    if (/^arn:[^:]*:(iot|greengrass):/.test(word)) return word;
    throw new Error(`${word} is no ARN of AWS IoT; it begins with ${place}`);
  }
  const kind = kindOf(action);
  if (kind === undefined) return '*';
  return `${place}${word.startsWith(`${kind}/`) ? '' : `${kind}/`}${word}`;
}

/** All that a topic filter matches and more, as policies write it: `*` crosses levels, where `+` is one. */
export const filterToWildcards = (filter: string) =>
  filter
    .split('/')
    .map((level) => (level === '+' || level === '#' ? '*' : literal(level)))
    .join('/');

/** Refuses what matches no topic, of actions on topics. @throws Error */
export function rejectInvalidFilter(action: string, filter: string): void {
  if (!kindOf(action)?.startsWith('topic') || filter.startsWith('arn:')) return;
  try {
    if (parseSharedFilter(filter) === undefined) parseTopicFilter(filter);
  } catch (error) {
    if (error instanceof TopicError) throw new Error(`${filter} is no topic filter: ${error.message}`);
    throw error;
  }
}

/** Whether a resource of a policy names a topic that a filter matches; of other kinds than topics it says yes. */
export function isMatched(resource: string, filter: string): boolean {
  const topic = /^(?:arn:.*?:)?topic\/(.*)$/.exec(resource)?.[1];
  return topic === undefined || canMeet(patternOfResource(topic), patternOfFilter(filter));
}
