import { groupDangers, inOneLine } from './group-dangers';
import { plain } from './note/json-output';
import { noteOf } from './note/note';
import { terminalOf } from './note/terminal';
import { say } from './phrase';
import { planOf } from './plan/read-plan';
import { reviewOf } from './review';
import { deleted, updated } from './rules/dangers.fixture';
import type { Danger } from './rules/rule';

const lost = (address: string, held: string): Danger => ({
  kind: 'data loss',
  address,
  what: say`${address} is deleted: ${[held]} are lost`,
});
const lines = (...dangers: readonly Danger[]) => groupDangers(dangers).map((those) => plain(inOneLine(those)));

describe('groups of dangers', () => {
  test('lists three resources of a group in one line, and the number of other resources', () => {
    const tables = ['a', 'b', 'c', 'd', 'e'].map((name) => lost(name, 'its items'));
    expect(lines(...tables)).toEqual([
      'a is deleted: its items are lost; the same applies to b, c and 2 more resources',
    ]);
    expect(lines(...tables.slice(0, 3))).toEqual(['a is deleted: its items are lost; the same applies to b and c']);
    const [group] = groupDangers(tables);
    expect(group?.unnamed.map(({ address }) => address)).toEqual(['d', 'e']);
  });

  test('groups dangers whose address follows another name', () => {
    const unread = (address: string): Danger => ({
      kind: 'cannot be judged',
      address,
      what: say`${'query'} of ${address} cannot be read`,
    });
    expect(lines(unread('a'), unread('b'))).toEqual(['query of a cannot be read; the same applies to b']);
  });

  test('does not group dangers of different kinds, or with different lost data', () => {
    const other: Danger = { ...lost('c', 'its items'), kind: 'outage' };
    expect(lines(lost('a', 'its items'), lost('b', 'its files'), other)).toHaveLength(3);
  });

  test('lists all grouped dangers in JSON, those without a name in a collapsed section, and counts a group once in the first line', () => {
    const limit = (executions: number) => ({ reserved_concurrent_executions: executions });
    const functions = Array.from({ length: 17 }, (_, at) => updated(`aws_lambda_function.f${at}`, limit(10), limit(1)));
    const changes = [...functions, deleted('datadog_monitor.m')];
    const review = reviewOf(planOf({ resource_changes: changes }, { stack: 'dev', basis: { base: 'abc' } }));
    const note = noteOf(review, { commit: undefined });
    expect(note).toMatch(
      /^### .* Outage: `aws_lambda_function\.f0` allows 1 concurrent execution instead of 10 \(the same applies to 16 more functions\); weaker alerting: `datadog_monitor\.m` is deleted\.$/m,
    );
    expect(note).toContain(
      'are throttled; the same applies to `aws_lambda_function.f1`, `aws_lambda_function.f2` and 14 more resources\n',
    );
    const [, fold = ''] =
      /<summary>Other dangers of the same kinds \(14\)<\/summary>(.*?)<\/details>/s.exec(note) ?? [];
    expect(fold.match(/^- \*\*Outage:\*\* /gm)).toHaveLength(14);
    expect(review.dangers).toHaveLength(18);
    expect(terminalOf(review, { columns: 200, colour: false }).match(/^ {2}! /gm)).toHaveLength(16);
  });
});
