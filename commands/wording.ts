import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCommand, runCommand } from '@himeshima/cli';
import { avoidedWords, subjectFaults, wordingFaults } from './checks/wording';
import { projectFolder } from './platform/project-folder';

const styleGuide = 'docs/style.md';

/** Files that quote the avoided words. */
const quoting = new Set([styleGuide, 'commands/checks/wording.test.ts']);

/** Commits whose subjects are checked; older ones cannot be changed. */
const recentCommits = 50;

function checkWording(): void {
  const root = projectFolder();
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })
      .trim()
      .split('\n');
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const words = avoidedWords(read(styleGuide));
  const paths = git('ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.mjs', '*.cjs', '*.md');
  const faults = [
    ...paths.filter((path) => !quoting.has(path)).flatMap((path) => wordingFaults(path, read(path), words)),
    ...subjectFaults(git('log', '--no-merges', `-${recentCommits}`, '--format=%s')),
  ];
  for (const { place, message } of faults) console.log(`${place}: ${message}`);
  if (faults.length > 0) process.exitCode = 1;
}

const command = createCommand('npm run check -- wording', {
  summary:
    'Checks comments, messages, test titles and docs for the words that docs/style.md rejects, docstrings without a subject or verb, and commit subjects of more than 72 characters. The exit code is 1 if it finds any.',
  example: 'npm run check -- wording',
}).action(checkWording);

void runCommand(command);
