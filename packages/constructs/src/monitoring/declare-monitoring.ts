import { DashboardJson } from '@cdktf/provider-datadog/lib/dashboard-json';
import type { TerraformStack } from 'cdktf';
import { dashboardOf } from '../monitors/dashboard';
import type { Monitoring } from '../monitors/monitoring';
import { withCallSite } from '../stack/declared-construct';
import { declareDatadogMonitors } from './declare-datadog-monitors';
import { declareMonitors } from './declare-monitors';
import { declareNotifications } from './declare-notifications';
import { declareSlos } from './declare-slos';

/** Declares an environment's SLOs, dashboard, monitors and notifications. Reports definitions that Datadog would reject. */
export function declareMonitoring(stack: TerraformStack, monitoring: Monitoring): void {
  const objectives = declareSlos(stack, monitoring);
  const slo = (id: string) => objectives.get(id)?.id ?? id;
  const dashboard = withCallSite(
    new DashboardJson(stack, monitoring.project, { dashboard: JSON.stringify(dashboardOf(monitoring, slo)) }),
  );
  declareMonitors(stack, monitoring, { slo, dashboard: () => dashboard.url });
  declareDatadogMonitors(stack, monitoring.imported ?? []);
  declareNotifications(stack, monitoring);
}
