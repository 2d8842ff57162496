import type { Right } from '../../lib/policy';
import { joined, type Phrase, say, words } from '../phrase';
import type { Held } from './policies';

const placesAtMost = 6;

/** What devices do with topics and client ids (AWS IoT developer guide, "AWS IoT Core policy actions"). */
const deviceVerbs: Readonly<Record<string, { readonly verb: string; readonly every: string }>> = {
  'iot:connect': { verb: 'connect as', every: 'anybody' },
  'iot:publish': { verb: 'publish to', every: 'every topic' },
  'iot:receive': { verb: 'receive from', every: 'every topic' },
  'iot:retainpublish': { verb: 'leave retained messages on', every: 'every topic' },
  'iot:subscribe': { verb: 'subscribe to', every: 'every topic' },
};

/** What is done, and to what: those of the same words are told together. */
interface Told {
  readonly does: Phrase;
  readonly where: Phrase;
  readonly places: readonly Phrase[];
}

/** `publish to every topic` for a device, `s3:PutObject on arn:…` for everybody else. */
export function rightsInWords(rights: readonly Right[], type: Held['type']): Phrase {
  const told = new Map<string, Told>();
  for (const right of rights) {
    const { does, where, places } = inWords(right, type);
    const key = JSON.stringify([does, where]);
    told.set(key, { does, where, places: [...(told.get(key)?.places ?? []), ...places] });
  }
  return joined([...told.values()].map(({ does, where, places }) => [...does, ...placesInWords(places), ...where]));
}

function placesInWords(places: readonly Phrase[]): Phrase {
  if (places.length === 0) return [];
  const shown = places.slice(0, placesAtMost);
  const more = places.length - shown.length;
  return [' ', ...joined(more > 0 ? [...shown, [`${more} more`]] : shown)];
}

function inWords({ action, resource, principal, conditions }: Right, type: Held['type']): Told {
  const who: Phrase = principal === undefined ? [] : principal === '*' ? ['everybody: '] : say`${principal}: `;
  const where = conditions.length === 0 ? [] : [' where ', ...joined(conditions.map((condition) => say`${condition}`))];
  const device = type === 'aws_iot_policy' ? deviceVerbs[action.toLowerCase()] : undefined;
  if (device === undefined || resource === undefined) {
    const does = [...who, ...(action === '*' ? words('everything') : say`${action}`)];
    if (resource === undefined) return { does, where, places: [] };
    return { does: [...does, ' on'], where, places: [resource === '*' ? words('everything') : say`${resource}`] };
  }
  // arn:aws:iot:REGION:ACCOUNT:topic/NAME
  const name = resource.replace(/^arn:[^:]*:iot:[^:]*:[^:]*:(?:topic|topicfilter|client)\//, '');
  const isAll = name === '*' || resource === '*';
  return { does: [...who, device.verb], where, places: [isAll ? words(device.every) : say`${name}`] };
}

/** Whether a right is so wide that even somebody new should not have it. */
export function isBroad({ action, resource, principal, conditions }: Right, type: Held['type']): boolean {
  if (action === '*' || (action.endsWith(':*') && resource === '*')) return true;
  if (principal === '*' && conditions.length === 0) return true;
  if (type !== 'aws_iot_policy' || conditions.length > 0) return false;
  return resource === '*' || /:(?:topic|topicfilter|client)\/[*#]$/.test(resource ?? '');
}
