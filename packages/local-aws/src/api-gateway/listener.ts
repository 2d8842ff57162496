import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { rejectUpgrade } from '../gateway/reject-upgrade';
import { BodyBudget, type HttpAnswer, type HttpCall, type HttpHead, headOf, readBody } from '../http/http-call';
import { createLimitedServer, serverLimits } from '../http/limits';
import { listenLocally } from '../http/listen-locally';
import { foreignCaller } from '../http/local-caller';

/** Maximum size of a body. Source: API Gateway developer guide, "Quotas for REST APIs". */
const maxBodyBytes = 10 * 1024 * 1024;
/** Maximum total size of the headers. Source: API Gateway developer guide, "Quotas for REST APIs". */
const maxHeaderBytes = 10_240;

/** Request to an API. A body larger than API Gateway's limit is replaced with an empty body. */
export interface ApiCall extends HttpCall {
  readonly tooLarge: boolean;
}

export interface ApiListener {
  readonly port: number;
  close(): Promise<void>;
}

/** Request to open a WebSocket, with the connection to upgrade. */
export interface UpgradeCall extends HttpHead {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** Request handlers. They must not throw. */
interface Answering {
  answer(call: ApiCall): Promise<HttpAnswer>;
  upgrade(call: UpgradeCall): Promise<void>;
}

const forbidden = (message: string): HttpAnswer => ({
  status: 403,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

/** Opens the API port on 127.0.0.1 only. Connections that send data too slowly or send too much data are closed. */
export async function listenForApis(
  port: number,
  { answer, upgrade }: Answering,
  limits = serverLimits,
): Promise<ApiListener> {
  const budget = new BodyBudget(limits.heldBytes);

  /** Returns the response to a request, or undefined if the client has disconnected. */
  const answerTo = async (request: IncomingMessage): Promise<{ answered: HttpAnswer; isLast: boolean } | undefined> => {
    const head = headOf(request);
    const foreign = foreignCaller(head.headers);
    if (foreign !== undefined) return { answered: forbidden(foreign), isLast: true };
    const read = await readBody(request, { limit: maxBodyBytes, budget, early: true });
    if (read.outcome === 'aborted') return undefined;
    if (read.outcome === 'read') {
      const answered = await answer({ ...head, body: read.body, tooLarge: false }).finally(read.release);
      return { answered, isLast: false };
    }
    if (read.outcome === 'no memory') return { answered: { status: 503, headers: {}, body: '' }, isLast: true };
    return { answered: await answer({ ...head, body: new Uint8Array(), tooLarge: true }), isLast: true };
  };

  const server = createLimitedServer(
    limits,
    (request, response) => {
      void answerTo(request)
        .then((given) => {
          if (given === undefined) return;
          const { status, headers, body } = given.answered;
          const hasLength = status !== 204 && request.method !== 'HEAD';
          const length = !hasLength ? {} : { 'content-length': String(Buffer.byteLength(body)) };
          // the connection cannot be reused, because the rest of a rejected body is not read
          const last = given.isLast ? { connection: 'close' } : {};
          // without a timeout, a response that the client does not read would stay in memory
          response.setTimeout(limits.requestMs, () => response.destroy());
          response.writeHead(status, { ...headers, ...length, ...last }).end(body);
        })
        .catch(() => request.destroy());
    },
    { maxHeaderSize: maxHeaderBytes },
  );
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const call = headOf(request);
    const foreign = foreignCaller(call.headers);
    if (foreign !== undefined) return rejectUpgrade(socket, 403, { message: foreign });
    void upgrade({ ...call, request, socket, head }).catch(() => socket.destroy());
  });
  return {
    port: await listenLocally(server, port),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
