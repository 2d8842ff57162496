import { z } from 'zod';
import { readTerraformMonitor } from '../../lib/datadog';
import { type ResourceType, resourceType } from '../resource-type';

const idOf = (address: string): string => address.split('.').at(-1) ?? address;

/** Kinds that look at other monitors and at SLOs instead of at metrics. */
const notEvaluated: readonly string[] = ['composite', 'slo alert'];

const monitor: ResourceType = {
  runs: 'evaluated each minute by lib/datadog over the metrics of this process; notifications are printed. Composites and SLO alerts are read and checked, but not evaluated',
  notSimulated: {},
  async create({ address, attributes }, { monitors }) {
    const id = idOf(address);
    const definition = readTerraformMonitor(attributes);
    if (!notEvaluated.includes(definition.type)) monitors.declare(id, definition);
    return { computed: { id }, ignored: [] };
  },
};

export const datadogResources = {
  datadog_monitor: monitor,
  datadog_dashboard_json: resourceType({
    runs: 'kept; there is no page to show it on',
    attributes: { dashboard: z.string() },
    create({ address, attributes }) {
      JSON.parse(attributes.dashboard);
      return { id: idOf(address), url: `/dashboard/${idOf(address)}` };
    },
  }),
  datadog_service_level_objective: resourceType({
    runs: 'kept; budgets are not calculated',
    attributes: { name: z.string(), type: z.string() },
    notSimulated: {
      query: 'SLOs, their alerts and composites',
      thresholds: 'SLOs, their alerts and composites',
      target_threshold: 'SLOs, their alerts and composites',
      warning_threshold: 'SLOs, their alerts and composites',
      timeframe: 'SLOs, their alerts and composites',
    },
    create: ({ address }) => ({ id: idOf(address) }),
  }),
  datadog_monitor_notification_rule: resourceType({
    runs: 'kept; what monitors say is printed, whoever reads along',
    attributes: { name: z.string(), recipients: z.array(z.string()) },
    notSimulated: { filter: 'who reads along with monitors' },
    create: ({ address }) => ({ id: idOf(address) }),
  }),
  datadog_downtime_schedule: resourceType({
    runs: 'kept; tickets are printed at any hour',
    attributes: { scope: z.string() },
    notSimulated: {
      recurring_schedule: 'working hours of tickets',
      monitor_identifier: 'working hours of tickets',
      display_timezone: 'working hours of tickets',
      message: 'working hours of tickets',
      mute_first_recovery_notification: 'working hours of tickets',
      notify_end_states: 'working hours of tickets',
      notify_end_types: 'working hours of tickets',
    },
    create: ({ address }) => ({ id: idOf(address) }),
  }),
} as const;
