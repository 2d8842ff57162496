import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { compileFunction } from 'node:vm';
import * as datadog from '@himeshima/datadog-monitors';
import { build } from 'esbuild';
import { expect } from 'expect';
import * as circus from 'jest-circus';

/** What a test does with the simulator goes through here. */
export interface Between {
  /** Takes the place of the monitor that a test hands in. */
  change(definition: datadog.MonitorDefinition): datadog.MonitorDefinition;
  saw(definition: datadog.MonitorDefinition, run: datadog.Simulation): void;
}

export interface MonitorTest {
  /** With the `describe`s around it. */
  readonly name: string;
  /** Throws, or rejects, where it fails. */
  run(): Promise<void>;
}

/** A file of tests, which can be run again and again in this process: a run of jest takes a second, this a moment. */
export interface TestFile {
  readonly path: string;
  /** Loads the file anew, monitors included, and gives its tests. */
  tests(between: Between): MonitorTest[];
}

/**
 * Bundles every test of a folder.
 * @param root the project's folder
 * @throws Error where a file cannot be bundled
 */
export async function testFilesIn(root: string, folder: string): Promise<TestFile[]> {
  const paths = readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(root, folder, name));
  return Promise.all(paths.map((path) => testFile(root, path)));
}

// as packages/datadog-monitors/src/expect/register.ts does for jest
expect.extend(datadog.matchers);

/** Stays outside of the bundle like every package, so that another can be handed in. */
const simulator = '@himeshima/datadog-monitors';

async function testFile(root: string, path: string): Promise<TestFile> {
  const { outputFiles } = await build({
    entryPoints: [path],
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    logLevel: 'silent',
  });
  const names = ['require', 'module', 'exports', 'describe', 'test', 'it', 'expect', 'beforeEach', 'beforeAll'];
  const load = compileFunction(outputFiles[0]?.text ?? '', names, { filename: path });
  const requirePackage = createRequire(path);
  return {
    path: relative(root, path),
    tests(between) {
      const watched = { ...datadog, ...throughBetween(between) };
      const from = (name: string): unknown => (name === simulator ? watched : requirePackage(name));
      const { describe, test, it, beforeEach, beforeAll } = circus;
      circus.resetState();
      load(from, { exports: {} }, {}, describe, test, it, expect, beforeEach, beforeAll);
      return testsIn(circus.getState().rootDescribeBlock, []);
    },
  };
}

function throughBetween({
  change,
  saw,
}: Between): Pick<typeof datadog, 'simulate' | 'simulateSlo' | 'simulateComposite'> {
  return {
    simulateComposite(definition, members, options) {
      const run = datadog.simulateComposite(change(definition), members, options);
      saw(definition, run);
      return run;
    },
    simulate(definition, source, options) {
      const run = datadog.simulate(change(definition), source, options);
      saw(definition, run);
      return run;
    },
    simulateSlo(definition, slo, source, options) {
      const run = datadog.simulateSlo(change(definition), slo, source, options);
      saw(definition, run);
      return run;
    },
  };
}

type Block = ReturnType<typeof circus.getState>['rootDescribeBlock'];

/** @throws Error for hooks: a test of a monitor needs none, and here nobody would run them */
function testsIn(block: Block, around: readonly string[]): MonitorTest[] {
  if (block.hooks.length > 0) throw new Error(`${around.join(' ')}: mutate runs no beforeEach and the like`);
  return block.children.flatMap((child) => {
    const name = [...around, child.name];
    if (child.type === 'describeBlock') return testsIn(child, name);
    return [
      {
        name: name.join(' '),
        run: async () => {
          if (child.fn) await Reflect.apply(child.fn, {}, []);
        },
      },
    ];
  });
}
