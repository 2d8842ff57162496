import { DashboardJson } from '@cdktf/provider-datadog/lib/dashboard-json';
import type { TerraformStack } from 'cdktf';
import type { Environment } from '../config/environment';
import { dashboardOf } from '../monitors/dashboard';
import { flow, monitors } from '../monitors/monitors';
import { slos } from '../monitors/slos';
import { remembering } from './constructs/declared';
import { declareDestinations } from './destinations';
import { declareMonitors, monitorTagsOf } from './monitors';
import { narrowedScope } from './narrowed-scope';
import { declareObjectives } from './objectives';

/** Declares the monitoring of an environment: SLOs, dashboard, monitors and notifications. */
export function declareMonitoring(stack: TerraformStack, environment: Environment): void {
  const objectives = declareObjectives(stack, environment, slos);
  const slo = (id: string) => objectives.get(id)?.id ?? id;
  const dashboard = remembering(
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
  declareDestinations(stack, environment);
}
