import { gzipSync } from 'node:zlib';
import { processorMilliseconds } from '../processor-time.fixture';
import { maskChange, maskerOf, maskText } from './mask';

/**
 * Length of each text. Nightly runs use 1 MB: with the appended key, such a text is just short enough to be searched as a
 * whole.
 */
const length = Number(process.env['HOSTILE_TEXT_LENGTH'] ?? 250_000);
/** Size of the inputs in this run, as a fraction of the size in nightly runs. */
const share = length / 1_000_000;
const size = `${Math.round(length / 1_000)} KB`;
const filled = (part: string) => part.repeat(Math.ceil(length / part.length)).slice(0, length);
const key = `AK${'IA'}IOSFODNN7ABCDEFG`;

/** Strings that, if repeated, start a match at every character or keyword. */
const parts = [
  'a.',
  ' ',
  '\n',
  "'",
  '\\"',
  '=',
  ':',
  '@',
  '%41',
  '--',
  '://',
  'https://',
  'http://a:b@',
  'x:y@h:99 ',
  'a@b',
  'user:',
  'password=',
  'password ',
  'password="',
  "password='",
  'password:\n',
  '--password ',
  'secret ',
  'key=',
  'name: a value: ',
  'set password ',
  'api_key = ',
  'the password is ',
  'Authorization: ',
  'Bearer ',
  'Cookie: ',
  'curl -u ',
  'mysql -p',
  'redis-cli -a',
  'chpasswd a:b ',
  'identified by ',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN RSA PRIVATE KEY-----\n-----END ',
  'PuTTY-User-Key-File-',
  'eyJ',
  'aA1/',
  'QUFB',
  'H4sIAAAA',
  'cGFzc3dvcmQ9',
  'cGFzc3dvcmQ9\n',
  '0a',
  '0a:',
  'deadbeef',
  '{"a":',
  '{"password":"',
  '<password>',
  '<a key="password" ',
  '$2y$10$',
  'ghp_',
  'xoxb-',
  'hooks.slack.com/services/',
  'twitter',
  'datadog = ',
  'akia asia gl gh xox ',
  '\u0000a',
  '\\u0041',
  '&#61;',
  'İ',
  'パスワードは',
  'AAAAB3NzaC1yc2EAAAA',
  '/9j/',
  'sha256-',
  '${PASSWORD:-',
  'password||',
  'SETUSER >',
  "'a' as ",
  'PDO(a,"',
];

// Time limit for 1 MB in milliseconds: twice the time of the slowest text, because several test files share each core. Masking takes
// linear time, so the limit is proportional to the length. The benchmark allows at most 1 s per MB on an idle machine.
const most = 4_000;
const mostForShare = most * share;

test.each(parts)(`masks a key after ${size} of %j within the time limit`, (part) => {
  const text = `${filled(part)} ${key}`;
  let masked = '';
  expect(
    processorMilliseconds(() => {
      masked = maskText(text);
    }),
  ).toBeLessThan(mostForShare);
  expect(masked).not.toContain(key);
});

test(`masks a key after ${size} of words within the time limit, and keeps the words`, () => {
  const text = `${filled('The quick brown fox jumps over 13 lazy dogs. ')} ${key}`;
  let masked = '';
  expect(
    processorMilliseconds(() => {
      masked = maskText(text);
    }),
  ).toBeLessThan(mostForShare);
  expect(masked).toBe(text.replace(key, '«secret»'));
});

const numbers = (most: number) => Array.from({ length: Math.round(most * share) }, (_, at) => at);

test.each([
  ['many keys', Object.fromEntries(numbers(30_000).map((at) => [`password_${at}`, `value ${at}`]))],
  ['many values', { list: numbers(60_000).map((at) => `item ${at} of token`) }],
  [
    'many names',
    {
      text: numbers(60_000)
        .map((at) => `name${at}=v`)
        .join(' '),
    },
  ],
])('masks JSON with %s within the time limit', (_, document) => {
  const side = { value: { document: JSON.stringify(document) }, sensitive: {} };
  expect(processorMilliseconds(() => maskChange({ type: 'aws_x', before: side, after: side }))).toBeLessThan(
    mostForShare,
  );
});

test(`masks ${size} of text within the time limit in a plan with thousands of sensitive values`, () => {
  const values = Array.from({ length: 20_000 }, (_, at) => `Secret-${at}-value`);
  const change = { before: null, after: { values }, after_sensitive: { values: true } };
  const plan = { resource_changes: [{ type: 'aws_x', change }] };
  const text = filled('Secret-19999-valu ');
  expect(processorMilliseconds(() => maskerOf(plan).maskText(`${text}${values.at(-1)}`))).toBeLessThan(2 * most);
});

const gzipped = (text: string) => gzipSync(text, { level: 9 }).toString('base64');
/** Compressed text of 2.5 KB that decompresses to 1.9 MB. */
const bomb = gzipped('a '.repeat(950_000));
const bombs = (length: number) => `${bomb} `.repeat(Math.floor(length / bomb.length));

test.each([
  ['side by side', bombs(50_000)],
  [`in ${size}`, bombs(length)],
  ['inside another', gzipped(bombs(1_900_000))],
])('masks, within the time limit, text that decompresses to megabytes: %s', (_, text) => {
  const known = maskerOf({ variables: { db_password: { value: 'maple-Orbit!42' } } });
  let masked = '';
  expect(
    processorMilliseconds(() => {
      masked = known.maskText(text);
    }),
  ).toBeLessThan(most);
  expect(masked).toBe('«secret»');
});

test('masks a plan within seconds, even if hundreds of its values decompress to megabytes', () => {
  const values = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`item_${at}`, `${at}: ${bomb}`]));
  const side = { value: values, sensitive: {} };
  expect(processorMilliseconds(() => maskerOf({}).maskChange({ type: 'x', before: side, after: side }))).toBeLessThan(
    5 * most,
  );
});
