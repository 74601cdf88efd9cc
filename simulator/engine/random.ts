/** Gives numbers from 0 (included) to 1 (not included). */
export type Random = () => number;

/** Makes ids such as `cam_aaWL92T22Sei3Bz6v`: the prefix, `_` and 17 letters or digits. */
export type IdSource = (prefix: string) => string;

const ALPHANUMERICS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
const ID_LENGTH = 17;

/** The mulberry32 generator: the same seed always gives the same numbers. */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** One element of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
	return list[Math.floor(random() * list.length)] as T;
}

/** Ids that are the same in every run for the same seed. */
export function createIdSource(random: Random): IdSource {
	return (prefix) => {
		let id = `${prefix}_`;
		for (let i = 0; i < ID_LENGTH; i++) id += pick(random, ALPHANUMERICS);
		return id;
	};
}

/** A number that is always the same for the same id. */
export function seedOf(id: string): number {
	let seed = 0;
	for (const character of id) seed = (Math.imul(seed, 31) + character.charCodeAt(0)) | 0;
	return seed;
}
