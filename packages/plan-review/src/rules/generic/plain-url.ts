import type { Value } from '@himeshima/terraform-json';
import { wordsOf } from '../../knowledge/name-words';
import { say } from '../../phrase';
import type { GenericRule } from './generic-rule';

/** Words in the names of texts, and of addresses to which the resource itself does not connect. */
const unconnected =
  /^(?:callback|callbacks|description|doc|docs|documentation|homepage|link|namespace|note|notes|origins?|redirect|redirects|schema|website|xmlns)$/;

/** Matches a whole address of another machine that is not encrypted. */
const plainAddress = /^http:\/\/(?!(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$))\S+$/i;

const isMatch = (pattern: RegExp) => (value: Value) => typeof value === 'string' && pattern.test(value);

/** Reports addresses that begin with `http:` instead of `https:`. */
export const plainUrl: GenericRule = ({ path, before, after }) => {
  if (path.flatMap(wordsOf).some((word) => unconnected.test(word))) return undefined;
  const plain = after.find(isMatch(plainAddress));
  const wasEncrypted = before.some(isMatch(/^https:\/\//i));
  if (plain === undefined || !wasEncrypted) return undefined;
  return { meaning: 'encryption', what: say`connects without TLS (${path.join('.')}: ${{ value: String(plain) }})` };
};
