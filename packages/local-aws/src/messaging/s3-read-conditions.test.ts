import { checkReadConditions } from './s3-read-conditions';

const object = {
  key: 'a',
  body: Buffer.from('x'),
  contentType: 'text/plain',
  contentLength: 1,
  etag: '"tag"',
  lastModified: new Date('2026-01-01T00:00:01.500Z'),
  metadata: {},
};
const [before, same, after] = [0, 1, 2].map((second) => `Thu, 01 Jan 2026 00:00:0${second} GMT`);
const checked = (headers: Record<string, string | undefined>) => {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return checkReadConditions(Object.fromEntries(given), object)?.status;
};

describe('checkReadConditions', () => {
  test.each([
    [{}, undefined],
    [{ 'if-match': '"tag"' }, undefined],
    [{ 'if-match': 'tag' }, undefined],
    [{ 'if-none-match': '"other"' }, undefined],
    [{ 'if-none-match': '"other", "tag"' }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-modified-since': before }, undefined],
    [{ 'if-modified-since': same }, 304],
    [{ 'if-modified-since': after }, 304],
    [{ 'if-modified-since': 'nonsense' }, undefined],
    [{ 'if-unmodified-since': same }, undefined],
    // the tags take precedence
    [{ 'if-match': 'tag', 'if-unmodified-since': before }, undefined],
    [{ 'if-none-match': 'other', 'if-modified-since': after }, undefined],
  ])('answers %j with %s', (headers, status) => expect(checked(headers)).toBe(status));

  test.each([
    [{ 'if-match': '"other"' }, 'If-Match'],
    [{ 'if-unmodified-since': before }, 'If-Unmodified-Since'],
  ])('rejects %j, and names the condition', (headers, Condition) => {
    expect(() => checked(headers)).toThrow(
      expect.objectContaining({ code: 'PreconditionFailed', status: 412, details: { Condition } }),
    );
  });
});
