import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Rejects a WebSocket handshake with a JSON response and closes the connection. */
export function rejectUpgrade(socket: Duplex, status: number, message: object): void {
  const body = JSON.stringify(message);
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
