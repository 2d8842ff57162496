import { actionsOfRule, ruleBytes } from './quotas';

/** @throws Error where AWS IoT would not take the rule. Source: AWS IoT quotas, "Rules engine" */
export function refuseTooLarge({
  name,
  sql,
  actions,
}: {
  readonly name: string;
  readonly sql: string;
  readonly actions: readonly unknown[];
}): void {
  if (actions.length > actionsOfRule)
    throw new Error(`rule ${name} has ${actions.length} actions, AWS IoT takes ${actionsOfRule}: make two of it`);
  const bytes = Buffer.byteLength(sql);
  if (bytes > ruleBytes) throw new Error(`rule ${name} has ${bytes} bytes of SQL, AWS IoT takes ${ruleBytes}`);
}
