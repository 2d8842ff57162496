import { creationSummary } from '../creation-summary';
import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';

const resource = (address: string, actions: readonly string[], before: object | null, after: object, unknown = {}) => {
  const [type = '', name = ''] = address.split('.');
  return { address, mode: 'managed', type, name, change: { actions, before, after, after_unknown: unknown } };
};
const subnet = resource(
  'aws_subnet.a',
  ['no-op'],
  { id: 'subnet-0342dca4d2a611266' },
  { id: 'subnet-0342dca4d2a611266' },
);
const table = (gateway: object) =>
  resource('aws_route_table.public', ['create'], null, { route: [{ cidr_block: '0.0.0.0/0', ...gateway }] });
const association = resource(
  'aws_route_table_association.a',
  ['create'],
  null,
  { subnet_id: 'subnet-0342dca4d2a611266' },
  { route_table_id: true },
);

/** Summarizes a plan in which the association refers to a route table. */
const summary = (name: string, ...changes: readonly object[]) => {
  const expression = { references: [`aws_route_table.${name}.id`, `aws_route_table.${name}`] };
  const resources = [{ address: association.address, expressions: { route_table_id: expression } }];
  const json = { resource_changes: [association, ...changes], configuration: { root_module: { resources } } };
  return creationSummary(planOf(json, { stack: 'dev' })).map(plain);
};

test('names an existing subnet that a new association connects to the internet', () => {
  const fact = 'getting a route to the internet: aws_subnet.a';
  expect(summary('public', subnet, table({ gateway_id: 'igw-0123456789abcdef0' }))).toContain(fact);
});

test('names an existing subnet that gets a route through a new internet gateway', () => {
  const name = 'public';
  const later = { ...table({}), change: { ...table({}).change, after_unknown: { route: [{ gateway_id: true }] } } };
  const referring = (address: string, attribute: string, reference: string) => ({
    address,
    expressions: { [attribute]: { references: [`${reference}.id`, reference] } },
  });
  const resources = (gateway: string) => [
    referring(association.address, 'route_table_id', `aws_route_table.${name}`),
    referring(later.address, 'route', gateway),
  ];
  const factsWith = (gateway: string) =>
    creationSummary(
      planOf(
        {
          resource_changes: [association, subnet, later],
          configuration: { root_module: { resources: resources(gateway) } },
        },
        { stack: 'dev' },
      ),
    ).map(plain);
  const fact = 'getting a route to the internet: aws_subnet.a';
  expect(factsWith('aws_internet_gateway.gw')).toContain(fact);
  expect(factsWith('aws_nat_gateway.gw')).not.toContain(fact);
});

test.each([
  ['a NAT gateway', 'public', [subnet, table({ nat_gateway_id: 'nat-1' })]],
  ['another table', 'private', [subnet, table({ gateway_id: 'igw-0123456789abcdef0' })]],
  ['a new subnet', 'public', [table({ gateway_id: 'igw-0123456789abcdef0' })]],
])('does not name a subnet with a route through %s', (_, name, changes) => {
  expect(summary(name, ...changes).filter((fact) => fact.includes('internet'))).toEqual([]);
});
