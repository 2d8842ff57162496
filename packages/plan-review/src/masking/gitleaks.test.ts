import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import gitleaks from './gitleaks-rules.json';
import { maskText } from './mask';
import { secret } from './spans';

/** Returns letters in alphabetical order. They have high entropy, but neither look random nor match another rule. */
const letters = (length: number) => 'abcdefghijklmnopqrstuvwxyz'.repeat(3).slice(0, length);
const capitals = (length: number) => letters(length).toUpperCase();

/** Rule ids, the text before a token, and tokens that only this rule detects. */
test.each([
  ['1password-secret-key', '', `A3-${capitals(6)}-${capitals(11)}-VWXYZ-QRSTU-LMNOP`],
  ['adafruit-api-key', 'ADAFRUIT = ', letters(32)],
  ['adobe-client-secret', '', `p8e-${letters(32)}`],
  ['alibaba-access-key-id', '', `LTAI${letters(20)}`],
  ['clojars-api-token', '', `CLOJARS_${letters(60)}`],
  ['dropbox-api-token', '"dropbox": "', letters(15)],
  ['duffel-api-token', '', `duffel_test_${letters(43)}`],
  ['easypost-api-token', '', `EZAK${letters(54)}`],
  ['etsy-access-token', 'ETSY => ', letters(24)],
  ['frameio-api-token', '', `fio-u-${letters(64)}`],
  ['gitlab-session-cookie', '', `_gitlab_session=${letters(32)}`],
  ['infracost-api-token', '', `ico-${letters(32)}`],
  ['octopus-deploy-api-key', '', `API-${capitals(26)}`],
  ['openshift-user-token', '', `sha256~${letters(43)}`],
  ['prefect-api-token', '', `pnu_${letters(36)}`],
  ['readme-api-token', '', `rdme_${letters(70)}`],
  ['scalingo-api-token', '', `tk-us-${letters(48)}`],
])('masks a token that matches the rule %s', (id, before, token) => {
  expect(gitleaks.rules.map((rule) => rule.id)).toContain(id);
  for (const end of ['', ' here', '",', "'", ';', '.']) {
    expect(maskText(`see ${before}${token}${end}`)).toBe(`see ${before}${secret}${end}`);
  }
});

test('does not mask a string of one repeated letter, whose entropy is too low to match a rule', () => {
  const text = `pnu_${'a'.repeat(36)}`;
  expect(maskText(text)).toBe(text);
});

test('the package contains the source URL and the license of the gitleaks rules', () => {
  expect(gitleaks.source).toContain('github.com/gitleaks/gitleaks/blob/v');
  expect(readFileSync(join(__dirname, 'gitleaks-LICENSE'), 'utf8')).toContain('MIT License');
});
