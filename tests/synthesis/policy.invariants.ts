import { findingsIn, resourcesOfStack, sortFindings } from '@himeshima/plan-review';
import * as z from 'zod';
import { acceptedFindings } from '../../config/accepted-findings';
import { names } from '../../config/names';
import type { Synthesis } from './synthesized-environments';

/** Tests the findings of `npm run policy`, independently of the date. */
export function policyInvariants(synthesized: () => Synthesis): void {
  const findingsOfStacks = () => {
    const stacks = synthesized().all.flatMap((platform) => {
      const foundation = synthesized().foundationOf(platform.environment.name);
      return [
        { name: platform.environment.stack, stack: platform.stack },
        { name: names.foundation(platform.environment), stack: foundation.stack },
      ];
    });
    const looked = stacks.map(({ name, stack }) => ({
      stack: name,
      path: 'main.ts',
      findings: findingsIn(resourcesOfStack(stack)),
    }));
    return sortFindings(looked, acceptedFindings, undefined);
  };

  test('every finding is fixed, or accepted in config/accepted-findings.ts with a reason', () => {
    expect(
      findingsOfStacks().open.map(({ stack, finding: { check, address, fix } }) => ({ stack, check, address, fix })),
    ).toEqual([]);
  });

  test('every finding that config/accepted-findings.ts accepts still exists', () => {
    expect(findingsOfStacks().stale).toEqual([]);
  });

  test('every accepted finding has a reason, and a valid date if it expires', () => {
    for (const { why, until } of acceptedFindings) {
      expect(why).toMatch(/\w+ \w+.*\.$/);
      if (until !== undefined) expect(z.iso.date().safeParse(until).success).toBe(true);
    }
  });
}
