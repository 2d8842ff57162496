import { canMeet, patternOfFilter, patternOfResource } from '../../lib/iot';
import { iotActions, literal } from '../../lib/policy';

/** The action that a word names: `publish` is `iot:Publish`. @throws Error for one that AWS IoT's policies do not have */
export function actionNamed(word: string): string {
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
 * What a word names in an action's kind of resource: a topic, a client, a thing; an ARN stays as it is.
 * @param place `arn:aws:iot:REGION:ACCOUNT:`
 */
export function resourceNamed(action: string, word: string, place: string): string {
  if (word.startsWith('arn:')) return word;
  const kind = kindOf(action);
  if (kind === undefined) return '*';
  return `${place}${word.startsWith(`${kind}/`) ? '' : `${kind}/`}${word}`;
}

/** All that a topic filter matches and more, as policies write it: `*` crosses levels, where `+` is one. */
export const wildcardsOf = (filter: string) =>
  filter
    .split('/')
    .map((level) => (level === '+' || level === '#' ? '*' : literal(level)))
    .join('/');

/** Whether a resource of a policy names a topic that a filter matches; of other kinds than topics it says yes. */
export function isMatched(resource: string, filter: string): boolean {
  const topic = /^(?:arn:.*?:)?topic\/(.*)$/.exec(resource)?.[1];
  return topic === undefined || canMeet(patternOfResource(topic), patternOfFilter(filter));
}
