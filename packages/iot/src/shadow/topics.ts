import { maximumShadowNameBytes } from './document';

export type ShadowOperation = 'get' | 'update' | 'delete';

/** Identity of a shadow: the thing's classic shadow or, if `shadow` is set, its named shadow. */
export interface ShadowId {
  readonly thing: string;
  readonly shadow?: string;
}

export interface ShadowRequestTopic extends ShadowId {
  readonly operation: ShadowOperation;
}

const requestTopic =
  /^\$aws\/things\/([A-Za-z0-9:_-]{1,128})\/shadow(?:\/name\/([$A-Za-z0-9:_-]+))?\/(get|update|delete)$/;

/**
 * Parses a topic on which the shadow service accepts requests. Source: AWS IoT developer guide, device-shadow-mqtt.
 * @returns undefined for any other topic, including response topics
 */
export function parseShadowTopic(topic: string): ShadowRequestTopic | undefined {
  const [, thing, shadow, operation] = requestTopic.exec(topic) ?? [];
  if (thing === undefined || !isOperation(operation)) return undefined;
  if (shadow === undefined) return { thing, operation };
  return shadow.length <= maximumShadowNameBytes ? { thing, shadow, operation } : undefined;
}

function isOperation(word: string | undefined): word is ShadowOperation {
  return word === 'get' || word === 'update' || word === 'delete';
}

/** Topic suffix of a response from the shadow service. Source: AWS IoT developer guide, device-shadow-mqtt. */
export type ShadowAnswer =
  | `${ShadowOperation}/accepted`
  | `${ShadowOperation}/rejected`
  | 'update/delta'
  | 'update/documents';

/** Returns the topic of a shadow operation or response: `$aws/things/T/shadow[/name/N]/…`. */
export function shadowTopic({ thing, shadow }: ShadowId, stub: ShadowAnswer | ShadowOperation): string {
  const name = shadow === undefined ? '' : `/name/${shadow}`;
  return `$aws/things/${thing}/shadow${name}/${stub}`;
}
