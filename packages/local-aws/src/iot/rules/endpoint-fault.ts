const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1']);

/**
 * Returns the reason why a URL cannot be the endpoint of an HTTP action, or undefined if it can be. AWS IoT requires HTTPS;
 * the local runtime also accepts HTTP on this computer. Source: AWS IoT developer guide, "https-rule-action".
 */
export function endpointFault(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return `invalid URL "${text}"`;
  if (url.hostname.startsWith('[')) return `invalid URL "${text}": IPv6 addresses are not supported`;
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))) return undefined;
  return `invalid URL "${text}": expected an HTTPS URL`;
}
