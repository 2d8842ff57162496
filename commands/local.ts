import { parseArgs } from 'node:util';
import { fail } from '@himeshima/cli';
import * as z from 'zod';

const help = `npm run local -- fire SCHEDULE [--date DAY] [--endpoint URL]

  Fires a schedule of the platform that runs, as if it were due. The digest of a day is read from the archive: what devices
  send is there after five minutes.

  --date DAY       as if it were the end of that day by the clock of UTC, 2026-11-24; else now: the digest then is that of
                   yesterday in Japan
  --endpoint URL   of the platform (http://127.0.0.1:4566)

  example   npm run local -- fire timer-event --date 2026-11-24`;

const options = {
  date: { type: 'string' },
  endpoint: { type: 'string', default: 'http://127.0.0.1:4566' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The last moment of a day: whichever time of it was meant has come. @throws Error */
function endOf(date: string): string {
  if (!z.iso.date().safeParse(date).success) throw new Error(`--date ${date} is no day; write 2026-11-24`);
  return `${date}T23:59:59Z`;
}

const Refused = z.object({ message: z.string() });

async function local(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [verb, schedule, ...others] = positionals;
  if (values.help || verb === undefined) return console.log(help);
  if (verb !== 'fire') throw new Error(`${verb} is no command; known: fire`);
  if (schedule === undefined || others.length > 0) throw new Error('one schedule is fired: npm run local -- fire NAME');
  const time = values.date === undefined ? {} : { time: endOf(values.date) };
  if (!URL.canParse('/_local/fire', values.endpoint))
    throw new Error(`--endpoint ${values.endpoint} is no address; write http://127.0.0.1:4566`);
  const response = await fetch(new URL('/_local/fire', values.endpoint), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schedule, ...time }),
  }).catch(() => {
    throw new Error(`no platform answers at ${values.endpoint}; npm start runs one, --endpoint names another`);
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (answer === undefined)
    throw new Error(`what answers at ${values.endpoint} is no platform; --endpoint names another`);
  if (!response.ok)
    throw new Error(Refused.safeParse(answer).data?.message ?? `the platform answered ${response.status}`);
  console.log(`${schedule} was fired`);
}

local().catch(fail);
