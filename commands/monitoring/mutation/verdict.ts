import { knownMetrics } from '../../../monitors/authoring/catalogue';
import { definitionOf } from '../../../monitors/authoring/definition';
import { equivalentMutants } from '../../../monitors/equivalent-mutants';
import type { DeclaredMonitor } from '../declared';
import type { TestFile } from './monitor-tests';
import type { Mutant } from './mutant';
import { mutantsOf } from './mutants';
import { isKilled, type SeenTest, testsOf } from './try-mutants';

/** What became of the mutants of one monitor. */
export interface Verdict {
  readonly id: string;
  /** Files whose tests look at it. */
  readonly files: readonly string[];
  readonly killed: number;
  readonly equivalent: number;
  readonly survivors: readonly Pick<Mutant, 'change' | 'missing'>[];
  /** Changes that are declared equivalent, though a test kills them or there is no such change. */
  readonly stale: readonly string[];
}

/** Runs the tests of a monitor against every mutant of it. @param seen all tests, as they are without a mutant */
export async function verdictOn(
  monitor: DeclaredMonitor,
  files: readonly TestFile[],
  seen: readonly SeenTest[],
): Promise<Verdict> {
  const looking = new Set(testsOf(monitor, seen).map(({ file }) => file));
  const own = files.filter(({ path }) => looking.has(path));
  const definition = definitionOf(monitor);
  const mutants = mutantsOf(definition, knownMetrics());
  const survivors: Mutant[] = [];
  for (const mutant of mutants) if (!(await isKilled(definition, mutant, own))) survivors.push(mutant);
  const declared = equivalentMutants[monitor.id] ?? {};
  const undeclared = survivors.filter(({ change }) => declared[change] === undefined);
  return {
    id: monitor.id,
    files: own.map(({ path }) => path),
    killed: mutants.length - survivors.length,
    equivalent: survivors.length - undeclared.length,
    survivors: undeclared.map(({ change, missing }) => ({ change, missing })),
    stale: Object.keys(declared).filter((change) => !survivors.some((one) => one.change === change)),
  };
}
