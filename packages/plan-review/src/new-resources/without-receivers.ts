import { isList, type Value } from '@himeshima/terraform-json';
import type { Phrase } from '../phrase';
import type { Change } from '../plan/plan';
import { byType } from '../plan/type-table';
import { hasUnknown, valueAt } from '../plan/value-at';
import { namedOrCounted } from './named-or-counted';

/** Attributes that name the receivers of alerts. Source: Terraform Registry, hashicorp/aws 6, hashicorp/azurerm 4, hashicorp/google 7 */
const receivers = byType<readonly string[]>({
  aws_cloudwatch_composite_alarm: ['alarm_actions', 'ok_actions', 'insufficient_data_actions'],
  aws_cloudwatch_metric_alarm: ['alarm_actions', 'ok_actions', 'insufficient_data_actions'],
  azurerm_monitor_activity_log_alert: ['action'],
  azurerm_monitor_metric_alert: ['action'],
  google_monitoring_alert_policy: ['notification_channels'],
});

/** Matches types of resources that notify people of other alarms. A composite alarm names these in its rule. */
const forwarding = /^(?:aws_cloudwatch_composite_alarm|azurerm_monitor_alert_processing_rule_action_group)$/;

/** Names the new alarms and alerts without receivers. Omits alarms that another new resource may forward. */
export function withoutReceivers(created: readonly Change[]): readonly Phrase[] {
  const candidates = created.filter(({ type, after, unknown }) =>
    receivers(type)?.every((name) => isEmpty(after[name]) && !hasUnknown(valueAt(unknown, [name]) ?? false)),
  );
  const forwarded = created.filter(({ type }) => forwarding.test(type)).map(({ after }) => after['alarm_rule']);
  const isForwarded = ({ after }: Change) =>
    forwarded.some((rule) => typeof rule !== 'string' || rule.includes(String(after['alarm_name'])));
  const silent = candidates.filter((change) => !isForwarded(change));
  if (silent.length === 0) return [];
  const verb = silent.length === 1 ? 'notifies' : 'notify';
  return [[...namedOrCounted(silent), ` ${verb} no one`]];
}

const isEmpty = (value: Value | undefined): boolean =>
  value === undefined || value === null || (isList(value) && value.length === 0);
