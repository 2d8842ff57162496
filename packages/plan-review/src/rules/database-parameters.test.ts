import { created, dangersOf, reportedBy, updated } from './dangers.fixture';
import { databaseParameters } from './database-parameters';

const reported = reportedBy(databaseParameters);
const group = (name: string, value: string) => ({ name: 'shop', parameter: [{ name, value }] });
const single = (name: string, value: string) => ({ name, value });

test('reports a new parameter that lets clients connect without encryption', () => {
  const server = 'azurerm_postgresql_flexible_server_configuration.tls';
  expect(reported(created(server, single('require_secure_transport', 'off')))).toEqual([
    `${server} sets require_secure_transport to off: the database accepts connections that are not encrypted`,
  ]);
  expect(dangersOf(created(server, single('require_secure_transport', 'off')))).toHaveLength(1);
  expect(dangersOf(created(server, single('require_secure_transport', 'on')))).toEqual([]);
});

test.each([
  ['aws_db_parameter_group', group('rds.force_ssl', '1'), group('rds.force_ssl', '0')],
  ['aws_docdb_cluster_parameter_group', group('tls', 'enabled'), group('tls', 'disabled')],
  ['azurerm_mysql_flexible_server_configuration', single('tls_version', 'TLSv1.2'), single('tls_version', 'TLSv1.1')],
  ['azurerm_postgresql_configuration', single('log_connections', 'on'), single('log_connections', 'off')],
  [
    'google_sql_database_instance',
    { settings: [{ database_flags: [{ name: 'local_infile', value: 'off' }] }] },
    { settings: [{ database_flags: [{ name: 'local_infile', value: 'on' }] }] },
  ],
])('reports a weaker parameter of %s, but not a stronger one', (type, strong, weak) => {
  expect(reported(updated(`${type}.x`, strong, weak))).toHaveLength(1);
  expect(reported(updated(`${type}.x`, weak, strong))).toEqual([]);
  expect(reported(updated(`${type}.x`, weak, { ...weak, tags: {} }))).toEqual([]);
});

test('reports a removed parameter that required encryption, but not if the new parameters are unknown', () => {
  const strong = group('rds.force_ssl', '1');
  const none = { name: 'shop', parameter: [] };
  expect(reported(updated('aws_db_parameter_group.x', strong, none))).toEqual([
    'aws_db_parameter_group.x no longer sets rds.force_ssl: by default, the database accepts connections that are not encrypted',
  ]);
  expect(reported(updated('aws_db_parameter_group.x', strong, { name: 'shop' }, { parameter: true }))).toEqual([]);
  expect(reported(updated('aws_db_parameter_group.x', group('max_connections', '9'), none))).toEqual([]);
});

test('reports a weaker parameter once', () =>
  expect(
    dangersOf(updated('aws_docdb_cluster_parameter_group.x', group('tls', 'enabled'), group('tls', 'disabled'))),
  ).toHaveLength(1));

test('ignores new databases that record less, and other parameters', () => {
  expect(reported(created('azurerm_postgresql_configuration.x', single('log_connections', 'off')))).toEqual([]);
  expect(reported(created('aws_db_parameter_group.x', group('max_connections', '0')))).toEqual([]);
});
