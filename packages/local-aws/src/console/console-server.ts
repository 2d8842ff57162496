import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import { matches } from '@himeshima/iot';
import { type WebSocket, WebSocketServer } from 'ws';
import type { z } from 'zod';
import { type ApiListener, listenForApis, type UpgradeCall } from '../api-gateway/listener';
import type { Clock } from '../clock';
import { describeError } from '../error-message';
import { matchPath } from '../gateway/path';
import { rejectUpgrade } from '../gateway/reject-upgrade';
import { AwsError } from '../gateway/service-api';
import { validationMessage } from '../gateway/validation-message';
import type { HttpAnswer, HttpCall } from '../http/http-call';
import type { RunningPlatform } from '../running-platform';
import { type ConsoleHandlers, createConsoleHandlers, type Handlers } from './console-handlers';
import { apiVersion, Hello, type Message, type Push, Subscribe } from './contract';
import { createEventLog, type EventLog } from './event-log';
import { type PayloadReference, payloadReferences } from './event-model';
import { createMessageHistory } from './message-history';
import { type Operation, operations } from './operations';
import { parseJson } from './parse-json';
import { createPayloadStore } from './payload-store';

export interface ConsoleOptions {
  readonly platform: RunningPlatform;
  readonly port: number;
  readonly title: string;
  /** Folder of the built page: `index.html` and `assets/`. */
  readonly assets: string;
  /** The platform's folder. */
  readonly directory: string;
  /** Folder of the project. */
  readonly project: string;
  /** Evaluation delay that the local runtime uses for every monitor. */
  readonly evaluationDelaySeconds: number;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly readOnly: boolean;
  /** Limit for recorded payloads. */
  readonly payloadBytes: number;
}

export interface RunningConsole {
  /** URL with the token in its fragment, which browsers do not send. */
  readonly url: string;
  readonly origin: string;
  /** Returns the URL of a trace. */
  traceUrl(trace: number): string;
  /** Returns the references of an event's recorded payloads. */
  payloadsOf(id: number): readonly PayloadReference[];
  /** Returns the URL of a monitor, without the token. */
  monitorUrl(id: string): string;
  close(): Promise<void>;
}

const base = `/_console/api/${apiVersion}`;
const eventCapacity = 100_000;
const pushMilliseconds = 100;
/** Maximum number of events and of messages in one push. */
const pushedAtOnce = 500;
const helloMilliseconds = 5_000;
const maxWebSocketBytes = 16 * 1024;

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

const common = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

const answerOf = (status: number, value: object): HttpAnswer => ({
  status,
  headers: { ...common, 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});

const policy = (nonce: string, host: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ws://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

function page(assets: string, host: string): HttpAnswer {
  const nonce = randomBytes(16).toString('base64');
  return {
    status: 200,
    headers: {
      ...common,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy(nonce, host),
    },
    body: readFileSync(join(assets, 'index.html'), 'utf8').replaceAll('__NONCE__', nonce),
  };
}

function asset(assets: string, path: string): HttpAnswer {
  const file = normalize(join(assets, path));
  const isInside = file.startsWith(join(assets, 'assets') + sep);
  const type = contentTypes[extname(file)];
  if (!isInside || type === undefined || !existsSync(file)) return answerOf(404, { message: `${path} not found` });
  return {
    status: 200,
    headers: { ...common, 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' },
    body: readFileSync(file),
  };
}

/** Compares tokens in constant time. */
function isToken(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}

/** Addresses under which a browser on this machine can open the console. */
const ownHosts = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Returns the reason why a request from another page is rejected; undefined for requests from the console's page. Other local
 * servers may serve pages, too, so the host and the origin must be the console's own.
 */
function foreignPage({ headers }: Pick<HttpCall, 'headers'>, port: number): string | undefined {
  const { host = '', origin } = headers;
  if (!ownHosts.some((name) => host === `${name}:${port}`))
    return `invalid Host header "${host}": expected 127.0.0.1:${port}`;
  if (origin === undefined || origin === `http://${host}`) return undefined;
  return `invalid Origin header "${origin}": only the console's own page may call its API`;
}

/** Runs an operation of the API. */
async function run(handlers: Handlers, call: HttpCall, readOnly: boolean): Promise<HttpAnswer> {
  const path = call.path.slice(base.length);
  for (const [name, operation] of Object.entries<Operation>(operations)) {
    const matched = operation.method === call.method ? matchPath(operation.path, path) : undefined;
    if (matched === undefined) continue;
    if (operation.changes === true && readOnly)
      return answerOf(403, { message: 'the console is read-only (--console-read-only)' });
    const query = operation.query?.safeParse(Object.fromEntries(call.query));
    if (query?.success === false) return answerOf(400, { message: validationMessage(query.error, undefined) });
    const given = operation.body === undefined ? undefined : parseJson(Buffer.from(call.body).toString('utf8'));
    const body = operation.body?.safeParse(given);
    if (body?.success === false) return answerOf(400, { message: validationMessage(body.error, given) });
    const handler: unknown = Reflect.get(handlers, name);
    if (typeof handler !== 'function') break;
    return answerOf(200, await handler({ path: matched, query: query?.data, body: body?.data }));
  }
  return answerOf(404, { message: `unknown path: ${call.method} ${call.path}` });
}

/**
 * Records the platform's events, and serves the console on 127.0.0.1.
 * @throws Error EADDRINUSE if the port is in use
 */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { platform, assets, directory, readOnly } = options;
  const { clock, parts } = platform;
  const token = randomBytes(24).toString('base64url');
  const payloads = createPayloadStore(join(directory, 'payloads'), options.payloadBytes);
  const isThing = (name: string) => parts.registry.thing(name) !== undefined;
  const log = createEventLog({
    payloads,
    isThing,
    traceOf: parts.bus.traceOf,
    now: clock.real.now,
    capacity: eventCapacity,
  });
  const messages = createMessageHistory({ now: () => clock.now(), log, payloads });
  const served = createConsoleHandlers({ ...options, log, payloads, messages, isThing, capacity: eventCapacity });
  const clients = createClients({ token, clock, log, served });

  const answer = async (call: HttpCall): Promise<HttpAnswer> => {
    const foreign = foreignPage(call, listener.port);
    if (foreign !== undefined) return answerOf(403, { message: foreign });
    if (!call.path.startsWith('/_console/')) {
      if (call.method !== 'GET' && call.method !== 'HEAD') return answerOf(405, { message: 'expected GET' });
      return call.path === '/' ? page(assets, call.headers['host'] ?? '') : asset(assets, call.path);
    }
    const given = /^Bearer (.+)$/.exec(call.headers['authorization'] ?? '')?.[1];
    if (given === undefined || !isToken(given, token))
      return answerOf(401, {
        message: 'missing or expired token: open the URL that the platform printed in the terminal',
      });
    try {
      return await run(served.handlers, call, readOnly);
    } catch (error) {
      if (error instanceof AwsError) return answerOf(error.status, { message: error.message });
      return answerOf(500, { message: describeError(error) });
    }
  };

  const listener: ApiListener = await listenForApis(options.port, {
    answer,
    async upgrade(call) {
      const foreign = foreignPage(call, listener.port);
      if (foreign !== undefined) return rejectUpgrade(call.socket, 403, { message: foreign });
      if (call.path !== `${base}/stream`) return rejectUpgrade(call.socket, 404, { message: 'unknown path' });
      clients.open(call);
    },
  });
  parts.bus.record(log.record);
  parts.messages.listen((message) => {
    const isLeftOut = log.isBusy() && (message.cause === undefined || log.find(message.cause) === undefined);
    if (!isLeftOut) clients.sendMessage(message.topic, messages.record(message));
  });
  const origin = `http://127.0.0.1:${listener.port}`;
  return {
    url: `${origin}/#token=${token}`,
    origin,
    monitorUrl: (id) => `${origin}/#/monitors/${encodeURIComponent(id)}`,
    payloadsOf: (id) => payloadReferences(id, log.find(id)?.payloads ?? []),
    traceUrl: (trace) => `${origin}/#/traces/${trace}?token=${token}`,
    async close() {
      clients.close();
      served.close();
      await listener.close();
      payloads.close();
    },
  };
}

type ConsoleMessage = z.infer<typeof Message>;

interface Client {
  readonly socket: WebSocket;
  filters: readonly string[];
  /** Events and messages as JSON, because each is converted only once for all clients. */
  events: string[];
  messages: string[];
  skipped: number;
}

/** Returns a function that computes a value when it is called for the first time. */
function onFirstUse<Value>(compute: () => Value): () => Value {
  let computed: { readonly value: Value } | undefined;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
  };
}

/** Creates the set of WebSocket clients. Events are pushed to them in batches. */
function createClients({
  token,
  clock,
  log,
  served,
}: {
  token: string;
  clock: Clock;
  log: EventLog;
  served: Pick<ConsoleHandlers, 'toNotice' | 'recording'>;
}) {
  const server = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: maxWebSocketBytes });
  const clients = new Set<Client>();
  let cancel: (() => void) | undefined;

  const push = (client: Client) => {
    const { events, messages, skipped } = client;
    const state: Omit<z.infer<typeof Push>, 'events' | 'messages'> = {
      skipped,
      sequence: log.counts().recorded,
      platform: served.recording(),
    };
    const lists = `"events":[${events.join()}],"messages":[${messages.join()}]`;
    client.events = [];
    client.messages = [];
    client.skipped = 0;
    client.socket.send(`{${lists},${JSON.stringify(state).slice(1)}`);
  };
  const pushAll = () => {
    // a slow client receives fewer, larger pushes
    for (const client of clients)
      if (client.events.length + client.messages.length > 0 && client.socket.bufferedAmount === 0) push(client);
    cancel = clients.size === 0 ? undefined : clock.real.after(pushMilliseconds, pushAll);
  };

  log.listen((recorded) => {
    if (clients.size === 0) return;
    const notice = onFirstUse(() => served.toNotice(recorded));
    for (const client of clients) {
      if (client.events.length < pushedAtOnce) client.events.push(notice());
      else client.skipped += 1;
    }
  });

  const admit = (socket: WebSocket, after: number | undefined) => {
    const events = after === undefined ? [] : log.since(after, pushedAtOnce).map(served.toNotice);
    const missed = after === undefined ? 0 : log.counts().recorded - after;
    const skipped = Math.max(0, missed - events.length);
    const client: Client = { socket, filters: [], events, messages: [], skipped };
    clients.add(client);
    socket.on('close', () => clients.delete(client));
    socket.on('message', (data) => {
      const subscribe = Subscribe.safeParse(parseJson(String(data)));
      if (subscribe.success) client.filters = subscribe.data.subscribe;
      else socket.close(1008, 'expected {"subscribe": [FILTER, …]}');
    });
    push(client);
    cancel ??= clock.real.after(pushMilliseconds, pushAll);
  };

  return {
    open({ request, socket, head }: UpgradeCall): void {
      server.handleUpgrade(request, socket, head, (opened) => {
        opened.on('error', () => opened.terminate());
        const tooLate = clock.real.after(helloMilliseconds, () => opened.close(1008, 'no token received'));
        opened.once('message', (data) => {
          tooLate();
          const hello = Hello.safeParse(parseJson(String(data)));
          if (hello.success && isToken(hello.data.token, token)) admit(opened, hello.data.after);
          else opened.close(4401, 'missing or expired token');
        });
        opened.once('close', tooLate);
      });
    },
    /** @param toMessage converts the message for clients that have subscribed to its topic */
    sendMessage(topic: string, toMessage: () => ConsoleMessage): void {
      const message = onFirstUse(() => JSON.stringify(toMessage()));
      for (const client of clients) {
        if (!client.filters.some((filter) => matches(filter, topic))) continue;
        if (client.messages.length < pushedAtOnce) client.messages.push(message());
        else client.skipped += 1;
      }
    },
    close(): void {
      cancel?.();
      for (const { socket } of clients) socket.terminate();
      server.close();
    },
  };
}
