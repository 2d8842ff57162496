import { IotEventConfigurations } from '@cdktf/provider-aws/lib/iot-event-configurations';
import { IotIndexingConfiguration } from '@cdktf/provider-aws/lib/iot-indexing-configuration';
import type { Construct } from 'constructs';
import { Feature } from '../constructs/feature';

/** Every thing can be found by name, type, attributes and connectivity; what changes in the registry is told as events. */
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
    const told = [
      'CERTIFICATE',
      'THING',
      'THING_GROUP',
      'THING_GROUP_MEMBERSHIP',
      'THING_TYPE',
      'THING_TYPE_ASSOCIATION',
    ];
    const untold = ['CA_CERTIFICATE', 'JOB', 'JOB_EXECUTION', 'POLICY', 'THING_GROUP_HIERARCHY'];
    new IotEventConfigurations(this, 'registry-events', {
      eventConfigurations: Object.fromEntries([...told, ...untold].map((kind) => [kind, told.includes(kind)])),
    });
  }
}
