import type { Client } from 'aedes';
import type { IotLogs } from '../iot-logs';
import type { DisconnectReason } from '../presence';
import { hasSentDisconnect } from './aedes-internals';
import type { Connection } from './connection';
import { loggedOf } from './permissions';

/** Why connections end: what the broker did is noted when it does it, the rest is seen when they have ended. */
export interface Disconnects {
  /** The first reason holds: what comes after it follows from it. */
  note(client: Client, reason: DisconnectReason): void;
  reasonOf(client: Client): DisconnectReason;
}

export function createDisconnects(): Disconnects {
  const noted = new WeakMap<Client, DisconnectReason>();
  return {
    note(client, reason) {
      if (!noted.has(client)) noted.set(client, reason);
    },
    reasonOf: (client) =>
      noted.get(client) ?? (hasSentDisconnect(client) ? 'CLIENT_INITIATED_DISCONNECT' : 'CONNECTION_LOST'),
  };
}

/** What people have in their logs of it; the guide prints no such entry. */
const takenOver = {
  reason: 'DUPLICATE_CLIENT_ID',
  details: 'A new connection was established with the same client ID',
} as const;

/** A take-over is a fault of who connects twice; every other end is the ordinary course of things. */
export function logDisconnect(iotLogs: IotLogs, connection: Connection, disconnectReason: DisconnectReason): void {
  const fields = () => ({ ...loggedOf(connection), disconnectReason });
  if (disconnectReason !== 'DUPLICATE_CLIENTID') iotLogs.write('INFO', 'Disconnect', fields);
  else iotLogs.write('ERROR', 'Disconnect', () => ({ ...fields(), ...takenOver }));
}
