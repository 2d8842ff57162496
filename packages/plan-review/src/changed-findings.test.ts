import { codeQualityOf } from './note/code-quality';
import { jsonOf } from './note/json-output';
import { noteOf } from './note/note';
import { terminalOf } from './note/terminal';
import { planOf } from './plan/read-plan';
import { reviewOf } from './review';
import type { Danger } from './rules/rule';

const secret = 'x7Qm2-never-told';
const compliant = {
  name: 'light',
  sql: "SELECT * FROM '$aws/rules/light' WHERE on = true",
  sql_version: '2016-03-23',
  lambda: [{ function_arn: 'arn:aws:lambda:eu-west-1:1:function:light' }],
  error_action: [{ sqs: [{ queue_url: 'https://sqs.example/1/errors' }] }],
};

interface Sides {
  readonly name?: string;
  readonly actions: readonly string[];
  readonly before: object | null;
  readonly after: object | null;
  readonly after_unknown?: object;
}
const change = ({ name = 'light', ...sides }: Sides) => ({
  address: `aws_iot_topic_rule.${name}`,
  type: 'aws_iot_topic_rule',
  name,
  change: sides,
});
const planned = (...changes: readonly object[]) =>
  planOf({ resource_changes: changes }, { stack: 'dev', basis: { base: 'abc' } });
const review = (...changes: readonly object[]) => reviewOf(planned(...changes));
const idsOf = ({ findings }: ReturnType<typeof reviewOf>) => findings.added.map(({ check }) => check);

const broken = {
  ...compliant,
  sql: `SELECT * FROM '$aws/rules/light' WHERE token = '${secret}'`,
  sql_version: null,
  error_action: [],
};

describe('findings in a review', () => {
  test('lists new findings, and counts existing findings', () => {
    const changed = review(
      change({ actions: ['update'], before: compliant, after: broken }),
      change({ name: 'old', actions: ['no-op'], before: broken, after: broken }),
    );
    expect(idsOf(changed).sort()).toEqual(['iot-rule-error-action', 'iot-rule-sql-version']);
    expect(changed.findings).toMatchObject({ older: 2, resolved: 0 });
    expect(noteOf(changed, { commit: undefined })).toContain(
      '- `aws_iot_topic_rule.light`: a message is lost if an action fails',
    );
    expect(noteOf(changed, { commit: undefined })).toContain('- 2 existing findings remain');
  });

  test('counts findings as resolved if a change fixes them, but not if the resource is deleted', () => {
    const resolved = review(
      change({ actions: ['update'], before: broken, after: compliant }),
      change({ name: 'old', actions: ['delete'], before: broken, after: null }),
    );
    expect(resolved.findings).toEqual({ added: [], older: 0, resolved: 2 });
    expect(terminalOf(resolved, { columns: 80, colour: false })).toContain('2 findings resolved');
  });

  test('omits findings if no finding is added or resolved', () => {
    const note = noteOf(review(change({ actions: ['update'], before: broken, after: { ...broken, enabled: false } })), {
      commit: undefined,
    });
    expect(note).not.toContain('Findings');
  });

  test('reports no findings for values known only after apply', () => {
    const after_unknown = { sql_version: true, error_action: true };
    const created = review(
      change({
        actions: ['create'],
        before: null,
        after: { ...compliant, sql_version: null, error_action: null },
        after_unknown,
      }),
    );
    expect(idsOf(created)).toEqual([]);
  });

  test('groups findings by check, with up to ten addresses in a line', () => {
    const created = Array.from({ length: 12 }, (_, at) =>
      change({ name: `n${at}`, actions: ['create'], before: null, after: { ...compliant, error_action: [] } }),
    );
    const lines = noteOf(review(...created), { commit: undefined }).split('\n');
    expect(
      lines.filter((line) => line.startsWith('- ') && line.includes('a message is lost if an action fails')),
    ).toEqual([
      expect.stringMatching(/`aws_iot_topic_rule.n0`, .*`aws_iot_topic_rule.n9` and 2 more: a message is lost/),
    ]);
  });

  test('omits accepted findings', () => {
    const plan = planned(change({ actions: ['update'], before: compliant, after: broken }));
    const accepted = [{ check: 'iot-*', address: '*', why: 'Ids cannot contain wildcards.' }];
    expect(reviewOf(plan, { accepted }).findings.added).toHaveLength(2);
    const lost = [{ check: 'iot-rule-error-action', address: 'aws_iot_topic_rule.light', why: 'It is a test.' }];
    expect(idsOf(reviewOf(plan, { accepted: lost }))).toEqual(['iot-rule-sql-version']);
  });

  test('checks the planned values, including modules, if a plan lists no changes', () => {
    const resource = { address: 'module.m.aws_iot_topic_rule.a', mode: 'managed', type: 'aws_iot_topic_rule' };
    const json = {
      planned_values: { root_module: { child_modules: [{ resources: [{ ...resource, values: broken }] }] } },
    };
    const plan = planOf(json, { stack: 'dev', basis: { base: 'abc' } });
    expect(plan.findings.after.map(({ address }) => address)).toEqual([resource.address, resource.address]);
  });

  test('reports findings with addresses, but without attribute values', () => {
    const changed = review(change({ actions: ['create'], before: null, after: broken }));
    const report = codeQualityOf([
      {
        stack: 'dev',
        locationOf: () => ({ path: 'p', line: 1 }),
        dangers: changed.dangers,
        findings: changed.findings.added,
      },
    ]);
    const output = [noteOf(changed, { commit: undefined }), jsonOf([changed]), report].join();
    expect(output).not.toContain(secret);
  });
});

describe('codeQualityOf', () => {
  const created = planned(change({ actions: ['create'], before: null, after: broken }));
  const report = (stack: string, dangers: readonly Danger[] = []): Record<string, unknown>[] =>
    JSON.parse(
      codeQualityOf([
        { stack, locationOf: () => ({ path: 'plan.json', line: 12 }), dangers, findings: created.findings.after },
      ]),
    );

  test('writes the fields that GitLab requires', () => {
    expect(report('dev')).toContainEqual({
      description: expect.stringMatching(/^aws_iot_topic_rule.light: a message is lost if an action fails/),
      check_name: 'iot-rule-error-action',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      severity: 'major',
      location: { path: 'plan.json', lines: { begin: 12 } },
    });
  });

  test('includes dangers, and marks irreversible dangers as critical', () => {
    const danger = (kind: Danger['kind'], what: string): Danger => ({ kind, address: 'aws_sqs_queue.q', what: [what] });
    const dangers = [
      danger('data loss', 'a table is deleted'),
      danger('data loss', 'a bucket is deleted'),
      danger('broader access', 'all'),
    ];
    const issues = report('dev', dangers).slice(0, 3);
    expect(issues).toMatchObject([
      { check_name: 'data-loss', severity: 'critical', description: 'Data loss: a table is deleted' },
      { check_name: 'data-loss', severity: 'critical', description: 'Data loss: a bucket is deleted' },
      { check_name: 'broader-access', severity: 'major', location: { path: 'plan.json', lines: { begin: 12 } } },
    ]);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });

  test('names the rule of a danger, which acceptances name, too', () => {
    const danger: Danger = { kind: 'exposure', rule: 'cors-widened', address: 'aws_s3_bucket.b', what: ['x'] };
    expect(report('dev', [danger])[0]).toMatchObject({ check_name: 'cors-widened', description: 'Exposure: x' });
  });

  test('marks a location as approximate if the declaration was not found', () => {
    const locationOf = () => ({ path: 'main.ts', line: 1, isElsewhere: true }) as const;
    const output = codeQualityOf([{ stack: 'dev', locationOf, dangers: [], findings: created.findings.after }]);
    for (const { description } of JSON.parse(output))
      expect(description).toMatch(/ \(shown here because the line of the declaration was not found\)$/);
  });

  test('gives each finding a stable and unique fingerprint', () => {
    const prints = (stack: string) => report(stack).map(({ fingerprint }) => fingerprint);
    expect(prints('dev')).toEqual(prints('dev'));
    expect(new Set([...prints('dev'), ...prints('prod')]).size).toBe(4);
  });
});
