import { ErrorWithSubackPacket } from 'mqtt';
import { ConnectRejectedError } from '../../devices/light';
import { ProvisioningRejectedError } from '../../devices/provision';
import { withTimeout } from './with-timeout';

/** What somebody tried who should not have succeeded. */
export interface Attempt {
  readonly what: string;
  /** After a fault nobody knows whether it would have got through. */
  readonly outcome: 'refused' | 'got through' | { readonly fault: string };
}

/** More than a device waits for all that it has to ask for one thing. */
const secondsToAnswer = 30;

/** @param act resolves with whether it got through, or rejects with the answer */
export async function attempt(what: string, act: () => Promise<boolean>, seconds = secondsToAnswer): Promise<Attempt> {
  try {
    return { what, outcome: (await withTimeout(act(), seconds)) ? 'got through' : 'refused' };
  } catch (error) {
    if (isRefusal(error)) return { what, outcome: 'refused' };
    return { what, outcome: { fault: error instanceof Error ? error.message : String(error) } };
  }
}

/** CONNACK, "not authorized": MQTT 3.1.1, table 3.1. */
const notAuthorized = 5;
/** SUBACK, "failure": MQTT 3.1.1, 3.9.3. */
const failure = 0x80;
/** AWS IoT says no; 404, 429 and 500 say that something is not there, is too much or is broken. */
const refusals = [400, 403];

function isRefusal(error: unknown): boolean {
  if (error instanceof ConnectRejectedError) return error.code === notAuthorized;
  if (error instanceof ProvisioningRejectedError) return refusals.includes(error.statusCode);
  // a connection that ends leaves the error without its packet
  if (error instanceof ErrorWithSubackPacket) return error.packet?.granted.some((code) => code === failure) ?? false;
  return false;
}
