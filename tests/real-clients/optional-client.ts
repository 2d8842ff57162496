/**
 * Declares tests with an optional client. If the client is missing, skips the tests and adds installation instructions to the
 * title. Also prints the instructions, because Jest prints no titles when it runs several files.
 * @param missing reason why the client is missing; undefined if it is installed
 */
export function describeIfInstalled(name: string, missing: string | undefined, tests: () => void): void {
  if (missing === undefined) {
    describe(name, tests);
    return;
  }
  const title = `${name}: NOT RUN, ${missing}`;
  process.stderr.write(`\n✗ ${title}\n`);
  test(title, () => expect(missing).toContain('install'));
}
