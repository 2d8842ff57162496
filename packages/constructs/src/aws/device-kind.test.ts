import { Testing } from 'cdktf';
import { collect } from '../stack/collect';
import { platformStack } from '../stack/platform-stack.fixture';
import { reportedIn } from '../stack/problems';
import { DeviceKind, mayPublish, ownThing } from './device-kind';
import { DevicePolicy } from './device-policy';
import { ExampleThing } from './example-thing';

const lock = { description: 'A lock', template: { description: 'A lock on its first start' } };

function stackOf(kind: string) {
  const stack = platformStack(Testing.app({ stackTraces: false }));
  new DeviceKind(stack, 'lock', { ...lock, may: [mayPublish(stack, `Lock/${ownThing}`)] });
  new ExampleThing(stack, 'lock-1', { kind });
  const kinds = collect(stack, DeviceKind);
  const policy = new DevicePolicy(
    stack,
    'device',
    kinds.flatMap(({ may }) => may),
  );
  for (const thing of collect(stack, ExampleThing)) thing.register({ kinds, policy });
  return stack;
}

const problemsIn = (stack: ReturnType<typeof stackOf>) =>
  reportedIn(stack).map(({ subject, message }) => `${subject}: ${message}`);

test('a kind has a thing type, a group, permissions and its example thing', () => {
  const text = JSON.stringify(stackOf('lock').toTerraform());
  expect(text).toContain('"name":"locks"');
  expect(text).toContain('arn:aws:iot:eu-west-1:111122223333:topic/Lock/$${iot:Connection.Thing.ThingName}');
  expect(text).toContain('"thing_type_name":"${aws_iot_thing_type.lock.name}"');
  expect(text).toContain('"thing_group_name":"${aws_iot_thing_group.lock_group.name}"');
  expect(text).toContain('"csr":"${var.lock_1_csr}"');
});

test('reports an example thing of an unknown kind, and lists the known kinds', () => {
  expect(problemsIn(stackOf('padlock'))).toEqual(['thing lock-1: unknown kind "padlock"; declared: lock']);
});

test('reports a kind or an example thing that is declared too late to be collected', () => {
  const stack = stackOf('lock');
  new DeviceKind(stack, 'door', lock);
  new ExampleThing(stack, 'door-1', { kind: 'door' });
  expect(problemsIn(stack)).toEqual([
    'door: is declared after every DeviceKind of its stack was collected; declare its feature earlier',
    'door-1: is declared after every ExampleThing of its stack was collected; declare its feature earlier',
  ]);
});
