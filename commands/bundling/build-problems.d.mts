import type { BuildFailure } from 'esbuild';
export function buildProblemsOf(error: BuildFailure): readonly string[];
