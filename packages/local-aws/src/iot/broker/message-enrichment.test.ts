import type { PublishPacket } from 'aedes';
import { stopped } from '../../stopped-platform.fixture';
import { createRegistry } from '../registry/thing-registry';
import { enrichMessage } from './message-enrichment';

/** Creates a registry in which the certificate c1 is attached to light-1. */
function fleet({ isExclusive = false } = {}) {
  const { store, clock } = stopped();
  const registry = createRegistry(store, clock);
  registry.addThingType('light', {
    description: undefined,
    searchableAttributes: [],
    propagatingAttributes: [
      { userPropertyKey: 'room', thingAttribute: 'room' },
      { userPropertyKey: 'floor', thingAttribute: 'floor' },
      { userPropertyKey: 'client', connectionAttribute: 'iot:ClientId' },
      { userPropertyKey: 'thing', connectionAttribute: 'iot:Thing.ThingName' },
    ],
  });
  registry.addThing('light-1', { type: 'light', attributes: { room: 'hall' } });
  registry.attachThing('light-1', 'arn:aws:iot:eu-west-1:000000000000:cert/c1', isExclusive);
  return (clientId: string, userProperties?: Record<string, string>) => {
    const packet: Pick<PublishPacket, 'properties'> =
      userProperties === undefined ? {} : { properties: { userProperties } };
    enrichMessage(packet, { clientId, principal: { kind: 'certificate', certificateId: 'c1', context: {} } }, registry);
    return packet.properties?.userProperties;
  };
}

describe('the messages of a thing', () => {
  test("a thing's messages get the propagating attributes of the thing's type as user properties", () => {
    const enriched = { room: ['hall'], client: ['light-1'], thing: ['light-1'] };
    expect(fleet()('light-1')).toEqual(enriched);
    expect(fleet()('light-1', { room: 'attic', a: '1' })).toEqual({ ...enriched, room: ['attic', 'hall'], a: '1' });
  });

  test('messages from a different client ID get the attributes only if the certificate belongs exclusively to the thing', () => {
    expect(fleet()('other')).toBeUndefined();
    expect(fleet({ isExclusive: true })('other')).toEqual({ room: ['hall'], client: ['other'], thing: ['light-1'] });
  });
});
