import { functionsIn } from '@himeshima/constructs/bundling';
import { environments } from '../../config/environments';
import { declare } from '../../main';
import { specificationIn } from '../bundling/specification';

// This program is bundled with CDK Terrain in place of cdktf, and run as: declare-all.js OUTDIR
const root = process.cwd();
const [, , outdir = 'cdktf.out'] = process.argv;
declare({ environments, functions: functionsIn(root), specification: specificationIn(root), outdir }).write();
