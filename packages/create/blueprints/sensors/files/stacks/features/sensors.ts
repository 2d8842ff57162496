import { DeviceKind, Feature, mayPublish } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import { sensorTopic } from '../../contracts/sensor';

/** Attribute value of the connected thing. A thing without the attribute cannot publish. */
const attribute = (name: string) => `\${iot:Connection.Thing.Attributes[${name}]}`;

/** Sensors of all kinds. Each measures one quantity in one room: the attributes `kind` and `room` of its thing. */
export class Sensors extends Feature {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DeviceKind(this, 'sensor', {
      description: 'A sensor, with its kind and room as attributes',
      may: [mayPublish(this, sensorTopic(attribute('kind'), attribute('room')))],
    });
  }
}
