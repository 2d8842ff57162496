import { terraformBlock } from '../terraform/terraform-block';
import { toTerraform } from '../terraform/to-terraform';
import type { NamedMonitor } from './name-monitors';

/** Returns `monitors.tf.json`: the resources, with import and moved blocks. Requires Terraform 1.5 or OpenTofu 1.6. */
export function terraformOf(monitors: readonly NamedMonitor[]): object {
  const types = new Map(monitors.map(({ id, monitor }) => [id, toTerraform(monitor).type]));
  const idOf = (id: string) => (types.has(id) ? `\${${types.get(id)}.${id}.id}` : undefined);
  const resources = monitors.map((named) => ({ ...named, resource: terraformBlock(named.monitor, idOf) }));
  const imports = resources.flatMap(({ id, datadogId, resource }) =>
    datadogId === undefined ? [] : [{ to: `${resource.type}.${id}`, id: datadogId }],
  );
  const moved = resources.flatMap(({ id, movedFrom, resource: { type } }) =>
    movedFrom === undefined ? [] : [{ from: `${type}.${movedFrom}`, to: `${type}.${id}` }],
  );
  const ofType = (type: string) =>
    Object.fromEntries(
      resources.filter(({ resource }) => resource.type === type).map(({ id, resource }) => [id, resource.attributes]),
    );
  const byType = Object.fromEntries(
    ['datadog_monitor', 'datadog_monitor_json']
      .map((type) => [type, ofType(type)] as const)
      .filter(([, all]) => Object.keys(all).length > 0),
  );
  return {
    terraform: { required_providers: { datadog: { source: 'DataDog/datadog', version: '>= 3.82' } } },
    ...(imports.length > 0 && { import: imports }),
    ...(moved.length > 0 && { moved }),
    resource: byType,
  };
}
