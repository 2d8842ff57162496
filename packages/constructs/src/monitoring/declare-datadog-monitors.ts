import { Monitor } from '@cdktf/provider-datadog/lib/monitor';
import { MonitorJson } from '@cdktf/provider-datadog/lib/monitor-json';
import {
  type ApiMonitor,
  didYouMean,
  monitorsIn,
  parseMonitorQuery,
  QueryError,
  terraformBlock,
  toTerraform,
} from '@himeshima/datadog-monitors';
import type { TerraformResource, TerraformStack } from 'cdktf';
import type { DatadogMonitor } from '../monitors/datadog-monitor';
import { withCallSite } from '../stack/declared-construct';
import { duplicateId, report } from '../stack/problems';

/**
 * Declares monitors exactly as Datadog stores them. An existing monitor is imported instead of created. A monitor that
 * `datadog_monitor` cannot express completely becomes a `datadog_monitor_json`. A composite refers to other monitors by their Terraform ids
 * or by their Datadog ids.
 * @param authored resources of the other declared monitors, keyed by id. A composite can refer to these monitors, too.
 */
export function declareDatadogMonitors(
  stack: TerraformStack,
  monitors: readonly DatadogMonitor[],
  authored: ReadonlyMap<string, Monitor> = new Map(),
): void {
  const members = new Map([
    ...expressionsOf(monitors),
    ...[...authored].map(([id, { id: token }]) => [id, token] as const),
  ]);
  const imports: { readonly to: string; readonly id: string }[] = [];
  for (const monitor of monitors) {
    const { id, api, declared, faults, datadogId, movedFrom } = monitor;
    const reportProblem = (message: string) => report(stack, { declared, subject: id, message });
    faults.forEach(reportProblem);
    if (api === undefined) continue;
    if (stack.node.tryFindChild(id)) {
      reportProblem(duplicateId);
      continue;
    }
    for (const member of namedMembersOf(api))
      if (!members.has(member))
        reportProblem(`combines the unknown monitor ${member}${didYouMean(member, [...members.keys()])}`);
    const { type, resource } = resourceOf(stack, id, api, (member) => members.get(member));
    withCallSite(resource, declared);
    // a readable stack would replace `-`, which would rename the resource of an existing configuration
    resource.overrideLogicalId(id);
    if (movedFrom !== undefined) resource.moveFromId(`${type}.${movedFrom}`);
    if (datadogId !== undefined) imports.push({ to: `${type}.${id}`, id: datadogId });
  }
  // importFrom would require Terraform at synth, so declare the import block directly
  if (imports.length > 0) stack.addOverride('import', imports);
}

/** Returns the Terraform id of each monitor that a composite can combine, with the expression for its Datadog id. */
const expressionsOf = (monitors: readonly DatadogMonitor[]): readonly (readonly [string, string])[] =>
  monitors.flatMap(({ id, api }) =>
    api === undefined || api.type === 'composite' ? [] : [[id, `\${${toTerraform(api).type}.${id}.id}`] as const],
  );

/** Returns the members of a composite that are Terraform ids instead of Datadog ids. */
function namedMembersOf({ type, query }: ApiMonitor): readonly string[] {
  if (type !== 'composite') return [];
  try {
    const parsed = parseMonitorQuery(type, query);
    return parsed.kind === 'composite' ? monitorsIn(parsed.expression).filter((id) => /^[A-Za-z_]/.test(id)) : [];
  } catch (error) {
    // Terraform's provider reports an invalid query during planning
    if (error instanceof QueryError) return [];
    throw error;
  }
}

function resourceOf(
  stack: TerraformStack,
  id: string,
  api: ApiMonitor,
  idOf: (member: string) => string | undefined,
): { readonly type: string; readonly resource: TerraformResource } {
  const { type, attributes } = terraformBlock(api, idOf);
  if (type === 'datadog_monitor_json') return { type, resource: new MonitorJson(stack, id, attributes) };
  const { name, type: kind, query, message, ...others } = attributes;
  const resource = new Monitor(stack, id, { name, type: kind, query, message });
  for (const [attribute, value] of Object.entries(others)) resource.addOverride(attribute, value);
  return { type, resource };
}
