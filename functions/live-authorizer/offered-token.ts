import { subprotocol } from '../../contracts/live';

/** The token behind the subprotocol, which alone says that it is one; undefined where a page offers anything else. */
export function offeredToken(headers: Readonly<Record<string, string>>): string | undefined {
  const [, offered = ''] =
    Object.entries(headers).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol') ?? [];
  const [protocol, token, ...others] = offered.split(',').map((part) => part.trim());
  return protocol === subprotocol && others.length === 0 ? token : undefined;
}
