import { memoizeByObject } from '../memoize';
import type { Finding } from './findings';

/** Decision to accept findings of a check. */
export interface Acceptance {
  /** Id of the check whose findings are accepted. */
  readonly check: string;
  /** Address of the resource: `aws_lambda_function.*`. `*` matches any number of characters. */
  readonly address: string;
  /** Name of the stack to which the acceptance applies. Undefined for all stacks. */
  readonly stack?: string;
  readonly why: string;
  /** Last day on which the acceptance applies: `2026-12-31`. */
  readonly until?: string;
}

/** Returns whether an acceptance covers a finding. */
export function accepts(acceptance: Acceptance, found: Finding, stack: string): boolean {
  const { check, stack: only } = acceptance;
  if (check !== found.check || (only !== undefined && only !== stack)) return false;
  return addressesOf(acceptance).test(found.address);
}

const addressesOf = memoizeByObject(({ address }: Acceptance) => {
  const escaped = address.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's');
});
