/** Credentials that a device without a certificate has sent, by protocol. */
export interface DeviceCredentials {
  /** Server name that the device requested in TLS (SNI) or in the Host header, if any. */
  serverName: string | undefined;
  /** Request over HTTPS, or the request that opened a WebSocket. */
  http?:
    | {
        headers: Readonly<Record<string, string>>;
        /** Query string with its question mark; empty if the request has no query. */
        queryString: string;
      }
    | undefined;
  /** Fields of the CONNECT packet. */
  mqtt?:
    | {
        username?: string | undefined;
        /** Password in base64. */
        password?: string | undefined;
        /** Client ID; undefined if the device sent none. */
        clientId?: string | undefined;
      }
    | undefined;
}

/** Names of the parameters that select the authorizer and contain the token's signature. */
export const [authorizerParameter, signatureParameter] = [
  'x-amz-customauthorizer-name',
  'x-amz-customauthorizer-signature',
];

/** Returns the name in the Host header of a request, without the port; undefined if the request has no such header. */
export const hostOf = (headers: Readonly<Record<string, string>> | undefined): string | undefined =>
  headers?.['host']?.replace(/:\d+$/, '');

const queryOf = (text: string): URLSearchParams => new URLSearchParams(text.slice(text.indexOf('?') + 1));

/**
 * Returns a parameter of the credentials: from the headers, the query, or the query that follows the user name. Header
 * names are case-insensitive. Source: AWS IoT developer guide, "custom-auth".
 */
export function parameterOf({ http, mqtt }: DeviceCredentials, name: string): string | undefined {
  const headers = http?.headers ?? {};
  const header = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase());
  if (header !== undefined) return headers[header];
  const queries = [http?.queryString, mqtt?.username].filter((text) => text?.includes('?'));
  return queries.map((text = '') => queryOf(text).get(name)).find((value) => value !== null) ?? undefined;
}

/** Protocols of a connection, with their data. */
type Protocols = Pick<DeviceCredentials, 'http' | 'mqtt'> & { tls?: { serverName?: string | undefined } | undefined };

/** Returns the part of an authorizer's event that describes a connection. Source: developer guide, "custom-auth-lambda". */
export function protocolsOf({ tls, http, mqtt }: Protocols) {
  return {
    protocols: [...(tls ? ['tls'] : []), ...(http ? ['http'] : []), ...(mqtt ? ['mqtt'] : [])],
    protocolData: {
      ...(tls && { tls: tls.serverName === undefined ? {} : { serverName: tls.serverName } }),
      ...(http && {
        http: { headers: http.headers, ...(http.queryString !== '' && { queryString: http.queryString }) },
      }),
      ...(mqtt && { mqtt }),
    },
  };
}
