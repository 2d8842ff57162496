import { gathered } from '../gathered';
import type { Finding } from './findings';

/** A finding that somebody has decided to live with. */
export interface Acceptance {
  /** The id of the check. */
  readonly check: string;
  /** Where it is found; `*` stands for any text: `aws_lambda_function.*`. */
  readonly address: string;
  /** The one stack in which it is accepted; without it in every one. */
  readonly stack?: string;
  readonly why: string;
  /** The last day of it: `2026-12-31`. */
  readonly until?: string;
}

/** Whether this is what was accepted. */
export function accepts(acceptance: Acceptance, found: Finding, stack: string): boolean {
  const { check, stack: only } = acceptance;
  if (check !== found.check || (only !== undefined && only !== stack)) return false;
  return addressesOf(acceptance).test(found.address);
}

const addressesOf = gathered(({ address }: Acceptance) => {
  const escaped = address.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's');
});
