import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { groupBy } from '../group-by';
import { secret } from '../masking/spans';
import { memoizeByObject } from '../memoize';
import { documentIn } from '../plan/json-documents';
import { statementsIn } from './statements';
import { trafficIn } from './traffic';

/** Matches attributes for people and tools, which do not affect what the resource does. Tags of sources and targets do. */
const remarks =
  /(?:^|_)(?:annotations?|checksum|comment|description|etag|hash|labels|match_labels|selector|(?<!source_|target_|network_)tags|tags_all|timeouts|triggers)$/;

/** Value inside a resource, with the names of its attribute and blocks. */
export interface Leaf {
  readonly path: readonly string[];
  /** One value, or the values of the same attribute in several blocks. */
  readonly values: readonly Value[];
}

/** Returns the values in attributes, blocks and JSON documents. Attributes of the same name are read as one. */
export function leavesIn(objects: readonly ValueObject[]): readonly Leaf[] {
  const all = objects.flatMap((values) => Object.entries(values).flatMap(([name, value]) => leavesAt([name], value)));
  return [...groupBy(all, ({ path }) => path.join('.')).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ path: first.path, values: [first, ...others].flatMap((leaf) => leaf.values) }],
  );
}

/** Returns the values in one object like `leavesIn`, and keeps them, because several sections of the review look for values in new resources. */
export const leavesOf = memoizeByObject((values: ValueObject): readonly Leaf[] => leavesIn([values]));

function leavesAt(path: readonly string[], value: Value): readonly Leaf[] {
  const inside = documentIn(value) ?? value;
  const name = path.at(-1) ?? '';
  if (remarks.test(name) || inside === null || inside === '') return [];
  // the value of a named variable means nothing without the name, and may be a secret
  if (path.length > 1 && /^values?$/.test(name)) return [];
  if (trafficIn(name, inside).length > 0 || statementsIn(inside).length > 0) return [{ path, values: [inside] }];
  if (name === 'set' && isObject(inside)) return settingIn(path, inside);
  if (isObject(inside)) return Object.entries(inside).flatMap(([name, item]) => leavesAt([...path, name], item));
  if (!isList(inside)) return [{ path, values: [inside] }];
  return inside.some((item) => typeof item === 'object')
    ? inside.flatMap((item) => leavesAt(path, item))
    : [{ path, values: inside }];
}

/** Matches names of values of a Helm chart that say what is reachable and how large it is, and that are never secrets. */
const telling =
  /(?:^|\.)(?:class|className|enabled|hosts?|ingressClassName|port|region|replicaCount|replicas|size|tag|type|version)$/;

/** Returns a value of a Helm chart with its name: `server.service.type=LoadBalancer`. Returns only the name of other values. */
function settingIn(path: readonly string[], { name = null, value = null }: ValueObject): readonly Leaf[] {
  if (typeof name !== 'string' || typeof value === 'object') return [];
  const isShown = telling.test(name) && !String(value).includes(secret);
  return [{ path, values: [isShown ? `${name}=${value}` : name] }];
}
