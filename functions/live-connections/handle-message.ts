import { belonging } from '../../contracts/belongings';
import { type LiveAnswer, LiveRequest, subject } from '../../contracts/live-messages';
import type { Belongings } from '../shared/belongings-table';
import { parseJson } from '../shared/parse-json';
import type { Listener, Subscriptions } from '../shared/subscriptions-table';

interface Stores {
  readonly subscriptions: Pick<Subscriptions, 'add' | 'remove' | 'subjectsOf'>;
  readonly belongings: Pick<Belongings, 'isOf'>;
}

/** Maximum number of subscriptions per connection. Pages show far fewer things and rooms. */
export const maxSubscriptions = 100;

/** Maximum lifetime of an API Gateway WebSocket connection (developer guide, "Quotas for WebSocket APIs"). */
const connectedSeconds = 7_200;

/** Handles a message from a connection. @param listener `expiresAt` in seconds and `now` in ms since the epoch */
export async function handleMessage(
  body: string,
  { now, ...listener }: Listener & { readonly now: number },
  { subscriptions, belongings }: Stores,
): Promise<LiveAnswer> {
  const request = LiveRequest.safeParse(parseJson(body)).data;
  if (request === undefined)
    return problem(
      400,
      'Send {"action":"subscribe","thing":"…"}. The action must be "subscribe" or "unsubscribe"; "room" can replace "thing".',
    );
  const [key, owned, named] =
    'thing' in request
      ? [subject.thing(request.thing), belonging.device(request.thing), { thing: request.thing }]
      : [subject.room(request.room), belonging.room(request.room), { room: request.room }];
  const { connection, person, expiresAt } = listener;
  if (request.action === 'unsubscribe') {
    await subscriptions.remove(connection, key);
    return { kind: 'unsubscribed', ...named };
  }
  if (now >= expiresAt * 1000) return problem(401, 'The token has expired. Reconnect with a new token.');
  // respond identically for missing resources and for other owners' resources
  if (!(await belongings.isOf(person, owned)))
    return problem(404, 'The resource does not exist, or it belongs to someone else.');
  const tooMany = problem(429, `A connection can subscribe to at most ${maxSubscriptions} things and rooms.`);
  const before = await subscriptions.subjectsOf(connection);
  const isNew = !before.includes(key);
  if (isNew && before.length >= maxSubscriptions) return tooMany;
  const connectionEnd = Math.floor(now / 1000) + connectedSeconds;
  await subscriptions.add({ connection, person, expiresAt: Math.min(expiresAt, connectionEnd) }, key);
  // messages from one connection are handled concurrently, so several may pass the limit check before one is stored
  if (isNew && (await subscriptions.subjectsOf(connection)).length > maxSubscriptions) {
    await subscriptions.remove(connection, key);
    return tooMany;
  }
  return { kind: 'subscribed', ...named };
}

const titles = { 400: 'Bad Request', 401: 'Unauthorized', 404: 'Not Found', 429: 'Too Many Requests' } as const;

const problem = (status: keyof typeof titles, detail: string): LiveAnswer => ({
  kind: 'problem',
  title: titles[status],
  status,
  detail,
});
