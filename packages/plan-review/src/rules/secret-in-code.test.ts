import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import { created, updated } from './dangers.fixture';
import { dangersIn } from './rules';
import { secretInCode } from './secret-in-code';

type Expressions = Readonly<Record<string, unknown>>;

/** Returns the sentences about a resource that is declared with expressions, in a module with arguments. */
function reported(change: { readonly address: string }, expressions: Expressions, inputs?: Expressions) {
  const resources = [{ address: change.address, expressions }];
  const root =
    inputs === undefined ? { resources } : { module_calls: { shop: { expressions: inputs, module: { resources } } } };
  const address = inputs === undefined ? change.address : `module.shop.${change.address}`;
  const plan = planOf(
    { resource_changes: [{ ...change, address }], configuration: { root_module: root } },
    { stack: 'dev', basis: { base: 'abc' } },
  );
  return { sentences: secretInCode(plan).map(({ what }) => plain(what)), dangers: dangersIn(plan) };
}

const database = created('aws_db_instance.main', { password: 'correct-horse-7' });
const inConfiguration =
  'password of aws_db_instance.main is written in the configuration: anyone who can read the code or the plan knows it';

describe('a secret that is written in the configuration', () => {
  test('is reported for a new resource', () => {
    const { sentences, dangers } = reported(database, { password: { constant_value: 'correct-horse-7' } });
    expect(sentences).toEqual([inConfiguration]);
    expect(dangers).toContainEqual(expect.objectContaining({ kind: 'exposure', rule: 'secret-in-code' }));
    expect(JSON.stringify(dangers)).not.toContain('correct-horse');
  });

  test('is reported if a module receives it as an argument', () =>
    expect(
      reported(
        database,
        { password: { references: ['var.password'] } },
        { password: { constant_value: 'correct-horse-7' } },
      ).sentences,
    ).toEqual([inConfiguration.replace('aws_db_instance', 'module.shop.aws_db_instance')]));

  test('is reported for a changed secret, but not if another attribute changes', () => {
    const constant = { password: { constant_value: 'correct-horse-7' } };
    const [was, is] = [
      { password: 'battery-staple-8', port: 1 },
      { password: 'correct-horse-7', port: 1 },
    ];
    expect(reported(updated('aws_db_instance.main', was, is), constant).sentences).toEqual([inConfiguration]);
    expect(reported(updated('aws_db_instance.main', is, { ...is, port: 2 }), constant).sentences).toEqual([]);
  });

  test.each(['{}', ' [ ] ', 'null'])('is not reported if it is empty: %s', (password) => {
    const change = created('aws_db_instance.main', { password });
    expect(reported(change, { password: { constant_value: password } }).sentences).toEqual([]);
  });

  test.each([
    'op://shop/db/password',
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db',
    'vault:secret/db#password',
  ])('is not reported if it only refers to a secret in a store: %s', (password) => {
    const change = created('aws_db_instance.main', { password });
    expect(reported(change, { password: { constant_value: password } }).sentences).toEqual([]);
  });

  test('is reported for a variable of a function', () => {
    const variables = { DB_PASSWORD: 'correct-horse-7', LEVEL: 'info' };
    const change = created('aws_lambda_function.api', { environment: [{ variables }] });
    expect(reported(change, { environment: [{ variables: { constant_value: variables } }] }).sentences).toEqual([
      inConfiguration.replace(
        'password of aws_db_instance.main',
        'environment.variables.DB_PASSWORD of aws_lambda_function.api',
      ),
    ]);
    expect(reported(change, { environment: [{ variables: { references: ['var.password'] } }] }).sentences).toEqual([]);
  });

  test('is not reported for a value that the configuration does not contain, under a masked key', () => {
    const token = `ghp_${'a1B2'.repeat(10)}`;
    const change = created('azurerm_key_vault_secret.s', { tags: { [token]: token } });
    expect(reported(change, { value: { references: ['var.value'] } }).sentences).toEqual([]);
  });

  test('is not reported if an expression looks like a constant variable', () =>
    expect(
      reported(database, { password: { references: ['var.file'] } }, { file: { constant_value: 'secrets/main.txt' } })
        .sentences,
    ).toEqual([]));

  test.each([
    ['a variable', database, { password: { references: ['var.password'] } }],
    ['an expression', database, { password: { references: ['random_password.main.result', 'random_password.main'] } }],
    [
      'the name of a secret',
      {
        ...created('google_secret_manager_secret_version.v', {}),
        change: {
          actions: ['create'],
          before: null,
          after: { secret: 'projects/p/secrets/db' },
          after_sensitive: { secret: true },
        },
      },
      { secret: { constant_value: 'projects/p/secrets/db' } },
    ],
    [
      'a parameter that is not a secret',
      {
        ...created('aws_ssm_parameter.url', {}),
        change: {
          actions: ['create'],
          before: null,
          after: { type: 'String', value: 'https://shop.example.com' },
          after_sensitive: { value: true },
        },
      },
      { value: { constant_value: 'https://shop.example.com' } },
    ],
  ])('is not reported for %s', (_, change, expressions) => expect(reported(change, expressions).sentences).toEqual([]));
});

test('reports a variable of a container that no longer comes from a secret in Kubernetes', () => {
  const pods = (...env: readonly object[]) => ({
    spec: [{ template: [{ spec: [{ container: [{ name: 'app', env }] }] }] }],
  });
  const key = { name: 'DB_PASSWORD', value: null, value_from: [{ secret_key_ref: [{ name: 'db', key: 'password' }] }] };
  const plain = { name: 'DB_PASSWORD', value: 'correct-horse-7', value_from: [] };
  const deployment = 'kubernetes_deployment.app';
  const { sentences } = reported(updated(deployment, pods(key), pods(plain)), {});
  expect(sentences).toEqual([
    'DB_PASSWORD of kubernetes_deployment.app no longer comes from a secret: anyone who can read the code or the plan knows its value',
  ]);
  expect(reported(updated(deployment, pods(plain), pods(key)), {}).sentences).toEqual([]);
  expect(reported(updated(deployment, pods(key), pods()), {}).sentences).toEqual([]);
});

describe('a secret in a resource that many people can read', () => {
  const sentences = (...changes: readonly object[]) =>
    secretInCode(planOf({ resource_changes: changes }, { stack: 'dev' })).map(({ what }) => plain(what));
  const map = (data: object) => ({ metadata: [{ name: 'a' }], data });

  test('is reported for a config map and for a variable of GitHub Actions', () => {
    expect(
      sentences(created('kubernetes_config_map_v1.m', map({ DB_HOST: 'db', DB_PASSWORD: 'correct-horse-7' }))),
    ).toEqual([
      'DB_PASSWORD of kubernetes_config_map_v1.m is probably a secret: everyone who can read the config map knows it',
    ]);
    const variable = { variable_name: 'AWS_SECRET_ACCESS_KEY', value: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
    expect(sentences(created('github_actions_variable.v', variable))).toEqual([
      'AWS_SECRET_ACCESS_KEY of github_actions_variable.v is probably a secret: everyone who can read the repository knows it',
    ]);
  });

  test('is not reported again, and other values are not reported', () => {
    const [old, now] = ['correct-horse-7', 'correct-horse-8'].map((password) => map({ DB_PASSWORD: password }));
    expect(sentences(updated('kubernetes_config_map.m', old ?? {}, now ?? {}))).toEqual([]);
    expect(sentences(created('kubernetes_config_map.m', map({ DB_HOST: 'db' })))).toEqual([]);
    expect(sentences(created('kubernetes_secret.s', map({ DB_PASSWORD: 'correct-horse-7' })))).toEqual([]);
    expect(sentences(created('github_actions_variable.v', { variable_name: 'REGION', value: 'eu' }))).toEqual([]);
  });
});
