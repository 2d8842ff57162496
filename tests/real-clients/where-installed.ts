/**
 * Tests with a client that is not on every machine. Where it is not their title says that they were not run, and what
 * would bring it; and so does a line of its own, since of many files jest prints no titles.
 * @param missing undefined where the client is there
 */
export function whereInstalled(name: string, missing: string | undefined, tests: () => void): void {
  if (missing === undefined) {
    describe(name, tests);
    return;
  }
  const said = `${name}: NOT RUN, ${missing}`;
  process.stderr.write(`\n✗ ${said}\n`);
  test(said, () => expect(missing).toContain('install'));
}
