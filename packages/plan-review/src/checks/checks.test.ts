import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readStack } from '@himeshima/terraform-json';
import type { Check, Example } from './check';
import { checks } from './checks';
import { findingsIn } from './findings';
import { resourcesOfStack } from './resources-of-stack';

/** As a stack of somebody who tags what he has. */
const provider = { aws: [{ region: 'eu-west-1', default_tags: [{ tags: { project: 'lights' } }] }] };
const foundIn = (resource: Example) => findingsIn(resourcesOfStack(readStack({ provider, resource })));
const idsIn = (example: Example) => [...new Set(foundIn(example).map(({ check }) => check))];

describe.each(checks.map((check) => [check.id, check] as const))(
  '%s',
  (id, { examples, about, reason, fix, source }: Check) => {
    test.each(examples.good.map((example, at) => [at + 1, example] as const))(
      'nothing is found in its good example %i',
      (_, example) => {
        expect(foundIn(example)).toEqual([]);
      },
    );

    test.each(examples.bad.map((example, at) => [at + 1, example] as const))(
      'it alone is found in its bad example %i',
      (_, example) => {
        expect(idsIn(example)).toEqual([id]);
      },
    );

    test('is about what its examples have, and says where in the lenses it stands', () => {
      expect([examples.good.length, examples.bad.length]).not.toContain(0);
      for (const example of examples.bad) expect(about.some((type) => type in example)).toBe(true);
      // in a note our own words stand as they are
      expect(`${reason} ${fix} ${source}`).not.toMatch(/@\w|[<`\n]|!\[/);
      expect(source).toMatch(/^(Serverless Lens (OPS|SEC|REL|PERF|COST) \d|IoT Lens IOT[A-Z]+\d\d-BP\d\d)/);
    });
  },
);

describe('the checks', () => {
  test('find nothing in what only the apply will know', () => {
    for (const { examples } of checks) {
      for (const example of examples.good) {
        const resources = resourcesOfStack(readStack({ resource: example }));
        expect(findingsIn(resources.map((one) => ({ ...one, values: {}, unknown: true })))).toEqual([]);
      }
    }
  });

  test('have ids that nobody else has', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  });

  test('mention devices only if they are about AWS IoT', () => {
    const general = checks.filter(({ id }) => !id.startsWith('iot-'));
    expect(general.length).toBeGreaterThan(20);
    for (const { reason, fix } of general) expect(`${reason} ${fix}`).not.toMatch(/\bdevices?\b/);
  });

  test('are all in the list', () => {
    const folders = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const files = folders.flatMap(({ name }) => readdirSync(join(__dirname, name)));
    expect(files.filter((name) => !/^(sound|reads-stream)\.ts$/.test(name))).toHaveLength(checks.length);
  });
});
