import { findingsIn, judge, resourcesOfStack } from '@himeshima/plan-review';
import * as z from 'zod';
import { acceptedFindings } from '../../config/accepted-findings';
import { names } from '../../config/names';
import type { Synthesis } from './synthesized';

/** What `npm run policy` would say; nobody asks for the date, so that what holds today holds for ever. */
export function policyInvariants(the: () => Synthesis): void {
  const judged = () => {
    const stacks = the().all.flatMap((platform) => {
      const foundation = the().foundationOf(platform.environment.name);
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
    return judge(looked, acceptedFindings, undefined);
  };

  test('no finding is open: mend it, or accept it in config/accepted-findings.ts with a why', () => {
    expect(
      judged().open.map(({ stack, finding: { check, address, fix } }) => ({ stack, check, address, fix })),
    ).toEqual([]);
  });

  test('what is accepted is still found: else take it out of config/accepted-findings.ts', () => {
    expect(judged().stale).toEqual([]);
  });

  test('what is accepted has a why, and an end that is a day', () => {
    for (const { why, until } of acceptedFindings) {
      expect(why).toMatch(/\w+ \w+.*\.$/);
      if (until !== undefined) expect(z.iso.date().safeParse(until).success).toBe(true);
    }
  });
}
