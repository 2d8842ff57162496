import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { deleted, updated } from '../rules/dangers.fixture';
import { noteOf } from './note';
import { terminalOf } from './terminal';

const reviewed = (...changes: readonly object[]) => reviewOf(planOf({ resource_changes: changes }, { stack: 'dev' }));

/** Returns the section with the changes. */
const changesIn = (...changes: readonly object[]) =>
  noteOf(reviewed(...changes), { commit: undefined }).split('**Changes**\n\n')[1] ?? '';

const monitor = (name: string) => deleted(`aws_cloudwatch_metric_alarm.${name}`);

describe('changes that a danger describes completely', () => {
  test('are not repeated, but counted', () => {
    expect(changesIn(monitor('a'))).toBe('- 1 deletion is described only under “Dangers”\n');
    const two = changesIn(monitor('a'), monitor('b'), updated('aws_sqs_queue.q', { delay: 1 }, { delay: 2 }));
    expect(two).toContain('`aws_sqs_queue.q`: update');
    expect(two).toContain('- 2 deletions are described only under “Dangers”\n');
    expect(two).not.toContain('aws_cloudwatch_metric_alarm.a');
  });

  test('are repeated if they have values that the danger does not state', () => {
    const backups = (days: number, more: object) =>
      updated('aws_db_instance.main', { backup_retention_period: 7 }, { backup_retention_period: days, ...more });
    expect(changesIn(backups(1, { port: 5433 }))).toContain('`aws_db_instance.main`: update\n');
  });

  test('are not repeated if the danger is one of many', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const note = noteOf(reviewed(...names.map(monitor)), { commit: undefined });
    expect(note).toContain('- 5 deletions are described only under “Dangers”');
    const [, dangers = ''] = note.split('**Dangers**');
    for (const name of names)
      expect(dangers.match(new RegExp(`aws_cloudwatch_metric_alarm\\.${name}\\b`, 'g'))).toHaveLength(1);
  });

  test('are counted in a terminal, too', () => {
    const text = terminalOf(reviewed(monitor('a')), { columns: 100, colour: false });
    expect(text).toContain('· 1 deletion is described only under “Dangers”');
    expect(text.match(/aws_cloudwatch_metric_alarm\.a/g)).toHaveLength(2);
  });
});
