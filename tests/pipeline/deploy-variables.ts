interface DeployVariable {
  readonly name: string;
  /** GitLab environments that require the variable, as Markdown: `` `plan/dev`, `plan/prod` ``. */
  readonly scope: string;
}

/** Reads the table of variables in docs/deploy.md. */
export function variablesIn(page: string): readonly DeployVariable[] {
  return [...page.matchAll(/^\| (`[^|]+`) +\| ([^|]+) \| [^|]+\|$/gm)].flatMap(([, names = '', scope = '']) =>
    [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => ({ name, scope })),
  );
}

/** Returns the environments that require a variable. @throws Error if the table does not list the variable */
export function scopeIn(variables: readonly DeployVariable[], name: string): string {
  const found = variables.find((one) => one.name === name);
  if (found) return found.scope;
  throw new Error(
    `docs/deploy.md: variable ${name} is missing; add a row to the table of variables with the environments that need it`,
  );
}
