import { reportedBy, updated } from './dangers.fixture';
import { versionChanged } from './version-changed';

const reported = reportedBy(versionChanged);
const changed = (type: string, before: object, after: object) => reported(updated(`${type}.x`, before, after));
const database = (engine: string, before: string, after: string) =>
  changed('aws_db_instance', { engine, engine_version: before }, { engine, engine_version: after });

test.each([
  ['postgres', '10.17', '10.6'],
  ['mysql', '8.0.35', '5.7.44'],
  ['aurora-mysql', '8.0.mysql_aurora.3.04.0', '8.0.mysql_aurora.3.02.2'],
])('reports that a database cannot be downgraded (%s %s to %s)', (engine, before, after) =>
  expect(database(engine, before, after)).toEqual([
    `aws_db_instance.x cannot be downgraded from ${before} to ${after}, so the apply will fail partway`,
  ]),
);

test.each([
  ['postgres', '13.7', '15.2'],
  ['mysql', '5.7.44', '8.0.35'],
  ['mariadb', '10.6.14', '10.11.6'],
])('reports the outage during a major upgrade (%s %s to %s)', (engine, before, after) =>
  expect(database(engine, before, after)).toEqual([
    `aws_db_instance.x is upgraded from ${before} to ${after}: the database is unavailable during the upgrade, and only a backup restores the old version`,
  ]),
);

test.each([
  ['postgres', '13.7', '13.14'],
  ['postgres', '13.7', '13'],
  ['mysql', '8.0.33', '8.0.35'],
  ['aurora-mysql', '8.0.mysql_aurora.3.04.0', '8.0.mysql_aurora.3.05.2'],
  ['aurora-mysql', '5.7.12', '5.7.mysql_aurora.2.11.2'],
  ['oracle-ee', '19.0.0.0.ru-2023-01.rur-2023-01.r1', '19.0.0.0.ru-2023-01.spb-2023-01.r1'],
  ['docdb', 'latest', '1.3.0.0'],
])('ignores a minor upgrade, and a version that allows the current one (%s %s to %s)', (engine, before, after) =>
  expect(database(engine, before, after)).toEqual([]),
);

test('reports a Kubernetes cluster that skips a version or is downgraded, but not an upgrade by one version', () => {
  const cluster = (before: string, after: string) =>
    changed('azurerm_kubernetes_cluster', { kubernetes_version: before }, { kubernetes_version: after });
  expect(cluster('1.29', '1.31')).toEqual([
    'azurerm_kubernetes_cluster.x cannot be upgraded from 1.29 to 1.31 in one step, so the apply will fail partway',
  ]);
  expect(cluster('1.29.7', '1.28.9')).toEqual([expect.stringContaining('cannot be downgraded')]);
  expect(cluster('1.29.7', '1.30.0')).toEqual([]);
});

test('reports another major version of a Helm chart, but no minor version', () => {
  const chart = (before: string, after: string) => changed('helm_release', { version: before }, { version: after });
  expect(chart('12.12.10', '16.7.4')).toEqual([
    'helm_release.x changes its chart from 12.12.10 to 16.7.4: another major version of a chart may not accept its values and data',
  ]);
  expect(chart('12.12.10', '12.13.0')).toEqual([]);
});
