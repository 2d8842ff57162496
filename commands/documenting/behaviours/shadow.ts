import { type Behaviour, testsIn } from './behaviour';

const document = testsIn('packages/iot/src/shadow/shadow.test.ts');
const law = testsIn('packages/iot/src/shadow/laws.test.ts');
const service = testsIn('packages/local-aws/src/iot/shadows/shadows.test.ts');
const device = testsIn('tests/end-to-end/shadow-over-mqtt.test.ts');

/** The Device Shadow service, for docs/conformance.md. */
export const shadowBehaviours: readonly Behaviour[] = [
  {
    behaviour: 'desired makes a delta until reported is the same',
    source: 'device-shadow-data-flow',
    test: document('the story of the talk: desired makes a delta, reported ends it'),
  },
  {
    behaviour: '/update/accepted carries the sections that were sent, nulls included, with their metadata',
    source: 'device-shadow-mqtt',
    test: document('accepted carries only what was sent, nulls included'),
  },
  {
    behaviour: '/update/delta carries all differences, with the metadata of desired',
    source: 'device-shadow-mqtt; device-shadow-document',
    test: document('the delta tells all differences with the times of desired'),
  },
  {
    behaviour: 'the delta leaves out what reported alone has, at every level, and gives an array that differs whole',
    source: 'device-shadow-document, "Delta state"; device-shadow-mqtt, "/update/delta"',
    test: document('the delta leaves out what reported alone has, and gives an array that differs whole'),
  },
  {
    behaviour: '/update/documents carries the state before and after',
    source: 'device-shadow-mqtt',
    test: service('without a difference makes no delta, and documents tell what was before'),
  },
  {
    behaviour: 'an update is answered on delta, documents and accepted',
    source: 'device-shadow-mqtt; the order is that of aws-greengrass-shadow-manager',
    test: service('with a difference is answered by delta, documents and accepted, in this order'),
    differs: 'AWS promises no order, here it is always this one',
  },
  {
    behaviour: 'what is merged into reported out of the delta leaves no delta',
    source: 'device-shadow-document, "Delta state"',
    test: law('merging the delta into reported leaves no delta'),
  },
  {
    behaviour: 'the same update twice changes nothing more; an empty one changes nothing',
    source: 'device-shadow-document',
    test: law('the same update twice changes nothing more'),
  },
  {
    behaviour: 'updates of different keys may come in either order',
    source: 'device-shadow-document',
    test: law('updates that have no key in common may come in either order'),
  },
  {
    behaviour: 'what an update names is as it says, and all else as it was',
    source: 'device-shadow-document',
    test: law('what an update names is as it says, and what it does not name is as it was'),
  },
  {
    behaviour: 'null deletes its key: none is stored, but in an object that is in an array',
    source: 'device-shadow-document, "Empty shadow document properties"',
    test: law('no null is stored, but in an array, which is kept as it was sent'),
  },
  {
    behaviour: 'an array is replaced whole and has one timestamp an element',
    source: 'device-shadow-document, "Array values"',
    test: document('an array has one timestamp an element and is replaced whole'),
  },
  {
    behaviour: 'null as an element of an array is refused, however deep the array is',
    source: 'device-shadow-document, "Array values"',
    test: document('refuses %j with %i'),
  },
  {
    behaviour: 'null in an object that is in an array stays as it was sent',
    source: 'aws-greengrass-shadow-manager (JsonMerger), which puts an array in place as it is',
    test: document('null in an object that is in an array stays as it was sent'),
    differs: 'AWS does not say what becomes of it: it writes of null as an element alone',
  },
  {
    behaviour: 'an integer beyond 2^53 is rounded to what a double holds',
    source:
      'device-shadow-document: the service "respects all rules of the JSON specification", which sets no precision',
    test: document(
      'a number has the digits of a double: an integer beyond 2^53 comes back rounded, as a text it stays',
    ),
    differs:
      'AWS does not say how many digits it keeps: aws-greengrass-shadow-manager (JsonUtil, by Jackson) keeps all of an integer',
  },
  {
    behaviour: 'an emptied section vanishes, an emptied object inside stays',
    source: 'device-shadow-document, "Empty shadow document properties"',
    test: document('an emptied section vanishes, an emptied object inside stays and shows in the delta'),
  },
  {
    behaviour: 'state null empties the shadow, and its version counts on',
    source: 'device-shadow-document',
    test: document('state null empties the shadow and counts on'),
  },
  {
    behaviour: 'metadata has a timestamp for every leaf of the state, and no other',
    source: 'device-shadow-document, "metadata"',
    test: law('metadata has the shape of the state after any updates'),
  },
  {
    behaviour: 'a version that is not the stored one is 409',
    source: 'device-shadow-document, "Optimistic locking"',
    test: document('a version must be the stored one'),
  },
  {
    behaviour: 'a deleted shadow goes on counting where it is made again within 48 hours',
    source: 'device-shadow-mqtt, "/delete"',
    test: document('a deleted shadow answers 404 and, created again within 48 hours, goes on counting'),
    differs: 'AWS does not say by how much it has counted on: here by one, as aws-greengrass-shadow-manager has it',
  },
  {
    behaviour: 'a thing that is deleted keeps its shadow',
    source: 'API reference, "DeleteThing"',
    test: device('a thing that is deleted keeps its shadow'),
  },
  {
    behaviour: 'every request that is rejected has AWS’s code and text, on /rejected with the client token',
    source: 'device-shadow-error-messages; device-shadow-document, "Error response document"',
    test: device('%s'),
    differs:
      'of 429 the guide prints no text: here it is "Too Many Requests". It does not say what is answered 401, nor 404 "Thing not found": here nothing is',
  },
  {
    behaviour: 'a call by HTTP that no policy allows is answered 403, Forbidden',
    source: 'device-shadow-error-messages',
    test: { file: 'tests/end-to-end/by-https.ts', title: 'is refused %s' },
  },
  {
    behaviour: 'an error of a call by HTTP makes no message',
    source: 'device-shadow-error-messages',
    test: service('an error makes no message'),
  },
  {
    behaviour: 'the SDK reads errors by HTTP as the exceptions of the API reference',
    source: 'API reference, "UpdateThingShadow"',
    test: device('%s is refused, and no device hears of it'),
  },
  {
    behaviour: 'named shadows have topics, versions and documents of their own, and are listed without the classic one',
    source: 'iot-device-shadows; API reference, "ListNamedShadowsForThing"',
    test: device('an update is heard by the device, and read back by name'),
  },
  {
    behaviour: 'a thing that is not known has no named shadows, and to ask for them is no error',
    source: 'API reference, "ListNamedShadowsForThing"',
    test: device('of a thing that is not known no named shadows are listed'),
    differs: 'AWS does not write it: its reference has ResourceNotFoundException here, and does not say for what',
  },
  {
    behaviour: 'get answers with state and delta, metadata of both sections, version and time',
    source: 'device-shadow-mqtt, "/get/accepted"',
    test: document('get tells state with its delta, metadata of both sections and the client token'),
  },
  {
    behaviour: 'more than 20 requests a second of a thing are answered 429',
    source: 'limits-iot, 2019-11-25',
    test: service('a request over MQTT is rejected with 429 and its client token, and changes nothing'),
    differs:
      'more than 10 in flight on one connection are 429 at AWS, too: here a request is done before the next is looked at',
  },
  {
    behaviour: 'a last will to a shadow’s topic is heard by subscribers and rules, and changes no shadow',
    source: 'device-shadow-comms-app',
    test: {
      file: 'tests/end-to-end/mqtt5.ts',
      title: 'tells a shadow nothing by a last will, which others hear (version %i)',
    },
  },
  {
    behaviour: 'and so does one that comes after its delay, as MQTT 5 has it',
    source: 'device-shadow-comms-app; MQTT 5, 3.1.3.2.2',
    test: {
      file: 'tests/end-to-end/mqtt5.ts',
      title: 'tells a shadow nothing by a last will that comes after its delay',
    },
  },
  {
    behaviour: 'whatever bytes come, there is an answer',
    source: 'device-shadow-error-messages',
    test: law('any bytes get an answer'),
  },
];
