import { isIP } from 'node:net';

/**
 * Names of this machine. Subdomains of localhost resolve to it as well (RFC 6761, 6.3), as in `BUCKET.localhost`; names of AWS
 * IoT endpoints do if a hosts file maps them, and no attacker can register them.
 */
const localNames = /^((.+\.)?localhost|[\w-]+\.iot\.[a-z\d-]+\.amazonaws\.com)$/i;
const loopback = /^(127(\.\d{1,3}){3}|\[?::1\]?)$/;

/** Returns whether clients may use this host name or address for a local server. */
export const isLocalHost = (host: string): boolean =>
  isIP(host.replace(/^\[|\]$/g, '')) === 0 ? localNames.test(host) : loopback.test(host);

const isLocal = (address: string): boolean => URL.canParse(address) && isLocalHost(new URL(address).hostname);

/**
 * Returns why a request from a foreign web page is rejected; undefined for any other request. A page whose name
 * resolves to 127.0.0.1 (DNS rebinding) is recognized by the Host header, every other page by the Origin header, which
 * browsers add to all requests that could change something.
 */
export function foreignCaller(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  const { host, origin } = headers;
  if (host !== undefined && !isLocal(`http://${host}`))
    return `invalid Host header "${host}": this server answers requests to 127.0.0.1 and localhost only`;
  if (origin !== undefined && !isLocal(origin))
    return `invalid Origin header "${origin}": web pages from 127.0.0.1 and localhost only may call this server`;
  return undefined;
}
