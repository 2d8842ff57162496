import { IotEventConfigurations } from '@cdktf/provider-aws/lib/iot-event-configurations';
import { IotIndexingConfiguration } from '@cdktf/provider-aws/lib/iot-indexing-configuration';
import type { Construct } from 'constructs';
import { Feature } from '../stack/feature';

/** Fleet index for searches by name, type, attributes and connectivity, and events for registry changes. */
export class Registry extends Feature {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IotIndexingConfiguration(this, 'fleet-index', {
      thingIndexingConfiguration: {
        thingIndexingMode: 'REGISTRY',
        thingConnectivityIndexingMode: 'STATUS',
        deviceDefenderIndexingMode: 'VIOLATIONS',
      },
      thingGroupIndexingConfiguration: { thingGroupIndexingMode: 'ON' },
    });
    const enabled = [
      'CERTIFICATE',
      'THING',
      'THING_GROUP',
      'THING_GROUP_MEMBERSHIP',
      'THING_TYPE',
      'THING_TYPE_ASSOCIATION',
    ];
    const disabled = ['CA_CERTIFICATE', 'JOB', 'JOB_EXECUTION', 'POLICY', 'THING_GROUP_HIERARCHY'];
    new IotEventConfigurations(this, 'registry-events', {
      eventConfigurations: Object.fromEntries([...enabled, ...disabled].map((kind) => [kind, enabled.includes(kind)])),
    });
  }
}
