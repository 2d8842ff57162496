import { belonging } from '../../contracts/belongings';
import { type LiveAnswer, LiveRequest, subject } from '../../contracts/live';
import type { Belongings } from '../shared/belongings-table';
import type { Listener, Subscriptions } from '../shared/subscriptions-table';

interface Answering {
  readonly subscriptions: Pick<Subscriptions, 'add' | 'remove' | 'subjectsOf'>;
  readonly belongings: Pick<Belongings, 'isOf'>;
}

/** A page shows a handful of things; what asks for more is no page. */
export const subjectsAtMost = 100;

/** A connection of API Gateway lasts two hours at most (developer guide, "Quotas for WebSocket APIs"). */
const connectedSeconds = 7_200;

/** Answers what a connection asks. `expiresAt`: the second in which its token ends; `now` in ms. */
export async function answerTo(
  body: string,
  { now, ...listener }: Listener & { readonly now: number },
  { subscriptions, belongings }: Answering,
): Promise<LiveAnswer> {
  const request = LiveRequest.safeParse(asJson(body)).data;
  if (request === undefined)
    return problem(400, 'Send {"action":"subscribe","thing":"…"}, with room for thing, or unsubscribe.');
  const [key, owned, named] =
    'thing' in request
      ? [subject.thing(request.thing), belonging.device(request.thing), { thing: request.thing }]
      : [subject.room(request.room), belonging.room(request.room), { room: request.room }];
  const { connection, person, expiresAt } = listener;
  if (request.action === 'unsubscribe') {
    await subscriptions.remove(connection, key);
    return { kind: 'unsubscribed', ...named };
  }
  if (now >= expiresAt * 1000) return problem(401, 'Your token has ended: connect with a new one.');
  // the same for what is not there and for what is somebody else's
  if (!(await belongings.isOf(person, owned))) return problem(404, 'There is no such thing, or it is not yours.');
  const tooMany = problem(429, `A connection listens to ${subjectsAtMost} things and rooms.`);
  const before = await subscriptions.subjectsOf(connection);
  const isNew = !before.includes(key);
  if (isNew && before.length >= subjectsAtMost) return tooMany;
  const gone = Math.floor(now / 1000) + connectedSeconds;
  await subscriptions.add({ connection, person, expiresAt: Math.min(expiresAt, gone) }, key);
  // messages of one connection are answered side by side: each may have found room for itself
  if (isNew && (await subscriptions.subjectsOf(connection)).length > subjectsAtMost) {
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

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
