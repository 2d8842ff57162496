import { createInterface } from 'node:readline/promises';
import { invalidReason, type SettingName, Settings } from './settings';

/** Known values of settings, by name. */
export type KnownSettings = Readonly<Partial<Record<SettingName, string>>>;

interface Question {
  readonly name: SettingName;
  /** Command-line option. */
  readonly option: string;
  readonly text: string;
  /** File of the platform that contains the value, if it can be changed later. */
  readonly file?: string;
  /** Default, which can depend on earlier answers; if undefined, an answer is required. */
  readonly default?: (given: KnownSettings) => string;
}

/** Questions for all settings, in order. */
export const questions: readonly Question[] = [
  { name: 'name', option: '--name', text: 'Name of the platform' },
  { name: 'account', option: '--account', text: 'AWS account of dev, 12 digits' },
  {
    name: 'prodAccount',
    option: '--prod-account',
    text: "AWS account of prod (the default is an example from AWS's documentation)",
    file: 'config/environments.ts',
    default: () => '444455556666',
  },
  {
    name: 'region',
    option: '--region',
    text: 'AWS region',
    file: 'config/environments.ts',
    default: () => 'eu-west-1',
  },
  {
    name: 'site',
    option: '--site',
    text: 'Datadog site',
    file: 'config/environments.ts',
    default: () => 'datadoghq.com',
  },
  {
    name: 'alerts',
    option: '--alerts',
    text: 'Datadog handle that receives alerts',
    file: 'config/environments.ts',
    default: ({ name }) => `@slack-${name}-alerts`,
  },
  {
    name: 'repository',
    option: '--repository',
    text: 'Repository of the pipeline, OWNER/NAME',
    file: 'config/pipeline.ts',
    default: ({ name }) => `example/${name}`,
  },
  {
    name: 'timezone',
    option: '--timezone',
    text: 'Time zone of working hours',
    file: 'monitors/monitoring.ts',
    default: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  },
];

/**
 * Completes the settings: prompts the user in a terminal, otherwise uses defaults.
 * @throws one-line Error for an invalid option or, outside a terminal, a missing option
 */
export async function completeSettings(given: KnownSettings, isTerminal: boolean): Promise<Settings> {
  for (const { name, option } of questions) {
    const value = given[name];
    const reason = value === undefined ? undefined : invalidReason(name, value);
    if (reason !== undefined) throw new Error(`invalid ${option} "${value}": ${reason}`);
  }
  return Settings.parse(isTerminal ? await askMissing(given) : withDefaults(given));
}

/** Returns a line for each setting that has its default value, with the value and the file in which to change it. */
export function describeDefaults(given: KnownSettings, settings: Settings): readonly string[] {
  return questions
    .filter(({ name }) => given[name] === undefined)
    .map(({ option, name, file }) => `  ${option.padEnd(14)}  ${settings[name].padEnd(24)}  ${file ?? ''}`.trimEnd());
}

function withDefaults(given: KnownSettings): KnownSettings {
  let known = given;
  for (const { name, option, text, default: usual } of questions) {
    if (known[name] !== undefined) continue;
    if (usual === undefined) throw new Error(`missing ${option}: ${text}`);
    known = { ...known, [name]: usual(known) };
  }
  return known;
}

async function askMissing(given: KnownSettings): Promise<KnownSettings> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const abort = new AbortController();
  terminal.once('SIGINT', () => abort.abort());
  terminal.once('close', () => abort.abort());
  const ask = async (question: Question, known: KnownSettings): Promise<string> => {
    const usual = question.default?.(known);
    const shown = usual === undefined ? `${question.text}: ` : `${question.text} (${usual}): `;
    const answer = (await terminal.question(shown, { signal: abort.signal })).trim() || (usual ?? '');
    const reason = invalidReason(question.name, answer);
    if (reason === undefined) return answer;
    console.error(`✗ ${reason}`);
    return ask(question, known);
  };
  try {
    let known = given;
    for (const question of questions)
      if (known[question.name] === undefined) known = { ...known, [question.name]: await ask(question, known) };
    return known;
  } catch (error) {
    if (abort.signal.aborted) throw new Error('cancelled; nothing was written');
    throw error;
  } finally {
    terminal.close();
  }
}
