import { ErrorWithSubackPacket } from 'mqtt';
import { ConnectRejectedError } from '../../devices/device-connection';
import { ProvisioningRejectedError } from '../../devices/provision';
import { withTimeout } from './with-timeout';

/** An attack, which should be rejected, and the outcome. */
export interface Attempt {
  readonly what: string;
  /** Outcome of the attack. A `fault` is neither a rejection nor a success, for example a timeout. */
  readonly outcome: 'refused' | 'got through' | { readonly fault: string };
}

/** Response timeout in seconds, longer than any single request of a device takes. */
const secondsToAnswer = 30;

/**
 * Runs an attack.
 * @param act resolves with whether the attack succeeds, or rejects with the error response
 */
export async function attempt(what: string, act: () => Promise<boolean>, seconds = secondsToAnswer): Promise<Attempt> {
  try {
    return { what, outcome: (await withTimeout(act(), seconds)) ? 'got through' : 'refused' };
  } catch (error) {
    if (isRefusal(error)) return { what, outcome: 'refused' };
    return { what, outcome: { fault: error instanceof Error ? error.message : String(error) } };
  }
}

/** CONNACK return code "not authorized" (MQTT 3.1.1, table 3.1). */
const notAuthorized = 5;
/** SUBACK return code "failure" (MQTT 3.1.1, 3.9.3). */
const failure = 0x80;
/** Status codes of a denial. 404, 429 and 500 have other causes: a missing resource, throttling, or a server error. */
const refusals = [400, 403];

function isRefusal(error: unknown): boolean {
  if (error instanceof ConnectRejectedError) return error.code === notAuthorized;
  if (error instanceof ProvisioningRejectedError) return refusals.includes(error.statusCode);
  // an error without a packet means that the connection closed
  if (error instanceof ErrorWithSubackPacket) return error.packet?.granted.some((code) => code === failure) ?? false;
  return false;
}
