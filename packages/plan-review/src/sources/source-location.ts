import { relative, resolve } from 'node:path';

/** Line of code that declares a resource. */
export interface SourceLine {
  /** Path relative to the root of the repository. */
  readonly path: string;
  /** Line number, starting at 1. */
  readonly line: number;
  /** URL of the line at the reviewed commit. Undefined outside a pipeline. */
  readonly url?: string;
}

/** Location in a source file. */
export interface SourceLocation extends SourceLine {
  /** True if the location is approximate, because the declaration was not found. */
  readonly isElsewhere?: true;
}

/** Function that returns the line that declares a resource. Undefined if the line is not found. */
export type FindSource = (address: string) => SourceLine | undefined;

/** Returns the line number of a character index, starting at 1. */
export const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length;

/** Escapes a string for use in a regular expression. */
export const escaped = (text: string) => text.replace(/[\\^$.|?+*()[\]{}]/g, '\\$&');

/**
 * Returns a path relative to the root of the repository, for reports and links of GitLab and GitHub. The root is the folder that the
 * pipeline checked out, or else the working directory. Returns paths outside the root unchanged.
 */
export function pathFromRoot(file: string, environment: NodeJS.ProcessEnv = process.env): string {
  const checkouts = [environment['CI_PROJECT_DIR'], environment['GITHUB_WORKSPACE'], process.cwd()];
  for (const root of checkouts) {
    const path = root ? relative(root, resolve(file)) : '..';
    if (!path.startsWith('..')) return path;
  }
  return file;
}
