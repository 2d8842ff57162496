import type { PolicyDocument } from './document';
import { didYouMean } from './near-miss';
import { fitsWildcard } from './wildcard';

/** Case-insensitive names: each name in AWS's spelling, keyed by its lower-case form. */
export type Names = ReadonlyMap<string, string>;

/** Names that AWS defines for a service. */
export interface ServiceNames {
  /** Actions without the service prefix: `SendMessage`. */
  readonly actions: Names;
  /** Condition keys with the service prefix. `${…}` matches any text: `kms:EncryptionContext:${EncryptionContextKey}`. */
  readonly conditionKeys: Names;
}

export interface NamesOfAws {
  /** Service prefixes, for example `sqs`. */
  readonly services: ReadonlySet<string>;
  /** Global condition keys, for example `aws:SourceAccount` and `aws:PrincipalTag/tag-key`. */
  readonly globalKeys: Names;
  /** Returns a service's names; undefined if the service does not exist. */
  of(service: string): ServiceNames | undefined;
}

/** Action or condition key that AWS does not define. */
export interface UnknownName {
  /** Name as it appears in the policy. */
  readonly text: string;
  /** Column, starting at 1, at which the unknown part of the name begins. */
  readonly column: number;
  readonly message: string;
}

/**
 * Returns a document's actions and condition keys that AWS does not define. IAM accepts them silently, but an
 * unknown action grants nothing, and a statement with an unknown key never applies.
 */
export function unknownNames({ Statement }: PolicyDocument, known: NamesOfAws): readonly UnknownName[] {
  return Statement.flatMap(({ Action = [], NotAction = [], Condition }) => [
    ...[...Action, ...NotAction].flatMap((action) => unknownAction(action, known)),
    ...Object.values(Condition).flatMap((keys) => Object.keys(keys).flatMap((key) => unknownKey(key, known))),
  ]);
}

function unknownAction(text: string, known: NamesOfAws): UnknownName[] {
  if (text === '*') return [];
  const [service = '', ...rest] = text.split(':');
  const name = rest.join(':');
  const names = known.of(service.toLowerCase());
  if (names === undefined) return [unknownService(text, service, known)];
  const pattern = name.toLowerCase();
  if (names.actions.has(pattern)) return [];
  if (/[*?]/.test(pattern) && [...names.actions.keys()].some((action) => fitsWildcard(pattern, action))) return [];
  const message = `${service} has no action ${name}${didYouMean(name, names.actions.values())}`;
  return [{ text, column: service.length + 2, message }];
}

const unknownService = (text: string, service: string, { services }: NamesOfAws): UnknownName => ({
  text,
  column: 1,
  message: `AWS has no service ${service}${didYouMean(service, services)}`,
});

function unknownKey(text: string, known: NamesOfAws): UnknownName[] {
  const [service = ''] = text.split(':');
  // claims of an identity provider have the provider's host as a prefix: `gitlab.example.com:sub`
  if (service.includes('.')) return [];
  const own = service.toLowerCase() === 'aws' ? known.globalKeys : known.of(service.toLowerCase())?.conditionKeys;
  if (own === undefined) return [unknownService(text, service, known)];
  const key = text.toLowerCase();
  if (own.has(key) || [...own.keys()].some((known) => fitsWildcard(anyIn(known), key))) return [];
  const message = `AWS has no condition key ${text}${didYouMean(text, own.values())}`;
  return [{ text, column: service.length + 2, message }];
}

/** Converts the placeholder in a condition key to a wildcard: `aws:requesttag/${tagkey}` becomes `aws:requesttag/*`. */
const anyIn = (key: string) => key.replace(/\$\{.*?\}|tag-key$/g, '*');
