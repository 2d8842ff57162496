/** Message variables other than `{{key.name}}`. Source: docs.datadoghq.com/monitors/notify/variables, "Template variables". */
export const variables: readonly string[] = [
  'value',
  'threshold',
  'warn_threshold',
  'ok_threshold',
  'comparator',
  'first_triggered_at',
  'first_triggered_at_epoch',
  'last_triggered_at',
  'last_triggered_at_epoch',
  'triggered_duration_sec',
  // the text of this variable sets the notification's priority (docs.datadoghq.com/monitors/notify, "Priority")
  'override_priority',
];
