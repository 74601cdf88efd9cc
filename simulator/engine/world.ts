import type { FastifyInstance } from 'fastify';
import type { Clock } from './clock';
import { createIdSource, createRandom, type IdSource } from './random';

/** Things that a resource remembers, by their ids. */
export class Store<Thing> extends Map<string, Thing> {
	constructor(protected readonly world: World) {
		super();
	}
}

/** The class of what a resource remembers, a `Store` or anything else. */
export type StoreClass<Remembered> = new (world: World) => Remembered;

/** Adds the routes of one resource; paths are below the service's own prefix. */
export type Routes = (api: FastifyInstance, world: World) => void;

/** One part of a service's API: what it remembers and its routes, in one file. */
export interface Resource {
	store?: StoreClass<unknown>;
	routes?: Routes;
}

/** The stores of resources, by the resources' names. */
export type StoresOf<Resources> = {
	readonly [
		Name in keyof Resources as Resources[Name] extends { store: unknown } ? Name : never
	]: Resources[Name] extends { store: StoreClass<infer Remembered> } ? Remembered : never;
};

/** What one running simulator knows: the time, its ids, and one store of each class that somebody asked for. */
export class World {
	/** Makes ids such as `cam_…`, the same in every run. */
	readonly createId: IdSource = createIdSource(createRandom(1));
	private readonly stores = new Map<StoreClass<unknown>, unknown>();

	constructor(readonly clock: Clock) {}

	/** The store of this class, made when it is first asked for. */
	store<Remembered>(Class: StoreClass<Remembered>): Remembered {
		if (!this.stores.has(Class)) this.stores.set(Class, new Class(this));
		return this.stores.get(Class) as Remembered;
	}

	/** The time as ISO 8601 in UTC. */
	now(): string {
		return new Date(this.clock.now()).toISOString();
	}
}
