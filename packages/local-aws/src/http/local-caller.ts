import { isIP } from 'node:net';

/**
 * Host names that can refer to this machine: localhost, its subdomains such as `BUCKET.localhost` (RFC 6761, 6.3), and
 * AWS IoT endpoints. A hosts file can map these endpoints to this machine, and an attacker cannot register them.
 */
const localNames = /^((.+\.)?localhost|[\w-]+\.iot\.[a-z\d-]+\.amazonaws\.com)$/i;
const loopback = /^(127(\.\d{1,3}){3}|\[?::1\]?)$/;

/** Returns whether clients may use a host name or address to call a local server. */
export const isLocalHost = (host: string): boolean =>
  isIP(host.replace(/^\[|\]$/g, '')) === 0 ? localNames.test(host) : loopback.test(host);

const isLocal = (address: string): boolean => URL.canParse(address) && isLocalHost(new URL(address).hostname);

/**
 * Returns the reason why a request from a web page on another host is rejected; undefined for all other requests. If the page's
 * host name resolves to 127.0.0.1 (DNS rebinding), the Host header contains that name. Otherwise, the Origin header
 * identifies the page, because browsers add this header to every request that could change data.
 */
export function foreignCaller(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  const { host, origin } = headers;
  if (host !== undefined && !isLocal(`http://${host}`))
    return `invalid Host header "${host}": this server answers requests to 127.0.0.1 and localhost only`;
  if (origin !== undefined && !isLocal(origin))
    return `invalid Origin header "${origin}": only web pages from 127.0.0.1 and localhost may call this server`;
  return undefined;
}
