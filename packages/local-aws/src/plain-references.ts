import type { EventBus } from './events';
import type { LoadedStack } from './load-stack';
import { addressFormatter } from './multi-stack';

const maxListed = 5;

/**
 * Publishes a note with the attributes that are read as plain references, because the plan for an HCL project lacks the
 * text around references.
 */
export function notePlainReferences(stacks: readonly LoadedStack[], bus: Pick<EventBus, 'emit'>): void {
  const addressOf = addressFormatter(stacks);
  const assumed = stacks.flatMap((loaded) =>
    loaded.stack.resources.flatMap(({ address, planned }) =>
      (planned?.assumed ?? []).map((path) => `${addressOf(loaded, address)}.${path}`),
    ),
  );
  if (assumed.length === 0) return;
  const shown = assumed.slice(0, maxListed).join(', ');
  const more = assumed.length > maxListed ? ` and ${assumed.length - maxListed} more` : '';
  bus.emit({
    kind: 'note',
    text: `attributes read without the text around references, which a plan lacks: ${shown}${more}`,
  });
}
