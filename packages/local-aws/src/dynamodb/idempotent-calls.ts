import { createHash } from 'node:crypto';
import type { Clock } from '../clock';
import type { DynamoAnswer } from './dynamo-answer';
import { errorAnswer } from './dynamo-answer';

/** Time for which a token is valid after its transaction (API reference, "TransactWriteItems", `ClientRequestToken`). */
const tokenMilliseconds = 10 * 60 * 1000;

interface KnownCall {
  readonly request: string;
  readonly answer: Promise<DynamoAnswer>;
  validUntil: number;
}

/**
 * Returns a function that runs calls with the same token only once. Repeated calls return the first result. A failed
 * call can be repeated.
 */
export function createIdempotentCalls(clock: Pick<Clock, 'now'>) {
  const known = new Map<string, KnownCall>();
  return async (token: string, request: object, run: () => Promise<DynamoAnswer>): Promise<DynamoAnswer> => {
    // the tokens are in the order of their calls, so the first valid token ends the search
    for (const [other, { validUntil }] of known) {
      if (validUntil > clock.now()) break;
      known.delete(other);
    }
    const hash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
    const earlier = known.get(token);
    if (earlier !== undefined)
      return earlier.request === hash
        ? earlier.answer
        : errorAnswer({
            id: 0,
            status: 400,
            code: 'IdempotentParameterMismatchException',
            message: 'The request uses the same client token as a previous, but non-identical request.',
          });
    const answer = run();
    const call: KnownCall = { request: hash, answer, validUntil: Number.POSITIVE_INFINITY };
    known.set(token, call);
    try {
      const { status } = await answer;
      if (status >= 300) known.delete(token);
      else call.validUntil = clock.now() + tokenMilliseconds;
    } catch (error) {
      known.delete(token);
      throw error;
    }
    return answer;
  };
}
