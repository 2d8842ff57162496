const { AsyncLocalStorage } = require('node:async_hooks');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

const { compileFunction } = vm;
/** Sources and compiled scripts, by path. */
const known = new Map();

/**
 * Compiles a function, and caches the compiled script. Each test file loads all of its imports again, including Jest: about 240
 * files. A compiled script is not bound to a context, so all later test files of this worker can reuse it, which saves a third of
 * the time of small test files. Leaves code with dynamic imports to Jest, because the import callback belongs to one test file.
 */
vm.compileFunction = (source, parameters, options) => {
  const { filename, parsingContext } = options ?? {};
  if (filename === undefined || parsingContext === undefined || /\bimport\s*\(/.test(source))
    return compileFunction(source, parameters, options);
  const before = known.get(filename);
  if (before?.source === source) return before.script.runInContext(parsingContext);
  const head = `(function (${parameters.join(', ')}) {`;
  const script = new vm.Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
  known.set(filename, { source, script });
  return script.runInContext(parsingContext);
};

/** AsyncLocalStorage instances used since the end of the previous test file. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  storages.add(this);
  return run.apply(this, args);
};

/**
 * Test environment that disables leaked storages. A Jest worker runs a hundred test files in sequence; jest-circus 30 creates an
 * AsyncLocalStorage per file and leaves it enabled, which slows down every later promise.
 */
module.exports = class extends TestEnvironment {
  async teardown() {
    for (const storage of storages) storage.disable();
    storages.clear();
    await super.teardown();
  }
};
