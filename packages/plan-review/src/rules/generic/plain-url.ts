import { say } from '../../phrase';
import type { GenericRule } from './generic-rule';

/** Reports addresses that begin with `http:` instead of `https:`. */
export const plainUrl: GenericRule = ({ path, before, after }) => {
  const plain = after.find((value) => typeof value === 'string' && /^http:\/\//i.test(value));
  const wasEncrypted = before.some((value) => typeof value === 'string' && /^https:\/\//i.test(value));
  if (plain === undefined || !wasEncrypted) return undefined;
  return { meaning: 'encryption', what: say`connects without TLS (${path.join('.')}: ${{ value: String(plain) }})` };
};
