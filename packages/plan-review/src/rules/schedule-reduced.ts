import { timesAYear } from '@himeshima/aws-expressions';
import { say } from '../phrase';
import { byType } from '../plan/type-table';
import { textAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

/** Attributes that contain a schedule. Source: Terraform Registry, hashicorp/aws 6.25 */
const scheduleAttributeOf = byType<string>({
  aws_cloudwatch_event_rule: 'schedule_expression',
  aws_glue_trigger: 'schedule',
  aws_scheduler_schedule: 'schedule_expression',
});

/** Reports schedules that run less often than before, or only in a single year. Ignores changes to the time of day. */
export const scheduleReduced: Rule = (plan) =>
  changedIn(plan).flatMap(({ type, address, before, after }): Danger[] => {
    const attribute = scheduleAttributeOf(type);
    const [was, is] = [before, after].map((values) => attribute && textAt(values, [attribute]));
    if (was === undefined || is === undefined || !isRarer(was, is)) return [];
    return [{ kind: 'outage', address, what: say`${address} runs less often: ${is} instead of ${was}` }];
  });

function isRarer(was: string, is: string): boolean {
  const [before, after] = [was, is].map(timesAYear);
  // the note still lists an unparsable expression as a change
  if (before === undefined || after === undefined) return false;
  return after < before || (namesYear(is) && !namesYear(was));
}

const namesYear = (expression: string) => /^cron\(.*\s[^\s*]+\)$/.test(expression);
