import type { Value } from '@himeshima/terraform-json';
import { wordsOf } from '../../knowledge/name-words';
import { say } from '../../phrase';
import type { GenericRule } from './generic-rule';

/** Reports existing resources whose minimum TLS version falls, and new resources whose minimum TLS version is below 1.2. */
export const weakerTls: GenericRule = ({ path, before, after }, { action }) => {
  const words = path.flatMap(wordsOf);
  if (!words.some((word) => /^(?:tls|ssl|min|minimum|minimal|protocol|protocols|security)$/.test(word)))
    return undefined;
  const [was, is] = [before, after].map((values) => Math.min(...values.map((value) => versionOf(value, words))));
  if (was === undefined || is === undefined || !Number.isFinite(is)) return undefined;
  const isWeaker = action === 'create' ? is < 1.2 : is < was && Number.isFinite(was);
  if (!isWeaker) return undefined;
  const lowest = after.find((value) => versionOf(value, words) === is);
  const value = say`: ${{ value: String(lowest) }}`;
  return { meaning: 'encryption', what: say`accepts outdated TLS versions (${path.join('.')}${value})` };
};

/** Parses a TLS version: `TLS1_2`, `TLSv1.2_2021` and `1.2` are 1.2. Returns infinity for other values. */
function versionOf(value: Value, words: readonly string[]): number {
  const text = String(value);
  if (/^SSLv?[23]/i.test(text)) return 0.9;
  const isNumber = words.some((word) => word === 'tls' || word === 'ssl') && /^1\.[0-3]$/.test(text);
  const [, minor] = (isNumber ? /^1\.([0-3])$/ : /TLS[-_ ]?v?1[._-]?([0-3])?(?!\d)/i).exec(text) ?? [];
  if (minor !== undefined) return 1 + Number(minor) / 10;
  return /^TLSv?1(?:_\d{4})?$/i.test(text) ? 1 : Number.POSITIVE_INFINITY;
}
