import type { Catalogue } from '../../catalogue/catalogue';
import type { Mutant } from '../../mutants/mutant';
import { mutantsOf } from '../../mutants/mutants';
import type { NamedMonitor } from '../monitor-source';
import type { TestFile } from './bundle-tests';
import { isKilled, type RecordedTest, testsOf } from './try-mutants';

/** Reasons why mutants are equivalent to their monitor, keyed by monitor id and printed change. */
export type EquivalentMutants = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Result of running the tests of one monitor with each of its mutants. */
export interface Verdict {
  readonly id: string;
  /** Type of the monitor; undefined if the monitor does not exist. */
  readonly type: string | undefined;
  /** Files with tests that simulate the monitor. */
  readonly files: readonly string[];
  readonly killed: number;
  readonly equivalent: number;
  readonly survivors: readonly Pick<Mutant, 'change' | 'missing'>[];
  /** Changes that are declared equivalent, but are killed by a test or do not exist. */
  readonly stale: readonly string[];
}

interface Context {
  readonly files: readonly TestFile[];
  /** Results of all tests, run without any mutant. */
  readonly recorded: readonly RecordedTest[];
  readonly catalogue: Catalogue;
  readonly equivalent: EquivalentMutants;
}

/** Runs the tests of a valid monitor with each of its mutants. */
export async function verdictOn(
  { id, definition }: NamedMonitor,
  { files, recorded, catalogue, equivalent }: Context,
): Promise<Verdict> {
  const ownPaths = new Set(testsOf(definition, recorded).map(({ file }) => file));
  const own = files.filter(({ path }) => ownPaths.has(path));
  const mutants = mutantsOf(definition, catalogue);
  const survivors: Mutant[] = [];
  for (const mutant of mutants)
    if (!(await isKilled(definition, mutant, { files: own, recorded }))) survivors.push(mutant);
  const declared = equivalent[id] ?? {};
  const undeclared = survivors.filter(({ change }) => declared[change] === undefined);
  return {
    id,
    type: definition.type,
    files: own.map(({ path }) => path),
    killed: mutants.length - survivors.length,
    equivalent: survivors.length - undeclared.length,
    survivors: undeclared.map(({ change, missing }) => ({ change, missing })),
    stale: Object.keys(declared).filter((change) => !survivors.some((one) => one.change === change)),
  };
}

/** Returns a verdict for each unknown monitor in the declaration of equivalent mutants. */
export const verdictsOnUnknown = (equivalent: EquivalentMutants, known: readonly NamedMonitor[]): readonly Verdict[] =>
  Object.entries(equivalent)
    .filter(([id]) => !known.some((monitor) => monitor.id === id))
    .map(([id, declared]) => ({
      id,
      type: undefined,
      files: [],
      killed: 0,
      equivalent: 0,
      survivors: [],
      stale: Object.keys(declared),
    }));
