import type { Client } from 'aedes';
import type { IotLogs } from '../iot-logs';
import type { DisconnectReason } from '../presence';
import { hasSentDisconnect } from './aedes-internals';
import type { Connection } from './connection';
import { logFieldsOf } from './permissions';

/**
 * Reasons for disconnects. The broker records its reason when it closes a connection; other reasons
 * are derived afterwards.
 */
export interface Disconnects {
  /**
   * Records the reason for a disconnect.
   * Only the first reason counts, because later reasons are consequences of the first.
   */
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

/** Log fields of a takeover. User reports are the only source, because the developer guide contains no such entry. */
const takenOver = {
  reason: 'DUPLICATE_CLIENT_ID',
  details: 'A new connection was established with the same client ID',
} as const;

/**
 * Logs a disconnect at level INFO, or at level ERROR if the client connected twice and the newer connection took over.
 */
export function logDisconnect(iotLogs: IotLogs, connection: Connection, disconnectReason: DisconnectReason): void {
  const fields = () => ({ ...logFieldsOf(connection), disconnectReason });
  if (disconnectReason !== 'DUPLICATE_CLIENTID') iotLogs.write('INFO', 'Disconnect', fields);
  else iotLogs.write('ERROR', 'Disconnect', () => ({ ...fields(), ...takenOver }));
}
