import { isIP } from 'node:net';

/**
 * Host names that may refer to this machine: localhost, its subdomains such as `BUCKET.localhost` (RFC 6761, 6.3), and
 * AWS IoT endpoints, which a hosts file may map and no attacker can register.
 */
const localNames = /^((.+\.)?localhost|[\w-]+\.iot\.[a-z\d-]+\.amazonaws\.com)$/i;
const loopback = /^(127(\.\d{1,3}){3}|\[?::1\]?)$/;

/** Returns whether clients may use this host name or address for a local server. */
export const isLocalHost = (host: string): boolean =>
  isIP(host.replace(/^\[|\]$/g, '')) === 0 ? localNames.test(host) : loopback.test(host);

const isLocal = (address: string): boolean => URL.canParse(address) && isLocalHost(new URL(address).hostname);

/**
 * Returns the reason to reject a request from a foreign web page, or undefined for any other request. The Host header
 * reveals a page whose name resolves to 127.0.0.1 (DNS rebinding); the Origin header, which browsers add to all
 * requests that could change something, reveals every other page.
 */
export function foreignCaller(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  const { host, origin } = headers;
  if (host !== undefined && !isLocal(`http://${host}`))
    return `invalid Host header "${host}": this server answers requests to 127.0.0.1 and localhost only`;
  if (origin !== undefined && !isLocal(origin))
    return `invalid Origin header "${origin}": web pages from 127.0.0.1 and localhost only may call this server`;
  return undefined;
}
