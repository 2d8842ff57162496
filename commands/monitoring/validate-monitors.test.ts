import { callLocation } from '@himeshima/constructs';
import { metricAlert } from '@himeshima/constructs/monitors';
import { problemsWith } from './validate-monitors';

const failing = {
  id: 'iot_failing',
  name: 'x',
  query: 'sum(last_5m):sum:aws.iot.failure{*}.as_count() >= 1',
  severity: 'page',
  runbook: 'x',
  summary: 'x',
  impact: 'x',
} as const;

test('rejects the second of two monitors with the same id, and reports its location in every environment', () => {
  const first = metricAlert(failing);
  const later = metricAlert(failing);
  const other = metricAlert({ ...failing, id: 'another' });
  const problems = problemsWith([first], [first, later, other]);
  const problem = {
    place: callLocation(later.declared),
    subject: 'iot_failing',
    message: 'duplicate id: another construct in this scope has the same id; rename one of them',
  };
  expect(problem.place).not.toBe(callLocation(first.declared));
  expect(problems).toEqual(['dev', 'staging', 'prod'].map((environment) => ({ environment, ...problem })));
  expect(problemsWith([other], [first, later, other])).toEqual([]);
});
