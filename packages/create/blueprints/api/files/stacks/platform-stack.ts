import { Api } from './features/api';

new Api(this, 'api');
