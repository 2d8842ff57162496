import { maximumShadowNameBytes } from './document';

export type ShadowOperation = 'get' | 'update' | 'delete';

/** A shadow: that of a thing, or with `shadow` one of its named ones. */
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
 * Reads a topic on which the shadow service takes requests.
 * @returns undefined for any other topic, those of its own answers included
 * Source: AWS IoT developer guide, device-shadow-mqtt.
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

/** The topics on which the shadow service answers. Source: AWS IoT developer guide, device-shadow-mqtt. */
export type ShadowAnswer =
  | `${ShadowOperation}/accepted`
  | `${ShadowOperation}/rejected`
  | 'update/delta'
  | 'update/documents';

/** `$aws/things/T/shadow[/name/N]/…` */
export function shadowTopic({ thing, shadow }: ShadowId, stub: ShadowAnswer | ShadowOperation): string {
  const name = shadow === undefined ? '' : `/name/${shadow}`;
  return `$aws/things/${thing}/shadow${name}/${stub}`;
}
