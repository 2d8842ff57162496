import { synthesize } from '@himeshima/constructs/project';
import { environments } from './config/environments';
import { FoundationStack } from './stacks/foundation-stack';
import { PlatformStack } from './stacks/platform-stack';

void synthesize({
  environments,
  stacks: (app, environment, functions) => [
    () => new FoundationStack(app, environment),
    () => new PlatformStack(app, environment, functions),
  ],
});
