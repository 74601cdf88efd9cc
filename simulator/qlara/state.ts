import type { World } from '../engine/world';
import { Answers } from './answers';
import { QlaraExports } from './exports';
import { QlaraKeys } from './keys';

/** Everything the simulated Qlara knows. Tests read and change it freely. */
export interface QlaraState {
	/** Real milliseconds before every answer. */
	latencyMs: number | (() => number);
	/** Accounts' keys; `state.keys.add(key, account)`. */
	keys: QlaraKeys;
	exports: QlaraExports;
	/** In which form it answers. */
	answers: Answers;
}

export function createQlaraState(world: World, latencyMs: QlaraState['latencyMs']): QlaraState {
	return {
		latencyMs,
		keys: world.store(QlaraKeys),
		exports: world.store(QlaraExports),
		answers: world.store(Answers),
	};
}
