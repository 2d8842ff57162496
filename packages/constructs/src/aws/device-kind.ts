import { IotThingGroup } from '@cdktf/provider-aws/lib/iot-thing-group';
import { IotThingType } from '@cdktf/provider-aws/lib/iot-thing-type';
import type { Construct } from 'constructs';
import { reportIfCollected } from '../stack/collect';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import type { Statement } from './policy-document';

interface DeviceKindProps {
  /** Description of the thing type. */
  readonly description: string;
  /**
   * Provisioning template for new devices.
   * @defaultValue none: things are not registered through fleet provisioning
   */
  readonly template?: DeviceTemplate;
  /**
   * Permissions in addition to the permissions of every device: `[mayPublish(this, topic)]`. All devices share one policy.
   * @defaultValue none
   */
  readonly may?: readonly Statement[];
}

interface DeviceTemplate {
  readonly description: string;
  /** Provisioning parameters that the device sends, keyed by the thing attribute that stores the value. @defaultValue none */
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * Kind of device: a thing type named after the id, and a thing group (`light`, `lights`). The stack's fleet collects the kinds
 * and declares their provisioning templates and permissions.
 */
export class DeviceKind extends DeclaredConstruct {
  readonly type: IotThingType;
  readonly group: IotThingGroup;
  readonly template: Required<DeviceTemplate> | undefined;
  readonly may: readonly Statement[];

  constructor(scope: Construct, id: string, { description, template, may = [] }: DeviceKindProps) {
    super(scope, id);
    reportIfCollected(this, DeviceKind);
    this.type = new IotThingType(this, 'Default', { name: id, properties: { description } });
    this.group = new IotThingGroup(this, 'group', { name: `${id}s`, properties: { description: `Every ${id}` } });
    this.template = template && { attributes: {}, ...template };
    this.may = may;
  }
}

/** Policy variable for the name of the connected thing (AWS IoT developer guide, "Thing policy variables"). */
export const ownThing = '${iot:Connection.Thing.ThingName}';

/**
 * Returns a statement that allows devices to publish to topics. To prevent impersonation, each topic should contain the thing's name or
 * attributes.
 */
export function mayPublish(scope: Construct, ...topics: readonly string[]): Statement {
  const { region, account } = platformOf(scope).settings;
  const arn = `arn:aws:iot:${region}:${account}:topic`;
  return { Effect: 'Allow', Action: ['iot:Publish'], Resource: topics.map((topic) => `${arn}/${topic}`) };
}
