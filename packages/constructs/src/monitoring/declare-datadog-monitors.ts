import { Monitor } from '@cdktf/provider-datadog/lib/monitor';
import { MonitorJson } from '@cdktf/provider-datadog/lib/monitor-json';
import { type ApiMonitor, escapeTemplate, escapeTemplates, toTerraform } from '@himeshima/datadog-monitors';
import type { TerraformResource, TerraformStack } from 'cdktf';
import type { DatadogMonitor } from '../monitors/datadog-monitor';
import { withCallSite } from '../stack/declared-construct';
import { duplicateId, report } from '../stack/problems';

/**
 * Declares monitors exactly as Datadog stores them. An existing monitor is imported instead of created. A monitor that
 * `datadog_monitor` cannot express completely becomes a `datadog_monitor_json`.
 */
export function declareDatadogMonitors(stack: TerraformStack, monitors: readonly DatadogMonitor[]): void {
  const imports: { readonly to: string; readonly id: string }[] = [];
  for (const monitor of monitors) {
    const { id, api, declared, faults, datadogId, movedFrom } = monitor;
    const refuse = (message: string) => report(stack, { declared, subject: id, message });
    faults.forEach(refuse);
    if (api === undefined) continue;
    if (stack.node.tryFindChild(id)) {
      refuse(duplicateId);
      continue;
    }
    const { type, resource } = resourceOf(stack, id, api);
    withCallSite(resource, declared);
    // a readable stack would replace `-`, which would rename the resource of an existing configuration
    resource.overrideLogicalId(id);
    if (movedFrom !== undefined) resource.moveFromId(`${type}.${movedFrom}`);
    if (datadogId !== undefined) imports.push({ to: `${type}.${id}`, id: datadogId });
  }
  // importFrom would require Terraform at synth, so declare the import block directly
  if (imports.length > 0) stack.addOverride('import', imports);
}

function resourceOf(
  stack: TerraformStack,
  id: string,
  api: ApiMonitor,
): { readonly type: string; readonly resource: TerraformResource } {
  const { type, attributes } = toTerraform(api);
  if (type === 'datadog_monitor_json')
    return { type, resource: new MonitorJson(stack, id, { monitor: escapeTemplate(attributes.monitor) }) };
  const { name, type: kind, query, message, ...others } = attributes;
  const resource = new Monitor(stack, id, {
    name: escapeTemplate(name),
    type: kind,
    query: escapeTemplate(query),
    message: escapeTemplate(message),
  });
  for (const [attribute, value] of Object.entries(others)) resource.addOverride(attribute, escapeTemplates(value));
  return { type, resource };
}
