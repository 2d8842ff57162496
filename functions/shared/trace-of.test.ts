import { fc, test as law } from '@fast-check/jest';
import { TraceId } from '../../contracts/trace';
import { traceOf } from './trace-of';

const requested = (headers: Record<string, string> | null) => ({ headers, requestContext: { requestId: 'request-1' } });

describe('the trace of an event', () => {
  test.each<[string, unknown, string | undefined]>([
    ['of a rule is what the rule says', { thing: 'light-1', traceId: 'trace-1' }, 'trace-1'],
    ['of a request is what its header says, however the name is written', requested({ 'X-Trace-Id': 'mine' }), 'mine'],
    ['of a request without the header is the id of the request', requested({ accept: '*/*' }), 'request-1'],
    ['of a request without any header is that, too', requested(null), 'request-1'],
    ['of a request whose header holds something else is that, too', requested({ 'x-trace-id': 'a b' }), 'request-1'],
    ['of a batch is none', { Records: [] }, undefined],
    ['of nothing is none', undefined, undefined],
  ])('%s', (_, event, trace) => expect(traceOf(event)).toBe(trace));

  law.prop([fc.string()])('is never anything that a line or a header could take for more than a word', (text) => {
    const trace = traceOf(requested({ 'x-trace-id': text }));
    expect(TraceId.safeParse(trace).success).toBe(true);
    expect(trace === text || trace === 'request-1').toBe(true);
  });
});
