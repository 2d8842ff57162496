import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Rejects a WebSocket handshake with a JSON response, and closes the connection. */
export function refuseUpgrade(socket: Duplex, status: number, said: object): void {
  const body = JSON.stringify(said);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ];
  socket.end(lines.join('\r\n'));
}
