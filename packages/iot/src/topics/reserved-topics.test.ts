import { unknownReserved } from './reserved-topics';

const thing = '${iot:Connection.Thing.ThingName}';

test.each([
  ['Sensor/temp/room1'],
  ['$aws/things/+/shadow/update'],
  ['$aws/things/+/shadow/update/documents'],
  ['$aws/things/+/shadow/name/certificate/update'],
  ['$aws/things/+/shadow/#'],
  [`$aws/things/${thing}/shadow/get/accepted`],
  [`$aws/things/${thing}/shadow/*`],
  ['$aws/things/light-1/jobs/7/update'],
  ['$aws/certificates/create-from-csr/json/rejected'],
  ['$aws/provisioning-templates/light/provision/json'],
  ['$aws/events/presence/connected/+'],
  ['$aws/rules/telemetry/Sensor/temp/room1'],
  ['$aws/#'],
  ['$aws/*'],
])('%s is a reserved topic', (topic) => expect(unknownReserved(topic)).toBeUndefined());

test.each([
  ['$aws/things/+/shadow/updte', 22, 'did you mean update?'],
  ['$aws/things/+/shdow/update', 15, 'did you mean shadow?'],
  [`$aws/things/${thing}/shadow/update/document`, 61, 'did you mean documents?'],
  ['$aws/thing/+/shadow/update', 6, 'did you mean things?'],
  ['$aws/things/+/shadow/update/accepted/more', 38, 'valid at this position: nothing'],
  ['$aws/events/thingy/x', 13, 'did you mean thing?'],
  ['$aws/things/+/shadow', 22, 'valid at this position: update, get, delete, name'],
])('%s differs from the reserved topics at column %i', (topic, column, known) => {
  expect(unknownReserved(topic)).toEqual({
    column,
    message: `${topic} is not a reserved topic, so nothing is published there; ${known}`,
  });
});
