import type { Right } from '@himeshima/aws-policy';
import { groupBy } from '../group-by';
import { counted, joined, type Phrase, say, words } from '../phrase';
import type { PolicyKind } from './policies-by-type';

const placesAtMost = 6;
const rightsAtMost = 12;

/** What devices do with topics and client ids (AWS IoT developer guide, "AWS IoT Core policy actions"). */
const deviceVerbs: Readonly<Record<string, { readonly verb: string; readonly every: string }>> = {
  'iot:connect': { verb: 'connect as', every: 'any client id' },
  'iot:publish': { verb: 'publish to', every: 'every topic' },
  'iot:receive': { verb: 'receive from', every: 'every topic' },
  'iot:retainpublish': { verb: 'publish retained messages to', every: 'every topic' },
  'iot:subscribe': { verb: 'subscribe to', every: 'every topic' },
};

/** Actions and the resources they apply to. Resources of the same action are merged first, then actions on the same resources. */
interface Told {
  readonly who: Phrase;
  readonly does: readonly Phrase[];
  readonly on: string;
  readonly where: Phrase;
  readonly places: readonly Phrase[];
}

/** `publish to every topic` for a device, `s3:PutObject on arn:…` for other principals. */
export function formatRights(rights: readonly Right[], kind: PolicyKind): Phrase {
  const byDeed = merged(
    rights.map((right) => inWords(right, kind)),
    ({ who, does, on, where }) => [who, does, on, where],
    (one, all) => ({ ...one, places: all.flatMap(({ places }) => places) }),
  );
  const byPlace = merged(
    byDeed,
    // `publish to` one place and `subscribe to` another stay apart
    ({ who, does, on, where, places }) => [who, on, where, places, on === '' ? does : []],
    (one, all) => ({ ...one, does: all.flatMap(({ does }) => does) }),
  );
  const told = byPlace
    .slice(0, rightsAtMost)
    .map(({ who, does, on, where, places }) => [...who, ...joined(does), on, ...placesInWords(places), ...where]);
  const more = byPlace.length - told.length;
  return joined(more > 0 ? [...told, words(counted(more, 'more right'))] : told);
}

/** `the account 111122223333`, `the service iot.amazonaws.com`; others by their ARN. */
function takerOf(principal: string): Phrase {
  const [, account] = /^AWS (?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/.exec(principal) ?? [];
  if (account !== undefined) return say`the account ${account}`;
  const [, service] = /^Service (.*)$/s.exec(principal) ?? [];
  return service === undefined ? say`${principal.replace(/^AWS /, '')}` : say`the service ${service}`;
}

/** Principals that may assume a role: `the account 111122223333 where …`, `anyone`. */
export function whoMayTake(rights: readonly Right[]): Phrase {
  const takers = rights.map((right) => {
    const { principal = '*' } = right;
    return [...(principal === '*' ? words('anyone') : takerOf(principal)), ...whereOf(right)];
  });
  // to take it, and to tag the session, are two actions of one taker
  return joined([...new Map(takers.map((taker) => [JSON.stringify(taker), taker])).values()]);
}

/** Merges entries with the same key. */
function merged(
  all: readonly Told[],
  keyOf: (told: Told) => unknown,
  merge: (first: Told, those: readonly Told[]) => Told,
): readonly Told[] {
  const groups = groupBy(all, (told) => JSON.stringify(keyOf(told)));
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [others.length === 0 ? first : merge(first, [first, ...others])],
  );
}

function placesInWords(places: readonly Phrase[]): Phrase {
  if (places.length === 0) return [];
  const shown = places.slice(0, placesAtMost);
  const more = places.length - shown.length;
  return [' ', ...joined(more > 0 ? [...shown, [`${more} more`]] : shown)];
}

/** Actions of devices other than messaging; a device that loses `iot:*` may keep some of its actions. */
function deedOf(action: string, kind: PolicyKind): Phrase {
  const verb = kind === 'device' ? 'do ' : '';
  if (action === '*') return words(`${verb}everything`);
  return [...words(kind === 'device' && action.includes('*') ? 'do all of ' : verb), ...say`${action}`];
}

/** ` where StringEquals aws:SourceAccount 1`, ` without the condition Bool iot:Connection.Thing.IsAttached true`. */
function whereOf({ conditions, without }: Right): Phrase {
  const all = (those: readonly string[]) => joined(those.map((condition) => say`${condition}`));
  return [
    ...(conditions.length === 0 ? [] : say` where ${all(conditions)}`),
    ...(without.length === 0
      ? []
      : say` without the ${[without.length > 1 ? 'conditions' : 'condition']} ${all(without)}`),
  ];
}

function inWords(right: Right, kind: PolicyKind): Told {
  const { action, resource, principal } = right;
  const who: Phrase = principal === undefined ? [] : principal === '*' ? ['anyone: '] : [...takerOf(principal), ': '];
  const where = whereOf(right);
  const device = kind === 'device' ? deviceVerbs[action.toLowerCase()] : undefined;
  if (device === undefined || resource === undefined) {
    const does = [deedOf(action, kind)];
    if (resource === undefined) return { who, does, on: '', where, places: [] };
    return { who, does, on: ' on', where, places: [resource === '*' ? words('everything') : say`${resource}`] };
  }
  // arn:aws:iot:REGION:ACCOUNT:topic/NAME
  const name = resource.replace(/^arn:[^:]*:iot:[^:]*:[^:]*:(?:topic|topicfilter|client)\//, '');
  const isAll = name === '*' || resource === '*';
  return { who, does: [words(device.verb)], on: '', where, places: [isAll ? words(device.every) : say`${name}`] };
}

/** Whether a permission is too broad even for a new principal or resource. */
export function isBroad({ action, resource, principal, conditions }: Right, kind: PolicyKind): boolean {
  if (action === '*' || (action.endsWith(':*') && resource === '*')) return true;
  if (principal === '*' && conditions.length === 0) return true;
  if (kind !== 'device' || conditions.length > 0) return false;
  return resource === '*' || /:(?:topic|topicfilter|client)\/[*#]$/.test(resource ?? '');
}
