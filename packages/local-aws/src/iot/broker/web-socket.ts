import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import { describeError } from '../../error-message';
import { verifySigned } from '../../gateway/presigned';
import { rejectUpgrade } from '../../gateway/reject-upgrade';
import type { SignedRequest, Signers } from '../../gateway/signature';
import { foreignCaller } from '../../http/local-caller';
import type { UnauthenticatedClient } from './custom-connections';
import { type SignedPeer, sourceOf } from './peer';

/** Maximum frame size: one second's quota of bytes, because a frame can contain several packets. */
const maxFrameBytes = 512 * 1024;
const path = '/mqtt';
const protocol = 'mqtt';
/**
 * Service name in the signature. The name `iotdata`, which the SDKs use, is only for HTTPS calls. Source: developer
 * guide, "protocols".
 */
const signingService = 'iotdevicegateway';

interface MqttOverWebSocket {
  region: string;
  signers: Signers;
  connected(stream: Duplex, signer: SignedPeer): void;
  /** Returns whether custom authorizers can authenticate clients whose request is not signed. */
  acceptsUnsigned(): boolean;
  /** Called when a client with an unsigned request has connected. */
  connectedUnsigned(stream: Duplex, sent: UnauthenticatedClient): void;
  rejected(reason: string): void;
}

/**
 * Creates the handler for MQTT over WebSocket upgrade requests: `GET /mqtt`, signed for `iotdevicegateway` in the query
 * or the headers, or with the credentials for a custom authorizer. Rejected requests receive status 403. Source: AWS IoT
 * developer guide, "protocols", "mqtt-ws", "custom-auth".
 */
export function createMqttOverWebSocket({
  region,
  signers,
  connected,
  acceptsUnsigned,
  connectedUnsigned,
  rejected,
}: MqttOverWebSocket) {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: maxFrameBytes,
    handleProtocols: () => protocol,
  });

  /** Returns a valid request with its headers and query. Throws an Error if the request is invalid. */
  const callOf = (request: IncomingMessage) => {
    const url = new URL(request.url ?? '/', 'wss://localhost');
    if (url.pathname !== path) throw new Error(`invalid WebSocket path "${url.pathname}": expected ${path}`);
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (!offered.includes(protocol)) throw new Error(`invalid WebSocket subprotocol: expected ${protocol}`);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const foreign = foreignCaller(headers);
    if (foreign !== undefined) throw new Error(foreign);
    return { method: request.method ?? '', path, query: url.searchParams, headers, body: new Uint8Array() };
  };

  /** Verifies a request's signature and returns its principal. Throws an Error if the signature is invalid. */
  const signerOf = (call: SignedRequest): SignedPeer['principal'] => {
    const verified = verifySigned(call, signers);
    const { service, credentials } = verified;
    if (service !== signingService)
      throw new Error(`invalid signature: signed for service ${service}, expected ${signingService}`);
    if (verified.region !== region)
      throw new Error(`invalid signature: signed for region ${verified.region}, expected ${region}`);
    const { principal } = credentials;
    if (principal.kind === 'user' || principal.kind === 'role') return principal;
    throw new Error(`invalid principal: a ${principal.kind} has no AWS credentials`);
  };

  return async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    socket.on('error', () => socket.destroy());
    try {
      const call = callOf(request);
      if (acceptsUnsigned() && !isSigned(call)) {
        const sent = {
          source: sourceOf(request.socket),
          http: { headers: call.headers, queryString: queryOf(request) },
        };
        return server.handleUpgrade(request, socket, head, (open) => connectedUnsigned(streamOf(open), sent));
      }
      const principal = signerOf(call);
      const source = sourceOf(request.socket);
      server.handleUpgrade(request, socket, head, (open) => connected(streamOf(open), { principal, source }));
    } catch (error) {
      rejected(describeError(error));
      rejectUpgrade(socket, 403, { message: 'Forbidden', traceId: randomUUID() });
    }
  };
}

/** Returns whether a request is signed with AWS credentials, validly or not. */
const isSigned = ({ query, headers }: SignedRequest): boolean =>
  query.has('X-Amz-Signature') ||
  query.has('X-Amz-Credential') ||
  headers['authorization']?.startsWith('AWS4-') === true;

/** Returns the query string of a request with its question mark, or an empty string. */
const queryOf = ({ url = '' }: IncomingMessage): string => (url.includes('?') ? url.slice(url.indexOf('?')) : '');

/**
 * Converts a WebSocket to a stream, which sends each packet in a separate frame, as AWS IoT does. A text frame closes
 * the connection ([MQTT-6.0.0-1]).
 */
function streamOf(socket: WebSocket): Duplex {
  socket.prependListener('message', (_data, isBinary) => {
    if (!isBinary) socket.terminate();
  });
  return createWebSocketStream(socket, {
    writev: (chunks, done) => socket.send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done),
  });
}
