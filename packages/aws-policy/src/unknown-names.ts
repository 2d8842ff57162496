import type { PolicyDocument } from './document';
import { didYouMean } from './near-miss';
import { fitsWildcard } from './wildcard';

/** Names in small letters → as AWS writes them: case does not count. */
export type Names = ReadonlyMap<string, string>;

/** What AWS knows of a service. */
export interface ServiceNames {
  /** Without the service: `SendMessage`. */
  readonly actions: Names;
  /** With it; what stands in `${…}` may be any text: `kms:EncryptionContext:${EncryptionContextKey}`. */
  readonly conditionKeys: Names;
}

export interface NamesOfAws {
  /** Prefixes of actions: `sqs`. */
  readonly services: ReadonlySet<string>;
  /** Keys that every service has: `aws:SourceAccount`, `aws:PrincipalTag/tag-key`. */
  readonly globalKeys: Names;
  /** @returns undefined of a service that AWS does not have */
  of(service: string): ServiceNames | undefined;
}

/** A name that AWS does not know. */
export interface UnknownName {
  /** What is written. */
  readonly text: string;
  /** Where in it the name begins that is unknown, from 1. */
  readonly column: number;
  readonly message: string;
}

/**
 * The actions and condition keys of a document that AWS does not know. IAM takes them without a word: what they should
 * allow stays forbidden, and a key that no request has makes its statement apply to nothing.
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
  // `gitlab.example.com:sub`: what an identity provider says, by its host
  if (service.includes('.')) return [];
  const own = service.toLowerCase() === 'aws' ? known.globalKeys : known.of(service.toLowerCase())?.conditionKeys;
  if (own === undefined) return [unknownService(text, service, known)];
  const key = text.toLowerCase();
  if (own.has(key) || [...own.keys()].some((known) => fitsWildcard(anyIn(known), key))) return [];
  const message = `AWS has no condition key ${text}${didYouMean(text, own.values())}`;
  return [{ text, column: service.length + 2, message }];
}

/** `aws:requesttag/${tagkey}` and `aws:principaltag/tag-key` are patterns: `aws:requesttag/*`. */
const anyIn = (key: string) => key.replace(/\$\{.*?\}|tag-key$/g, '*');
