import { reviewCommand } from './review-command';

test.each([
  [['--base', 'HEAD'], '--base needs --synth COMMAND, which writes the stacks, for example --synth "npx cdktf synth"'],
  [['--one-note'], '--one-note has an effect only on post; remove the option'],
  [['post', '--one-note'], '--one-note needs --scope NAME, so that other jobs do not replace the note'],
  [['post', '--report', 'plan-review.html'], 'invalid --report "plan-review.html": expected a URL such as https://'],
  [
    ['post', '--report', `https://e.example/${'x'.repeat(3_000)}`],
    'the URL has 3018 characters, at most 2000 are possible',
  ],
  [['plan.json', '--report', 'javascript:alert(1)'], 'invalid --report "javascript:alert(1)": expected a URL'],
  [
    ['package.json', '--report', 'https://e.example', '--format', 'json'],
    '--report adds a link to a note; use it only with',
  ],
  [['plan.json', '--time-zone', 'Tokyo'], 'invalid --time-zone "Tokyo": expected a name such as Asia/Tokyo'],
  [[], 'nothing to review: expected a plan file or --base REF (plan-review --help)'],
  [['--base', 'no-such-commit', '--synth', 'true'], '--base no-such-commit is not a commit in this clone'],
])('plan-review %j prints the error: %s', async (args, message) => {
  const command = reviewCommand({ name: 'plan-review' });
  await expect(command.parseAsync(args, { from: 'user' })).rejects.toThrow(message);
});
