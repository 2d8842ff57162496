import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import type { Danger } from '../rules/rule';
import { dangersIn } from '../rules/rules';
import { aws } from './aws.fixture';
import { azurerm } from './azurerm.fixture';
import { checkov, checkovIds } from './checkov.fixture';
import { cloudflare } from './cloudflare.fixture';
import { datadog } from './datadog.fixture';
import { everydayChanges } from './everyday/everyday-changes.fixture';
import { github } from './github.fixture';
import { google } from './google.fixture';
import { grafana } from './grafana.fixture';
import { heldOutProviders } from './held-out/held-out-providers.fixture';
import { heldOut } from './held-out/mixed.fixture';
import { helm } from './helm.fixture';
import type { KnownChange, KnownChanges } from './known-change';
import { kubernetes } from './kubernetes.fixture';
import { pagerduty } from './pagerduty.fixture';

const providers: Readonly<Record<string, KnownChanges>> = {
  aws,
  azurerm,
  cloudflare,
  datadog,
  github,
  google,
  grafana,
  helm,
  kubernetes,
  pagerduty,
};

const actionsOf = ({ before, after }: KnownChange) =>
  before === undefined ? ['create'] : after === undefined ? ['delete'] : ['update'];

/** Returns the dangers that the rules report for the address of a change. */
function dangersOf(change: KnownChange): readonly Danger[] {
  const { address, before = null, after = null } = change;
  const [type = '', name = ''] = address.split('.');
  const planned = { actions: actionsOf(change), before, after, after_unknown: {} };
  const resource = { address, mode: 'managed', type, name, change: planned };
  const plan = planOf({ format_version: '1.2', resource_changes: [resource] }, { stack: 'known' });
  return dangersIn(plan).filter((danger) => danger.address === address);
}

describe.each(Object.entries(providers))('changes of %s', (_, { dangers, harmless }) => {
  test('reports every danger', () => {
    const missed = dangers.filter((danger) => dangersOf(danger).length === 0);
    expect(missed.map(({ address, because }) => `${address}: ${because}`)).toEqual([]);
  });

  test('reports no danger for a harmless edit', () => {
    const reported = harmless.flatMap((edit) =>
      dangersOf(edit).map(({ what }) => `${edit.address}, ${edit.because}: ${plain(what)}`),
    );
    expect(reported).toEqual([]);
  });

  test('does not report an attribute twice', () => {
    const repeated = dangers.flatMap((change) => {
      const attributes = dangersOf(change).map(({ attribute = '' }) => attribute);
      return new Set(attributes).size < attributes.length ? [`${change.address}: ${attributes.join(', ')}`] : [];
    });
    expect(repeated).toEqual([]);
  });
});

const joined = (changes: Readonly<Record<string, KnownChanges>>): KnownChanges => ({
  dangers: Object.values(changes).flatMap(({ dangers }) => dangers),
  harmless: Object.values(changes).flatMap(({ harmless }) => harmless),
});

test(`reports the changes that fail ${checkovIds.size} checks of Checkov`, () => {
  expect(checkovIds.size).toBeGreaterThan(500);
  const missed = checkov.filter((change) => dangersOf(change).length === 0);
  expect(missed.map(({ address, because }) => `${address}: ${because}`)).toEqual([]);
});

// the titles report the figures
describe.each([
  { title: 'dangers for which rules were written', changes: joined(providers), least: 0.95 },
  { title: 'dangers that were added later, without a rule', changes: heldOut, least: 0.85 },
  { title: 'dangers that were held out at first', changes: joined(heldOutProviders), least: 0.85 },
  { title: 'everyday changes', changes: joined(everydayChanges), least: 0.85 },
])('$title', ({ changes: { dangers, harmless }, least }) => {
  const missed = dangers.filter((danger) => dangersOf(danger).length === 0);
  const found = dangers.length - missed.length;
  test(`${found} of ${dangers.length} dangers are reported, at least ${least * 100} %`, () =>
    expect(found / dangers.length).toBeGreaterThanOrEqual(least));

  const alarms = harmless.flatMap((edit) => dangersOf(edit));
  test(`${alarms.length} of ${harmless.length} harmless edits are reported`, () => expect(alarms).toEqual([]));
});
