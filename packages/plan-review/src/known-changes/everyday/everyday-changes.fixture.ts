import { aws } from './aws.fixture';
import { azurerm } from './azurerm.fixture';
import { cloudflare } from './cloudflare.fixture';
import { datadog } from './datadog.fixture';
import { github } from './github.fixture';
import { google } from './google.fixture';
import { grafana } from './grafana.fixture';
import { helm } from './helm.fixture';
import { kubernetes } from './kubernetes.fixture';
import { pagerduty } from './pagerduty.fixture';

/**
 * Everyday changes of each provider, most of them with all attributes that the provider writes, that were written independently of the rules. When
 * they were first reviewed, 55 of 60 dangers and 1 of 100 harmless edits were reported. Of a second set, 37 of 40 dangers and 11 of 120 harmless
 * edits were reported; the fixtures contain the exceptions, without a deleted demo application. The exceptions led to rules.
 */
export const everydayChanges = {
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
