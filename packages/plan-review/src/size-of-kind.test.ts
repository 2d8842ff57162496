import { plain } from './note/json-output';
import { created, planned } from './rules/dangers.fixture';
import { sizeOfKind } from './size-of-kind';

const sizeOf = (...resources: readonly object[]) =>
  plain(sizeOfKind(planned(resources.map((after, at) => created(`example_thing.t${at}`, after))).changes));

test('shows the values that describe the size of all new resources of a kind', () => {
  const database = { instance_class: 'db.t3.micro', engine: 'postgres', engine_version: '16.3', tags: { size: 'x' } };
  expect(sizeOf(database)).toBe(' (postgres, 16.3, db.t3.micro)');
  expect(sizeOf({ instance_type: 't3.nano' }, { instance_type: 't3.nano' })).toBe(' (t3.nano)');
  expect(sizeOf({ instance_type: 't3.nano' }, { instance_type: 't3.micro' })).toBe('');
  expect(sizeOf({ instance_type: 't3.nano' }, {})).toBe('');
});

test('shows values in the blocks that contain them for some types', () => {
  expect(sizeOf({ node_config: [{ machine_type: 'e2-medium' }] })).toBe(' (e2-medium)');
  expect(sizeOf({ backup: [{ tier: 'Continuous30Days' }] })).toBe('');
});

test('omits long and secret values', () => {
  expect(sizeOf({ size: 'x'.repeat(31) })).toBe('');
  expect(sizeOf({ size: 'AKIAIOSFODNN7EXAMPL2' })).toBe('');
});

test('says that new resources run nothing at first', () => {
  const group = (desired_capacity: number) => created('aws_autoscaling_group.web', { desired_capacity, max_size: 3 });
  const sizes = [0, 2].map((count) => plain(sizeOfKind(planned([group(count)]).changes)));
  expect(sizes).toEqual([' (desired_capacity = 0)', '']);
});

test('says nothing of the role to which a policy is attached', () =>
  expect(sizeOfKind(planned([created('aws_iam_role_policy_attachment.a', { role: 'app' })]).changes)).toEqual([]));
