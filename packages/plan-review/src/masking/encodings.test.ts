import { deflateSync, gzipSync } from 'node:zlib';
import { maskText } from './mask';
import { secret } from './spans';

/** Comments that make a script longer, because the encoded form of a short script looks like a generated word. */
const comments = Array.from({ length: 60 }, (_, at) => `# step ${at} starts shop ${(at * 7_919) % 1_009}`).join('\n');
const harmless = `#!/bin/sh\n${comments}\nexec /opt/orders/run\n`;
const script = harmless.replace('exec', 'export ORDERS_PASS=maple42orbit\nexec');

const base64 = (bytes: string | Buffer) => Buffer.from(bytes).toString('base64');
const wide = (text: string) => Buffer.from(text, 'utf16le');
const wrapped = (text: string, width: number, end = '\n') =>
  text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), (line) => `${line}${end}`);
const hex = (text: string) => Buffer.from(text).toString('hex');
const pairs = (text: string, separator: string) => hex(text).replace(/..(?=.)/g, (pair) => `${pair}${separator}`);
const escaped = (text: string) => text.replaceAll('=', '\\u003d').replaceAll('_', '\\x5f');

const same = (text: string) => text;

/** Encodings, and the text around the encoded script. */
const encodings: readonly (readonly [
  title: string,
  encode: (text: string) => string,
  around?: (encoded: string) => string,
])[] = [
  ['Base64', base64],
  [
    'Base64 without padding',
    (text) => base64(`${text}#`.padEnd(Math.ceil(text.length / 3) * 3 + 1, '#')).replace(/=+$/, ''),
  ],
  ['wrapped Base64', (text) => wrapped(base64(text), 76)],
  ['Base64 wrapped with carriage returns', (text) => wrapped(base64(text), 64, '\r\n')],
  ['URL-safe Base64', (text) => Buffer.from(text.replaceAll('step', '~~~???')).toString('base64url')],
  ['Base64 inside a command', base64, (encoded) => `echo ${encoded} | base64 -d | sh`],
  ['Base64 inside quotes', base64, (encoded) => `run("${encoded}", 1)`],
  ['a data URL', base64, (encoded) => `data:text/plain;base64,${encoded}`],
  ['Base64 after other letters', (text) => `Q1${base64(text)}`],
  ['Base64 after a path', (text) => `/run/x/${base64(text)}`],
  ['Base64 after a long path', (text) => `/var/lib/ledger/releases/november/shop/orders/scripts/${base64(text)}`],
  ['Base64 twice', (text) => base64(base64(text))],
  ['gzip in Base64', (text) => base64(gzipSync(text))],
  ['gzip inside a command', (text) => base64(gzipSync(text)), (encoded) => `echo '${encoded}' | base64 -d | gunzip`],
  ['gzip of UTF-16', (text) => base64(gzipSync(wide(text)))],
  ['truncated gzip', (text) => base64(gzipSync(text).subarray(0, -12))],
  ['gzip in hex', (text) => gzipSync(text).toString('hex')],
  ['zlib in Base64', (text) => base64(deflateSync(text))],
  ['gzip in Base64 in Base64', (text) => base64(base64(gzipSync(text)))],
  ['UTF-16 in Base64', (text) => base64(wide(text)), (encoded) => `powershell -EncodedCommand ${encoded}`],
  ['UTF-16, big endian', (text) => base64(wide(text).swap16())],
  ['UTF-16 with a byte order mark', (text) => base64(wide(`\ufeff${text}`))],
  ['UTF-16 read as UTF-8', (text) => wide(text).toString('latin1')],
  ['hex', hex],
  ['hex in capitals', (text) => hex(text).toUpperCase()],
  ['hex inside a command', hex, (encoded) => `echo ${encoded} | xxd -r -p`],
  ['hex with colons', (text) => pairs(text, ':')],
  ['hex with spaces', (text) => pairs(text, ' ')],
  ['percent-encoding', encodeURIComponent],
  ['escapes', escaped],
];

const cases = encodings.map(([title, encode, around = same]) => [title, encode, around] as const);

test.each(cases)('masks a script in %s only if it contains a secret', (_, encode, around) => {
  expect(maskText(around(encode(script)))).toBe(around(secret));
  expect(maskText(around(encode(harmless)))).toBe(around(encode(harmless)));
});

// lines in these encodings look generated even without a secret, so only scripts with a secret are tested
test.each<readonly [string, (text: string) => string]>([
  ['Base64 wrapped with escaped line feeds', (text) => wrapped(base64(text), 64, '\\n')],
  ['gzip in wrapped Base64', (text) => wrapped(base64(gzipSync(text)), 76)],
])('masks all lines of a script in %s if it contains a secret', (_, encode) => {
  expect(maskText(encode(script))).toBe(secret);
});
