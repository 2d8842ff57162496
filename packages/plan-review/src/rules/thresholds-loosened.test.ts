import { reportedBy, updated } from './dangers.fixture';
import { thresholdsLoosened } from './thresholds-loosened';

const reported = reportedBy(thresholdsLoosened);

const evaluator = (type: string, limit: number) => ({
  rule: [
    {
      name: 'load',
      data: [{ ref_id: 'C', model: JSON.stringify({ conditions: [{ evaluator: { type, params: [limit] } }] }) }],
    },
  ],
});
const math = (expression: string) => ({ rule: [{ data: [{ model: JSON.stringify({ type: 'math', expression }) }] }] });
const criteria = (operator: string, threshold: number) => ({ criteria: [{ operator, threshold }] });
const condition = (comparison: string, threshold_value: number) => ({
  conditions: [{ condition_threshold: [{ comparison, threshold_value }] }],
});

test.each([
  ['grafana_rule_group', evaluator('gt', 5), evaluator('gt', 50)],
  ['grafana_rule_group', evaluator('lt', 50), evaluator('lt', 5)],
  ['grafana_rule_group', math('$A > 5'), math('$A > 50')],
  ['azurerm_monitor_metric_alert', criteria('GreaterThan', 5), criteria('GreaterThan', 50)],
  ['google_monitoring_alert_policy', condition('COMPARISON_LT', 50), condition('COMPARISON_LT', 5)],
])('reports a threshold of %s that is harder to reach, but not one that is easier to reach', (type, before, after) => {
  expect(reported(updated(`${type}.load`, before, after))).toEqual([
    expect.stringMatching(/alerts at \d+ instead of \d+/),
  ]);
  expect(reported(updated(`${type}.load`, after, before))).toEqual([]);
});
