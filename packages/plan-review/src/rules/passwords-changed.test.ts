import { created, reportedBy, updated } from './dangers.fixture';
import { passwordsChanged } from './passwords-changed';

const reported = reportedBy(passwordsChanged);
const database = 'aws_db_instance.d';

test('reports an existing resource that gets another password or token', () => {
  expect(reported(updated(database, { password: 'Old1pass!' }, { password: 'New2pass!' }))).toEqual([
    `${database} gets another password`,
  ]);
  const cache = 'aws_elasticache_replication_group.c';
  expect(reported(updated(cache, { auth_token: 'Old1pass!x' }, { auth_token: 'New2pass!x' }))).toEqual([
    `${cache} gets another auth_token`,
  ]);
});

test('ignores passwords that do not change, and new resources', () => {
  const before = { password: 'Old1pass!', tags: {} };
  expect(reported(updated(database, before, { ...before, tags: { a: 'b' } }))).toEqual([]);
  expect(reported(created(database, before))).toEqual([]);
});

test('reports a password that is known only after apply, but no computed secret', () => {
  const change = (name: string) => {
    const one = updated('google_sql_user.app', { [name]: 'Old1pass!' }, {});
    return { ...one, change: { ...one.change, after_unknown: { [name]: true } } };
  };
  expect(reported(change('password'))).toEqual(['google_sql_user.app may get another password']);
  expect(reported(change('auth_string'))).toEqual([]);
});

test('reports secrets that become empty, together', () => {
  const tokens = (value: string) => ({ environment: [{ variables: { API_TOKEN: value, client_secret: value } }] });
  expect(reported(updated('aws_lambda_function.f', tokens('Old1pass!x'), tokens('')))).toEqual([
    'aws_lambda_function.f gets an empty environment.variables.API_TOKEN and environment.variables.client_secret: calls that need them fail',
  ]);
  expect(reported(updated('aws_lambda_function.f', tokens(''), tokens('Old1pass!x')))).toEqual([]);
});
