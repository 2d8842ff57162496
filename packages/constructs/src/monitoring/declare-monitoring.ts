import { DashboardJson } from '@cdktf/provider-datadog/lib/dashboard-json';
import type { TerraformStack } from 'cdktf';
import { dashboardOf } from '../monitors/dashboard';
import type { Monitoring } from '../monitors/monitoring';
import { withCallSite } from '../stack/declared-construct';
import { declareDatadogMonitors } from './declare-datadog-monitors';
import { declareDowntimes } from './declare-downtimes';
import { declareMonitors } from './declare-monitors';
import { declareNotificationRules } from './declare-notification-rules';
import { declareNotifications } from './declare-notifications';
import { declareSlos } from './declare-slos';
import { declareTeams } from './declare-teams';

/** Declares an environment's SLOs, dashboard, monitors and notifications. Reports definitions that Datadog would reject. */
export function declareMonitoring(stack: TerraformStack, monitoring: Monitoring): void {
  const objectives = declareSlos(stack, monitoring);
  const slo = (id: string) => objectives.get(id)?.id ?? id;
  const dashboard = withCallSite(
    new DashboardJson(stack, monitoring.project, { dashboard: JSON.stringify(dashboardOf(monitoring, slo)) }),
  );
  const monitors = declareMonitors(stack, monitoring, { slo, dashboard: () => dashboard.url });
  declareDatadogMonitors(stack, monitoring.imported ?? [], monitors);
  declareNotifications(stack, monitoring);
  declareTeams(stack, monitoring.teams ?? []);
  declareNotificationRules(stack, monitoring.notificationRules ?? []);
  declareDowntimes(stack, monitoring.downtimes ?? [], monitors);
}
