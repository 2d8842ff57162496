import { equal, isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { stringify } from 'yaml';
import { parsedYaml } from '../knowledge/helm-values';
import { documentIn } from '../plan/json-documents';
import { argumentSpans } from './argument-lists';
import { listOf, objectOf } from './configuration-secrets';
import { PlanBudget, type ValueBudget } from './decoding-budget';
import { isValueName, KnownSecrets, nameOfValue } from './known-secrets';
import { secretsOfPlan } from './plan-secrets';
import { anotherSecret, at, type Earlier, earlierAt, earlierItems, hidden } from './previous-values';
import { isDigest, isRandomValue } from './random-values';
import { isRandom } from './randomness';
import {
  isHeaderMap,
  isHeaderSecret,
  isKubernetesSecret,
  isMarkedSecret,
  isSecretByName,
  isSecretsName,
} from './secret-values';
import { maskSpans, secret } from './spans';
import { encodedSecrets, type Search, secretsIn } from './text-secrets';

export interface Side {
  readonly value: ValueObject;
  /**
   * Sensitivity marks from `before_sensitive` or `after_sensitive` in the plan: true, or a tree with the structure of the value.
   */
  readonly sensitive: Value;
}

interface Change<Of> {
  readonly before: Of;
  readonly after: Of;
}

/** Functions that mask the secrets of one plan. */
export interface Masker {
  /** Masks the secrets in text, such as a message. */
  readonly maskText: (text: string) => string;
  /** Masks the secrets in the address of a resource. */
  readonly maskAddress: (address: string) => string;
  /**
   * Masks the secrets before and after a change. A value is secret if Terraform marks it as sensitive, if its name or resource
   * type says so, if the value looks like a secret (even if encoded), or if the value is secret elsewhere in the plan.
   */
  readonly maskChange: (
    change: Change<Side> & { readonly type: string; readonly name?: string },
  ) => Change<ValueObject>;
  /** Masks only the object keys in a value, for example in the tree of attributes known only after apply. */
  readonly maskKeys: (value: Value) => Value;
}

/** Creates the masker for a plan. @param plan the JSON of the plan, which may be invalid */
export const maskerOf = (plan: unknown): Masker => masker(secretsOfPlan(plan), new PlanBudget());

function masker(known: KnownSecrets, budget: PlanBudget | undefined = undefined): Masker {
  // without a plan, each text has its own budget
  const budgetOf = (text: string) => (budget ?? new PlanBudget()).forValue(text);
  const find: Search = (text) => secretsIn(text, budgetOf(text));
  const maskText = textMasker(known, budgetOf);
  return {
    maskText,
    // masking the parts is faster, because most of them recur; a key in quotes may contain any text
    maskAddress: (address) =>
      plainAddress.test(address) && address.split(/[.[\]]+/).every((part) => maskText(part) === part)
        ? address
        : maskText(address),
    maskKeys: (value) => maskKeys(value, maskText),
    maskChange: ({ type, name = '', before, after }) => {
      // the marks of either value apply to both values
      const marks = either(before.sensitive, after.sensitive);
      const sensitive = containsTrue(marks) ? marks : null;
      const own = ownNames(type, name);
      const given = { type, own, isPlausible: false, sensitive, other: undefined, maskText, find };
      const was = maskObject(before.value, given);
      // most values in a plan do not change, so an unchanged value is masked only once
      if (equal(before.value, after.value)) return { before: was, after: was };
      return { before: was, after: maskObject(after.value, { ...given, other: { value: before.value, masked: was } }) };
    },
  };
}

/** Matches addresses that consist of names and of the numbers of instances. */
const plainAddress = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[\d+\])*$/;

const remembered = 50_000;
const longestRemembered = 4_000;

function textMasker(known: KnownSecrets, budgetOf: (text: string) => ValueBudget): (text: string) => string {
  const masks = new Map<string, string>();
  const knownIn = (text: string, budget: ValueBudget, depth = 0): ReturnType<Search> => [
    ...known.spansIn(text),
    ...(depth < 2 ? encodedSecrets(text, (decoded) => knownIn(decoded, budget, depth + 1), budget) : []),
  ];
  const mask = (text: string) => {
    const budget = budgetOf(text);
    const spans = secretsIn(text, budget);
    return maskSpans(text, known.isEmpty || budget.isSpent ? spans : [...spans, ...knownIn(text, budget)]);
  };
  return (text) => {
    if (text.length > longestRemembered) return mask(text);
    const earlier = masks.get(text);
    if (earlier !== undefined) return earlier;
    const masked = mask(text);
    if (masks.size >= remembered) masks.clear();
    masks.set(text, masked);
    return masked;
  };
}

/** Masks text that does not belong to a plan, such as an error about an invalid file. */
export const { maskText, maskChange } = masker(new KnownSecrets());

function either(one: Value, other: Value): Value {
  if (one === true || other === true) return true;
  // the marks rarely change
  if (equal(one, other)) return one;
  if (isList(one) && isList(other))
    return Array.from({ length: Math.max(one.length, other.length) }, (_, index) =>
      either(one[index] ?? null, other[index] ?? null),
    );
  if (isObject(one) && isObject(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return Object.fromEntries([...names].map((name) => [name, either(at(one, name) ?? null, at(other, name) ?? null)]));
  }
  return isList(one) || isObject(one) ? one : other;
}

const containsTrue = (marks: Value): boolean =>
  marks === true || (typeof marks === 'object' && marks !== null && Object.values(marks).some(containsTrue));

function maskKeys(value: Value, maskText: Masker['maskText']): Value {
  if (isList(value)) return value.map((item) => maskKeys(item, maskText));
  if (!isObject(value) || Object.keys(value).length === 0) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [maskText(name), maskKeys(item, maskText)]));
}

/** Matches attributes that contain the whole value of a resource. */
const wholeValue = /^(?:content|data|input|output|payload|result|text|val|value)$/;

/** Matches types of DNS records, whose values are public even if their names say otherwise. */
const published = /_record(?:_set)?(?:_v\d+)?$|dns/;

/** Returns the kind and the name of a resource, which name its value: `secret` for `scaleway_secret_version`, `db_password`. */
const ownNames = (type: string, name: string): readonly string[] => [
  type.replace(/_(?:version|value|v\d+)$/, '').replace(/^[^_]+_/, ''),
  ...(published.test(type) ? [] : [name]),
];

interface ValueContext {
  readonly type: string;
  /** Kind and name of the resource, which name the attribute with its whole value. */
  readonly own: readonly string[];
  /** Whether every random-looking value is considered a secret, for example in headers. */
  readonly isPlausible: boolean;
  readonly sensitive: Value;
  /** Value before the change. Undefined while the value before the change is masked. */
  readonly other: Earlier | undefined;
  readonly maskText: (text: string) => string;
  readonly find: Search;
}

/** Masks an object. Returns the object itself if it contains no secrets. */
function maskObject(object: ValueObject, given: ValueContext, parent = ''): ValueObject {
  // the name of a release does not name its values
  const called =
    given.type === 'helm_release' && parent === '' ? undefined : (nameOfValue(object) ?? singleHeader(object));
  const isMarked = isMarkedSecret(object);
  const isSecret = isKubernetesSecret(object);
  const namesShown = maskNames(Object.keys(object), given.maskText);
  const maskEntry = (name: string, value: Value, inside: ValueContext): Value => {
    const names = namesOf(name, { parent, called, own: given.own });
    const isData =
      value !== null &&
      ((isSecret && /^(?:data|stringData)$/.test(name)) ||
        (isMarked && isValueName(name)) ||
        names.some((one) => isHeaderSecret(one, value)));
    if (isData) return hidden(value, inside.other);
    return isSecretsName(object, name) ? mask(value, 'name', inside) : maskNamed(names, value, inside);
  };
  let isSame = true;
  const masked = Object.entries(object).map(([name, value]) => {
    const shown = namesShown.get(name) ?? name;
    const result = maskEntry(name, value, within(given, name, given.other && earlierAt(given.other, name, shown)));
    if (shown !== name || result !== value) isSame = false;
    return [shown, result] as const;
  });
  if (isSame) return object;
  const shown = Object.fromEntries(masked);
  return hidesChange(object, shown, given.other) ? withAnotherSecretIn(shown) : shown;
}

interface Surroundings {
  /** Name of the attribute that contains the object. */
  readonly parent: string;
  /** Name of the value, in an object with a name and a value. */
  readonly called: string | undefined;
  /** Kind and name of the resource. */
  readonly own: readonly string[];
}

/** Matches attributes that other names describe. */
const describedElsewhere = /^(?:default|value|ur[il])$/i;

/** Returns the names that describe a value, the most specific last. */
function namesOf(name: string, { parent, called, own }: Surroundings): readonly string[] {
  const isWhole = parent === '' && wholeValue.test(name);
  const isCalled = called !== undefined && isValueName(name);
  const isDescribed = describedElsewhere.test(name);
  if (!isWhole && !isCalled && !isDescribed) return [name];
  return [
    ...(isWhole ? own : []),
    name,
    // variables of containers and charts are objects with a name: `{"name": "DB_PASSWORD", "value": …}`
    ...(isCalled ? [called] : []),
    ...(isDescribed ? [/^ur/i.test(name) ? `${parent}_${name}` : parent] : []),
  ];
}

/** Masks the secrets in the names of an object, and numbers names that would be equal. Returns an empty map if no name contains a secret. */
function maskNames(names: readonly string[], maskText: Masker['maskText']): ReadonlyMap<string, string> {
  if (names.every((name) => maskText(name) === name)) return new Map();
  const counts = new Map<string, number>();
  return new Map(
    names.map((name) => {
      const masked = maskText(name);
      if (masked === name) return [name, name];
      const count = (counts.get(masked) ?? 0) + 1;
      counts.set(masked, count);
      return [name, count === 1 ? masked : `${masked} (${count})`];
    }),
  );
}

/** Returns whether two different values look equal because their secrets are masked, for example if two secrets swap places. */
const hidesChange = (value: Value, masked: Value, other: Earlier | undefined): boolean =>
  other?.masked !== undefined && equal(masked, other.masked) && !equal(value, other.value);

const withAnotherSecretIn = (object: ValueObject): ValueObject =>
  Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name.replaceAll(secret, anotherSecret), withAnotherSecret(value)]),
  );

function withAnotherSecret(value: Value): Value {
  if (typeof value === 'string') return value.replaceAll(secret, anotherSecret);
  if (isList(value)) return value.map(withAnotherSecret);
  return isObject(value) ? withAnotherSecretIn(value) : value;
}

/** Returns the header name in a firewall rule, which is two blocks deeper than the value. */
function singleHeader(object: ValueObject): string | undefined {
  const [field] = listOf(object['field_to_match']);
  const [header] = listOf(objectOf(field)['single_header']);
  const name = objectOf(header)['name'];
  return typeof name === 'string' ? name : undefined;
}

function maskNamed(names: readonly string[], value: Value, given: ValueContext): Value {
  if (names.some((name) => isSecretByName(given.type, name, value))) return hidden(value, given.other);
  const name = names.at(-1) ?? '';
  const isPlausible = given.isPlausible || (typeof value === 'object' && isHeaderMap(name));
  return mask(value, name, isPlausible === given.isPlausible ? given : { ...given, isPlausible });
}

/** Masks a value. @param name last attribute name in the path of the value */
function mask(value: Value, name: string, given: ValueContext): Value {
  // an empty text hides nothing, and would look like a removed secret
  if (given.sensitive === true) return value === null || value === '' ? value : hide(value, name, given);
  if (typeof value === 'string') return maskString(value, name, given);
  if (typeof value === 'number') return maskNumber(value, given);
  if (isList(value)) return maskList(value, name, given);
  return isObject(value) ? maskObject(value, given, name) : value;
}

/** Attributes with documents whose keys are not secret. Source: Amazon ECS API reference, "ContainerDefinition" */
const structured: ReadonlySet<string> = new Set(['container_definitions']);

/**
 * Hides a sensitive value. Of a document with well-known keys, and of the values of a Helm chart, hides the texts and most numbers, so that a
 * reviewer sees which of them change.
 */
function hide(value: Value, name: string, given: ValueContext): Value {
  const { type, other } = given;
  if (type === 'helm_release' && name === 'values') {
    if (!isList(value)) return hideDocument(value, { format: yaml, before: other?.value, given });
    const before = other !== undefined && isList(other.value) ? other.value : [];
    return value.map((text, at) => hideDocument(text, { format: yaml, before: before[at], given }));
  }
  return structured.has(name)
    ? hideDocument(value, { format: jsonText, before: other?.value, given })
    : hidden(value, other);
}

function parsedJson(text: Value): readonly Value[] {
  const json = documentIn(text);
  return json === undefined ? [] : [json];
}

/** Format of a document. */
interface Format {
  /** Parses a document. Returns an empty list for other values. */
  readonly parse: (value: Value) => readonly Value[];
  readonly write: (value: Value) => string;
}

const yaml: Format = { parse: parsedYaml, write: (value) => stringify(value) };

/** Comment in YAML that makes a change visible that the masked document does not contain. */
export const otherwise = '# something else changes: comments, notation or other documents\n';
const jsonText: Format = { parse: parsedJson, write: (value) => JSON.stringify(value) };

interface SensitiveDocument {
  readonly format: Format;
  /** Value before the change. */
  readonly before: Value | undefined;
  readonly given: ValueContext;
}

function hideDocument(value: Value, { format, before, given }: SensitiveDocument): Value {
  const [now] = format.parse(value);
  if (now === undefined || (!isList(now) && !isObject(now))) return hidden(value, given.other);
  const [was] = before === undefined ? [] : format.parse(before);
  const earlier =
    was === undefined ? undefined : { value: was, masked: hideTexts(was, '', { ...given, other: undefined }) };
  const masked = hideTexts(
    now,
    '',
    { ...given, other: earlier },
    was === undefined ? undefined : new Set(textsIn(was)),
  );
  const written = format.write(hidesChange(now, masked, earlier) ? withAnotherSecret(masked) : masked);
  const isOtherwise = format === yaml && was !== undefined && before !== value && equal(now, was);
  return isOtherwise ? `${written}${otherwise}` : written;
}

/** Matches names of amounts, ports and users, whose numbers are never secret. */
const amount =
  /^(?:(?:container|host|target|node|metrics|service|http|https|grpc)?_?port|cpu|memory|memoryReservation|(?:soft|hard)Limit|replicas?|replicaCount|(?:min|max)(?:Replicas|Available|Unavailable|Surge)|\w*Seconds|\w*Threshold|interval|timeout|retries|startPeriod|revisionHistoryLimit|runAs(?:User|Group)|fsGroup|weight|priority)$/i;

const isAmount = (name: string, value: number): boolean => amount.test(name) && Math.abs(value) < 1_000_000;

/**
 * Hides the texts in a value, and the numbers that may be secret.
 * @param known texts before the change, to recognize new texts without a counterpart. Undefined for the value before the change
 */
function hideTexts(value: Value, name: string, given: ValueContext, known?: ReadonlySet<string>): Value {
  const { other, maskText } = given;
  if (typeof value === 'string') {
    if (value === '') return value;
    return other === undefined && known?.has(value) === false ? anotherSecret : hidden(value, other);
  }
  if (typeof value === 'number') return isAmount(name, value) ? value : hidden(value, other);
  if (isList(value)) {
    const others = other === undefined ? [] : earlierItems(value, other);
    return value.map((item, place) => hideTexts(item, '', { ...given, other: others[place] }, known));
  }
  if (!isObject(value)) return value;
  const namesShown = maskNames(Object.keys(value), maskText);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const shown = namesShown.get(key) ?? key;
      return [shown, hideTexts(item, key, { ...given, other: other && earlierAt(other, key, shown) }, known)];
    }),
  );
}

const textsIn = (value: Value): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

function maskList(list: readonly Value[], name: string, given: ValueContext): readonly Value[] {
  const others = given.other === undefined ? [] : earlierItems(list, given.other);
  const spans = argumentSpans(list, given.find);
  const masked = list.map((item, place) => {
    const inside = within(given, String(place), others[place]);
    const own = spans.get(place);
    if (own === undefined || typeof item !== 'string' || inside.sensitive === true)
      return mask(item, siblingName(list, item) ?? name, inside);
    const shown = maskSpans(item, own);
    return shown === secret ? hidden(item, inside.other) : inside.maskText(shown);
  });
  if (masked.every((item, place) => item === list[place])) return list;
  return hidesChange(list, masked, given.other) ? masked.map(withAnotherSecret) : masked;
}

/**
 * Returns the name of a variable of a Helm chart, which is in another item of the list: `DB_PASSWORD` for `env[0].value`, if the value of
 * `env[0].name` is `DB_PASSWORD`.
 */
function siblingName(list: readonly Value[], item: Value): string | undefined {
  const own = isObject(item) ? item['name'] : undefined;
  const prefix = typeof own === 'string' ? /^(.{1,200})\.value$/.exec(own)?.[1] : undefined;
  if (prefix === undefined) return undefined;
  const sibling = list.find((other) => isObject(other) && other['name'] === `${prefix}.name`);
  const name = sibling !== undefined && isObject(sibling) ? sibling['value'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** Masks a number if it is a known secret of the plan. */
const maskNumber = (value: number, given: ValueContext): Value =>
  Math.abs(value) >= 1e7 && given.maskText(String(value)) === secret ? hidden(value, given.other) : value;

function maskString(text: string, name: string, given: ValueContext): string {
  const { other, isPlausible, maskText } = given;
  const json = documentIn(text);
  if (json !== undefined) return maskDocument(text, json, name, given);
  if (isDigest(name, text)) return text;
  if (isRandomValue(name, text) || (isPlausible && isRandom(text, 12))) return hidden(text, other);
  const masked = isMember(name, text) ? maskMember(text, maskText) : maskText(text);
  if (masked === secret) return hidden(text, other);
  if (masked === text || typeof other?.value !== 'string' || other.value === text) return masked;
  const before = maskText(other.value);
  // a secret must have changed if the text outside the secrets is unchanged
  return before === masked
    ? masked.replaceAll(secret, anotherSecret)
    : withChangedSecrets(text, masked, new Set(secretsOf(other.value, before)));
}

/** Marks the secrets in a masked text that an earlier text with secrets does not contain. */
function withChangedSecrets(text: string, masked: string, earlier: ReadonlySet<string>): string {
  if (earlier.size === 0) return masked;
  const secrets = secretsOf(text, masked).values();
  return masked.replaceAll(secret, () => (earlier.has(secrets.next().value ?? '') ? secret : anotherSecret));
}

/** Returns the secrets that a text contains in the places where the masked text has a mask. */
function secretsOf(text: string, masked: string): readonly string[] {
  const [first = '', ...rest] = masked.split(secret);
  let end = first.length;
  return rest.map((part) => {
    const start = end;
    const next = part === '' ? text.length : text.indexOf(part, start);
    const stop = next < 0 ? text.length : next;
    end = stop + part.length;
    return text.slice(start, stop);
  });
}

/**
 * Returns whether a text is a principal of Google Cloud IAM, such as `user:jane@example.com`, which looks like a password before a host.
 * Source: Google Cloud IAM, principal identifiers
 */
const isMember = (name: string, text: string): boolean =>
  /^members?$/.test(name) && /^(?:deleted:)?(?:user|group):[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?:\?uid=\d+)?$/.test(text);

function maskMember(text: string, maskText: (text: string) => string): string {
  const start = text.lastIndexOf(':') + 1;
  return `${text.slice(0, start)}${maskText(text.slice(start))}`;
}

function maskDocument(text: string, json: Value, name: string, given: ValueContext): string {
  const inside = { ...given, isPlausible: given.isPlausible || isHeaderMap(name), sensitive: null, other: undefined };
  const masked = mask(json, name, inside);
  if (masked === json) return text;
  // the earlier document is needed only to detect changed secrets
  const before = given.other && documentIn(given.other.value);
  if (before === undefined) return JSON.stringify(masked);
  const other = { value: before, masked: mask(before, name, inside) };
  return JSON.stringify(mask(json, name, { ...inside, other }));
}

/** Returns the masking context for a nested value. */
function within(given: ValueContext, step: string, other: Earlier | undefined): ValueContext {
  const { sensitive } = given;
  if (sensitive === null && other === given.other) return given;
  return {
    ...given,
    sensitive: sensitive === true ? true : sensitive === null ? null : (at(sensitive, step) ?? null),
    other,
  };
}

export { anotherSecret, secret };

/** Returns whether a text contains masked secrets. Two masked texts may be equal although the secrets differ. */
export const isMaskedText = (text: string): boolean => text.includes(secret) || text.includes(anotherSecret);
