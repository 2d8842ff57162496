import { createRequire } from 'node:module';
import { basename, dirname, relative } from 'node:path';
import { compileFunction } from 'node:vm';
import type { BuildOptions } from 'esbuild';
import * as z from 'zod';
import * as datadog from '../../index';
import { bundleLinkedPackages } from './linked-packages';

/** Hook between a test and the simulator. */
export interface Interceptor {
  /** Returns the monitor to simulate instead of the monitor that the test passes to the simulator. */
  change(definition: datadog.MonitorDefinition): datadog.MonitorDefinition;
  record(definition: datadog.MonitorDefinition, run: datadog.Simulation): void;
}

export interface MonitorTest {
  /** Name of the test, including the names of its `describe` blocks. */
  readonly name: string;
  /** Runs the test. The promise rejects if the test fails. */
  run(): Promise<void>;
  /** Skips the file's remaining tests, but runs the outstanding `afterAll` hooks. */
  skipRest(): Promise<void>;
}

/** Test file that runs repeatedly in this process. A run takes milliseconds; starting Jest for each mutant would take a second. */
export interface TestFile {
  /** Path, relative to the root. */
  readonly path: string;
  /** Reloads the file and the monitors that it imports, and returns the tests. */
  load(interceptor: Interceptor): MonitorTest[];
}

/**
 * Bundles test files for Jest or Vitest.
 * @throws Error with a one-line message if a file cannot be bundled, or if esbuild, expect or jest-circus is not installed
 */
export async function bundleTests(paths: readonly string[], root: string): Promise<TestFile[]> {
  const tools = await loadTools();
  tools.expect.extend(datadog.matchers);
  const texts = await bundledTexts(paths, root, tools);
  return paths.map((path, at) => testFileOf({ path, text: texts[at] ?? '' }, root, tools));
}

/** Names of the imported modules that the bundle replaces. */
const provided = [
  '@himeshima/datadog-monitors',
  '@himeshima/datadog-monitors/jest',
  '@jest/globals',
  'vitest',
] as const;

type Tools = Awaited<ReturnType<typeof loadTools>>;

async function loadTools() {
  try {
    const [{ build }, { expect }, circus] = await Promise.all([
      import('esbuild'),
      import('expect'),
      import('jest-circus'),
    ]);
    return { build, expect, circus };
  } catch (error) {
    throw new Error('mutate needs packages that are not installed: npm install --save-dev esbuild expect jest-circus', {
      cause: error,
    });
  }
}

/**
 * Bundles test files of one folder into one program, in which the files share their modules. Each file can be loaded only once, so that
 * tests can be run but not mutated. Much faster than `bundleTests`, because shared modules are executed only once.
 * @throws Error as `bundleTests` does
 */
export async function bundleSharedTests(paths: readonly string[], root: string): Promise<TestFile[]> {
  const [first] = paths;
  if (first === undefined) return [];
  const tools = await loadTools();
  tools.expect.extend(datadog.matchers);
  const calls = paths.map((path) => `() => require(${JSON.stringify(path)})`);
  const [text = ''] = await textsOf(tools, root, {
    stdin: { contents: `module.exports = [${calls.join(', ')}];`, resolveDir: root },
  }).catch((error: Error) => {
    throw new Error(`the tests cannot be bundled: ${error.message.split('\n').at(-1)}`);
  });
  let current: Interceptor | undefined;
  const shared: Interceptor = {
    change: (definition) => current?.change(definition) ?? definition,
    record: (definition, run) => current?.record(definition, run),
  };
  const program: { exports: unknown } = { exports: [] };
  runProgram({ path: first, text }, tools, { interceptor: shared, module: program });
  const loaders = z.array(z.custom<() => void>((value) => typeof value === 'function')).parse(program.exports);
  return paths.map((path, at) => ({
    path: relative(root, path),
    load(interceptor) {
      current = interceptor;
      tools.circus.resetState();
      loaders[at]?.();
      return testsIn(tools.circus.getState().rootDescribeBlock);
    },
  }));
}

/** Bundles all files in one build, which parses the shared modules only once. If it fails, bundles each file separately, to find the broken file. */
async function bundledTexts(paths: readonly string[], root: string, tools: Tools): Promise<readonly string[]> {
  const entriesOf = (files: readonly string[]) => ({
    entryPoints: files.map((path, at) => ({ in: path, out: String(at) })),
  });
  try {
    return await textsOf(tools, root, entriesOf(paths));
  } catch {
    const each = paths.map((path) =>
      textsOf(tools, root, entriesOf([path])).catch((error: Error) => {
        throw new Error(`${relative(root, path)} cannot be bundled: ${error.message.split('\n').at(-1)}`);
      }),
    );
    return (await Promise.all(each)).flat();
  }
}

/** Builds programs, and returns their code in the order of the entries. */
async function textsOf(
  { build }: Tools,
  root: string,
  entries: Pick<BuildOptions, 'stdin'> | { readonly entryPoints: { in: string; out: string }[] },
): Promise<readonly string[]> {
  const { outputFiles = [] } = await build({
    ...entries,
    outdir: root,
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    conditions: ['source'],
    plugins: [bundleLinkedPackages(provided)],
    logLevel: 'silent',
  });
  const texts = outputFiles.map((file) => [Number.parseInt(basename(file.path), 10), file.text] as const);
  return texts.toSorted(([one], [other]) => (one || 0) - (other || 0)).map(([, text]) => text);
}

interface BundledTest {
  readonly path: string;
  readonly text: string;
}

interface Run {
  readonly interceptor: Interceptor;
  /** CommonJS module of the program. */
  readonly module: { exports: unknown };
}

function testFileOf(bundled: BundledTest, root: string, tools: Tools): TestFile {
  const run = compiled(bundled, tools);
  return {
    path: relative(root, bundled.path),
    load(interceptor) {
      tools.circus.resetState();
      run({ interceptor, module: { exports: {} } });
      return testsIn(tools.circus.getState().rootDescribeBlock);
    },
  };
}

const runProgram = (bundled: BundledTest, tools: Tools, run: Run): void => compiled(bundled, tools)(run);

/** Compiles a bundled program. Returns a function that executes it, with the modules and globals that tests need. */
function compiled({ path, text }: BundledTest, { expect, circus }: Tools): (run: Run) => void {
  const { describe, test, it, beforeEach, beforeAll, afterEach, afterAll } = circus;
  const globals = { describe, test, it, expect, beforeEach, beforeAll, afterEach, afterAll };
  const parameters = ['require', 'module', 'exports', '__filename', '__dirname', ...Object.keys(globals)];
  const execute = compileFunction(text, parameters, { filename: path });
  const requirePackage = createRequire(path);
  return ({ interceptor, module }) => {
    const modules: Readonly<Record<(typeof provided)[number], object>> = {
      '@himeshima/datadog-monitors': { ...datadog, ...intercepted(interceptor) },
      // an empty module is enough, because the process has already registered the matchers
      '@himeshima/datadog-monitors/jest': {},
      '@jest/globals': globals,
      vitest: globals,
    };
    const replaced = new Map<string, object>(Object.entries(modules));
    const load = (name: string): unknown => replaced.get(name) ?? requirePackage(name);
    // installed packages call require.resolve to find their data files
    const requireModule = Object.assign(load, { resolve: requirePackage.resolve });
    execute(requireModule, module, module.exports, path, dirname(path), ...Object.values(globals));
  };
}

type Simulators = Pick<typeof datadog, 'simulate' | 'simulateCheck' | 'simulateComposite' | 'simulateSlo'>;

function intercepted({ change, record }: Interceptor): Simulators {
  const through =
    <Rest extends unknown[]>(simulator: (definition: datadog.MonitorDefinition, ...rest: Rest) => datadog.Simulation) =>
    (definition: datadog.MonitorDefinition, ...rest: Rest) => {
      const run = simulator(change(definition), ...rest);
      record(definition, run);
      return run;
    };
  return {
    simulate: through(datadog.simulate),
    simulateCheck: through(datadog.simulateCheck),
    simulateComposite: through(datadog.simulateComposite),
    simulateSlo: through(datadog.simulateSlo),
  };
}

type Block = ReturnType<Tools['circus']['getState']>['rootDescribeBlock'];
type HookType = Block['hooks'][number]['type'];
type Step = () => Promise<void>;

/** Returns the tests of a block, each with its hooks: `beforeAll` runs before the first test that runs, `afterAll` after the last. */
function testsIn(
  block: Block,
  around: { names: readonly string[]; before: Step; after: Step } = outermost,
): MonitorTest[] {
  const names = block.name === 'ROOT_DESCRIBE_BLOCK' ? around.names : [...around.names, block.name];
  const before = inOrder(around.before, hooksOf(block, 'beforeEach'));
  const after = inOrder(hooksOf(block, 'afterEach'), around.after);
  const tests = block.children.flatMap((child): MonitorTest[] => {
    if (child.type === 'describeBlock') return testsIn(child, { names, before, after });
    if (child.mode === 'skip' || child.mode === 'todo') return [];
    const run = inOrder(before, child.failing ? rejectFailing : stepOf(child));
    const name = [...names, child.name].join(' ');
    return [{ name, run: () => run().finally(after), skipRest: async () => {} }];
  });
  return withHooksAroundAll(tests, hooksOf(block, 'beforeAll'), hooksOf(block, 'afterAll'));
}

const outermost = { names: [], before: async () => {}, after: async () => {} };

function withHooksAroundAll(tests: readonly MonitorTest[], beforeAll: Step, afterAll: Step): MonitorTest[] {
  let isOpen = false;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await afterAll();
  };
  return tests.map(({ name, run, skipRest }, index) => ({
    name,
    run: async () => {
      try {
        if (!isOpen) {
          isOpen = true;
          await beforeAll();
        }
        await run();
      } finally {
        if (index === tests.length - 1) await close();
      }
    },
    skipRest: () => skipRest().finally(close),
  }));
}

async function rejectFailing(): Promise<void> {
  throw new Error('mutate does not support test.failing; use test, and assert what the monitor does');
}

const hooksOf = ({ hooks }: Block, type: HookType): Step =>
  inOrder(...hooks.filter((hook) => hook.type === type).map(stepOf));

const inOrder =
  (...steps: readonly Step[]): Step =>
  async () => {
    for (const step of steps) await step();
  };

/** Default timeout of tests and hooks in Jest and Vitest, in milliseconds. */
const defaultTimeoutMs = 5000;

const stepOf =
  ({ fn, timeout }: { readonly fn?: unknown; readonly timeout?: number | null | undefined }): Step =>
  async () => {
    if (typeof fn !== 'function') return;
    if (fn.length > 0)
      throw new Error('mutate cannot run tests and hooks that take a callback; return a promise instead');
    await settled(Promise.resolve(Reflect.apply(fn, {}, [])), timeout ?? defaultTimeoutMs);
  };

/** Waits for a promise. @throws Error if it does not settle in time */
async function settled(promise: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`timed out after ${timeoutMs} ms`)), timeoutMs);
  });
  await Promise.race([promise, expiry]).finally(() => clearTimeout(timer));
}
