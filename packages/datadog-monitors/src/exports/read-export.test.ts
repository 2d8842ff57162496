import { fc, test } from '@fast-check/jest';
import { ExportError } from './export-error';
import { readExport } from './read-export';

const now = Date.UTC(2026, 9, 1);
const start = Date.UTC(2026, 8, 1);
const first = start / 60_000;
const read = (text: string) => readExport(text, now);

const fault = (text: string) => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ExportError) return { message: error.message, line: error.line };
    throw error;
  }
  return 'no error';
};

const answer = (pointlist: unknown, more: object = {}) =>
  JSON.stringify({ status: 'ok', series: [{ metric: 'a.b', scope: 'k:v,l:w', pointlist, ...more }] }, null, 1);

describe('readExport with a response from /api/v1/query', () => {
  test('reads series with tags and one value per minute, and skips null', () => {
    expect(
      read(
        answer([
          [start, 1],
          [start + 60_000, null],
          [start + 120_000, 3],
        ]),
      ),
    ).toEqual([{ metric: 'a.b', tags: { k: 'v', l: 'w' }, from: first, values: Float64Array.of(1, Number.NaN, 3) }]);
  });

  test('prefers tag_set to the scope, and reads no tags from the scope *', () => {
    expect(read(answer([[start, 1]], { tag_set: ['k:x'] }))).toMatchObject([{ tags: { k: 'x' } }]);
    expect(read(answer([[start, 1]], { scope: '*' }))).toMatchObject([{ tags: {} }]);
  });

  test('merges points in the same minute', () => {
    const points = [0, 20, 40].map((seconds) => [start + seconds * 1000, seconds]);
    expect(read(answer(points))).toMatchObject([{ minutes: [{ minute: first, sum: 60, count: 3, min: 0, max: 40 }] }]);
  });

  test.each([
    [
      'duplicate',
      [
        [start, 1],
        [start, 2],
      ],
      'a.b: 2026-09-01T00:00:00Z occurs twice; remove one of the points',
      12,
    ],
    [
      'unordered',
      [
        [start, 1],
        [start - 60_000, 2],
      ],
      'a.b: 2026-08-31T23:59:00Z comes after 2026-09-01T00:00:00Z; sort the points of a series by time',
      12,
    ],
    [
      'far-future',
      [
        [start, 1],
        [start * 10, 2],
      ],
      'is in the future; use milliseconds',
      12,
    ],
    ['in seconds', [[start / 1000, 1]], 'is before Datadog existed; use milliseconds, not seconds', 8],
    ['beyond all dates', [[1e300, 1]], 'invalid time 1e+300: expected milliseconds since 1970', 8],
    ['no number', [[start, 'x']], 'series[0].pointlist[0][1]: ', 10],
  ])('rejects a point that is %s, and reports its line number', (_, points, message, line) => {
    expect(fault(answer(points))).toEqual({ message: expect.stringContaining(message), line });
  });

  test('rejects a number that JSON.parse would read as infinity', () => {
    expect(fault(answer([[start, 1]]).replace(' 1\n', ' 1e999\n'))).toEqual({
      message: expect.stringContaining('pointlist[0][1]'),
      line: 10,
    });
  });

  test('rejects NaN, which is not valid JSON', () => {
    expect(fault(answer([[start, 1]]).replace(' 1\n', ' NaN\n'))).toEqual({
      message: expect.stringContaining('is not valid JSON at NaN'),
      line: 10,
    });
  });

  test.each([30, 90, 110])('reports an export that is truncated after %d characters', (length) => {
    const text = answer([[start, 1]]).slice(0, length);
    expect(fault(text)).toEqual({
      message: 'ends unexpectedly; the export may be truncated',
      line: text.trimEnd().split('\n').length,
    });
  });

  test.each([
    ['{"status":"error","error":"no such metric","series":[]}', 'Datadog returned an error: no such metric'],
    ['{"status":"error","error":"Rate limit"}', 'Datadog returned an error: Rate limit'],
    ['{"errors":["Forbidden"]}', 'Datadog returned an error: Forbidden'],
    ['['.repeat(300_000), 'ends unexpectedly; the export may be truncated'],
    [`{"series":${'['.repeat(300_000)}${']'.repeat(300_000)}}`, 'series[0]: '],
    ['{"a.b":[],"__proto__":[]}', '__proto__ is not a valid series name'],
    ['{"data":{}}', 'is a response from /api/v2, which contains no metric names; export with GET /api/v1/query'],
    [
      answer([[start, 1]], { metric: '(a / b)' }),
      '(a / b) is not a metric; export each metric of the query separately',
    ],
    ['{"series":[]}', 'contains no points'],
    ['', 'contains no points'],
  ])('rejects %s', (text, message) => {
    expect(fault(text)).toMatchObject({ message: expect.stringContaining(message) });
  });
});

describe('CSV', () => {
  test('accepts columns in any order, three time formats and four tag separators', () => {
    const seconds = start / 1000;
    const text = [
      'metric,tags,timestamp,value',
      `a.b,k:v;l:w,${seconds},1`,
      `a.b,"k:v,l:w",${start + 60_000},2`,
      'a.b,k:v l:w,2026-09-01T00:02:00Z,3',
      'a.b,k:v|l:w,2026-09-01T00:03:00Z,4',
      'c.d,,2026-09-01T00:03:00Z,5',
      '',
    ].join('\r\n');
    expect(read(text)).toEqual([
      { metric: 'a.b', tags: { k: 'v', l: 'w' }, from: first, values: Float64Array.of(1, 2, 3, 4) },
      { metric: 'c.d', tags: {}, from: first + 3, values: Float64Array.of(5) },
    ]);
  });

  const header = 'timestamp,metric,tags,value';
  const line = '2026-09-01T00:00:00Z,a.b,k:v,1';
  test.each([
    [
      `time,metric,tags,value\n${line}`,
      'the header has no timestamp; it must contain timestamp, metric, tags, value',
      1,
    ],
    [`${header}\n${line}\n2026-09-01T00:01:00Z,a.b,k`, 'the export may be truncated', 3],
    [`${header}\n${line}\n2026-09-01T00:01:00Z,a.b,"k:v`, 'the export may be truncated', 3],
    [`${header}\n${line}\n${line}`, '2026-09-01T00:00:00Z occurs twice', 3],
    [`${header}\n${line}\n2026-08-01T00:00:00Z,a.b,k:v,1`, 'sort the points of a series by time', 3],
    [`${header}\n${line}\n2026-09-01T00:01:00Z,a.b,k:v,NaN`, 'the value is NaN; remove the line', 3],
    [`${header}\n${line}\n2026-09-01T00:01:00Z,a.b,k:v,-Inf`, 'the value is -Inf; remove the line', 3],
    [`${header}\n${line}\n2026-09-01T00:01:00Z,a.b,k:v,`, 'the value is empty; remove the line', 3],
    [`${header}\n${line}\n2026-09-01T00:01:00Z,a.b,k:v,0x10`, 'the value is 0x10, not a decimal number', 3],
    [`${header}\n${line}\n0x6a000000,a.b,k:v,1`, 'invalid time 0x6a000000', 3],
    [`${header}\n${line}\n2026-09-01T00:01:00Z`, 'the export may be truncated', 3],
    [`${header}\n${line}\nyesterday,a.b,k:v,1`, 'invalid time yesterday', 3],
    [`${header}\n${line}\n2999-09-01T00:01:00Z,a.b,k:v,1`, 'is in the future', 3],
    [`${header}\n2026-09-01T00:01:00Z,a b,k:v,1`, 'a b{k:v} is not a metric with tags', 2],
    [`${header}\n2026-09-01T00:01:00Z,a.b,k,1`, 'k is not a tag', 2],
    [`${header}\n2026-09-01T00:01:00Z,a.b,k:v,"1\n2"`, 'the value is 1 2, not a decimal number', 3],
  ])('rejects %j and reports the line number', (text, message, at) => {
    expect(fault(text)).toEqual({ message: expect.stringContaining(message), line: at });
  });
});

test('ignores a byte order mark', () => {
  const [json, csv] = [answer([[start, 1]]), `timestamp,metric,tags,value\n${start},a.b,k:v;l:w,1`];
  expect(read(`\uFEFF${json}`)).toEqual(read(json));
  expect(read(`\uFEFF${csv}`)).toEqual(read(csv));
});

test('keeps the minutes of a recorded local run', () => {
  const minute = { minute: first, sum: 3, count: 2, min: 1, max: 2 };
  expect(read(JSON.stringify({ 'a.b{k:v}': [minute] }))).toEqual([
    { metric: 'a.b', tags: { k: 'v' }, minutes: [minute] },
  ]);
  expect(fault('{"a.b{k:v}":[[0,1]]}')).toMatchObject({ message: expect.stringContaining('a.b{k:v}.0') });
});

describe('readExport with arbitrary text', () => {
  const isReadOrRejected = (text: string) => {
    try {
      return Array.isArray(read(text));
    } catch (error) {
      return error instanceof ExportError && !error.message.includes('\n');
    }
  };
  const point = fc.tuple(
    fc.oneof(fc.double(), fc.constant(start)),
    fc.oneof(fc.double(), fc.string(), fc.constant(null)),
  );
  const whole = fc.oneof(
    fc.string(),
    fc.json(),
    fc.array(point).map((points) => answer(points)),
    fc
      .array(point)
      .map((points) =>
        ['timestamp,metric,tags,value', ...points.map(([at, value]) => `${at},a.b,k:v,${value}`)].join('\n'),
      ),
  );

  test.prop([whole, fc.nat({ max: 200 })])('reads truncated text, or rejects it with a one-line error', (text, cut) => {
    expect(isReadOrRejected(text)).toBe(true);
    expect(isReadOrRejected(text.slice(0, -cut - 1))).toBe(true);
  });
});
