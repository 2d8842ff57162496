import { DeviceKind, ExampleThing, Feature, mayPublish } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import { parameterNames } from '../../contracts/provisioning';
import { basicIngest, measurementsRule } from '../../contracts/topics';

/** Topic of a sensor. A thing without the attributes cannot publish, because a policy variable without a value matches nothing. */
const ownTopic = 'Sensor/${iot:Connection.Thing.Attributes[kind]}/${iot:Connection.Thing.Attributes[room]}';

/** Sensors, which measure one quantity in one room. */
export class Sensors extends Feature {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DeviceKind(this, 'sensor', {
      // AWS IoT cannot change the description of a thing type: a new text would replace the type
      description: 'A sensor of the kind, and in the room, that its attributes say',
      template: {
        description: 'A sensor on its first start; its attributes determine the topic that it may publish to',
        attributes: { kind: parameterNames.kind, room: parameterNames.room },
      },
      may: [mayPublish(this, ownTopic, basicIngest(measurementsRule, ownTopic))],
    });
    new ExampleThing(this, 'sensor-1', { kind: 'sensor', attributes: { kind: 'temp', room: 'room1' } });
  }
}
