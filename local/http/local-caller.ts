/** Names of this machine. Subdomains of localhost resolve to it as well (RFC 6761, 6.3), as in `BUCKET.localhost`. */
const localHost = /^((.+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

const hostOf = (address: string): string | undefined => (URL.canParse(address) ? new URL(address).hostname : undefined);
const isLocal = (address: string): boolean => localHost.test(hostOf(address) ?? '');

/**
 * Returns why a request is rejected: a web page elsewhere sent it. A page whose name resolves to 127.0.0.1 (DNS
 * rebinding) is recognized by the Host header, every other page by the Origin header, which browsers always add.
 */
export function foreignCaller(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  const { host, origin } = headers;
  if (host !== undefined && !isLocal(`http://${host}`))
    return `invalid Host header "${host}": this server answers requests to 127.0.0.1 and localhost only`;
  if (origin !== undefined && !isLocal(origin))
    return `invalid Origin header "${origin}": web pages from 127.0.0.1 and localhost only may call this server`;
  return undefined;
}
