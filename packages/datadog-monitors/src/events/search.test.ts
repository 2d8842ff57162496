import { fc, test as property } from '@fast-check/jest';
import { anyText } from '../any-text.arbitrary';
import { QueryError } from '../query/query-error';
import { readEvent } from './event';
import { parseSearchText } from './search';

const log = readEvent({
  timestamp: '2026-11-28T12:00:30.000Z',
  message: 'GET /orders failed: connection reset by peer',
  service: 'checkout',
  status: 'error',
  hostname: 'web-1',
  ddsource: 'nginx',
  tags: ['env:prod', 'team:shop'],
  attributes: {
    http: { status_code: 503, method: 'GET', url: 'https://example.com/orders?id=7' },
    'usr.name': 'Ada Lovelace',
    error: { kind: 'ECONNRESET' },
    tags: ['a', 'b'],
  },
});

// Source: docs.datadoghq.com/logs/explorer/search_syntax
describe('parseSearchText', () => {
  test.each([
    '',
    '*:peer',
    '*:ECONN*',
    'failed',
    'FAILED connection',
    '"connection reset"',
    'fail*',
    'service:checkout',
    'service:check* status:error',
    'service:Checkout',
    'host:web-?',
    'source:nginx',
    'env:prod AND team:shop',
    'env:dev OR env:prod',
    'env:(dev OR prod)',
    '-env:dev',
    'NOT env:dev',
    '!service:billing',
    '(service:billing OR service:checkout) -status:info',
    '@http.status_code:503',
    '@http.status_code:>=500',
    '@http.status_code:<504',
    '@http.status_code:[500 TO 599]',
    '@http.status_code:[* TO 599]',
    '@http.status_code:*',
    '-@http.referer:*',
    '@usr.name:"Ada Lovelace"',
    String.raw`@usr.name:Ada\ Lovelace`,
    '@http.url:*orders?id=7',
    '@tags:(a AND b)',
    '@tags:b',
    'service:(-billing)',
  ])('%s matches', (text) => expect(parseSearchText(text)(log)).toBe(true));

  test.each([
    'fail',
    '*:timeout',
    '"reset connection"',
    'service:check',
    'status:(info OR warn)',
    'env:prod -status:error',
    '@http.status_code:[200 TO 299]',
    '@http.status_code:>503',
    '@http.method:get',
    '@http.referer:*',
    '-failed',
    'NOT (env:prod OR env:dev)',
    'service:',
  ])('%s does not match', (text) => {
    if (text === 'service:') expect(() => parseSearchText(text)).toThrow('expected a value of service');
    else expect(parseSearchText(text)(log)).toBe(false);
  });

  test.each([
    ['(service:a', 11, 'expected ) to close the parenthesis'],
    ['service:a)', 10, 'expected a term or an operator'],
    ['AND', 1, ''],
    [`${'('.repeat(60)}a${')'.repeat(60)}`, 52, 'nested deeper than 50 levels'],
  ])('reports the column of an error in %s', (text, column, message) => {
    const parse = () => parseSearchText(text);
    if (message === '') expect(parse()(log)).toBe(false);
    else expect(parse).toThrow(expect.objectContaining({ column, message: expect.stringContaining(message) }));
  });

  property.prop([anyText({ maxLength: 60 })])('parses any text, or reports an error and its column', (text) => {
    try {
      expect(typeof parseSearchText(text)(log)).toBe('boolean');
    } catch (error) {
      expect(error).toBeInstanceOf(QueryError);
    }
  });

  property.prop([fc.constantFrom('service:checkout', 'env:dev', '@http.status_code:>500', 'failed', 'missing')])(
    'a negated search matches exactly the events that the search does not match',
    (text) => {
      expect(parseSearchText(`-(${text})`)(log)).toBe(!parseSearchText(text)(log));
    },
  );
});

describe('readEvent', () => {
  test('reads logs of the search API, whose attributes are wrapped', () => {
    const event = readEvent({
      id: 'AgAA',
      type: 'log',
      attributes: { timestamp: '1970-01-01T01:00:00Z', service: 'a', message: 'm', attributes: { code: 7 } },
    });
    expect(event.minute).toBe(60);
    expect(event.message).toBe('m');
    expect(event.valuesOf('service')).toEqual(['a']);
    expect(event.valuesOf('@code')).toEqual(['7']);
  });

  test.each([
    [{ timestamp: 90_000 }, 1.5],
    [{ date: '1970-01-01T00:02:00Z' }, 2],
    [{ minute: 3.25 }, 3.25],
  ])('reads the time of %j', (event, minute) => expect(readEvent(event).minute).toBe(minute));

  test.each([[{}], [{ timestamp: 'yesterday' }], [7], [null]])('rejects %j', (event) => {
    expect(() => readEvent(event)).toThrow(/an event (needs a time|must be a JSON object)/);
  });
});
