import { createCommand, runCommand } from '@himeshima/cli';
import * as z from 'zod';

/** Returns the end of a day in UTC, when all of that day's schedules are due. @throws Error if the date is invalid */
function endOf(date: string): string {
  if (!z.iso.date().safeParse(date).success)
    throw new Error(`invalid --date "${date}": expected a day, for example 2026-11-24`);
  return `${date}T23:59:59Z`;
}

function endpointOf(text: string): string {
  if (URL.canParse('/_local/fire', text)) return text;
  throw new Error(`invalid --endpoint "${text}": expected a URL, for example http://127.0.0.1:4566`);
}

const ErrorResponse = z.object({ message: z.string() });

async function fire(schedule: string, time: string | undefined, endpoint: string): Promise<void> {
  const response = await fetch(new URL('/_local/fire', endpoint), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schedule, ...(time !== undefined && { time }) }),
  }).catch(() => {
    throw new Error(`no platform is listening at ${endpoint}; start one with npm start, or set --endpoint`);
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (answer === undefined) throw new Error(`the server at ${endpoint} is not a platform; set --endpoint`);
  if (!response.ok)
    throw new Error(
      ErrorResponse.safeParse(answer).data?.message ?? `the platform responded with status ${response.status}`,
    );
  console.log(`${schedule} fired`);
}

const name = 'npm run local --';

const program = createCommand(name, {
  summary: 'Controls the running platform.',
  example: `${name} fire timer-event --date 2026-11-24`,
});
program.addCommand(
  createCommand('fire', {
    summary:
      'Fires a schedule immediately. The digest is created from the archive, which receives messages after five minutes.',
    example: `${name} fire timer-event --date 2026-11-24`,
  })
    .argument('<schedule>', 'name of the schedule')
    .option(
      '--date <day>',
      'fire as if it were the end of this day in UTC (default: now, which creates the digest of yesterday in Japan)',
      endOf,
    )
    .option('--endpoint <url>', 'endpoint of the platform', endpointOf, 'http://127.0.0.1:4566')
    .action((schedule, { date, endpoint }) => fire(schedule, date, endpoint)),
);

void runCommand(program);
