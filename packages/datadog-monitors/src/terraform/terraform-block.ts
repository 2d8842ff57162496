import type { ApiMonitor } from '../api/api-monitor';
import { replaceMembers } from '../query/replace-members';
import { escapeTemplate, escapeTemplates } from './template-text';
import { type MonitorAttributes, toTerraform } from './to-terraform';

/** Resource of a monitor in Terraform's JSON syntax: texts are escaped, and expressions are not. */
export type TerraformBlock =
  | { readonly type: 'datadog_monitor'; readonly attributes: MonitorAttributes }
  | { readonly type: 'datadog_monitor_json'; readonly attributes: { readonly monitor: string } };

/**
 * Returns the Terraform resource of a monitor, in JSON syntax.
 * @param idOf returns the expression for the Datadog id of a composite's member; undefined for a member that is not in Terraform
 */
export function terraformBlock(monitor: ApiMonitor, idOf: (member: string) => string | undefined): TerraformBlock {
  const { type, attributes } = toTerraform(monitor);
  const refer = (text: string) => replaceMembers(text, (member) => idOf(member) ?? textOf(member));
  const isComposite = monitor.type === 'composite';
  if (type === 'datadog_monitor') {
    const { name, message, query, ...others } = attributes;
    return {
      type,
      attributes: {
        ...Object.fromEntries(Object.entries(others).map(([key, value]) => [key, escapeTemplates(value)])),
        name: escapeTemplate(name),
        type: monitor.type,
        query: isComposite ? refer(query) : escapeTemplate(query),
        message: escapeTemplate(message),
      },
    };
  }
  if (!isComposite) return { type, attributes: { monitor: escapeTemplate(attributes.monitor) } };
  // only the query contains expressions, so the other attributes are escaped separately
  const { query, ...others } = monitor;
  const rest = escapeTemplate(JSON.stringify(others)).slice('{'.length);
  return { type, attributes: { monitor: `{"query":${refer(JSON.stringify(query))},${rest}` } };
}

/** Escapes kennel's `%{project:id}`, and keeps expressions such as `${datadog_monitor.a.id}`. */
const textOf = (member: string): string => (member.startsWith('%') ? escapeTemplate(member) : member);
