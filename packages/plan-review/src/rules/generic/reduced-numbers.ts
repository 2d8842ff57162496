import type { Value } from '@himeshima/terraform-json';
import { becomesTrue, numberOf } from '../../knowledge/condition';
import { wordsOf } from '../../knowledge/name-words';
import type { Meaning } from '../../knowledge/row';
import { say } from '../../phrase';
import type { GenericRule } from './generic-rule';

/** Words in the names of numbers, and the consequence of a lower number. */
const families: readonly (readonly [RegExp, Meaning, string])[] = [
  [/\b(?:retention|retain\w*|keep|recovery window|delete after)\b/, 'retention', 'data is kept for a shorter time'],
  [/\b(?:backups?|snapshots?)\b/, 'backup', 'fewer backups are kept'],
  [/\b(?:approv\w+|reviewers?|required)\b/, 'protection', 'fewer checks are required'],
  [
    /\b(?:replicas?|replica count|capacity|instances?|nodes?|node count|desired (?:count|size)|min (?:count|size|instances|replicas|nodes)|max (?:count|size|instances|replicas|nodes)|shards?|partitions?|workers?|throughput|iops|units|concurrency|num nodes|target size|cluster size|copies|cpus?|vcpus?|memory|memory mb|node type count|broker nodes)\b/,
    'capacity',
    'the resource handles less load, and a failure has more effect',
  ],
];
/** Words in the names of numbers whose decrease does not reduce capacity, protection or retention. */
const otherwise =
  /\b(?:port|priority|weight|ttl|timeout|interval|delay|period|seconds|unavailable|surge|version|percent|percentage|id|utili[sz]ation|threshold)\b/;

/** Matches names of amounts in the notation of Kubernetes: `500m` CPU, `2Gi` memory. */
const quantities = /\b(?:v?cpus?|memory)$/;

const units: Readonly<Record<string, number>> = {
  '': 1,
  m: 0.001,
  k: 1e3,
  Ki: 2 ** 10,
  M: 1e6,
  Mi: 2 ** 20,
  G: 1e9,
  Gi: 2 ** 30,
  T: 1e12,
  Ti: 2 ** 40,
};

/** Converts an amount in the notation of Kubernetes to a number. Returns NaN for other values. */
function amountOf(value: Value): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(m|[kMGT]|[KMGT]i)?$/.exec(String(value)) ?? [];
  return number === '' ? Number.NaN : Number(number) * (units[unit] ?? Number.NaN);
}

/** Returns whether a resource stores logs. Source: Terraform Registry, hashicorp/aws 6, hashicorp/azurerm 4 */
const keepsLogs = (type: string): boolean => wordsOf(type).some((word) => /^logs?$/.test(word));

const nameAt = (path: readonly string[]): string => wordsOf(path.at(-1) ?? '').join(' ');

/** Returns the consequence of a lower number. Undefined for numbers whose meaning their name does not say. */
function familyOf(path: readonly string[]) {
  const name = nameAt(path);
  const known = families.find(([pattern]) => pattern.test(name));
  return known === undefined || (otherwise.test(name) && known[1] !== 'retention') ? undefined : known;
}

/** Returns whether a higher number only means that data is kept for longer, or that more backups are kept. */
export const keepsMore = (path: readonly string[], before: Value, after: Value): boolean =>
  /^(?:backup|retention)$/.test(familyOf(path)?.[1] ?? '') &&
  numberOf(after) > numberOf(before) &&
  numberOf(before) > 0;

/** Reports numbers that fall to half or less. */
export const reducedNumbers: GenericRule = ({ path, before, after }, { type, after: values }) => {
  // a table that scales on demand has no provisioned capacity
  if (type === 'aws_dynamodb_table' && values['billing_mode'] === 'PAY_PER_REQUEST') return undefined;
  const name = nameAt(path);
  if (before.length === 0 || after.length === 0) return undefined;
  const known = familyOf(path);
  if (known === undefined) return undefined;
  const read = quantities.test(name) ? amountOf : numberOf;
  const [was = [], is = []] = [before, after].map((values) => values.map((value) => read(value)));
  if (!becomesTrue({ is: 'halved' }, was, is)) return undefined;
  const [, meaning, so] = known;
  // logs with a retention of 0 days are kept indefinitely
  if (meaning === 'retention' && keepsLogs(type) && is.every((number) => number === 0)) return undefined;
  const [[old, ...olds], [now, ...nows]] = [before, after];
  const numbers = olds.length + nows.length === 0 ? say`: ${[`${now} instead of ${old}`]}` : [];
  return { meaning, what: say`reduces ${path.join('.')}${numbers}: ${[so]}` };
};
