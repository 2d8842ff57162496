import { counted, say, words } from '../phrase';
import { byType } from '../plan/by-type';
import { isUnknownAt, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

interface Tries {
  readonly path: readonly string[];
  /** What is given up after them. */
  readonly what: string;
  /** How often where nothing is declared. */
  readonly unset: number;
  /** Whether a negative number means without end. */
  readonly endless?: true;
}

/** How often something that fails is tried again. Terraform Registry, hashicorp/aws 6.25; Lambda developer guide */
const triesOf = byType<readonly Tries[]>({
  aws_cloudwatch_event_target: [
    { path: ['retry_policy', 'maximum_retry_attempts'], what: 'an event that its target does not take', unset: 185 },
  ],
  aws_lambda_event_source_mapping: [
    { path: ['maximum_retry_attempts'], what: 'a record that fails', unset: Number.POSITIVE_INFINITY, endless: true },
  ],
  aws_lambda_function_event_invoke_config: [
    { path: ['maximum_retry_attempts'], what: 'an event that fails', unset: 2 },
  ],
  aws_scheduler_schedule: [
    { path: ['target', 'retry_policy', 'maximum_retry_attempts'], what: 'what its target does not take', unset: 185 },
  ],
});

/** What fails is given up sooner than before: it goes to where failures are kept, or nowhere. */
export const fewerTries: Rule = (plan) =>
  changedIn(plan).flatMap((change) =>
    (triesOf(change.type) ?? []).flatMap(({ path, what, unset, endless }): Danger[] => {
      const [was = unset, is = unset] = [change.before, change.after].map((values) => {
        const tries = Number(valueAt(values, path) ?? unset);
        return endless === true && tries < 0 ? Number.POSITIVE_INFINITY : tries;
      });
      if (!(is < was) || isUnknownAt(change, path)) return [];
      const many = is === 0 ? `after ${counted(was, 'retry')}` : String(was);
      const before = was === Number.POSITIVE_INFINITY ? 'never' : many;
      const after = words(is === 0 ? 'without a retry' : `after ${counted(is, 'retry')}`);
      const { address } = change;
      return [{ kind: 'data lost', address, what: say`${address} gives up ${[what]} ${after} instead of ${[before]}` }];
    }),
  );
