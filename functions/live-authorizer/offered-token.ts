import { subprotocol } from '../../contracts/live-messages';

/**
 * Returns the token that follows the subprotocol in `Sec-WebSocket-Protocol`.
 * Undefined if the header is missing, or contains anything else.
 */
export function offeredToken(headers: Readonly<Record<string, string>>): string | undefined {
  const [, offered = ''] =
    Object.entries(headers).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol') ?? [];
  const [protocol, token, ...rest] = offered.split(',').map((part) => part.trim());
  return protocol === subprotocol && rest.length === 0 ? token : undefined;
}
