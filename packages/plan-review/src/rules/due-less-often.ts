import { timesAYear } from '@himeshima/aws-expressions';
import { say } from '../phrase';
import { byType } from '../plan/by-type';
import { textAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

/** Attributes that hold a schedule. Terraform Registry, hashicorp/aws 6.25 */
const saidAt = byType<string>({
  aws_cloudwatch_event_rule: 'schedule_expression',
  aws_glue_trigger: 'schedule',
  aws_scheduler_schedule: 'schedule_expression',
});

/** A schedule runs less often than before, or in one year only. Another hour does not matter. */
export const dueLessOften: Rule = (plan) =>
  changedIn(plan).flatMap(({ type, address, before, after }): Danger[] => {
    const attribute = saidAt(type);
    const [was, is] = [before, after].map((values) => attribute && textAt(values, [attribute]));
    if (was === undefined || is === undefined || !isRarer(was, is)) return [];
    return [{ kind: 'outage', address, what: say`${address} runs less often: ${is} instead of ${was}` }];
  });

function isRarer(was: string, is: string): boolean {
  const [often, seldom] = [was, is].map(timesAYear);
  // an unreadable expression is shown as a change
  if (often === undefined || seldom === undefined) return false;
  return seldom < often || (namesYear(is) && !namesYear(was));
}

const namesYear = (expression: string) => /^cron\(.*\s[^\s*]+\)$/.test(expression);
