import { parseMonitorQuery, readTerraformMonitor } from '@himeshima/datadog-monitors';
import { z } from 'zod';
import { block, type ResourceType, resourceType } from '../resource-type';

/**
 * Returns the ID of a monitor or SLO: the name in its address, with the stack's name as a prefix if two stacks declare
 * the address.
 */
const idOf = (address: string): string => address.replace(/[^/.]+\.(?=[^.]*$)/, '');

const monitor: ResourceType = {
  runs: 'evaluated each minute by @himeshima/datadog-monitors on the metrics of this process: metric monitors, SLO alerts and composites; notifications are printed. Other types are reported at startup',
  notSimulated: {},
  async create({ address, attributes }, { monitors }) {
    const id = idOf(address);
    const definition = readTerraformMonitor(attributes);
    // parse the query now, so that an invalid query is reported with the address of this resource
    parseMonitorQuery(definition.type, definition.query);
    monitors.declare(id, definition);
    return { computed: { id }, ignored: [] };
  },
};

const ownPage = 'SLO status pages';
const otherSlos = 'monitor-based and time slice SLOs';

const objective = resourceType({
  runs: 'SLOs that count events: error budgets and burn rates, over 28 hours of stored metrics',
  attributes: {
    name: z.string(),
    type: z.string(),
    query: block(z.object({ numerator: z.string(), denominator: z.string() })).optional(),
    thresholds: z.array(z.object({ timeframe: z.string(), target: z.coerce.number() })),
  },
  notSimulated: {
    'thresholds.warning': ownPage,
    target_threshold: ownPage,
    warning_threshold: ownPage,
    timeframe: ownPage,
    monitor_ids: otherSlos,
    groups: otherSlos,
    sli_specification: otherSlos,
  },
  create({ address, attributes }, { monitors }) {
    const { type, query, thresholds } = attributes;
    const targets = new Map(thresholds.map(({ timeframe, target }) => [Number.parseInt(timeframe, 10), target]));
    const events = query && { good: query.numerator, total: query.denominator };
    monitors.declareObjective(idOf(address), { type, targets, events });
    return { id: idOf(address) };
  },
});

const collecting = "collection by Datadog's AWS integration";

export const datadogResources = {
  datadog_monitor: monitor,
  datadog_dashboard_json: resourceType({
    runs: 'stored, but not displayed',
    attributes: { dashboard: z.string() },
    create({ address, attributes }) {
      JSON.parse(attributes.dashboard);
      return { id: idOf(address), url: `/dashboard/${idOf(address)}` };
    },
  }),
  datadog_service_level_objective: objective,
  datadog_monitor_notification_rule: resourceType({
    runs: 'stored; notifications are printed without recipients',
    attributes: { name: z.string(), recipients: z.array(z.string()) },
    notSimulated: { filter: 'notification rules' },
    create: ({ address }) => ({ id: idOf(address) }),
  }),
  datadog_integration_aws_account: resourceType({
    runs: 'stored, without effect on metrics; the external ID is generated, as in Datadog',
    attributes: {
      aws_account_id: z.string(),
      aws_partition: z.string(),
      auth_config: block(
        z.object({
          aws_auth_config_role: block(z.object({ role_name: z.string(), external_id: z.string().optional() })),
        }),
      ),
    },
    notSimulated: {
      account_tags: collecting,
      aws_regions: collecting,
      logs_config: collecting,
      metrics_config: collecting,
      resources_config: collecting,
      traces_config: collecting,
    },
    create({ attributes: { aws_account_id: account, auth_config: auth } }) {
      const role = auth.aws_auth_config_role;
      return {
        id: account,
        auth_config: {
          aws_auth_config_role: { ...role, external_id: role.external_id ?? `external-id-of-${account}` },
        },
      };
    },
  }),
  datadog_downtime_schedule: resourceType({
    runs: 'stored; notifications are printed regardless of downtimes',
    attributes: { scope: z.string() },
    notSimulated: {
      recurring_schedule: 'downtimes',
      monitor_identifier: 'downtimes',
      display_timezone: 'downtimes',
      message: 'downtimes',
      mute_first_recovery_notification: 'downtimes',
      notify_end_states: 'downtimes',
      notify_end_types: 'downtimes',
    },
    create: ({ address }) => ({ id: idOf(address) }),
  }),
} as const;
