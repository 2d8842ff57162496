import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { breachesIn } from './house-rules/breaches';
import { sources } from './house-rules/sources';

const rulesBrokenBy = (path: string, text: string) => breachesIn(path, text).map(({ rule }) => rule);

describe('the house rules', () => {
  test('every file follows the house rules', () => {
    const root = process.cwd();
    const paths = sources(root);
    expect(paths.length).toBeGreaterThan(100);
    expect(paths.flatMap((path) => breachesIn(path, readFileSync(join(root, path), 'utf8')))).toEqual([]);
  });

  test('packages do not mention this platform', () => {
    const products = sources(process.cwd()).filter((path) => /^packages\/.*(?<!\.(test|fixture))\.tsx?$/.test(path));
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
  ])('reports %s in packages/, because it bypasses the Clock', (code) => {
    const rule = 'get the time from a Clock that is passed in';
    expect(rulesBrokenBy('packages/iot/src/rule.ts', `const x = ${code};`)).toEqual([rule]);
    expect(rulesBrokenBy('packages/local-aws/src/iot/rules/rules-engine.ts', `const x = ${code};`)).toEqual([rule]);
    expect(rulesBrokenBy('packages/console/src/shell/header.tsx', `const x = <time>{${code}}</time>;`)).toEqual([rule]);
    for (const path of [
      'packages/local-aws/src/clock.ts',
      'packages/local-aws/src/lambda/worker.ts',
      'packages/iot/src/rule.test.ts',
      'commands/start.ts',
    ])
      expect(rulesBrokenBy(path, `const x = ${code};`)).toEqual([]);
  });

  test('accepts the formatting of a given time, which does not read the clock', () => {
    expect(rulesBrokenBy('packages/iot/src/rule.ts', 'const text = new Date(moment).toISOString();')).toEqual([]);
  });

  test.each([
    ['const x = Math.random();', 'pass in a source of randomness'],
    ['let x: any;', 'use unknown and a parser instead of any'],
    ['const x = y as string;', 'use a type guard, or zod at the edge, instead of a cast'],
    ['const x = <string>y;', 'use a type guard, or zod at the edge, instead of a cast'],
    ['const x = y!.z;', 'handle the missing value instead of asserting with !'],
    ['class A { x!: string; }', 'handle the missing value instead of asserting with !'],
    ['enum A { B }', 'use a union instead of an enum'],
    ['test.skip("x", () => {});', 'run every test'],
    ['describe.only("x", () => {});', 'run every test'],
    ['test.only.each([1])("x", () => {});', 'run every test'],
    ['xit("x", () => {});', 'run every test'],
    ['// @ts-ignore\nf();', 'change the code instead of disabling the check'],
    ['/* biome-ignore lint: because */ f();', 'change the code instead of disabling the check'],
  ])('reports %j', (code, rule) => {
    expect(rulesBrokenBy('packages/iot/src/rule.ts', code)).toContain(rule);
  });

  test('reports a disabled check in the markup of a component', () => {
    const markup = 'const x = (\n  <p>\n    {/* biome-ignore lint: because */}\n    <a />\n  </p>\n);';
    expect(breachesIn('packages/console/src/map/map-view.tsx', markup)).toEqual([
      { place: 'packages/console/src/map/map-view.tsx:3', rule: 'change the code instead of disabling the check' },
    ]);
  });

  test('requires zod/mini in the code of functions', () => {
    const rule = "import 'zod/mini' in bundled code";
    const whole = "import * as z from 'zod';";
    expect(rulesBrokenBy('contracts/power.ts', whole)).toEqual([rule]);
    expect(rulesBrokenBy('functions/power-on/handler.ts', whole)).toEqual([rule]);
    expect(rulesBrokenBy('functions/power-on/handler.ts', "import * as z from 'zod/mini';")).toEqual([]);
    expect(rulesBrokenBy('packages/local-aws/src/events.ts', whole)).toEqual([]);
  });

  test.each([['const x = [1, 2] as const;'], ['import { a as b } from "./c";'], ['const text = "// @ts-ignore";']])(
    'accepts %s',
    (code) => expect(rulesBrokenBy('packages/iot/src/rule.ts', code)).toEqual([]),
  );

  test.each([
    ['packages/iot/src/utils.ts', 'name the file after what it does'],
    ['packages/local-aws/src/types.ts', 'name the file after what it does'],
    ['packages/local-aws/src/screenLines.ts', 'write the file name in kebab-case'],
  ])('reports a file called %s', (path, rule) => expect(rulesBrokenBy(path, '')).toEqual([rule]));
});
