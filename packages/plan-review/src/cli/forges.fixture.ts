export { githubStandIn } from './github.fixture';
export { standIn } from './gitlab.fixture';
