/**
 * Declares tests with an optional client. If it is missing, their title says that they were not run and what to install; a
 * separate line says it too, because Jest prints no titles for several files.
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
