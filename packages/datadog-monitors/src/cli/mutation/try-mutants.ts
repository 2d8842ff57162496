import type { MonitorDefinition } from '../../monitor/definition';
import type { Mutant } from '../../mutants/mutant';
import type { Simulation } from '../../simulate/timelines';
import type { Interceptor, MonitorTest, TestFile } from './bundle-tests';

/** Test with the monitors that it simulates. */
export interface RecordedTest {
  readonly file: string;
  readonly name: string;
  /** Simulations, keyed by monitor. */
  readonly runs: ReadonlyMap<string, readonly Simulation[]>;
  /** First line of the error, if the test failed. */
  readonly failure: string | undefined;
}

/**
 * Returns a key that identifies a monitor in tests, which do not use ids. Includes the query, because names might not be unique.
 */
const keyOf = ({ name, query }: MonitorDefinition): string => `${name}\n${query}`;

/** Returns the tests that simulate a monitor, each with its simulations of that monitor. */
export function testsOf(
  monitor: MonitorDefinition,
  recorded: readonly RecordedTest[],
): (RecordedTest & { readonly own: readonly Simulation[] })[] {
  const key = keyOf(monitor);
  return recorded.flatMap((test) => {
    const own = test.runs.get(key);
    return own ? [{ ...test, own }] : [];
  });
}

/** Runs every test without a mutant, and records which monitors it simulates. */
export async function recordTests(files: readonly TestFile[]): Promise<RecordedTest[]> {
  const all: RecordedTest[] = [];
  for (const file of files) {
    let runs = new Map<string, Simulation[]>();
    const tests = file.load({
      change: (definition) => definition,
      record(definition, run) {
        const key = keyOf(definition);
        const own = runs.get(key);
        if (own === undefined) runs.set(key, [run]);
        else own.push(run);
      },
    });
    // simulations that run while a file loads count toward each test in the file
    const before = runs;
    for (const test of tests) {
      runs = new Map([...before].map(([key, own]) => [key, [...own]]));
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

/**
 * Returns whether a test in these files fails when the mutant replaces the monitor. Tests that fail even without the mutant are skipped.
 * @param recorded results of all tests, run without any mutant
 */
export async function isKilled(
  monitor: MonitorDefinition,
  mutant: Mutant,
  { files, recorded }: { readonly files: readonly TestFile[]; readonly recorded: readonly RecordedTest[] },
): Promise<boolean> {
  const key = keyOf(monitor);
  const interceptor = {
    change: (definition: MonitorDefinition) => (keyOf(definition) === key ? mutant.apply(definition) : definition),
    record: () => undefined,
  };
  for (const file of files) {
    const skipped = new Set(
      recorded.flatMap((test) => (test.file === file.path && test.failure !== undefined ? [test.name] : [])),
    );
    if (await fails(file, interceptor, skipped)) return true;
  }
  return false;
}

/** Runs the tests of a file until a test fails, except skipped tests. Returns whether a test failed. */
async function fails(file: TestFile, interceptor: Interceptor, skipped: ReadonlySet<string>): Promise<boolean> {
  const done: MonitorTest[] = [];
  try {
    for (const test of file.load(interceptor)) {
      if (skipped.has(test.name)) continue;
      done.push(test);
      await test.run();
    }
    return false;
  } catch {
    return true;
  } finally {
    // the hooks of a block whose last test did not run
    for (const test of done) await test.skipRest().catch(() => undefined);
  }
}
