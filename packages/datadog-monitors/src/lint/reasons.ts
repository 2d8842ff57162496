/** Why each lint is worth a thought. The id is what a monitor accepts it by. */
export const reasons = {
  'ratio-without-as-count':
    'the shares of single minutes are added up: a steady 1.2 % over five minutes reads 6 (D/monitors/guide/as-count-in-monitor-evaluations)',
  'as-count-on-gauge':
    'its values stay as they are, yet every metric of the query is then aggregated before the arithmetic (D/metrics/custom_metrics/type_modifiers)',
  'threshold-rounded-to-zero':
    'a threshold of 0 on something that is counted warns for ever; often a share rounded down',
  'no-recovery-threshold':
    'a value near the threshold alerts and recovers by turns (D/monitors/guide/recovery-thresholds)',
  'no-data-on-counts': 'where nothing happens CloudWatch sends nothing, so that every quiet night would call somebody',
  'looks-before-data-arrives':
    'the window has passed before its figures are there (D/integrations/guide/cloud-metric-delay)',
  'window-beyond-schema': 'the schema of the API ends there, though the documentation goes on to 730 hours',
  'renotify-without-end': 'what nobody can mend tonight calls until morning; renotify_occurrences ends it',
  'no-data-frame-unset': 'three sources give three defaults for it',
  'two-delays': 'new_group_delay takes the place of new_host_delay; what both mean together is not published',
  'notifies-nobody': 'an alert that reaches nobody is found by the customers',
  'silent-recovery': 'who was called is not told that it is over',
} as const;

export type LintId = keyof typeof reasons;
