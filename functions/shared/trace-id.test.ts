import { fc, test as law } from '@fast-check/jest';
import { TraceId } from '../../contracts/trace';
import { traceIdOf } from './trace-id';

const eventWith = (headers: Record<string, string> | null) => ({ headers, requestContext: { requestId: 'request-1' } });

describe('traceIdOf', () => {
  test.each<[string, unknown, string | undefined]>([
    ['returns the trace id of a rule event', { thing: 'light-1', traceId: 'trace-1' }, 'trace-1'],
    ['returns the trace id from a header in any letter case', eventWith({ 'X-Trace-Id': 'mine' }), 'mine'],
    ['returns the request id without the header', eventWith({ accept: '*/*' }), 'request-1'],
    ['returns the request id without any headers', eventWith(null), 'request-1'],
    ['returns the request id if the header is invalid', eventWith({ 'x-trace-id': 'a b' }), 'request-1'],
    ['returns undefined for a batch', { Records: [] }, undefined],
    ['returns undefined if there is no event', undefined, undefined],
  ])('%s', (_, event, trace) => expect(traceIdOf(event)).toBe(trace));

  law.prop([fc.string()])('returns only ids that are safe in log lines and headers', (text) => {
    const trace = traceIdOf(eventWith({ 'x-trace-id': text }));
    expect(TraceId.safeParse(trace).success).toBe(true);
    expect(trace === text || trace === 'request-1').toBe(true);
  });
});
