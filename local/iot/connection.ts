import { iotContext, type PolicyContext } from '../../lib/policy';
import type { Thing } from './registry';

/** A device that has connected. */
export interface Connection {
  clientId: string;
  certificateId: string;
  /** The things to which its certificate is attached. */
  things: readonly string[];
  /** The thing that it connects as: type and attributes. */
  thing: Thing | undefined;
  /** Where it connects from. */
  source: { ip: string; port: number };
  /** The filters that it is subscribed to. */
  subscriptions: Set<string>;
}

/** The variables of IoT policies as this connection gives them. */
export function iotContextOf({ clientId, certificateId, things, thing }: Connection): PolicyContext {
  return iotContext({ clientId, certificateId, attachedThings: things, thing });
}
