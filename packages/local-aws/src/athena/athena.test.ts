import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { createCatalog } from '../glue/catalog';
import type { Principal } from '../iam/principal';
import { start, stopped } from '../stopped-platform.fixture';
import { createAthena } from './athena';
import { withDuckdb } from './with-duckdb.fixture';

const account = '000000000000';
const region = 'eu-west-1';
const role = `arn:aws:iam::${account}:role/analyst`;
const analyst: Principal = {
  kind: 'role',
  arn: role,
  session: 'ann',
  by: { kind: 'service', service: 'lambda.amazonaws.com' },
};
const user: Principal = { kind: 'user', name: 'local' };

function platform() {
  const parts = stopped();
  const put: { bucket: string; key: string; text: string }[] = [];
  const lines = gzipSync('{"thing":"a"}\n{"thing":"b"}\n');
  const days = ['2025-12-31', '2026-01-01', '2026-01-02', 'garbage'];
  const messaging = {
    objects: () => days.map((day) => ({ key: `lines/day=${day}/1.jsonl.gz`, body: lines })),
    putObject: async ({ bucket, key, body }: { bucket: string; key: string; body: Uint8Array }) =>
      void put.push({ bucket, key, text: Buffer.from(body).toString() }),
  };
  const catalog = createCatalog();
  catalog.declareDatabase('himeshima');
  const columns = [{ name: 'thing', key: 'thing', type: 'VARCHAR' }];
  const table = { database: 'himeshima', name: 't', bucket: 'archive', folder: 'lines/', partition: 'day', days: 90 };
  catalog.declareTable({ ...table, columns });
  const athena = createAthena({ ...parts, messaging, catalog, place: { region, account } });
  athena.declareWorkgroup({
    name: 'himeshima',
    results: 's3://results/',
    enforced: true,
    measured: true,
    key: undefined,
  });
  const begin = (sql: string, principal: Principal = user, more: object = {}) =>
    athena.start({
      sql,
      parameters: [],
      database: 'himeshima',
      workgroup: 'himeshima',
      results: 's3://elsewhere/',
      token: undefined,
      principal,
      ...more,
    });
  const ask = async (sql: string, principal: Principal = user, more: object = {}) => {
    const execution = athena.execution(begin(sql, principal, more));
    while (execution.state === 'RUNNING') await new Promise(setImmediate);
    return execution;
  };
  return { ...parts, athena, begin, ask, put };
}

withDuckdb('Athena', () => {
  test("stores the result in the workgroup's location instead of the location in the call", async () => {
    const { ask, athena, put, metrics } = platform();
    const { id, output, state } = await ask('SELECT thing, day FROM t ORDER BY day, thing');
    expect(state).toBe('SUCCEEDED');
    expect(athena.answer(id, user).rows).toEqual([
      ['a', '2025-12-31'],
      ['b', '2025-12-31'],
      ['a', '2026-01-01'],
      ['b', '2026-01-01'],
    ]);
    expect(output).toBe(`s3://results/${id}.csv`);
    const text = '"thing","day"\n"a","2025-12-31"\n"b","2025-12-31"\n"a","2026-01-01"\n"b","2026-01-01"\n';
    expect(put).toEqual([{ bucket: 'results', key: `${id}.csv`, text }]);
    const tags = '{querystate:succeeded,querytype:dml,workgroup:himeshima}';
    expect(metrics.save()[`aws.athena.total_execution_time${tags}`]).toMatchObject([
      { minute: start / 60_000, count: 1 },
    ]);
  });

  const endless = `WITH many AS (SELECT n FROM UNNEST(sequence(1, 10000)) AS numbers (n))
    SELECT count(*) FROM many AS a CROSS JOIN many AS b CROSS JOIN many AS c WHERE a.n * b.n * c.n % 7 = 3`;

  test('aborts a query after 30 minutes, and aborts running queries when the platform stops', async () => {
    const { begin, athena, clock } = platform();
    const late = athena.execution(begin(endless));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await clock.advance(30 * 60_000);
    while (athena.execution(late.id).state === 'RUNNING') await new Promise(setImmediate);
    expect(late).toMatchObject({ state: 'FAILED', reason: 'Query timeout' });
    const running = athena.execution(begin(endless));
    await new Promise((resolve) => setTimeout(resolve, 300));
    athena.close();
    while (athena.execution(running.id).state === 'RUNNING') await new Promise(setImmediate);
    expect(running.state).toBe('FAILED');
  });

  test('reports why a query failed and counts the failure', async () => {
    const { ask, athena, metrics, put } = platform();
    const { id, state, reason } = await ask('SELECT thing FROM nowhere');
    expect({ state, reason }).toEqual({
      state: 'FAILED',
      reason: "TABLE_NOT_FOUND: line 1:19: Table 'nowhere' does not exist; known: t",
    });
    expect(() => athena.answer(id, user)).toThrow('Query has not yet finished. Current state: FAILED');
    expect(Object.keys(metrics.save()).join()).toContain('querystate:failed');
    expect(put).toEqual([]);
  });

  test('resolves a qualified table name even if the default database in the call does not exist', async () => {
    const { ask, athena } = platform();
    const { id, state } = await ask('SELECT count(*) FROM himeshima.t', user, { database: 'default' });
    expect({ state, rows: athena.answer(id, user).rows }).toEqual({ state: 'SUCCEEDED', rows: [['4']] });
    expect(await ask('SELECT count(*) FROM t', user, { database: 'default' })).toMatchObject({
      state: 'FAILED',
      reason: expect.stringMatching(/^SCHEMA_NOT_FOUND: /),
    });
  });

  test('starts a query only once if the call is retried', () => {
    const { begin } = platform();
    const again = { token: 'same' };
    expect(begin('SELECT 1', user, again)).toBe(begin('SELECT 1', user, again));
    expect(begin('SELECT 1')).not.toBe(begin('SELECT 1'));
    expect(() => begin('SELECT 2', user, again)).toThrow('Idempotent parameters do not match');
  });

  test('rejects an undeclared workgroup', () => {
    expect(() => platform().begin('SELECT 1', user, { workgroup: 'primary' })).toThrow(
      'WorkGroup primary was not found',
    );
  });

  const Statement = z.object({ Effect: z.string(), Action: z.array(z.string()), Resource: z.array(z.string()) });
  const page = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'analytics.md'), 'utf8');
  const text = /```json\n(.*?)```/s.exec(page)?.[1] ?? '';
  const documented = z
    .object({ Statement: z.array(Statement) })
    .parse(
      JSON.parse(
        text
          .replaceAll('REGION', region)
          .replaceAll('ACCOUNT', account)
          .replaceAll(`STACK-archive-${account}`, 'archive')
          .replaceAll(`STACK-results-${account}`, 'results'),
      ),
    );
  // the gateway, not Athena, checks the permissions for Athena's operations and for the key
  const locallyEvaluated = documented.Statement.flatMap(({ Action, Resource }) =>
    Action.filter((action) => /^(glue|s3):/.test(action)).map((action) => ({
      Effect: 'Allow',
      Action: [action],
      Resource,
    })),
  );

  const asAnalyst = async (statements: readonly object[]) => {
    const { authorizer, ask, athena } = platform();
    const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const document = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
    authorizer.roles.declare({ arn: role, name: 'analyst', trust: document(trust), boundary: undefined });
    authorizer.roles.putPolicy('analyst', { name: 'asks', document: document(...statements) });
    const { id, state, reason } = await ask('SELECT thing FROM t', analyst);
    if (state === 'FAILED') return reason;
    return athena.answer(id, analyst).rows.length;
  };

  test('accepts a query from a role with the permissions in docs/analytics.md', async () => {
    expect(await asAnalyst(locallyEvaluated)).toBe(4);
  });

  test.each(locallyEvaluated)('rejects a query from a role without $Action on $Resource', async (lacking) => {
    const [action = ''] = lacking.Action;
    const message = await asAnalyst(locallyEvaluated.filter((one) => one !== lacking)).catch(String);
    expect(message).toContain(`is not authorized to perform: ${action} on resource`);
  });
});
