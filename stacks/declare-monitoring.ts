import { DashboardJson } from '@cdktf/provider-datadog/lib/dashboard-json';
import { withCallSite } from '@himeshima/constructs';
import type { TerraformStack } from 'cdktf';
import type { Environment } from '../config/environment';
import { dashboardOf } from '../monitors/dashboard';
import { flow, monitors } from '../monitors/monitors';
import { slos } from '../monitors/slos';
import { declareMonitors, monitorTagsOf } from './declare-monitors';
import { declareNotifications } from './declare-notifications';
import { declareSlos } from './declare-slos';
import { narrowedScope } from './narrowed-scope';

/** Declares the monitoring of an environment: SLOs, dashboard, monitors and notifications. */
export function declareMonitoring(stack: TerraformStack, environment: Environment): void {
  const objectives = declareSlos(stack, environment, slos);
  const slo = (id: string) => objectives.get(id)?.id ?? id;
  const dashboard = withCallSite(
    new DashboardJson(stack, 'himeshima', {
      dashboard: JSON.stringify(
        dashboardOf({
          title: environment.stack,
          flow,
          slos,
          search: `tag:(${monitorTagsOf(environment).join(' AND ')})`,
          narrowed: (query) => narrowedScope(query, environment),
          sloId: slo,
        }),
      ),
    }),
  );
  declareMonitors(stack, environment, monitors, { slos, references: { slo, dashboard: () => dashboard.url } });
  declareNotifications(stack, environment);
}
