import protobuf from 'protobufjs';
import { FileDescriptorSet } from 'protobufjs/ext/descriptor';
import { exampleMessage } from '../sql/example-message';
import { jsonText } from '../sql/json-text';
import { compile } from '../sql/rule';
import { decodeProtobuf } from './decode';

const { root } = protobuf.parse(
  'syntax = "proto3"; package himeshima; message Person { string name = 1; int32 id = 2; int64 big = 3; repeated string nick_names = 4; }',
);
const descriptor = FileDescriptorSet.encode(root.toDescriptor('proto3')).finish();
const Person = root.lookupType('himeshima.Person');
const bytes = Person.encode(Person.fromObject({ name: 'aki', id: 7, big: 9, nickNames: ['a'] })).finish();

function output(select: string, payload: Uint8Array | string) {
  const message = exampleMessage(payload).withServices({
    ask: (request) =>
      request.service === 'protobuf' && request.bucket === 'bucket' && request.key === 'person.desc'
        ? decodeProtobuf({ ...request, descriptor })
        : undefined,
    newUuid: () => '',
    random: undefined,
  });
  const result = compile(`SELECT ${select} FROM 'a'`, { version: '2016-03-23' }).evaluate(message);
  return result.matched ? jsonText(result.output) : 'no match';
}

describe("decode(…, 'proto', …)", () => {
  test('decodes the whole payload, or a message in base64', () => {
    const person = '{"name":"aki","id":7,"big":"9","nickNames":["a"]}';
    expect(output("VALUE decode(*, 'proto', 'bucket', 'person.desc', 'person', 'Person')", bytes)).toBe(person);
    const payload = JSON.stringify({ data: Buffer.from(bytes).toString('base64') });
    expect(
      output("VALUE decode(data, 'proto', 'bucket', 'person.desc', 'person', 'himeshima.Person').name", payload),
    ).toBe('"aki"');
  });

  test.each([
    ["VALUE decode(*, 'proto', 'bucket', 'person.desc', 'person', 'Nobody')", bytes],
    ["VALUE decode(*, 'proto', 'bucket', 'other.desc', 'person', 'Person')", bytes],
    ["VALUE decode(*, 'proto', 'bucket', 'person.desc', 'person', 'Person')", Buffer.from([0xff])],
    ["VALUE decode(7, 'proto', 'bucket', 'person.desc', 'person', 'Person')", bytes],
  ])('%s is omitted', (select, payload) => {
    expect(output(select, payload)).toBeUndefined();
  });

  test('returns undefined for an invalid descriptor', () => {
    expect(decodeProtobuf({ descriptor: Buffer.from('x'), messageType: 'a', data: '' })).toBeUndefined();
  });
});
