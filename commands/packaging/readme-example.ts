/** First example of a package's README. */
export interface ReadmeExample {
  /** Code of the example, an ES module. */
  readonly code: string;
  /** Expected output, with a final line break. */
  readonly output: string;
}

const fences = /```js\n(.*?)```\n(?:(?!```).)*?```text\n(.*?)```/s;

/**
 * Returns the first JavaScript block in a README, and the first text block after it.
 * @throws Error if either block is missing
 */
export function exampleIn(readme: string): ReadmeExample {
  const [, code, output] = fences.exec(readme) ?? [];
  if (code === undefined || output === undefined)
    throw new Error('expected an example: a ```js block followed by its output in a ```text block');
  return { code, output };
}
