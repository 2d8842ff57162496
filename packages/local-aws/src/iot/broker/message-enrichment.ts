import type { PublishPacket } from 'aedes';
import type { PropagatingAttribute, Registry } from '../registry/thing-registry';
import type { Connection } from './connection';

type KnownThings = Pick<Registry, 'thing' | 'thingType' | 'thingsOf' | 'exclusiveThingOf'>;

/**
 * Returns the thing of a connection: the thing to which its certificate is attached exclusively, or the attached thing
 * whose name is the client ID. AWS does not specify which thing's attributes are propagated; these are the things that
 * policy variables refer to.
 */
function thingOf(
  { clientId, principal }: Pick<Connection, 'clientId' | 'principal'>,
  registry: KnownThings,
): string | undefined {
  if (principal.kind !== 'certificate') return undefined;
  const { certificateId } = principal;
  return registry.exclusiveThingOf(certificateId) ?? registry.thingsOf(certificateId).find((name) => name === clientId);
}

/** Values of connection attributes. Source: AWS CloudFormation template reference, "PropagatingAttribute". */
export const connectionAttributes = ['iot:ClientId', 'iot:Thing.ThingName'] as const;

/**
 * Adds the propagating attributes of the thing's type to the user properties of a message. Attributes without a value
 * are left out. Source: AWS IoT API reference, "Mqtt5Configuration".
 */
export function enrichMessage(
  packet: Pick<PublishPacket, 'properties'>,
  connection: Pick<Connection, 'clientId' | 'principal'>,
  registry: KnownThings,
): void {
  const thingName = thingOf(connection, registry);
  const thing = thingName === undefined ? undefined : registry.thing(thingName);
  const propagated = thing?.type === undefined ? [] : (registry.thingType(thing.type)?.propagatingAttributes ?? []);
  if (propagated.length === 0) return;
  const propagatedValue = ({ thingAttribute, connectionAttribute }: PropagatingAttribute): string | undefined => {
    if (thingAttribute !== undefined) return thing?.attributes[thingAttribute];
    return connectionAttribute === 'iot:ClientId' ? connection.clientId : thingName;
  };
  const userProperties: Record<string, string | string[]> = { ...packet.properties?.userProperties };
  for (const attribute of propagated) {
    const value = propagatedValue(attribute);
    const { userPropertyKey: key } = attribute;
    // A message can contain the same key several times (MQTT 5, 3.3.2.3.7).
    if (value !== undefined) userProperties[key] = [...[userProperties[key] ?? []].flat(), value];
  }
  packet.properties = { ...packet.properties, userProperties };
}
