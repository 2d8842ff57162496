import type { Message } from '../fleet-usage';
import { averageBlocks } from '../flow/rule-flow';
import { ofType } from '../platform-resources';
import { type Resource, textOf } from '../resource';
import { at, type Month, type Service, type Usage } from '../usage';

const core = { service: 'AWS IoT Core' } as const;
const devices = { slice: 'devices', resource: '(devices)' } as const;

/**
 * AWS IoT Core. Sources: developer guide, "Reducing messaging costs with Basic Ingest";
 * aws.amazon.com/iot-core/pricing/additional-details
 */
export const iotCore: Service = {
  types: ['aws_iot_topic_rule', 'aws_iot_provisioning_template'],
  usages: ({ fleet, flow }) => [
    {
      ...core,
      ...devices,
      what: 'connected',
      quantity: fleet.devices * fleet.connection.minutes,
      unit: 'minutes',
      name: 'iot.connection-minute',
    },
    {
      ...core,
      ...devices,
      // CONNECT and SUBSCRIBE are billed as messages
      what: 'CONNECT and SUBSCRIBE',
      quantity: 2 * fleet.devices * fleet.connection.connects,
      unit: 'messages of 5 KB',
      name: 'iot.message',
    },
    ...fleet.messages.flatMap((message) => messageUsages(message, fleet.devices)),
    ...flow.rules.flatMap(({ rule, message, triggered, actions }): Usage[] => [
      {
        ...core,
        ...at(rule),
        what: `triggered by ${message.name}`,
        quantity: triggered,
        unit: 'rules of 5 KB',
        name: 'iot.rule',
      },
      {
        ...core,
        ...at(rule),
        what: `actions for ${message.name}`,
        quantity: actions,
        unit: 'actions of 5 KB',
        name: 'iot.action',
      },
    ]),
    {
      ...core,
      slice: 'provisioning',
      resource: '(devices)',
      what: 'registry, for replaced devices',
      quantity: fleet.devices * fleet.registryOperations,
      unit: 'operations of 1 KB',
      name: 'iot.registry-operation',
    },
    ...flow.functions.map(
      ({ resource, run, invocations }): Usage => ({
        ...core,
        ...at(resource),
        what: 'asks the registry',
        quantity: invocations * (run.registryOperations ?? 0),
        unit: 'operations of 1 KB',
        name: 'iot.registry-operation',
      }),
    ),
  ],
};

function messageUsages(message: Message, devicesCount: number): readonly Usage[] {
  const { slice, name, count, from, deliveries, shadowOperations, basicIngest } = message;
  const published = from === 'client' && basicIngest === undefined ? 1 : 0;
  const place = { ...core, slice, resource: '(devices)' };
  return [
    {
      ...place,
      what: basicIngest === undefined ? name : `${name}, through Basic Ingest to ${basicIngest}`,
      quantity: devicesCount * count * (published + deliveries) * averageBlocks(message),
      unit: 'messages of 5 KB',
      name: 'iot.message',
    },
    {
      ...place,
      what: `shadow, for ${name}`,
      quantity: devicesCount * count * shadowOperations,
      unit: 'operations of 1 KB',
      name: 'iot.shadow-operation',
    },
  ];
}

/** Number of metric data points per behavior per month: one every 5 minutes (Device Defender, "Cloud-side metrics"). */
const datapointsAMonth = 12 * 730;

export const iotDefender: Service = {
  types: [],
  usages: ({ platform, fleet }) =>
    ofType(platform, 'aws_cloudcontrolapi_resource').flatMap((resource): Usage[] => {
      const type = textOf(resource.attributes, 'type_name');
      const place = { service: 'AWS IoT Device Defender', ...at(resource) };
      if (type === 'AWS::IoT::AccountAuditConfiguration')
        return [
          { ...place, what: 'audit', quantity: fleet.devices, unit: 'devices a month', name: 'iot.audited-device' },
        ];
      if (type !== 'AWS::IoT::SecurityProfile') return [];
      const quantity = fleet.devices * behavioursOf(resource) * datapointsAMonth;
      return [{ ...place, what: 'rules detect', quantity, unit: 'datapoints', name: 'iot.detect-datapoint' }];
    }),
};

const behavioursOf = ({ attributes }: Resource) =>
  (textOf(attributes, 'desired_state') ?? '').match(/"Metric":/g)?.length ?? 0;

export const fleetIndexing: Service = {
  types: ['aws_iot_indexing_configuration'],
  usages: ({ platform, fleet }: Month) =>
    ofType(platform, 'aws_iot_indexing_configuration').map((resource): Usage => {
      const modes = JSON.stringify(resource.attributes);
      const connectivity = modes.includes('"STATUS"') ? 2 * fleet.connection.connects : 0;
      const shadows = modes.includes('REGISTRY_AND_SHADOW') ? shadowUpdates(fleet.messages) : 0;
      return {
        service: 'AWS IoT Device Management',
        ...at(resource),
        what: 'index updates',
        quantity: fleet.devices * (connectivity + shadows + fleet.registryOperations),
        unit: 'updates of 1 KB',
        name: 'iot.index-update',
      };
    }),
};

const shadowUpdates = (messages: readonly Message[]) =>
  messages.reduce((sum, { count, shadowOperations }) => sum + count * shadowOperations, 0);
