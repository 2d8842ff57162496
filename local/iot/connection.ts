import { iotContext, type PolicyContext } from '../../lib/policy';

/** A device that has connected. */
export interface Connection {
  clientId: string;
  certificateId: string;
  /** The things to which its certificate is attached. */
  things: readonly string[];
}

/** The variables of IoT policies as this connection gives them. */
export function iotContextOf({ clientId, certificateId, things }: Connection): PolicyContext {
  return iotContext({ clientId, certificateId, attachedThings: things });
}
