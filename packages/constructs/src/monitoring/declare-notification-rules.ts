import { MonitorNotificationRule } from '@cdktf/provider-datadog/lib/monitor-notification-rule';
import type { TerraformStack } from 'cdktf';
import type { DeclaredNotificationRule } from '../monitors/notifications';
import { declareValid } from './declare-valid';

/** Declares notification rules. cdktf's binding lacks conditional recipients and scopes, which the provider supports since version 3.70. */
export function declareNotificationRules(stack: TerraformStack, rules: readonly DeclaredNotificationRule[]): void {
  declareValid(stack, rules, ({ id, name, monitors, recipients = [], when, otherwise }) => {
    const rule = new MonitorNotificationRule(stack, id, {
      name,
      recipients: recipients.map(withoutAt),
      filter: { tags: 'tags' in monitors ? [...monitors.tags] : [] },
    });
    if ('scope' in monitors) rule.addOverride('filter', { scope: monitors.scope });
    if (when === undefined) return rule;
    rule.addOverride('recipients', undefined);
    rule.addOverride('conditional_recipients', {
      conditions: when.map((one) => ({ scope: one.scope, recipients: one.recipients.map(withoutAt) })),
      ...(otherwise && { fallback_recipients: otherwise.map(withoutAt) }),
    });
    return rule;
  });
}

/** Removes the @ that precedes handles in messages, but not in rules (API reference, "Create a monitor notification rule"). */
const withoutAt = (handle: string): string => handle.replace(/^@/, '');
