import { readFileSync } from 'node:fs';
import { unreadableReason } from '@himeshima/cli';
import type { DangerAcceptance } from '../acceptance/accepted-danger';
import { parseAcceptances } from '../acceptance/parse-acceptances';

/** Returns the acceptances in files. @throws Error for an unreadable file or an invalid acceptance */
export const acceptancesIn = (files: readonly string[]): readonly DangerAcceptance[] =>
  files.flatMap((file) => parseAcceptances(textOf(file), file));

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`--accept ${file} cannot be read: ${unreadableReason(error)}`);
  }
}
