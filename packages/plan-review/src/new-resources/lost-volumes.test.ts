import { creationSummary } from '../creation-summary';
import { plain } from '../note/json-output';
import { planned, updated } from '../rules/dangers.fixture';

const deployment = (image: string, volume: object, replicas = '1') => ({
  spec: [{ replicas, template: [{ spec: [{ container: [{ name: 'a', image }], volume: [volume] }] }] }],
});
const facts = (before: object, after: object) =>
  creationSummary(planned([updated('kubernetes_deployment.metrics', before, after)]))
    .map(plain)
    .filter((fact) => fact.includes('emptyDir'));
const storage = { name: 'storage', empty_dir: [{}] };

test('names data that is lost with the replaced pods', () => {
  expect(facts(deployment('a:1', storage), deployment('a:2', storage))).toEqual([
    'kubernetes_deployment.metrics replaces its pods, so the content of storage (emptyDir) is lost',
  ]);
});

test.each([
  ['a temporary volume', { name: 'tmp', empty_dir: [{}] }, 'a:2', '1'],
  ['a persistent volume', { name: 'storage', persistent_volume_claim: [{ claim_name: 'a' }] }, 'a:2', '1'],
  ['a template that does not change', storage, 'a:1', '3'],
])('does not name %s', (_, volume, image, replicas) => {
  expect(facts(deployment('a:1', volume), deployment(image, volume, replicas))).toEqual([]);
});
