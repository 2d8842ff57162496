import { declaring } from '../plan/declaring.fixture';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { created, deleted, updated } from '../rules/dangers.fixture';
import { htmlOf } from './html';
import { noteOf } from './note';
import { terminalOf } from './terminal';

const alarm = (name: string) => updated(`example_alarm.${name}`, { enabled: true }, { enabled: false });
const repository = (name: string) =>
  updated(`github_repository.${name}`, { visibility: 'private' }, { visibility: 'public' });
const reviewed = (...changes: readonly object[]) => reviewOf(planOf({ resource_changes: changes }, { stack: 'dev' }));
const note = (...changes: readonly object[]) => noteOf(reviewed(...changes), { commit: undefined }).split('\n');

describe('the list of dangers', () => {
  test('explains what the headline summarizes, and how to avoid and accept the danger', () => {
    const lines = note(alarm('errors'));
    expect(lines[0]).toBe('### 🟠 Weaker alerting: `example_alarm.errors` is turned off.');
    expect(lines.slice(5, 11)).toEqual([
      '- **Weaker alerting:** `example_alarm.errors` is turned off: problems may go unnoticed (`enabled`)',
      '',
      '<details>',
      '<summary>How to avoid or accept these dangers</summary>',
      '',
      expect.stringMatching(
        /^- Weaker alerting: to avoid this danger, keep the previous setting, .*; to accept it, add `# plan-review: accept alerting until YYYY-MM-DD because …`$/,
      ),
    ]);
  });

  test('adds the effect to the first danger of a kind that states no consequence', () =>
    expect(note(repository('a'), repository('b')).filter((line) => line.startsWith('- **Exposure'))).toEqual([
      '- **Exposure:** `github_repository.a` is public (`visibility`: `public`): outsiders may connect or read data; the same applies to `github_repository.b`',
    ]));

  test('distinguishes weaker encryption from exposure', () => {
    const tls = (version: string) => ({ min_tls_version: version });
    const lines = note(updated('azurerm_storage_account.a', tls('TLS1_2'), tls('TLS1_0')));
    expect(lines[5]).toBe(
      '- **Weaker encryption:** `azurerm_storage_account.a` accepts outdated TLS versions (`min_tls_version`: `TLS1_0` instead of `TLS1_2`): others may read or change the data',
    );
    expect(lines[10]).toMatch(
      /^- Weaker encryption: to avoid this danger, keep the encryption, or use the strongest encryption/,
    );
  });

  test('advises on a new downtime, which has no previous setting', () => {
    const downtime = created('datadog_downtime_schedule.d', { scope: 'env:prod', monitor_identifier: [] });
    const lines = note(downtime);
    expect(lines[5]).toMatch(/: on-call staff are not notified during the downtime$/);
    expect(lines[10]).toMatch(
      /^- Weaker alerting: to avoid this danger, narrow the scope or the schedule of the downtime; /,
    );
  });

  test('gives the advice once for each kind of danger, in a collapsed section', () => {
    const lines = note(
      ...['aws_sqs_queue.a', 'aws_dynamodb_table.b', 'aws_kinesis_stream.c', 'aws_s3_bucket.d'].map((one) =>
        deleted(one),
      ),
      alarm('a'),
      updated('example_alarm.b', { paused: false }, { paused: true }),
    );
    expect(lines).toContain('<summary>How to avoid or accept these dangers</summary>');
    expect(lines.filter((line) => line.startsWith('- Data loss: to avoid this danger, back up'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('- Weaker alerting: to avoid this danger'))).toHaveLength(1);
  });
});

test.each([
  ['page', htmlOf([reviewed(alarm('errors'))])],
  ['terminal', terminalOf(reviewed(alarm('errors')), { columns: 500, colour: false })],
])('the %s contains the advice on each kind of danger', (_, text) => {
  expect(text).toContain('How to avoid or accept these dangers');
  expect(text).toContain('Weaker alerting: to avoid this danger, keep the previous setting');
});

test('adds related resources to each danger on the page, too', () => {
  const ingress = [{ protocol: 'tcp', from_port: 22, to_port: 22, cidr_blocks: ['0.0.0.0/0'] }];
  const review = reviewOf(
    declaring({
      'aws_security_group.ssh': { after: { ingress } },
      'aws_instance.a': { later: { vpc_security_group_ids: ['aws_security_group.ssh.id'] } },
    }),
  );
  expect(htmlOf([review])).toMatch(/outsiders may try to connect; used by .*aws_instance\.a/);
});
