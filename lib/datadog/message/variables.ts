/** Variables that a message may name beside `{{key.name}}`. Source: D/monitors/notify/variables, "Template variables". */
export const variables: readonly string[] = [
  'value',
  'threshold',
  'warn_threshold',
  'comparator',
  'last_triggered_at',
  'last_triggered_at_epoch',
  'triggered_duration_sec',
];
