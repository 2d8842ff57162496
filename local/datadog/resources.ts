import { readTerraformMonitor } from '../../lib/datadog';
import type { ResourceType } from '../resource-type';

const monitor: ResourceType = {
  runs: 'evaluated each minute by lib/datadog over the metrics of this process; notifications are printed',
  notSimulated: {},
  async create({ address, attributes }, { monitors }) {
    const id = address.split('.').at(-1) ?? address;
    monitors.declare(id, readTerraformMonitor(attributes));
    return { computed: { id }, ignored: [] };
  },
};

export const datadogResources = { datadog_monitor: monitor } as const;
