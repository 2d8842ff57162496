import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Answers a handshake that comes to nothing, and ends it. */
export function refuse(socket: Duplex, status: number, message: string, connectionId?: string): void {
  const body = JSON.stringify({ message, connectionId });
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
