import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import { verifySigned } from '../../gateway/presigned';
import { refuseUpgrade } from '../../gateway/refuse-upgrade';
import type { Signers } from '../../gateway/signature';
import { foreignCaller } from '../../http/local-caller';
import { reasonOf } from '../../reason';
import { type Signed, sourceOf } from './peer';

/** A frame may hold several packets: of one AWS IoT takes as much as of a second. */
const frameAtMost = 512 * 1024;
const path = '/mqtt';
const protocol = 'mqtt';
/** Developer guide, "protocols"; the SDKs' `iotdata` is that of HTTPS calls. */
const signedFor = 'iotdevicegateway';

interface MqttOverWebSocket {
  region: string;
  signers: Signers;
  connected(stream: Duplex, by: Signed): void;
  refused(reason: string): void;
}

/**
 * Takes requests for MQTT over WebSocket: `GET /mqtt`, signed in its query or its headers for `iotdevicegateway`.
 * Whoever is refused gets 403. Source: AWS IoT developer guide, "protocols", "mqtt-ws".
 */
export function createMqttOverWebSocket({ region, signers, connected, refused }: MqttOverWebSocket) {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: frameAtMost,
    handleProtocols: () => protocol,
  });

  /** @throws Error with the reason */
  const signerOf = async (request: IncomingMessage): Promise<Signed['principal']> => {
    const url = new URL(request.url ?? '/', 'wss://localhost');
    if (url.pathname !== path) throw new Error(`a WebSocket is at ${path}, not at ${url.pathname}`);
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (!offered.includes(protocol)) throw new Error(`the subprotocol of a WebSocket is ${protocol}`);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const call = { method: request.method ?? '', path, query: url.searchParams, headers, body: new Uint8Array() };
    const foreign = foreignCaller(headers);
    if (foreign !== undefined) throw new Error(foreign);
    const verified = verifySigned(call, signers);
    const { service, credentials } = verified;
    if (service !== signedFor) throw new Error(`it is signed for ${service}, not for ${signedFor}`);
    if (verified.region !== region) throw new Error(`it is signed for ${verified.region}, not for ${region}`);
    const { principal } = credentials;
    if (principal.kind === 'user' || principal.kind === 'role') return principal;
    throw new Error(`a ${principal.kind} has no AWS credentials`);
  };

  return async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    socket.on('error', () => socket.destroy());
    try {
      const principal = await signerOf(request);
      const source = sourceOf(request.socket);
      server.handleUpgrade(request, socket, head, (open) => connected(streamOf(open), { principal, source }));
    } catch (error) {
      refused(reasonOf(error));
      refuseUpgrade(socket, 403, { message: 'Forbidden', traceId: randomUUID() });
    }
  };
}

/** The bytes of MQTT, whose packets AWS IoT sends in a frame each. [MQTT-6.0.0-1]: frames of text end the connection. */
function streamOf(socket: WebSocket): Duplex {
  socket.prependListener('message', (_data, isBinary) => {
    if (!isBinary) socket.terminate();
  });
  return createWebSocketStream(socket, {
    writev: (chunks, done) => socket.send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done),
  });
}
