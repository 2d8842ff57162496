import { maskChange, maskText } from './mask';
import { entropyOf, isRandom } from './randomness';
import { secret } from './spans';

const generated = 'k7Qm2xP9vB4nL8sT3wZ6yR1cA5';

test('measures entropy in bits per character', () => {
  expect(entropyOf('aaaa')).toBe(0);
  expect(entropyOf('abab')).toBe(1);
  expect(entropyOf('abcdabcd')).toBe(2);
});

test.each([generated, 'r8k2m5x9q1z7w4v6', 'R028QIE8RPKCAMBL', '3f9e2b7c1d4a8056e1f2a3b4'])(
  'recognizes %s as random',
  (text) => expect(isRandom(text)).toBe(true),
);

test.each([
  ['few different characters', 'a1B2a1B2a1B2a1B2a1B2a1B2'],
  ['letters, then digits', 'ordersLedgerInvoices20261234'],
  ['no digit', 'QmxPvBnLsTwZyRcAkHjGfDdS'],
  ['no letter', '90718263544519028374'],
  ['words with separators', 'orders-v2-eu-west-1-ledger-a7'],
  ['a date', '2026-11-27T10:15:00Z-a1b2c3d4'],
  ['a UUID', '3f9e2b7c-1d4a-4056-a1f2-a3b4c5d6e7f8'],
  ['a sentence', `the ${generated}`],
  ['few characters', 'k7Qm2xP9'],
])('does not recognize a string with %s as random', (_, text) => expect(isRandom(text)).toBe(false));

const masked = (name: string, value: string) => {
  const side = { value: { [name]: value }, sensitive: {} };
  return maskChange({ type: 'aws_x', before: side, after: side }).after[name];
};

test('treats a value that looks random as a secret unless its name indicates a digest or an identifier', () => {
  expect(masked('colour', generated)).toBe(secret);
  // within a longer text, such a short word would not be detected
  expect(masked('colour', generated.slice(0, 20))).toBe(secret);
  expect(masked('colour', 'a1B2a1B2a1B2a1B2a1B2a1B2')).toBe('a1B2a1B2a1B2a1B2a1B2a1B2');
  for (const name of ['colour_id', 'etag', 'commit', 'image']) expect(masked(name, generated)).toBe(generated);
});

test('treats a word that looks random as a secret unless the preceding text indicates a digest or an identifier', () => {
  expect(maskText(`see ${generated}, please`)).toBe(`see ${secret}, please`);
  for (const text of [`trace ${generated} failed`, `release: ${generated}`, `x@${generated}`])
    expect(maskText(text)).toBe(text);
});
