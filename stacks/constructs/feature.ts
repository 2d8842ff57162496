import { Declared } from './declared';

/**
 * A vertical slice of the platform. Its name is no part of a Terraform address: what moves from one feature to
 * another keeps its address, so nothing is destroyed (see `ReadableStack`).
 */
export abstract class Feature extends Declared {}
