import { created, replaced, reportedBy, updated } from './dangers.fixture';
import { restarted } from './restarted';

const reported = reportedBy(restarted);

test.each([
  ['aws_instance', { instance_type: 't3.micro' }, { instance_type: 't3.large' }],
  ['aws_db_instance', { backup_retention_period: 0 }, { backup_retention_period: 7 }],
  ['azurerm_linux_virtual_machine', { size: 'Standard_B1s' }, { size: 'Standard_B2s' }],
  ['google_sql_database_instance', { settings: [{ tier: 'db-f1-micro' }] }, { settings: [{ tier: 'db-g1-small' }] }],
] as const)('reports a %s that an update from %j to %j interrupts', (type, before, after) => {
  expect(reported(updated(`${type}.x`, before, after))).toHaveLength(1);
  expect(reported(updated(`${type}.x`, before, before))).toEqual([]);
  expect(reported(created(`${type}.x`, after))).toEqual([]);
  expect(reported(replaced(`${type}.x`, before, after))).toEqual([]);
});

test('names the effect and the values', () => {
  expect(reported(updated('aws_instance.a', { instance_type: 't3.micro' }, { instance_type: 't3.large' }))).toEqual([
    'aws_instance.a is stopped and started again (instance_type: t3.micro → t3.large)',
  ]);
  const script = (text: string) => ({ user_data: text.padEnd(60) });
  expect(reported(updated('aws_instance.a', script('a'), script('b')))).toEqual([
    'aws_instance.a is stopped and started again (user_data): it is unavailable until it runs again, and cloud-init does not run the new script on a machine that exists',
  ]);
});

test('reports that a machine in Google Cloud cannot be stopped without permission', () => {
  const machine = (machine_type: string, more: object = {}) => ({ machine_type, ...more });
  const address = 'google_compute_instance.a';
  expect(reported(updated(address, machine('e2-small'), machine('e2-medium')))).toEqual([
    `${address} cannot be stopped to change machine_type: allow_stopping_for_update is not true`,
  ]);
  const allowed = { allow_stopping_for_update: true };
  expect(reported(updated(address, machine('e2-small', allowed), machine('e2-medium', allowed)))).toHaveLength(1);
  const stopped = { desired_status: 'TERMINATED' };
  expect(reported(updated(address, machine('e2-small', stopped), machine('e2-medium', stopped)))).toEqual([]);
});

test('ignores values that are known only after apply, and longer backups', () => {
  const backups = (days: number) => ({ backup_retention_period: days });
  expect(reported(updated('aws_db_instance.a', backups(7), backups(14)))).toEqual([]);
  expect(reported(updated('aws_instance.a', { instance_type: 't3.micro' }, {}, { instance_type: true }))).toEqual([]);
});
