import type { MonitorDefinition, Simulation } from '@himeshima/datadog-monitors';
import { definitionOf } from '../../../monitors/authoring/definition';
import type { DeclaredMonitor } from '../declared';
import type { MonitorTest, TestFile } from './monitor-tests';
import type { Mutant } from './mutant';

/** A test, and what it is about. */
export interface SeenTest {
  readonly file: string;
  readonly name: string;
  /** What it saw of each monitor, by the monitor's key. */
  readonly runs: ReadonlyMap<string, readonly Simulation[]>;
  /** What it said where it failed. */
  readonly failure: string | undefined;
}

/** What a monitor is known by in a test: names alone may be told twice. */
export const keyOf = ({ name, query }: MonitorDefinition): string => `${name}\n${query}`;

/** The tests that look at a monitor, and what each saw of it. */
export function testsOf(
  monitor: DeclaredMonitor,
  seen: readonly SeenTest[],
): (SeenTest & { readonly own: readonly Simulation[] })[] {
  const key = keyOf(definitionOf(monitor));
  return seen.flatMap((test) => {
    const own = test.runs.get(key);
    return own ? [{ ...test, own }] : [];
  });
}

/** Runs every test as it is, and notes which monitors it looks at. */
export async function seenTests(files: readonly TestFile[]): Promise<SeenTest[]> {
  const all: SeenTest[] = [];
  for (const file of files) {
    let runs = new Map<string, Simulation[]>();
    const tests = file.tests({
      change: (definition) => definition,
      saw(definition, run) {
        const key = keyOf(definition);
        runs.set(key, [...(runs.get(key) ?? []), run]);
      },
    });
    // what a file simulates before its first test, all of its tests look at
    const before = runs;
    for (const test of tests) {
      runs = new Map(before);
      const failure = await failureOf(test);
      all.push({ file: file.path, name: test.name, runs, failure });
    }
  }
  return all;
}

async function failureOf(test: MonitorTest): Promise<string | undefined> {
  try {
    await test.run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}

/** Whether any test of these files fails with the mutant in the monitor's place. */
export async function isKilled(
  monitor: MonitorDefinition,
  mutant: Mutant,
  files: readonly TestFile[],
): Promise<boolean> {
  const key = keyOf(monitor);
  const between = {
    change: (definition: MonitorDefinition) => (keyOf(definition) === key ? mutant.apply(definition) : definition),
    saw: () => undefined,
  };
  for (const file of files) {
    try {
      for (const test of file.tests(between)) await test.run();
    } catch {
      return true;
    }
  }
  return false;
}
