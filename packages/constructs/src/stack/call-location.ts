import { relative } from 'node:path';

// Matches stack frames in shared code, because a user never has to fix an error there.
const sharedCode = /node_modules|node:|packages\/constructs\/|stacks\/constructs\/|monitors\/authoring\//;

/** Returns the file (relative to the project folder) and line of the call in a feature or monitor that caused an error. */
export function callLocation(error: Error): string {
  const call = callOf(error);
  return call === undefined ? 'unknown location' : `${call.path}:${call.line}`;
}

/** Finds the call in a feature or monitor that caused an error. @param made class whose constructor frames are skipped */
export function callOf(error: Error, made?: string): { readonly path: string; readonly line: number } | undefined {
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  const inside = made === undefined ? -1 : frames.findIndex((line) => line.includes(`at new ${made} `));
  const frame = frames.slice(inside + 1).find((line) => !sharedCode.test(line)) ?? '';
  const { path, line } = frame.match(/\(?(?:file:\/\/)?(?<path>[^()\s]+):(?<line>\d+):\d+\)?$/)?.groups ?? {};
  return path === undefined ? undefined : { path: relative(process.cwd(), path), line: Number(line) };
}
