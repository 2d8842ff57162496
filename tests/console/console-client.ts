import WebSocket from 'ws';
import * as z from 'zod';

const Payload = z.object({ label: z.string(), ref: z.string(), bytes: z.number() });
const Event = z.object({
  id: z.number(),
  cause: z.number().optional(),
  trace: z.number(),
  kind: z.string(),
  title: z.string(),
  details: z.array(z.string()),
  below: z.array(z.string()),
  thing: z.string().optional(),
  resource: z.string().optional(),
  decision: z
    .object({ outcome: z.string(), reason: z.string().optional(), statement: z.string().optional() })
    .optional(),
  failed: z.boolean(),
  payloads: z.array(Payload),
  replayable: z.boolean(),
});
export type ConsoleEvent = z.infer<typeof Event>;
export const Events = z.object({ events: z.array(Event) });
const Notice = Event.pick({ id: true, trace: true, kind: true, thing: true, resource: true, failed: true });
type Notice = z.infer<typeof Notice>;
const Push = z.object({
  events: z.array(Notice),
  messages: z.array(z.object({ topic: z.string(), text: z.string().optional() })),
});

/** Client of the console's API. */
export interface ConsoleClient {
  readonly origin: string;
  readonly token: string;
  /** Sends a request. Returns the status and the parsed response. */
  ask(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }>;
  /** Returns a parsed response. @throws ZodError if the request fails */
  get<Output>(path: string, schema: z.ZodType<Output>): Promise<Output>;
  /** Opens the stream, subscribes to topics, and collects all pushes until the socket is closed. */
  listen(filters: readonly string[]): Promise<{ events: Notice[]; topics: string[]; close(): void }>;
}

/** @param url URL that the platform prints, with the token in its fragment */
export function consoleClient(url: string): ConsoleClient {
  const { origin, hash } = new URL(url);
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? '';
  const base = `${origin}/_console/api/v1`;
  const ask: ConsoleClient['ask'] = async (method, path, body) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const parsed: unknown = await response.json();
    return { status: response.status, body: parsed };
  };
  return {
    origin,
    token,
    ask,
    get: async (path, schema) => schema.parse((await ask('GET', path)).body),
    async listen(filters) {
      const socket = new WebSocket(`${base.replace('http', 'ws')}/stream`);
      const events: Notice[] = [];
      const topics: string[] = [];
      socket.on('message', (data) => {
        const push = Push.parse(JSON.parse(String(data)));
        events.push(...push.events);
        topics.push(...push.messages.map(({ topic }) => topic));
      });
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      socket.send(JSON.stringify({ token }));
      socket.send(JSON.stringify({ subscribe: filters }));
      return { events, topics, close: () => socket.terminate() };
    },
  };
}
