/** Reason for each warning, keyed by warning id. */
export const reasons = {
  'ratio-without-as-count':
    'the ratios of the individual minutes are summed, so a steady 1.2% over five minutes evaluates to 6 (docs.datadoghq.com/monitors/guide/as-count-in-monitor-evaluations)',
  'average-of-counts':
    'the average depends on the number of points in the window, and the editor in the UI only offers sum (docs.datadoghq.com/monitors/guide/as-count-in-monitor-evaluations)',
  'as-count-on-gauge':
    'the values do not change, but every metric of the query is aggregated before the arithmetic (docs.datadoghq.com/metrics/custom_metrics/type_modifiers)',
  'as-rate-on-gauge': 'the values of a gauge do not change (docs.datadoghq.com/metrics/custom_metrics/type_modifiers)',
  'threshold-rounded-to-zero': 'a threshold of 0 on a count always warns; often a ratio was rounded down to 0',
  'no-recovery-threshold':
    'a value near the threshold causes flapping (docs.datadoghq.com/monitors/guide/recovery-thresholds)',
  'no-data-on-counts': 'CloudWatch sends no data points while nothing happens, so every quiet night would page someone',
  'silent-without-data':
    'if everything stops, there is no data to compare; set on_missing_data to default, which compares 0, or notify about missing data (docs.datadoghq.com/monitors/guide/on_missing_data)',
  'looks-before-data-arrives':
    'the window ends before its data arrives (docs.datadoghq.com/integrations/guide/cloud-metric-delay)',
  'window-beyond-schema': 'the API schema does not allow a longer window, although the documentation allows 730 hours',
  'renotify-without-end':
    'an issue that cannot be fixed at night pages until morning; limit the pages with renotify_occurrences',
  'no-data-frame-unset': 'three sources document three different defaults',
  'two-delays': 'new_group_delay replaces new_host_delay; their combined effect is not documented',
  'notifies-nobody': 'if an alert notifies no one, customers notice the problem first',
  'silent-recovery': 'on-call staff are not notified of the recovery',
  'unknown-tag':
    'a scope or group with a misspelled tag never has data; if the tag is set on the resources, declare it with catalogue.with(metrics, tags)',
  'unknown-option': 'neither this package nor the models of the API client know this option; it may be misspelled',
  'unknown-attribute': 'neither this package nor the Terraform provider knows this attribute; it may be misspelled',
  'unknown-type': 'neither this package nor the models of the API client know this type; its query is not checked',
  'anomaly-without-windows':
    'the documentation requires both windows, and the length of the anomaly that triggers an alert depends on them (docs.datadoghq.com/monitors/types/anomaly)',
  'group-after-modifier':
    'the documentation writes the grouping before the modifiers, as in sum:a{*} by {host}.as_count()',
  'group-delay-without-groups': 'the delay applies only to new groups',
} as const;

export type LintId = keyof typeof reasons;
