import { join } from 'node:path';
import { clientFolder, modelSource } from './generated-pages/datadog-model';
import { runGenerator } from './generated-pages/run-generator';
import { projectFolder } from './platform/project-folder';

runGenerator({
  name: 'datadog-model',
  summary:
    "Generates the monitor types and options that Datadog's API client supports. Requires npm run extras, which installs the client.",
  async generate() {
    return {
      [join('packages', 'datadog-monitors', 'src', 'monitor', 'api-model.ts')]: modelSource(
        clientFolder(projectFolder()),
      ),
    };
  },
});
