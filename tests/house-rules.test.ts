import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { breachesIn } from './house-rules/breaches';
import { sources } from './house-rules/sources';

const rulesBrokenBy = (path: string, text: string) => breachesIn(path, text).map(({ rule }) => rule);

describe('the rules of the source code', () => {
  test('are followed by every file', () => {
    const root = process.cwd();
    const paths = sources(root);
    expect(paths.length).toBeGreaterThan(100);
    expect(paths.flatMap((path) => breachesIn(path, readFileSync(join(root, path), 'utf8')))).toEqual([]);
  });

  test('no package mentions this platform', () => {
    const products = sources(process.cwd()).filter((path) => /^packages\/.*(?<!\.(test|fixture))\.ts$/.test(path));
    const knowing = products.filter((path) => /(?<!@)himeshima/i.test(readFileSync(path, 'utf8')));
    expect(knowing).toEqual([]);
  });

  test.each([
    ['Date.now()'],
    ['new Date()'],
    ['new Date'],
    ['Date()'],
    ['performance.now()'],
    ['setTimeout(run, 1)'],
    ['globalThis.setInterval(run, 1)'],
  ])('%s in packages/ takes time from elsewhere than the clock', (code) => {
    const rule = 'time comes from a Clock that is passed in';
    expect(rulesBrokenBy('packages/iot/src/rule.ts', `const x = ${code};`)).toEqual([rule]);
    expect(rulesBrokenBy('packages/local-aws/src/iot/rules/rules-engine.ts', `const x = ${code};`)).toEqual([rule]);
    for (const path of [
      'packages/local-aws/src/clock.ts',
      'packages/local-aws/src/lambda/worker.ts',
      'packages/iot/src/rule.test.ts',
      'commands/start.ts',
    ])
      expect(rulesBrokenBy(path, `const x = ${code};`)).toEqual([]);
  });

  test('permit converting a given time, which does not read the clock', () => {
    expect(rulesBrokenBy('packages/iot/src/rule.ts', 'const text = new Date(moment).toISOString();')).toEqual([]);
  });

  test.each([
    ['const x = Math.random();', 'chance is passed in'],
    ['let x: any;', 'no any: unknown, and a parser'],
    ['const x = y as string;', 'no cast: a type guard, or zod at the edge'],
    ['const x = <string>y;', 'no cast: a type guard, or zod at the edge'],
    ['const x = y!.z;', 'no !: say what happens where nothing is'],
    ['class A { x!: string; }', 'no !: say what happens where nothing is'],
    ['enum A { B }', 'no enum: a union'],
    ['test.skip("x", () => {});', 'every test runs'],
    ['describe.only("x", () => {});', 'every test runs'],
    ['test.only.each([1])("x", () => {});', 'every test runs'],
    ['xit("x", () => {});', 'every test runs'],
    ['// @ts-ignore\nf();', 'no check is switched off: change the code'],
    ['/* biome-ignore lint: because */ f();', 'no check is switched off: change the code'],
  ])('%j is rejected', (code, rule) => {
    expect(rulesBrokenBy('packages/iot/src/rule.ts', code)).toContain(rule);
  });

  test('require zod/mini in the code of functions', () => {
    const rule = "what is bundled imports 'zod/mini'";
    const whole = "import * as z from 'zod';";
    expect(rulesBrokenBy('contracts/power.ts', whole)).toEqual([rule]);
    expect(rulesBrokenBy('functions/power-on/handler.ts', whole)).toEqual([rule]);
    expect(rulesBrokenBy('functions/power-on/handler.ts', "import * as z from 'zod/mini';")).toEqual([]);
    expect(rulesBrokenBy('packages/local-aws/src/events.ts', whole)).toEqual([]);
  });

  test.each([['const x = [1, 2] as const;'], ['import { a as b } from "./c";'], ['const text = "// @ts-ignore";']])(
    '%s is welcome',
    (code) => expect(rulesBrokenBy('packages/iot/src/rule.ts', code)).toEqual([]),
  );

  test.each([
    ['packages/iot/src/utils.ts', 'a file is named by what it does'],
    ['packages/local-aws/src/types.ts', 'a file is named by what it does'],
    ['packages/local-aws/src/screenLines.ts', 'a file name is in kebab-case'],
  ])('a file called %s is rejected', (path, rule) => expect(rulesBrokenBy(path, '')).toEqual([rule]));
});
