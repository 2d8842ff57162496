type Values = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

/** Descriptions of the values of options that must not be empty. Keys are names of options. */
const expected: Readonly<Record<string, string>> = {
  accept: 'a file',
  backtest: 'a number of days',
  base: 'a commit',
  env: 'the name of an environment',
  plan: 'a file, or - for standard input',
  policy: 'a file',
  report: 'a URL',
  scope: 'a name',
  series: 'a folder',
};

/**
 * Rejects empty option values, which are often caused by an unset variable in a script.
 * @throws Error that names the first empty option
 */
export function rejectEmptyOptions(values: Values): void {
  for (const [name, what] of Object.entries(expected))
    if ([values[name]].flat().includes('')) throw new Error(`invalid --${name} "": expected ${what}`);
}

/** Returns the value of an option that has a fixed set of choices. @throws Error that lists the choices */
export function chosenIn<Choice>(option: string, name: string, choices: Readonly<Record<string, Choice>>): Choice {
  const choice = Object.hasOwn(choices, name) ? choices[name] : undefined;
  if (choice !== undefined) return choice;
  const names = Object.keys(choices);
  throw new Error(`unknown --${option} ${name}; use ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`);
}
