/**
 * Tests with a client that is not on every machine. Where it is not their title says that they were not run, and what
 * would bring it.
 * @param missing undefined where the client is there
 */
export function whereInstalled(name: string, missing: string | undefined, tests: () => void): void {
  if (missing === undefined) describe(name, tests);
  else test(`${name}: NOT RUN, ${missing}`, () => expect(missing).toContain('install'));
}
