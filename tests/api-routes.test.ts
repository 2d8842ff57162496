import { specificationIn } from '../commands/bundling/specification';
import { asSpecification } from '../commands/generated-pages/api-specification';
import { routes } from '../functions/api/route-request';

test('every operation of the specification has a route', () => {
  const { paths } = asSpecification(specificationIn(process.cwd()));
  const specified = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation?.operationId]),
  );
  expect(routes).toEqual(Object.fromEntries(specified));
});
