import { maximumStateBytes, type StoredShadow } from './document';
import { get, remove } from './read';
import { failures } from './rejection';
import { throttledResponse } from './throttled-response';
import { type AcceptedUpdate, update } from './update';

const now = 1_700_000_000;
const bytes = (body: unknown) => Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));

function acceptedUpdate(stored: StoredShadow, body: unknown, nowSeconds = now): AcceptedUpdate {
  const result = update({ stored, request: bytes(body), nowSeconds });
  if (result.kind === 'rejected') throw new Error(result.rejected.message);
  return result;
}

function rejectionOf(body: unknown, stored?: StoredShadow) {
  const result = update({ stored, request: body instanceof Uint8Array ? body : bytes(body), nowSeconds: now });
  return result.kind === 'rejected' ? result.rejected : undefined;
}

function state(stored: StoredShadow): unknown {
  const result = get({ stored, name: 'light-1', nowSeconds: now });
  return result.kind === 'accepted' ? result.accepted['state'] : undefined;
}

describe('update', () => {
  test('creates a delta for desired and removes it when reported matches', () => {
    const requested = acceptedUpdate(undefined, { state: { desired: { power: true } }, clientToken: 'phone' });
    expect(requested.accepted).toEqual({
      state: { desired: { power: true } },
      metadata: { desired: { power: { timestamp: now } } },
      version: 1,
      timestamp: now,
      clientToken: 'phone',
    });
    expect(requested.delta).toEqual({
      state: { power: true },
      metadata: { power: { timestamp: now } },
      version: 1,
      timestamp: now,
      clientToken: 'phone',
    });
    const done = acceptedUpdate(requested.next, { state: { reported: { power: true } } }, now + 5);
    expect(done.delta).toBeUndefined();
    expect(done.documents).toEqual({
      previous: {
        state: { desired: { power: true } },
        metadata: { desired: { power: { timestamp: now } } },
        version: 1,
      },
      current: {
        state: { desired: { power: true }, reported: { power: true } },
        metadata: { desired: { power: { timestamp: now } }, reported: { power: { timestamp: now + 5 } } },
        version: 2,
      },
      timestamp: now + 5,
    });
  });

  test('publishes only the received values on /accepted, including nulls', () => {
    const { next } = acceptedUpdate(undefined, { state: { desired: { a: 1, b: 2 } } });
    const { accepted: answer, next: after } = acceptedUpdate(next, { state: { desired: { a: null } } });
    expect(answer).toMatchObject({
      state: { desired: { a: null } },
      metadata: { desired: { a: { timestamp: now } } },
      version: 2,
    });
    expect(after.state).toEqual({ desired: { b: 2 } });
    expect(after.metadata).toEqual({ desired: { b: { timestamp: now } } });
  });

  test('replaces an array as a whole, with one timestamp per element', () => {
    const { next } = acceptedUpdate(undefined, { state: { reported: { colors: ['RED', { r: 1 }, [2]] } } });
    const at = { timestamp: now };
    expect(next.metadata).toEqual({ reported: { colors: [at, { r: at }, [at]] } });
    expect(acceptedUpdate(next, { state: { reported: { colors: ['RED'] } } }).next.state.reported).toEqual({
      colors: ['RED'],
    });
  });

  // integers are rounded because JSON.parse returns doubles, and its reviver cannot access the source
  // text before Node.js 21
  test('rounds integers beyond 2^53 to doubles, but keeps strings unchanged', () => {
    const request = Buffer.from('{"state":{"reported":{"serial":9007199254740993,"text":"9007199254740993"}}}');
    expect(update({ stored: undefined, request, nowSeconds: now })).toMatchObject({
      accepted: { state: { reported: { serial: 9007199254740992, text: '9007199254740993' } } },
    });
  });

  test('removes an empty section but keeps an empty object, which then appears in the delta', () => {
    const { next } = acceptedUpdate(undefined, { state: { desired: { a: { b: 1 } } } });
    const emptied = acceptedUpdate(next, { state: { desired: { a: { b: null } } } });
    expect(emptied.next.state).toEqual({ desired: { a: {} } });
    expect(emptied.delta?.['state']).toEqual({ a: {} });
    expect(acceptedUpdate(emptied.next, { state: { desired: { a: null } } }).next.state).toEqual({});
    expect(acceptedUpdate(next, { state: { desired: null } }).next).toMatchObject({
      state: {},
      metadata: {},
      version: 2,
    });
  });

  test('empties the shadow and increments its version if the state is null', () => {
    const { next } = acceptedUpdate(undefined, { state: { desired: { a: 1 } } });
    const cleared = acceptedUpdate(next, { state: null });
    expect(cleared.accepted).toMatchObject({ state: null, metadata: { timestamp: now }, version: 2 });
    expect(cleared.next.version).toBe(2);
    expect(get({ stored: cleared.next, name: 'light-1', nowSeconds: now })).toMatchObject({
      accepted: { state: {}, metadata: {}, version: 2 },
    });
    expect(acceptedUpdate(cleared.next, { state: {} }).next.version).toBe(3);
  });

  test('keeps the metadata correct if a value becomes an object or a key is named timestamp', () => {
    const { next } = acceptedUpdate(undefined, { state: { reported: { a: 1, b: { timestamp: 5 } } } });
    const { next: after } = acceptedUpdate(next, { state: { reported: { a: { x: 1 }, b: { c: 2 } } } }, now + 1);
    expect(after.metadata.reported).toEqual({
      a: { x: { timestamp: now + 1 } },
      b: { timestamp: { timestamp: now }, c: { timestamp: now + 1 } },
    });
  });

  test('publishes a delta with all differences and the timestamps of desired', () => {
    const { next } = acceptedUpdate(undefined, { state: { desired: { a: 1, lights: { r: 255, g: 255 } } } });
    const { delta } = acceptedUpdate(
      next,
      { state: { reported: { lights: { r: 255, g: 0 }, only: 'here' } } },
      now + 9,
    );
    expect(delta).toMatchObject({
      state: { a: 1, lights: { g: 255 } },
      metadata: { a: { timestamp: now }, lights: { g: { timestamp: now } } },
    });
  });

  test('rejects a version that differs from the stored version', () => {
    const { next } = acceptedUpdate(undefined, { state: { desired: { a: 1 } }, version: 0 });
    expect(rejectionOf({ state: {}, version: 0, clientToken: 't' }, next)).toEqual({
      code: 409,
      message: 'Version conflict',
      timestamp: now,
      clientToken: 't',
    });
    expect(acceptedUpdate(next, { state: {}, version: 1 }).next.version).toBe(2);
    expect(rejectionOf({ state: {}, version: 1 })?.code).toBe(409);
  });

  test('keeps null in an object within an array', () => {
    const list = [1, { z: null }];
    const { next, accepted: answer } = acceptedUpdate(undefined, { state: { desired: { list } } });
    expect(state(next)).toEqual({ desired: { list }, delta: { list } });
    expect(answer['metadata']).toEqual({
      desired: { list: [{ timestamp: now }, { z: { timestamp: now } }] },
    });
  });

  test('omits from the delta keys that only reported contains, and includes changed arrays as a whole', () => {
    const desired = { list: [1, 2, 3], inner: { a: 1, same: 1 } };
    const reported = { list: [1, 2, 4], inner: { a: 2, same: 1, only: 1 }, only: 'here' };
    const { delta } = acceptedUpdate(undefined, { state: { desired, reported } });
    expect(delta?.['state']).toEqual({ list: [1, 2, 3], inner: { a: 1 } });
  });

  const deep = (levels: number): unknown => (levels === 0 ? 1 : { k: deep(levels - 1) });

  const rejections: readonly [unknown, number, string | RegExp][] = [
    ['', 400, 'Invalid JSON'],
    ['{"state":', 400, 'Invalid JSON'],
    ['{"state": {"reported": {"n": 1e999}}}', 400, 'Invalid JSON'],
    ['{"state": {"desired": {"list": [{"n": -1e999}]}}}', 400, 'Invalid JSON'],
    ['{"state": {}, "version": 1e999}', 400, 'Invalid version'],
    [[], 400, 'Missing required node: state'],
    [{}, 400, 'Missing required node: state'],
    [{ state: [] }, 400, 'State node must be an object'],
    [{ state: 'on' }, 400, 'State node must be an object'],
    [{ state: { desired: 1 } }, 400, 'Desired node must be an object'],
    [{ state: { reported: [] } }, 400, 'Reported node must be an object'],
    [{ state: { other: {} } }, 400, 'State contains an invalid node'],
    [{ state: { desired: { a: [1, null] } } }, 400, 'State contains an invalid node'],
    [{ state: { desired: { a: [{ b: [null] }] } } }, 400, 'State contains an invalid node'],
    [{ state: {}, version: 'x' }, 400, 'Invalid version'],
    [{ state: {}, version: 1.5 }, 400, 'Invalid version'],
    [{ state: {}, clientToken: 5 }, 400, 'Invalid clientToken'],
    [{ state: {}, clientToken: '灯'.repeat(22) }, 400, 'Invalid clientToken'],
    [{ state: { desired: deep(7) } }, 400, 'JSON contains too many levels of nesting; maximum is 6'],
    [`{"state":{"desired":${'{"a":'.repeat(20000)}1${'}'.repeat(20000)}}}`, 400, /too many levels/],
    [{ state: { desired: { a: 'x'.repeat(maximumStateBytes) } } }, 413, 'The payload exceeds the maximum size allowed'],
    [Buffer.from([0xff]), 415, 'Unsupported documented encoding; supported encoding is UTF-8'],
  ];
  test.each(rejections)('rejects %j with %i', (body, code, message) => {
    expect(rejectionOf(body)?.code).toBe(code);
    expect(rejectionOf(body)?.message).toMatch(message);
  });

  test('covers every documented error', () => {
    const messages = rejections.map(([body]) => rejectionOf(body)?.message);
    const conflict = rejectionOf({ state: {}, version: 1 });
    const tooMany = throttledResponse({ request: bytes(''), nowSeconds: now }).rejected;
    const answers = new Set([...messages, conflict?.message, tooMany.message]);
    expect(answers).toEqual(new Set(Object.values(failures).map(({ message }) => message)));
  });

  test('accepts values at the limits', () => {
    expect(rejectionOf({ state: { desired: deep(6) }, clientToken: 'x'.repeat(64) })).toBeUndefined();
    expect(
      rejectionOf({ state: { desired: { a: 'x'.repeat(maximumStateBytes - '{"a":""}'.length) } } }),
    ).toBeUndefined();
  });

  test('limits the total size of desired and reported, without metadata', () => {
    const { next } = acceptedUpdate(undefined, { state: { desired: { a: 'x'.repeat(5000) } } });
    expect(rejectionOf({ state: { reported: { a: 'x'.repeat(5000) } } }, next)?.code).toBe(413);
  });
});

describe('get and remove', () => {
  test('get returns the state with its delta, the metadata of desired and reported, and the client token', () => {
    const { next } = acceptedUpdate(undefined, { state: { desired: { a: 1 }, reported: { b: 2 } } });
    expect(get({ stored: next, name: 'light-1', request: bytes({ clientToken: 't' }), nowSeconds: now + 1 })).toEqual({
      kind: 'accepted',
      accepted: {
        state: { desired: { a: 1 }, reported: { b: 2 }, delta: { a: 1 } },
        metadata: { desired: { a: { timestamp: now } }, reported: { b: { timestamp: now } } },
        version: 1,
        timestamp: now + 1,
        clientToken: 't',
      },
    });
  });

  test('get and remove return 404 for a missing shadow, regardless of the request body', () => {
    const missing = {
      kind: 'rejected',
      rejected: { code: 404, message: "No shadow exists with name: 'config'", timestamp: now },
    };
    expect(get({ stored: undefined, name: 'config', request: bytes('{'), nowSeconds: now })).toEqual(missing);
    expect(remove({ stored: undefined, name: 'config', nowSeconds: now })).toEqual(missing);
  });

  test('returns 404 for a deleted shadow, and continues the versions if the shadow is created again within 48 hours', () => {
    const { next } = acceptedUpdate(undefined, { state: { desired: { a: 1 } } });
    const deleted = remove({ stored: next, name: 'light-1', nowSeconds: now });
    if (deleted.kind === 'rejected') throw new Error(deleted.rejected.message);
    expect(deleted.accepted).toEqual({ version: 1, timestamp: now });
    expect(state(deleted.next)).toBeUndefined();
    const soon = acceptedUpdate(deleted.next, { state: { reported: { b: 2 } } }, now + 48 * 3600 - 1);
    expect(soon.next).toMatchObject({ version: 3, state: { reported: { b: 2 } } });
    expect(soon.next.state.desired).toBeUndefined();
    expect(acceptedUpdate(deleted.next, { state: {} }, now + 48 * 3600).next.version).toBe(1);
  });
});
