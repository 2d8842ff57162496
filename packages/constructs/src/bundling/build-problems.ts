import type { BuildFailure } from 'esbuild';

/** Returns the problems in a failed esbuild build, one line for each: file, line, column, reason. */
export const buildProblemsOf = ({ errors, message }: BuildFailure): readonly string[] =>
  errors.length === 0
    ? [message]
    : errors.map(({ location, text }) =>
        location ? `${location.file}:${location.line}:${location.column + 1} cannot be bundled: ${text}` : text,
      );
