import { created, deleted } from '../rules/dangers.fixture';
import { planOf } from './read-plan';

const environmentOf = (changes: readonly object[], plan: object = {}) =>
  planOf({ resource_changes: changes, ...plan }, { stack: 'shop' }).environment;
const variables = (values: Readonly<Record<string, unknown>>) => ({
  variables: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
});

describe('the environment of a plan', () => {
  test.each([
    ['tags', 'aws_sqs_queue.q', { tags: { Environment: 'prod' } }],
    ['labels', 'google_storage_bucket.b', { labels: { env: 'prod' } }],
    ['labels of the provider', 'google_storage_bucket.b', { terraform_labels: { stage: 'prod' } }],
    ['Datadog tags', 'datadog_monitor.m', { tags: ['environment:prod'] }],
    ['a workspace tag', 'azurerm_storage_account.a', { tags: { workspace: 'prod' } }],
  ])('is read from %s', (_, address, values) => {
    expect(environmentOf([created(address, values)])).toBe('prod');
    expect(environmentOf([deleted(address, values)])).toBe('prod');
  });

  test.each(['environment', 'env', 'stage', 'workspace', 'environment_name'])(
    'is read from the variable %s if the resources have no tags',
    (name) => expect(environmentOf([created('a_b.c', {})], variables({ [name]: 'prod', region: 'eu' }))).toBe('prod'),
  );

  test('is read from variables before tags, and is unknown if the tags differ', () => {
    const tagged = (name: string, env: string) => created(`a_b.${name}`, { tags: { env } });
    expect(environmentOf([tagged('a', 'dev')], variables({ env: 'prod' }))).toBe('prod');
    expect(environmentOf([tagged('a', 'dev')])).toBe('dev');
    expect(environmentOf([tagged('a', 'dev'), tagged('b', 'test')], variables({ env: 'prod' }))).toBe('prod');
    expect(environmentOf([tagged('a', 'dev'), tagged('b', 'test')])).toBeUndefined();
  });

  test.each([[''], [7], [{ name: 'prod' }], ['a long text about an environment'], ['<img>']])(
    'is unknown if a variable contains %j',
    (value) => expect(environmentOf([created('a_b.c', {})], variables({ environment: value }))).toBeUndefined(),
  );

  test('is unknown if two variables name different environments', () =>
    expect(environmentOf([], variables({ environment: 'prod', stage: 'blue' }))).toBeUndefined());
});
