import { ZodError } from 'zod';

/** What became of one thing that had failed. */
export type RedriveResult =
  | { readonly what: string; readonly to: string; readonly count: number }
  /** It stays where it is. */
  | { readonly what: string; readonly refused: string };

export function reasonOf(error: unknown): string {
  if (error instanceof ZodError) return `it is not what AWS writes there: ${error.issues[0]?.path.join('.')}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
